"""The tables of duties written from the law, and the purchases that their rows describe."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from advisor.case import Case, typed
from advisor.quantity import ordinal
from advisor.rulebase import load

HERE = Path(__file__).resolve().parent
RULES = HERE.parent.parent / "rules"

#: What a row adds to an ordinary purchase.
WITH: dict[str, dict[str, str]] = {
    "": {},
    "design": {"need.design_or_innovative": "true"},
    "complex": {"need.negotiation_required": "true"},
    "partnership": {
        "need.available_on_market": "false",
        "need.development_and_purchase": "true",
        "need.purchase_value_proportionate": "true",
    },
    "urgency": {
        "urgency.imperative": "true",
        "urgency.unforeseeable": "true",
        "urgency.attributable_to_buyer": "false",
        "urgency.time_limits_impossible": "true",
        "urgency.strictly_necessary": "true",
    },
    "sole": {
        "sole.reason": "technical",
        "sole.only_one_operator": "true",
        "sole.reasonable_alternative": "false",
        "sole.artificial_narrowing": "false",
        "sole.lock_in_caused_by_buyer": "false",
    },
    "exchange": {"supplies.commodity_exchange": "true"},
    "failed": {
        "prior.procedure": "open",
        "prior.result": "only_irregular_or_unacceptable",
        "prior.only_and_all_compliant_tenderers_invited": "true",
    },
    "no_tenders": {
        "prior.procedure": "open",
        "prior.result": "no_tender_or_request",
        "prior.conditions_substantially_changed": "false",
    },
    "framework": {"framework.wanted": "true"},
    "in_house": {
        "inhouse.controlled_entity": "true",
        "inhouse.activity_share_pct": "95",
        "inhouse.private_capital": "false",
        "inhouse.joint_control": "false",
    },
    "central": {
        "sourcing.central_purchasing_available": "true",
        "sourcing.framework_names_buyer": "true",
        "sourcing.framework_value_left": "true",
    },
    "excluded": {"exclusion.kind": "loan"},
    "exclusive_right": {"exclusion.exclusive_right": "true"},
    "cooperation": {
        "cooperation.only_contracting_authorities": "true",
        "cooperation.common_objectives": "true",
        "cooperation.public_interest_only": "true",
        "cooperation.market_share_pct": "5",
    },
    "research": {
        "rd.services": "true",
        "rd.covered_cpv": "true",
        "rd.benefits_exclusive_to_buyer": "false",
        "rd.fully_paid_by_buyer": "true",
        "rd.includes_commercial_volume": "false",
    },
}
PROCEDURES = (
    "open",
    "restricted",
    "competitive_negotiation",
    "competitive_dialogue",
    "innovation_partnership",
    "simplified_negotiated",
    "negotiated_without_publication",
    "low_value",
    "social_own_rules",
)


def rows(name: str) -> list[dict[str, str]]:
    lines = [line for line in (HERE / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="|", strict=True))


MAIN_ROWS, MORE_ROWS = rows("duties.csv"), rows("duties-more.csv")


def label(row: dict[str, str]) -> str:
    parts = [
        row[key] for key in ("date", "buyer", "nature", "estimate", "tender", "with", "route", "duty") if row.get(key)
    ]
    return "-".join(parts)


@cache
def written(date: str, buyer: str, nature: str, estimate: str, tender: str, with_: str) -> Case:
    base = load(str(RULES))
    texts = dict(base.bases["ordinary"]) | WITH[with_]
    texts |= {"contract.nature": "services" if nature == "social" else nature, "value.estimate": estimate}
    texts |= {"contract.annex3_service": "true"} if nature == "social" else {}
    texts |= {"value.expenditure_to_approve": tender} if tender else {}
    texts |= {"buyer.kind": buyer} if buyer else {}
    day = ordinal(date)
    assert day is not None
    return Case("row", "row", day, {name: typed(base.facts[name], text) for name, text in texts.items()})
