"""The casebook: nothing acknowledged is lost, whatever happens to the program, the disk or a second program."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from advisor import quantity
from advisor.desk import bookfile
from advisor.desk.casebook import (
    Casebook,
    CasebookDamaged,
    CasebookFull,
    CasebookLocked,
    CasebookNewer,
    CasebookReadOnly,
    CaseFixed,
    UnknownCase,
    default_path,
)
from advisor.desk.layout import SCHEMA
from advisor.recordversion import Version
from advisor.rulebase import RuleBase

DAY = quantity.ordinal("2026-03-02") or 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "casebook.sqlite3"


def opened(path: Path, base: RuleBase) -> Casebook:
    ticks = itertools.count(1)
    return Casebook.open(path, base=base, clock=lambda: f"2026-03-02T09:00:{next(ticks):06d}")


def test_answers_come_back_with_their_types(path: Path, base: RuleBase) -> None:
    given: dict[str, Any] = {
        "buyer.kind": "municipality",
        "value.estimate": 13_999_950,
        "value.lots": (100, 13_999_850),
        "contract.cpv": ("73110000-6",),
        "inhouse.activity_share_pct": 8050,
        "repetition.initial_concluded_on": DAY,
        "rd.services": False,
        "urgency.imperative": None,
    }
    with opened(path, base) as book:
        case = book.new_case("Speelplein", DAY, "nl")
        book.record(case, "a page", given)
    with opened(path, base) as book:
        state = book.state(case)
    assert state.answers == given
    assert list(state.answers) == [name for name in base.facts if name in given]
    assert (state.title, state.day, state.language) == ("Speelplein", DAY, "nl")
    assert set(state.origins.values()) == {"a page"}


def test_undo_and_redo_are_events_of_the_same_log(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        case = book.new_case("a", DAY, "nl")
        assert not book.undo(case)
        book.record(case, "buyer.kind", {"buyer.kind": "province"})
        book.record(case, "buyer.kind", {"buyer.kind": "federal"})
        assert book.undo(case)
        state = book.state(case)
        assert (state.answers, state.taken_back) == ({"buyer.kind": "province"}, "buyer.kind")
        assert (state.can_undo, state.can_redo) == (True, True)
        assert book.redo(case)
        assert book.state(case).answers == {"buyer.kind": "federal"}
        book.undo(case)
        book.record(case, "contract.nature", {"contract.nature": "works"})
        state = book.state(case)
        assert (state.can_redo, state.origins, state.taken_back) == (
            False,
            {"buyer.kind": "buyer.kind", "contract.nature": "contract.nature"},
            None,
        )
        assert not book.redo(case)


def test_a_page_answered_again_forgets_what_it_now_leaves_out(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        case = book.new_case("a", DAY, "nl")
        book.record(case, "scope", {"exclusion.kind": "none", "rd.services": False}, ["exclusion.kind", "rd.services"])
        book.record(case, "scope", {"rd.services": False}, ["exclusion.kind", "rd.services"])
        assert book.state(case).answers == {"rd.services": False}
        book.undo(case)
        assert book.state(case).answers == {"exclusion.kind": "none", "rd.services": False}


def test_answers_set_aside_are_kept_apart_and_undo_brings_them_back(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        case = book.new_case("a", DAY, "nl")
        book.record(case, "one", {"prior.procedure": "open"})
        book.record(case, "two", {"prior.result": "no_tender_or_request"})
        book.record(case, "one", {"prior.procedure": "none"}, aside=["prior.result"])
        state = book.state(case)
        assert (state.answers, dict(state.aside)) == (
            {"prior.procedure": "none"},
            {"prior.result": "no_tender_or_request"},
        )
        assert "prior.result" not in state.origins
        assert dict(book.state(book.copy_case(case)).aside) == {"prior.result": "no_tender_or_request"}
        book.undo(case)
        assert book.state(case).answers == {"prior.procedure": "open", "prior.result": "no_tender_or_request"}
        assert dict(book.state(case).aside) == {}
        book.redo(case)
        book.record(case, "two", {"prior.result": "none"})
        assert dict(book.state(case).aside) == {}, "a new answer takes the place of the one set aside"


def test_a_page_put_off_stays_so_until_it_is_answered(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        case = book.new_case("a", DAY, "nl")
        book.park(case, "scope")
        assert book.state(case).parked == {"scope"}
        book.record(case, "scope", {"rd.services": False})
        assert book.state(case).parked == frozenset()


def test_cases_are_numbered_by_year_and_listed_newest_first(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        first, second = book.new_case("a", DAY, "nl"), book.new_case("b", DAY, "en")
        assert (first, second) == ("2026-001", "2026-002")
        assert [state.id for state in book.cases()] == [second, first]
        book.record(first, "buyer.kind", {"buyer.kind": "federal"})
        assert [state.id for state in book.cases()] == [first, second]
        with pytest.raises(UnknownCase):
            book.state("2026-009")
        with pytest.raises(UnknownCase):
            book.record("2026-009", "buyer.kind", {})


def test_the_file_is_written_through_to_the_disk(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        settings = {
            name: book._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        }
        version = book._connection.execute("PRAGMA user_version").fetchone()[0]
    assert settings == {"journal_mode": "wal", "synchronous": 2}
    assert version == SCHEMA


def test_two_programs_on_one_file_lose_no_answer(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        case = book.new_case("a", DAY, "nl")
    names = [fact.id for fact in base.facts.values() if fact.type == "bool" and not fact.derived]

    def write(mine: list[str]) -> None:
        with opened(path, base) as other:
            for name in mine:
                other.record(case, name, {name: True})

    threads = [threading.Thread(target=write, args=(names[part::4],)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with opened(path, base) as book:
        assert book.state(case).answers == dict.fromkeys(names, True)
        numbers = [row[0] for row in book._connection.execute("SELECT number FROM event ORDER BY number")]
    assert numbers == list(range(1, len(names) + 2))


WRITER = """
import sys
from advisor.desk.casebook import Casebook
with Casebook.open(sys.argv[1]) as book:
    case = sys.argv[2]
    start = int(sys.argv[3])
    for number in range(start, start + 100_000):
        book.record(case, "value.estimate", {"value.estimate": number * 100})
        sys.stdout.write(f"{number}\\n")
        sys.stdout.flush()
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_killed_at_random_moments_it_keeps_every_acknowledged_answer(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        case = book.new_case("a", DAY, "nl")
    chance = random.Random(50)
    start = 1
    # `make robust` asks for 200 moments.
    for _ in range(int(os.environ.get("WIJZER_KILLS", "25"))):
        program = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), case, str(start)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert program.stdout is not None
        assert program.stderr is not None
        acknowledged = start - 1
        for _ in range(chance.randint(1, 12)):
            line = program.stdout.readline()
            if not line:
                pytest.fail(f"the writer died by itself:\n{program.stderr.read().decode()}")
            acknowledged = int(line)
        # A stretch of work of random length, so that the blow falls anywhere between two acknowledgements.
        sum(range(chance.randint(0, 40_000)))
        program.kill()
        rest = program.stdout.read().split()
        program.wait()
        program.stdout.close()
        program.stderr.close()
        acknowledged = max([acknowledged, *(int(line) for line in rest)])
        with opened(path, base) as book:
            kept = book.state(case).answers["value.estimate"]
            intact = book._connection.execute("PRAGMA integrity_check").fetchone()[0]
        assert isinstance(kept, int)
        assert acknowledged <= kept // 100 <= acknowledged + 1
        assert intact == "ok"
        start = kept // 100 + 1


