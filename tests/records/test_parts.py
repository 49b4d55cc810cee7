"""The parts of a record: headings, order and languages of a profile, each part alone, and what a decision needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import cli, record
from advisor.assessing import Assessment, assess
from advisor.authority import house
from advisor.authority.law import PARTS
from advisor.case import Case
from advisor.engines import Engines
from advisor.render import recorddoc, render
from advisor.rulebase import RuleBase
from advisor.wording import Wording
from tests.conftest import ROOT

PROFILES = ROOT / "rules" / "examples" / "authorities"
CASE = """id: "77"
title: Speeltuinen
as_of: 2026-03-02
base: ordinary
facts: {contract.nature: services, value.estimate: 48517.00}
"""


@pytest.fixture(scope="module")
def found(base: RuleBase, engines: Engines) -> Assessment:
    from advisor.case import read_cases

    return assess(read_cases(base, CASE.encode(), "case.yaml")[0], engines)


def of(base: RuleBase, wording: Wording, name: str) -> house.House:
    return house.read(base, PROFILES / f"{name}.yaml", wording, str(ROOT / "rules"))


def headings(text: str) -> list[str]:
    return [line[3:] for line in text.splitlines() if line.startswith("## ")]


def test_without_a_profile_each_part_has_its_own_heading(found: Assessment, base: RuleBase, dutch: Wording) -> None:
    text = record.render(found, base, dutch, "md")
    assert headings(text) == [dutch.text("authority", "parts", part) for part in PARTS]
    assert text.count("Er is geen profiel gekozen") == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "flemish-municipality",
            [
                "Aanleiding en context", "Motivering", "Juridische gronden", "Adviezen", "Financiën", "BESLUIT",
                "Bijlagen",
            ],
        ),
        (
            "flemish-ocmw",
            ["Bevoegdheid en rechtsgrond", "Feiten", "Motivering", "Financiën", "Besluit", "Bijlagen"],
        ),
        (
            "walloon-municipality",
            ["Vu", "Considérant", "Considérant que le crédit", "Vu l'avis", "DECIDE", "Annexes"],
        ),
    ],
)  # fmt: skip
def test_headings_order_and_language_come_from_the_profile(
    name: str, expected: list[str], found: Assessment, base: RuleBase, english: Wording
) -> None:
    text = record.render(found, base, english, "md", of(base, english, name))
    assert headings(text) == expected
    assert ("Rapport sur le choix" in text) == (name == "walloon-municipality")


def test_a_brussels_record_has_each_part_in_both_languages_and_the_same_amounts(
    found: Assessment, base: RuleBase, dutch: Wording
) -> None:
    text = record.render(found, base, dutch, "md", of(base, dutch, "brussels-municipality"))
    assert headings(text) == [
        "Vu", "Bevoegdheid / Juridische grond", "Considérant", "Feiten en context / Argumentatie",
        "Considérant que le crédit", "Financiën", "Vu l'avis", "Adviezen", "DECIDE", "Besluit", "Annexes", "Bijlagen",
    ]  # fmt: skip
    assert "Collège des bourgmestre et échevins, car" in text
    assert "College van burgemeester en schepenen, omdat" in text
    assert text.count("48.517,00") % 2 == 0
    plain = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert plain.count("48.517,00 €") == plain.count("€ 48.517,00") > 0


def test_competence_and_supervision_name_the_article_and_what_was_not_checked(
    found: Assessment, base: RuleBase, dutch: Wording
) -> None:
    flemish = of(base, dutch, "flemish-municipality")
    text = render(recorddoc.part(found, base, dutch, "competence", flemish), "md").decode()
    assert "College van burgemeester en schepenen, want dit valt onder dagelijks bestuur." in text
    assert "Besluit van 23/2/2026" in text
    advice = render(recorddoc.part(found, base, dutch, "advice", flemish), "md").decode()
    assert "Voorafgaand visum nodig van financieel directeur" in advice
    walloon = of(base, dutch, "walloon-municipality")
    assert "n'a pas encore été vérifié" in render(recorddoc.part(found, base, dutch, "advice", walloon), "md").decode()
    assert "Actie: ……" in record.render(found, base, dutch, "md", flemish)


def test_a_record_without_a_recommendation_has_no_articles(base: RuleBase, engines: Engines, dutch: Wording) -> None:
    nothing = assess(Case("1", "T", 739677, {"contract.nature": "services"}), engines)
    text = render(recorddoc.part(nothing, base, dutch, "articles"), "md").decode()
    assert nothing.recommended is None
    assert "Er valt nog niets te beslissen." in text
    assert "Artikel 1" not in text


def test_the_public_edition_of_a_part_holds_no_amount_of_the_purchase(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(CASE, "utf-8")
    profile = str(PROFILES / "brussels-municipality.yaml")
    for part in PARTS:
        assert cli.main(["record", str(case), "--authority", profile, "--part", part, "--public"]) == 0
        assert "48.517" not in capsys.readouterr().out
    assert cli.main(["record", str(case), "--authority", profile, "--part", "articles"]) == 0
    assert "48.517" in capsys.readouterr().out


def test_the_parts_together_are_the_record(found: Assessment, base: RuleBase, dutch: Wording) -> None:
    whole = recorddoc.document(found, base, dutch)
    parts = [block for part in PARTS for block in recorddoc.part(found, base, dutch, part).blocks]
    assert whole.blocks[-len(parts) :] == tuple(parts)


def test_a_case_names_a_profile_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "case.yaml").write_text(CASE + "authority: profile.yaml\n", "utf-8")
    (folder / "profile.yaml").write_bytes((PROFILES / "walloon-municipality.yaml").read_bytes())
    assert cli.main(["record", str(folder / "case.yaml"), "--part", "articles"]) == 0
    assert capsys.readouterr().out.startswith("## DECIDE\n\n**Article 1.** ")
    (folder / "profile.yaml").write_text("name: x\n", "utf-8")
    assert cli.main(["record", str(folder / "case.yaml"), "--part", "articles"]) == 2
    assert "profile.yaml:1: region: is missing" in capsys.readouterr().err
    (folder / "profile.yaml").unlink()
    assert cli.main(["record", str(folder / "case.yaml"), "--part", "articles"]) == 2
    assert "the profile cannot be read" in capsys.readouterr().err


def test_an_unknown_part_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["record", "nothing.yaml", "--part", "reasonin"]) == 2
    assert "--part: reasonin is not known; did you mean reasoning?" in capsys.readouterr().err


FRAMEWORK = """id: laptops
title: Laptops
as_of: 2026-03-02
base: ordinary
facts:
  contract.nature: supplies
  contract.cpv: [30213100-6]
  framework.wanted: true
  framework.years: 4
  need.market_consulted: true
