"""Text to paste elsewhere: on the clipboard where the terminal allows it, on the page to select, and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.screens.page import TextScreen
from tui.widgets.sheet import GAP, Block

if TYPE_CHECKING:
    from advisor.assessing import Assessment
    from advisor.rulebase import RuleBase
    from advisor.wording import Wording


class PasteScreen(TextScreen):
    """A text in the language of the case; `e` writes it as a file, for where a clipboard does not work."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("back", "copy", "export")
    #: The wording of the heading.
    TITLE_KEY: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    def begin(self) -> None:
        if self._text:
            self.app.copy_to_clipboard(self._text)

    def made(self, found: Assessment, base: RuleBase, wording: Wording) -> str:
        """The text, from an assessment on which both engines agree."""
        raise NotImplementedError

    def kind(self) -> str:
        """What the file of the text is called after the id of the case."""
        return self.HELP_KEY

    def title_text(self) -> str:
        return self.say(self.TITLE_KEY)

    def blocks(self) -> list[Block]:
        if not self._text:
            return []
        lines = [Block(line) for line in self._text.rstrip("\n").split("\n")]
        return [*lines, GAP, Block(self.say("paragraph.copied"), "soft")]

    def show(self) -> None:
        from advisor.engines import Breach

        session = self.session
        try:
            self._text = self.made(session.exported(), session.base, session.texts_of(session.state.language).wording)
        except Breach:
            self._text = ""
        super().show()
        if not self._text:
            self.fault(self.say("export.breach"))

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._text)
        self.tell(self.say("paragraph.again"))

    def action_export(self) -> None:
        from tui.recordfile import write_text

        session = self.session
        if not self._text:
            return
        name = f"{session.state.id}.{self.kind()}"
        if self.app.is_web:
            self.wijzer.deliver(f"{name}.txt", self._text.encode(), "text/plain")
            self.tell(self.say("export.delivered"))
            return
        try:
            path = write_text(self._text, name, session.records)
        except OSError as error:
            self.fault(self.say("export.failed", reason=error.strerror or str(error), folder=session.records))
        else:
            self.tell(f"{self.say('export.written')} {path.resolve()}")


class ParagraphScreen(PasteScreen):
    """The paragraph to paste into a decision."""

    HELP_KEY = "paragraph"
    TITLE_KEY = "paragraph.title"

    def made(self, found: Assessment, base: RuleBase, wording: Wording) -> str:
        from advisor.record import paragraph

        return paragraph(found, base, wording)


class MailScreen(PasteScreen):
    """Five lines for a mail."""

    HELP_KEY = "mail"
    TITLE_KEY = "mail.title"

    def made(self, found: Assessment, base: RuleBase, wording: Wording) -> str:
        from advisor.mail import mail

        return mail(found, base, wording)
