"""Many answer sheets at once: the circuit over whole sheets, a bit of a long integer for each sheet.

Every test of a fact is an integer whose bit number n says whether sheet n meets it; a gate is then one `&` or `|` for
all sheets together. Two-valued: these sheets know everything. For the order of questions only, never for an advice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isqrt
from typing import NamedTuple

from advisor.circuit import All, Atom, Circuit, Node, Not, tree
from advisor.derive import derive
from advisor.profiles import Profile, Profiles
from advisor.rulebase import RuleBase, cached

#: Sheets of each profile. With twelve profiles a set of sheets has 1,152 bits.
EACH = 96

Masks = dict[Atom, int]
#: The masks of the atoms in the order of the circuit, and the mask of all sheets, to the mask of each rule.
Evaluator = Callable[[Sequence[int], int], dict[str, int]]


class Drawn(NamedTuple):
    """Sheets drawn from the profiles, and the tests that they meet. Those of profile p are bits p × EACH and up."""

    masks: Masks
    count: int  # type: ignore[assignment]

    @property
    def all(self) -> int:
        return (1 << self.count) - 1


def drawn(base: RuleBase, circuit: Circuit, profiles: Profiles, *, evenly: bool) -> Drawn:
    """The sheets of the profiles on the date of the circuit: the same on every machine, and kept in the cache.

    `evenly`: each answer with the square root of its weight, so that what is rare is among them.
    """
    data = cached(
        f"{'even-' if evenly else ''}sheets-{circuit.day}",
        profiles.digest,
        lambda: _as_text(_draw(base, circuit, profiles.all, evenly)),
        base.use_cache,
    )
    masks = {atom: int(text, 16) for atom, text in zip(_tests(base, circuit), data, strict=True)}
    return Drawn(masks, EACH * len(profiles.all))


def _as_text(masks: Masks) -> list[str]:
    return [f"{mask:x}" for mask in masks.values()]


def _tests(base: RuleBase, circuit: Circuit) -> list[Atom]:
    """The atoms of the circuit and of the links; of a list of values every value that has none."""
    found = dict.fromkeys(circuit.atoms())
    for link in base.links:
        for part in (link.given, link.then):
            found.update(dict.fromkeys(_atoms(tree(part, circuit.amounts))))
    for fact in dict.fromkeys(atom.fact for atom in found):
        values = (True, False) if base.facts[fact].type == "bool" else base.facts[fact].values
        found.update(dict.fromkeys(Atom(fact, "=", value) for value in values))
    return list(found)


def _atoms(node: Node) -> list[Atom]:
    if isinstance(node, Atom):
        return [node]
    parts = (node.part,) if isinstance(node, Not) else getattr(node, "parts", ())
    return [atom for part in parts for atom in _atoms(part)]


def _draw(base: RuleBase, circuit: Circuit, profiles: Sequence[Profile], evenly: bool) -> Masks:
    tests = _tests(base, circuit)
    masks: Masks = dict.fromkeys(tests, 0)
    bit = 1
    for number, profile in enumerate(profiles):
        columns = {
            fact: _column(
                [(answer, isqrt(weight * 10_000) if evenly else weight) for answer, weight in weights],
                number * 1000 + place,
            )
            for place, (fact, weights) in enumerate(sorted(profile.facts.items()))
        }
        for row in range(EACH):
            sheet = {
                fact: circuit.day - int(column[row]) if base.facts[fact].type == "date" else column[row]
                for fact, column in columns.items()
            }
            values = derive(base, sheet, circuit.day).values
            for atom in tests:
                if atom.test(values.get(atom.fact)):
                    masks[atom] |= bit
            bit <<= 1
    return masks


def _column(weights: Sequence[tuple[bool | str | int, int]], seed: int) -> list[bool | str | int]:
    """EACH answers, each as often as its weight says, in an order that depends on the seed alone."""
    total = sum(weight for _, weight in weights)
    answers: list[bool | str | int] = []
    reached = 0
    for answer, weight in weights:
        reached += weight
        answers += [answer] * (reached * EACH // total - len(answers))
    # A generator of Lehmer's, written out: the standard library does not promise the same shuffle for ever.
    state = seed * 2 + 1
    for place in range(EACH - 1, 0, -1):
        state = state * 48271 % 0x7FFFFFFF
        other = state % (place + 1)
        answers[place], answers[other] = answers[other], answers[place]
    return answers


def evaluator(circuit: Circuit) -> Evaluator:
    """The compiled function from the masks of the circuit's atoms to the masks of its rules."""
    names: dict[Atom | str, str] = {}
    lines = ["def evaluate(masks, full):"]
    for number, atom in enumerate(circuit.atoms()):
        names[atom] = f"masks[{number}]"
    for gate in circuit.gates:
        inputs = [names[used] if positive else f"(full ^ {names[used]})" for positive, used in gate.inputs]
        names[gate.name] = f"g{len(names)}"
        joined = (" & " if gate.conjunction else " | ").join(inputs)
        lines.append(f" {names[gate.name]} = {joined or ('full' if gate.conjunction else '0')}")
    pairs = ", ".join(f"{name!r}: {names[name]}" for name in circuit.trees)
    lines.append(f" return {{{pairs}}}")
    space: dict[str, object] = {"__builtins__": {}}
    # Generated from the checked rule base: names of rules as repr()-quoted literals, and numbers.
    exec(compile("\n".join(lines) + "\n", f"<sheets on day {circuit.day}>", "exec"), space)  # noqa: S102
    made = space["evaluate"]
    assert callable(made)
    return made


def truth(node: Node, masks: Mapping[Atom, int], full: int) -> int:
    """The sheets on which a condition over atoms holds."""
    if isinstance(node, Atom):
        return masks[node]
    if isinstance(node, Not):
        return full ^ truth(node.part, masks, full)
    found = full if isinstance(node, All) else 0
    for part in getattr(node, "parts", ()):
        mask = truth(part, masks, full)
        found = found & mask if isinstance(node, All) else found | mask
    return found
