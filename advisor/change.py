"""The smallest lawful change that opens a route: the fewest answers that would have to be otherwise, proved fewest.

A fact is fixed (what is or was so), lawfully changeable, or a circumvention of the law (LPP art. 5). Only a lawful
change is ever advised; what a circumvention would do is told with why it may not be done, and what is fixed is told as
such.
The theory and its sources: docs/questions.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from advisor.assessing import AVAILABLE, State
from advisor.derive import Answer
from advisor.engines import Engines
from advisor.smallest import CHANGED, Search
from advisor.step import Found, Step

FIXED, LAWFUL, CIRCUMVENTION = "fixed", "lawful", "circumvention"
#: What may change in each search, from what is advised to what is only told.
REACH = {
    LAWFUL: frozenset({LAWFUL}),
    CIRCUMVENTION: frozenset({LAWFUL, CIRCUMVENTION}),
    FIXED: frozenset({LAWFUL, CIRCUMVENTION, FIXED}),
}
OPEN, NONE = "open", "none"
#: How many ways of the same size are told.
WAYS = 3


class Way(NamedTuple):
    """One way to open the route: the ground that would hold, the answers to change, and those to find out."""

    ground: str
    changes: tuple[Step, ...]
    to_find_out: tuple[Step, ...]


class Change(NamedTuple):
    """What would open a route. `kind`: open (it is), lawful, circumvention or fixed (what the ways need), or none.

    All ways change the same, smallest number of answers, and find out the same, smallest number on top of that.
    """

    route: str
    kind: str
    ways: tuple[Way, ...] = ()

    @property
    def is_lawful(self) -> bool:
        """Whether the route is open or can lawfully be opened."""
        return self.kind in (OPEN, LAWFUL)


def smallest(
    engines: Engines,
    answers: Mapping[str, Answer],
    day: int,
    route: str,
    from_base: frozenset[str] = frozenset(),
) -> Change:
    """The smallest change that opens the route on the day (an ordinal): lawful, else what else it would take.

    Raises OutsideKnownDates, ContradictingAnswers, ImpossibleAnswers.
    """
    state = State(engines, answers, day, from_base=from_base, preview=True)
    if state.status(route) == AVAILABLE:
        return Change(route, OPEN)
    search = Search(state, answers, day)
    for kind in REACH:
        ways = _ways(search, route, movable(search, state, kind))
        if ways:
            return Change(route, kind, ways)
    return Change(route, NONE)


def movable(search: Search, state: State, kind: str) -> frozenset[str]:
    """The facts that a search of this kind may change."""
    return frozenset(element for element in search.elements.values() if state.base.facts[element].change in REACH[kind])


def applied(answers: Mapping[str, Answer], state: State, way: Way) -> dict[str, Answer]:
    """The answers once a way is taken; a computed fact keeps the answers behind it."""
    found = dict(answers)
    for step in (*way.changes, *way.to_find_out):
        fact = state.base.facts[step.fact]
        if not fact.derived:
            found[step.facts[0]] = step.value(fact.type)
            if step.facts[0] == "value.estimate":
                found.pop("value.lots", None)
    return found


def _ways(search: Search, route: str, allowed: frozenset[str]) -> tuple[Way, ...]:
    best: int | None = None
    ways: list[tuple[int, Way]] = []
    for goal in search.opening(route):
        for found in _cheapest(search.solutions(goal, allowed, best)):
            cost = len(found.changed) * CHANGED + len(found.asked)
            best = cost if best is None else min(best, cost)
            ways.append((cost, _way(goal.rule, found)))
    told: dict[tuple[Step, ...], Way] = {}
    for cost, way in ways:
        if cost == best:
            told.setdefault((*way.changes, *way.to_find_out), way)
    return tuple(told.values())[:WAYS]


def _cheapest(solutions: Iterator[Found]) -> Iterator[Found]:
    """The first solutions, as long as they cost the same."""
    first: tuple[int, int] | None = None
    for number, found in enumerate(solutions):
        cost = len(found.changed), len(found.asked)
        first = first or cost
        if cost != first or number >= WAYS:
            return
        yield found


def _way(ground: str, found: Found) -> Way:
    return Way(
        ground,
        tuple(step for step in found.steps if set(step.facts) & found.changed),
        tuple(step for step in found.steps if not set(step.facts) & found.changed),
    )
