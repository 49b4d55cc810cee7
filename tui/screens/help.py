"""The help page: what this page is for, and every key with what it does here."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from tui import actions
from tui.screens.page import TextScreen
from tui.widgets.sheet import GAP, Block


class HelpScreen(TextScreen):
    """`topic` names the help wording, `names` the actions of the page from which help was asked."""

    HELP_KEY = "help"
    NEEDS_CASE = False

    def __init__(self, topic: str, names: Sequence[str]) -> None:
        super().__init__()
        self._topic = topic
        self._names = tuple(names)

    def title_text(self) -> str:
        return self.say("help.title")

    def blocks(self) -> list[Block]:
        shown = actions.offered(self._names, complete=True)
        keys = {action.id: " / ".join(self.texts.key(key) for key in action.keys) for action in shown}
        width = max(cell_len(key) for key in keys.values())
        blocks = [Block(line) for line in self.texts.wording.items("screen", "help", self._topic)]
        blocks += [GAP, Block(self.say("help.keys"), "heading")]
        blocks += [
            Block(self.say(f"explained.{action.id}"), "text", keys[action.id].ljust(width), 2) for action in shown
        ]
        if self._topic == "question":
            blocks += [
                Block(self.say(f"help.{name}"), "text", self.texts.key(name).ljust(width), 2)
                for name in ("arrows", "digits", "space", "tab")
            ]
        return [*blocks, GAP, Block(self.say("help.saved"), "soft")]

    def action_help(self) -> None:
        self.action_back()
