"""The exact status: what is the same in every completion of what is unknown, with the links between facts."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from advisor import quantity
from advisor.assessing import State, assess
from advisor.case import Case
from advisor.derive import derive
from advisor.engines import Engines
from advisor.exact import ImpossibleAnswers
from advisor.rulebase import Fact, RuleBase
from tests.sheets import ABSENT, answer, limits, sheet

DAY = quantity.ordinal("2026-03-02") or 0


def state(engines: Engines, **answers: Any) -> State:
    return State(engines, {name.replace("__", "."): value for name, value in answers.items()}, DAY)


def test_an_amount_under_every_limit_decides_without_the_nature(engines: Engines) -> None:
    found = state(engines, buyer__kind="municipality", value__estimate=15_000_000)
    assert found.truths["publication.national"] is True
    assert found.certain["publication.national"].facts == ("buyer.kind", "value.estimate")


def test_an_amount_over_every_limit_decides_without_the_nature(engines: Engines) -> None:
    found = state(engines, buyer__kind="municipality", value__estimate=600_000_000)
    assert found.truths["publication.national"] is False


def test_an_amount_between_the_limits_stays_open_without_the_nature(engines: Engines) -> None:
    found = state(engines, buyer__kind="municipality", value__estimate=100_000_000)
    assert found.truths["publication.national"] is None


def test_some_ground_must_hold_but_none_can_be_named_leaves_the_route_open(base: RuleBase, engines: Engines) -> None:
    answers = {
        **{name: False for name, fact in base.facts.items() if fact.type == "bool" and not fact.derived},
        "buyer.kind": "municipality",
        "contract.for_pecuniary_interest": True,
        "contract.operator_selected": True,
        "contract.nature": "services",
        "exclusion.kind": "none",
        "value.estimate": 40_000_000,
        "sole.reason": None,
        "sole.only_one_operator": True,
        "prior.procedure": "none",
        "prior.result": "none",
        "repetition.initial_procedure": "none",
    }
    found = assess(Case("sole", "sole", DAY, answers), engines)
    assert found.status("negotiated_without_publication") == "undetermined"


def test_answers_that_break_a_link_are_refused_with_the_smallest_conflicting_set(engines: Engines) -> None:
    with pytest.raises(ImpossibleAnswers) as refused:
        state(engines, prior__procedure="none", prior__result="no_tender_or_request", value__estimate=100)
    assert sorted(refused.value.facts) == ["prior.procedure", "prior.result"]
    assert "without an earlier procedure" in str(refused.value)


def test_what_the_links_refuse_at_a_glance_is_all_that_the_solver_refuses(base: RuleBase, engines: Engines) -> None:
    span = engines.on(DAY)
    prior = [name for name in base.facts if name.startswith("prior.")]
    chance = random.Random(3)
    for _ in range(400):
        answers = {name: answer(base.facts[name], [], DAY, chance) for name in prior}
        given = {name: value for name, value in answers.items() if value is not ABSENT}
        refused = False
        try:
            State(engines, given, DAY, preview=True)
        except ImpossibleAnswers:
            refused = True
        assert refused == (span.exact.impossible(derive(base, given, DAY)) is not None)


def completions(fact: Fact, near: list[int]) -> list[Any]:
    if fact.type == "bool":
        return [True, False]
    if fact.type == "enum":
        return list(fact.values)
    low, high = fact.min or 0, fact.max if fact.max is not None else 10**10
    return sorted({min(max(point, low), high) for value in near or [0] for point in (value - 1, value)})


def test_exact_decides_what_every_completion_agrees_on_and_nothing_else(base: RuleBase, engines: Engines) -> None:
    chance = random.Random(7)
    day = base.segments()[-1]
    span = engines.on(day)
    near = limits(span.circuit)
    tested = [name for name in near if not base.facts[name].derived and base.facts[name].type in ("money", "number")]
    tested += [
        "buyer.kind",
        "contract.nature",
        "contract.annex3_service",
        "sole.reason",
        "exclusion.kind",
        "rd.services",
    ]
    for _ in range(60):
        answers = sheet(base, span.circuit, day, chance)
        open_facts = chance.sample(tested, 2)
        whole = {
            name: answers.get(name) if answers.get(name) is not None else completions(fact, near.get(name, []))[0]
            for name, fact in base.facts.items()
            if not fact.derived and "mixed." not in name and fact.type not in ("money_list", "code_list", "date")
        }
        whole |= {"prior.procedure": "open", "prior.result": "only_irregular_or_unacceptable"}
        partial = {**whole, **dict.fromkeys(open_facts)}
        derived = derive(base, partial, day)
        truths = span.evaluator(derived.values)
        certain = span.exact.decide(derived, span.rule_names)
        choices = [completions(base.facts[name], near.get(name, [])) for name in open_facts]
        seen: dict[str, set[bool | None]] = {name: set() for name in span.rule_names}
        for values in itertools.product(*choices):
            complete = derive(base, {**partial, **dict(zip(open_facts, values, strict=True))}, day)
            for name, truth in span.evaluator(complete.values).items():
                if name in seen:
                    seen[name].add(truth)
        for name in span.rule_names:
            if "share" in derived.computed.values() or None in seen[name]:
                continue
            if name in certain:
                assert seen[name] == {certain[name].truth}, name
            elif truths[name] is None and not _rests_on_a_share(name):
                assert len(seen[name]) == 2, name


def _rests_on_a_share(name: str) -> bool:
    """A computed share is free for the solver, so it may leave open what arithmetic would settle."""
    return name in ("nwp.lot_amount", "topic.small_lots")
