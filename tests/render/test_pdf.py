"""PDF: what it declares, what it carries, and what happens to a character that no font of ours can show."""

from __future__ import annotations

import io
import json
import re
from collections import Counter

import pikepdf
import pytest
import typst
from hypothesis import given, settings

from advisor import record
from advisor.assessing import Assessment
from advisor.render import pdf as renderer
from advisor.render import recorddoc, render
from advisor.render.tree import clean
from advisor.rulebase import RuleBase
from advisor.wording import Wording
from tests.render.samples import HOSTILE, sample, texts

BIG = "<b>=#*_|" * 12_500
ACTIVE = ("/JavaScript", "/JS", "/Launch", "/URI", "/OpenAction", "/AA", "/SubmitForm", "/GoToR", "/RichMedia")


def opened(raw: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(raw))


def kinds(pdf: pikepdf.Pdf) -> Counter[str]:
    """The structure elements by kind, without emphasis, which ends and begins again with a page."""
    found: Counter[str] = Counter()
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/S" in thing and "/P" in thing and thing["/S"] != "/Strong":
            found[str(thing["/S"])] += 1
    return found


@pytest.fixture(scope="module")
def whole(assessments: dict[str, Assessment], base: RuleBase, dutch: Wording) -> bytes:
    return render(recorddoc.document(assessments["V09"], base, dutch), "pdf")


def test_it_declares_pdf_a_3_and_pdf_ua(whole: bytes) -> None:
    with opened(whole) as pdf, pdf.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == "Verslag over de keuze van de procedure"
        assert meta["dc:language"] == {"nl-BE"}


def test_it_is_tagged_in_the_language_of_the_record(whole: bytes) -> None:
    with opened(whole) as pdf:
        assert pdf.Root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root["/Lang"]) == "nl-BE"
        assert pdf.check_pdf_syntax() == []
        assert pdf.Root["/ViewerPreferences"]["/DisplayDocTitle"]
        found = kinds(pdf)
        assert found["/Table"] == 2
        assert found["/TH"] >= 6
        assert found["/H1"] == 8
        assert found["/H2"] == 12
        assert found["/Figure"] == 1
        assert found["/L"] >= 5


def test_it_carries_the_json_record(
    whole: bytes, assessments: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    with opened(whole) as pdf:
        assert list(pdf.attachments) == ["record.json"]
        carried = pdf.attachments["record.json"].get_file().read_bytes()
        assert str(pdf.Root["/AF"][0]["/AFRelationship"]) == "/Source"
    assert carried.decode() == record.render(assessments["V09"], base, dutch, "json")
    assert json.loads(carried)["case"] == "V09"


def test_the_public_edition_carries_nothing(assessments: dict[str, Assessment], base: RuleBase, dutch: Wording) -> None:
    with opened(render(recorddoc.public_document(assessments["V09"], base, dutch), "pdf")) as pdf:
        assert not list(pdf.attachments)
        with pdf.open_metadata() as meta:
            assert meta["pdfaid:part"] == "3"


def test_all_fonts_are_inside_and_come_with_typst(whole: bytes) -> None:
    families = ("LibertinusSerif", "NewCM", "DejaVuSansMono")
    with opened(whole) as pdf:
        fonts = [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        for font in fonts:
            assert re.sub(r"^/[A-Z]{6}\+", "", str(font["/FontName"])).startswith(families)
            assert any(key in font for key in ("/FontFile2", "/FontFile3"))


@given(texts)
@settings(max_examples=60, deadline=None)
def test_a_hostile_text_changes_no_structure_and_acts_on_nothing(text: str) -> None:
    raw = render(sample(text), "pdf")
    with opened(raw) as pdf:
        if clean(text) and all(letter in renderer._glyphs() for letter in clean(text)):
            assert kinds(pdf) == kinds(opened(render(sample("x"), "pdf")))
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary):
                assert not any(key in thing for key in ACTIVE)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_every_hostile_text_gives_a_file(number: int) -> None:
    with opened(render(sample(HOSTILE[number]), "pdf")) as pdf:
        assert len(pdf.pages) >= 1


def test_a_text_of_a_hundred_thousand_characters_fits_on_its_pages() -> None:
    with opened(render(sample(BIG), "pdf")) as pdf:
        assert len(pdf.pages) > 50


def test_a_character_without_a_glyph_is_replaced_and_listed() -> None:
    typesetter = renderer._Typesetter(sample("漢字 😀 en 漢"), renderer._glyphs())
    typesetter.pdf()
    assert list(typesetter._replaced) == ["漢", "字", "😀"]
    assert typesetter._list() == "Niet te tonen: U+6F22, U+5B57, U+1F600."
    with opened(render(sample("漢"), "pdf")) as pdf, opened(render(sample("x"), "pdf")) as plain:
        assert kinds(pdf)["/P"] == kinds(plain)["/P"] + 1, "the list stands at the end"


def test_characters_that_only_together_lack_a_glyph_are_replaced_too() -> None:
    assert render(sample("ж\u05bc \u0e3f\u0361 q\u20dd"), "pdf").startswith(b"%PDF")


def test_the_list_of_glyphs_is_what_the_fonts_of_typst_hold() -> None:
    layout = (
        '#set text(font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"), fallback: false)\n'
        "#set page(height: auto)\n#for letter in json(bytes(sys.inputs.letters)) { block(letter) }"
    )

    def lacking(letters: str) -> int:
        try:
            typst.compile(
                layout.encode(),
                sys_inputs={"letters": json.dumps(list(letters))},
                ignore_system_fonts=True,
                pdf_standards=["a-3a"],
                timestamp=0,
            )
        except typst.TypstError as trouble:
            return str(trouble.diagnostic).count("could not be displayed")
        return 0

    assert lacking("".join(sorted(renderer._glyphs()))) == 0
    assert lacking("漢字😀ก") == 4
