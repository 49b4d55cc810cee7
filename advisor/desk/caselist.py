"""The list of all cases, read a page at a time: newest first, from a place in the order, never by counting off rows."""

from __future__ import annotations

import re
import sqlite3
from typing import NamedTuple

#: Cases on a page of the list, unless the caller asks for another number.
PAGE = 20
#: The word in the search index for where a case stands.
_PLACES = ("current", "archive")
_WORD = re.compile(r"[^\W_]+")
#: A mark between the thousands of an amount as a person types it: `48.500` is looked for as `48500`.
_THOUSANDS = re.compile(r"(?<=\d)[.\u00a0\u202f](?=\d{3}(?!\d))")
_ROW = "listed.case_id, listed.title, listed.day, listed.at, listed.copy_of, listed.archived, listed.touched"


class Listed(NamedTuple):
    """A case in the list. `day` and `at` are texts as in the log; `touched` is its place in the order."""

    id: str
    title: str
    day: str
    at: str
    copy_of: str | None
    archived: bool
    touched: int


class CasePage(NamedTuple):
    """Cases, newest first; whether there are newer ones above them and older ones below."""

    cases: tuple[Listed, ...]
    above: bool
    below: bool


def page(
    connection: sqlite3.Connection,
    *,
    search: str = "",
    archived: bool = False,
    older_than: int | None = None,
    newer_than: int | None = None,
    size: int = PAGE,
) -> CasePage:
    """A page of the list: the newest cases, or those right after or right before a place in the order.

    `search`: only cases that hold every word, or one that begins so. At most `size` + 2 cases are read.
    """
    words = _words(search)
    if search.strip() and not words:
        return CasePage((), above=False, below=False)
    rising = newer_than is not None
    place = newer_than if rising else older_than
    rows = _read(connection, words, archived, place, size + 1, rising=rising)
    more = len(rows) > size
    cases = rows[:size][::-1] if rising else rows[:size]
    # On the other side stands the case that the page was counted from, unless it has moved since.
    behind = place is not None and bool(
        _read(connection, words, archived, place + (1 if rising else -1), 1, rising=not rising)
    )
    return CasePage(tuple(cases), above=more if rising else behind, below=behind if rising else more)


def _read(
    connection: sqlite3.Connection, words: list[str], archived: bool, place: int | None, number: int, *, rising: bool
) -> list[Listed]:
    order, beyond = ("ASC", ">") if rising else ("DESC", "<")
    given: list[object]
    if words:
        asked = " AND ".join(f'"{word}" *' for word in words)
        given = [f"words : ({asked}) AND place : {_PLACES[archived]}"]
        source, column = "searched JOIN listed ON listed.row = searched.rowid", "searched.rowid"
        where = "searched MATCH ?"
    else:
        given = [int(archived)]
        source, column, where = "listed", "listed.touched", "listed.archived = ?"
    if place is not None:
        where += f" AND {column} {beyond} ?"
        given.append(place)
    rows = connection.execute(
        f"SELECT {_ROW} FROM {source} WHERE {where} ORDER BY {column} {order} LIMIT ?",  # noqa: S608 - fixed parts
        [*given, number],
    )
    return [Listed(name, title, day, at, copy, bool(old), place) for name, title, day, at, copy, old, place in rows]


def _words(search: str) -> list[str]:
    return _WORD.findall(_THOUSANDS.sub("", search.lower()))


def stale(connection: sqlite3.Connection, number: int) -> list[tuple[str, int]]:
    """The cases whose words are not in the search index as they are now, newest first, at most `number`.

    Each with its place in the order, which tells `index` whether it has changed since.
    """
    return connection.execute(
        "SELECT case_id, touched FROM listed WHERE stale ORDER BY touched DESC LIMIT ?", (number,)
    ).fetchall()


def index(connection: sqlite3.Connection, case_id: str, touched: int, words: str) -> None:
    """Writes the words by which a case was found at its place `touched`. The caller has opened the transaction."""
    row, archived = connection.execute("SELECT row, archived FROM listed WHERE case_id = ?", (case_id,)).fetchone()
    connection.execute("DELETE FROM searched WHERE rowid IN (?, ?)", (row, touched))
    connection.execute(
        "INSERT INTO searched (rowid, words, place) VALUES (?, ?, ?)", (touched, words, _PLACES[archived])
    )
    connection.execute("UPDATE listed SET row = ?, stale = touched <> ? WHERE case_id = ?", (touched, touched, case_id))


def archive(connection: sqlite3.Connection, case_id: str, *, archived: bool) -> bool:
    """Puts a case in the archive, or takes it out; whether there is such a case. The caller has the transaction."""
    connection.execute(
        "UPDATE searched SET place = ? WHERE rowid = (SELECT row FROM listed WHERE case_id = ?)",
        (_PLACES[archived], case_id),
    )
    done = connection.execute("UPDATE listed SET archived = ? WHERE case_id = ?", (int(archived), case_id))
    return done.rowcount == 1
