"""Answer sheets for property tests: true, false, unknown, absent, and amounts at, one cent under and over each limit."""

from __future__ import annotations

import random
from typing import Any

from advisor.circuit import Circuit
from advisor.rulebase import Fact, RuleBase

ABSENT = object()


def limits(circuit: Circuit) -> dict[str, list[int]]:
    """Each number that a fact is compared with, by fact."""
    found: dict[str, set[int]] = {}
    for atom in circuit.atoms():
        if atom.op == "<":
            assert isinstance(atom.value, int)
            found.setdefault(atom.fact, set()).add(atom.value)
    return {fact: sorted(values) for fact, values in found.items()}


def answer(fact: Fact, near: list[int], day: int, chance: random.Random) -> Any:
    """One answer to a fact, unknown and absent included."""
    kind = chance.random()
    if kind < 0.2:
        return ABSENT
    if kind < 0.35:
        return None
    if fact.type == "bool":
        return chance.random() < 0.5
    if fact.type == "enum":
        return chance.choice(fact.values)
    if fact.type == "date":
        return day - chance.choice([0, 1, 365, 1094, 1095, 1096, 1097, 4000])
    if fact.type == "code_list":
        return ("73110000-6",)
    if fact.type == "money_list":
        return ABSENT
    points = [value + step for value in near or [0, 100, 300, 2000, 8000] for step in (-1, 0, 1)]
    value = chance.choice([point for point in points if point >= 0])
    return min(value, fact.max) if fact.max is not None else value


def sheet(base: RuleBase, circuit: Circuit, day: int, chance: random.Random) -> dict[str, Any]:
    """A random answer sheet that breaks no link between facts."""
    near = limits(circuit)
    found = {}
    for fact in base.facts.values():
        if not fact.derived:
            given = answer(fact, near.get(fact.id, []), day, chance)
            if given is not ABSENT:
                found[fact.id] = given
    if found.get("prior.procedure") == "none" and found.get("prior.result") not in (None, "none"):
        del found["prior.result"]
    if "none" in (found.get("prior.result"), found.get("prior.procedure")) and found.get(
        "prior.unacceptable_by_price_only"
    ):
        found["prior.unacceptable_by_price_only"] = False
    return found
