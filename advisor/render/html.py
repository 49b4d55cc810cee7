"""HTML in one file: semantic, without a script and without anything fetched, and made to be printed."""

from __future__ import annotations

from html import escape

from advisor.render import flow, rdfa
from advisor.render.inline import inline
from advisor.render.tree import (
    Block,
    Bullets,
    Document,
    Heading,
    Item,
    Paragraph,
    Path,
    Quote,
    Row,
    Span,
    Table,
    day_text,
    in_cell,
    plain,
    shown,
    subject_of,
    widths,
)

#: What the page may do: show its own style, nothing else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 Arial, Helvetica, sans-serif; color: #1a1a1a; background: #fff; max-width: 50rem;
  margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; } h2 { font-size: 1.3rem; margin-top: 2rem;
  border-bottom: 1px solid #767676; } h3 { font-size: 1.05rem; }
blockquote { margin: 1rem 0; padding: .5rem 1rem; border-left: 4px solid #8a5a00; background: #fff8e6; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; table-layout: fixed; font-size: .9rem; }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top; }
thead th { background: #e9edf2; } tbody th { font-weight: normal; }
figure { margin: 1rem 0; } figcaption { font-weight: bold; } svg { max-width: 100%; height: auto; }
@page { size: A4; margin: 20mm; }
@media print { html { font-size: 10pt; } svg { width: 150mm; } p:has(+ table) { break-after: avoid; }
  table { width: calc(100% - 2px); }
  body { font-size: 10pt; max-width: none; margin: 0; padding: 0; }
  thead { display: table-header-group; } tr, figure { break-inside: avoid; }
  h2, h3 { break-after: avoid; } * { print-color-adjust: exact; } }
"""


def render(document: Document) -> bytes:
    """The document as one HTML page in UTF-8; a decision that it drafts is marked as such (RDFa)."""
    blocks = [_block(block, number, document.language) for number, block in enumerate(document.blocks)]
    body = "\n".join(blocks if document.decision is None else rdfa.marked(document.blocks, blocks, document.decision))
    subject = subject_of(document)
    described = f'<meta name="description" content="{escape(subject)}">\n' if subject else ""
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'{described}<meta name="dcterms.date" content="{day_text(document)}">\n'
        f"<title>{_safe(document.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{_safe(document.title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()


def _safe(text: str) -> str:
    return escape(shown(Span(text)))


def _block(block: Block, number: int, language: str) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"<h{level}>{_safe(text)}</h{level}>"
        case Paragraph(spans=spans):
            return f"<p>{inline(spans)}</p>"
        case Quote(spans=spans):
            return f"<blockquote><p>{inline(spans)}</p></blockquote>"
        case Bullets(items=items):
            return _items(items)
        case Table(header=header, rows=rows):
            parts = widths(block)
            shares = "".join(f'<col style="width:{100 * part / sum(parts):.1f}%">' for part in parts)
            head = "".join(f'<th scope="col">{_safe(text)}</th>' for text in header)
            body = "\n".join(map(_row, rows))
            top = f"<colgroup>{shares}</colgroup>\n<thead><tr>{head}</tr></thead>"
            return f"<table>\n{top}\n<tbody>\n{body}\n</tbody>\n</table>"
        case Path():
            drawing = flow.svg(block, language, prefix=f"path{number}")
            return f"<figure>\n<figcaption>{_safe(block.title)}</figcaption>\n{drawing}\n</figure>"


def _row(row: Row) -> str:
    first, *rest = (inline(in_cell(cell)) for cell in row.cells)
    return f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>"


def _items(items: tuple[Item, ...]) -> str:
    points = []
    for item in items:
        lines = "<br>".join(inline(line) for line in item.lines if plain(line))
        below = f"\n{_items(item.children)}\n" if item.children else ""
        points.append(f"<li>{lines}{below}</li>")
    return "<ul>\n" + "\n".join(points) + "\n</ul>"
