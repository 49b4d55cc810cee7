"""The parts of the record and the templates that fit the case: each is shown and put on the clipboard alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from tui.screens.page import PageScreen, TextScreen
from tui.screens.paste import PasteScreen
from tui.widgets.choices import LIST, Choice, Choices
from tui.widgets.sheet import GAP, Block, Sheet

if TYPE_CHECKING:
    from advisor.templatefile import Template


#: What stands before the id of a template among the names of parts.
TEMPLATE = "template:"


class PartsScreen(PageScreen):
    """The list of parts, under the headings of the profile where one is chosen."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back", "copy")
    HELP_KEY = "parts"

    def parts(self) -> Sequence[Widget]:
        return (Sheet(id="title"), Choices(id="choices"))

    def begin(self) -> None:
        self.set_focus(self.query_one("#choices", Choices))

    def show(self) -> None:
        from advisor.authority.law import PARTS
        from advisor.templates import LANGUAGES

        wording = self.texts.wording
        self.head(self.say("parts.title"), self.session.state.title)
        elsewhere = [] if self.session.language in LANGUAGES else [Block(self.say("parts.elsewhere"), "soft")]
        self.query_one("#title", Sheet).update([Block(self.say("parts.what"), "soft"), *elsewhere, GAP])
        choices = self.query_one("#choices", Choices)
        lines = [Choice(name, wording.text("authority", "parts", name)) for name in PARTS]
        lines += [Choice(f"{TEMPLATE}{one.id}", self.say("parts.template", title=one.title)) for one in self._fit()]
        choices.present(LIST, lines, pointer=choices.pointer or 0)

    def _fit(self) -> tuple[Template, ...]:
        """The templates that fit the case as it stands, in the language of the screen."""
        from advisor.templates import that_fit

        return that_fit(self.session.assessment(), self.session.base, self.session.language)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        self._open(event.key)

    def action_onward(self) -> None:
        pointed = self.query_one("#choices", Choices).pointed
        if pointed is not None:
            self._open(pointed.key)

    def action_copy(self) -> None:
        self.action_onward()

    def _open(self, name: str) -> None:
        from advisor.authority.file import ProfileMistakes
        from advisor.engines import Breach
        from advisor.rulefiles import RuleMistake

        try:
            text = self._template(name.removeprefix(TEMPLATE)) if name.startswith(TEMPLATE) else self._part(name)
        except (OSError, ProfileMistakes, RuleMistake):
            self.fault(self.say("authority.gone", path=self.session.profile))
        except Breach:
            self.fault(self.say("export.breach"))
        else:
            self.app.push_screen(PartScreen(name.removeprefix(TEMPLATE), text))

    def _part(self, name: str) -> str:
        from advisor.render import recorddoc, render

        session = self.session
        made = recorddoc.part(session.exported(), session.base, self.texts.wording, name, session.house())
        # The title is that of the whole record.
        return render(made, "md").decode().split("\n\n", 1)[1]

    def _template(self, name: str) -> str:
        from advisor import templates
        from advisor.render import render

        session = self.session
        template = next(one for one in self._fit() if one.id == name)
        made = templates.document(template, session.exported(), session.base, self.texts.wording)
        return render(made, "md").decode()


class PartScreen(PasteScreen):
    """One part or template, as it was when it was opened; it is on the clipboard too, where the terminal allows it."""

    HELP_KEY = "parts"
    TITLE_KEY = "parts.title"

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self._part = name
        self._text = text

    def kind(self) -> str:
        return self._part

    def blocks(self) -> list[Block]:
        lines = [Block(line) if line else GAP for line in self._text.rstrip().split("\n")]
        return [Block(self.say("paragraph.copied"), "soft"), GAP, *lines]

    def show(self) -> None:
        TextScreen.show(self)
