"""What must hold of the rules on every answer sheet. Each property gives the faults that it finds, none where it holds.

Over whole sheets by SAT on the clauses of `advisor.exact`; the properties of unknown facts stand in `partial`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from advisor import quantity
from advisor.duties import MAIN
from advisor.proofs import outcomes
from advisor.proofs.bench import Bench, Fault

STOP = "flag:no_procedure_here"


def one_regime(bench: Bench) -> Iterator[Fault]:
    """Exactly one regime on every whole sheet."""
    world = bench.world
    regimes = {rule.id: world.rule(rule.id) for rule in bench.rules("regime")}
    sheet = world.sheet([-literal for literal in regimes.values()])
    if sheet is not None:
        yield Fault("regime", "no regime applies", (sheet,))
    for (one, literal), (two, other) in combinations(regimes.items(), 2):
        sheet = world.sheet([literal, other])
        if sheet is not None:
            yield Fault(one, f"{one} and {two} apply together", (sheet,))


def route_or_stop(bench: Bench) -> Iterator[Fault]:
    """A route is available on every whole sheet, or the flag no_procedure_here says that there is none and why."""
    world = bench.world
    routes = [-literal for key, literal in world.outcomes.items() if key.startswith("route:")]
    stop = world.outcomes.get(STOP)
    sheet = world.sheet([*routes, *([] if stop is None else [-stop])])
    if sheet is not None:
        yield Fault("no_procedure_here", "no route is available and nothing says that there is none", (sheet,))
    elif stop is not None:
        said = [-literal for key, literal in world.outcomes.items() if key.startswith("target:no_procedure_here:")]
        sheet = world.sheet([stop, *said])
        if sheet is not None:
            yield Fault("no_procedure_here", "the flag no_procedure_here does not say where to", (sheet,))


def rules_can_hold(bench: Bench) -> Iterator[Fault]:
    """No ground that can never open its route; no bar, regime, flag or question that can never be raised."""
    world = bench.world
    for rule in bench.rules("ground", "bar", "regime", "flag", "topic", "definition"):
        assumed = [world.rule(rule.id)]
        if rule.effect == "ground":
            assumed.append(world.outcomes[f"route:{rule.route}"])
        elif rule.effect == "topic":
            assumed = [world.outcomes[f"topic:{rule.id}"]]
        if not world.possible(assumed):
            yield Fault(rule.id, f"{rule.id} ({rule.cite}) can never hold")


def rules_can_fail(bench: Bench) -> Iterator[Fault]:
    """No rule that always holds, unless its condition says `always: true`. A duty may: it is the last of its kind."""
    world = bench.world
    for rule in bench.rules("ground", "bar", "regime", "flag", "topic", "definition"):
        if rule.when != ("always", True) and not world.possible([-world.rule(rule.id)]):
            yield Fault(rule.id, f"{rule.id} ({rule.cite}) always holds and does not say so")


def questions_matter(bench: Bench) -> Iterator[Fault]:
    """For every fact that can be asked two whole sheets differ in it alone and in what follows: what, comes first."""
    for fact in bench.base.facts.values():
        if not fact.derived and matters_to(bench, fact.id) is None:
            yield Fault(fact.id, f"the answer to {fact.id} decides nothing")


def matters_to(bench: Bench, fact: str) -> str | None:
    """What a fact can change: `law`, `duty`, `attention` or `advice`, the weightiest; None where nothing."""
    pair = bench.pair
    moved = moved_by(bench, fact)
    if not moved & pair.equal.keys():
        return None
    held = [equal for name, equal in pair.equal.items() if name not in moved]
    for name, kinds in (
        ("law", outcomes.LAW),
        ("duty", outcomes.DUTY),
        ("attention", outcomes.ATTENTION),
        ("advice", outcomes.ADVICE),
    ):
        keys = [key for key in pair.one.outcomes if outcomes.kind_of(key) in kinds]
        if pair.sheets([*held, pair.differs(keys, name)]) is not None:
            return name
    return None


def moved_by(bench: Bench, fact: str) -> set[str]:
    """The facts that the rules see and that an answer changes: itself, or what is computed from it."""
    tested = bench.pair.equal
    moved = {fact} & tested.keys()
    for rule in bench.base.derived:
        default = rule["default"] or {}
        if default.get("same_as") == fact and bench.base.facts[rule["id"]].derived:
            moved.add(rule["id"])
        parts = rule["years"] or rule["share"] or rule["larger"] or {}
        if fact not in tested and fact in (*parts.values(), default.get("sum")):
            moved.add(rule["id"])
    return moved


def amounts_by_date(bench: Bench) -> Iterator[Fault]:
    """Every amount has exactly one value on every known day: no gap and no overlap."""
    base = bench.base
    for amount in base.dated_amounts:
        rows = sorted((row["start"], row["end"]) for row in amount["values"])
        expected = base.known_from
        for start, end in rows:
            if start != expected:
                what = "a gap before" if start > expected else "two values on"
                yield Fault(amount["id"], f"{amount['id']}: {what} {quantity.date_text(start)}")
            expected = end + 1
        if rows and expected != base.known_to + 1:
            yield Fault(amount["id"], f"{amount['id']}: no value from {quantity.date_text(expected)} on")


def duties_complete(bench: Bench) -> Iterator[Fault]:
    """On every whole sheet each available route has its duties settled; and each rule settles one somewhere.

    Every route has the main kinds of duty. A kind beside those is settled where it has a rule for the route that does
    not say `only_if_shown`: such a rule speaks of something that not every purchase has.
    """
    world = bench.world
    deciding: set[str] = set()
    for kind in dict.fromkeys((*MAIN, *outcomes.duty_kinds(bench.circuit))):
        for route in bench.base.routes:
            available = world.outcomes[f"route:{route}"]
            rules = outcomes.duty_rules(bench.circuit, kind, route)
            earlier: list[int] = []
            settled = False
            for rule in rules:
                holds = [] if rule.when is None else [world.rule(rule.id)]
                if rule.id not in deciding and not settled and world.possible([available, *holds, *earlier]):
                    deciding.add(rule.id)
                settled = settled or not holds
                earlier += [-literal for literal in holds]
            if not settled and (kind in MAIN or not all(rule.only_if_shown for rule in rules)):
                sheet = world.sheet([available, *earlier])
                if sheet is not None:
                    message = f"{route} is available and nothing says which {kind} it entails"
                    yield Fault(f"{kind}:{route}", message, (sheet,))
    for rule in bench.circuit.rules.values():
        if rule.effect == "duty" and rule.id not in deciding:
            yield Fault(rule.id, f"{rule.id} ({rule.cite}) never decides: an earlier rule always does")