estimate:
  vat: including
  rate: 21
  parts:
    - {kind: framework_maximum, amount: 121000.00}
"""


def test_what_the_case_tells_of_the_purchase_is_filled_in_and_the_rest_left_open(
    base: RuleBase, engines: Engines, english: Wording
) -> None:
    from advisor.case import read_cases

    (case,) = read_cases(base, FRAMEWORK.encode(), "case.yaml")
    assessed, wording = assess(case, engines), english
    facts = render(recorddoc.part(assessed, base, wording, "facts"), "md").decode()
    for line in (
        "- Contracting authority: ……",
        "- Object: Laptops",
        "- CPV code: 30213100-6",
        "- Need and context: ……",
        "- Duration and renewals: framework agreement of 4 years",
        "- Market consultation: with whom, when, and how everybody is treated equally: ……",
    ):
        assert line in facts.splitlines()
    finances = render(recorddoc.part(assessed, base, wording, "finances"), "md").decode()
    for line in ("- Estimate without VAT: €100,000.00", "- Estimate with VAT: €121,000.00", "- VAT rate: 21 %"):
        assert line in finances.splitlines()
    own = of(base, wording, "flemish-municipality")
    named = render(recorddoc.part(assessed, base, wording, "facts", own), "md").decode()
    assert "- Aanbestedende overheid: Gemeente Voorbeeldergem" in named


def test_the_public_edition_says_where_an_article_withholds_the_amount(
    found: Assessment, base: RuleBase, english: Wording
) -> None:
    text = render(recorddoc.public_document(found, base, english), "md").decode()
    assert "The estimate of [confidential] without VAT" in text
    assert "48" not in text.split("Decision", 1)[1].split("##", 1)[0]


def test_the_template_of_the_decision_names_code_and_amount_with_vat(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(FRAMEWORK, "utf-8")
    for language, told in (("nl", "CPV-code: 30213100-6."), ("fr", "Code CPV : 30213100-6.")):
        out = tmp_path / f"{language}.md"
        assert (
            cli.main(["template", "decision", str(path), "--lang", language, "--format", "md", "--out", str(out)]) == 0
        )
        text = out.read_text("utf-8")
        assert told in text.replace("\u00a0", " ")
        assert "121" in text
