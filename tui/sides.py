"""A case and its what-if side by side: the outcome, every procedure, and the answers that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.widgets.columns import Row

if TYPE_CHECKING:
    from advisor.assessing import Assessment
    from tui.outline import Outline
    from tui.session import Session


class Sides(NamedTuple):
    """The rows of what differs and of what is the same; both begin with the heading of the two sides."""

    differing: list[Row]
    same: list[Row]
    differs: bool


def sides(session: Session, real: Outline, other: Outline) -> Sides:
    """The open case, whose what-if is `other`."""
    from advisor.whatif import beside

    found = beside(real.found, other.found, session.base.facts)
    outlines = (real, other)
    heading = Row("", (session.texts.say("whatif.real"), session.texts.say("whatif.mark")), "heading")
    rows = [_outcome(session, outlines, same=found.same_recommendation and found.same_regime)]
    rows += [_route(session, name, outlines) for name in found.routes]
    rows += [_answers(session, name) for name in found.facts]
    same = [_route(session, name, outlines) for name in found.same_routes]
    return Sides([heading, *rows], [heading, *same], bool(found.facts or found.routes))


def _outcome(session: Session, outlines: tuple[Outline, Outline], *, same: bool) -> Row:
    wording = session.texts.wording

    def told(found: Assessment) -> str:
        if found.recommended is None:
            route = session.texts.say("change.nothing")
        else:
            route = wording.text("routes", found.recommended, "short")
        return f"{route} ({wording.text('regimes', found.regime or 'undetermined', 'name')})"

    label = session.texts.say("change.recommended")
    return Row(label, tuple(told(one.found) for one in outlines), "soft" if same else "text")


def _route(session: Session, name: str, outlines: tuple[Outline, Outline]) -> Row:
    routes = [(one, one.found.route(name)) for one in outlines]
    short = session.texts.wording.text("routes", name, "short")
    return Row(short[:1].upper() + short[1:], tuple(f"{one.marker(at)} {one.status(at)}" for one, at in routes))


def _answers(session: Session, name: str) -> Row:
    wording, fact = session.texts.wording, session.base.facts[name]
    given = (session.real_assessment.case.answers, session.answers)
    open_text = wording.text("status", "not_asked")
    label = wording.fact(fact)
    return Row(
        label[:1].upper() + label[1:],
        tuple(wording.value(fact, side[name]) if name in side else open_text for side in given),
    )
