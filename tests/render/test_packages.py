"""DOCX and ODT: real headings and header rows, the language of the text, and a hostile text that stays text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
import odfdo
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from lxml import etree

from advisor.assessing import Assessment
from advisor.render import recorddoc, render
from advisor.render.tree import clean
from advisor.rulebase import RuleBase
from advisor.wording import Wording
from tests.render.samples import sample, texts

MAIN = {"docx": "word/document.xml", "odt": "content.xml"}
BIG = "<b>=#*_|" * 12_500


def parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return {name: package.read(name) for name in package.namelist()}


def strict(raw: bytes) -> etree._Element:
    return etree.fromstring(
        raw, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    )


def structure(root: etree._Element) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for element in root.iter():
        if isinstance(element.tag, str) and not element.tag.endswith("}column-width"):
            kept = tuple(
                sorted(
                    (key, value)
                    for key, value in element.attrib.items()
                    if not key.endswith(("space", "w", "column-width"))
                )
            )
            yield element.tag, kept


@pytest.mark.parametrize("form", ["docx", "odt"])
@given(text=texts)
@settings(max_examples=40, deadline=None)
def test_a_hostile_text_stays_text(form: str, text: str) -> None:
    found = {
        name: strict(raw) for name, raw in parts(render(sample(text), form)).items() if name.endswith((".xml", ".rels"))
    }
    main = found[MAIN[form]]
    harmless = strict(parts(render(sample("x"), form))[MAIN[form]])
    told = "".join(main.itertext())
    assert told.count(clean(text)) >= 11
    if clean(text) and not clean(text).startswith(("=", "+", "-", "@", "|", "%")):
        assert list(structure(main)) == list(structure(harmless))
    assert main.getroottree().docinfo.doctype == ""


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_a_text_of_a_hundred_thousand_characters_is_shown_whole(form: str) -> None:
    main = strict(parts(render(sample(BIG), form))[MAIN[form]])
    assert "".join(main.itertext()).count(BIG) >= 11


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_a_package_says_nothing_of_the_machine_or_the_hour(form: str) -> None:
    raw = render(sample("x"), form)
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("humbnail" in name for name in package.namelist())
    whole = b"".join(parts(raw).values())
    for trace in (b"python-docx", b"Macintosh", b"MacOS", b"LibreOffice/"):
        assert trace not in whole
    assert b"2026-03-02" in whole


def test_word_finds_headings_lists_header_rows_and_the_language(
    assessments: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    raw = render(recorddoc.document(assessments["V09"], base, dutch), "docx")
    word = docx.Document(io.BytesIO(raw))
    styles = [paragraph.style.name for paragraph in word.paragraphs if paragraph.style]
    assert styles[0] == "Title"
    assert styles.count("Title") == 1
    assert {"Heading 1", "Heading 2", "List Bullet", "List Bullet 2", "List Bullet 3"} <= set(styles)
    assert len(word.tables) == 2
    for table in word.tables:
        first, *rest = table._tbl.tr_lst
        assert first.trPr is not None
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr is not None and row.trPr.find(qn("w:tblHeader")) is None for row in rest)
    assert {tag.get(qn("w:val")) for tag in word.styles.element.iter(qn("w:lang"))} == {"nl-BE"}
    assert word.core_properties.language == "nl-BE"
    assert word.core_properties.title == "Verslag over de keuze van de procedure"
    fields = [tag.get(qn("w:instr")) for tag in word.sections[0].footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_writer_finds_headings_lists_header_rows_and_the_language(
    assessments: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    raw = render(recorddoc.document(assessments["V09"], base, dutch), "odt")
    text = odfdo.Document(io.BytesIO(raw))
    headings = text.body.headers
    assert [heading.get_attribute("text:outline-level") for heading in headings][:3] == ["1", "1", "2"]
    tables = text.body.get_elements("//table:table")
    assert len(tables) == 2
    for table in tables:
        assert len(table.get_elements("table:table-header-rows/table:table-row")) == 1
    languages = {
        (tag.get_attribute("fo:language"), tag.get_attribute("fo:country"))
        for tag in text.styles.get_elements("//style:text-properties[@fo:language]")
    }
    assert languages == {("nl", "BE")}
    assert text.meta.title == "Verslag over de keuze van de procedure"
    names = parts(raw)
    assert next(iter(names)) == "mimetype"
    listed = {
        tag.get("{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}full-path")
        for tag in strict(names["META-INF/manifest.xml"])
    }
    assert listed == {"/", *names} - {"mimetype", "META-INF/manifest.xml"}


def test_a_style_that_is_used_is_defined_in_the_text_document() -> None:
    found = parts(render(sample("x"), "odt"))
    name = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}name"
    defined = {
        tag.get(name) for part in ("styles.xml", "content.xml") for tag in strict(found[part]).iter() if tag.get(name)
    }
    used = {
        value
        for tag in strict(found["content.xml"]).iter()
        for key, value in tag.attrib.items()
        if key.endswith("}style-name")
    }
    assert used <= defined
