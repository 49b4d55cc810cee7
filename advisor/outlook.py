"""What can still matter: the facts not yet asked that may still change the regime, the recommendation or a route.

A route that is not decided is placed at its best, the present recommendation at its worst; where the first cannot come
before the second, nothing it waits for can change the recommendation. A fact that was asked and is not known counts as
it stands: it is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from advisor.assessing import AVAILABLE, UNAVAILABLE, UNDETERMINED, State, askable
from advisor.circuit import All, Any, Atom, Node, Not, Ref, Truth, tree
from advisor.derive import Answer
from advisor.rulebase import Rule, Tier


class _Fit(NamedTuple):
    """Whether a suitability entry fits a route: yes, no or None (it may), and the facts that it then waits for."""

    truth: Truth
    waiting: tuple[str, ...] = ()


class Outlook:
    """What is still open after some answers."""

    def __init__(self, state: State, answers: Mapping[str, Answer]) -> None:
        self._state = state
        self._asked = frozenset(answers)
        self.derived = state.derived
        self.regime = state.regime()
        self.statuses = state.statuses()

    @cached_property
    def regime_facts(self) -> frozenset[str]:
        """The facts that the regime still waits for."""
        if self.regime is not None:
            return frozenset()
        return frozenset(fact for rule in self._state.rules("regime") for fact in self._open(rule))

    @cached_property
    def route_facts(self) -> dict[str, frozenset[str]]:
        """For each undetermined route the facts that can still decide it; routes that wait for nothing are left out."""
        found = {}
        for route, status in self.statuses.items():
            if status != UNDETERMINED:
                continue
            grounds = self._grounds(route)
            holds = any(self._state.truths[rule.id] for rule in grounds)
            bars = [rule for rule in self._state.rules("bar") if route in rule.routes]
            facts = frozenset(fact for rule in (*bars, *(() if holds else grounds)) for fact in self._open(rule))
            if facts:
                found[route] = facts
        return found

    @cached_property
    def recommendation_facts(self) -> frozenset[str]:
        """The facts that can still change which route comes first."""
        contenders = [
            route for route, status in self.statuses.items() if status == AVAILABLE or route in self.route_facts
        ]
        order = {route: number for number, route in enumerate(self.statuses)}
        places = {route: self._places(route) for route in contenders}
        settled = [route for route in contenders if self.statuses[route] == AVAILABLE]
        if not settled:
            return frozenset(fact for route in contenders for fact in self.route_facts[route])
        leader = min(settled, key=lambda route: (_worst(places[route]), order[route]))
        found: set[str] = set()
        for rival in contenders:
            ahead = (_best(places[rival]), order[rival]) < (_worst(places[leader]), order[leader])
            if rival != leader and ahead:
                found |= self.route_facts.get(rival, frozenset())
                found |= _between(places[rival], places[leader])
        return frozenset(found)

    @cached_property
    def other_facts(self) -> frozenset[str]:
        """The facts that can still change the status of some route."""
        return frozenset(fact for facts in self.route_facts.values() for fact in facts)

    def _grounds(self, route: str) -> list[Rule]:
        return [rule for rule in self._state.rules("ground") if rule.route == route]

    def _open(self, rule: Rule) -> tuple[str, ...]:
        return self._unasked(self._state.explainer.open_facts(rule.id))

    def _unasked(self, facts: Iterable[str]) -> tuple[str, ...]:
        return tuple(fact for fact in askable(self._state, facts) if fact not in self._asked)

    def _places(self, route: str) -> list[tuple[int, int, frozenset[str]]]:
        """For each criterion: the best and the worst tier the route may have, and the facts on which that depends."""
        found = []
        for _, tiers in self._state.base.criteria:
            best, worst = None, len(tiers)
            waiting: set[str] = set()
            for number, entries in enumerate(tiers):
                fits = [self._fit(route, entry) for entry in entries if route in entry.routes]
                if any(fit.truth is True for fit in fits):
                    best, worst = number if best is None else best, number
                    break
                maybe = [fit for fit in fits if fit.truth is None]
                if maybe:
                    best = number if best is None else best
                    waiting.update(fact for fit in maybe for fact in fit.waiting)
            found.append((worst if best is None else best, worst, frozenset(waiting)))
        return found

    def _fit(self, route: str, entry: Tier) -> _Fit:
        own = {rule.id: rule for rule in self._grounds(route)}
        parts = []
        if entry.grounds:
            parts.append(self._some_holds([own[name] for name in entry.grounds if name in own]))
        if entry.unless_grounds:
            blocked = self._some_holds([own[name] for name in entry.unless_grounds if name in own])
            parts.append(_Fit(None if blocked.truth is None else not blocked.truth, blocked.waiting))
        if entry.when is not None:
            parts.append(self._condition(tree(entry.when, self._state.span.circuit.amounts)))
        if entry.unless is not None:
            blocked = self._condition(tree(entry.unless, self._state.span.circuit.amounts))
            parts.append(_Fit(None if blocked.truth is None else not blocked.truth, blocked.waiting))
        if any(part.truth is False for part in parts):
            return _Fit(False)
        waiting = tuple(fact for part in parts for fact in part.waiting)
        return _Fit(None, waiting) if waiting else _Fit(True)

    def _some_holds(self, rules: list[Rule]) -> _Fit:
        if any(self._state.truths[rule.id] for rule in rules):
            return _Fit(True)
        waiting = tuple(fact for rule in rules for fact in self._open(rule))
        return _Fit(None, waiting) if waiting else _Fit(False)

    def _condition(self, node: Node) -> _Fit:
        truth = self._state.explainer.truth(node)
        if truth is not None:
            return _Fit(truth)
        waiting = self._unasked(self._open_in(node))
        # What was asked and is not known counts as not true, as where routes are ranked.
        return _Fit(None, waiting) if waiting else _Fit(False)

    def _open_in(self, node: Node) -> Iterator[str]:
        if isinstance(node, Atom):
            yield node.fact
        elif isinstance(node, Ref):
            yield from self._state.explainer.open_facts(node.rule)
        elif isinstance(node, Not):
            yield from self._open_in(node.part)
        elif isinstance(node, (All, Any)):
            for part in node.parts:
                if self._state.explainer.truth(part) is None:
                    yield from self._open_in(part)


def _best(places: list[tuple[int, int, frozenset[str]]]) -> list[int]:
    return [best for best, _, _ in places]


def _worst(places: list[tuple[int, int, frozenset[str]]]) -> list[int]:
    return [worst for _, worst, _ in places]


def _between(rival: list[tuple[int, int, frozenset[str]]], leader: list[tuple[int, int, frozenset[str]]]) -> set[str]:
    """The facts on which the order of the two depends: of each criterion that is reached while the two may be equal."""
    found: set[str] = set()
    for (best, worst, mine), (lead_best, lead_worst, theirs) in zip(rival, leader, strict=True):
        found |= mine | theirs
        if best > lead_worst or worst < lead_best:
            break
    return found


__all__ = ["AVAILABLE", "UNAVAILABLE", "UNDETERMINED", "Outlook"]
