"""The casebook: every answer as an event in one SQLite file, on disk before the next page shows.

State is a fold over the events of a case; undo and redo are events too, so that nothing is ever overwritten. Answers
are kept as text, as a case file writes them. Several programs may use one file at the same time.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from advisor import quantity
from advisor.derive import Answer
from advisor.desk import folders
from advisor.desk.events import (
    EVIDENCE,
    NO_PAGE,
    UNSURE,
    WORKSHEET,
    CaseState,
    Event,
    UnreadableEvent,
    folded,
    written,
    written_proof,
)
from advisor.evidence import Proof
from advisor.rulebase import RuleBase

#: The layout of the file, kept in PRAGMA user_version.
SCHEMA = 1
#: How long a write waits for another program, in milliseconds.
PATIENCE = 5_000
_TABLE = """
CREATE TABLE event (
    case_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('opened', 'answered', 'parked', 'undone', 'redone')),
    page TEXT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (case_id, number)
)
"""


class CasebookTrouble(Exception):
    """The casebook cannot be read or written. `path` is its file; the message says what happened."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path


class CasebookLocked(CasebookTrouble):
    """Another program kept the file busy for longer than the patience."""


class CasebookReadOnly(CasebookTrouble):
    """The file or its folder may not be written."""


class CasebookDamaged(CasebookTrouble):
    """The file is not a casebook, or is broken."""


class CasebookFull(CasebookTrouble):
    """There is no room left on the disk."""


class CasebookNewer(CasebookTrouble):
    """The file was written by a newer version of this program."""


class UnknownCase(LookupError):
    """There is no case with this id."""


_CAUSES: dict[int, tuple[type[CasebookTrouble], str]] = {
    sqlite3.SQLITE_BUSY: (CasebookLocked, "another program keeps it busy"),
    sqlite3.SQLITE_LOCKED: (CasebookLocked, "another program keeps it busy"),
    sqlite3.SQLITE_READONLY: (CasebookReadOnly, "it may not be written"),
    sqlite3.SQLITE_CANTOPEN: (CasebookReadOnly, "it cannot be opened"),
    sqlite3.SQLITE_PERM: (CasebookReadOnly, "it may not be written"),
    sqlite3.SQLITE_CORRUPT: (CasebookDamaged, "it is damaged"),
    sqlite3.SQLITE_NOTADB: (CasebookDamaged, "it is not a casebook"),
    sqlite3.SQLITE_FULL: (CasebookFull, "the disk is full"),
}


def default_path() -> Path:
    """The casebook of this person: in the folder that WIJZER_DATA names, else in the one for data of programs."""
    return folders.data() / "casebook.sqlite3"


