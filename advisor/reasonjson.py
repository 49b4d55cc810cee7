"""Reasons, changes and doubts as JSON: ids and values as case files write them."""

from __future__ import annotations

from typing import Any

from advisor import quantity
from advisor.assessing import Assessment
from advisor.change import Change, Way
from advisor.derive import Answer
from advisor.doubt import Doubt, Span
from advisor.explanation import Explanation, Failed
from advisor.reasons import Reason
from advisor.rulebase import Fact, RuleBase
from advisor.step import Step


def head(found: Assessment) -> dict[str, Any]:
    """What every answer begins with."""
    return {
        "case": found.case.id,
        "as_of": quantity.date_text(found.case.as_of),
        "rule_base": {"version": found.rule_version, "digest": found.rule_digest},
    }


def explanation(item: Explanation, found: Assessment, base: RuleBase) -> dict[str, Any]:
    """One route explained."""
    why = item.why and {
        "answered": [
            {"fact": fact, "value": answer(base.facts[fact], found.case.answers.get(fact))}
            for fact in item.why.answered
        ],
        "assumed": list(item.why.assumed),
    }
    return {
        "route": item.route,
        "status": item.status,
        "why": why,
        "holding": [_told(rule, base) for rule in item.holding],
        "failed": [_told(rule, base) for rule in item.failed],
        "worth_asking": [
            {"outcome": worth.outcome, "rule": worth.rule or None, "facts": [step(one, base) for one in worth.steps]}
            for worth in item.worth
        ],
    }


def change(item: Change, base: RuleBase) -> dict[str, Any]:
    """The smallest change that opens a route."""
    return {"route": item.route, "kind": item.kind, "ways": [_way(way, base) for way in item.ways]}


def doubt(item: Doubt, base: RuleBase) -> dict[str, Any]:
    """What one doubtful answer carries."""
    fact = base.facts[item.fact]
    return {
        "fact": item.fact,
        "value": answer(fact, item.answer),
        "changes_recommendation": item.changes_recommendation,
        "otherwise": [
            {
                "values": [answer(fact, one) for one in flip.answers],
                "regime": flip.regime,
                "recommended_first": flip.first,
                "routes": [{"route": name, "from": before, "to": after} for name, before, after in flip.routes],
                "flags": [{"flag": name, "raised": raised} for name, raised in flip.flags],
            }
            for flip in item.flips
        ],
        "impossible": [answer(fact, one) for one in item.impossible],
    }


def step(item: Step, base: RuleBase) -> dict[str, Any]:
    """One answer to change or find out. `at_least` and `under` bound an ordered fact."""
    fact = base.facts[item.fact]
    return {
        "fact": item.facts[0],
        "facts": list(item.facts),
        "tested": item.fact,
        "from": answer(fact, item.before),
        "to": answer(fact, item.to) if item.to is not None else None,
        "at_least": answer(fact, item.low) if item.low is not None else None,
        "under": answer(fact, item.high) if item.high is not None else None,
    }


def answer(fact: Fact, value: Answer | Span) -> Any:
    """An answer as a case file writes it; true and false stay what they are; a span as its two limits."""
    if isinstance(value, Span):
        limits = {"at_least": value.low, "under": value.high}
        return {key: answer(fact, limit) for key, limit in limits.items() if limit is not None}
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return [quantity.typed_text("money", one) if isinstance(one, int) else one for one in value]
    return quantity.typed_text(fact.type, value)


def _way(way: Way, base: RuleBase) -> dict[str, Any]:
    changes = [{**step(one, base), "mark": base.facts[one.facts[0]].change} for one in way.changes]
    return {"ground": way.ground, "change": changes, "find_out": [step(one, base) for one in way.to_find_out]}


def _told(rule: Failed, base: RuleBase) -> dict[str, Any]:
    return {"rule": rule.rule, "cite": rule.cite, "because": [_reason(one, base) for one in rule.because]}


def _reason(item: Reason, base: RuleBase) -> dict[str, Any]:
    limit = None if item.limit is None else answer(base.facts[item.fact], item.limit)
    return {"fact": item.fact, "test": item.said, "limit": limit, "wanted": item.wanted, "met": item.truth}
