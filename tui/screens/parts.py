"""The parts of the record: each is shown and put on the clipboard alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from tui.screens.page import PageScreen, TextScreen
from tui.screens.paste import PasteScreen
from tui.widgets.choices import LIST, Choice, Choices
from tui.widgets.sheet import GAP, Block, Sheet


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

        wording = self.texts.wording
        self.head(self.say("parts.title"), self.session.state.title)
        self.query_one("#title", Sheet).update([Block(self.say("parts.what"), "soft"), GAP])
        choices = self.query_one("#choices", Choices)
        lines = [Choice(name, wording.text("authority", "parts", name)) for name in PARTS]
        choices.present(LIST, lines, pointer=choices.pointer or 0)

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
        from advisor.render import recorddoc, render
        from advisor.rulefiles import RuleMistake

        session = self.session
        try:
            made = recorddoc.part(session.exported(), session.base, self.texts.wording, name, session.house())
        except (OSError, ProfileMistakes, RuleMistake):
            self.fault(self.say("authority.gone", path=session.profile))
        except Breach:
            self.fault(self.say("export.breach"))
        else:
            # The title is that of the whole record.
            self.app.push_screen(PartScreen(name, render(made, "md").decode().split("\n\n", 1)[1]))


class PartScreen(PasteScreen):
    """One part, as it was when it was opened; it is on the clipboard too, where the terminal allows it."""

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
