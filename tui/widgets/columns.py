"""Texts side by side: a heading for each row, and under it one column for each thing compared."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len

from tui.widgets.sheet import MEASURE, Line, Sheet, wrapped

#: Cells between two columns.
BETWEEN = 2


class Row(NamedTuple):
    """A row: its heading ("": none), the text of each column, and how it is painted."""

    heading: str
    cells: tuple[str, ...]
    kind: str = "text"


class Columns(Sheet):
    """Rows of texts side by side, as wide as there is room."""

    DEFAULT_CSS = "Columns { height: auto; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: tuple[Row, ...] = ()

    def present(self, rows: Sequence[Row]) -> None:
        """Shows other rows."""
        self.rows = tuple(rows)
        self.refresh(layout=True)

    def lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for row in self.rows:
            if row.heading:
                lines += [Line("", "text", ""), Line(row.heading, "soft", "")]
            room = min(MEASURE, max(8, (width - BETWEEN * (len(row.cells) - 1)) // len(row.cells)))
            columns = [wrapped(cell, room) for cell in row.cells]
            for parts in zip_longest(*columns, fillvalue=""):
                text = "".join(part + " " * (room + BETWEEN - cell_len(part)) for part in parts)
                lines.append(Line(text.rstrip(), row.kind, ""))
        return lines
