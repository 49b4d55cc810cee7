"""The landscape beside the question: every procedure with its status and one line why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.containers import Vertical
from textual.widget import Widget

from tui.widgets.body import Body, More
from tui.widgets.sheet import Block, Sheet


class RoutesPanel(Vertical):
    """A column that is there on a wide terminal only."""

    DEFAULT_CSS = """
    RoutesPanel { width: 46; background: $w-panel; display: none; }
    RoutesPanel #panel-title { padding: 0 2; }
    RoutesPanel Body { scrollbar-background: $w-panel; }
    """
    #: The width of the terminal from which the panel is shown.
    NEEDED: ClassVar[int] = 110

    def __init__(self) -> None:
        super().__init__(id="panel")
        self._more = More()

    def compose(self) -> Iterable[Widget]:
        yield Sheet(id="panel-title")
        yield Body(Sheet(id="routes"), more=self._more)
        yield self._more

    def show(self, blocks: Sequence[Block], title: str, rest: str) -> None:
        """Shows the blocks; `rest` says how to see those that do not fit."""
        self._more.name_keys(rest, rest)
        self.query_one("#panel-title", Sheet).update([Block(title, "heading")])
        self.query_one("#routes", Sheet).update(blocks)
