"""`wijzer duties`: all duties of the recommended route or of one named, and a refusal with the reason elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.cli import main

CASE = """
id: services
title: Advice on traffic
as_of: 2026-03-02
base: ordinary
facts: {contract.nature: services, value.estimate: %s}
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE % "180000.00", "utf-8")
    return path


def test_the_recommended_route_is_shown_with_article_and_certainty(
    written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["duties", str(written)]) == 0
    shown = capsys.readouterr().out
    assert "vereenvoudigde onderhandelingsprocedure" in shown
    assert "Minstens 17 dagen voor offertes, bij elektronische indiening." in shown
    assert "Zonder elektronische indiening: 22 dagen voor offertes." in shown
    assert "Overheidsopdrachtenwet art. 58 (steunt op een andere bron)" in shown
    assert "{" not in shown


def test_a_route_can_be_named_and_the_json_has_the_normative_keys(
    written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["duties", str(written), "--route", "restricted", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["route"] == "restricted"
    duties = found["duties"]
    assert duties["publication"] == "national"
    assert duties["choice_motivation"] == "not_required"
    assert duties["standstill"] == {"required": False, "days": 0, "cite": "L2013 art. 30"}
    assert duties["lots"] == "must_consider"
    assert duties["award_notice"] == "simplified"
    limits = duties["time_limits"]
    assert (limits["requests_days"], limits["tenders_days"], limits["basis"]) == (30, 25, "LPP arts 37 and 64")
    assert set(duties) - {"sources"} == set(duties["sources"])
    assert all(source["cite"] and source["confidence"] for source in duties["sources"].values())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--route", "low_value"], "services: opdracht van beperkte waarde: niet toegelaten. De raming bereikt"),
        (["--route", "low_valeu"], "--route: low_valeu is not known; did you mean low_value?"),
    ],
)
def test_a_route_that_is_not_available_is_refused_with_its_reason(
    words: list[str], said: str, written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["duties", str(written), *words]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err


def test_without_a_recommendation_it_says_what_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("id: empty\nas_of: 2026-03-02\nfacts: {contract.nature: services}\n", "utf-8")
    assert main(["duties", str(path)]) == 2
    assert "empty: Er is nog geen aanbeveling mogelijk. (Nog nodig:" in capsys.readouterr().err


def test_a_duty_that_waits_says_for_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE % "unknown", "utf-8")
    assert main(["duties", str(path), "--route", "open", "--lang", "en"]) == 0
    assert "Lots: Not determined yet. You still have to find out: " in capsys.readouterr().out


def test_several_cases_are_a_list(written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(CASE.replace("id: services", "id: other") % "20000.00", "utf-8")
    assert main(["duties", str(written), str(other), "--json"]) == 0
    assert [found["route"] for found in json.loads(capsys.readouterr().out)] == ["simplified_negotiated", "low_value"]


def test_the_assessment_shows_the_main_duties_only(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", str(written)]) == 0
    shown = capsys.readouterr().out
    assert "* Motivering van de keuze: Motiveer in de beslissing" in shown
    assert "Bewaring" not in shown


def test_the_rule_sheet_shows_limits_and_duties_without_a_condition(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "limits.open", "--as-of", "2026-03-02"]) == 0
    shown = capsys.readouterr().out
    assert "`urgency` 15 dagen voor offertes" in shown
    assert "in alle andere gevallen" in shown
