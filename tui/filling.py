"""Several answers at once, each on its own page: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.derive import Answer
    from tui.session import Session


def conflict(session: Session, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The facts that cannot be true together once these are answered so; empty where they can."""
    from advisor.derive import ContradictingAnswers
    from advisor.exact import ImpossibleAnswers

    try:
        session.interview.outlook({**session.answers, **answers})
    except (ContradictingAnswers, ImpossibleAnswers) as found:
        return tuple(found.facts)
    return ()


def fill(session: Session, answers: Mapping[str, Answer]) -> int:
    """Records each answer that differs on the page that asks it; how many there were. Raises CasebookTrouble."""
    changed = [(fact, answer) for fact, answer in answers.items() if session.answers.get(fact) != answer]
    for fact, answer in changed:
        page = session.page_of(fact)
        assert page is not None, "what a line of words fills in has a page"
        session.record(page, {fact: answer})
    return len(changed)
