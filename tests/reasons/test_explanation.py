"""Reasons: each suffices, none can be made smaller, and why and why-not hit each other."""

from __future__ import annotations

import contextlib
import itertools
import random
from collections.abc import Collection, Iterator
from typing import Any

import pytest

from advisor import quantity
from advisor.answerkinds import possible
from advisor.assessing import AVAILABLE, UNAVAILABLE, UNDETERMINED, State
from advisor.derive import ContradictingAnswers, derive
from advisor.engines import Engines
from advisor.exact import ImpossibleAnswers
from advisor.explanation import Explaining, Worth
from advisor.rulebase import RuleBase
from tests.sheets import ABSENT, answer, limits, sheet

DAY = quantity.ordinal("2026-03-02") or 0


def ordinary(base: RuleBase, **given: Any) -> dict[str, Any]:
    facts = {fact: {"true": True, "false": False}.get(text, text) for fact, text in base.bases["ordinary"].items()}
    return (
        facts
        | {"contract.nature": "supplies", "value.estimate": 25_000_000}
        | {name.replace("__", "."): value for name, value in given.items()}
    )


def cases(base: RuleBase, engines: Engines, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Sheets on which something is determined: an ordinary purchase with some answers drawn anew, or none of it."""
    chance = random.Random(seed)
    circuit = engines.on(DAY).circuit
    while count:
        drawn = sheet(base, circuit, DAY, chance)
        facts = chance.sample(sorted(drawn), chance.randint(0, len(drawn) // 2))
        answers = ordinary(base) if chance.random() < 0.7 else {}
        answers.update((fact, drawn[fact]) for fact in facts)
        try:
            State(engines, answers, DAY, preview=True)
        except (ContradictingAnswers, ImpossibleAnswers):
            continue
        yield answers
        count -= 1


def completed(
    base: RuleBase, engines: Engines, answers: dict[str, Any], kept: Collection[str], chance: random.Random
) -> dict[str, Any]:
    """The answers kept, with a random answer to everything else that was answered, asked or assumed."""
    near = limits(engines.on(DAY).circuit)
    found = {fact: value for fact, value in answers.items() if fact in kept and value is not None}
    for fact in base.facts.values():
        # What was not asked stays so, and its default with it, unless the reason does not rest on the default.
        if fact.derived or fact.id in kept or fact.type.endswith("list") or fact.id.startswith("mixed."):
            continue
        if fact.id not in answers and fact.id in (
            "value.expenditure_to_approve",
            "repetition.award_on",
            "inhouse.joint_control",
        ):
            continue
        given: Any = ABSENT
        while given is ABSENT or given is None:
            given = answer(fact, near.get(fact.id, []), DAY, chance)
        found[fact.id] = given
    return found


def determined(
    base: RuleBase, engines: Engines, count: int, seed: int
) -> Iterator[tuple[Explaining, dict[str, Any], str]]:
    for answers in cases(base, engines, count, seed):
        explaining = Explaining(engines, answers, DAY)
        for route in base.routes:
            if explaining.state.status(route) != UNDETERMINED:
                yield explaining, answers, route


@pytest.mark.slow
def test_each_reason_suffices_and_loses_that_when_any_fact_is_dropped(base: RuleBase, engines: Engines) -> None:
    seen = set()
    for explaining, _, route in determined(base, engines, 25, 1):
        why = explaining.why(route)
        assert why is not None
        status = explaining.state.status(route)
        seen.add(status)
        assert explaining.suffices(route, status, why.facts)
        for fact in why.facts:
            assert not explaining.suffices(route, status, why.facts - {fact}), (route, fact)
    assert seen == {AVAILABLE, UNAVAILABLE}


@pytest.mark.slow
def test_a_reason_holds_whatever_the_other_answers_are(base: RuleBase, engines: Engines) -> None:
    chance = random.Random(2)
    for explaining, answers, route in determined(base, engines, 20, 2):
        why = explaining.why(route)
        assert why is not None
        for _ in range(4):
            try:
                state = State(engines, completed(base, engines, answers, why.facts, chance), DAY, preview=True)
            except (ContradictingAnswers, ImpossibleAnswers):
                continue
            assert state.status(route) == explaining.state.status(route), (route, why)


def test_a_default_is_part_of_a_reason_that_rests_on_it(base: RuleBase, engines: Engines) -> None:
    explaining = Explaining(engines, ordinary(base, value__estimate=5_000_000), DAY)
    why = explaining.why("negotiated_without_publication")
    assert why is not None
    assert "value.estimate" in why.answered
    assert why.assumed == ("value.expenditure_to_approve",)
    low = Explaining(engines, ordinary(base, value__estimate=1_000_000), DAY).why("low_value")
    assert low is not None
    assert low.assumed == ()


def test_a_reason_over_parts_of_a_mixed_contract_rests_on_no_other_main_object(
    base: RuleBase, engines: Engines
) -> None:
    answers = ordinary(base, value__estimate=60_000_000)
    del answers["contract.nature"]
    answers |= {"mixed.supplies_part": 40_000_000, "mixed.services_part": 20_000_000}
    explaining = Explaining(engines, answers, DAY)
    why = explaining.why("simplified_negotiated")
    assert why is not None
    assert {"mixed.supplies_part", "mixed.services_part", "value.estimate"} <= set(why.answered)
    assert why.assumed == ("mixed.main_object",)


def clash(engines: Engines, one: dict[str, Any], two: dict[str, Any]) -> bool:
    """Whether two sets of values of tested facts cannot stand together."""
    solver = engines.on(DAY).exact
    circuit = engines.on(DAY).circuit
    assumed = []
    for values in (one, two):
        for atom in circuit.atoms():
            met = atom.test(values.get(atom.fact))
            if met is not None:
                assumed.append(solver.variables()[atom] * (1 if met else -1))
    return solver._clauses.model([*assumed, *solver.links()]) is None


@pytest.mark.slow
def test_every_why_hits_every_why_not(base: RuleBase, engines: Engines) -> None:
    """Over different sheets: no sheet meets a reason for a route and a reason against it."""
    told: dict[tuple[str, str], dict[frozenset[Any], tuple[frozenset[str], dict[str, Any]]]] = {}
    for explaining, answers, route in determined(base, engines, 60, 3):
        why = explaining.why(route)
        assert why is not None
        values = derive(base, {fact: answers[fact] for fact in why.answered}, DAY).values
        kept = {fact: value for fact, value in values.items() if value is not None}
        key = frozenset(kept.items())
        told.setdefault((route, explaining.state.status(route)), {})[key] = why.facts, kept
    compared = 0
    for route in base.routes:
        fors, against = (told.get((route, status), {}).values() for status in (AVAILABLE, UNAVAILABLE))
        for (one_facts, one), (two_facts, two) in itertools.product(fors, against):
            assert clash(engines, one, two), (route, one, two)
            hit = {fact for fact in one_facts & two_facts if one[fact] != two[fact]}
            # Where no fact is answered in two ways, a link between facts forbids the two together.
            assert hit or {fact.split(".")[0] for fact in one_facts & two_facts} >= {"prior"}, (route, one, two)
            compared += 1
    assert compared > 50


def minimal(explaining: Explaining, route: str, status: str, elements: tuple[str, ...]) -> list[frozenset[str]]:
    """Every minimal sufficient set, by trying all."""
    found: list[frozenset[str]] = []
    for size in range(len(elements) + 1):
        for kept in map(frozenset, itertools.combinations(elements, size)):
            if not any(known <= kept for known in found) and explaining.suffices(route, status, kept):
                found.append(kept)
    return found


def hitting(sets: list[frozenset[str]]) -> set[frozenset[str]]:
    """Every minimal set that meets each of the sets."""
    elements = sorted(frozenset().union(*sets))
    found: list[frozenset[str]] = []
    for size in range(len(elements) + 1):
        for chosen in map(frozenset, itertools.combinations(elements, size)):
            if not any(known <= chosen for known in found) and all(chosen & one for one in sets):
                found.append(chosen)
    return set(found)


SMALL = [
    {
        "value.estimate": 1_000_000,
        "exclusion.kind": "none",
        "contract.nature": "supplies",
        "need.requires_adaptation": False,
        "contract.annex3_service": False,
    },
    {
        "contract.nature": "supplies",
        "value.estimate": 90_000_000,
        "contract.designed_to_avoid_rules": True,
        "contract.annex3_service": True,
        "rd.services": False,
    },
    {
        "contract.for_pecuniary_interest": False,
        "contract.operating_risk_transferred": False,
        "contract.operator_selected": False,
        "contract.transfer_of_competence": True,
    },
]


@pytest.mark.parametrize("number", range(len(SMALL)))
def test_reasons_are_the_minimal_hitting_sets_of_what_undoes_them(
    engines: Engines, base: RuleBase, number: int
) -> None:
    """Within one sheet: the sets that undo a status are the minimal hitting sets of its reasons, and the other way."""
    explaining = Explaining(engines, SMALL[number], DAY)
    elements = explaining.elements()
    tried = 0
    for route in base.routes:
        status = explaining.state.status(route)
        if status == UNDETERMINED:
            continue
        whys = minimal(explaining, route, status, elements)
        undoing: list[frozenset[str]] = []
        for size in range(len(elements) + 1):
            for dropped in map(frozenset, itertools.combinations(elements, size)):
                if any(known <= dropped for known in undoing):
                    continue
                if not explaining.suffices(route, status, frozenset(elements) - dropped):
                    undoing.append(dropped)
        assert hitting(whys) == set(undoing)
        assert hitting(undoing) == set(whys)
        why = explaining.why(route)
        assert why is not None
        assert why.facts in whys
        tried += 1
    assert tried


def settles(engines: Engines, answers: dict[str, Any], route: str, worth: Worth) -> bool:
    """Whether the answers of a proposal give the outcome."""
    base = engines.base
    found = dict(answers)
    for step in worth.steps:
        fact = base.facts[step.fact]
        if fact.derived:
            return True
        found[step.facts[0]] = step.value(fact.type)
    return State(engines, found, DAY, preview=True).status(route) == worth.outcome


@pytest.mark.slow
def test_the_facts_worth_asking_settle_the_route_and_no_fewer_do(base: RuleBase, engines: Engines) -> None:
    tried = 0
    for answers in cases(base, engines, 5, 5):
        explaining = Explaining(engines, answers, DAY)
        for route in base.routes:
            if explaining.state.status(route) != UNDETERMINED:
                continue
            for worth in explaining.worth_asking(route):
                assert worth.facts
                assert all(answers.get(fact) is None for fact in worth.facts)
                assert settles(engines, answers, route, worth), (route, worth)
                if len(worth.facts) > 1:
                    tried += 1
                    assert worth.outcome not in set(outcomes(engines, answers, route)), (route, worth)
    assert tried > 10


def outcomes(engines: Engines, answers: dict[str, Any], route: str) -> Iterator[str]:
    """The statuses of a route after one answer more, of every kind to every fact that is not known."""
    base, circuit = engines.base, engines.on(DAY).circuit
    for fact in base.facts.values():
        if fact.derived or answers.get(fact.id) is not None:
            continue
        for given in possible(base, circuit, fact.id, DAY):
            with contextlib.suppress(ContradictingAnswers, ImpossibleAnswers):
                yield State(engines, {**answers, fact.id: given}, DAY, preview=True).status(route)


def test_what_is_worth_asking_about_urgency(base: RuleBase, engines: Engines) -> None:
    explaining = Explaining(engines, ordinary(base, urgency__imperative=True), DAY)
    found = explaining.route("negotiated_without_publication")
    closes, opens = found.worth
    assert (closes.outcome, len(closes.facts)) == (UNAVAILABLE, 1)
    assert opens.outcome == AVAILABLE
    assert set(opens.facts) == {
        "urgency.unforeseeable", "urgency.attributable_to_buyer", "urgency.time_limits_impossible",
        "urgency.strictly_necessary",
    }  # fmt: skip
    assert opens.rule == "nwp.urgency"


def test_what_conflicts_is_named_and_nothing_is_explained(engines: Engines) -> None:
    with pytest.raises(ImpossibleAnswers) as refused:
        Explaining(engines, {"prior.procedure": "none", "prior.result": "contract_concluded", "value.estimate": 1}, DAY)
    assert sorted(refused.value.facts) == ["prior.procedure", "prior.result"]
