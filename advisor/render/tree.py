"""A document as a tree of frozen values: what every format shows, with a person's text and what is confidential marked.

A person's text is data: `shown` takes away what steers a reader, and each renderer escapes the rest for its format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from advisor import quantity

#: Characters that no format may hold or that steer the reading: controls, invisible and bidirectional marks, tags,
#: line separators, halves of surrogates and non-characters. Listed by number, so that each Python does the same.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]+"
)
#: So many characters fit in a property of a file.
PROPERTY = 255
#: What a spreadsheet takes for a formula when a table is pasted into it.
_FORMULA = ("=", "+", "-", "@", "|", "%")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text. `user`: a person wrote it; `strong`: it stands out."""

    text: str
    strong: bool = False
    user: bool = False
    confidential: bool = False


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title: `level` 2 and deeper. `role` is what stands below it in a decision: see Decision."""

    level: int
    text: str
    role: str = ""
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`article` is its number where it is an article of a decision."""

    spans: Line
    confidential: bool = False
    article: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """A paragraph set apart, such as a notice."""

    spans: Line
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a list: its first line, lines that go on under it, and the points below it."""

    lines: tuple[Line, ...]
    children: tuple[Item, ...] = ()
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Item, ...]
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Line, ...]
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`header` names the columns; the first cell of a row names the row."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A box of a decision path. `outcome`: yes, no, open or end; `answer` says it in words, `note` is the article."""

    text: str
    outcome: str
    answer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """The decision path: what it says is also in the text, so a format that cannot draw leaves it out."""

    title: str
    description: str
    steps: tuple[Step, ...]
    confidential: bool = False


Block = Heading | Paragraph | Quote | Bullets | Table | Path


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with the document, in a format that can carry one."""

    name: str
    description: str
    content: bytes
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """The few words that a renderer adds: `page` with {page} and {pages}, `replaced` with {list}, and `withheld`."""

    page: str
    replaced: str
    withheld: str


@dataclass(frozen=True, slots=True)
class Meta:
    """What stands in the file's properties: `subject` is a person's text; `day` (an ordinal) is the file's date."""

    subject: Span
    day: int


#: The roles of a heading in a decision: all that is weighed, and the articles.
MOTIVATION, ARTICLES = "motivation", "articles"


@dataclass(frozen=True, slots=True)
class Citation:
    """A rule that a decision rests on, and the address of its act."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that a document drafts, as the Flemish decision model (OSLO, besluit) has it.

    Its motivation and its articles are the blocks below the headings with those roles. `grounds` is the word above the
    citations, `draft` says in words that nothing is decided yet (empty where that is not known), `language`: like nl.
    """

    title: Line
    description: Line
    grounds: str
    citations: tuple[Citation, ...]
    draft: str
    language: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; `language` is a tag like nl-BE."""

    title: str
    language: str
    meta: Meta
    blocks: tuple[Block, ...]
    labels: Labels
    attachment: Attachment | None = None
    decision: Decision | None = None


def clean(text: str) -> str:
    """A person's text on one line, without characters that are invalid, invisible or turn the reading direction."""
    return " ".join(_UNSAFE.sub(" ", text).split())


def shown(span: Span) -> str:
    """The text of a span as a format may hold it."""
    return clean(span.text) if span.user else _UNSAFE.sub(" ", span.text)


def day_text(document: Document) -> str:
    """The date of the file as year-month-day."""
    return quantity.date_text(document.meta.day)


def plain(line: Line) -> str:
    """A line without emphasis."""
    return "".join(shown(span) for span in line)


def subject_of(document: Document) -> str:
    """The subject for the properties of a file, which hold no long text."""
    text = shown(document.meta.subject)
    return text if len(text) <= PROPERTY else text[: PROPERTY - 1] + "…"


def in_cell(line: Line) -> Line:
    """A table cell that no spreadsheet takes for a formula: a person's text that looks like one gets an apostrophe."""
    if line and line[0].user and shown(line[0]).startswith(_FORMULA):
        return (Span("'"), *line)
    return line


def widths(table: Table) -> list[int]:
    """How the columns share the width: by their usual text, within bounds so that none starves."""
    lengths = [[len(plain(cell)) for cell in row.cells] for row in table.rows]
    columns = zip(*lengths, strict=True) if lengths else [(len(text),) for text in table.header]
    return [max(16, min(60, sum(column) // len(column) + 2)) for column in columns]


def public(document: Document) -> Document:
    """The public edition: nothing that is marked confidential, nor a heading that has nothing left below it."""
    kept = [block for block in (_public(block, document.labels) for block in document.blocks) if block is not None]
    subject = document.meta.subject
    return replace(
        document,
        meta=replace(document.meta, subject=Span("") if subject.confidential else subject),
        blocks=tuple(_with_content(kept)),
        attachment=None if document.attachment and document.attachment.confidential else document.attachment,
        decision=_public_decision(document.decision, document.labels),
    )


def _public_decision(decision: Decision | None, labels: Labels) -> Decision | None:
    if decision is None:
        return None
    return replace(decision, title=_open(decision.title, labels), description=_open(decision.description, labels))


def _public(block: Block, labels: Labels) -> Block | None:
    if block.confidential:
        return None
    match block:
        case Paragraph() | Quote():
            spans = _open(block.spans, labels)
            return replace(block, spans=spans) if spans else None
        case Bullets():
            items = _items(block.items, labels)
            return replace(block, items=items) if items else None
        case Table():
            rows = tuple(_row(row, labels) for row in block.rows if not row.confidential)
            return replace(block, rows=rows) if rows else None
        case _:
            return block


def _open(line: Line, labels: Labels) -> Line:
    """A line without what is confidential; where a part of it stays, it says what is withheld."""
    if all(span.confidential for span in line):
        return ()
    return tuple(Span(f"[{labels.withheld}]") if span.confidential else span for span in line)


def _row(row: Row, labels: Labels) -> Row:
    """A row whose confidential cells say that they are withheld."""
    return Row(tuple(_open(cell, labels) or ((Span(labels.withheld),) if cell else ()) for cell in row.cells))


def _items(items: tuple[Item, ...], labels: Labels) -> tuple[Item, ...]:
    found = []
    for item in items:
        lines = tuple(line for line in (_open(line, labels) for line in item.lines) if line)
        if lines and not item.confidential:
            found.append(Item(lines, _items(item.children, labels)))
    return tuple(found)


def _with_content(blocks: list[Block]) -> list[Block]:
    """The blocks without headings that have nothing below them; read from the end, where that is known."""
    found: list[Block] = []
    for block in reversed(blocks):
        after = found[-1] if found else None
        if isinstance(block, Heading) and (
            after is None or (isinstance(after, Heading) and after.level <= block.level)
        ):
            continue
        found.append(block)
    return found[::-1]
