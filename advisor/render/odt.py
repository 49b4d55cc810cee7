"""ODT by odfdo: real headings, lists and header rows, the language of the text, and no trace of the machine."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

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
    day_text,
    in_cell,
    shown,
    subject_of,
    widths,
)

if TYPE_CHECKING:
    from odfdo import Element

TEXT_WIDTH = 170
FONT = "Liberation Sans"
#: The version of OpenDocument: LibreOffice loads nothing where the parts and the manifest name different ones.
VERSION = "1.3"
#: What is kept of the template; the rest is settings of the machine that made it.
KEPT = ("content.xml", "styles.xml")
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    f'manifest:version="{VERSION}"><manifest:file-entry manifest:full-path="/" manifest:version="{VERSION}" '
    'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in (*KEPT, "meta.xml")
    )
    + "</manifest:manifest>"
)
_LEVELS = "".join(
    f'<text:list-level-style-bullet text:level="{level}" text:bullet-char="{mark}"><style:list-level-properties '
    f'text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment '
    f'text:label-followed-by="listtab" fo:text-indent="-0.5cm" fo:margin-left="{level * 0.6:.1f}cm"/>'
    "</style:list-level-properties></text:list-level-style-bullet>"
    for level, mark in enumerate("•–••", start=1)
)
POINTS = f'<text:list-style style:name="Points">{_LEVELS}</text:list-style>'
#: Styles of ours, apart by an empty line; a person's text never comes near them.
STYLES = """\
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Heading" style:class="chapter">
<style:paragraph-properties fo:margin-bottom="0.4cm"/>
<style:text-properties fo:font-size="19pt" fo:font-weight="bold"/></style:style>

<style:style style:name="Notice" style:family="paragraph" style:parent-style-name="Text_20_body">
<style:paragraph-properties fo:background-color="#fff8e6" fo:padding="0.2cm" fo:border-left="2.5pt solid #8a5a00"
fo:border-right="none" fo:border-top="none" fo:border-bottom="none"/></style:style>

<style:style style:name="Lead" style:family="paragraph" style:parent-style-name="Text_20_body">
<style:paragraph-properties fo:keep-with-next="always"/></style:style>

<style:style style:name="Point" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:margin-bottom="0.06cm"/></style:style>

<style:style style:name="Cell" style:family="paragraph" style:parent-style-name="Standard">
<style:text-properties fo:font-size="9pt"/></style:style>

<style:style style:name="Cell_20_Heading" style:display-name="Cell Heading" style:family="paragraph"
style:parent-style-name="Cell"><style:text-properties fo:font-weight="bold"/></style:style>

<style:style style:name="Page" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-size="9pt"/></style:style>

<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>"""
AUTOMATIC = """\
<style:style style:name="Grid" style:family="table">
<style:table-properties style:width="17cm" table:align="left" fo:margin-bottom="0.3cm"/></style:style>

<style:style style:name="Line" style:family="table-row">
<style:table-row-properties fo:keep-together="always"/></style:style>

<style:style style:name="Box" style:family="table-cell">
<style:table-cell-properties fo:padding="0.1cm" fo:border="0.5pt solid #767676"/></style:style>

