"""Locking the record in plain mode, and beginning a correction of a locked one."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui import locking

if TYPE_CHECKING:
    from tui.session import Session


def lock_or_correct(session: Session, line: Callable[[], str], write: Callable[[str], None]) -> None:
    """Locks a ready record and says where it stands; of a locked one asks why it is corrected.

    An empty line leaves a locked record as it is. Raises what `locking.lock_into` raises, except for a draft, which is
    told what it lacks.
    """
    say = session.texts.say
    if session.state.locked:
        _correct(session, line, write)
        return
    if lacking := locking.lacking(session):
        write(say("lock.draft"))
        for text in lacking:
            write(f"  - {text}")
        return
    today = datetime.date.today().toordinal()  # noqa: DTZ011 -- the day on the calendar of who locks it
    written = locking.lock_into(session.records, session, session.house(), today)
    write(say("lock.done", number=session.state.version.number))
    for path in written:
        write(f"  {path}")


def _correct(session: Session, line: Callable[[], str], write: Callable[[str], None]) -> None:
    from advisor.recordversion import LONGEST_REASON

    say, number = session.texts.say, session.state.version.number
    write(say("lock.reason"))
    write(say("lock.correct", number=number + 1, before=number))
    reason = " ".join(line().split())
    if len(reason) > LONGEST_REASON:
        write(say("lock.no_reason", number=LONGEST_REASON))
    elif reason:
        session.correct(reason)
        write(say("lock.begun", number=number + 1))
