"""What can go wrong with the file of a casebook, told as what happened to which file."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator


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


class CasebookMoved(CasebookTrouble):
    """The case was changed elsewhere since a what-if was split off from it."""


class CaseFixed(CasebookTrouble):
    """The record of the case is locked: nothing is recorded until a correction begins."""


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


@contextlib.contextmanager
def told(path: str) -> Iterator[None]:
    """Says what went wrong with the file as a CasebookTrouble."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise CasebookDamaged(path, "it holds text that cannot be read") from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        kind, message = _CAUSES.get(code, (CasebookTrouble, str(error)))
        if code == 0 and isinstance(error, sqlite3.DatabaseError):
            kind, message = CasebookDamaged, str(error)
        raise kind(path, message) from error
