"""From admissible to recommended: the order of the routes that are available, and why each stands before the next.

Suitability only orders. It reads the criteria of rules/advice/suitability.yaml; a condition counts where it is true,
and what is not known is not true. A route that rests only on a ground read strictly with a condition that is not at
least asserted comes after all others.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from advisor.circuit import tree
from advisor.rulebase import Tier

#: The criterion before all others: a route whose grounds are not established comes last and is never recommended.
ESTABLISHED, NOT_ESTABLISHED = "established", "not_established"

if TYPE_CHECKING:
    from advisor.assessing import Preference, RouteStatus, State


def rank(state: State, routes: tuple[RouteStatus, ...]) -> tuple[tuple[str, ...], tuple[Preference, ...], str | None]:
    """The available routes, most suitable first; why each stands before the next; the reason of the first."""
    from advisor.assessing import AVAILABLE, Preference

    open_routes = [route for route in routes if route.status == AVAILABLE]
    placed = {route.id: _place(state, route) for route in open_routes}
    established = {route.id: route.established for route in open_routes}
    ranked = tuple(sorted(placed, key=lambda name: (not established[name], [tier for tier, _ in placed[name]])))
    preferences = []
    for one, two in pairwise(ranked):
        if established[one] and not established[two]:
            preferences.append(Preference(one, two, ESTABLISHED, NOT_ESTABLISHED))
            continue
        for (criterion, _), (tier, reason), (other, _) in zip(
            state.base.criteria, placed[one], placed[two], strict=True
        ):
            if tier != other:
                preferences.append(Preference(one, two, criterion, reason))
                break
    first = placed[ranked[0]][0][1] if ranked and established[ranked[0]] else None
    return ranked, tuple(preferences), first


def _place(state: State, route: RouteStatus) -> list[tuple[int, str]]:
    """For each criterion the number of the route's tier and its reason; past the last where none fits."""
    found = []
    for _, tiers in state.base.criteria:
        for number, entries in enumerate(tiers):
            entry = next((entry for entry in entries if _fits(state, route, entry)), None)
            if entry is not None:
                found.append((number, entry.reason))
                break
        else:
            found.append((len(tiers), ""))
    return found


def _fits(state: State, route: RouteStatus, entry: Tier) -> bool:
    holding = {ground.id for ground in route.holding if not ground.unproved}
    if route.id not in entry.routes or holding & set(entry.unless_grounds):
        return False
    if entry.grounds and not holding & set(entry.grounds):
        return False
    amounts = state.span.circuit.amounts
    if entry.when is not None and not state.explainer.truth(tree(entry.when, amounts)):
        return False
    return entry.unless is None or not state.explainer.truth(tree(entry.unless, amounts))
