"""One assessment: statuses, what is missing, the recommendation and the flags."""

from __future__ import annotations

from typing import Any

import pytest

from advisor import quantity
from advisor.assessing import Assessment, assess
from advisor.case import Case
from advisor.engines import Engines
from advisor.rulebase import RuleBase

DAY = quantity.ordinal("2026-03-02") or 0


def ordinary(base: RuleBase, **answers: Any) -> Case:
    typed: dict[str, Any] = {}
    for name, text in base.bases["ordinary"].items():
        typed[name] = {"true": True, "false": False}.get(text, text)
    typed.update({name.replace("__", "."): value for name, value in answers.items()})
    return Case("c", "c", DAY, {name: value for name, value in typed.items() if value != "absent"})


def run(base: RuleBase, engines: Engines, **answers: Any) -> Assessment:
    return assess(ordinary(base, **answers), engines)


def test_where_nothing_can_be_placed_every_route_is_closed(base: RuleBase, engines: Engines) -> None:
    found = run(base, engines, contract__nature="services", contract__transfer_of_competence=True)
    assert found.regime == "outside_law"
    assert {route.status for route in found.routes} == {"unavailable"}
    assert found.recommended is None
    assert [flag.about["targets"] for flag in found.flags if flag.id == "no_procedure_here"] == [
        ("transfer_of_competence",)
    ]


def test_what_is_missing_names_the_routes_that_it_can_decide(base: RuleBase, engines: Engines) -> None:
    found = run(base, engines, contract__nature="services")
    by_fact = {item.fact: item for item in found.missing}
    assert "low_value" in by_fact["value.estimate"].would_decide
    assert not by_fact["value.estimate"].asked
    assert "value.expenditure_to_approve" not in by_fact, "it follows the estimate, so it is not asked"


def test_a_computed_fact_is_asked_for_by_what_it_is_computed_from(base: RuleBase, engines: Engines) -> None:
    found = run(
        base, engines, contract__nature="services", value__estimate=40_000_000, repetition__similar_to_initial=True,
        repetition__initial_procedure="open", repetition__announced_with_extent=True,
        repetition__counted_in_initial_estimate=True,
    )  # fmt: skip
    assert [item.fact for item in found.missing] == ["repetition.initial_concluded_on"]


def test_an_undetermined_derogation_is_never_recommended(base: RuleBase, engines: Engines) -> None:
    found = run(base, engines, contract__nature="works", value__estimate=600_000_000, urgency__imperative=None)
    assert found.status("negotiated_without_publication") == "undetermined"
    assert found.recommended == "open"
    assert "negotiated_without_publication" not in found.ranked


def test_each_route_stands_before_the_next_for_a_reason(base: RuleBase, engines: Engines, dutch: Any) -> None:
    found = run(base, engines, contract__nature="services", value__estimate=10_000_000)
    assert [(item.route, item.other) for item in found.preferences] == list(
        zip(found.ranked, found.ranked[1:], strict=False)
    )
    for item in found.preferences:
        assert dutch.text("advice", item.reason)


@pytest.mark.parametrize(
    ("cents", "raised"),
    [
        (12_599_999, False),
        (12_600_000, True),
        (13_999_999, True),
        (14_000_000, True),
        (15_400_000, True),
        (15_400_001, False),
    ],
)
def test_the_estimate_is_near_an_amount_within_ten_per_cent_of_it(
    base: RuleBase, engines: Engines, cents: int, raised: bool
) -> None:
    found = run(base, engines, contract__nature="services", value__estimate=cents)
    assert ("near_threshold" in {flag.id for flag in found.flags}) == raised


def test_an_amount_that_changes_nothing_is_not_near(base: RuleBase, engines: Engines) -> None:
    found = run(
        base, engines, contract__nature="services", value__estimate=21_000_000, contract__designed_to_avoid_rules=True
    )
    assert "near_threshold" not in {flag.id for flag in found.flags}


def test_a_route_on_an_unverified_rule_says_so(base: RuleBase, engines: Engines) -> None:
    found = run(
        base, engines, contract__nature="services", value__estimate=20_000_000, lots__divided=True, value__lot=3_000_000,
        value__small_lots_total=4_000_000,
    )  # fmt: skip
    assert found.status("negotiated_without_publication") == "available"
    (flag,) = [flag for flag in found.flags if flag.id == "unverified_rule"]
    assert flag.about["rules"] == ("nwp.lot_amount",)
    over = run(
        base, engines, contract__nature="services", value__estimate=20_000_000, lots__divided=True, value__lot=3_000_000,
        value__small_lots_total=4_000_001,
    )  # fmt: skip
    assert over.status("negotiated_without_publication") == "unavailable"


def test_a_duty_that_waits_for_a_fact_says_which(base: RuleBase, engines: Engines) -> None:
    found = run(base, engines, contract__nature="services")
    duty = found.duties["open"]["publication"]
    assert duty.value is None
    assert duty.open_facts == ("value.estimate",)


def test_the_second_engine_is_named(base: RuleBase, engines: Engines) -> None:
    found = run(base, engines, contract__nature="services")
    assert len(found.engines) == 2
    assert "generated evaluator" in found.engines


def test_a_preview_names_no_engine_and_gives_the_same(base: RuleBase, engines: Engines) -> None:
    case = ordinary(base, contract__nature="services", value__estimate=5_000_000)
    real, preview = assess(case, engines), assess(case, engines, preview=True)
    assert preview.engines == ()
    assert [(route.id, route.status) for route in real.routes] == [(route.id, route.status) for route in preview.routes]
