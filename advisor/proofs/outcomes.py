"""Everything that an assessment says of a whole answer sheet, each as one literal: what a proof can compare.

Keys start with what they belong to: `regime:`, `ground:`, `route:` (available), `duty:`, `flag:`, `target:`, `topic:`,
`reform:` (the status under a dormant rule), `fit:` (the place of an available route in a suitability criterion).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from advisor.circuit import Circuit, Ref, tree
from advisor.exact import Clauses, ExactEngine
from advisor.rulebase import Rule, RuleBase

#: The kinds of outcome, from what the law says to what is only advice.
LAW = ("regime", "ground", "route")
DUTY = ("duty",)
ATTENTION = ("flag", "target", "topic", "reform")
ADVICE = ("fit",)


def kind_of(key: str) -> str:
    return key.partition(":")[0]


def of(base: RuleBase, circuit: Circuit, engine: ExactEngine, clauses: Clauses) -> dict[str, int]:
    """The literal of each outcome by key."""
    found: dict[str, int] = {}
    for rule in circuit.rules.values():
        if rule.effect in ("regime", "ground", "flag") and rule.when is not None:
            found[f"{rule.effect}:{rule.id}"] = engine.literal(Ref(rule.id))
        if rule.effect == "topic":
            shown = [engine.literal(Ref(rule.id))]
            if rule.unless_shown:
                shown.append(-engine.literal(tree(rule.unless_shown, circuit.amounts)))
            found[f"topic:{rule.id}"] = clauses.gate(shown, conjunction=True)
        found.update(_targets(rule, circuit, engine, clauses))
    truths = {name: engine.literal(Ref(name)) for name in circuit.trees}
    available = {route: _available(route, circuit, truths, clauses) for route in base.routes}
    found.update({f"route:{route}": literal for route, literal in available.items()})
    found.update(_duties(circuit, truths, available, clauses))
    found.update(_reform(base, circuit, engine, truths, clauses))
    found.update(_fits(base, circuit, engine, available, clauses))
    return found


def _available(route: str, circuit: Circuit, truths: Mapping[str, int], clauses: Clauses) -> int:
    grounds = [truths[rule.id] for rule in circuit.rules.values() if rule.effect == "ground" and rule.route == route]
    bars = [-truths[rule.id] for rule in circuit.rules.values() if rule.effect == "bar" and route in rule.routes]
    return clauses.gate([clauses.gate(grounds, conjunction=False), *bars], conjunction=True)


def _targets(rule: Rule, circuit: Circuit, engine: ExactEngine, clauses: Clauses) -> Iterator[tuple[str, int]]:
    earlier: list[int] = []
    for name, condition in rule.targets:
        here = engine.literal(tree(condition, circuit.amounts))
        flag = engine.literal(Ref(rule.id))
        yield f"target:{rule.id}:{name}", clauses.gate([flag, here, *(-one for one in earlier)], conjunction=True)
        earlier.append(here)


def duty_rules(circuit: Circuit, kind: str, route: str) -> list[Rule]:
    """The rules of one kind of duty for a route, in the order in which the first that holds decides."""
    return [
        rule for rule in circuit.rules.values() if rule.effect == "duty" and rule.duty == kind and route in rule.routes
    ]


def duty_kinds(circuit: Circuit) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.duty for rule in circuit.rules.values() if rule.duty))


def _duties(
    circuit: Circuit, truths: Mapping[str, int], available: Mapping[str, int], clauses: Clauses
) -> Iterator[tuple[str, int]]:
    for kind in duty_kinds(circuit):
        for route in available:
            said: dict[str, list[int]] = {}
            earlier: list[int] = []
            for rule in duty_rules(circuit, kind, route):
                parts = [available[route], *(-one for one in earlier)]
                if rule.when is not None:
                    parts.append(truths[rule.id])
                    earlier.append(truths[rule.id])
                said.setdefault(f"duty:{kind}:{route}:{_said(rule, circuit)}", []).append(
                    clauses.gate(parts, conjunction=True)
                )
                if rule.when is None:
                    break
            for key, literals in said.items():
                yield key, clauses.gate(literals, conjunction=False)


def _said(rule: Rule, circuit: Circuit) -> str:
    days, amount = (circuit.amounts[name].value // 100 if name else None for name in (rule.days, rule.amount))
    return f"{rule.value}:{days}:{amount}:{rule.limits}"


def _reform(
    base: RuleBase, circuit: Circuit, engine: ExactEngine, truths: Mapping[str, int], clauses: Clauses
) -> Iterator[tuple[str, int]]:
    pending = {rule.id: rule for rule in base.pending_on(circuit.day) if rule.id in truths}
    changed = dict(truths)
    for name, rule in pending.items():
        if rule.when is not None:
            changed[name] = engine.literal(tree(rule.when, circuit.amounts))
    for route in dict.fromkeys(rule.route for rule in pending.values() if rule.route):
        yield f"reform:{route}", _available(route, circuit, changed, clauses)


def _fits(
    base: RuleBase, circuit: Circuit, engine: ExactEngine, available: Mapping[str, int], clauses: Clauses
) -> Iterator[tuple[str, int]]:
    for criterion, tiers in base.criteria:
        for route in base.routes:
            earlier: list[int] = []
            for number, entries in enumerate(tiers):
                fitting = []
                for entry in entries:
                    if route not in entry.routes:
                        continue
                    parts = [available[route], *(-engine.literal(Ref(name)) for name in entry.unless_grounds)]
                    if entry.grounds:
                        named = [engine.literal(Ref(name)) for name in entry.grounds if name in circuit.trees]
                        parts.append(clauses.gate(named, conjunction=False))
                    if entry.when is not None:
                        parts.append(engine.literal(tree(entry.when, circuit.amounts)))
                    if entry.unless is not None:
                        parts.append(-engine.literal(tree(entry.unless, circuit.amounts)))
                    fitting.append(clauses.gate(parts, conjunction=True))
                if fitting:
                    here = clauses.gate(fitting, conjunction=False)
                    yield (
                        f"fit:{criterion}:{route}:{number}",
                        clauses.gate([here, *(-one for one in earlier)], conjunction=True),
                    )
                    earlier.append(here)
