"""The commands `explain` and `change`: text, JSON and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor import cli
from advisor.wording import LANGUAGES

CASE = """\
id: hall
title: Hall
as_of: 2026-03-02
base: ordinary
facts:
  contract.nature: supplies
  value.estimate: 250000.00
  urgency.imperative: true
unsure: [value.estimate]
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "hall.yaml"
    path.write_text(CASE, "utf-8")
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_route_is_explained_in_every_language(
    case: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", str(case), "--lang", language]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Hall\n")
    assert "{" not in shown
    assert shown.count("\n\n") >= 16


def test_one_route_as_json_names_facts_and_articles(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", str(case), "--route", "low_value", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    (route,) = shown["routes"]
    assert route["status"] == "unavailable"
    assert route["why"] == {"answered": [{"fact": "value.estimate", "value": "250000.00"}], "assumed": []}
    (failed,) = route["failed"]
    assert failed["cite"] == "LPP art. 92"
    assert failed["because"][0] == {
        "fact": "value.estimate", "test": "under", "limit": "30000.00", "wanted": True, "met": False,
    }  # fmt: skip
    (doubt,) = shown["doubts"]
    assert doubt["changes_recommendation"] is True
    assert {"under": "30000.00"} in [value for other in doubt["otherwise"] for value in other["values"]]


def test_an_undetermined_route_says_what_is_worth_finding_out(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", str(case), "--route", "negotiated_without_publication", "--json"]) == 0
    (route,) = json.loads(capsys.readouterr().out)["routes"]
    assert [worth["outcome"] for worth in route["worth_asking"]] == ["unavailable", "available"]
    assert {step["fact"] for step in route["worth_asking"][1]["facts"]} >= {"urgency.unforeseeable"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("route", "code"),
    [
        ("open", 0),
        ("competitive_negotiation", 0),
        ("negotiated_without_publication", 0),
        ("low_value", 1),
        ("in_house", 1),
    ],
)
def test_a_change_exits_with_1_where_no_lawful_one_opens_the_route(
    case: Path, route: str, code: int, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["change", route, str(case), "--lang", language]) == code
    assert "{" not in capsys.readouterr().out


def test_circumvention_is_explained_with_its_article_and_never_advised(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["change", "low_value", str(case), "--lang", "en"]) == 1
    shown = capsys.readouterr().out
    assert "No lawful change opens" in shown
    assert "Not allowed" in shown
    assert "art. 5" in shown
    assert "How:" not in shown
    assert cli.main(["change", "low_value", str(case), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["kind"] == "circumvention"
    assert found["ways"][0]["change"][0]["mark"] == "circumvention"


def test_a_route_that_is_not_known_is_refused(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["change", "low_valu", str(case)]) == 2
    assert "did you mean low_value?" in capsys.readouterr().err
    assert cli.main(["explain", str(case), "--route", "nope"]) == 2


def test_answers_that_conflict_are_refused_with_the_smallest_set(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case.write_text(CASE.replace("unsure: [value.estimate]", "").replace("facts:", "facts:\n  prior.procedure: none\n  prior.result: contract_concluded"), "utf-8")  # fmt: skip
    for command in (["explain"], ["change", "open"]):
        assert cli.main([*command, str(case)]) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert "prior.procedure, prior.result cannot be answered so together" in shown.err
