"""The law on the command line: amounts, rule sheet and differences."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from advisor import cli
from advisor.lawsheet import cites, selected
from advisor.rulebase import RuleBase
from tests.conftest import ROOT

DAY = 739_677  # 2026-03-02


@pytest.mark.parametrize(
    ("cite", "asked", "named"),
    [
        ("LPP art. 42 §1, 1°, a; RD art. 90, 1°", "42", True),
        ("LPP art. 42 §1, 1°, a; RD art. 90, 1°", "art. 42", True),
        ("LPP art. 42 §1, 1°, a; RD art. 90, 1°", "42 §1", True),
        ("LPP art. 42 §1, 1°, a; RD art. 90, 1°", "RD 90", True),
        ("LPP art. 42 §1, 1°, a; RD art. 90, 1°", "RD 42", False),
        ("LPP art. 42 §1, 1°, a", "4", False),
        ("LPP arts 26-28", "27", True),
        ("LPP arts 26-28", "29", False),
        ("LPP arts 5 and 16", "16", True),
        ("LPP art. 39 with art. 38 §1, 2°", "38", True),
        ("LPP art. 30 §§2-3", "3", False),
    ],
)
def test_an_article_is_found_where_it_is_cited(cite: str, asked: str, named: bool) -> None:
    assert cites(cite, asked) == named


def test_every_ground_is_found_by_the_article_of_its_route(base: RuleBase) -> None:
    found = {rule.id for rule in selected(base, DAY, "42")}
    assert {rule.id for rule in base.rules_on(DAY) if rule.route == "negotiated_without_publication"} - found == {
        "nwp.social_amount"
    }


def test_the_whole_rule_sheet_holds_every_rule_open_question_and_gap(
    base: RuleBase, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["law", "--all", "--as-of", "2026-03-02", "--lang", "en"]) == 0
    text = capsys.readouterr().out
    for rule in base.rules_on(DAY):
        assert f"`{rule.id}`" in text
    for rule in base.rules:
        assert rule.open in text
    for gap in base.gaps.values():
        assert gap["instead"] in text
    assert text.index("`inhouse.vertical`") < text.index("`nwp.urgency`") < text.index("`publication.eu`")


def test_a_rule_that_is_not_known_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["law", "nwp.urgncy"]) == 2
    assert "did you mean nwp.urgency?" in capsys.readouterr().err


def test_the_amounts_of_a_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["amounts", "--as-of", "2025-12-31", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)["amounts"]}
    assert rows["nwp.amount"]["value"] == "143000.00"
    assert rows["inhouse.activity_share"] == {
        "id": "inhouse.activity_share",
        "value": "80",
        "unit": "percent",
        "cite": "LPP art. 30 §1, 2°",
        "confidence": "primary",
        "source": "LPP",
    }
    assert cli.main(["amounts", "--as-of", "2016-01-01"]) == 2
    assert "2017-06-30 to 2027-12-31" in capsys.readouterr().err


def test_two_dates_differ_in_amounts_and_in_the_cases_that_they_decide(capsys: pytest.CaptureFixture[str]) -> None:
    cases = str(ROOT / "tests" / "law" / "borderline.yaml")
    assert cli.main(["diff", "2025-12-31", "2026-01-01", cases, "--lang", "en"]) == 1
    text = capsys.readouterr().out
    assert "amount nwp.amount: was 143000.00 eur, becomes 140000.00 eur" in text
    assert "case N7-c: simplified_negotiated: was available, becomes unavailable" in text
    assert cli.main(["diff", "2026-01-01", "2026-01-02", cases]) == 0


def test_two_rule_bases_differ_in_what_was_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = Path(shutil.copytree(ROOT / "rules", tmp_path / "new"))
    path = new / "amounts.yaml"
    path.write_text(path.read_text("utf-8").replace("value: 30000.00", "value: 75000.00"), "utf-8")
    cases = str(ROOT / "tests" / "bench" / "case.yaml")
    words = ["diff", "--rules", str(ROOT / "rules"), str(new), cases, "--as-of", "2026-03-02", "--lang", "en"]
    assert cli.main(words) == 1
    text = capsys.readouterr().out
    assert "amount low_value.amount: was 30000.00 eur, becomes 75000.00 eur" in text
    assert "village-hall-audio: low_value: was unavailable, becomes available" in text


def test_dates_that_are_missing_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", "2026-01-01"]) == 2
    assert "give two dates" in capsys.readouterr().err
