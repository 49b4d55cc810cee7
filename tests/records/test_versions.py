"""A record goes from draft to ready to locked; what is locked stays, and a correction is the next link of a chain."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from advisor import cli, recordversion, sealed, verification
from advisor.assessing import Assessment, assess
from advisor.case import read_cases
from advisor.engines import Engines
from advisor.recordversion import NoCorrection, NotReady, Version
from advisor.rulebase import RuleBase
from advisor.wording import Wording
from tests.conftest import ROOT

EXAMPLE = ROOT / "rules" / "examples" / "playground-equipment.yaml"
DAY = 740_000
DRAFT = b"id: s\ntitle: S\nas_of: 2026-03-02\nfacts: {buyer.kind: municipality}\n"


def assessed(raw: bytes, base: RuleBase, engines: Engines) -> Assessment:
    (case,) = read_cases(base, raw, "case.yaml")
    return assess(case, engines)


@pytest.fixture(scope="module")
def ready(base: RuleBase, engines: Engines) -> Assessment:
    return assessed(EXAMPLE.read_bytes(), base, engines)


@pytest.fixture(scope="module")
def first(ready: Assessment, base: RuleBase, dutch: Wording) -> dict[str, Any]:
    return sealed.sealed(recordversion.locked(ready, base, DAY), base, dutch)


def write(tmp_path: Path, *words: str) -> Path:
    assert cli.main(["record", str(EXAMPLE), "--out", str(tmp_path), "--format", "json", *words]) == 0
    return tmp_path


def resealed(content: dict[str, Any]) -> dict[str, Any]:
    content["record"]["digest"] = sealed.digest_of(content)
    return content


def copied(content: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(content))


# --- states -----------------------------------------------------------------------------------------------------------


def test_a_record_is_a_draft_until_nothing_lacks_then_ready_then_locked(
    ready: Assessment, base: RuleBase, engines: Engines
) -> None:
    assert recordversion.state(assessed(DRAFT, base, engines), base) == "draft"
    assert recordversion.state(ready, base) == "ready"
    assert recordversion.state(recordversion.locked(ready, base, DAY), base) == "locked"


def test_a_draft_cannot_be_locked_and_it_says_what_lacks(
    base: RuleBase, engines: Engines, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NotReady) as refused:
        recordversion.locked(assessed(DRAFT, base, engines), base, DAY)
    assert [item.key for item in refused.value.lacking] == ["lacks_recommendation"]
    path = tmp_path / "draft.yaml"
    path.write_bytes(DRAFT)
    assert cli.main(["record", str(path), "--out", str(tmp_path / "out"), "--lock", "--lang", "en"]) == 2
    assert "s is a draft: There is no recommended procedure yet." in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_draft_that_calls_itself_locked_is_found_out(
    base: RuleBase, engines: Engines, dutch: Wording, first: dict[str, Any]
) -> None:
    content = sealed.sealed(assessed(DRAFT, base, engines), base, dutch)
    content["record"].update(state="locked", version=first["record"]["version"])
    (finding,) = verification.replayed(resealed(content), engines, dutch)[1]
    assert (finding.where, finding.expected, finding.found) == ("record.state", '"draft"', '"locked"')


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of another kind")
def test_a_locked_record_may_be_written_by_nobody(tmp_path: Path) -> None:
    path = write(tmp_path, "--lock") / "playground-equipment.v1.json"
    assert path.stat().st_mode & 0o777 == 0o400
    public = ["record", str(EXAMPLE), "--out", str(tmp_path), "--format", "md", "--lock", "--public"]
    assert cli.main(public) == 0
    assert (tmp_path / "playground-equipment.v1.public.md").stat().st_mode & 0o777 == 0o444


def test_a_locked_record_is_never_replaced_not_even_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "--lock", "--locked-on", "2026-03-09") / "playground-equipment.v1.json"
    before = path.read_bytes()
    again = ["record", str(EXAMPLE), "--out", str(tmp_path), "--format", "json", "--lock", "--force"]
    assert cli.main(again) == 2
    assert "is locked and stays; --corrects begins a new version" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_the_record_says_that_it_is_locked_and_since_when(tmp_path: Path) -> None:
    write(tmp_path, "--lock", "--locked-on", "2026-03-09", "--format", "md", "--lang", "en")
    text = (tmp_path / "playground-equipment.v1.md").read_text("utf-8")
    assert "Locked on 9/3/2026" in text
    assert "locked, version 1" in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--locked-on", "2026-03-09"], "--locked-on: it belongs to --lock"),
        (["--lock", "--locked-on", "9-3-2026"], "expected a date like 2026-03-02"),
        (["--reason", "a mistake"], "--reason: it belongs to a correction"),
        (["--corrects", "absent.json", "--reason", "r"], "absent.json"),
    ],
)
def test_what_does_not_belong_together_is_refused(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["record", str(EXAMPLE), "--out", str(tmp_path), *words]) == 2
    assert told in capsys.readouterr().err
    assert not any(tmp_path.iterdir())


# --- corrections ------------------------------------------------------------------------------------------------------


def test_a_correction_names_the_digest_of_the_version_before_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = write(tmp_path, "--lock") / "playground-equipment.v1.json"
    two = tmp_path / "playground-equipment.v2.json"
    three = tmp_path / "playground-equipment.v3.json"
    write(tmp_path, "--corrects", str(one), "--reason", "The estimate was of last year.", "--lock")
    write(tmp_path, "--corrects", str(two), "--reason", "A lot was left out.")
    told = json.loads(three.read_text("utf-8"))["record"]
    assert told["state"] == "ready"
    assert told["version"] == {
        "number": 3,
        "locked_on": None,
        "corrects": json.loads(two.read_text("utf-8"))["record"]["digest"],
        "reason": "A lot was left out.",
    }
    capsys.readouterr()
    assert cli.main(["verify", str(one), str(two), str(three)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("; locked, version 1.")
    assert lines[1].endswith(f"; locked, version 2, which corrects {one}.")
    assert lines[2].endswith(f"; ready, version 3, which corrects {two}.")


def test_a_version_whose_forerunner_is_not_given_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = write(tmp_path, "--lock") / "playground-equipment.v1.json"
    write(tmp_path, "--corrects", str(one), "--reason", "r")
    assert cli.main(["verify", str(tmp_path / "playground-equipment.v2.json")]) == 0
    assert "corrects a record that was not given here (sha256:" in capsys.readouterr().out


def test_only_a_locked_record_of_the_same_case_is_corrected_and_with_a_reason(
    ready: Assessment, base: RuleBase, dutch: Wording, first: dict[str, Any]
) -> None:
    open_one = sealed.sealed(ready, base, dutch)
    other = ready.case._replace(id="another")
    for case, before, reason, told in (
        (ready.case, open_one, "r", "it is not locked but ready"),
        (other, first, "r", "it is a record of the case playground-equipment, and this is another"),
        (ready.case, first, "  ", "expected a reason of at most 500 characters; found 0"),
        (ready.case, first, "r" * 501, "found 501"),
    ):
        with pytest.raises(NoCorrection, match=told):
            recordversion.corrected(case, before, reason)
    assert recordversion.corrected(ready.case, first, " a\n b ").version == Version(
        2, None, first["record"]["digest"], "a b"
    )


def test_a_changed_record_is_not_corrected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "--lock") / "playground-equipment.v1.json"
    changed = tmp_path / "changed.json"
    changed.write_bytes(path.read_bytes().replace(b"128500.00", b"128500.01"))
    assert cli.main(["record", str(EXAMPLE), "--out", str(tmp_path), "--corrects", str(changed), "--reason", "r"]) == 2
    assert "its digest is not that of its data" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda record: record["version"].update(number=4), "record.version.number"),
        (lambda record: record["case"].update(id="another"), "record.case.id"),
    ],
)
def test_versions_that_are_no_chain_are_named(
    change: Any, place: str, ready: Assessment, base: RuleBase, dutch: Wording, first: dict[str, Any]
) -> None:
    case = recordversion.corrected(ready.case, first, "r")
    second = sealed.sealed(ready._replace(case=case), base, dutch)
    assert verification.chain({"one": first, "two": second}) == []
    change(second["record"])
    ((name, finding),) = verification.chain({"one": first, "two": resealed(second)})
    assert (name, finding.where) == ("two", place)


def test_a_version_that_corrects_an_open_record_is_no_link(
    ready: Assessment, base: RuleBase, dutch: Wording, first: dict[str, Any]
) -> None:
    case = recordversion.corrected(ready.case, first, "r")
    second = sealed.sealed(ready._replace(case=case), base, dutch)
    open_one = resealed(copied({**first, "record": {**first["record"], "state": "ready"}}))
    second["record"]["version"]["corrects"] = open_one["record"]["digest"]
    ((_, finding),) = verification.chain({"one": open_one, "two": resealed(second)})
    assert finding.where == "record.state of the version before"


@pytest.mark.parametrize(
    "version",
    [
        {},
        {"number": 0, "locked_on": None, "corrects": None, "reason": None},
        {"number": True, "locked_on": None, "corrects": None, "reason": None},
        {"number": 2, "locked_on": None, "corrects": None, "reason": "r"},
        {"number": 2, "locked_on": None, "corrects": "sha256:0", "reason": None},
        {"number": 1, "locked_on": None, "corrects": "sha256:0", "reason": "r"},
        {"number": 1, "locked_on": "9-3-2026", "corrects": None, "reason": None},
        {"number": 1, "locked_on": None, "corrects": None, "reason": None, "more": 1},
    ],
)
def test_a_version_that_says_no_such_thing_is_refused(
    version: dict[str, Any], first: dict[str, Any], engines: Engines
) -> None:
    content = copied(first)
    content["record"]["version"] = version
    with pytest.raises(verification.Unreadable, match=r"record\.version"):
        verification.case_of(content, engines)
