"""Lines to choose from: one of them (choice), several of them (gate), or a list to walk through.

Nothing is chosen beforehand. A pointer shows where the keyboard is, a marker what is chosen; both can be read without
colour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.message import Message

from tui.glyphs import glyphs
from tui.widgets.sheet import Block, Line, Sheet, laid_out

ONE, SEVERAL, LIST = "one", "several", "list"


class Choice(NamedTuple):
    """A line to choose. `divider` is the word shown before it, `alone` says that it excludes all others."""

    key: str
    text: str
    divider: str = ""
    alone: bool = False
    sub: str = ""
    marker: str = ""
    kind: str = "text"


class Choices(Sheet, can_focus=True):
    """The lines of a page. `mode` is ONE, SEVERAL (yes, then not sure, then none) or LIST (a pointer only)."""

    DEFAULT_CSS = "Choices { height: auto; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("home", "leap(0)", show=False),
        Binding("end", "leap(-1)", show=False),
        Binding("space", "mark", show=False),
    ]

    class Changed(Message):
        """What is chosen has changed."""

    class Moved(Message):
        """The pointer stands at another line."""

    class Taken(Message):
        """A line was clicked that is already the chosen one, or a line of a list was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Left(Message):
        """The pointer was moved up from the first line, or up while it stands at no line yet."""

    class Ended(Message):
        """The pointer was moved down from the last line."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.mode = ONE
        self.choices: tuple[Choice, ...] = ()
        self.pointer: int | None = None
        self.marked: frozenset[str] = frozenset()
        self.unsure: frozenset[str] = frozenset()
        #: How many lines of a LIST can be marked.
        self.most = 0
        #: Takes a character that was typed here, where the page has a place for it.
        self.typed: Callable[[str], bool] | None = None

    def present(
        self,
        mode: str,
        choices: Sequence[Choice],
        marked: frozenset[str] = frozenset(),
        unsure: frozenset[str] = frozenset(),
        pointer: int | None = None,
    ) -> None:
        """Shows other lines with what is marked of them."""
        self.mode, self.choices = mode, tuple(choices)
        self.marked, self.unsure = marked, unsure
        self.pointer = pointer
        if pointer is None and mode == ONE:
            self.pointer = next((at for at, choice in enumerate(self.choices) if choice.key in marked), None)
        elif pointer is None and self.choices:
            self.pointer = 0
        self.display = bool(self.choices)
        self.refresh(layout=True)

    @property
    def pointed(self) -> Choice | None:
        """The line at the pointer."""
        return None if self.pointer is None or not self.choices else self.choices[self.pointer]

    def clear(self) -> None:
        """Takes every mark away."""
        if self.marked or self.unsure:
            self.marked = self.unsure = frozenset()
            self.pointer = None if self.mode == ONE else self.pointer
            self.refresh()

    def lines(self, width: int) -> list[Line]:
        shown = glyphs()
        blocks: list[Block] = []
        for at, choice in enumerate(self.choices):
            if choice.divider:
                blocks.append(Block(choice.divider, "soft", indent=2))
            here = at == (self.pointer or 0) and self.has_focus
            marker = f"{shown.pointer if here else ' '} {self._marker(choice)}".rstrip()
            blocks.append(Block(choice.text, "picked" if here else choice.kind, marker or " ", key=str(at)))
            if choice.sub:
                hang = cell_len(marker or " ") + 1 + (2 if self.mode == LIST else 0)
                blocks.append(Block(choice.sub, "picked" if here else "soft", indent=hang, key=str(at)))
        return laid_out(blocks, width)

    def _marker(self, choice: Choice) -> str:
        shown = glyphs()
        if self.mode == LIST:
            box = "" if not self.most else shown.marked if choice.key in self.marked else shown.unmarked
            return f"{box} {choice.marker}".strip()
        if self.mode == ONE or choice.alone:
            return shown.chosen if choice.key in self.marked else shown.not_chosen
        if choice.key in self.unsure:
            return shown.unsure
        return shown.marked if choice.key in self.marked else shown.unmarked

    def on_key(self, event: events.Key) -> None:
        if self.typed is not None and event.character is not None and self.typed(event.character):
            event.stop()

    def action_move(self, step: int) -> None:
        if not self.choices:
            return
        if self.pointer is None and step > 0:
            self._point(0)
        elif self.pointer is not None and 0 <= self.pointer + step < len(self.choices):
            self._point(self.pointer + step)
        else:
            self.post_message(self.Left() if step < 0 else self.Ended())

    def action_leap(self, at: int) -> None:
        if self.choices:
            self._point(at % len(self.choices))

    def choose(self, number: int) -> bool:
        """Chooses the line with this number, from 1; whether there is one."""
        if not 1 <= number <= len(self.choices):
            return False
        self._point(number - 1)
        if self.mode == SEVERAL:
            self._mark(self.choices[number - 1])
        return True

    def action_mark(self) -> None:
        if self.choices and self.pointer is None:
            self._point(0)
        elif self.pointer is not None:
            self._mark(self.choices[self.pointer])

    def _point(self, at: int) -> None:
        self.pointer = at
        if self.mode == ONE:
            self._mark(self.choices[at])
        self.refresh()
        self.show_pointer()
        self.post_message(self.Moved())

    def _mark(self, choice: Choice) -> None:
        marked, unsure, key = set(self.marked), set(self.unsure), choice.key
        if self.mode == LIST:
            if key not in marked and len(marked) >= self.most:
                return
            marked ^= {key}
        elif self.mode == ONE:
            marked, unsure = {key}, set()
        elif choice.alone:
            marked, unsure = (set() if key in marked else {key}), set()
        else:
            marked -= {other.key for other in self.choices if other.alone}
            if key in marked:
                marked.discard(key)
                unsure.add(key)
            elif key in unsure:
                unsure.discard(key)
            else:
                marked.add(key)
        self.marked, self.unsure = frozenset(marked), frozenset(unsure)
        self.refresh()
        self.post_message(self.Changed())

    def show_pointer(self) -> None:
        """Scrolls so that the line at the pointer is on the screen."""
        lines = self.lines(self.size.width)
        rows = [row for row, line in enumerate(lines) if line.key == str(self.pointer)]
        if rows and isinstance(self.parent, ScrollableContainer):
            region = Region(0, self.virtual_region.y + rows[0], self.size.width, len(rows))
            self.parent.scroll_to_region(region, animate=False, force=True)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def take_click(self, key: str) -> None:
        self.pointer = int(key)
        choice = self.choices[self.pointer]
        if self.mode == LIST or (self.mode == ONE and choice.key in self.marked):
            self.refresh()
            self.post_message(self.Taken(choice.key))
        else:
            self._mark(choice)
