"""The casebook: every answer as an event in one SQLite file, on disk before the next page shows.

State is a fold over the events of a case; undo and redo are events too, so that nothing is ever overwritten. Answers
are kept as text, as a case file writes them. Several programs may use one file at the same time.
"""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from advisor import quantity
from advisor.derive import Answer
from advisor.desk import caselist, folders
from advisor.desk.bookfile import IN_MEMORY, BookFile
from advisor.desk.caselist import CasePage, Listed
from advisor.desk.events import (
    ASIDE,
    CORRECTED,
    EVIDENCE,
    FINAL,
    LOCKED,
    NO_PAGE,
    UNSURE,
    WORKSHEET,
    CaseState,
    Event,
    UnreadableEvent,
    folded,
    standing,
    written,
    written_proof,
)
from advisor.desk.trouble import (
    CasebookDamaged,
    CasebookFull,
    CasebookLocked,
    CasebookMoved,
    CasebookNewer,
    CasebookReadOnly,
    CasebookTrouble,
    CaseFixed,
    UnknownCase,
)
from advisor.evidence import Proof
from advisor.rulebase import RuleBase


def default_path() -> Path:
    """The casebook of this person: in the folder that WIJZER_DATA names, else in the one for data of programs."""
    return folders.data() / "casebook.sqlite3"


