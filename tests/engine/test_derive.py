"""The only arithmetic: sums, shares, years and defaults, three-valued."""

from __future__ import annotations

from typing import Any

import pytest

from advisor import quantity
from advisor.derive import NEVER, ContradictingAnswers, derive, share
from advisor.rulebase import RuleBase

DAY = quantity.ordinal("2026-03-02") or 0


def values(base: RuleBase, answers: dict[str, Any]) -> dict[str, Any]:
    return derive(base, answers, DAY).values


def test_the_estimate_is_the_sum_of_the_lots_where_it_was_not_asked(base: RuleBase) -> None:
    assert values(base, {"value.lots": (100, 250)})["value.estimate"] == 350


def test_lots_that_add_up_to_another_amount_are_refused(base: RuleBase) -> None:
    with pytest.raises(ContradictingAnswers, match=r"add up to 3\.50.*is 4\.00"):
        derive(base, {"value.lots": (100, 250), "value.estimate": 400}, DAY)


def test_the_expenditure_equals_the_estimate_only_where_it_was_not_asked(base: RuleBase) -> None:
    assert values(base, {"value.estimate": 500})["value.expenditure_to_approve"] == 500
    assert (
        values(base, {"value.estimate": 500, "value.expenditure_to_approve": None})["value.expenditure_to_approve"]
        is None
    )
    assert (
        values(base, {"value.estimate": 500, "value.expenditure_to_approve": 700})["value.expenditure_to_approve"]
        == 700
    )


def test_an_expenditure_that_follows_an_unknown_estimate_moves_with_it(base: RuleBase) -> None:
    assert ("value.expenditure_to_approve", "value.estimate") in derive(base, {"value.estimate": None}, DAY).same


def test_the_award_of_a_repetition_is_the_reference_date_where_it_was_not_asked(base: RuleBase) -> None:
    concluded = quantity.ordinal("2023-03-02")
    assert values(base, {"repetition.initial_concluded_on": concluded})["repetition.years_running"] == 300
    assert "repetition.years_running" not in values(
        base, {"repetition.initial_concluded_on": concluded, "repetition.award_on": None}
    )


def test_an_empty_list_of_lots_is_no_estimate(base: RuleBase) -> None:
    assert "value.estimate" not in values(base, {"value.lots": ()})
    assert values(base, {"value.lots": (), "value.estimate": 500})["value.estimate"] == 500


def test_an_award_before_the_first_contract_is_no_repetition(base: RuleBase) -> None:
    answers = {"repetition.initial_concluded_on": DAY + 1}
    assert values(base, answers)["repetition.years_running"] == NEVER


def test_the_small_lots_count_at_least_this_one(base: RuleBase) -> None:
    answers = {"value.small_lots_total": 100, "value.lot": 9_000_000, "value.estimate": 20_000_000}
    assert values(base, answers)["lots.small_share_pct"] == 4500


def test_a_share_is_rounded_against_the_buyer() -> None:
    assert share(20, 100) == 2000
    assert share(2_000_001, 10_000_000) == 2001
    assert share(1, 0) == NEVER


def test_a_share_of_what_is_not_known_is_not_known(base: RuleBase) -> None:
    assert "lots.small_share_pct" not in values(base, {"value.small_lots_total": 100, "value.estimate": None})


def test_joint_control_of_a_sister_is_no_only_where_it_was_not_asked(base: RuleBase) -> None:
    assert values(base, {})["inhouse.sister_joint_control"] is False
    assert values(base, {"inhouse.joint_control": True})["inhouse.sister_joint_control"] is True
    assert values(base, {"inhouse.joint_control": None}).get("inhouse.sister_joint_control") is None
