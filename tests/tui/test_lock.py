"""A ready record is locked from the screen or in plain mode; a locked case takes no answer until a correction begins."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from advisor import cli
from advisor.desk.casebook import Casebook
from advisor.evidence import Proof
from tests.tui import driving
from tests.tui.test_pages import SUPPLIES
from tui import plain
from tui.screens.lock import CorrectScreen, LockScreen

NARROW = (80, 24)
CERTAIN = "T\n1\n0\n0\n2\n128.500\nz\n1\n"


def flat(app) -> str:
    """The screen as one line, however it is wrapped."""
    return " ".join(" ".join(driving.grid(app)).split())


async def ready(pilot) -> None:
    """A case answered to the end, on the page where the record is kept."""
    await driving.open_new(pilot)
    await driving.answer_all(pilot, dict(SUPPLIES))
    await pilot.press("e")
    await driving.settle(pilot)


async def lock(pilot) -> None:
    await pilot.press("ctrl+l")
    await driving.settle(pilot)
    await pilot.press("enter")
    await driving.settle(pilot)


async def test_a_ready_record_is_locked_verified_and_never_written_again(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        await lock(pilot)
        assert "Het verslag is vergrendeld als versie 1." in flat(app)
        path = tmp_path / "records" / f"{app.session.case_id}.v1.json"
        record = json.loads(path.read_text("utf-8"))["record"]
        assert record["state"] == "locked"
        assert app.session.state.digest == record["digest"]
        before = path.read_bytes()
        # Enter goes back to the page of the export, which writes the same record and touches no file.
        await pilot.press("enter")
        await driving.settle(pilot)
        await pilot.press("enter")
        await driving.settle(pilot)
        assert "Bewaard." in flat(app)
        assert sorted(item.name for item in path.parent.iterdir()) == [path.name, path.with_suffix(".md").name]
        assert path.read_bytes() == before
    assert cli.main(["verify", str(path)]) == 0


async def test_a_draft_is_told_what_it_lacks_and_stays_open(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        app.session.prove("value.estimate", Proof("disputed", "the mayor"))
        await lock(pilot)
        assert not app.session.state.locked
        assert not (tmp_path / "records").exists()
        app.push_screen(LockScreen())
        await driving.settle(pilot)
        shown = flat(app)
        assert "Dit verslag is nog een ontwerp." in shown
        assert "dit wordt betwist; zoek bewijs" in shown


async def test_no_answer_is_kept_while_the_record_is_locked_and_a_correction_opens_it(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        await lock(pilot)
        answers = dict(app.session.answers)
        await pilot.press("escape", "escape")
        app.open_review()
        await driving.settle(pilot)
        await pilot.press("ctrl+z")
        await driving.settle(pilot)
        assert "is vergrendeld. Er is niets bewaard." in flat(app)
        assert dict(app.session.answers) == answers
        await pilot.press("escape", "s")
        await driving.settle(pilot)
        assert not app.session.is_whatif
        await driving.settle(pilot)
        assert "Het verslag is vergrendeld: versie 1" in flat(app)
        await pilot.press("e", "ctrl+l")
        await driving.settle(pilot)
        assert isinstance(app.screen, CorrectScreen)
        await pilot.press("enter")
        assert "Typ een reden" in flat(app)
        await driving.type_keys(pilot, *"Verkeerd")
        await pilot.press("enter")
        await driving.settle(pilot)
        assert "U werkt nu aan versie 2." in flat(app)
        assert app.session.state.version.reason == "Verkeerd"
        assert not app.session.state.locked
        await lock(pilot)
        folder = tmp_path / "records"
        names = [f"{app.session.case_id}.v{number}.json" for number in (1, 2)]
        assert cli.main(["verify", *(str(folder / name) for name in names)]) == 0


async def test_in_another_language_it_is_not_the_locked_record(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        await lock(pilot)
        await pilot.press("enter", "f9", "enter")
        await driving.settle(pilot)
        shown = flat(app)
        assert "Ce n'est pas le rapport que vous avez verrouillé" in shown


async def test_where_the_casebook_does_not_take_it_nothing_is_locked_and_no_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor.desk.casebook import CasebookFull

    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)

        def full(*_: object) -> None:
            raise CasebookFull("casebook.sqlite3", "the disk is full")

        monkeypatch.setattr(app.session, "lock", full)
        await lock(pilot)
        assert "De schijf is vol." in flat(app)
        assert not list((tmp_path / "records").iterdir())


# --- plain mode -------------------------------------------------------------------------------------------------------


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("WIJZER_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def talk(typed: str, *arguments: str) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        assert plain.run(["--plain", "--as-of", "2026-03-02", *arguments]) == 0
        return capsys.readouterr().out

    return talk


def test_plain_mode_locks_refuses_answers_and_begins_a_correction(said, tmp_path: Path) -> None:
    shown = said(CERTAIN + ":v\n:r 1\n2\nj\n:v\nVerkeerd bestuur.\n:r 1\n2\nj\n\n")
    assert "Het verslag is vergrendeld als versie 1." in shown
    assert "Het verslag van dit dossier is vergrendeld." in shown
    assert "U werkt nu aan versie 2." in shown
    folder = tmp_path / "records"
    assert sorted(path.name for path in folder.iterdir()) == [
        f"2026-001.v{number}.{form}" for number in (1, 2) for form in ("json", "md")
    ]
    told = [json.loads((folder / f"2026-001.v{number}.json").read_text("utf-8"))["record"] for number in (1, 2)]
    assert told[1]["version"]["corrects"] == told[0]["digest"]
    assert told[0]["case"]["facts"]["buyer.kind"] == "municipality"
    assert told[1]["case"]["facts"]["buyer.kind"] != "municipality"


def test_plain_mode_tells_what_a_draft_lacks(said) -> None:
    shown = said("T\n1\n:v\nq\n")
    assert "Dit verslag is nog een ontwerp." in shown
    with Casebook.open() as book:
        assert not book.state("2026-001").locked


def test_plain_mode_writes_a_locked_record_once(said, tmp_path: Path) -> None:
    said(CERTAIN + ":v\n\n")
    path = tmp_path / "records" / "2026-001.v1.json"
    before = path.stat().st_mtime_ns
    shown = said("\n", "--case", "2026-001")
    assert "Aanbevolen" in shown
    assert path.stat().st_mtime_ns == before
