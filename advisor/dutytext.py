"""A duty in words: its name, what it asks, and the variants of a time limit."""

from __future__ import annotations

from advisor.assessing import Duty
from advisor.rulebase import RuleBase
from advisor.wording import Wording


def name(kind: str, wording: Wording) -> str:
    """The name of a kind of duty."""
    return wording.text("duties", kind, "name")


def said(kind: str, duty: Duty, base: RuleBase, wording: Wording) -> str:
    """What the duty asks, or the facts that it waits for, in a sentence or two."""
    if duty.value is None:
        facts = "; ".join(wording.fact(base.facts[fact]) for fact in duty.open_facts)
        return wording.text("duties", "unknown").format(facts=facts)
    if not duty.limits:
        return wording.text("duties", kind, duty.value).format(days=duty.days, amount=duty.amount)
    variant, requests, tenders = duty.limits[0]
    key = f"{duty.value}_electronic" if variant == "electronic" else duty.value
    return wording.text("duties", kind, key).format(limit=limit(requests, tenders, wording))


def variants(duty: Duty, wording: Wording) -> list[str]:
    """The time limits beside the first one, a sentence each."""
    return [
        wording.text("duties", "limits", "variants", variant).format(limit=limit(requests, tenders, wording))
        for variant, requests, tenders in duty.limits[1:]
    ]


def limit(requests: int | None, tenders: int | None, wording: Wording) -> str:
    """The days of one variant, as a part of a sentence."""
    shape = "both" if requests and tenders else "requests" if requests else "tenders"
    return wording.text("duties", "limits", shape).format(requests=requests, tenders=tenders)
