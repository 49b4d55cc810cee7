"""A field to type in, with brackets around it and a pointer before it, so that it can be seen without colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from tui.figures import IN_FIELD
from tui.glyphs import glyphs


class _Edge(Widget):
    """A bracket at the side of a field, with the pointer where the field has the keyboard."""

    DEFAULT_CSS = "_Edge { height: 1; width: auto; color: $w-text; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def show(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self.refresh()

    def get_content_width(self, *_: object) -> int:
        return len(self.text)

    def render(self) -> str:
        return self.text.replace("[", r"\[")


#: What each editing key of a field does.
EDITING = {
    key: binding.action
    for binding in Input.BINDINGS
    if isinstance(binding, Binding) and binding.action != "submit"
    for key in binding.key.split(",")
}


class Field(Input):
    """One line of text. Down leaves it for the lines below, Enter belongs to the page.

    `figures`: only amounts, numbers or days are typed, so that the figure keys of AZERTY need no shift.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "leave", show=False)]

    class Moved(Message):
        """The keyboard came or went."""

    def __init__(self, *, id: str | None = None, placeholder: str = "", figures: bool = False) -> None:  # noqa: A002
        super().__init__(id=id, placeholder=placeholder, compact=True, select_on_focus=False, validate_on=[])
        self._figures = figures

    async def _on_key(self, event: events.Key) -> None:
        """Editing keys work at once: as bindings they would come after letters that were typed later."""
        action = EDITING.get(event.key)
        if event.key == "slash" and not self.value:
            # Nothing that is typed here begins with it: it is for the page.
            event.prevent_default()
            return
        if self._figures and event.character in IN_FIELD:
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(IN_FIELD[event.character])
            return
        if action is None:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        await self.run_action(action)

    def action_leave(self) -> None:
        self.screen.focus_next()

    def watch_has_focus(self, value: bool) -> None:
        super().watch_has_focus(value)
        self.post_message(self.Moved())


class Entry(Horizontal):
    """A field between brackets."""

    DEFAULT_CSS = """
    Entry { height: 1; width: 1fr; max-width: 72; }
    Entry Field { width: 1fr; height: 1; background: $w-entry; color: $w-text; border: none; padding: 0; }
    Entry Field:focus { background: $w-entry; color: $w-text; border: none; }
    Entry Field>.input--placeholder, Entry Field>.input--suggestion { color: $w-soft; }
    """

    def __init__(
        self,
        field: str,
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002
        figures: bool = False,
    ) -> None:
        super().__init__(id=id)
        self.field = Field(id=field, placeholder=placeholder, figures=figures)
        self._edge = _Edge("  [ ")

    def compose(self) -> Iterator[Widget]:
        yield self._edge
        yield self.field
        yield _Edge(" ]")

    @property
    def value(self) -> str:
        return self.field.value

    def on_field_moved(self) -> None:
        self._edge.show(f"{glyphs().pointer if self.field.has_focus else ' '} [ ")
