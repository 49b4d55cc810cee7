"""A page with one line to type in and, under it, what the line finds."""

from __future__ import annotations

from tui.screens.page import PageScreen
from tui.widgets.choices import Choices
from tui.widgets.entry import Entry


class FinderScreen(PageScreen):
    """The list follows every letter; Enter takes the line with the arrow, and Esc gives None."""

    @property
    def choices(self) -> Choices:
        return self.query_one("#choices", Choices)

    @property
    def typed(self) -> str:
        """What stands in the line."""
        return self.query_one("#entry", Entry).value

    def begin(self) -> None:
        self.set_focus(self.query_one("#entry", Entry).field)

    def on_input_changed(self) -> None:
        self.tell("")
        self.show()

    def on_input_submitted(self) -> None:
        self.action_onward()

    def on_choices_left(self) -> None:
        self.begin()

    def on_choices_taken(self) -> None:
        self.action_onward()

    def action_back(self) -> None:
        self.dismiss(None)