def now() -> str:
    """The present time, as an event keeps it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


class Casebook(BookFile):
    """One open casebook. Use it as a context manager, or close it. Every method may raise CasebookTrouble."""

    def __init__(self, path: Path, base: RuleBase, clock: Callable[[], str]) -> None:
        super().__init__(path, clock)
        self._base = base

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

    def new_case(self, title: str, day: int, language: str) -> str:
        """Opens a case and gives its id: the year of the reference date and a number, like `2026-014`."""
        with self._writing():
            return self._new(title, day, language)

    def copy_case(self, case_id: str) -> str:
        """A new case with the same answers, as events; it says from which it was copied. Gives its id."""
        return self._copied(case_id, self._standing(case_id))

    def _copied(self, case_id: str, events: list[Event]) -> str:
        with self._writing():
            state = self._folded(case_id, self._events(case_id))
            made = self._new(state.title, state.day, state.language, case_id)
            for kind, page, facts, _ in events:
                if kind not in FINAL:
                    self._write(made, kind, page, facts)
        return made

    def _new(self, title: str, day: int, language: str, copy_of: str | None = None) -> str:
        year = quantity.date_text(day)[:4]
        rows = self._connection.execute("SELECT case_id FROM listed WHERE case_id GLOB ?", (f"{year}-[0-9]*",))
        highest = max((int(row[0].split("-")[1]) for row in rows), default=0)
        made = f"{year}-{highest + 1:03d}"
        about = {"title": title, "day": quantity.date_text(day), "language": language}
        self._add(made, "opened", "", about if copy_of is None else {**about, "copy_of": copy_of})
        return made

    def record(
        self,
        case_id: str,
        page: str,
        answers: Mapping[str, Answer],
        covers: Iterable[str] = (),
        worksheet: Mapping[str, object] | None = None,
        aside: Iterable[str] = (),
    ) -> int:
        """Records what a page was answered; on disk when it returns. Gives the number of the event.

        `covers` are the facts of the page: those that the answers leave out count as not asked from now on.
        `worksheet` is the `estimate:` block behind the answer to value.estimate, as a case file writes it.
        `aside` are the facts of other pages whose answers cannot stand with these: they are kept apart.
        """
        facts: dict[str, object] = {name: written(self._base, name, answer) for name, answer in answers.items()}
        facts.update({name: None for name in covers if name not in answers})
        if worksheet is not None:
            facts[WORKSHEET] = dict(worksheet)
        put_aside = [name for name in aside if name not in facts]
        if put_aside:
            facts[ASIDE] = put_aside
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

    def lock(self, case_id: str, day: int, digest: str) -> int:
        """Locks the record of a case on a day, with its digest. Gives the number of the event. Raises CaseFixed."""
        return self._final(case_id, LOCKED, {"on": quantity.date_text(day), "digest": digest})

    def correct(self, case_id: str, reason: str) -> int:
        """Begins the next version of a locked record, and says why. Gives the number of the event."""
        return self._final(case_id, CORRECTED, {"reason": reason})

    def _final(self, case_id: str, kind: str, said: Mapping[str, object]) -> int:
        with self._writing():
            state = self._folded(case_id, self._events(case_id))
            if state.locked is not (kind == CORRECTED):
                raise CaseFixed(str(self.path), f"the record of {case_id} is {'' if state.locked else 'not '}locked")
            return self._add(case_id, kind, NO_PAGE, said)

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

    # --- the list ---------------------------------------------------------------------------------------------------

    def cases(self) -> list[CaseState]:
        """All cases, those of the archive too, the one touched last first. For many cases, `page` reads a few."""
        with self._told():
            rows = self._connection.execute("SELECT case_id FROM listed ORDER BY touched DESC").fetchall()
        return [self.state(row[0]) for row in rows]

    def page(
        self,
        *,
        search: str = "",
        archived: bool = False,
        older_than: int | None = None,
        newer_than: int | None = None,
        size: int = caselist.PAGE,
    ) -> CasePage:
        """A page of the list, newest first; see `caselist.page`. What `index` has not seen yet is not found."""
        with self._told():
            return caselist.page(
                self._connection,
                search=search,
                archived=archived,
                older_than=older_than,
                newer_than=newer_than,
                size=size,
            )

    def index(self, words: Callable[[CaseState], str], number: int) -> int:
        """Brings the search index up to date for at most `number` cases, newest first; how many it was.

        `words` gives the text by which a case is found. A case whose events cannot be read is found by nothing.
        """
        with self._told():
            places = caselist.stale(self._connection, number)
        found: dict[str, str] = dict.fromkeys((name for name, _ in places), "")
        for name in found:
            with contextlib.suppress(CasebookDamaged):
                found[name] = words(self.state(name))
        if places:
            with self._writing():
                for name, touched in places:
                    caselist.index(self._connection, name, touched, found[name])
        return len(places)

    def archive(self, case_id: str, *, archived: bool = True) -> None:
        """Puts a case in the archive, or takes it out: the list hides it, nothing of it is lost. Raises UnknownCase."""
        with self._writing():
            if not caselist.archive(self._connection, case_id, archived=archived):
                raise UnknownCase(case_id)

    # --- a what-if beside a case --------------------------------------------------------------------------------------

    def scratch(self, case_id: str) -> Casebook:
        """A casebook in memory with this case alone: what is recorded there leaves the case as it is."""
        made = Casebook(Path(IN_MEMORY), self._base, self._clock)
        with self._told():
            rows = self._events(case_id)
        if not rows:
            raise UnknownCase(case_id)
        with made._writing():
            for kind, page, facts, at in rows:
                made._write(case_id, kind, page, facts, at)
        return made

    def take_over(self, scratch: Casebook, case_id: str) -> int:
        """Records what was done in a scratch casebook as events of the case itself; how many there are.

        Raises CasebookMoved where the case itself has had events since: nothing is recorded then.
        """
        theirs = scratch._events(case_id)
        with self._writing():
            mine = self._events(case_id)
            self._require(case_id)
            if theirs[: len(mine)] != mine:
                raise CasebookMoved(str(self.path), f"the case {case_id} was changed since the what-if began")
            for kind, page, facts, _ in theirs[len(mine) :]:
                self._write(case_id, kind, page, facts)
        return len(theirs) - len(mine)

    def keep_copy(self, scratch: Casebook, case_id: str) -> str:
        """A new case with the answers of a scratch casebook, copied from the case itself. Gives its id."""
        return self._copied(case_id, scratch._standing(case_id))

    # --- inside --------------------------------------------------------------------------------------------------

    def _add(self, case_id: str, kind: str, page: str, facts: Mapping[str, object]) -> int:
        return self._write(case_id, kind, page, json.dumps(facts, ensure_ascii=False))

    def _standing(self, case_id: str) -> list[Event]:
        """The events of a case that no undo took back, without the one that opened it. Raises UnknownCase."""
        with self._told():
            rows = self._events(case_id)
        if not rows:
            raise UnknownCase(case_id)
        try:
            return standing(rows)[0]
        except UnreadableEvent as error:
            raise CasebookDamaged(str(self.path), str(error)) from None

    def _turn(self, case_id: str, kind: str) -> bool:
        with self._writing():
            self._require(case_id)
            state = self._folded(case_id, self._events(case_id))
            possible = state.can_undo if kind == "undone" else state.can_redo
            if possible:
                self._add(case_id, kind, "", {})
        return possible

    def _require(self, case_id: str) -> None:
        """Raises UnknownCase, or CaseFixed where the last thing that was done is to lock the record."""
        row = self._connection.execute(
            "SELECT kind FROM event WHERE case_id = ? ORDER BY number DESC LIMIT 1", (case_id,)
        ).fetchone()
        if row is None:
            raise UnknownCase(case_id)
        if row[0] == LOCKED:
            raise CaseFixed(str(self.path), f"the record of {case_id} is locked")

    def _folded(self, case_id: str, rows: list[Event]) -> CaseState:
        if not rows:
            raise UnknownCase(case_id)
        try:
            return folded(self._base, case_id, rows)
        except UnreadableEvent as error:
            raise CasebookDamaged(str(self.path), str(error)) from None


__all__ = [
    "CaseFixed",
    "CasePage",
    "CaseState",
    "Casebook",
    "CasebookDamaged",
    "CasebookFull",
    "CasebookLocked",
    "CasebookMoved",
    "CasebookNewer",
    "CasebookReadOnly",
    "CasebookTrouble",
    "Listed",
    "UnknownCase",
    "default_path",
    "now",
]
