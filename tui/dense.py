"""Every fact that is answered or can still change something, by subject: for who knows the questions already."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from advisor.interview import Page
    from tui.session import Session


class Line(NamedTuple):
    """One fact: the page that asks it, its name, and its answer in words."""

    fact: str
    page: Page
    topic: str
    name: str
    answer: str


def dense(session: Session) -> list[Line]:
    """The facts in the order of the pages; a fact that no page asks alone is with the page that asks it."""
    wording, base, interview = session.texts.wording, session.base, session.interview
    outlook = interview.outlook(session.answers)
    wanted = {*session.answers, *outlook.regime_facts, *outlook.recommendation_facts, *outlook.other_facts}
    lines: list[Line] = []
    order = {page.id: number for number, page in enumerate(interview.pages)}
    for name, fact in base.facts.items():
        page = session.page_of(name) if name in wanted else None
        if page is None:
            continue
        if name not in session.answers:
            said = wording.text("status", "not_asked")
        else:
            said = wording.value(fact, session.answers[name])
        topic = wording.text("interview", "topics", page.topic)
        lines.append(Line(name, page, topic, wording.fact(fact), said))
    return sorted(lines, key=lambda line: order[line.page.id])
