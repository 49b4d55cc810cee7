"""The keys of a page, each with what it does; every one of them can be clicked too."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

#: An action: its id, the name of its key and what it does.
Item = tuple[str, str, str]


class KeyBar(Widget):
    """Keys and what they do, on as many lines as they need."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: auto; width: 1fr; background: $w-bar; color: $w-bar-text; padding: 0 1; }
    """

    class Pressed(Message):
        """A key of the bar was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, items: Sequence[Item] = ()) -> None:
        super().__init__()
        self._items = tuple(items)

    def update(self, items: Sequence[Item]) -> None:
        if tuple(items) != self._items:
            self._items = tuple(items)
            self.refresh(layout=True)

    def rows(self, width: int) -> list[list[Item]]:
        rows: list[list[Item]] = [[]]
        used = 0
        for item in self._items:
            needed = cell_len(f" {item[1]} {item[2]} ")
            if rows[-1] and used + needed > width:
                rows.append([])
                used = 0
            rows[-1].append(item)
            used += needed
        return rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self.rows(width))

    def render(self) -> Content:
        parts: list[Content | str | tuple[str, str]] = []
        for row in self.rows(self.size.width):
            if parts:
                parts.append("\n")
            for _, key, label in row:
                parts += [" ", (key, "bold $w-bar-key"), f" {label} "]
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        rows = self.rows(self.size.width)
        if not 0 <= event.y < len(rows):
            return
        at = event.x - self.content_offset_x
        for action, key, label in rows[event.y]:
            needed = cell_len(f" {key} {label} ")
            if 0 <= at < needed:
                self.post_message(self.Pressed(action))
                return
            at -= needed

    @property
    def content_offset_x(self) -> int:
        return self.gutter.left
