"""The file of a casebook: opening it, one transaction at a time, and its log of events."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from advisor.desk import layout, trouble
from advisor.desk.events import Event
from advisor.desk.layout import SCHEMA
from advisor.desk.trouble import CasebookDamaged, CasebookNewer

#: How long a write waits for another program, in milliseconds.
PATIENCE = 5_000
#: The file of a casebook that is never written to a disk.
IN_MEMORY = ":memory:"


class BookFile:
    """An open file with events. Use it as a context manager, or close it. `clock` gives the time of an event."""

    def __init__(self, path: Path, clock: Callable[[], str]) -> None:
        self.path = path
        self._clock = clock
        with self._told():
            self._connection = sqlite3.connect(path, timeout=PATIENCE / 1000, isolation_level=None)
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file. What was recorded is on disk already."""
        self._connection.close()

    # --- inside --------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        with self._told():
            for setting in (f"busy_timeout = {PATIENCE}", "journal_mode = WAL", "synchronous = FULL"):
                self._connection.execute(f"PRAGMA {setting}")
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version < 0:
            raise CasebookDamaged(str(self.path), f"its layout is numbered {version}, which none is")
        if version > SCHEMA:
            raise CasebookNewer(str(self.path), "it was written by a newer version of this program")
        if version < SCHEMA:
            with self._writing():
                # Another program may have done it while this one waited.
                version = self._connection.execute("PRAGMA user_version").fetchone()[0]
                if version == 0:
                    layout.make(self._connection)
                elif version < SCHEMA:
                    layout.upgrade(self._connection, version)

    def _told(self) -> contextlib.AbstractContextManager[None]:
        return trouble.told(str(self.path))

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

    def _write(self, case_id: str, kind: str, page: str, facts: str, at: str | None = None) -> int:
        last = self._connection.execute("SELECT max(number) FROM event WHERE case_id = ?", (case_id,)).fetchone()[0]
        number = (last or 0) + 1
        values = (case_id, number, self._clock() if at is None else at, kind, page, facts)
        self._connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", values)
        return number

    def _events(self, case_id: str) -> list[Event]:
        return self._connection.execute(
            "SELECT kind, page, facts, at FROM event WHERE case_id = ? ORDER BY number", (case_id,)
        ).fetchall()
