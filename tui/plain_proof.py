"""What proves a condition, asked line by line: how it stands, by whom or by what, and since when."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from advisor.evidence import Proof
from advisor.quantity import whole
from tui.written import read_date

if TYPE_CHECKING:
    from tui.session import Session


def ask_proof(session: Session, fact: str, line: Callable[[], str], write: Callable[[str], None]) -> Proof | None:
    """The proof that the person notes; None where the condition has no answer yet, which is told.

    `line` gives what is typed, empty where nothing is, and may raise to leave.
    """
    say, wording = session.texts.say, session.texts.wording
    ways = [("asserted", role) for role in session.base.evidence["roles"]]
    ways += [("shown", ""), ("disputed", ""), ("unknown", "")]
    for number, (state, role) in enumerate(ways, 1):
        told = wording.text("evidence", "states", state)
        if role:
            told = wording.text("evidence", "by").format(state=told, by=wording.text("evidence", "roles", role))
        write(f"{number:2}. {told}")
    while True:
        number = whole(line()) or 0
        if 1 <= number <= len(ways):
            break
        write(say("evidence.choose"))
    state, by = ways[number - 1]
    if state in ("asserted", "shown") and session.answers.get(fact) is None:
        write(say("evidence.needs_answer"))
        return None
    if state in ("shown", "disputed"):
        write(say("evidence.by"))
        while not (by := " ".join(line().split())):
            write(say("evidence.needs_by"))
    write(say("evidence.on"))
    while typed := line():
        on = read_date(typed)
        if on is not None:
            return Proof(state, by, on)
        write(say("question.no_date"))
    return Proof(state, by, None)
