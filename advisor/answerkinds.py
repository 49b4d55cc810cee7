"""The answers to a fact that the rules can tell apart: one of each kind."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.circuit import Circuit
from advisor.rulebase import RuleBase

#: Over every limit of an amount, in hundredths.
BEYOND = 10**13
#: Days back to a date that no term of the law reaches.
LONG_AGO = 3653


def possible(base: RuleBase, circuit: Circuit, name: str, day: int) -> Iterator[bool | str | int]:
    """Answers of every kind: each value; for an ordered fact, one just under and one at each limit.

    Two answers may still be alike where the other answers are known. Facts with lists of answers have none.
    """
    fact = base.facts[name]
    if fact.type == "bool":
        yield from (False, True)
    elif fact.type == "enum":
        yield from fact.values
    elif fact.type == "date":
        yield from (day, day - LONG_AGO)
    elif fact.type in ("money", "number"):
        top = BEYOND if fact.max is None else fact.max
        points = (0, *(one for limit in limits(base, circuit, name) for one in (limit - 1, limit)), top)
        yield from dict.fromkeys(min(max(point, fact.min or 0), top) for point in points)


def limits(base: RuleBase, circuit: Circuit, name: str) -> list[int]:
    """The limits that a rule sets to an ordered fact, or to one that equals it by default, from the lowest on."""
    moved = {name, *(rule["id"] for rule in base.derived if (rule["default"] or {}).get("same_as") == name)}
    found = {atom.value for atom in circuit.atoms() if atom.fact in moved and atom.op == "<"}
    return sorted(limit for limit in found if isinstance(limit, int))
