"""The law at its date: the end of what is known, a pending reform, and mixed contracts that settle their nature."""

from __future__ import annotations

from typing import Any

import pytest

from advisor import cpv, quantity
from advisor.assessing import Assessment, assess
from advisor.case import Case
from advisor.engines import Engines
from advisor.rulebase import RuleBase
from tests.conftest import ROOT


def found(base: RuleBase, engines: Engines, date: str, **answers: Any) -> Assessment:
    day = quantity.ordinal(date)
    assert day is not None
    typed: dict[str, Any] = {
        name: {"true": True, "false": False}.get(text, text) for name, text in base.bases["ordinary"].items()
    }
    typed.update({name.replace("__", "."): value for name, value in answers.items()})
    return assess(Case("c", "c", day, typed), engines)


@pytest.mark.parametrize(
    ("date", "known_until"), [("2027-10-02", None), ("2027-10-03", "2027-12-31"), ("2027-12-31", "2027-12-31")]
)
def test_ninety_days_before_the_end_the_assessment_says_so(
    base: RuleBase, engines: Engines, date: str, known_until: str | None
) -> None:
    until = found(base, engines, date, contract__nature="works").known_until
    assert (None if until is None else quantity.date_text(until)) == known_until


@pytest.mark.parametrize(
    ("date", "cents", "pending"),
    [
        ("2026-03-02", 2_999_999, False),
        ("2026-03-02", 3_000_000, True),
        ("2026-03-02", 7_499_999, True),
        ("2026-03-02", 7_500_000, False),
        ("2025-12-31", 5_000_000, False),
    ],
)
def test_a_pending_reform_says_what_it_would_change_and_changes_nothing(
    base: RuleBase, engines: Engines, date: str, cents: int, pending: bool
) -> None:
    result = found(base, engines, date, contract__nature="supplies", value__estimate=cents)
    flags = {flag.id: flag for flag in result.flags}
    assert ("reform_pending" in flags) == pending
    if pending:
        assert flags["reform_pending"].about["routes"] == ("low_value",)
        assert result.status("low_value") == "unavailable"


def test_a_dormant_rule_is_never_in_force(base: RuleBase) -> None:
    dormant = [rule for rule in base.rules if rule.pending_from is not None]
    assert dormant
    for rule in dormant:
        for start in base.segments():
            assert rule not in base.rules_on(start)


@pytest.mark.parametrize(
    ("answers", "nature"),
    [
        ({"mixed__supplies_part": 300, "mixed__services_part": 200}, "supplies"),
        ({"mixed__supplies_part": 200, "mixed__services_part": 300}, "services"),
        ({"mixed__supplies_part": 200, "mixed__services_part": 200}, None),
        ({"mixed__supplies_part": 200, "mixed__services_part": None}, None),
        ({"mixed__main_object": "works", "mixed__supplies_part": 300, "mixed__services_part": 200}, "works"),
        ({"mixed__main_object": None, "mixed__supplies_part": 300, "mixed__services_part": 200}, "supplies"),
        ({"contract__nature": None, "mixed__supplies_part": 300, "mixed__services_part": 200}, "supplies"),
        ({"contract__nature": None, "mixed__main_object": None}, None),
        ({"contract__nature": "services", "mixed__supplies_part": 300, "mixed__services_part": 200}, "services"),
    ],
)
def test_a_mixed_contract_follows_its_main_object(
    base: RuleBase, engines: Engines, answers: dict[str, Any], nature: str | None
) -> None:
    assert found(base, engines, "2026-03-02", **answers).derived.values.get("contract.nature") == nature


def test_a_cpv_code_suggests_and_never_decides() -> None:
    folder = ROOT / "rules"
    suggested = {item.fact: item for item in cpv.suggestions(folder, ["73110000-6", "85310000"])}
    assert suggested["rd.covered_cpv"].code == "73110000-6"
    assert suggested["contract.annex3_service"].confidence == "unverified"
    assert "contract.reserved_social_service" in suggested
    assert cpv.suggestions(folder, ["45000000-7"]) == []
    assert cpv.suggestions(folder, ["73200000-4"]) == [], "research consultancy is not on the list of art. 32"
    with pytest.raises(ValueError, match="expected a CPV code"):
        cpv.suggestions(folder, ["7311"])


def test_every_division_of_the_cpv_has_a_name(dutch: Any, english: Any) -> None:
    for wording in (dutch, english):
        names = wording.section("cpv")["divisions"]
        assert len(names) == 45
        assert names["73"]
