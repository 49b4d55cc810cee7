"""Doubtful answers: which of them carry the advice."""

from __future__ import annotations

from typing import Any

import pytest

from advisor import quantity
from advisor.assessing import assess
from advisor.case import Case, CaseMistakes, read_cases
from advisor.doubt import Span, doubts
from advisor.engines import Engines
from advisor.rulebase import RuleBase
from tests.reasons.test_explanation import DAY, ordinary

CASE = """\
id: hall
title: Hall
as_of: 2026-03-02
base: ordinary
facts:
  contract.nature: supplies
  value.estimate: 250000.00
  need.suppliers_expected: unknown
unsure: [value.estimate, need.requires_adaptation]
"""


def case(base: RuleBase, unsure: set[str], **given: Any) -> Case:
    return Case("a", "a", DAY, ordinary(base, **given), unsure=frozenset(unsure))


def test_an_amount_near_no_limit_but_that_decides_carries_the_advice(base: RuleBase, engines: Engines) -> None:
    (doubt,) = doubts(case(base, {"value.estimate"}), engines)
    assert doubt.changes_recommendation
    by_first = {flip.first: flip.answers for flip in doubt.flips if None not in flip.answers}
    assert by_first["low_value"] == (Span(None, 3_000_000),)
    assert 21_600_000 in {span.high for span in by_first["simplified_negotiated"]}


def test_an_answer_that_changes_nothing_is_told_as_safe(base: RuleBase, engines: Engines) -> None:
    (doubt,) = doubts(case(base, {"buyer.region"}), engines)
    assert not doubt.changes_recommendation
    assert doubt.flips == ()


def test_what_else_an_answer_changes_is_told(base: RuleBase, engines: Engines) -> None:
    (doubt,) = doubts(
        case(base, {"sole.only_one_operator"}, sole__reason="artistic", sole__only_one_operator=True), engines
    )
    flip = next(flip for flip in doubt.flips if False in flip.answers)
    assert ("negotiated_without_publication", "available", "unavailable") in flip.routes


def test_each_flip_is_what_the_other_answer_gives(base: RuleBase, engines: Engines) -> None:
    asked = case(base, {"contract.nature", "need.requires_adaptation", "contract.designed_to_avoid_rules"})
    now = assess(asked, engines, preview=True)
    for doubt in doubts(asked, engines):
        changed = {answer: flip for flip in doubt.flips for answer in flip.answers}
        fact = base.facts[doubt.fact]
        for other in (None, *(fact.values or (True, False))):
            if other == doubt.answer:
                continue
            then = assess(asked._replace(answers={**asked.answers, doubt.fact: other}), engines, preview=True)
            assert (changed[other].first if other in changed else now.recommended) == then.recommended
            statuses = {route.id: route.status for route in then.routes}
            before = {route.id: route.status for route in now.routes}
            differing = {name for name in before if before[name] != statuses[name]}
            assert {name for name, _, _ in (changed[other].routes if other in changed else ())} == differing


def test_an_answer_that_the_others_exclude_is_told_as_impossible(base: RuleBase, engines: Engines) -> None:
    (doubt,) = doubts(case(base, {"prior.result"}), engines)
    assert "contract_concluded" in doubt.impossible


def test_a_case_file_marks_what_is_unsure(base: RuleBase) -> None:
    (found,) = read_cases(base, CASE.encode(), "a.yaml")
    assert found.unsure == {"value.estimate", "need.requires_adaptation"}
    assert found.as_of == quantity.ordinal("2026-03-02")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("unsure: value.estimate", "unsure: expected a list of fact ids"),
        ("unsure: [value.estimat]", "the fact value.estimat is not known; did you mean value.estimate?"),
        ("unsure: [need.suppliers_expected]", "has no answer that could be in doubt"),
        ("unsure: [urgency.unforeseeable]", "has no answer that could be in doubt"),
    ],
)
def test_a_mark_without_an_answer_is_refused_with_its_line(base: RuleBase, text: str, message: str) -> None:
    with pytest.raises(CaseMistakes) as refused:
        read_cases(base, CASE.replace("unsure: [value.estimate, need.requires_adaptation]", text).encode(), "a.yaml")
    (line,) = refused.value.messages
    assert message in line
    assert line.startswith("a.yaml:9:")
