"""The worked example of docs/en/rules.md, carried out: what the guide says to do works, and gives what it says."""

from __future__ import annotations

import re
import shutil
import textwrap
from pathlib import Path

import pytest

from advisor import cli
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "en" / "rules.md").read_text("utf-8")
FIRST = "2027-03-01"


def blocks() -> list[str]:
    """What is written into the files: the source, the amounts and the rule."""
    return re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def told() -> list[list[str]]:
    """What the program says, block by block."""
    return [
        textwrap.dedent(block).strip().splitlines() for block in re.findall(r"\n\n((?: {4}\S.*\n)+)", GUIDE) if block
    ]


def entry(text: str, name: str) -> str:
    """The entry with this id, up to the next one."""
    return next(part for part in re.split(r"(?m)^(?=- id: )", text) if part.startswith(f"- id: {name}\n"))


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def new_rules(tmp_path: Path) -> Path:
    """The copy after steps 1 to 3 and the first half of step 4."""
    rules = Path(shutil.copytree(ROOT / "rules", tmp_path / "new-rules"))
    source, amounts, rule = blocks()
    changed(rules / "sources.yaml", "- id: READING\n", f"{source}- id: READING\n")
    path = rules / "amounts.yaml"
    changed(path, entry(path.read_text("utf-8"), "low_value.amount"), amounts)
    path = rules / "law" / "art-088-092-social-low-value.yaml"
    old = entry(path.read_text("utf-8"), "lv.amount")
    closed = old.replace("{from: 2017-06-30}", "{from: 2017-06-30, to: 2027-02-28}")
    assert closed != old
    changed(path, old, f"{closed.rstrip()}\n\n{rule}")
    (rules / "reform" / "be-2026-draft.yaml").unlink()
    return rules


def test_the_program_refuses_until_the_list_of_gaps_is_right(
    new_rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["law", "92", "--rules", str(new_rules), "--as-of", FIRST]) == 2
    assert capsys.readouterr().err.strip() == told()[0][0]


def test_the_difference_is_the_one_that_the_guide_shows(
    new_rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gaps = new_rules / "known-gaps.yaml"
    changed(gaps, entry(gaps.read_text("utf-8"), "lv.amount"), "")
    case = (ROOT / "rules" / "examples" / "playground-equipment.yaml").read_text("utf-8")
    for old, new in (
        ("id: playground-equipment", "id: playground-2027"),
        ("as_of: 2026-03-02", "as_of: 2027-03-02"),
        ("value.estimate: 128500.00", "value.estimate: 50000.00"),
    ):
        assert old in case
        case = case.replace(old, new)
    (tmp_path / "case.yaml").write_text(case, "utf-8")
    words = ["diff", "--rules", str(ROOT / "rules"), str(new_rules), str(tmp_path / "case.yaml"), "--as-of", FIRST]
    assert cli.main([*words, "--lang", "en"]) == 1
    assert capsys.readouterr().out.strip().splitlines() == told()[1]


def test_cases_of_before_the_first_day_come_out_as_they_did(
    new_rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gaps = new_rules / "known-gaps.yaml"
    changed(gaps, entry(gaps.read_text("utf-8"), "lv.amount"), "")
    cases = str(ROOT / "tests" / "law" / "borderline.yaml")
    cli.main(["diff", "--rules", str(ROOT / "rules"), str(new_rules), cases, "--as-of", FIRST, "--lang", "en"])
    assert "case " not in capsys.readouterr().out
