"""DOCX by python-docx: real headings, lists and header rows, the language of the text, and no trace of the machine."""

from __future__ import annotations

import copy
import datetime
import io
from typing import TYPE_CHECKING, Any

from advisor.render.packed import packed, unpacked
from advisor.render.tree import (
    Block,
    Bullets,
    Document,
    Heading,
    Item,
    Line,
    Paragraph,
    Quote,
    Span,
    Table,
    in_cell,
    shown,
    subject_of,
    widths,
)

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph as WordParagraph

FONT = "Arial"
#: List styles of the template by depth; a deeper point stays at the last.
DEPTHS = ("List Bullet", "List Bullet 2", "List Bullet 3")
#: The width between the margins of A4, in millimetres.
TEXT_WIDTH = 170
#: Parts of the template that say nothing of this document.
DROPPED = ("docProps/thumbnail.jpeg",)

APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Procedurewijzer</Application></Properties>"
)


def render(document: Document) -> bytes:
    """The document as DOCX; the same document gives the same bytes."""
    import docx

    word = docx.Document()
    _page(word, document)
    _styles(word, document.language)
    _properties(word, document)
    word.add_paragraph(shown(Span(document.title)), style="Title")
    for block, after in zip(document.blocks, [*document.blocks[1:], None], strict=True):
        _add(word, block)
        if isinstance(block, Paragraph) and isinstance(after, Table):
            word.paragraphs[-1].paragraph_format.keep_with_next = True
        if isinstance(block, Table) and (after is None or isinstance(after, Table)):
            word.add_paragraph()  # Two tables that touch would become one.
    out = io.BytesIO()
    word.save(out)
    parts = unpacked(out.getvalue())
    for name in DROPPED:
        parts.pop(name, None)
    parts["_rels/.rels"] = _without_thumbnail(parts["_rels/.rels"].decode()).encode()
    parts["docProps/app.xml"] = APPLICATION.encode()
    return packed(parts, first="[Content_Types].xml")


def _without_thumbnail(relations: str) -> str:
    start = relations.find("thumbnail")
    if start < 0:
        return relations
    opened, closed = relations.rfind("<Relationship ", 0, start), relations.index("/>", start) + 2
    return relations[:opened] + relations[closed:]


def _page(word: Word, document: Document) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, _, rest = document.labels.page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    footer.add_run(before)
    _field(footer, "PAGE")
    footer.add_run(between)
    _field(footer, "NUMPAGES")
    footer.add_run(after)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _field(paragraph: WordParagraph, name: str) -> None:
    """A field of ours; a person's text never becomes one, since it goes into w:t only."""
    field = _element("fldSimple", instr=name)
    run = _element("r")
    text = _element("t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - the library has no call for a field


def _styles(word: Word, language: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    looks: dict[str, tuple[float, bool]] = {
        "Title": (19, True),
        "Heading 1": (14, True),
        "Heading 2": (11.5, True),
        "Normal": (10.5, False),
    }
    for name, (size, bold) in looks.items():
        style: Any = word.styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
        style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[key]
        for key in ("eastAsia", "cs", "hAnsi"):
            fonts.set(qn(f"w:{key}"), FONT)
    normal: Any = word.styles["Normal"]
    normal.paragraph_format.space_after = Pt(4)
    quote: Any = word.styles["Intense Quote"]
    quote.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
    quote.font.bold = quote.font.italic = False
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = 0
    title: Any = word.styles["Title"]
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    for tag in word.styles.element.iter(qn("w:lang")):
        for key in ("val", "eastAsia"):
            tag.set(qn(f"w:{key}"), language)
    for tag in word.settings.element.iter(qn("w:themeFontLang")):
        tag.set(qn("w:val"), language)


def _properties(word: Word, document: Document) -> None:
    day = datetime.date.fromordinal(document.meta.day)
    noon = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    properties = word.core_properties
    properties.title = shown(Span(document.title))
    properties.subject = subject_of(document)
    properties.language = document.language
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = noon
    properties.revision = 1


def _add(word: Word, block: Block) -> None:
    match block:
        case Heading(level=level, text=text):
            word.add_paragraph(shown(Span(text)), style=f"Heading {level - 1}")
        case Paragraph(spans=spans):
            _line(word.add_paragraph(), spans)
        case Quote(spans=spans):
            _line(word.add_paragraph(style="Intense Quote"), spans)
        case Bullets(items=items):
            _items(word, items, 0)
        case Table():
            _table(word, block)
        case _:
            # The decision path cannot be drawn here without a picture of dots; all that it says is in the text.
            return


def _line(paragraph: WordParagraph, line: Line) -> None:
    for span in line:
        # Adding the text as the library does would read tabs and newlines; there are none left.
        run = paragraph.add_run(shown(span))
        if span.strong:
            run.bold = True


def _items(word: Word, items: tuple[Item, ...], depth: int) -> None:
    for item in items:
        paragraph = word.add_paragraph(style=DEPTHS[min(depth, len(DEPTHS) - 1)])
        paragraph.paragraph_format.space_after = 0
        for number, line in enumerate(item.lines):
            if number:
                paragraph.add_run().add_break()
            _line(paragraph, line)
        _items(word, item.children, depth + 1)


def _table(word: Word, table: Table) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    made = word.add_table(rows=1, cols=len(table.header), style="Table Grid")
    made.autofit = False
    margins = _element("tblCellMar")
    for side in ("top", "bottom"):
        margins.append(_element(side, w="50", type="dxa"))
    look = made._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001 - the library has no call for the margins of cells
    assert look is not None, "the library writes the look of every table"
    look.addprevious(margins)
    parts = widths(table)
    sizes = [Mm(TEXT_WIDTH * part / sum(parts)) for part in parts]
    rows: list[list[Line]] = [[(Span(text, strong=True),) for text in table.header]]
    rows += [[in_cell(cell) for cell in row.cells] for row in table.rows]
    grid = made._tbl  # noqa: SLF001 - rows are copied as XML, since the library looks up each cell anew
    template = grid.tr_lst[0]
    for _ in rows[1:]:
        grid.append(copy.deepcopy(template))
    for number, (row, cells) in enumerate(zip(grid.tr_lst, rows, strict=True)):
        properties = row.get_or_add_trPr()
        properties.append(_element("cantSplit"))
        if number == 0:
            properties.append(_element("tblHeader"))
        for cell, line, size in zip(row.tc_lst, cells, sizes, strict=True):
            cell.width = size
            if number == 0:
                cell.get_or_add_tcPr().append(_element("shd", val="clear", color="auto", fill="E9EDF2"))
            paragraph = _wrapped(cell.p_lst[0], made)
            paragraph.paragraph_format.space_after = 0
            _line(paragraph, line)
            for run in paragraph.runs:
                run.font.size = Pt(9)
    for column, size in zip(made.columns, sizes, strict=True):
        column.width = size


def _wrapped(element: Any, parent: Any) -> WordParagraph:
    from docx.text.paragraph import Paragraph as WordParagraph

    return WordParagraph(element, parent)
