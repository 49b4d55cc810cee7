"""The only arithmetic: sums, shares, years and defaults, three-valued."""

from __future__ import annotations

from types import SimpleNamespace
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


def test_the_nature_is_the_main_object_else_the_larger_part_and_equal_parts_settle_nothing(base: RuleBase) -> None:
    parts = {"mixed.supplies_part": 300, "mixed.services_part": 200}
    for given, expected in (
        (parts, "supplies"),
        ({"mixed.supplies_part": 200, "mixed.services_part": 300}, "services"),
        ({**parts, "contract.nature": None}, "supplies"),
        ({**parts, "mixed.main_object": "services"}, "services"),
        ({**parts, "mixed.main_object": None}, "supplies"),
        ({"mixed.main_object": "works"}, "works"),
        ({"mixed.supplies_part": 200, "mixed.services_part": 200}, None),
        ({"mixed.supplies_part": 200, "mixed.services_part": None}, None),
        ({"mixed.supplies_part": 200}, None),
    ):
        assert values(base, given).get("contract.nature") == expected, given


def test_a_nature_that_was_answered_is_not_worked_out(base: RuleBase) -> None:
    answers = {"contract.nature": "works", "mixed.supplies_part": 300, "mixed.services_part": 200}
    found = derive(base, answers, DAY)
    assert found.values["contract.nature"] == "works"
    assert "contract.nature" not in found.computed


def test_each_value_that_was_computed_says_how(base: RuleBase) -> None:
    answers = {
        "mixed.supplies_part": 300,
        "mixed.services_part": 200,
        "value.lots": (9_000_000, 11_000_000),
        "value.lot": 9_000_000,
        "value.small_lots_total": 9_000_000,
        "repetition.initial_concluded_on": DAY,
    }
    assert derive(base, answers, DAY).computed == {
        "contract.nature": "larger",
        "value.estimate": "sum",
        "value.expenditure_to_approve": "same_as",
        "repetition.award_on": "same_as",
        "inhouse.sister_joint_control": "else",
        "repetition.years_running": "years",
        "lots.small_share_pct": "share",
    }


def test_what_was_not_computed_says_nothing(base: RuleBase) -> None:
    assert derive(base, {"value.estimate": None}, DAY).computed == {
        "repetition.award_on": "same_as",
        "inhouse.sister_joint_control": "else",
    }


def test_an_award_on_the_day_of_the_first_contract_has_no_year_begun(base: RuleBase) -> None:
    assert values(base, {"repetition.initial_concluded_on": DAY})["repetition.years_running"] == 0


def test_the_share_of_the_small_lots_needs_no_lot_of_its_own(base: RuleBase) -> None:
    answers = {"value.small_lots_total": 100, "value.estimate": 1000}
    assert values(base, answers)["lots.small_share_pct"] == 1000


def test_a_contradiction_names_the_facts_that_cannot_both_be_right(base: RuleBase) -> None:
    with pytest.raises(ContradictingAnswers) as refused:
        derive(base, {"value.lots": (100, 250), "value.estimate": 400}, DAY)
    assert refused.value.facts == ("value.estimate", "value.lots")
    assert str(refused.value).startswith("the lots add up to 3.50, while value.estimate is 4.00; give one of the two")


def test_a_default_may_be_yes_where_nothing_was_asked() -> None:
    """No rule has it today; a rule that gets it must mean it."""
    rule = {"id": "a", "default": {"same_as": "b", "else": "true"}, "larger": None, "years": None, "share": None}
    rules = SimpleNamespace(derived=[rule])
    assert derive(rules, {}, DAY).values["a"] is True  # type: ignore[arg-type]
    assert derive(rules, {"b": False}, DAY).values["a"] is False  # type: ignore[arg-type]


def test_a_share_without_a_least_part_is_that_of_its_part() -> None:
    rule = {"id": "a", "share": {"part": "b", "whole": "c"}, "default": None, "larger": None, "years": None}
    rules = SimpleNamespace(derived=[rule])
    assert derive(rules, {"b": 20, "c": 100}, DAY).values["a"] == 2000  # type: ignore[arg-type]
