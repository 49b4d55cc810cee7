"""Locking the record of the open case: its files are written to stay, and the casebook notes their digest."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tui.recordfile import record_texts, write_record

if TYPE_CHECKING:
    from advisor.assessing import Assessment
    from advisor.authority.house import House
    from tui.session import Session


class NotTheLockedRecord(Exception):
    """What would be written is not the record that was locked: its language or the rules are others."""


def locked(session: Session, day: int) -> Assessment:
    """The record of the open case as it is once locked on this day. Raises NotReady, Breach."""
    from advisor import recordversion

    return recordversion.locked(session.exported(), session.base, day)


def lacking(session: Session) -> list[str]:
    """What the record of the open case lacks before it can be locked, in words."""
    from advisor import evidence
    from advisor.evidencetext import lacks

    open_ones = evidence.lacking(session.assessment(), session.base)
    return [lacks(item, session.answers, session.base, session.texts.wording) for item in open_ones]


def digest_of(texts: dict[str, str]) -> str:
    """The digest of a record, from its texts."""
    return str(json.loads(texts["json"])["record"]["digest"])


def lock_into(folder: Path, session: Session, house: House | None, day: int) -> list[Path]:
    """Writes the locked record into the folder, and locks it in the casebook; the paths.

    Raises NotReady, Breach, OSError, CasebookTrouble; then nothing is locked and nothing stays in the folder.
    """
    found = locked(session, day)
    wording = session.texts.wording
    written = write_record(found, session.base, wording, folder, house)
    try:
        session.lock(day, digest_of(record_texts(found, session.base, wording, house)))
    except BaseException:
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise
    return written


def require_the_same(texts: dict[str, str], session: Session) -> None:
    """Raises NotTheLockedRecord where the record of the case is locked and the texts are of another."""
    state = session.state
    if state.locked and digest_of(texts) != state.digest:
        raise NotTheLockedRecord
