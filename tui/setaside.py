"""Answers that do not count now: put aside by a later one, or about what can no longer change anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from advisor.derive import Answer
    from advisor.interview import Page
    from tui.session import Session


class IdleFound(Message):
    """The pages whose answers could change a status before, and cannot once other answers are given."""

    def __init__(self, pages: tuple[Page, ...]) -> None:
        super().__init__()
        self.pages = pages


def looking_for_idle(
    session: Session, answers: Mapping[str, Answer], post: Callable[[Message], bool]
) -> Callable[[], None]:
    """The work for a thread, with the answers to be: it takes what it needs of the session, and posts what it found."""
    interview, now, then = session.interview, dict(session.answers), dict(answers)
    covered = {page: set(session.covered(page)) for page in session.trail()}

    def look() -> None:
        post(IdleFound(tuple(page for page in covered if counts(page, now) and not counts(page, then))))

    def counts(page: Page, given: Mapping[str, Answer]) -> bool:
        """Whether another answer to the page could change the status of a procedure, the others being as they are."""
        if not covered[page] & given.keys():
            return True
        outlook = interview.outlook({fact: answer for fact, answer in given.items() if fact not in covered[page]})
        return bool(covered[page] & (outlook.regime_facts | outlook.recommendation_facts | outlook.other_facts))

    return look


def told_answers(facts: Iterable[str], answers: Mapping[str, Answer], session: Session) -> list[str]:
    """Each fact with its answer, in words."""
    wording, named = session.texts.wording, session.base.facts
    return [wording.labelled(wording.fact(named[name]), wording.value(named[name], answers[name])) for name in facts]
