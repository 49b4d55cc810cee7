"""The smallest change: it opens the route, a second solver finds none smaller, and only what is lawful is advised."""

from __future__ import annotations

import random
from typing import Any

import pytest
import z3

from advisor import quantity
from advisor.assessing import AVAILABLE, State
from advisor.change import CIRCUMVENTION, FIXED, LAWFUL, NONE, OPEN, REACH, applied, movable, smallest
from advisor.circuit import All, Atom, Node, Not, Ref, tree
from advisor.circuit import Any as AnyOf
from advisor.derive import ContradictingAnswers
from advisor.engines import Engines
from advisor.exact import ImpossibleAnswers
from advisor.rulebase import RuleBase
from advisor.smallest import Search
from tests.reasons.test_explanation import DAY, cases, ordinary


class SecondSolver:
    """The rules as z3 sees them: whole numbers for amounts, an enumeration for a list of values, no clauses of ours."""

    def __init__(self, engines: Engines, state: State) -> None:
        self._base, self._state = engines.base, state
        self._circuit = engines.on(DAY).circuit
        self.variables: dict[str, Any] = {}
        self._known: dict[str, Any] = {}
        self.rules = z3.Optimize()
        for link in self._base.links:
            given, then = (self._node(tree(part, self._circuit.amounts)) for part in (link.given, link.then))
            if link.id not in state.broken_by_base:
                self.rules.add(z3.Implies(given, then))

    def fewest(self, route: str, search: Search, allowed: frozenset[str]) -> int | None:
        """The fewest of the allowed facts to change so that some completion opens the route; None where none does."""
        rules = self._circuit.rules.values()
        self.rules.push()
        opening = [self._node(Ref(rule.id)) for rule in rules if rule.effect == "ground" and rule.route == route]
        self.rules.add(z3.Or(opening))
        for rule in rules:
            if rule.effect == "bar" and route in rule.routes:
                self.rules.add(z3.Not(self._node(Ref(rule.id))))
        kept: dict[str, list[Any]] = {}
        for fact, element in search.elements.items():
            value = self._state.derived.values[fact]
            kept.setdefault(element, []).append(self._same(fact, value))
        changes = []
        for element, parts in kept.items():
            if element in allowed:
                changes.append(z3.If(z3.And(parts), 0, 1))
            else:
                self.rules.add(*parts)
        for rule in self._base.derived:
            other = (rule["default"] or {}).get("same_as")
            pair = (rule["id"], other)
            if other in self._base.facts and (
                pair in self._state.derived.same or self._state.derived.computed.get(rule["id"]) == "same_as"
            ):
                self.rules.add(self._variable(rule["id"]) == self._variable(other))
        for rule in self._base.derived:
            start = self._state.derived.values.get(rule["years"]["from"]) if rule["years"] else None
            if start is not None:
                years, now = self._variable(rule["id"]), self._state.derived.values.get(rule["id"])
                later = years >= 100 * quantity.years_begun(start, max(start, DAY))
                self.rules.add(later if now is None else z3.Or(later, years == now))
        cost = z3.Sum(changes) if changes else z3.IntVal(0)
        self.rules.minimize(cost)
        found = self.rules.check() == z3.sat
        number = self.rules.model().eval(cost).as_long() if found else None
        self.rules.pop()
        return number

    def _variable(self, fact: str) -> Any:
        if fact not in self.variables:
            kind = self._base.facts[fact]
            made = z3.Bool(fact) if kind.type == "bool" else z3.Int(fact)
            self.variables[fact] = made
            if kind.type == "enum":
                self.rules.add(made >= 0, made < len(kind.values))
            elif kind.type != "bool":
                self.rules.add(made >= (kind.min or 0))
                if kind.max is not None:
                    self.rules.add(made <= kind.max)
        return self.variables[fact]

    def _same(self, fact: str, value: Any) -> Any:
        kind = self._base.facts[fact]
        return self._variable(fact) == (kind.values.index(value) if kind.type == "enum" else value)

    def _node(self, node: Node) -> Any:
        if isinstance(node, Atom):
            return self._variable(node.fact) < node.value if node.op == "<" else self._same(node.fact, node.value)
        if isinstance(node, Not):
            return z3.Not(self._node(node.part))
        if isinstance(node, Ref):
            if node.rule not in self._known:
                self._known[node.rule] = self._node(self._circuit.trees[node.rule])
            return self._known[node.rule]
        assert isinstance(node, (All, AnyOf))
        parts = [self._node(part) for part in node.parts]
        return z3.And(parts) if isinstance(node, All) else z3.Or(parts)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_second_solver_finds_no_smaller_change(base: RuleBase, engines: Engines, seed: int) -> None:
    chance = random.Random(seed)
    kinds = set()
    for answers in cases(base, engines, 6, 100 + seed):
        state = State(engines, answers, DAY, preview=True)
        search = Search(state, answers, DAY)
        second = SecondSolver(engines, state)
        for route in chance.sample(list(base.routes), 6):
            found = smallest(engines, answers, DAY, route)
            kinds.add(found.kind)
            if found.kind == OPEN:
                continue
            for kind in REACH:
                fewest = second.fewest(route, search, movable(search, state, kind))
                if kind == found.kind:
                    assert {len(way.changes) for way in found.ways} == {fewest}, (route, answers)
                    break
                assert fewest is None, (route, kind, answers)
    assert {LAWFUL, CIRCUMVENTION} & kinds


