"""What proves the conditions of a ground: the state of each, what is not established, and what a record lacks.

A condition that was answered counts as asserted; one that came from a named base does not, since nobody was asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.reasons import Explainer
from advisor.rulebase import GRADES

if TYPE_CHECKING:
    from advisor.assessing import Assessment, Ground, RouteStatus, State
    from advisor.case import Case
    from advisor.rulebase import RuleBase

ASSERTED, SHOWN, DISPUTED, UNKNOWN = "asserted", "shown", "disputed", "unknown"
STATES = (ASSERTED, SHOWN, DISPUTED, UNKNOWN)
ESTABLISHED = (ASSERTED, SHOWN)
DRAFT, READY = "draft", "ready"


class Proof(NamedTuple):
    """What a case file says of the evidence for a fact. `by`: a role, or the text of a document; "" where not said."""

    state: str
    by: str = ""
    on: int | None = None


class Condition(NamedTuple):
    """A condition of a ground: its state, what the file says of it, and whether it came from a named base.

    `to_prove`: evidence.yaml has it; else it only says whether the ground applies at all.
    """

    fact: str
    state: str
    proof: Proof | None
    from_base: bool
    to_prove: bool


class Lacking(NamedTuple):
    """What a record lacks: a key of the wording, and the fact (none where there is no recommended route)."""

    key: str
    fact: str | None


def conditions(ground: Ground, case: Case, base: RuleBase) -> tuple[Condition, ...]:
    """The conditions on which a ground rests, in the order in which it tests them."""
    entries = {entry["fact"] for entry in base.evidence["facts"]}
    found: dict[str, Condition] = {}
    for reason in ground.because:
        if reason.truth is not None:
            for fact in _behind(reason.fact, case, base):
                found.setdefault(fact, _condition(fact, case, to_prove=fact in entries))
    return tuple(found.values())


def _condition(fact: str, case: Case, *, to_prove: bool) -> Condition:
    proof = case.evidence.get(fact)
    from_base = fact in case.from_base
    answered = ASSERTED if case.answers.get(fact) is not None and not from_base else UNKNOWN
    return Condition(fact, answered if proof is None else proof.state, proof, from_base, to_prove)


def _behind(fact: str, case: Case, base: RuleBase) -> Iterator[str]:
    """The answers behind a fact that is computed, or that equals another while not asked; else the fact itself."""
    if fact in case.answers:
        yield fact
        return
    for rule in base.derived:
        if rule["id"] == fact:
            default: Mapping[str, str] = rule["default"] or {}
            parts: Mapping[str, Any] = rule["years"] or rule["share"] or rule["larger"] or {}
            names = [default[key] for key in ("sum", "same_as") if key in default] or list(parts.values())
            for name in names:
                if name in base.facts:
                    yield from _behind(name, case, base)


def weighed(routes: tuple[RouteStatus, ...], state: State, case: Case) -> tuple[RouteStatus, ...]:
    """The routes with, for each ground that holds, the facts that it needs and that nobody at least asserted."""
    entries = {entry["fact"] for entry in state.base.evidence["facts"]}
    doubtful = {
        fact for fact in case.answers if _condition(fact, case, to_prove=fact in entries).state not in ESTABLISHED
    }
    if not doubtful:
        return routes
    return tuple(
        route._replace(grounds=tuple(_weighed(ground, state, case, doubtful) for ground in route.grounds))
        if route.holding
        else route
        for route in routes
    )


def _weighed(ground: Ground, state: State, case: Case, doubtful: set[str]) -> Ground:
    if ground.status != "holds" or _holds_without(ground.id, doubtful, state, case):
        return ground
    named = [item for item in conditions(ground, case, state.base) if item.fact in doubtful]
    needed = [item for item in named if not _holds_without(ground.id, {item.fact}, state, case)] or named
    proved = ground.strict and not _holds_without(
        ground.id, {item.fact for item in named if item.to_prove}, state, case
    )
    return ground._replace(
        unasserted=tuple(item.fact for item in needed),
        unproved=tuple(item.fact for item in needed if item.to_prove) if proved else (),
    )


def _holds_without(rule: str, facts: set[str], state: State, case: Case) -> bool:
    """Whether the rule is still true where the facts, and what is computed from them, are not known."""
    hidden = set(facts)
    for derived in state.base.derived:
        if derived["id"] not in case.answers and hidden & set(_behind(derived["id"], case, state.base)):
            hidden.add(derived["id"])
    circuit = state.span.circuit
    values = {name: value for name, value in state.derived.values.items() if name not in hidden}
    # No amount is hidden by that name: it makes the explainer read every rule anew.
    return Explainer(circuit, values, {}).truth(circuit.trees[rule], frozenset({""})) is True


def named_ground(route: RouteStatus) -> Ground | None:
    """The ground on which a record rests: an established one first, then a verified one, then one not read strictly."""
    return min(
        route.holding,
        key=lambda ground: (bool(ground.unproved), ground.confidence == GRADES[-1], ground.strict),
        default=None,
    )


def lacking(found: Assessment, base: RuleBase) -> tuple[Lacking, ...]:
    """What a record lacks before it is ready; empty where it is."""
    if found.recommended is None:
        return (Lacking("lacks_recommendation", None),)
    ground = named_ground(found.route(found.recommended))
    assert ground is not None, "an available route has a ground that holds"
    open_ones = []
    for item in conditions(ground, found.case, base):
        key = _lacks(item, base, strict=ground.strict, needed=item.fact in ground.unasserted)
        if key:
            open_ones.append(Lacking(key, item.fact))
    return tuple(open_ones)


def _lacks(item: Condition, base: RuleBase, *, strict: bool, needed: bool) -> str:
    """The key of what a condition lacks; empty where it lacks nothing, or the ground holds without it."""
    if item.state not in ESTABLISHED:
        if not needed:
            return ""
        if item.state == DISPUTED:
            return "lacks_disputed"
        return "lacks_answer" if item.from_base and item.proof is None else "lacks_unknown"
    named = item.state == SHOWN or (item.proof is not None and item.proof.by in base.evidence["roles"])
    return "lacks_role" if strict and item.to_prove and not named else ""


def as_dict(found: Assessment, base: RuleBase) -> dict[str, Any]:
    """The JSON of the evidence: `evidence` for each ground of the recommended route, and `record_status`."""
    from advisor import quantity

    entries = {entry["fact"]: entry for entry in base.evidence["facts"]}
    bearers = {burden["id"]: burden for burden in base.evidence["burdens"]}
    open_ones = lacking(found, base)
    grounds = found.route(found.recommended).holding if found.recommended else ()
    shown: dict[str, Any] = {}
    for ground in grounds:
        shown[ground.id] = []
        for item in conditions(ground, found.case, base):
            one: dict[str, Any] = {"fact": item.fact, "state": item.state, "from": "base" if item.from_base else "case"}
            if item.proof is not None:
                day = item.proof.on
                one |= {"by": item.proof.by or None, "on": None if day is None else quantity.date_text(day)}
            if item.to_prove:
                entry = entries[item.fact]
                burden = bearers[entry["burden"]]
                one |= {"holder": list(entry["holder"]), "burden": {"on": burden["bearer"], "cite": burden["cite"]}}
            shown[ground.id].append(one)
    return {
        "evidence": shown,
        "record_status": {
            "status": DRAFT if open_ones else READY,
            "lacking": [{"why": item.key, "fact": item.fact} for item in open_ones],
        },
    }