<style:style style:name="Head" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm"
fo:border="0.5pt solid #767676" fo:background-color="#e9edf2"/></style:style>"""


def render(document: Document) -> bytes:
    """The document as ODT; the same document gives the same bytes."""
    import odfdo

    text = odfdo.Document("text")
    _styles(text, document)
    body = text.body
    body.clear()
    title = _element("text:p", **{"text:style-name": "Title"})
    title.text = shown(Span(document.title))
    body.append(title)
    tables: list[Table] = [block for block in document.blocks if isinstance(block, Table)]
    automatic = text.content.get_element("//office:automatic-styles")
    assert automatic is not None, "the template has automatic styles"
    for style in (*AUTOMATIC.split("\n\n"), *_column_styles(tables)):
        automatic.append(odfdo.Element.from_tag(style))
    for block, after in zip(document.blocks, [*document.blocks[1:], None], strict=True):
        for element in _elements(block, tables):
            if isinstance(block, Paragraph) and isinstance(after, Table):
                element.set_attribute("text:style-name", "Lead")
            body.append(element)
    out = io.BytesIO()
    text.save(out)
    made = unpacked(out.getvalue())
    named = f'office:version="{VERSION}"'.encode()
    parts = {name: re.sub(rb'office:version="[^"]*"', named, made[name], count=1) for name in KEPT}
    parts["mimetype"] = b"application/vnd.oasis.opendocument.text"
    parts["meta.xml"] = _meta(document).encode()
    parts["META-INF/manifest.xml"] = MANIFEST.encode()
    return packed(parts, first="mimetype")


def _element(tag: str, **attributes: str) -> Element:
    import odfdo

    made = odfdo.Element.from_tag(tag)
    for key, value in attributes.items():
        made.set_attribute(key, value)
    return made


def _styles(text: object, document: Document) -> None:
    import odfdo

    assert isinstance(text, odfdo.Document)
    language, _, country = document.language.partition("-")
    styles = text.styles
    named = styles.get_element("//office:styles")
    page = styles.get_element("//style:page-layout/style:page-layout-properties")
    master = styles.get_element("//style:master-page")
    assert named is not None, "the template has styles"
    assert page is not None, "the template has a page layout"
    assert master is not None, "the template has a master page"
    for properties in styles.get_elements("//style:text-properties[@fo:language]"):
        properties.set_attribute("fo:language", language)
        properties.set_attribute("fo:country", country or "none")
    for properties in styles.get_elements("//style:text-properties[@style:font-name]"):
        properties.set_attribute("style:font-name", FONT)
    for name, size in (("Standard", "10.5pt"), ("Heading_20_1", "14pt"), ("Heading_20_2", "11.5pt")):
        style = styles.get_element(f"//office:styles/style:style[@style:name='{name}']")
        assert style is not None, name
        properties = style.get_element("style:text-properties") or _element("style:text-properties")
        properties.set_attribute("fo:font-size", size)
        properties.set_attribute("style:font-name", FONT)
        properties.set_attribute("fo:font-style", "normal")
        style.append(properties)
    outline = styles.get_element("//text:outline-style")
    if outline is not None:
        outline.delete()  # The headings of a decision are not numbered.
    for definition in (*STYLES.split("\n\n"), POINTS):
        named.append(odfdo.Element.from_tag(definition))
    page.set_attribute("fo:page-width", "21cm")
    page.set_attribute("fo:page-height", "29.7cm")
    page.set_attribute("style:print-orientation", "portrait")
    for side in ("left", "right", "top", "bottom"):
        page.set_attribute(f"fo:margin-{side}", "2cm")
    footer = _element("style:footer")
    footer.append(_page_line(document.labels.page))
    master.append(footer)


def _page_line(label: str) -> Element:
    """`Page 1 of 2` with fields for the numbers."""
    before, _, rest = label.partition("{page}")
    between, _, after = rest.partition("{pages}")
    line = _element("text:p", **{"text:style-name": "Page"})
    line.text = before
    number = _element("text:page-number", **{"text:select-page": "current"})
    number.text, number.tail = "1", between
    count = _element("text:page-count")
    count.text, count.tail = "1", after
    line.append(number)
    line.append(count)
    return line


def _meta(document: Document) -> str:
    from html import escape

    title, subject = escape(shown(Span(document.title))), escape(subject_of(document))
    day = f"{day_text(document)}T00:00:00"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'office:version="{VERSION}"><office:meta>'
        f"<meta:generator>Procedurewijzer</meta:generator><dc:title>{title}</dc:title>"
        f"<dc:subject>{subject}</dc:subject><dc:language>{escape(document.language)}</dc:language>"
        f"<meta:creation-date>{day}</meta:creation-date><dc:date>{day}</dc:date></office:meta></office:document-meta>"
    )


def _column_styles(tables: list[Table]) -> list[str]:
    found = []
    for number, table in enumerate(tables):
        parts = widths(table)
        for column, part in enumerate(parts):
            size = TEXT_WIDTH * part / sum(parts)
            found.append(
                f'<style:style style:name="Column{number}-{column}" style:family="table-column">'
                f'<style:table-column-properties style:column-width="{size:.1f}mm"/></style:style>'
            )
    return found


def _elements(block: Block, tables: list[Table]) -> list[Element]:
    match block:
        case Heading(level=level, text=text):
            style = {"text:style-name": f"Heading_20_{level - 1}", "text:outline-level": str(level - 1)}
            heading = _element("text:h", **style)
            heading.text = shown(Span(text))
            return [heading]
        case Paragraph(spans=spans):
            return [_line(spans, "Text_20_body")]
        case Quote(spans=spans):
            return [_line(spans, "Notice")]
        case Bullets(items=items):
            return [_items(items, top=True)]
        case Table():
            return [_table(block, next(number for number, table in enumerate(tables) if table is block))]
        case _:
            # The decision path cannot be drawn here without a picture; all that it says is in the text.
            return []


def _line(line: Line, style: str) -> Element:
    paragraph = _element("text:p", **{"text:style-name": style})
    _fill(paragraph, line)
    return paragraph


def _fill(paragraph: Element, line: Line) -> None:
    for span in line:
        piece = _element("text:span", **({"text:style-name": "Strong"} if span.strong else {}))
        piece.text = shown(span)
        paragraph.append(piece)


def _items(items: tuple[Item, ...], *, top: bool = False) -> Element:
    points = _element("text:list", **({"text:style-name": "Points"} if top else {}))
    for item in items:
        point = _element("text:list-item")
        paragraph = _line(item.lines[0], "Point")
        for line in item.lines[1:]:
            paragraph.append(_element("text:line-break"))
            _fill(paragraph, line)
        point.append(paragraph)
        if item.children:
            point.append(_items(item.children))
        points.append(point)
    return points


def _table(table: Table, number: int) -> Element:
    made = _element("table:table", **{"table:name": f"Table{number + 1}", "table:style-name": "Grid"})
    for column in range(len(table.header)):
        made.append(_element("table:table-column", **{"table:style-name": f"Column{number}-{column}"}))
    head = _element("table:table-header-rows")
    head.append(_row(tuple((Span(text),) for text in table.header), "Head", "Cell_20_Heading"))
    made.append(head)
    for row in table.rows:
        made.append(_row(tuple(map(in_cell, row.cells)), "Box", "Cell"))
    return made


def _row(cells: tuple[Line, ...], box: str, style: str) -> Element:
    row = _element("table:table-row", **{"table:style-name": "Line"})
    for line in cells:
        cell = _element("table:table-cell", **{"table:style-name": box, "office:value-type": "string"})
        cell.append(_line(line, style))
        row.append(cell)
    return row
