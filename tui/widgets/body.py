"""The part of a page that scrolls, and the line under it that says when there is more."""

from __future__ import annotations

from typing import Any

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from tui.glyphs import glyphs


class More(Widget):
    """Says whether there is text above or below what can be seen."""

    DEFAULT_CSS = "More { height: 1; width: 1fr; color: $w-soft; padding: 0 2; text-align: right; }"

    def __init__(self) -> None:
        super().__init__()
        self._words = ("", "")
        self._up, self._down = False, False

    def name_keys(self, above: str, below: str) -> None:
        """The words for more above and more below."""
        if (above, below) != self._words:
            self._words = (above, below)
            self.refresh()

    def show(self, up: bool, down: bool) -> None:
        if (up, down) != (self._up, self._down):
            self._up, self._down = up, down
            self.refresh()

    def render(self) -> Content:
        shown, (above, below) = glyphs(), self._words
        parts = [f"{shown.more_above} {above}"] * self._up + [f"{shown.more_below} {below}"] * self._down
        return Content("   ".join(parts))


class Body(VerticalScroll, can_focus=False):
    """A column that scrolls; what is too long for the terminal is never cut."""

    DEFAULT_CSS = """
    Body { width: 1fr; height: 1fr; padding: 0 2; scrollbar-size-vertical: 1;
           scrollbar-color: $w-soft; scrollbar-background: $w-page; }
    """

    def __init__(self, *children: Widget, more: More, id: str | None = None) -> None:  # noqa: A002
        super().__init__(*children, id=id)
        self._more = more
        self._beyond = (False, False)

    def say_more(self, *, above: bool, below: bool) -> None:
        """Whether there is more beyond what the column holds: pages of a list before or after it."""
        self._beyond = (above, below)
        self._look()

    def on_mount(self) -> None:
        self.watch(self, "scroll_y", self._look, init=False)
        self.watch(self, "virtual_size", self._look, init=False)

    def on_resize(self) -> None:
        self._look()

    def _look(self, *_: Any) -> None:
        above, below = self._beyond
        self._more.show(above or self.scroll_y > 0, below or self.max_scroll_y > self.scroll_y)
