"""All actions of the page behind, found by a word: for who does not know the key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from advisor.searchline import words_of
from tui import actions
from tui.screens.finder import FinderScreen
from tui.widgets.choices import LIST, Choice, Choices
from tui.widgets.entry import Entry
from tui.widgets.sheet import GAP, Block, Sheet


class PaletteScreen(FinderScreen):
    """Gives the action chosen, or None. `names` are the actions of the page behind."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back")
    HELP_KEY = "palette"
    NEEDS_CASE = False

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(names)

    def parts(self) -> Sequence[Widget]:
        return (Sheet(id="title"), Entry("field", id="entry"), Sheet(id="none"), Choices(id="choices"))

    def show(self) -> None:
        self.head(self.say("palette.title"))
        self.query_one("#title", Sheet).update([Block(self.say("palette.what"), "soft")])
        wanted = words_of(self.typed)
        lines = []
        for action in actions.offered(self._names, complete=True):
            name, told = self.say(f"actions.{action.id}"), self.say(f"explained.{action.id}")
            there = words_of(f"{name} {told}")
            if all(any(word.startswith(one) for word in there) for one in wanted):
                keys = " ".join(self.texts.key(key) for key in action.keys)
                lines.append(Choice(action.id, f"{name} ({keys})", sub=told))
        self.query_one("#none", Sheet).update([GAP] if lines else [GAP, Block(self.say("palette.none"), "doubt")])
        self.choices.present(LIST, lines, pointer=0 if lines else None)

    def action_onward(self) -> None:
        pointed = self.choices.pointed
        if pointed is not None:
            self.dismiss(pointed.key)
