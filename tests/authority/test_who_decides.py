"""Who decides: each organ at, under and over each amount, on each side of the dates on which an amount changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.authority import law as authoritylaw
from advisor.authority.file import read_authority
from advisor.authority.law import Law
from advisor.authority.profile import Authority, Competence, Purchase, resolve
from advisor.rulebase import RuleBase
from tests.conftest import ROOT

PROFILES = ROOT / "rules" / "examples" / "authorities"
TODAY = "2026-11-02"


@pytest.fixture(scope="module")
def law() -> Law:
    return authoritylaw.load(ROOT / "rules", cache=False)


def profile(law: Law, base: RuleBase, name: str) -> Authority:
    return read_authority(law, base.routes, (PROFILES / f"{name}.yaml").read_bytes(), name)


def decided(law: Law, base: RuleBase, name: str, day: str, euro: float | None, **more: Any) -> Competence:
    cents = None if euro is None else round(euro * 100)
    purchase = Purchase(day=date.fromisoformat(day).toordinal(), estimate=cents)._replace(**more)
    return resolve(law, profile(law, base, name), purchase)


@pytest.mark.parametrize(
    ("name", "day", "euro", "more", "organ"),
    [
        ("flemish-municipality", TODAY, 139_999.99, {"named": False}, "executive"),
        ("flemish-municipality", TODAY, 140_000, {"named": False}, "council"),
        ("flemish-municipality", TODAY, 140_000.01, {"named": False}, "council"),
        ("flemish-municipality", TODAY, 900_000, {"named": True}, "executive"),
        ("flemish-municipality", "2026-02-22", 50_000, {"named": False}, "council"),
        ("flemish-municipality", "2026-02-23", 50_000, {"named": False}, "executive"),
        ("flemish-ocmw", TODAY, 29_999.99, {}, "executive"),
        ("flemish-ocmw", TODAY, 30_000, {}, "council"),
        ("flemish-intermunicipal", TODAY, 30_000, {}, "director"),
        ("flemish-intermunicipal", TODAY, 30_000.01, {}, "executive"),
        ("walloon-municipality", TODAY, 2_999.99, {"budget": "ordinary"}, "executive"),
        ("walloon-municipality", TODAY, 900_000, {"budget": "ordinary"}, "executive"),
        ("walloon-municipality", TODAY, 59_999.99, {"budget": "extraordinary"}, "executive"),
        ("walloon-municipality", TODAY, 60_000, {"budget": "extraordinary"}, "council"),
        ("walloon-municipality", TODAY, 60_000, {"budget": "extraordinary", "urgent": True}, "executive"),
        ("walloon-municipality", "2025-01-26", 10_000, {"budget": "extraordinary"}, "council"),
        ("walloon-cpas", TODAY, 29_999.99, {"budget": "ordinary"}, "executive"),
        ("walloon-cpas", TODAY, 30_000, {"budget": "ordinary"}, "council"),
        ("brussels-municipality", TODAY, 139_999.99, {"budget": "extraordinary"}, "executive"),
        ("brussels-municipality", TODAY, 140_000, {"budget": "extraordinary"}, "council"),
        ("brussels-municipality", TODAY, 9_999.99, {"budget": "ordinary"}, "director"),
        ("brussels-municipality", TODAY, 10_000, {"budget": "ordinary"}, "executive"),
        ("brussels-municipality", "2018-06-24", 135_000, {"budget": "extraordinary"}, "council"),
        ("brussels-municipality", "2018-06-24", 134_999.99, {"budget": "extraordinary"}, "executive"),
        ("brussels-municipality", "2018-06-25", 143_999.99, {"budget": "extraordinary"}, "executive"),
        ("brussels-municipality", "2018-06-25", 144_000, {"budget": "extraordinary"}, "council"),
        ("brussels-municipality", "2020-05-24", 143_999.99, {"budget": "extraordinary"}, "executive"),
        ("brussels-municipality", "2020-05-25", 139_000, {"budget": "extraordinary"}, "council"),
        ("brussels-municipality", "2020-05-25", 138_999.99, {"budget": "extraordinary"}, "executive"),
        ("brussels-municipality", "2022-07-16", 139_000, {"budget": "extraordinary"}, "council"),
        ("brussels-municipality", "2022-07-17", 139_999.99, {"budget": "extraordinary"}, "executive"),
        ("brussels-police-zone", TODAY, 139_999.99, {"budget": "ordinary"}, "executive"),
        ("brussels-police-zone", TODAY, 140_000, {"budget": "ordinary"}, "council"),
        ("brussels-police-zone", TODAY, 1_000, {"budget": "extraordinary"}, "council"),
        ("german-speaking-municipality", TODAY, 19_999.99, {"budget": "ordinary"}, "executive"),
        ("german-speaking-municipality", TODAY, 20_000, {"budget": "ordinary"}, "council"),
    ],
)
def test_the_organ_at_each_limit_and_date(
    law: Law, base: RuleBase, name: str, day: str, euro: float, more: dict[str, Any], organ: str
) -> None:
    assert decided(law, base, name, day, euro, **more).choice.organ == organ


@pytest.mark.parametrize(
    ("name", "euro", "key", "needed"),
    [
        ("flemish-municipality", 30_000, "visa_open", None),
        ("flemish-municipality", 30_000.01, "visa_needed", True),
        ("flemish-ocmw", 15_000, "visa_exempt", False),
        ("flemish-ocmw", 15_000.01, "visa_needed", True),
        ("flemish-old-delegations", 100, "visa_in_principle", True),
        ("walloon-municipality", 18_000, "opinion_not_compulsory", False),
        ("walloon-municipality", 22_000, "opinion_vat_doubt", None),
        ("walloon-municipality", 22_000.01, "opinion_needed", True),
        ("walloon-cpas", 22_000.01, "check_ask", None),
        ("brussels-municipality", 500_000, "check_ask", None),
        ("german-speaking-municipality", 500_000, "check_ask", None),
    ],
)
def test_the_financial_check_at_each_limit(
    law: Law, base: RuleBase, name: str, euro: float, key: str, needed: bool | None
) -> None:
    check = decided(law, base, name, TODAY, euro).check
    assert (check.key, check.needed) == (key, needed)
    assert check.ask_secretary == (key in ("visa_in_principle", "opinion_vat_doubt", "check_ask"))


def test_a_contract_within_a_year_needs_no_visa_up_to_the_exemption(law: Law, base: RuleBase) -> None:
    found = decided(law, base, "flemish-municipality", TODAY, 30_000, over_a_year=False).check
    assert (found.key, found.needed) == ("visa_exempt", False)
    longer = decided(law, base, "flemish-municipality", TODAY, 30_000, over_a_year=True, yearly=2_500_001).check
    assert longer.needed is True


@pytest.mark.parametrize(
    ("name", "euro", "more", "key"),
    [
        ("walloon-municipality", 250_000, {"nature": "works", "route": "open"}, "supervision_below"),
        ("walloon-municipality", 250_000.01, {"nature": "works", "route": "open"}, "supervision_sent"),
        ("walloon-municipality", 125_000.01, {"nature": "works", "route": "restricted"}, "supervision_sent"),
        (
            "walloon-municipality",
            62_000,
            {"nature": "works", "route": "negotiated_without_publication"},
            "supervision_below",
        ),
        (
            "walloon-municipality",
            62_000.01,
            {"nature": "works", "route": "negotiated_without_publication"},
            "supervision_sent",
        ),
        (
            "walloon-municipality",
            31_000.01,
            {"nature": "services", "route": "negotiated_without_publication"},
            "supervision_sent",
        ),
        ("walloon-municipality", 200_000, {"nature": "supplies", "route": "open"}, "supervision_below"),
        ("walloon-municipality", 200_000.01, {"nature": "supplies", "route": "open"}, "supervision_sent"),
        ("brussels-municipality", 174_999.99, {}, "supervision_below"),
        ("brussels-municipality", 175_000, {}, "supervision_sent"),
        ("german-speaking-municipality", 1, {}, "supervision_ask"),
    ],
)
def test_the_award_goes_to_the_supervisor_over_the_limit_and_the_amount_is_marked(
    law: Law, base: RuleBase, name: str, euro: float, more: dict[str, Any], key: str
) -> None:
    found = decided(law, base, name, TODAY, euro, **more).supervision_award
    assert (found.key, found.confidence) == (key, "unverified")


def test_what_was_not_read_reaches_the_answer(law: Law, base: RuleBase) -> None:
    later = decided(law, base, "flemish-municipality", TODAY, 200_000, named=False).choice
    assert "later_version" in later.notes
    assert "later_version" not in decided(law, base, "flemish-municipality", "2023-04-07", 1, named=False).choice.notes
    extra = decided(law, base, "walloon-municipality", TODAY, 50_000, budget="extraordinary").choice
    assert (extra.amount, extra.confidence) == (6_000_000, "unverified")
    cpas = decided(law, base, "walloon-cpas", TODAY, 1_000, budget="ordinary").choice
    assert cpas.ask_secretary
    assert decided(law, base, "walloon-municipality", TODAY, 1).supervision.confidence == "unverified"


def test_a_missing_fact_leaves_the_organ_open_and_is_named(law: Law, base: RuleBase) -> None:
    found = decided(law, base, "brussels-municipality", TODAY, None, budget="extraordinary").choice
    assert (found.organ, found.open_facts) == (None, ("estimate",))
    found = decided(law, base, "walloon-municipality", TODAY, 80_000).choice
    assert found.open_facts == ("budget",)


def test_a_delegation_on_repealed_law_is_not_relied_on(law: Law, base: RuleBase) -> None:
    found = decided(law, base, "flemish-old-delegations", TODAY, 5_000, named=False).choice
    assert found.organ == "executive"
    assert "repealed_basis" in found.notes
    assert found.ask_secretary
