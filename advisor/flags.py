"""Points of attention: what to look at before the advice is used. A flag never opens or closes a route."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.circuit import tree
from advisor.rulebase import Rule

if TYPE_CHECKING:
    from advisor.assess import Flag, RouteStatus, State
    from advisor.case import Case
    from advisor.engines import Engines


def raised(state: State, case: Case, engines: Engines, routes: tuple[RouteStatus, ...]) -> tuple[Flag, ...]:
    """The flags of an assessment, in the order of the rule file."""
    from advisor.assess import Flag

    found = []
    for rule in state.rules("flag"):
        about = _about(rule, state, case, engines, routes)
        if about is not None:
            found.append(Flag(rule.id, rule.cite, about))
    return tuple(found)


def _about(
    rule: Rule, state: State, case: Case, engines: Engines, routes: tuple[RouteStatus, ...]
) -> dict[str, tuple[str, ...]] | None:
    """What raised the flag, or None where it is not raised."""
    if rule.asked_unknown:
        facts = tuple(name for name, answer in case.answers.items() if answer is None and state.base.facts[name].market)
        return {"facts": facts} if facts else None
    if rule.crossing:
        return _crossing(rule, state, case, engines)
    if rule.graded_unverified:
        resting = tuple(dict.fromkeys(_unverified(state, routes)))
        return {"rules": resting} if resting else None
    if not state.truths[rule.id]:
        return None
    about = {"facts": tuple(dict.fromkeys(reason.fact for reason in state.explainer.why(rule.id)))}
    for name, condition in rule.targets:
        if state.explainer.truth(tree(condition, state.span.circuit.amounts)):
            about["targets"] = (name,)
            break
    return about


def _crossing(rule: Rule, state: State, case: Case, engines: Engines) -> dict[str, tuple[str, ...]] | None:
    """Raised where the estimate lies near an amount and some route's status differs just under it and at it."""
    assert rule.crossing is not None
    fact, percent = rule.crossing["fact"], int(rule.crossing["within_percent"])
    value = state.derived.values.get(fact)
    if not isinstance(value, int):
        return None
    moved = {fact, *(one for one, other in _moves_with(state, case) if other == fact)}
    near = {
        (atom.limit, atom.amount)
        for atom in state.span.circuit.atoms()
        if atom.fact in moved and atom.amount and atom.limit and abs(value - atom.limit) * 100 <= percent * atom.limit
    }
    amounts: dict[str, None] = {}
    changed: dict[str, None] = {}
    for limit, amount in sorted(near):
        under, at = (_statuses_at(engines, case, fact, estimate) for estimate in (limit - 1, limit))
        differing = [route for route in at if at[route] != under[route]]
        if differing:
            amounts.setdefault(amount)
            changed.update(dict.fromkeys(differing))
    return {"amounts": tuple(amounts), "routes": tuple(changed)} if changed else None


def _moves_with(state: State, case: Case) -> Iterator[tuple[str, str]]:
    """Facts that were not asked and equal another by default."""
    for derived in state.base.derived:
        other = (derived["default"] or {}).get("same_as")
        if other and derived["id"] not in case.answers:
            yield derived["id"], other


def _statuses_at(engines: Engines, case: Case, fact: str, value: int) -> dict[str, str]:
    from advisor.assess import State

    answers = {name: answer for name, answer in case.answers.items() if name != "value.lots"}
    answers[fact] = value
    return State(engines, answers, case.as_of, preview=True).statuses()


def _unverified(state: State, routes: tuple[RouteStatus, ...]) -> Iterator[str]:
    """The rules and amounts graded unverified on which the status of a route rests."""
    from advisor.assess import AVAILABLE, UNAVAILABLE

    amounts = state.span.circuit.amounts
    for route in routes:
        if route.status == AVAILABLE:
            if all(ground.confidence == "unverified" for ground in route.holding):
                yield from (ground.id for ground in route.holding)
        elif route.status == UNAVAILABLE and not route.bars:
            for ground in route.grounds:
                named = [reason.amount for reason in ground.because]
                if named and all(name and amounts[name].confidence == "unverified" for name in named):
                    yield from dict.fromkeys(name for name in named if name)
