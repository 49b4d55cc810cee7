"""What must hold where facts are not known: proofs over sheets with unknown facts, by two rails for every gate."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from advisor import quantity
from advisor.circuit import All, Atom, Circuit, Node, Not, Ref
from advisor.derive import Answer
from advisor.proofs.bench import Bench, Fault
from advisor.proofs.properties import moved_by
from advisor.proofs.worlds import Rails, World
from advisor.rulebase import Rule

#: A ground with more ways to hold than this is too tangled to be read strictly.
MOST_WAYS = 5000
Literal = tuple[bool, Atom]


def one_regime_at_most(bench: Bench) -> Iterator[Fault]:
    """With facts unknown at most one regime is certain."""
    rails = bench.rails
    for one, two in combinations([rule.id for rule in bench.rules("regime")], 2):
        sheet = rails.sheet([rails.true[one], rails.true[two]])
        if sheet is not None:
            yield Fault(one, f"{one} and {two} are certain together", (sheet,))


def engines_agree(bench: Bench) -> Iterator[Fault]:
    """What Kleene logic decides with facts unknown is so in every completion; with all known it decides everything."""
    rails = bench.rails
    world = rails.world
    for gate in (gate.name for gate in bench.circuit.gates):
        if "#" in gate:
            continue
        truth = world.rule(gate)
        for rail, against in ((rails.true[gate], -truth), (rails.false[gate], truth)):
            sheet = rails.sheet([rail, against])
            if sheet is not None:
                yield Fault(gate, f"{gate} is decided, and a completion says otherwise", (sheet,))
        sheet = rails.sheet([*rails.known.values(), -rails.true[gate], -rails.false[gate]])
        if sheet is not None:
            yield Fault(gate, f"{gate} is open although every fact is known", (sheet,))


def knowledge_grows(bench: Bench) -> Iterator[Fault]:
    """An answer to what was unknown never reverses or reopens what was decided, by Kleene logic or by the exact status.

    Every sheet below is a completion of both, so that only what is decided has to stay. What was not asked and has a
    default is no unknown: `defaults_reverse` names those.
    """
    world = World(bench.base, bench.circuit)
    less, more = Rails(world), Rails(world)
    grown = [world.clauses.gate([-less.known[fact], more.known[fact]], conjunction=False) for fact in less.known]
    for gate in (gate.name for gate in bench.circuit.gates if "#" not in gate.name):
        for before, after in ((less.true[gate], more.true[gate]), (less.false[gate], more.false[gate])):
            sheet = less.sheet([*grown, before, -after])
            if sheet is not None:
                yield Fault(gate, f"{gate} was decided, and one answer more undoes it", (sheet,))


def defaults_reverse(bench: Bench) -> Iterator[Fault]:
    """No default is overturned by an answer, so that a status changes: each that can be is declared."""
    pair = bench.pair
    keys = [key for key in pair.one.outcomes if key.partition(":")[0] in ("regime", "ground", "route")]
    differs = pair.differs(keys, "status")
    for rule in bench.base.derived:
        default, larger = rule["default"] or {}, rule["larger"]
        if not (default.get("same_as") or larger):
            continue
        asked = default["same_as"] if bench.base.facts[rule["id"]].derived else rule["id"]
        moved = {rule["id"]} if bench.base.facts[rule["id"]].derived else moved_by(bench, asked)
        held = [equal for fact, equal in pair.equal.items() if fact not in moved]
        one = pair.one
        assumed = [*one.engine.links(), *pair.two.standing]
        if bench.base.facts[rule["id"]].derived:
            stated = one.variables.get(Atom(rule["id"], "=", True))
            if stated is not None:
                assumed.append(stated if default.get("else") == "true" else -stated)
        else:
            assumed += [switch for pairing, switch in one.engine.equal_while_open().items() if pairing[0] == rule["id"]]
        for value in bench.base.facts[asked].values if larger else (None,):
            stood = [one.engine.literal(Atom(asked, "=", value))] if value is not None else []
            found = World.sheets([pair.two], [*assumed, *held, *stood, differs])
            if found is not None:
                message = f"{asked} has a default where it is not asked, which an answer can overturn"
                settled = {larger["unless"]: value} if value is not None else {}
                after = {**found[0], **settled, **_moved_end(bench, asked, found[0])}
                before = {fact: answer for fact, answer in after.items() if fact != asked}
                yield Fault(asked, message, (before, after))
                break


def _moved_end(bench: Bench, asked: str, sheet: dict[str, Answer]) -> dict[str, Answer]:
    """Where a term ends on the fact asked: dates of which the answer, and not the reference date, gives this term."""
    rule = next((rule for rule in bench.base.derived if (rule["years"] or {}).get("to") == asked), None)
    if rule is None:
        return {}
    limits = [atom.value for atom in bench.world.variables if atom.fact == rule["id"] and isinstance(atom.value, int)]
    start, end = sheet[rule["years"]["from"]], sheet[asked]
    assert isinstance(start, int)
    assert isinstance(end, int)
    years = quantity.years_begun(start, end) if start <= end else None
    within = [years is not None and years * 100 < limit for limit in limits]
    others = (number for number in range(100) if [number * 100 < limit for limit in limits] != within)
    moved = quantity.years_after(bench.day, -next(others))
    return {rule["years"]["from"]: moved, asked: moved - 1 if years is None else quantity.years_after(moved, years)}


def derogations_shown(bench: Bench) -> Iterator[Fault]:
    """A ground that is read strictly holds only where every condition of one way to hold is known.

    And no fact that it asks can stay unknown because both answers would do.
    """
    rails = bench.rails
    for rule in bench.rules("ground"):
        if not rule.strict:
            continue
        found = ways(bench.circuit, Ref(rule.id))
        unknown = []
        for way in found:
            if all(atom in rails.true for _, atom in way):
                shown = [(rails.true if positive else rails.false)[atom] for positive, atom in way]
                unknown.append(-rails.clauses.gate(shown, conjunction=True))
        sheet = rails.sheet([rails.true[rule.id], *unknown])
        if sheet is not None:
            yield Fault(rule.id, f"{rule.id} holds while no way to meet it is known whole", (sheet,))
        yield from _needless(bench, rule)


def _needless(bench: Bench, rule: Rule) -> Iterator[Fault]:
    """Facts of which both answers open the ground although Kleene logic leaves it open: asked, and never needed."""
    pair, rails = bench.pair, bench.pair_rails
    for fact in dict.fromkeys(atom.fact for atom in tests(bench.circuit, Ref(rule.id))):
        if bench.base.facts[fact].type != "bool" or bench.base.facts[fact].derived:
            continue
        moved = moved_by(bench, fact)
        held = [equal for name, equal in pair.equal.items() if name not in moved]
        known = [-variable if name in moved else variable for name, variable in rails.known.items()]
        either = [
            pair.one.rule(rule.id),
            pair.two.rule(rule.id),
            pair.one.engine.literal(Atom(fact, "=", True)),
            -pair.two.engine.literal(Atom(fact, "=", True)),
        ]
        sheet = rails.sheet([*pair.standing, *held, *known, *either, -rails.true[rule.id]])
        if sheet is not None:
            message = f"{rule.id} holds with {fact} unknown: either answer opens it, so the condition asks nothing"
            yield Fault(rule.id, message, (sheet,))


def tests(circuit: Circuit, node: Node) -> Iterator[Atom]:
    """Each test that a rule rests on, those of the rules that it refers to included."""
    if isinstance(node, Atom):
        yield node
    elif isinstance(node, Ref):
        yield from tests(circuit, circuit.trees[node.rule])
    else:
        for part in (node.part,) if isinstance(node, Not) else node.parts:
            yield from tests(circuit, part)


def ways(circuit: Circuit, node: Node, wanted: bool = True) -> list[frozenset[Literal]]:
    """The ways in which a condition is met: sets of tests, each with the truth that it needs (disjunctive form)."""
    if isinstance(node, Atom):
        return [frozenset({(wanted, node)})]
    if isinstance(node, Ref):
        return ways(circuit, circuit.trees[node.rule], wanted)
    if isinstance(node, Not):
        return ways(circuit, node.part, not wanted)
    parts = [ways(circuit, part, wanted) for part in node.parts]
    if isinstance(node, All) == wanted:
        return [frozenset().union(*chosen) for chosen in product(*parts)][:MOST_WAYS]
    return [way for part in parts for way in part][:MOST_WAYS]
