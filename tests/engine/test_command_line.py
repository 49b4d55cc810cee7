"""The commands: what they print, what they write, what they refuse, and their exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from advisor import __version__, cli
from tests.conftest import ROOT

CASE = """\
id: hall
title: Audio for the hall
as_of: 2026-03-02
base: ordinary
facts: {contract.nature: supplies, value.estimate: 48500.00}
expect: {available: [open], recommended_first: negotiated_without_publication}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, "utf-8")
    return path


def test_one_case_is_one_object_and_a_list_of_cases_a_list(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["assess", str(case), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["case"] == "hall"
    listed = tmp_path / "list.yaml"
    listed.write_text("- " + CASE.replace("\n", "\n  ").rstrip() + "\n", "utf-8")
    assert cli.main(["assess", str(listed), "--json"]) == 0
    assert [item["case"] for item in json.loads(capsys.readouterr().out)] == ["hall"]


def test_the_json_has_the_shape_of_the_specification(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["assess", str(case), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["regime"] == {"id": "classic", "status": "determined"}
    assert found["rule_base"]["digest"].startswith("sha256:")
    route = next(route for route in found["routes"] if route["id"] == "negotiated_without_publication")
    assert (route["status"], route["rank"], route["would_open_if"]) == ("available", 1, None)
    ground = next(ground for ground in route["grounds"] if ground["id"] == "nwp.amount")
    assert {"fact": "value.estimate", "value": "48500.00"} in ground["because"]
    assert route["duties"]["publication"] == "none"
    assert route["duties"]["standstill"]["required"] is False
    assert found["recommended"][0]["route"] == "negotiated_without_publication"
    assert {"rule", "from", "gives", "cite"} == set(found["trace"][0])
    assert {item["from"] for item in found["facts"]} == {"base", "case"}


def test_check_exits_with_one_on_a_difference(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["assess", str(case), "--check"]) == 0
    case.write_text(CASE.replace("available: [open]", "unavailable: [open]"), "utf-8")
    assert cli.main(["assess", str(case), "--check"]) == 1
    assert "hall: open: expected unavailable, found available" in capsys.readouterr().out


def test_another_date_brings_the_amounts_of_that_date(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case.write_text(CASE.replace("48500.00", "141500.00"), "utf-8")
    status = {}
    for date in ("2025-12-15", "2026-01-15"):
        cli.main(["assess", str(case), "--json", "--as-of", date])
        routes = json.loads(capsys.readouterr().out)["routes"]
        status[date] = next(route["status"] for route in routes if route["id"] == "negotiated_without_publication")
    assert status == {"2025-12-15": "available", "2026-01-15": "unavailable"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["assess"],
        ["assess", "nowhere.yaml"],
        ["frob"],
        ["assess", "x", "--as-of", "soon"],
        ["record", "x", "--format", "pdf"],
        [],
    ],
)
def test_bad_use_exits_with_two_and_prints_nothing_on_standard_output(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 2
    if arguments:
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith("wijzer: ")


def test_one_bad_file_refuses_all_of_them(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(CASE.replace("value.estimate", "value.estimat"), "utf-8")
    out = tmp_path / "out"
    assert cli.main(["record", str(case), str(bad), "--out", str(out)]) == 2
    assert not out.exists()
    assert f"{bad}:5: the fact value.estimat is not known; did you mean value.estimate?" in capsys.readouterr().err


def test_answers_that_contradict_are_refused_with_their_line(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case.write_text(CASE.replace("48500.00}", "48500.00, value.lots: [1.00]}"), "utf-8")
    assert cli.main(["assess", str(case)]) == 2
    assert "hall: the lots add up to 1.00, while value.estimate is 48500.00" in capsys.readouterr().err
    own = "48500.00, prior.procedure: none, prior.result: no_tender_or_request}"
    case.write_text(CASE.replace("48500.00}", own), "utf-8")
    assert cli.main(["assess", str(case)]) == 2
    assert "cannot be answered so together" in capsys.readouterr().err


def test_a_fact_of_the_base_that_the_case_contradicts_refuses_nothing(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case.write_text(CASE.replace("48500.00}", "400000.00, prior.result: no_tender_or_request}"), "utf-8")
    assert cli.main(["assess", str(case), "--json"]) == 0
    routes = json.loads(capsys.readouterr().out)["routes"]
    assert next(route["status"] for route in routes if route["id"] == "negotiated_without_publication") == "unavailable"


def test_records_are_written_whole_and_never_replaced_unasked(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert cli.main(["record", str(case), "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["hall.json", "hall.md"]
    (out / "hall.md").write_text("mine", "utf-8")
    assert cli.main(["record", str(case), "--out", str(out)]) == 2
    assert (out / "hall.md").read_text("utf-8") == "mine"
    assert "is already there" in capsys.readouterr().err
    assert cli.main(["record", str(case), "--out", str(out), "--force"]) == 0
    assert (out / "hall.md").read_text("utf-8").startswith("# ")


def test_a_record_stays_in_its_folder_whatever_the_id(case: Path, tmp_path: Path) -> None:
    case.write_text(CASE.replace("id: hall", 'id: "../../é tc/2026 \\\\ 1"'), "utf-8")
    assert cli.main(["record", str(case), "--out", str(tmp_path / "o"), "--format", "json"]) == 0
    assert [path.name for path in (tmp_path / "o").iterdir()] == ["e-tc-2026-1.json"]


def test_a_folder_that_cannot_be_made_is_an_error_in_words(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert cli.main(["record", str(case), "--out", str(tmp_path / "file" / "x")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_same_case_gives_the_same_bytes(case: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        cli.main(["record", str(case), "--out", str(tmp_path / name)])
    for name in ("hall.md", "hall.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_version_loads_neither_rules_nor_engines() -> None:
    code = "import sys; from advisor import cli; cli.main(['--version']); print(sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.startswith(f"wijzer {__version__}\n")
    for module in ("yaml", "pydantic", "pysat", "durable", "textual", "argparse"):
        assert f"'{module}'" not in run.stdout


def test_assessing_loads_no_screen_and_with_a_warm_cache_no_pydantic(case: Path) -> None:
    code = f"import sys; from advisor import cli; cli.main(['assess', {str(case)!r}]); print(sorted(sys.modules))"
    for _ in range(2):
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    for module in ("textual", "tui", "pydantic"):
        assert f"'{module}'" not in run.stdout


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "é" * 9, "\u202eabc", "[x](javascript:1) <b> | `x` # _y_", "1. x\n# y", "\x1b[31mred"]
)
def test_a_title_is_data_in_every_format(
    text: str, case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case.write_text(CASE.replace("title: Audio for the hall", f"title: {json.dumps(text)}"), "utf-8")
    assert cli.main(["record", str(case), "--out", str(tmp_path / "o")]) == 0
    shown = (tmp_path / "o" / "hall.md").read_text("utf-8")
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "<b>" not in shown
    assert "\n# y" not in shown
    assert json.loads((tmp_path / "o" / "hall.json").read_text("utf-8"))["title"] == text
    cli.main(["assess", str(case)])
    assert "\x1b" not in capsys.readouterr().out


def test_standard_input_is_a_file_too(case: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tui", "assess", "-", "--json"],
        input=case.read_bytes(),
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    assert json.loads(run.stdout)["case"] == "hall"


def test_another_rule_base_can_be_named(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["assess", str(case), "--rules", str(ROOT / "rules")]) == 0
    capsys.readouterr()
    assert cli.main(["assess", str(case), "--rules", str(tmp_path)]) == 2
    assert "no rule base found" in capsys.readouterr().err
