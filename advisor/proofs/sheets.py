"""Answer sheets: how many can be told apart, and from a model of the solver back to answers that a person can give."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import product
from math import prod
from typing import Any, NamedTuple

from advisor import quantity
from advisor.circuit import Atom, Circuit, facts_in, tree
from advisor.derive import NEVER, Answer, derive
from advisor.rulebase import RuleBase

#: Facts of one sheet: each fact that the rules see, as the span of whole numbers it may take, or its one value.
Seen = dict[str, bool | str | tuple[int, int | None]]


class Count(NamedTuple):
    """Sheets that can be told apart: every fact answered, and with any facts unknown or not asked."""

    whole: int
    partial: int


class Unreal(NamedTuple):
    """Facts whose tests came out in a way that no answers give together, by the arithmetic of derived facts."""

    facts: tuple[str, ...]


def count(base: RuleBase, circuit: Circuit) -> Count:
    """The exact number of sheets on one date. Two answers that every test treats alike count once.

    Sheets that a link between facts makes impossible are left out. A computed fact counts in place of the facts that
    it is computed from; one that only stands in for another by default adds the answer "not asked" to it.
    """
    tested = _tested(base, circuit)
    classes = {fact: _classes(base, fact, atoms) for fact, atoms in tested.items()}
    for rule in base.derived:
        if base.facts[rule["id"]].derived and rule["default"]:
            classes.pop(rule["id"], None)
    linked = {fact for link in base.links for part in (link.given, link.then) for fact in facts_in(part)}
    free = [number for fact, number in classes.items() if fact not in linked]
    defaults = [rule["default"]["same_as"] for rule in base.derived if (rule["default"] or {}).get("else")]
    extra = [(number + 2, number + 1) for fact, number in classes.items() if fact in defaults]
    partial = prod(number + 1 for number in free)
    for more, less in extra:
        partial = partial // less * more
    together = _linked(base, circuit, [fact for fact in classes if fact in linked])
    return Count(prod(free) * together.whole, partial * together.partial)


def _tested(base: RuleBase, circuit: Circuit) -> dict[str, set[Atom]]:
    """The tests of each fact by the rules, in the order of the facts."""
    found: dict[str, set[Atom]] = {fact: set() for fact in base.facts}
    for atom in circuit.atoms():
        found[atom.fact].add(atom)
    return {fact: atoms for fact, atoms in found.items() if atoms}


def _classes(base: RuleBase, fact: str, atoms: Collection[Atom]) -> int:
    """How many answers to the fact the tests tell apart."""
    kind = base.facts[fact]
    if kind.type == "bool":
        return 2
    if kind.type == "enum":
        return len(atoms) + (len(atoms) < len(kind.values))
    lowest = kind.min if kind.min is not None else 0
    return 1 + sum(lowest < limit <= (kind.max if kind.max is not None else limit) for limit in _limits(atoms))


def _limits(atoms: Collection[Atom]) -> list[int]:
    return sorted({atom.value for atom in atoms if isinstance(atom.value, int)})


def _linked(base: RuleBase, circuit: Circuit, facts: list[str]) -> Count:
    """The possible sheets over facts that are linked: one is possible where some completion breaks no link."""
    if not facts:
        return Count(1, 1)
    domains: list[tuple[Any, ...]] = [base.facts[fact].values or (True, False) for fact in facts]
    links = [(tree(link.given, circuit.amounts), tree(link.then, circuit.amounts)) for link in base.links]
    whole = []
    for values in product(*domains):
        sheet = dict(zip(facts, values, strict=True))
        if all(not _truth(given, sheet) or _truth(then, sheet) for given, then in links):
            whole.append(values)
    partial = {
        tuple(value if known else None for value, known in zip(values, mask, strict=True))
        for values in whole
        for mask in product((True, False), repeat=len(facts))
    }
    return Count(len(whole), len(partial))


def _truth(node: Any, sheet: Mapping[str, Any]) -> bool:
    from advisor.circuit import All, Not

    if isinstance(node, Atom):
        return bool(node.test(sheet[node.fact]))
    if isinstance(node, Not):
        return not _truth(node.part, sheet)
    parts = [_truth(part, sheet) for part in node.parts]
    return all(parts) if isinstance(node, All) else any(parts)


def seen(base: RuleBase, variables: Mapping[Atom, int], model: Collection[int]) -> Seen:
    """What a model says of each fact that the rules see."""
    found: Seen = {}
    spans: dict[str, tuple[int, int | None]] = {}
    for atom, variable in variables.items():
        truth = variable in model
        if isinstance(atom.value, bool):
            found[atom.fact] = atom.value if truth else not atom.value
        elif isinstance(atom.value, str):
            if truth:
                found[atom.fact] = atom.value
        else:
            kind = base.facts[atom.fact]
            low, high = spans.get(atom.fact, (kind.min or 0, None if kind.max is None else kind.max + 1))
            if truth:
                high = atom.value if high is None else min(high, atom.value)
            else:
                low = max(low, atom.value)
            spans[atom.fact] = low, high
    found.update(spans)
    return found


def answers(base: RuleBase, facts: Seen, known: Collection[str] | None, day: int) -> dict[str, Answer] | Unreal:
    """Answers that the rules see as `facts`, those not in `known` asked and not known (None: all are known).

    Unreal where no answers can: a computed fact would need a value that its parts do not give.
    """
    given = {fact: value for fact, value in facts.items() if known is None or fact in known}
    sheet: dict[str, Answer] = {
        fact: None for fact in facts if known is not None and fact not in known and not base.facts[fact].derived
    }
    for fact, value in given.items():
        if not base.facts[fact].derived:
            sheet[fact] = value[0] if isinstance(value, tuple) else value
    for rule in base.derived:
        name = rule["id"]
        if not base.facts[name].derived:
            continue
        span = given.get(name)
        if rule["years"] is not None:
            made = _years(rule["years"], span, day)
        elif rule["share"] is not None:
            made = _share(rule["share"], span, given)
        else:
            made = _default(rule["default"], span, sheet)
        if made is None:
            parts = (rule["years"] or rule["share"] or {}).values() if not rule["default"] else ()
            return Unreal((name, *(part for part in parts if part in facts)))
        sheet.update(made)
        for part in [part for part, value in made.items() if value is _ABSENT]:
            del sheet[part]
    order = list(base.facts)
    return dict(sorted(sheet.items(), key=lambda item: order.index(item[0])))


#: Marks a fact that the sheet leaves out.
_ABSENT: Any = ("absent",)


def _years(parts: dict[str, str], span: Any, day: int) -> dict[str, Answer] | None:
    if span is None:
        return {parts["from"]: None}
    low, high = span
    number = -(-low // 100)
    if high is None or number * 100 < high:
        start = quantity.years_after(day, -number)
        if number < 100 and quantity.years_begun(start, day) == number:
            return {parts["from"]: start, parts["to"]: day}
    return {parts["from"]: day + 1, parts["to"]: day} if high is None or high > NEVER else None


def _share(parts: dict[str, str], span: Any, given: Seen) -> dict[str, Answer] | None:
    """The parts of a share, by trying the ends of what each may be."""
    from advisor.derive import share

    if span is None:
        return {parts["part"]: None}
    least = given.get(parts.get("at_least", ""))
    for whole in _ends(given.get(parts["whole"])):
        for lower in _ends(least) if least is not None else (None,):
            for wanted in _ends(span):
                for part in {wanted * whole // 10_000, max(wanted * whole // 10_000, lower or 0)}:
                    value = share(max(part, lower or 0), whole)
                    if span[0] <= value and (span[1] is None or value < span[1]):
                        found: dict[str, Answer] = {parts["part"]: part, parts["whole"]: whole}
                        return found if lower is None else {**found, parts["at_least"]: lower}
    return None


def _ends(span: Any) -> Iterator[int]:
    """The lowest and the highest of a span of whole numbers (one far above its start where it has no end)."""
    if isinstance(span, tuple):
        yield span[0]
        yield span[1] - 1 if span[1] is not None else span[0] * 10 + 10_000_000


def _default(default: dict[str, str], value: Any, sheet: dict[str, Answer]) -> dict[str, Answer] | None:
    """The fact behind a default: what the default says where it is not known, else equal to it."""
    other = default["same_as"]
    if sheet.get(other) is None:
        return {} if value is None else {other: _ABSENT} if value == (default.get("else") == "true") else None
    return {} if value == sheet[other] else None


def agrees(base: RuleBase, sheet: Mapping[str, Answer], facts: Seen, known: Collection[str] | None, day: int) -> bool:
    """Whether the rules see the answers as the facts say: the check on `answers` itself."""
    values = derive(base, sheet, day).values
    for fact, wanted in facts.items():
        value = values.get(fact)
        if known is not None and fact not in known:
            if value is not None:
                return False
        elif isinstance(wanted, tuple):
            if not isinstance(value, int) or value < wanted[0] or (wanted[1] is not None and value >= wanted[1]):
                return False
        elif value != wanted:
            return False
    return True
