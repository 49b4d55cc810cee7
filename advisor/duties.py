"""What each available route entails, by the rules of rules/duties: notices, motivation, time limits, lots, the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from advisor.rulebase import GRADES, Rule

if TYPE_CHECKING:
    from advisor.assessing import Duty, RouteStatus, State

#: The kinds of duties in the order in which a buyer meets them.
KINDS = (
    "publication", "principles", "competition", "form",
    "choice_motivation", "choice_motivation_minimum", "motivation_moment",
    "lots", "time_limits", "reasonable_time", "minimum_candidates", "electronic_means", "framework",
    "award_decision", "standstill", "standstill_voluntary", "ex_ante_notice",
    "award_notice", "award_notice_grouping", "non_award_notice", "yearly_report", "commission_report",
    "file", "retention",
)  # fmt: skip
#: The kinds that a summary shows.
MAIN = ("publication", "choice_motivation", "standstill", "lots", "time_limits", "award_notice")


def entailed(state: State, routes: tuple[RouteStatus, ...]) -> dict[str, dict[str, Duty]]:
    """For each available route its duties by kind, in the order of KINDS."""
    from advisor.assessing import AVAILABLE

    rules: dict[str, dict[str, list[Rule]]] = {
        route.id: {kind: [] for kind in KINDS} for route in routes if route.status == AVAILABLE
    }
    for rule in state.rules("duty"):
        assert rule.duty is not None, "a duty names its kind"
        for route in rule.routes:
            if route in rules:
                rules[route][rule.duty].append(rule)
    return {
        route: {kind: found for kind, listed in kinds.items() if (found := _duty(state, listed)) is not None}
        for route, kinds in rules.items()
    }


def _duty(state: State, rules: Sequence[Rule]) -> Duty | None:
    """The first rule that holds decides; open ones before it must say the same, else only what it waits for is said.

    A rule without a condition holds. One that counts only where its facts are shown does not wait: while they are not
    known it does not count. The duty is as sure as the least sure of the rules that led to it, failing ones included.
    """
    waiting: list[Rule] = []
    grades: set[str] = set()
    for rule in rules:
        truth = True if rule.when is None else state.truths[rule.id]
        if truth is None and rule.only_if_shown:
            continue
        grades.add(rule.confidence if rule.when is None else state.explainer.grade(rule.id))
        if truth is None:
            waiting.append(rule)
        elif truth:
            if all(_said(other) == _said(rule) for other in waiting):
                return _as_duty(state, rule, max(grades, key=GRADES.index))
            break
    return _open(state, waiting) if waiting else None


def _said(rule: Rule) -> tuple[object, ...]:
    return (rule.value, rule.days, rule.amount, rule.limits)


def _as_duty(state: State, rule: Rule, confidence: str) -> Duty:
    from advisor.assessing import Duty

    amounts = state.span.circuit.amounts
    days = amounts[rule.days].value // 100 if rule.days else None
    amount = amounts[rule.amount].value // 100 if rule.amount else None
    return Duty(rule.id, rule.value, days, amount, rule.limits, rule.cite, confidence, ())


def _open(state: State, waiting: Sequence[Rule]) -> Duty:
    """A duty that is not decided, with the facts that it waits for."""
    from advisor.assessing import Duty, askable

    facts = (fact for rule in waiting for fact in askable(state, state.explainer.open_facts(rule.id)))
    last = waiting[-1]
    return Duty(last.id, None, None, None, (), last.cite, last.confidence, tuple(dict.fromkeys(facts)))
