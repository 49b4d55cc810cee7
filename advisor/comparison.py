"""What changed between two dates, or between two rule bases, and which cases come out otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from advisor.assessing import Assessment, assess
from advisor.case import Case
from advisor.engines import Engines
from advisor.lawsheet import amount_rows
from advisor.rulebase import Rule, RuleBase


class Difference(NamedTuple):
    """One thing that differs: `kind` amount, rule or case; `name`; what it was and what it is (None: not there)."""

    kind: str
    name: str
    before: str | None
    after: str | None


def law_differences(one: tuple[RuleBase, int], two: tuple[RuleBase, int]) -> list[Difference]:
    """The amounts and rules that differ between two (rule base, day) pairs. Raises OutsideKnownDates."""
    found = []
    amounts = [{row["id"]: f"{row['value']} {row['unit']}" for row in amount_rows(*pair)} for pair in (one, two)]
    rules = [{rule.id: rule for rule in base.rules_on(day)} for base, day in (one, two)]
    for name in dict.fromkeys([*amounts[0], *amounts[1]]):
        before, after = amounts[0].get(name), amounts[1].get(name)
        if before != after:
            found.append(Difference("amount", name, before, after))
    for name in dict.fromkeys([*rules[0], *rules[1]]):
        earlier, later = rules[0].get(name), rules[1].get(name)
        if _meaning(earlier) != _meaning(later):
            found.append(Difference("rule", name, _shown(earlier), _shown(later)))
    return found


def _meaning(rule: Rule | None) -> tuple[object, ...] | None:
    """What a rule does: its words, dates and sources left out."""
    if rule is None:
        return None
    said = (rule.effect, rule.when, rule.route, rule.routes, rule.regime)
    return (*said, rule.duty, rule.value, rule.days, rule.amount, rule.limits)


def _shown(rule: Rule | None) -> str | None:
    return None if rule is None else f"{rule.cite} ({rule.confidence})"


def case_differences(
    cases: Iterable[Case], one: tuple[Engines, int | None], two: tuple[Engines, int | None]
) -> list[Difference]:
    """The cases of which regime, a route's status or the recommendation differs; a day of None is the case's own."""
    found = []
    for case in cases:
        before, after = (
            outcome(assess(case if day is None else case._replace(as_of=day), engines, preview=True))
            for engines, day in (one, two)
        )
        found += [
            Difference("case", f"{case.id}: {key}", before[key], after.get(key))
            for key in before
            if before[key] != after.get(key)
        ]
    return found


def outcome(found: Assessment) -> dict[str, str]:
    """Regime, recommendation and the status of each route, by name."""
    return {
        "regime": found.regime or "undetermined",
        "recommended": found.recommended or "-",
        **{route.id: route.status for route in found.routes},
    }
