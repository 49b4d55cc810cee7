"""Text in blocks, wrapped by the width at hand: headings, paragraphs and marked lines. Nothing in it is markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

#: How each kind of block is painted; the kind never carries meaning that the words or the marker do not.
STYLES = {
    "text": "",
    "soft": "$w-soft",
    "heading": "bold $w-heading",
    "accent": "$w-accent",
    "good": "$w-good",
    "doubt": "$w-doubt",
    "bad": "$w-bad",
    "picked": "$w-picked-text on $w-picked",
}
#: Lines of text are no longer than this, however wide the terminal.
MEASURE = 72
#: A space at which no line is broken.
GLUE = "\u00a0"


class Block(NamedTuple):
    """A text with its kind, the marker before it (further lines hang under the text) and what a click on it means."""

    text: str
    kind: str = "text"
    marker: str = ""
    indent: int = 0
    key: str = ""


GAP = Block("")


class Line(NamedTuple):
    """One line on the screen and the key of the block that it belongs to."""

    text: str
    kind: str
    key: str


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells; a word that is longer is broken."""
    lines: list[str] = []
    for paragraph in text.replace("€ ", f"€{GLUE}").split("\n"):
        line = ""
        for word in filter(None, paragraph.split(" ")):
            joined = f"{line} {word}" if line else word
            if cell_len(joined) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            rest = word
            while cell_len(rest) > width:
                cut = max(1, _fitting(rest, width))
                lines.append(rest[:cut])
                rest = rest[cut:]
            line = rest
        lines.append(line)
    return [line.replace(GLUE, " ") for line in lines]


def _fitting(word: str, width: int) -> int:
    """How many characters of the word fit in `width` cells."""
    used = 0
    for at, character in enumerate(word):
        used += cell_len(character)
        if used > width:
            return at
    return len(word)


def laid_out(blocks: Iterable[Block], width: int) -> list[Line]:
    """The blocks as lines for a width."""
    lines = []
    for block in blocks:
        lead = " " * block.indent + (f"{block.marker} " if block.marker else "")
        hang = " " * cell_len(lead)
        room = max(8, min(width, MEASURE + block.indent) - cell_len(lead))
        for number, text in enumerate(wrapped(block.text, room)):
            lines.append(Line(((hang if number else lead) + text).rstrip(), block.kind, block.key))
    return lines


class Sheet(Widget):
    """Blocks of text, one under the other."""

    DEFAULT_CSS = "Sheet { height: auto; width: 1fr; }"

    class Clicked(Message):
        """A block with a key was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, blocks: Sequence[Block] = (), *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._blocks = tuple(blocks)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self._blocks

    def update(self, blocks: Sequence[Block]) -> None:
        """Shows other blocks; nothing happens where they are the same."""
        if tuple(blocks) != self._blocks:
            self._blocks = tuple(blocks)
            self.refresh(layout=True)

    def lines(self, width: int) -> list[Line]:
        return laid_out(self._blocks, width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self.lines(width))

    def render(self) -> Content:
        lines = self.lines(self.size.width)
        width = self.size.width
        return Content("\n").join(
            Content.styled(line.text.ljust(width) if line.kind == "picked" else line.text, STYLES[line.kind])
            for line in lines
        )

    def on_click(self, event: events.Click) -> None:
        lines = self.lines(self.size.width)
        if 0 <= event.y < len(lines) and lines[event.y].key:
            self.take_click(lines[event.y].key)

    def take_click(self, key: str) -> None:
        """What a click on the block with this key does."""
        self.post_message(self.Clicked(key))
