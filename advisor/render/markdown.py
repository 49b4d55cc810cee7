"""Markdown: a person's text is escaped, so that it shows as it was typed and does nothing."""

from __future__ import annotations

import re

from advisor.render.tree import Block, Bullets, Document, Heading, Item, Line, Paragraph, Quote, Span, Table, shown

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LINE_START = re.compile(r"^(\s*)(\d+)?([.)+=-])(?=\s|$)")
_SETEXT = re.compile(r"^([=-])(?=[=-]+$)")


def render(document: Document) -> bytes:
    """The document as Markdown in UTF-8."""
    parts = [f"# {document.title}"]
    parts += [text for text in map(_block, document.blocks) if text is not None]
    return ("\n\n".join(parts) + "\n").encode()


def escaped(text: str) -> str:
    """A person's text as Markdown that shows it and does nothing else."""
    return _SETEXT.sub(r"\\\1", _LINE_START.sub(r"\1\2\\\3", _MARKS.sub(r"\\\1", shown(Span(text, user=True)))))


def _line(line: Line) -> str:
    return "".join(f"**{_span(span)}**" if span.strong else _span(span) for span in line)


def _span(span: Span) -> str:
    return escaped(span.text) if span.user else shown(span)


def _block(block: Block) -> str | None:
    match block:
        case Heading():
            return f"{'#' * block.level} {block.text}"
        case Paragraph():
            return _line(block.spans)
        case Quote():
            return f"> {_line(block.spans)}"
        case Bullets():
            return "\n".join(_items(block.items, ""))
        case Table():
            rows = [f"| {' | '.join(block.header)} |", "|" + "---|" * len(block.header)]
            return "\n".join([*rows, *(f"| {' | '.join(map(_line, row.cells))} |" for row in block.rows)])
        case _:
            return None


def _items(items: tuple[Item, ...], indent: str) -> list[str]:
    found = []
    for item in items:
        found.append(f"{indent}- {_line(item.lines[0])}")
        found += [f"{indent}  {_line(line)}" for line in item.lines[1:]]
        found += _items(item.children, indent + "  ")
    return found
