"""Plain text for a mail or a field that takes no markup: wrapped lines, and tables as points."""

from __future__ import annotations

import textwrap

from advisor.render.tree import Block, Bullets, Document, Heading, Item, Paragraph, Quote, Table, plain

WIDTH = 100


def render(document: Document) -> bytes:
    """The document as plain text in UTF-8."""
    parts = [f"{document.title}\n{'=' * min(len(document.title), WIDTH)}"]
    parts += [text for text in map(_block, document.blocks) if text is not None]
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block) -> str | None:
    match block:
        case Heading(level=2):
            return f"\n{block.text}\n{'-' * min(len(block.text), WIDTH)}"
        case Heading():
            return block.text
        case Paragraph():
            return _wrapped(plain(block.spans))
        case Quote():
            return _wrapped(plain(block.spans), "| ", "| ")
        case Bullets():
            return "\n".join(_items(block.items, ""))
        case Table():
            return "\n".join(_row(block, [plain(cell) for cell in row.cells]) for row in block.rows)
        case _:
            return None


def _row(table: Table, cells: list[str]) -> str:
    """`* first cell`, and below it every other cell after the name of its column; two columns share a line."""
    first, *rest = cells
    if len(rest) == 1:
        return _wrapped(f"{first}: {rest[0]}", "* ", "  ")
    named = [_wrapped(f"{name}: {cell}", "    ", "      ") for name, cell in zip(table.header[1:], rest, strict=True)]
    return "\n".join([_wrapped(first, "* ", "  "), *named])


def _items(items: tuple[Item, ...], indent: str) -> list[str]:
    found = []
    for item in items:
        found.append(_wrapped(plain(item.lines[0]), f"{indent}* ", f"{indent}  "))
        found += [_wrapped(plain(line), f"{indent}  ", f"{indent}  ") for line in item.lines[1:]]
        found += _items(item.children, indent + "  ")
    return found


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
