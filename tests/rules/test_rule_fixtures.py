"""Rule files that are right (good/) and wrong (bad/), each laid beside the law; a wrong one gives its message to the letter.

A bad fixture NAME.yaml stands with NAME.txt, the message. WIJZER_UPDATE=1 writes the messages anew, to be read.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from advisor import rulebase, rulefiles
from advisor.rulefiles import RuleMistake
from tests.conftest import ROOT

HERE = Path(__file__).resolve().parent
GOOD = sorted((HERE / "good").glob("*.yaml"))
BAD = sorted((HERE / "bad").glob("*.yaml"))


def laid_beside_the_law(fixture: Path, folder: Path) -> Path:
    copy = Path(shutil.copytree(ROOT / "rules", folder / "rules", ignore=shutil.ignore_patterns("text")))
    shutil.copy(fixture, copy / "law" / "test.yaml")
    return copy


@pytest.mark.parametrize("fixture", GOOD, ids=lambda path: path.stem)
def test_a_good_rule_is_read(fixture: Path, tmp_path: Path) -> None:
    found = rulebase.load(str(laid_beside_the_law(fixture, tmp_path)), cache=False)
    assert any(rule.id == "test.rule" for rule in found.rules)


@pytest.mark.parametrize("fixture", BAD, ids=lambda path: path.stem)
def test_a_bad_rule_gives_its_message(fixture: Path, tmp_path: Path) -> None:
    with pytest.raises(RuleMistake) as mistake:
        rulebase.load(str(laid_beside_the_law(fixture, tmp_path)), cache=False)
    golden = fixture.with_suffix(".txt")
    if os.environ.get("WIJZER_UPDATE"):
        golden.write_text(str(mistake.value) + "\n", "utf-8")
    assert str(mistake.value) + "\n" == golden.read_text("utf-8")


def test_the_published_json_schema_is_that_of_the_program() -> None:
    published = json.loads((ROOT / "rules" / "rules.schema.json").read_text("utf-8"))
    assert published == rulefiles.json_schema(), "run `make schema`"


def test_every_rule_file_has_a_place_in_the_schema() -> None:
    published = json.loads((ROOT / "rules" / "rules.schema.json").read_text("utf-8"))
    assert {"rules", "amounts", "facts", "derived", "links", "routes", "sources"} <= set(published["properties"])
