"""The layout of the casebook's file: its tables, and how a file of an earlier version is brought up to it.

`event` is the log, and all that is known. `listed` and `searched` follow from it, apart from what is archived: they are
there so that a list of many cases opens as fast as a list of few. Triggers keep `listed` right, so that it follows
every event, whichever program writes it.
"""

from __future__ import annotations

import sqlite3

#: The version of the layout, kept in PRAGMA user_version. Version 1 had the table `event` alone, without notes on
#: evidence and doubt among its answers; version 2 knew no event that locks a record or begins a correction. A program
#: that knows only these must not open a file that may hold more.
SCHEMA = 3

_EVENT = """
CREATE TABLE event (
    case_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('opened', 'answered', 'parked', 'undone', 'redone', 'locked', 'corrected')),
    page TEXT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (case_id, number)
)
"""
#: `touched` grows with every event of any case: it orders the list, newest first, and a page of it starts from one.
#: `row` is the row of the case in `searched` (0: none yet); `stale`: there were events since it was written.
_LISTED = """
CREATE TABLE listed (
    case_id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    day TEXT NOT NULL,
    copy_of TEXT,
    at TEXT NOT NULL,
    touched INTEGER NOT NULL UNIQUE,
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    row INTEGER NOT NULL DEFAULT 0,
    stale INTEGER NOT NULL DEFAULT 1 CHECK (stale IN (0, 1))
)
"""
_TITLE, _DAY, _COPY_OF = (
    f"CASE WHEN json_valid({{facts}}) THEN json_extract({{facts}}, '$.{key}') END"
    for key in ("title", "day", "copy_of")
)
_COLUMNS = f"coalesce({_TITLE}, ''), coalesce({_DAY}, ''), {_COPY_OF}"
_LIST = (
    _LISTED,
    "CREATE INDEX listed_in_order ON listed (archived, touched)",
    "CREATE INDEX listed_by_row ON listed (row)",
    "CREATE INDEX listed_stale ON listed (touched) WHERE stale",
    "CREATE VIRTUAL TABLE searched USING fts5(words, place, tokenize = 'unicode61 remove_diacritics 2')",
)
_TRIGGERS = (
    f"""
    CREATE TRIGGER event_opens AFTER INSERT ON event WHEN NEW.kind = 'opened' BEGIN
        INSERT INTO listed (case_id, title, day, copy_of, at, touched)
        VALUES (NEW.case_id, {_COLUMNS.format(facts="NEW.facts")}, NEW.at,
                (SELECT coalesce(max(touched), 0) + 1 FROM listed));
    END
    """,  # noqa: S608 - fixed parts
    """
    CREATE TRIGGER event_touches AFTER INSERT ON event WHEN NEW.kind <> 'opened' BEGIN
        UPDATE listed SET at = NEW.at, stale = 1, touched = (SELECT max(touched) + 1 FROM listed)
        WHERE case_id = NEW.case_id;
    END
    """,
)
_FILL = f"""
INSERT INTO listed (case_id, title, day, copy_of, at, touched)
SELECT opened.case_id, {_COLUMNS.format(facts="opened.facts")}, last.at,
       row_number() OVER (ORDER BY last.at, last.place)
FROM (SELECT case_id, min(number) AS first, max(at) AS at, max(rowid) AS place FROM event GROUP BY case_id) AS last
JOIN event AS opened ON opened.case_id = last.case_id AND opened.number = last.first
"""  # noqa: S608 - fixed parts


def make(connection: sqlite3.Connection) -> None:
    """Makes the tables in an empty file. The caller has opened the transaction."""
    connection.execute(_EVENT)
    _finish(connection)


def upgrade(connection: sqlite3.Connection, version: int) -> None:
    """Brings a file of an earlier version up to SCHEMA, every event as it was. The caller has the transaction."""
    assert version in (1, 2), f"there was no version {version} of the casebook"
    # SQLite changes no check of a table: it is made anew. Its triggers go with the old one.
    connection.execute("ALTER TABLE event RENAME TO event_before")
    connection.execute(_EVENT)
    connection.execute("INSERT INTO event SELECT * FROM event_before ORDER BY rowid")
    connection.execute("DROP TABLE event_before")
    if version == 1:
        _finish(connection)
        connection.execute(_FILL)
    else:
        _execute(connection, *_TRIGGERS, f"PRAGMA user_version = {SCHEMA}")


def _finish(connection: sqlite3.Connection) -> None:
    _execute(connection, *_LIST, *_TRIGGERS, f"PRAGMA user_version = {SCHEMA}")


def _execute(connection: sqlite3.Connection, *statements: str) -> None:
    for statement in statements:
        connection.execute(statement)