def now() -> str:
    """The present time, as an event keeps it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


class Casebook:
    """One open casebook. Use it as a context manager, or close it. Every method may raise CasebookTrouble."""

    def __init__(self, path: Path, base: RuleBase, clock: Callable[[], str]) -> None:
        self.path = path
        self._base = base
        self._clock = clock
        with self._told():
            self._connection = sqlite3.connect(path, timeout=PATIENCE / 1000, isolation_level=None)
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    @classmethod
    def open(
        cls, path: Path | str | None = None, *, base: RuleBase | None = None, clock: Callable[[], str] = now
    ) -> Casebook:
        """The casebook in the file, made where there is none. `base` has the facts that it holds, `clock` the time."""
        place = Path(path) if path is not None else default_path()
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CasebookReadOnly(str(place), f"its folder cannot be made: {error.strerror}") from None
        if base is None:
            from advisor import rulebase

            base = rulebase.load(None)
        return cls(place, base, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file. What was recorded is on disk already."""
        self._connection.close()

    def new_case(self, title: str, day: int, language: str) -> str:
        """Opens a case and gives its id: the year of the reference date and a number, like `2026-014`."""
        year = quantity.date_text(day)[:4]
        with self._writing():
            rows = self._connection.execute(
                "SELECT DISTINCT case_id FROM event WHERE case_id GLOB ?", (f"{year}-[0-9]*",)
            )
            highest = max((int(row[0].split("-")[1]) for row in rows), default=0)
            case_id = f"{year}-{highest + 1:03d}"
            about = {"title": title, "day": quantity.date_text(day), "language": language}
            self._add(case_id, "opened", "", about)
        return case_id

    def record(
        self,
        case_id: str,
        page: str,
        answers: Mapping[str, Answer],
        covers: Iterable[str] = (),
        worksheet: Mapping[str, object] | None = None,
    ) -> int:
        """Records what a page was answered; on disk when it returns. Gives the number of the event.

        `covers` are the facts of the page: those that the answers leave out count as not asked from now on.
        `worksheet` is the `estimate:` block behind the answer to value.estimate, as a case file writes it.
        """
        facts: dict[str, object] = {name: written(self._base, name, answer) for name, answer in answers.items()}
        facts.update({name: None for name in covers if name not in answers})
        if worksheet is not None:
            facts[WORKSHEET] = dict(worksheet)
        with self._writing():
            self._require(case_id)
            return self._add(case_id, "answered", page, facts)

    def prove(self, case_id: str, fact: str, proof: Proof | None) -> int:
        """Notes what proves a fact (None: takes the note away). Gives the number of the event."""
        return self._note(case_id, {EVIDENCE: {fact: None if proof is None else written_proof(proof)}})

    def doubt(self, case_id: str, fact: str, *, unsure: bool) -> int:
        """Notes that the answer to a fact is in doubt, or no longer. Gives the number of the event."""
        return self._note(case_id, {UNSURE: {fact: unsure}})

    def _note(self, case_id: str, note: Mapping[str, object]) -> int:
        with self._writing():
            self._require(case_id)
            return self._add(case_id, "answered", NO_PAGE, note)

    def park(self, case_id: str, page: str) -> int:
        """Puts a page off: it is not asked until it is taken up again. Gives the number of the event."""
        with self._writing():
            self._require(case_id)
            return self._add(case_id, "parked", page, {})

    def undo(self, case_id: str) -> bool:
        """Takes the last answer back; whether there was one."""
        return self._turn(case_id, "undone")

    def redo(self, case_id: str) -> bool:
        """Gives the answer that was taken back again; whether there was one."""
        return self._turn(case_id, "redone")

    def state(self, case_id: str) -> CaseState:
        """The case after all its events. Raises UnknownCase."""
        with self._told():
            rows = self._events(case_id)
        return self._folded(case_id, rows)

    def cases(self) -> list[CaseState]:
        """All cases, the one touched last first."""
        with self._told():
            rows = self._connection.execute(
                "SELECT case_id FROM event GROUP BY case_id ORDER BY max(at) DESC, max(rowid) DESC"
            ).fetchall()
        return [self.state(row[0]) for row in rows]

    # --- inside --------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        with self._told():
            for setting in (f"busy_timeout = {PATIENCE}", "journal_mode = WAL", "synchronous = FULL"):
                self._connection.execute(f"PRAGMA {setting}")
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA:
            raise CasebookNewer(str(self.path), "it was written by a newer version of this program")
        if version == 0:
            with self._writing():
                # Another program may have made the table while this one waited.
                if self._connection.execute("PRAGMA user_version").fetchone()[0] == 0:
                    self._connection.execute(_TABLE)
                    self._connection.execute(f"PRAGMA user_version = {SCHEMA}")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Says what went wrong with the file as a CasebookTrouble."""
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            kind, message = _CAUSES.get(code, (CasebookTrouble, str(error)))
            if code == 0 and isinstance(error, sqlite3.DatabaseError):
                kind, message = CasebookDamaged, str(error)
            raise kind(str(self.path), message) from error

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction that no other program can come between; nothing is kept where it fails."""
        with self._told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def _add(self, case_id: str, kind: str, page: str, facts: Mapping[str, object]) -> int:
        last = self._connection.execute("SELECT max(number) FROM event WHERE case_id = ?", (case_id,)).fetchone()[0]
        number = (last or 0) + 1
        text = json.dumps(facts, ensure_ascii=False)
        values = (case_id, number, self._clock(), kind, page, text)
        self._connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", values)
        return number

    def _turn(self, case_id: str, kind: str) -> bool:
        with self._writing():
            state = self._folded(case_id, self._events(case_id))
            possible = state.can_undo if kind == "undone" else state.can_redo
            if possible:
                self._add(case_id, kind, "", {})
        return possible

    def _require(self, case_id: str) -> None:
        if not self._connection.execute("SELECT 1 FROM event WHERE case_id = ? LIMIT 1", (case_id,)).fetchone():
            raise UnknownCase(case_id)

    def _events(self, case_id: str) -> list[Event]:
        return self._connection.execute(
            "SELECT kind, page, facts, at FROM event WHERE case_id = ? ORDER BY number", (case_id,)
        ).fetchall()

    def _folded(self, case_id: str, rows: list[Event]) -> CaseState:
        if not rows:
            raise UnknownCase(case_id)
        try:
            return folded(self._base, case_id, rows)
        except UnreadableEvent as error:
            raise CasebookDamaged(str(self.path), str(error)) from None


__all__ = [
    "CaseState",
    "Casebook",
    "CasebookDamaged",
    "CasebookFull",
    "CasebookLocked",
    "CasebookNewer",
    "CasebookReadOnly",
    "CasebookTrouble",
    "UnknownCase",
    "default_path",
    "now",
]
