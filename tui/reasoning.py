"""Reasons and the smallest change of one procedure, worked out beside the screen: a solver may take its time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tui.session import Session


class Reasoned(Message):
    """The lines that were worked out for a procedure; `kind` is `reason` or `change`."""

    def __init__(self, route: str, kind: str, language: str, lines: list[str]) -> None:
        super().__init__()
        self.route, self.kind, self.language, self.lines = route, kind, language, lines


def reasoning(route: str, kind: str, session: Session, post: Callable[[Message], bool]) -> Callable[[], None]:
    """The work for a thread: it takes what it needs of the session now, and posts what it found."""
    found, base, engines = session.assessment(), session.base, session.engines
    wording, language = session.texts.wording, session.language
    case = found.case

    def work() -> None:
        from advisor.reasontext import ReasonText

        text = ReasonText(found, base, wording)
        if kind == "reason":
            from advisor.explanation import Explaining

            # The first line names the route and its status, which the page says already.
            lines = text.explanation(Explaining(engines, case.answers, case.as_of, case.from_base).route(route))[1:]
        else:
            from advisor.change import smallest

            lines = text.change(smallest(engines, case.answers, case.as_of, route, case.from_base))
        post(Reasoned(route, kind, language, lines))

    return work
