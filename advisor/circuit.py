"""Conditions as one expression tree over three values: the meaning of the rules, on one date.

`compile_on` resolves the amounts of the date and gives two views of the same thing: the tree of each rule, for
explanation, and its gates, for the engines. A gate is an `all` or an `any` over signed inputs, each an atom or an
earlier gate; every engine reads only gates, so they cannot read the rules differently.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from advisor.rulebase import Amount, Condition, Rule, RuleBase

#: true, false, or None for unknown (strong Kleene).
Truth = bool | None


class Atom(NamedTuple):
    """A test of one fact: equal to `value`, or (op "<") under the integer `value` (cents, hundredths or ordinal).

    `said`, `limit` and `amount` are how the law puts the test; two atoms that test the same are equal.
    """

    fact: str
    op: str
    value: bool | str | int
    said: str = "is"
    limit: int | None = None
    amount: str | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Atom) and self[:3] == other[:3]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:3])

    def test(self, answer: bool | str | int | None) -> Truth:
        """The atom's truth for an answer; None where it is not known."""
        if answer is None:
            return None
        if self.op == "<":
            assert not isinstance(answer, str)
            assert not isinstance(self.value, str)
            return answer < self.value
        return answer == self.value


class Ref(NamedTuple):
    """The value of another rule."""

    rule: str


class Not(NamedTuple):
    part: Node


class All(NamedTuple):
    """True when every part is; the empty one is true."""

    parts: tuple[Node, ...]


class Any(NamedTuple):
    """True when some part is; the empty one is false."""

    parts: tuple[Node, ...]


Node = Atom | Ref | Not | All | Any
#: (positive, atom or gate name)
Input = tuple[bool, Atom | str]


class Gate(NamedTuple):
    """`all` (conjunction) or `any` (disjunction) of its inputs. Named after its rule, helpers with # and a number."""

    name: str
    conjunction: bool
    inputs: tuple[Input, ...]


class Circuit(NamedTuple):
    """The rules of one date: rules and trees by id, gates in an order in which each comes after its inputs."""

    day: int
    rules: dict[str, Rule]
    trees: dict[str, Node]
    gates: tuple[Gate, ...]
    amounts: dict[str, Amount]

    def atoms(self) -> tuple[Atom, ...]:
        """Each atom once, in order of first use."""
        seen: dict[Atom, None] = {}
        for gate in self.gates:
            for _, source in gate.inputs:
                if isinstance(source, Atom):
                    seen.setdefault(source)
        return tuple(seen)


def compile_on(base: RuleBase, day: int) -> Circuit:
    """The circuit of the rules in force on `day` (an ordinal). Raises OutsideKnownDates."""
    amounts = base.amounts_on(day)
    rules = {rule.id: rule for rule in base.rules_on(day)}
    trees = {rule.id: tree(rule.when, amounts) for rule in rules.values() if rule.when is not None}
    gates: list[Gate] = []
    done: set[str] = set()

    def visit(name: str) -> None:
        if name in done:
            return
        done.add(name)
        for used in referred(trees[name]):
            visit(used)
        gates.extend(_gates(name, trees[name]))

    for name in trees:
        visit(name)
    return Circuit(day, rules, trees, tuple(gates), amounts)


def tree(condition: Condition, amounts: dict[str, Amount]) -> Node:
    """A condition of the rule base as an expression tree, its amounts resolved."""
    head = condition[0]
    if head == "always":
        return All(()) if condition[1] else Any(())
    if head == "rule":
        return Ref(condition[1])
    if head == "not":
        return Not(tree(condition[1], amounts))
    if head == "all":
        return All(tuple(tree(part, amounts) for part in condition[1]))
    if head == "any":
        return Any(tuple(tree(part, amounts) for part in condition[1]))
    if head == "is":
        return Atom(condition[1], "=", condition[2])
    named = condition[2] if isinstance(condition[2], str) else None
    limit = amounts[named].value if named else condition[2]
    # "under" is strict; "at most" and "over" are the same test one unit higher, since every value is a whole number.
    reached = limit if head in ("under", "at_least") else limit + 1
    atom = Atom(condition[1], "<", reached, head, limit, named)
    return atom if head in ("under", "at_most") else Not(atom)


def facts_in(condition: Condition) -> set[str]:
    """The facts that a condition of the rule base tests itself, rules that it refers to left out."""
    if condition[0] in ("all", "any"):
        return {fact for part in condition[1] for fact in facts_in(part)}
    if condition[0] == "not":
        return facts_in(condition[1])
    return set() if condition[0] in ("always", "rule") else {condition[1]}


def referred(node: Node) -> Iterator[str]:
    """The rules that a tree refers to, in order."""
    if isinstance(node, Ref):
        yield node.rule
    elif isinstance(node, Not):
        yield from referred(node.part)
    elif isinstance(node, (All, Any)):
        for part in node.parts:
            yield from referred(part)


def _gates(name: str, root: Node) -> Iterator[Gate]:
    count = 0

    def flat(node: Node, positive: bool, own: str | None) -> Iterator[Gate | Input]:
        """The gates below the node, then its input for the gate above (or the rule's own gate)."""
        nonlocal count
        while isinstance(node, Not):
            node, positive = node.part, not positive
        if isinstance(node, (All, Any)):
            inputs: list[Input] = []
            for part in node.parts:
                for item in flat(part, positive, None):
                    if isinstance(item, Gate):
                        yield item
                    else:
                        inputs.append(item)
            conjunction = isinstance(node, All) == positive
            if own is None:
                count += 1
            made = own or f"{name}#{count}"
            yield Gate(made, conjunction, tuple(dict.fromkeys(inputs)))
            yield (True, made)
        elif own is None:
            yield (positive, node.rule if isinstance(node, Ref) else node)
        else:
            yield Gate(own, True, ((positive, node.rule if isinstance(node, Ref) else node),))

    for item in flat(root, True, name):
        if isinstance(item, Gate):
            yield item
