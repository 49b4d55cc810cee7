"""Amounts by date: each period has its own, both ends included, and nothing outside the dates known."""

from __future__ import annotations

import pytest

from advisor import quantity
from advisor.rulebase import OutsideKnownDates, RuleBase

PERIODS = [
    # first day, last day, works, supplies and services of local and of federal buyers
    ("2017-06-30", "2017-12-31", 5_225_000, 209_000, 135_000),
    ("2018-01-01", "2019-12-31", 5_548_000, 221_000, 144_000),
    ("2020-01-01", "2021-12-31", 5_350_000, 214_000, 139_000),
    ("2022-01-01", "2023-12-31", 5_382_000, 215_000, 140_000),
    ("2024-01-01", "2025-12-31", 5_538_000, 221_000, 143_000),
    ("2026-01-01", "2027-12-31", 5_404_000, 216_000, 140_000),
]


def day(text: str) -> int:
    found = quantity.ordinal(text)
    assert found is not None
    return found


@pytest.mark.parametrize(("first", "last", "works", "local", "federal"), PERIODS)
def test_the_thresholds_hold_from_the_first_to_the_last_day(
    base: RuleBase, first: str, last: str, works: int, local: int, federal: int
) -> None:
    for date in (first, last):
        amounts = base.amounts_on(day(date))
        assert amounts["eu.works"].value == works * 100
        assert amounts["eu.supplies_services_local"].value == local * 100
        assert amounts["eu.supplies_services_federal"].value == federal * 100
        assert amounts["nwp.amount"].value == federal * 100, "RD art. 90 follows the federal threshold"
        assert amounts["standstill.works"].value == works * 50, "L2013 art. 30: half the threshold for works"


def test_the_works_amount_of_article_38_f_is_not_offered_where_its_start_was_not_seen(base: RuleBase) -> None:
    before = base.amounts_on(day("2019-12-31"))["cpn.works"]
    after = base.amounts_on(day("2020-01-01"))["cpn.works"]
    assert (before.value, before.confidence) == (0, "unverified")
    assert (after.value, after.confidence) == (535_000_000, "secondary")


@pytest.mark.parametrize("date", ["2017-06-29", "2028-01-01", "1999-12-31"])
def test_a_date_outside_what_is_known_is_refused_with_the_dates_known(base: RuleBase, date: str) -> None:
    with pytest.raises(OutsideKnownDates, match="2017-06-30 to 2027-12-31"):
        base.amounts_on(day(date))


def test_every_amount_has_source_and_confidence_on_every_segment(base: RuleBase) -> None:
    for start in base.segments():
        for amount in base.amounts_on(start).values():
            assert amount.cite
            assert amount.source
            assert amount.confidence in ("primary", "secondary", "unverified")
