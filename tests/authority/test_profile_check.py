"""Profiles: each example is checked, a mistake names file, line and what was expected, and the linter names the act."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import cli
from tests.conftest import ROOT

PROFILES = ROOT / "rules" / "examples" / "authorities"
OLD = "flemish-old-delegations"
CLEAN = sorted(path.stem for path in PROFILES.glob("*.yaml") if path.stem != OLD)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["authority", *words])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_every_kind_of_authority_has_an_example() -> None:
    assert len(CLEAN) == 8


@pytest.mark.parametrize("name", CLEAN)
def test_an_example_has_no_findings(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", str(PROFILES / f"{name}.yaml"), "--lang", "en")
    assert code == 0
    assert out.endswith("No findings on this profile.\n")


def test_the_check_names_repealed_law_with_the_act_and_date_that_replaced_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = run(capsys, "check", str(PROFILES / f"{OLD}.yaml"), "--lang", "en")
    assert code == 1
    assert "line 12: The delegation rests on the Municipal Decree. Since 1/1/2019 Decree on Local Government" in out
    assert "line 16: The delegation rests on the New Municipal Act." in out
    assert "line 20: The delegation ended on 31/12/2024." in out
    assert "a former amount of" in out
    assert "line 1: The profile does not say which commitments are exempt from the visa." in out


HEAD = "name: x\nregion: flanders\nbody: municipality\nlanguage: nl\nas_of: 2026-11-02\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "colour: red\n", ":6: the key colour is not known"),
        (HEAD + "day_to_day:\n  estimate_below: 1000.00\n", ":7: day_to_day: decided_on: is missing; expected a date"),
        (HEAD + "day_to_day:\n  decided_on: 2026-01-05\n", ":7: day_to_day: basis: is missing"),
        (
            HEAD + "delegations:\n  - {to: director, basis: DLB art. 57}\n",
            ":7: delegations 1: decided_on: is missing; expected a date like 2026-03-02",
        ),
        (
            HEAD + "delegations:\n  - {to: director, decided_on: 2026-01-05}\n",
            ":7: delegations 1: basis: is missing",
        ),
        (HEAD + "delegations:\n  - {to: finances, decided_on: 2026-01-05, basis: DLB}\n", ":7: delegations 1: to: exp"),
        (HEAD + "opinion: {over: 1.00}\n", ":6: opinion: this body has no legality opinion by decree"),
        (HEAD.replace("nl", "fr"), ":4: language: expected one of nl; found fr"),
        (HEAD.replace("2026-11-02", "2026-13-01"), ":5: as_of: expected a date like 2026-03-02; found 2026-13-01"),
        (HEAD + "number: 0207.437.469\n", ":6: number: expected an enterprise number"),
        (HEAD + "headings:\n  - {text: A, parts: [facts]}\n", "competence stands under no heading"),
        (
            HEAD.replace("flanders", "brussels").replace("language: nl", "language: [fr, nl]") + "headings: plain_nl\n",
            ":6: headings: expected a mapping with fr, nl",
        ),
        ("- 1\n", ":1: expected one profile"),
        (HEAD + "name: y\n", ":6:"),
    ],
)
def test_a_mistake_names_the_line_and_what_was_expected(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(text, "utf-8")
    code, _, err = run(capsys, "check", str(path))
    assert code == 2
    assert f"{path}" in err
    assert said in err


def test_every_mistake_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text("region: flandres\nas_of: soon\ncolour: red\n", "utf-8")
    code, _, err = run(capsys, "check", str(path))
    assert code == 2
    for said in (":1: region:", ":2: as_of:", ":3: the key colour", ":1: name: is missing"):
        assert said in err


@pytest.mark.parametrize(
    ("basis", "decided", "said"),
    [
        ("DLB art. 58", "2018-06-01", "older than Decree on Local Government, which applies since 1/1/2019"),
        ("een afspraak", "2026-01-05", "names no act that is known here"),
        ("DLB art. 58", "2026-12-01", "after the date of this check"),
        ("wet van 15 juni 2006", "2016-01-05", "Since 30/6/2017"),
    ],
)
def test_the_check_looks_at_basis_and_date(
    basis: str, decided: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(HEAD + f"delegations:\n  - {{to: director, decided_on: {decided}, basis: {basis}}}\n", "utf-8")
    code, out, _ = run(capsys, "check", str(path), "--lang", "en")
    assert code == 1
    assert said in out


def test_who_decides_in_a_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        "id: '1'\ntitle: T\nas_of: 2026-11-02\n"
        "facts: {buyer.kind: municipality, contract.nature: services, value.estimate: 48500.00}\n",
        "utf-8",
    )
    profile = str(PROFILES / "flemish-municipality.yaml")
    code, out, _ = run(capsys, "who", profile, "--case", str(case), "--named", "no", "--lang", "en")
    assert code == 0
    told = " ".join(out.split())
    assert "College van burgemeester en schepenen, since this is day-to-day management." in told
    assert "A prior visa of financieel directeur is needed" in told
