"""Why a route is open, why it is not, and what is worth finding out: reasons from which no fact can be left out.

A reason is a set of answers that alone give the route its status, whatever the other answers are. A default that stands
in for what was not asked is part of a reason too, as an assumption: another answer there could overturn it. The theory
and its sources: docs/questions.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from advisor.assessing import AVAILABLE, UNAVAILABLE, State
from advisor.derive import Answer
from advisor.engines import Engines
from advisor.reasons import Reason
from advisor.smallest import Search
from advisor.step import Goal, Step


class Grounds(NamedTuple):
    """A set of facts that suffices for a status: answers given, and facts not asked that a default stands in for."""

    answered: tuple[str, ...]
    assumed: tuple[str, ...] = ()

    @property
    def facts(self) -> frozenset[str]:
        return frozenset((*self.answered, *self.assumed))


class Failed(NamedTuple):
    """A ground or bar of a route with the tests that decide it."""

    rule: str
    cite: str
    because: tuple[Reason, ...]


class Worth(NamedTuple):
    """The fewest facts to find out for one outcome of a route, each with the answer that leads there."""

    outcome: str
    rule: str
    steps: tuple[Step, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact for step in self.steps for fact in step.facts))


class Explanation(NamedTuple):
    """One route explained. `why` is a minimal sufficient set (None while the route is not determined).

    `holding` are the rules that give an available route its status, `failed` those that give an unavailable one its
    own: the bar, or every ground. `worth` stands only where the route is not determined, the smallest set first.
    """

    route: str
    status: str
    why: Grounds | None
    holding: tuple[Failed, ...] = ()
    failed: tuple[Failed, ...] = ()
    worth: tuple[Worth, ...] = ()


class Explaining:
    """The reasons of one set of answers on one day (an ordinal). `from_base`: facts that nobody was asked.

    Raises OutsideKnownDates, ContradictingAnswers, ImpossibleAnswers.
    """

    def __init__(
        self, engines: Engines, answers: Mapping[str, Answer], day: int, from_base: frozenset[str] = frozenset()
    ) -> None:
        self._engines = engines
        self._answers = dict(answers)
        self._day = day
        self._from_base = from_base
        self.state = State(engines, answers, day, from_base=from_base, preview=True)
        self._order = {fact: number for number, fact in enumerate(engines.base.facts)}
        self._assumed = tuple(_defaults(self.state, self._answers))
        self.known = tuple(
            sorted((fact for fact, answer in answers.items() if answer is not None), key=self._order.__getitem__)
        )

    def route(self, route: str) -> Explanation:
        """The explanation of one route."""
        status = self.state.status(route)
        if status == AVAILABLE:
            rule = self._named(route)
            return Explanation(route, status, self.why(route), holding=(self._told(rule),))
        if status == UNAVAILABLE:
            bars = [rule.id for rule in self.state.rules("bar") if route in rule.routes and self.state.truths[rule.id]]
            rules = bars[:1] or [rule.id for rule in self.state.rules("ground") if rule.route == route]
            return Explanation(route, status, self.why(route), failed=tuple(self._told(rule) for rule in rules))
        return Explanation(route, status, None, worth=self.worth_asking(route))

    def why(self, route: str) -> Grounds | None:
        """A minimal sufficient set for the status of a determined route; None where it is not determined."""
        status = self.state.status(route)
        if status not in (AVAILABLE, UNAVAILABLE):
            return None
        everything = (*self.known, *self._assumed)
        kept = self._starting(route, status)
        if not self.suffices(route, status, kept):
            kept = list(everything)
        for fact in reversed(kept.copy()):
            fewer = [other for other in kept if other != fact]
            if self.suffices(route, status, fewer):
                kept = fewer
        return Grounds(
            tuple(fact for fact in kept if fact not in self._assumed),
            tuple(fact for fact in kept if fact in self._assumed),
        )

    def suffices(self, route: str, status: str, kept: Collection[str]) -> bool:
        """Whether the answers (and defaults) kept give the route this status, whatever the others are."""
        return self._given(kept).status(route) == status

    def elements(self) -> tuple[str, ...]:
        """The facts that a reason may name: those answered, and those that a default stands in for."""
        return (*self.known, *self._assumed)

    def worth_asking(self, route: str) -> tuple[Worth, ...]:
        """For an undetermined route: the fewest facts to find out that open it, and those that close it.

        Each is smallest by number: no fewer facts, whatever their answers, would determine the route so. The smaller
        comes first; where both are as small, the one that opens it.
        """
        search = Search(self.state, self._answers, self._day)
        best: list[Worth] = []
        for outcome, goals in (
            (AVAILABLE, search.opening(route)),
            (UNAVAILABLE, search.closing(route)),
        ):
            found = _smallest(search, goals)
            if found is not None:
                best.append(Worth(outcome, *found))
        return tuple(sorted(best, key=lambda worth: len(worth.facts)))

    def _given(self, kept: Collection[str]) -> State:
        """The state of the answers kept alone: the others are not known, and a default not kept is not taken."""
        answers: dict[str, Answer] = {fact: answer if fact in kept else None for fact, answer in self._answers.items()}
        answers.update((fact, None) for fact in self._assumed if fact not in kept)
        for rule in self._engines.base.derived:
            # The parts of a mixed contract settle its nature only as long as no main object does.
            if rule["larger"] and rule["larger"]["unless"] in self.elements() and rule["larger"]["unless"] not in kept:
                answers.update((fact, None) for kind, fact in rule["larger"].items() if kind != "unless")
        return State(self._engines, answers, self._day, from_base=self._from_base, preview=True)

    def _starting(self, route: str, status: str) -> list[str]:
        """The facts that the rules behind the status test, in the order of the facts: mostly enough already."""
        state = self.state
        names = [rule.id for rule in state.rules("bar") if route in rule.routes]
        if status == AVAILABLE:
            names.append(self._named(route))
        elif any(state.truths[name] for name in names):
            names = [next(name for name in names if state.truths[name])]
        else:
            names = [rule.id for rule in state.rules("ground") if rule.route == route]
        facts = {reason.fact for name in names for reason in state.explainer.why(name)}
        facts.update(fact for name in names if name in state.certain for fact in state.certain[name].facts)
        behind = set(_behind(state, facts))
        return [fact for fact in self.elements() if fact in behind]

    def _named(self, route: str) -> str:
        """The holding ground to name: the one with the fewest tested facts, then the first of the law."""
        holding = [rule.id for rule in self.state.rules("ground") if rule.route == route and self.state.truths[rule.id]]
        return min(holding, key=lambda name: len(self.state.explainer.why(name)))

    def _told(self, rule: str) -> Failed:
        return Failed(rule, self.state.span.circuit.rules[rule].cite, self.state.explainer.why(rule))


def _smallest(search: Search, goals: Iterable[Goal]) -> tuple[str, tuple[Step, ...]] | None:
    best: tuple[str, tuple[Step, ...]] | None = None
    for goal in goals:
        for found in search.solutions(goal, frozenset(), None if best is None else len(best[1]) - 1):
            best = goal.rule, found.steps
            break
    return best


def _defaults(state: State, answers: Mapping[str, Answer]) -> Iterable[str]:
    """The facts not known that a default stands in for, in this case."""
    derived = state.derived
    for rule in state.base.derived:
        name, default, larger = rule["id"], rule["default"] or {}, rule["larger"]
        if larger is not None:
            if derived.computed.get(name) == "larger" and answers.get(larger["unless"]) is None:
                yield larger["unless"]
        elif "same_as" in default and (name in derived.computed or (name, default["same_as"]) in derived.same):
            fact = default["same_as"] if "else" in default else name
            if fact not in answers:
                yield fact


def _behind(state: State, facts: Iterable[str]) -> Iterable[str]:
    """The answers and defaults from which the values of the facts come."""
    computed = state.derived.computed
    rules = {rule["id"]: rule for rule in state.base.derived}
    waiting = list(facts)
    seen: set[str] = set()
    while waiting:
        fact = waiting.pop()
        if fact in seen:
            continue
        seen.add(fact)
        yield fact
        rule = rules.get(fact)
        if rule is None or (fact not in computed and not state.base.facts[fact].derived):
            continue
        parts = rule["years"] or rule["share"] or rule["larger"] or {}
        default = rule["default"] or {}
        waiting += [*parts.values(), *(default[key] for key in ("sum", "same_as") if key in default)]
