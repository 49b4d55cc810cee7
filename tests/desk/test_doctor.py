"""`wijzer doctor` names what is not in order and what to do; `wijzer where` names the folders."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from advisor import cli
from advisor.desk import doctor, folders
from advisor.desk.casebook import Casebook
from advisor.wording import LANGUAGES, Wording
from tests.conftest import ROOT

RULES = str(ROOT / "rules")


class Part(NamedTuple):
    """A disk as psutil tells of it."""

    mountpoint: str
    fstype: str
    opts: str


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJZER_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(folders, "cache", lambda: tmp_path / "cache")


@pytest.fixture
def today(base: object) -> int:
    return base.known_to - 400  # type: ignore[attr-defined]


def examined(today: int, rules: str | None = RULES, casebook: Path | None = None) -> dict[str, doctor.Finding]:
    return {finding.id: finding for finding in doctor.examine(rules, casebook, today)}


def test_a_sound_installation_is_in_order(today: int) -> None:
    found = examined(today)
    assert {finding.state for finding in found.values()} == {doctor.GOOD}
    assert "generated evaluator" in found["engines"].found


def test_a_casebook_is_counted(tmp_path: Path, today: int) -> None:
    path = tmp_path / "casebook.sqlite3"
    with Casebook.open(path) as book:
        for _ in range(3):
            book.new_case("Dak", today, "nl")
    assert examined(today, casebook=path)["casebook"] == doctor.Finding("casebook", doctor.GOOD, f"{path} (3)")


@pytest.mark.parametrize("damage", ["text", "page"])
def test_a_damaged_casebook_is_named(damage: str, tmp_path: Path, today: int) -> None:
    path = tmp_path / "casebook.sqlite3"
    if damage == "text":
        path.write_text("no database at all " * 100, "utf-8")
    else:
        with Casebook.open(path) as book:
            for number in range(200):
                book.new_case(f"Dak {number}", today, "nl")
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw = bytearray(path.read_bytes())
        raw[8192:12288] = b"\xff" * 4096
        path.write_bytes(raw)
    finding = examined(today, casebook=path)["casebook"]
    assert finding.state == doctor.BAD
    assert finding.advice == "casebook"
    assert str(path) in finding.found


def test_rules_that_cannot_be_read_are_named_with_file_and_line(tmp_path: Path, today: int) -> None:
    copy = Path(shutil.copytree(RULES, tmp_path / "rules"))
    facts = copy / "facts.yaml"
    facts.write_text(facts.read_text("utf-8").replace("type: enum", "type: enumm", 1), "utf-8")
    found = examined(today, str(copy))
    assert found["rules"].state == doctor.BAD
    assert "facts.yaml:" in found["rules"].found
    assert "engines" not in found, "nothing is derived from rules that cannot be read"


@pytest.mark.parametrize(
    ("left", "state"),
    [
        (doctor.RENEWAL_DAYS, doctor.GOOD),
        (doctor.RENEWAL_DAYS - 1, doctor.WARNING),
        (0, doctor.WARNING),
        (-1, doctor.BAD),
    ],
)
def test_the_end_of_the_known_dates_is_told_in_time(left: int, state: str, base: object) -> None:
    finding = examined(base.known_to - left)["known_until"]  # type: ignore[attr-defined]
    assert finding.state == state
    assert finding.advice == ("" if state == doctor.GOOD else "known_until")


def test_a_share_on_another_computer_is_a_warning(today: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: [Part("/", "cifs", "rw")])
    finding = examined(today)["disk"]
    assert (finding.state, finding.found, finding.advice) == (doctor.WARNING, "cifs", "network")


def test_the_disk_of_a_folder_that_is_not_there_yet_is_that_of_the_folder_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = str(tmp_path.resolve())
    parts = [Part("/", "ext4", "rw"), Part(here, "nfs4", "rw"), Part(f"{here}-other", "ext4", "rw")]
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: parts)
    assert folders.file_system(tmp_path / "a" / "b.sqlite3") == ("nfs4", True)
    assert folders.file_system(Path("/")) == ("ext4", False)


@pytest.mark.skipif(os.name == "nt", reason="on Windows the path itself tells")
def test_a_windows_drive_of_a_server_is_remote_by_its_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: [Part("/", "NTFS", "rw,remote")])
    assert folders.file_system(Path("/")) == ("NTFS", True)


def test_an_absent_package_is_named_with_what_to_do(today: int, monkeypatch: pytest.MonkeyPatch) -> None:
    known = importlib.metadata.version

    def version(name: str) -> str:
        if name in ("pydantic", "typst"):
            raise importlib.metadata.PackageNotFoundError(name)
        return known(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    findings = list(doctor.examine(RULES, None, today))
    assert doctor.Finding("package", doctor.BAD, "pydantic –", "package") in findings
    extras = next(finding for finding in findings if finding.id == "extras")
    assert (extras.state, extras.advice) == (doctor.GOOD, "extras")
    assert "typst [documents]" in extras.found


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path, today: int) -> None:
    tmp_path.chmod(0o500)
    try:
        assert examined(today)["casebook_folder"].advice == "writable"
    finally:
        tmp_path.chmod(0o700)


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path, today: int) -> None:
    (tmp_path / "data").write_text("", "utf-8")
    finding = examined(today)["casebook_folder"]
    assert (finding.state, finding.advice) == (doctor.BAD, "writable")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_and_advice_has_its_words(language: str) -> None:
    wording = Wording.load(language, RULES)
    source = Path(doctor.__file__).read_text("utf-8")
    for key in wording.section("doctor")["names"]:
        assert f'"{key}"' in source, key
    for key in wording.section("doctor")["advice"]:
        assert f'"{key}"' in source, key


def test_the_command_gives_one_for_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "casebook.sqlite3"
    path.write_text("x" * 2000, "utf-8")
    assert cli.main(["doctor", "--rules", RULES, "--casebook", str(path), "--lang", "nl"]) == cli.FINDING
    shown = capsys.readouterr().out
    assert "x Dossierbestand (aantal dossiers):" in shown
    assert "zet een reservekopie terug" in " ".join(shown.split())
    assert cli.main(["doctor", "--rules", RULES, "--json"]) in (cli.DONE, cli.FINDING)
    findings = json.loads(capsys.readouterr().out)
    assert [*findings[0]] == ["id", "state", "found", "advice"]


def test_where_names_the_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["where", "--rules", RULES, "--json"]) == cli.DONE
    places = json.loads(capsys.readouterr().out)
    assert places["casebook"] == str(tmp_path / "data" / "casebook.sqlite3")
    assert places["rules"] == RULES
    assert cli.main(["where", "--rules", RULES]) == cli.DONE
    assert f"cache     {tmp_path / 'cache'}" in capsys.readouterr().out


def test_the_doctor_itself_needs_nothing_that_may_be_absent(today: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psutil", None)
    assert examined(today)["disk"] == doctor.Finding("disk", doctor.GOOD, "?")
