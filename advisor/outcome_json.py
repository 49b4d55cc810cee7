"""An assessment as the JSON of the specification: keys and ids are a public interface, texts are in one language."""

from __future__ import annotations

from typing import Any

from advisor import evidence, quantity
from advisor.assessing import Assessment, Duty, Flag, Ground, RouteStatus
from advisor.estimate import VALUE
from advisor.rulebase import RuleBase
from advisor.sentences import first_reason, flag_detail, preference
from advisor.wording import Wording


def as_dict(found: Assessment, base: RuleBase, wording: Wording) -> dict[str, Any]:
    """The assessment as plain data, ready for `json.dumps`; money as text with two decimals."""
    order = list(base.facts)
    ranks = {route: number for number, route in enumerate(found.ranked, start=1)}
    reasons = [first_reason(found, wording), *(preference(item, wording) for item in found.preferences)]
    recommended = (
        [{"route": found.recommended, "reasons": [text for text in reasons if text]}] if found.recommended else []
    )
    return {
        "case": found.case.id,
        "title": found.case.title,
        "as_of": quantity.date_text(found.case.as_of),
        "rule_base": {"version": found.rule_version, "digest": found.rule_digest},
        "engines": list(found.engines),
        "known_until": None if found.known_until is None else quantity.date_text(found.known_until),
        "regime": {
            "id": found.regime or "undetermined",
            "status": "determined" if found.regime else "undetermined",
        },
        "routes": [_route(route, found, base, ranks) for route in found.routes],
        "recommended": recommended,
        "flags": [_flag(flag, found, base, wording) for flag in found.flags],
        "missing": [
            {
                "fact": item.fact,
                "would_decide": list(item.would_decide),
                "state": "asked" if item.asked else "not_asked",
            }
            for item in found.missing
        ],
        "facts": [
            {
                "fact": name,
                "value": answer_text(base, name, answer),
                "from": _origin(name, found),
                **_proof(name, found),
            }
            for name, answer in sorted(found.case.answers.items(), key=lambda item: order.index(item[0]))
        ],
        "suggestions": _suggestions(found, base),
        "trace": [
            {"rule": rule.id, "from": list(facts), "gives": "true" if truth else "false", "cite": rule.cite}
            for rule, truth, facts in found.steps
        ],
        **evidence.as_dict(found, base),
        **_estimate(found, base),
    }


def _origin(fact: str, found: Assessment) -> str:
    if fact == VALUE and found.case.estimate is not None:
        return "estimate"
    return "base" if fact in found.case.from_base else "case"


def _proof(fact: str, found: Assessment) -> dict[str, Any]:
    """What the case says of the evidence for a fact, as a case file writes it; nothing where it says nothing."""
    proof = found.case.evidence.get(fact)
    if proof is None:
        return {}
    shown = {"state": proof.state, "by": proof.by, "on": "" if proof.on is None else quantity.date_text(proof.on)}
    return {"evidence": {key: text for key, text in shown.items() if text}}


def _estimate(found: Assessment, base: RuleBase) -> dict[str, Any]:
    """The working of the estimate; nothing where the case has none."""
    if found.case.estimate is None:
        return {}
    from advisor import estimatejson

    return {"estimate": estimatejson.as_dict(found.case.estimate, base, found.case.as_of, found.crossed)}


def _suggestions(found: Assessment, base: RuleBase) -> list[dict[str, Any]]:
    """What the CPV codes of the case suggest; it decides nothing."""
    codes = found.case.answers.get("contract.cpv")
    if not isinstance(codes, tuple):
        return []
    from advisor import cpv

    return [
        {"fact": item.fact, "value": item.answer, "code": item.code, "cite": item.cite, "confidence": item.confidence}
        for item in cpv.suggestions(base.folder, codes)
    ]


def answer_text(base: RuleBase, fact: str, answer: Any) -> Any:
    """An answer as a case file writes it; a list for lists."""
    kind = base.facts[fact].type
    if answer is None:
        return "unknown"
    if isinstance(answer, tuple):
        return [quantity.typed_text("money", part) if isinstance(part, int) else part for part in answer]
    return quantity.typed_text(kind, answer)


def _route(route: RouteStatus, found: Assessment, base: RuleBase, ranks: dict[str, int]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": route.id,
        "status": route.status,
        "rank": ranks.get(route.id),
        "cite": route.cite,
        "grounds": [_ground(ground, found, base) for ground in route.grounds],
        "bars": [_ground(bar, found, base) for bar in (*route.bars, *route.open_bars)],
        "would_open_if": _would_open_if(route),
    }
    if route.id in found.duties:
        shown["duties"] = duties_of(found, route.id)
    return shown


def _ground(ground: Ground, found: Assessment, base: RuleBase) -> dict[str, Any]:
    values = found.derived.values
    because = []
    for reason in ground.because:
        if reason.truth is None:
            continue
        because.append({"fact": reason.fact, "value": answer_text(base, reason.fact, values.get(reason.fact))})
    shown: dict[str, Any] = {
        "id": ground.id,
        "status": ground.status,
        "cite": ground.cite,
        "because": because,
        "confidence": ground.confidence,
    }
    if ground.open_facts:
        shown["open_facts"] = list(ground.open_facts)
    if ground.unproved:
        shown["not_established"] = list(ground.unproved)
    if ground.proof:
        shown["proof"] = {"by": "every completion", "facts": list(ground.proof)}
    return shown


def _would_open_if(route: RouteStatus) -> dict[str, Any] | None:
    """For a route that is not decided: the ground with the fewest facts to find out, and those facts."""
    if route.status != "undetermined":
        return None
    bars = [fact for bar in route.open_bars for fact in bar.open_facts]
    waiting = [] if route.holding else [ground for ground in route.grounds if ground.status == "unknown"]
    best = min(waiting, key=lambda ground: len(ground.open_facts), default=None)
    facts = dict.fromkeys([*bars, *(best.open_facts if best else ())])
    return {"ground": best.id if best else None, "facts": list(facts)}


def duties_of(found: Assessment, route: str) -> dict[str, Any]:
    """The duties of an available route by kind, and under `sources` the rule, article and confidence of each."""
    duties = found.duties[route]
    sources: dict[str, dict[str, Any]] = {}
    for kind, duty in duties.items():
        sources[kind] = {"rule": duty.rule, "cite": duty.cite, "confidence": duty.confidence}
        if duty.open_facts:
            sources[kind]["open_facts"] = list(duty.open_facts)
    return {**{kind: _duty(kind, duty) for kind, duty in duties.items()}, "sources": sources}


def _duty(kind: str, duty: Duty) -> Any:
    if kind == "standstill":
        required = None if duty.value is None else duty.value == "required"
        return {"required": required, "days": duty.days or 0, "cite": duty.cite}
    if kind == "time_limits":
        variants = {name: {"requests_days": first, "tenders_days": last} for name, first, last in duty.limits}
        main = next(iter(variants.values()), {"requests_days": None, "tenders_days": None})
        return {**main, "basis": duty.cite, "variants": variants}
    # The other normative kinds are a plain value; what the text counts in days, years or candidates stands apart.
    if duty.amount is not None:
        return {"value": duty.value, "amount": duty.amount}
    if duty.days is not None and kind != "award_notice":
        return {"value": duty.value, "days": duty.days}
    return duty.value


def _flag(flag: Flag, found: Assessment, base: RuleBase, wording: Wording) -> dict[str, Any]:
    return {
        "id": flag.id,
        "cite": flag.cite,
        "detail": flag_detail(flag, found, base, wording),
        "about": {kind: list(names) for kind, names in flag.about.items()},
    }
