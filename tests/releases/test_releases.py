"""What a release wrote is read by every later one: records verify, and a casebook opens with all that was in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema_rs
import pytest

from advisor import __version__, cli, sealed
from advisor.desk.casebook import Casebook
from advisor.rulebase import RuleBase
from tests.conftest import ROOT
from tests.releases.writing import folders, state_of, sums

RELEASES = folders()
IDS = [path.name for path in RELEASES]


@pytest.fixture(params=RELEASES, ids=IDS)
def release(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WIJZER_DATA", str(tmp_path / "data"))
    folder: Path = request.param
    return folder


def test_each_release_is_here() -> None:
    assert "dev" in __version__ or __version__ in IDS, "python -m tests.releases.writing"


def test_what_a_release_wrote_was_never_changed(release: Path) -> None:
    assert sums(release) == (release / "SHA256SUMS").read_text("utf-8")


def test_its_records_verify_with_its_rules(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = sorted(str(path) for path in (release / "records").iterdir() if path.suffix in (".json", ".pdf"))
    assert len(records) > 20
    assert cli.main(["rules", "install", str(release / "rules.zip")]) == 0
    assert cli.main(["verify", *records]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if ": unchanged; rule base " in line]) == len(records)
    assert [line for line in lines if "locked, version 1" in line]
    assert [line for line in lines if "version 2, which corrects " in line and "v1." in line]


def test_its_records_fit_the_schema_of_their_format(release: Path) -> None:
    schema = jsonschema_rs.validator_for(json.loads((ROOT / "spec" / "record.schema.json").read_text("utf-8")))
    for path in (release / "records").glob("*.json"):
        content = json.loads(path.read_text("utf-8"))
        assert content["record"]["format"] == sealed.FORMAT
        assert not [error.message for error in schema.iter_errors(content)], path.name


def test_its_casebook_opens_with_all_that_was_in_it(release: Path, tmp_path: Path, base: RuleBase) -> None:
    path = tmp_path / "casebook.sqlite3"
    shutil.copy(release / "casebook.sqlite3", path)
    told = json.loads((release / "casebook.json").read_text("utf-8"))
    with Casebook.open(path, base=base) as book:
        listed = [case.id for archived in (False, True) for case in book.page(archived=archived).cases]
        assert sorted(listed) == sorted(told)
        for name, expected in told.items():
            assert json.loads(json.dumps(state_of(base, book.state(name)))) == expected, name
        book.record(listed[0], "buyer.kind", {"buyer.kind": "police_zone"})
