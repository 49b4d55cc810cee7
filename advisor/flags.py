"""Points of attention: what to look at before the advice is used. A flag never opens or closes a route."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.circuit import Truth, tree
from advisor.rulebase import GRADES, Rule

if TYPE_CHECKING:
    from advisor.assessing import Flag, RouteStatus, State
    from advisor.case import Case
    from advisor.engines import Engines

ESTIMATE = "value.estimate"
#: How many open legal questions are shown; the rest stay in the JSON.
SHOWN_TOPICS = 3


def raised(state: State, case: Case, engines: Engines, routes: tuple[RouteStatus, ...]) -> tuple[Flag, ...]:
    """The flags of an assessment, in the order of the rule file."""
    from advisor.assessing import Flag

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
    if rule.raised_by == "market":
        unknown = {name for name, answer in case.answers.items() if answer is None}
        facts = tuple(fact.id for fact in state.base.facts.values() if fact.market and fact.id in unknown)
        return {"facts": facts} if facts else None
    if rule.raised_by == "crossing":
        return _crossing(rule, state, case, engines)
    if rule.raised_by == "unverified":
        resting = tuple(dict.fromkeys(_unverified(state, routes)))
        return {"rules": resting} if resting else None
    if rule.raised_by == "topics":
        topics = tuple(_topics(state))
        return {"topics": topics} if topics else None
    if rule.raised_by == "reform":
        changed = _changed_by_reform(state, case.as_of)
        return {"routes": changed} if changed else None
    if not state.truths[rule.id]:
        return None
    about = {"facts": tuple(dict.fromkeys(reason.fact for reason in state.explainer.why(rule.id)))}
    for name, condition in rule.targets:
        if state.explainer.truth(tree(condition, state.span.circuit.amounts)):
            about["targets"] = (name,)
            break
    return about


def _topics(state: State) -> list[str]:
    """The open legal questions that the facts raise, the most pressing first, then in the order of the file."""
    raised_now = [
        rule
        for rule in state.rules("topic")
        if state.truths[rule.id]
        and not (rule.unless_shown and state.explainer.truth(tree(rule.unless_shown, state.span.circuit.amounts)))
    ]
    return [rule.id for rule in sorted(raised_now, key=lambda rule: rule.rank or 0)]


def _changed_by_reform(state: State, day: int) -> tuple[str, ...]:
    """The routes whose status would differ under the dormant rules of a reform."""
    changed: dict[str, Truth] = {}
    circuit = state.span.circuit
    for rule in state.base.pending_on(day):
        assert rule.when is not None, "a dormant rule has a condition"
        truth = state.explainer.truth(tree(rule.when, circuit.amounts))
        if rule.id in state.truths and truth != state.truths[rule.id]:
            changed[rule.id] = truth
    if not changed:
        return ()
    now = state.statuses()
    then = state.statuses({**state.truths, **changed})
    return tuple(route for route in now if now[route] != then[route])


def _crossing(rule: Rule, state: State, case: Case, engines: Engines) -> dict[str, tuple[str, ...]] | None:
    """Raised where the estimate lies near an amount and some route's status differs just under it and at it."""
    assert rule.within_percent is not None
    value = state.derived.values.get(ESTIMATE)
    if not isinstance(value, int):
        return None
    moved = {ESTIMATE, *(one for one, other in _moves_with(state, case) if other == ESTIMATE)}
    near = {
        atom.limit
        for atom in state.span.circuit.atoms()
        if atom.fact in moved
        and atom.amount
        and atom.limit
        and abs(value - atom.limit) * 100 <= rule.within_percent * atom.limit
    }
    amounts: dict[str, None] = {}
    changed: dict[str, None] = {}
    for limit in sorted(near):
        under, at = (_state_at(engines, case, estimate) for estimate in (limit - 1, limit))
        before, after = under.statuses(), at.statuses()
        for route in (name for name in after if after[name] != before[name]):
            changed.setdefault(route)
            amounts.update(dict.fromkeys(_amounts_at(route, under, at, limit)))
    return {"amounts": tuple(amounts), "routes": tuple(changed)} if changed else None


def within_range(state: State, case: Case, engines: Engines) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The amounts within the range of the case's estimate, each with the routes whose status differs across it."""
    from advisor import estimate

    assert case.estimate is not None
    working = estimate.worked(case.estimate, state.base.estimate)
    moved = {ESTIMATE, *(one for one, other in _moves_with(state, case) if other == ESTIMATE)}
    limits = {atom.limit for atom in state.span.circuit.atoms() if atom.fact in moved and atom.amount and atom.limit}
    found: dict[str, tuple[str, ...]] = {}
    for limit in sorted(limit for limit in limits if working.low < limit <= working.top):
        under, at = (_state_at(engines, case, value) for value in (limit - 1, limit))
        before, after = under.statuses(), at.statuses()
        for route in (name for name in after if after[name] != before[name]):
            for name in _amounts_at(route, under, at, limit):
                found[name] = (*found.get(name, ()), *(() if route in found.get(name, ()) else (route,)))
    return tuple(found.items())


def _amounts_at(route: str, under: State, at: State, limit: int) -> Iterator[str]:
    """The amounts of that size on which the grounds of a route turn between the two states."""
    for rule in at.rules("ground"):
        if rule.route == route and under.truths[rule.id] != at.truths[rule.id]:
            for reason in (*at.explainer.why(rule.id), *under.explainer.why(rule.id)):
                if reason.amount and reason.limit == limit and reason.truth != reason.wanted:
                    yield reason.amount


def _moves_with(state: State, case: Case) -> Iterator[tuple[str, str]]:
    """Facts that were not asked and equal another by default."""
    for derived in state.base.derived:
        other = (derived["default"] or {}).get("same_as")
        if other and derived["id"] not in case.answers:
            yield derived["id"], other


def _state_at(engines: Engines, case: Case, value: int) -> State:
    from advisor.assessing import State

    answers = {name: answer for name, answer in case.answers.items() if name != "value.lots"}
    answers[ESTIMATE] = value
    return State(engines, answers, case.as_of, from_base=case.from_base, preview=True)


def _unverified(state: State, routes: tuple[RouteStatus, ...]) -> Iterator[str]:
    """The rules and amounts graded unverified on which the status of a route rests."""
    from advisor.assessing import AVAILABLE, UNAVAILABLE

    amounts = state.span.circuit.amounts
    unsure = frozenset(name for name, amount in amounts.items() if amount.confidence == GRADES[-1])
    for route in routes:
        if route.status == AVAILABLE:
            if all(ground.confidence == GRADES[-1] for ground in route.holding):
                yield from (ground.id for ground in route.holding)
        elif route.status == UNAVAILABLE and not route.bars:
            for ground in route.grounds:
                yield from state.explainer.amounts_needed(ground.id, unsure)
