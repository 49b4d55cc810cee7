"""Two or three procedures side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from tui.screens.page import TextScreen
from tui.widgets.columns import Columns

#: How many procedures fit beside each other on 80 columns.
MOST = 3


class CompareScreen(TextScreen):
    """The procedures named, side by side; Enter or Esc goes back."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("back", "landscape")
    HELP_KEY = "compare"

    def __init__(self, routes: Sequence[str]) -> None:
        super().__init__()
        self.routes = tuple(routes)

    def parts(self) -> Sequence[Widget]:
        return (Columns(id="columns"),)

    def show(self) -> None:
        self.head(self.say("compare.title"), self.session.state.title)
        self.query_one("#columns", Columns).present(self.wijzer.outline().compared(self.routes))

    def action_landscape(self) -> None:
        self.action_back()