@pytest.mark.slow
def test_every_way_opens_its_route_and_changes_only_what_it_may(base: RuleBase, engines: Engines) -> None:
    tried = 0
    for answers in cases(base, engines, 25, 7):
        for route in base.routes:
            state = State(engines, answers, DAY, preview=True)
            found = smallest(engines, answers, DAY, route)
            assert (found.kind == OPEN) == (state.status(route) == AVAILABLE)
            for way in found.ways:
                marks = {base.facts[step.facts[0]].change for step in way.changes}
                assert marks <= REACH[found.kind]
                if any(base.facts[step.fact].derived for step in (*way.changes, *way.to_find_out)):
                    continue
                try:
                    then = State(engines, applied(answers, state, way), DAY, preview=True)
                except (ContradictingAnswers, ImpossibleAnswers):
                    pytest.fail(f"{route}: {way} cannot be answered")
                assert then.status(route) == AVAILABLE, (route, way)
                assert then.truths[way.ground]
                tried += 1
    assert tried > 100


def test_the_scope_of_an_urgent_purchase_may_lawfully_be_limited(base: RuleBase, engines: Engines) -> None:
    answers = ordinary(base, urgency__imperative=True) | {
        "urgency.unforeseeable": True,
        "urgency.attributable_to_buyer": False,
        "urgency.time_limits_impossible": True,
        "urgency.strictly_necessary": False,
    }
    found = smallest(engines, answers, DAY, "negotiated_without_publication")
    assert found.kind == LAWFUL
    (way,) = found.ways
    assert [(step.fact, step.before, step.to) for step in way.changes] == [("urgency.strictly_necessary", False, True)]


def test_a_lower_estimate_is_told_as_circumvention_and_never_as_lawful(base: RuleBase, engines: Engines) -> None:
    found = smallest(engines, ordinary(base), DAY, "low_value")
    assert found.kind == CIRCUMVENTION
    assert not found.is_lawful
    (way,) = found.ways
    (step,) = way.changes
    assert (step.fact, step.high) == ("value.estimate", 3_000_000)


def test_what_is_past_stays_past(base: RuleBase, engines: Engines) -> None:
    answers = ordinary(base, contract__nature="services", value__estimate=30_000_000) | {
        "repetition.similar_to_initial": True,
        "repetition.initial_procedure": "open",
        "repetition.announced_with_extent": False,
        "repetition.counted_in_initial_estimate": True,
        "repetition.initial_concluded_on": DAY - 400,
    }
    found = smallest(engines, answers, DAY, "negotiated_without_publication")
    assert found.kind in (CIRCUMVENTION, FIXED)
    assert not found.is_lawful


def test_an_award_may_move_within_the_term_but_not_to_before_the_reference_date(
    base: RuleBase, engines: Engines
) -> None:
    answers = ordinary(base, contract__nature="services", value__estimate=30_000_000) | {
        "repetition.similar_to_initial": True,
        "repetition.initial_procedure": "open",
        "repetition.announced_with_extent": True,
        "repetition.counted_in_initial_estimate": True,
        "repetition.initial_concluded_on": DAY - 800,
        "repetition.award_on": DAY + 800,
    }
    found = smallest(engines, answers, DAY, "negotiated_without_publication")
    assert found.kind == LAWFUL
    assert [step.facts for step in found.ways[0].changes] == [("repetition.award_on",)]
    late = smallest(
        engines, answers | {"repetition.initial_concluded_on": DAY - 1500}, DAY, "negotiated_without_publication"
    )
    assert not late.is_lawful


def test_what_is_not_known_is_found_out_and_not_changed(base: RuleBase, engines: Engines) -> None:
    found = smallest(engines, ordinary(base, sourcing__central_purchasing_available=True), DAY, "central_purchasing")
    assert found.kind == LAWFUL
    assert found.ways[0].changes == ()
    assert {step.fact for step in found.ways[0].to_find_out} == {
        "sourcing.framework_names_buyer",
        "sourcing.framework_value_left",
    }


def test_where_nothing_opens_a_route_that_is_said(engines: Engines) -> None:
    kinds = {smallest(engines, {}, DAY, route).kind for route in engines.base.routes}
    assert NONE not in kinds, "with nothing answered every route can open"


def test_marks_are_explained_in_every_language(base: RuleBase) -> None:
    from advisor.wording import LANGUAGES, Wording

    for language in LANGUAGES:
        wording = Wording.load(language)
        for fact in base.facts.values():
            if fact.change != FIXED:
                assert wording.text("change", "facts", fact.id)
        assert "5" in wording.text("change", "circumvention")
        for fact in wording.section("change")["facts"]:
            assert fact in base.facts