def test_a_busy_file_is_said_to_be_locked(path: Path, base: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(path, base) as book:
        case = book.new_case("a", DAY, "nl")
    monkeypatch.setattr(bookfile, "PATIENCE", 10)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other, opened(path, base) as book:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CasebookLocked):
            book.record(case, "buyer.kind", {"buyer.kind": "federal"})
        other.execute("ROLLBACK")
        book.record(case, "buyer.kind", {"buyer.kind": "federal"})
        assert book.state(case).answers == {"buyer.kind": "federal"}


def test_a_full_disk_keeps_what_was_there(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        case = book.new_case("a", DAY, "nl")
        book.record(case, "buyer.kind", {"buyer.kind": "federal"})
        pages = book._connection.execute("PRAGMA page_count").fetchone()[0]
        book._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(CasebookFull):
            book.new_case("x" * 100_000, DAY, "nl")
        assert book.state(case).answers == {"buyer.kind": "federal"}


def test_a_refused_write_is_said_to_be_read_only(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        case = book.new_case("a", DAY, "nl")
        book._connection.execute("PRAGMA query_only = 1")
        with pytest.raises(CasebookReadOnly):
            book.record(case, "buyer.kind", {"buyer.kind": "federal"})


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_file_that_may_not_be_written_is_said_to_be_read_only(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        case = book.new_case("a", DAY, "nl")
    path.chmod(0o444)
    with pytest.raises(CasebookReadOnly), opened(path, base) as book:
        book.record(case, "buyer.kind", {"buyer.kind": "federal"})


def test_a_folder_that_cannot_be_made_is_said_to_be_read_only(tmp_path: Path, base: RuleBase) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CasebookReadOnly, match="its folder cannot be made"):
        opened(tmp_path / "file" / "casebook.sqlite3", base)
    with pytest.raises(CasebookReadOnly, match="cannot be opened"):
        opened(tmp_path, base)


def test_another_file_is_said_to_be_no_casebook(tmp_path: Path, base: RuleBase) -> None:
    path = tmp_path / "casebook.sqlite3"
    path.write_bytes(b"not a database, though long enough to be taken for one " * 40)
    with pytest.raises(CasebookDamaged):
        opened(path, base)


@pytest.mark.parametrize(
    "facts", ["{", "[]", '{"buyer.kind": "moon"}', '{"no.such": "true"}', '{"rd.services": ["true"]}']
)
def test_an_event_that_cannot_be_read_is_said_to_be_damage(path: Path, base: RuleBase, facts: str) -> None:
    with opened(path, base) as book:
        case = book.new_case("a", DAY, "nl")
        book._connection.execute("INSERT INTO event VALUES (?, 2, '', 'answered', 'p', ?)", (case, facts))
        with pytest.raises(CasebookDamaged):
            book.state(case)


def test_a_file_of_a_newer_program_is_refused(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        book._connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    with pytest.raises(CasebookNewer):
        opened(path, base)


def test_the_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJZER_DATA", str(tmp_path))
    assert default_path() == tmp_path / "casebook.sqlite3"
    monkeypatch.delenv("WIJZER_DATA")
    assert "procedurewijzer" in str(default_path())


# --- a record that is locked ------------------------------------------------------------------------------------------


def test_a_locked_case_takes_no_event_until_a_correction_begins(path: Path, base: RuleBase) -> None:
    with Casebook.open(path, base=base) as book:
        case = book.new_case("Speelplein", DAY, "nl")
        book.record(case, "buyer.kind", {"buyer.kind": "municipality"})
        book.lock(case, DAY, "sha256:1")
        locked = book.state(case)
        assert (locked.locked, locked.can_undo, locked.version) == (True, False, Version(1, DAY))
        for touch in (
            lambda: book.record(case, "buyer.kind", {"buyer.kind": "police_zone"}),
            lambda: book.prove(case, "buyer.kind", None),
            lambda: book.doubt(case, "buyer.kind", unsure=True),
            lambda: book.park(case, "contract.nature"),
            lambda: book.undo(case),
            lambda: book.redo(case),
            lambda: book.lock(case, DAY, "sha256:2"),
        ):
            with pytest.raises(CaseFixed):
                touch()
        assert book.state(case) == locked
        book.correct(case, "The kind of buyer was wrong.")
        state = book.state(case)
        assert (state.locked, state.can_undo) == (False, False), "what was locked is never undone"
        assert state.version == Version(2, None, "sha256:1", "The kind of buyer was wrong.")
        assert state.answers == locked.answers
        book.record(case, "buyer.kind", {"buyer.kind": "police_zone"})
        assert book.undo(case)
        assert not book.undo(case)
        assert book.state(case).case(base).version.number == 2


def test_a_correction_needs_a_locked_record(path: Path, base: RuleBase) -> None:
    with Casebook.open(path, base=base) as book:
        case = book.new_case("Speelplein", DAY, "nl")
        with pytest.raises(CaseFixed):
            book.correct(case, "r")
        with pytest.raises(UnknownCase):
            book.lock("2026-999", DAY, "sha256:1")


def test_a_copy_of_a_locked_case_is_open(path: Path, base: RuleBase) -> None:
    with Casebook.open(path, base=base) as book:
        case = book.new_case("Speelplein", DAY, "nl")
        book.record(case, "buyer.kind", {"buyer.kind": "municipality"})
        book.lock(case, DAY, "sha256:1")
        copy = book.state(book.copy_case(case))
        assert copy.version == Version()
        assert copy.answers == {"buyer.kind": "municipality"}


@pytest.mark.parametrize(
    "events",
    [
        [("locked", '{"on": "2026-03-02"}')],
        [("locked", '{"digest": "sha256:1"}')],
        [("corrected", '{"reason": "r"}')],
        [("locked", '{"on": "2026-03-02", "digest": "d"}'), ("locked", '{"on": "2026-03-02", "digest": "d"}')],
        [("locked", '{"on": "2026-03-02", "digest": "d"}'), ("corrected", "{}")],
        [("locked", '{"on": "2026-03-02", "digest": "d"}'), ("undone", "{}")],
    ],
)
def test_events_that_lock_or_correct_out_of_turn_are_damage(
    events: list[tuple[str, str]], path: Path, base: RuleBase
) -> None:
    with Casebook.open(path, base=base) as book:
        case = book.new_case("Speelplein", DAY, "nl")
        for kind, said in events:
            book._write(case, kind, "", said)
        with pytest.raises(CasebookDamaged):
            book.state(case)


def test_text_that_cannot_be_read_is_damage(path: Path, base: RuleBase) -> None:
    with Casebook.open(path, base=base) as book:
        case = book.new_case("Speelplein", DAY, "nl")
        book._connection.execute("UPDATE event SET facts = CAST(x'ff' AS TEXT)")
        with pytest.raises(CasebookDamaged):
            book.state(case)


def test_a_layout_that_never_was_is_damage(path: Path, base: RuleBase) -> None:
    with Casebook.open(path, base=base) as book:
        book._connection.execute("PRAGMA user_version = -5")
    with pytest.raises(CasebookDamaged):
        Casebook.open(path, base=base)
