"""What each available route entails: notice and waiting period, by the rules of rules/duties."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.assess import Duty, RouteStatus, State


def entailed(state: State, routes: tuple[RouteStatus, ...]) -> dict[str, dict[str, Duty]]:
    """For each available route its duties by kind (`publication`, `standstill`)."""
    from advisor.assess import AVAILABLE

    kinds = tuple(dict.fromkeys(rule.duty for rule in state.rules("duty") if rule.duty))
    return {
        route.id: {kind: found for kind in kinds if (found := _duty(state, route.id, kind)) is not None}
        for route in routes
        if route.status == AVAILABLE
    }


def _duty(state: State, route: str, kind: str) -> Duty | None:
    """The first rule that holds decides; with an open one before it nothing is said yet, only what it waits for.

    A rule that counts only where its facts are shown does not wait: while they are not known it does not count.
    """
    from advisor.assess import Duty, askable

    waiting: dict[str, None] = {}
    last = None
    for rule in state.rules("duty"):
        if rule.duty != kind or route not in rule.routes:
            continue
        last = rule
        truth = state.truths[rule.id]
        if truth is None and rule.only_if_shown:
            continue
        if truth is None:
            waiting.update(dict.fromkeys(askable(state, state.explainer.open_facts(rule.id))))
        elif truth and not waiting:
            days = state.span.circuit.amounts[rule.days].value // 100 if rule.days else None
            return Duty(rule.value, days, rule.cite, state.explainer.grade(rule.id), ())
    return None if last is None else Duty(None, None, last.cite, last.confidence, tuple(waiting))
