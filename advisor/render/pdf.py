"""PDF by typst: PDF/A-3 and PDF/UA declared, the data file attached, only the fonts that typst brings along.

Every text goes in as data of the layout in record.typ. A character that those fonts lack becomes a square, and the
document ends in a list of those characters.
"""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from advisor.render import flow
from advisor.render.tree import (
    Block,
    Bullets,
    Document,
    Heading,
    Item,
    Line,
    Paragraph,
    Path,
    Quote,
    Span,
    Table,
    in_cell,
    shown,
    subject_of,
    widths,
)

REPLACEMENT = "\u25a1"
#: So many characters that cannot be shown are named, and the rest are counted.
LISTED = 40
#: A longer word of a person gets places where the line may break, since typst breaks only where the text allows it.
_LONG_WORD = re.compile(r"[^\s\u200b]{30}(?=[^\s\u200b])")
_BREAK = "\u200b"
_HERE = FilePath(__file__).resolve().parent
#: Latin, Greek and Cyrillic without marks that combine: each is shown whatever stands beside it.
_SURE = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x391, 0x3CA), *range(0x410, 0x450)]))


def render(document: Document) -> bytes:
    """The document as PDF; the same document gives the same bytes."""
    import typst

    try:
        return _Typesetter(document, _glyphs()).pdf()
    except typst.TypstError as trouble:
        if "could not be displayed" not in trouble.diagnostic:
            raise
        # Two characters that are each there may still lack a font for both together, as a letter with odd marks.
        common = frozenset("\u25a1\u20ac\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2022\u2265\u2264\u200b")
        return _Typesetter(document, _SURE | common).pdf()


@cache
def _glyphs() -> frozenset[str]:
    """The characters that the fonts can show, and the break that they need not show."""
    found = {_BREAK}
    lines = (_HERE / "glyphs.txt").read_text("utf-8").splitlines()
    for part in " ".join(line for line in lines if not line.startswith("#")).split():
        first, _, last = part.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


class _Typesetter:
    def __init__(self, document: Document, glyphs: frozenset[str]) -> None:
        self._document, self._glyphs = document, glyphs
        self._replaced: dict[str, None] = {}

    def pdf(self) -> bytes:
        """The bytes. Raises TypstError where a character lacks a glyph after all."""
        import typst

        document = self._document
        day = datetime.date.fromordinal(document.meta.day)
        language, _, region = document.language.partition("-")
        data: dict[str, Any] = {
            "title": self._text(Span(document.title)),
            # A property of the file is not drawn, so it may hold any character.
            "subject": subject_of(document),
            "day": [day.year, day.month, day.day],
            "lang": language,
            "region": region or None,
            "page": document.labels.page,
            "blocks": [
                # What leads up to a table stays with it.
                self._block(block) | {"sticky": isinstance(after, Table)}
                for block, after in zip(document.blocks, [*document.blocks[1:], None], strict=True)
            ],
        }
        if self._replaced:
            data["blocks"].append(self._block(Paragraph((Span(self._list()),))) | {"sticky": False})
        inputs = {}
        if document.attachment is not None:
            data["attachment"] = {
                "name": document.attachment.name,
                "description": shown(Span(document.attachment.description)),
            }
            inputs["attachment"] = document.attachment.content.decode()
        inputs["data"] = json.dumps(data, ensure_ascii=False)
        made = typst.compile(
            _HERE / "record.typ",
            root=_HERE,
            sys_inputs=inputs,
            ignore_system_fonts=True,
            pdf_standards=["a-3a", "ua-1"],
            timestamp=datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC),
        )
        assert isinstance(made, bytes), "one document gives one file"
        return made

    def _list(self) -> str:
        """What was replaced, by code point, since the characters themselves cannot be shown."""
        codes = [f"U+{ord(letter):04X}" for letter in self._replaced]
        more = f" (+{len(codes) - LISTED})" if len(codes) > LISTED else ""
        return self._document.labels.replaced.format(list=", ".join(codes[:LISTED]) + more)

    def _text(self, span: Span) -> str:
        text = unicodedata.normalize("NFC", shown(span))
        lacking = dict.fromkeys(letter for letter in text if letter not in self._glyphs)
        self._replaced.update(lacking)
        for letter in lacking:
            text = text.replace(letter, REPLACEMENT)
        return _LONG_WORD.sub(lambda word: word[0] + _BREAK, text) if span.user else text

    def _spans(self, line: Line) -> list[dict[str, Any]]:
        return [{"text": self._text(span), "strong": span.strong} for span in line]

    def _block(self, block: Block) -> dict[str, Any]:
        match block:
            case Heading():
                return {"kind": "heading", "level": block.level - 1, "text": self._text(Span(block.text))}
            case Paragraph():
                return {"kind": "paragraph", "spans": self._spans(block.spans)}
            case Quote():
                return {"kind": "quote", "spans": self._spans(block.spans)}
            case Bullets():
                return {"kind": "bullets", "items": self._items(block.items)}
            case Table():
                return self._table(block)
            case Path():
                told = "; ".join(f"{step.text}: {step.answer}" if step.answer else step.text for step in block.steps)
                return {
                    "kind": "path",
                    "title": self._text(Span(block.title)),
                    "alt": f"{block.description} {told}.",
                    "svg": flow.svg(block, self._document.language),
                }

    def _table(self, table: Table) -> dict[str, Any]:
        rows = [[{"spans": self._spans(in_cell(cell))} for cell in row.cells] for row in table.rows]
        header = [self._text(Span(text)) for text in table.header]
        return {"kind": "table", "header": header, "rows": rows, "widths": widths(table)}

    def _items(self, items: Iterable[Item]) -> list[dict[str, Any]]:
        return [
            {"lines": [self._spans(line) for line in item.lines], "children": self._items(item.children)}
            for item in items
        ]
