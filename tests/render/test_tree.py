"""The document tree: what a person typed is made safe once, and the public edition holds nothing confidential."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings

from advisor.assessing import assess
from advisor.case import Case
from advisor.engines import Engines
from advisor.render import FORMATS, recorddoc, render
from advisor.render.tree import (
    Block,
    Bullets,
    Heading,
    Item,
    Paragraph,
    Quote,
    Span,
    Table,
    clean,
    in_cell,
    plain,
    public,
)
from advisor.rulebase import RuleBase
from advisor.wording import Wording
from tests.render.samples import sample, texts

HIDDEN, OTHER = "GEHEIM7391", "ANDERS1234"


def spans_of(blocks: Iterable[Block]) -> Iterator[Span]:
    """Every span of these blocks, in order."""
    for block in blocks:
        match block:
            case Paragraph() | Quote():
                yield from block.spans
            case Bullets():
                yield from _spans_of_items(block.items)
            case Table():
                for row in block.rows:
                    for cell in row.cells:
                        yield from cell
            case _:
                continue


def _spans_of_items(items: tuple[Item, ...]) -> Iterator[Span]:
    for item in items:
        for line in item.lines:
            yield from line
        yield from _spans_of_items(item.children)


def everything(raw: bytes, form: str) -> bytes:
    """All bytes that a file holds, unpacked and without marks between letters."""
    if form in ("docx", "odt"):
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            raw = b"\n".join(name.encode() + b"\n" + package.read(name) for name in package.namelist())
    if form == "pdf":
        import pikepdf

        with pikepdf.open(io.BytesIO(raw)) as pdf:
            parts = [repr(pdf.docinfo).encode(), *(name.encode() for name in pdf.attachments)]
            for thing in pdf.objects:
                parts.append(repr(thing).encode())
                if isinstance(thing, pikepdf.Stream):
                    parts.append(thing.read_bytes())
            raw = b"\n".join(parts)
    return raw


@given(texts)
@settings(deadline=None)
def test_a_clean_text_is_one_line_of_valid_visible_characters(text: str) -> None:
    found = clean(text)
    assert found == " ".join(found.split())
    assert not re.search(
        "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]", found
    )
    found.encode()
    assert clean(found) == found


@given(texts)
@settings(deadline=None)
def test_a_cell_is_never_a_formula(text: str) -> None:
    assert not plain(in_cell((Span(text, user=True),))).startswith(("=", "+", "-", "@", "|", "%"))


def test_the_public_edition_drops_what_is_confidential_and_headings_above_nothing() -> None:
    document = public(sample("x", secret=HIDDEN))
    assert not any(HIDDEN in span.text for span in spans_of(document.blocks))
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert headings == ["Eerste deel", "Lijst", "Tabel", "Slot", "Geheim"]
    assert document.attachment is None
    assert any(span.text == "vertrouwelijk" for span in spans_of(document.blocks)), "a cell says that it is withheld"


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_confidential_stands_in_no_public_file_nor_in_its_properties(form: str) -> None:
    whole = sample("x", secret=HIDDEN)
    if form != "pdf":
        assert HIDDEN.encode() in everything(render(whole, form), form), "the test looks where it would stand"
    else:
        assert b'{"x": "GEHEIM7391"}' in everything(render(whole, form), form)
    shown = render(public(whole), form)
    assert HIDDEN.encode() not in everything(shown, form)
    if form == "pdf":
        # Letters of a PDF are numbers of glyphs, so the same text without the secret must give the same file.
        assert shown == render(public(sample("x", secret=OTHER)), form)


AMOUNT = 133713300


@pytest.mark.parametrize("form", FORMATS)
def test_an_amount_of_the_purchase_stands_in_no_public_record(
    form: str, base: RuleBase, engines: Engines, dutch: Wording
) -> None:
    for name in ("V09", "V01"):
        answers = {"value.estimate": AMOUNT, "contract.nature": "services", "buyer.kind": "municipality"}
        answers |= {"value.repetitions": AMOUNT + 100} if name == "V01" and "value.repetitions" in base.facts else {}
        found = assess(Case(name, "Titel", 739677, answers), engines)
        whole = recorddoc.document(found, base, dutch)
        told = " ".join(span.text for span in spans_of(whole.blocks))
        assert "1.337.133,00" in told
        shown = everything(render(recorddoc.public_document(found, base, dutch), form), form)
        for written in ("1.337.133", "1337133", "1,337,133"):
            assert written.encode() not in shown
        left = spans_of(recorddoc.public_document(found, base, dutch).blocks)
        assert not any("1.337.133" in span.text for span in left)
