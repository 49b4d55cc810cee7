"""Reasons and the smallest change of one procedure, worked out beside the screen: a solver may take its time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from tui.glyphs import glyphs
from tui.widgets.sheet import Block

if TYPE_CHECKING:
    from tui.session import Session


class Reasoned(Message):
    """The lines that were worked out for a procedure; `kind` is `reason`, `change` or `doubt`."""

    def __init__(self, route: str, kind: str, language: str, lines: list[str]) -> None:
        super().__init__()
        self.route, self.kind, self.language, self.lines = route, kind, language, lines


def as_block(line: str) -> Block:
    """A line of the reasons, which marks its own list."""
    bare = line.lstrip(" ")
    indent = len(line) - len(bare)
    if bare.startswith("- "):
        return Block(bare[2:], "text", glyphs().bullet, indent)
    return Block(bare, "text", indent=indent)


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
        elif kind == "doubt":
            from advisor.doubt import doubts

            # The first line is a heading, which the page has itself.
            lines = text.doubts(doubts(case, engines))[1:]
        else:
            from advisor.change import smallest

            lines = text.change(smallest(engines, case.answers, case.as_of, route, case.from_base))
        post(Reasoned(route, kind, language, lines))

    return work
