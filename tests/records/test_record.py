"""A decision record: what it must hold, in both languages, and a paragraph to paste that asserts no more than was asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from advisor import record
from advisor.assessing import Assessment, assess
from advisor.case import read_cases
from advisor.engines import Engines
from advisor.rulebase import RuleBase
from advisor.wording import Wording
from tests.conftest import ROOT

CASES = ROOT / "tests" / "law" / "borderline.yaml"


@pytest.fixture(scope="module")
def found(base: RuleBase, engines: Engines) -> dict[str, Assessment]:
    return {case.id: assess(case, engines) for case in read_cases(base, CASES.read_bytes(), "borderline.yaml")}


def test_every_case_gives_a_record_in_both_languages(
    found: dict[str, Assessment], base: RuleBase, dutch: Wording, english: Wording
) -> None:
    for item in found.values():
        for wording in (dutch, english):
            text = record.render(item, base, wording, "md")
            assert "{" not in text.replace("\\{", ""), "no placeholder is left"
            assert item.rule_digest in text
            for route in base.routes:
                assert wording.text("routes", route, "name").lower() in text.lower()


def test_the_record_says_what_fails_with_its_article(
    found: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    text = record.render(found["V09"], base, dutch, "md")
    assert "€ 240.000,00 (moet lager zijn dan € 140.000,00" in text
    assert "Overheidsopdrachtenwet art. 42 §1, 1°, a" in text


def test_the_paragraph_names_law_facts_ground_and_procedure(
    found: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    text = record.paragraph(found["V11"], base, dutch)
    assert "Overheidsopdrachtenwet art. 42 §1, 1°, b" in text
    assert "onderhandelingsprocedure zonder voorafgaande bekendmaking" in text


def test_the_paragraph_marks_what_nobody_was_asked(
    found: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    assert "[niet gevraagd: overgenomen uit de basisset]" in record.paragraph(found["V07"], base, dutch)


def test_without_a_recommendation_the_paragraph_says_what_lacks(
    found: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    assert "moeten eerst bekend zijn" in record.paragraph(found["N3"], base, dutch)


def test_a_route_outside_the_law_has_its_own_paragraph(
    found: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    assert "hoeft geen plaatsingsprocedure te voeren" in record.paragraph(found["V39"], base, dutch)


def test_a_format_that_is_not_known_is_refused(found: dict[str, Assessment], base: RuleBase, dutch: Wording) -> None:
    with pytest.raises(ValueError, match="no record as pdf"):
        record.render(found["V09"], base, dutch, "pdf")


@pytest.mark.parametrize("name", ["N1", "V11"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_record_reads_as_agreed(
    name: str, language: str, found: dict[str, Assessment], base: RuleBase, dutch: Wording, english: Wording
) -> None:
    golden = Path(__file__).parent / "golden" / f"{name}.{language}.md"
    text = record.render(found[name], base, {"nl": dutch, "en": english}[language], "md")
    text = text.replace(found[name].rule_digest, "sha256:…").replace("durable-rules 2.0.28", "ENGINE")
    text = text.replace("dual-rail CNF (python-sat)", "ENGINE")
    if os.environ.get("WIJZER_UPDATE"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8"), "WIJZER_UPDATE=1 writes it, to be read"
