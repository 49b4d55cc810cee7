"""Why a rule holds, fails or is open: the facts that matter, each with the test that it met, failed or left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from advisor.circuit import All, Any, Atom, Circuit, Node, Not, Ref, Truth
from advisor.rulebase import GRADES

Answers = Mapping[str, bool | str | int | None]


class Reason(NamedTuple):
    """One tested fact. `said` (`is`, `under`, `at_least`, `at_most`, `over`) and `limit` are the test.

    `wanted` is the truth that the rule asks of the test, `truth` the one that it has; `amount` names the dated amount.
    """

    fact: str
    said: str
    limit: bool | str | int | None
    amount: str | None
    wanted: bool
    truth: Truth


class Explainer:
    """Explanations for one assessment: its circuit, its answers, and the truth of every rule (exact ones included)."""

    def __init__(self, circuit: Circuit, answers: Answers, truths: Mapping[str, Truth]) -> None:
        self._circuit = circuit
        self._answers = answers
        self._truths = truths
        # By identity, since parts of a tree are asked for many times; each node is kept, so that no other gets its id.
        self._known: dict[int, tuple[Node, Truth]] = {}
        self._waiting: dict[str, tuple[str, ...]] = {}

    def why(self, rule: str) -> tuple[Reason, ...]:
        """Tested facts that suffice for the rule's truth; where it is open, the tests that are still open."""
        found: dict[Reason, None] = {}
        self._collect(self._circuit.trees[rule], True, self._truths[rule], found)
        return tuple(found)

    def open_facts(self, rule: str) -> tuple[str, ...]:
        """The facts that the rule still waits for, in the order in which it tests them."""
        if self._truths[rule] is not None:
            return ()
        if rule not in self._waiting:
            self._waiting[rule] = tuple(dict.fromkeys(self._open_in(self._circuit.trees[rule])))
        return self._waiting[rule]

    def _open_in(self, node: Node) -> Iterator[str]:
        if isinstance(node, Atom):
            yield node.fact
        elif isinstance(node, Ref):
            yield from self.open_facts(node.rule)
        else:
            for part in (node.part,) if isinstance(node, Not) else node.parts:
                if self.truth(part) is None:
                    yield from self._open_in(part)

    def grade(self, rule: str) -> str:
        """How sure the rule's truth is: the least sure of the rule, the rules that it rests on and the amounts met."""
        grades = {self._circuit.rules[rule].confidence}
        self._grades(self._circuit.trees[rule], self._truths[rule], grades)
        return max(grades, key=GRADES.index)

    def amounts_needed(self, rule: str, amounts: frozenset[str]) -> tuple[str, ...]:
        """Those of the amounts without which the rule's truth would be open."""
        read = dict.fromkeys(self._amounts_in(self._circuit.trees[rule]))
        return tuple(
            name
            for name in read
            if name in amounts and self.truth(self._circuit.trees[rule], frozenset({name})) != self._truths[rule]
        )

    def _amounts_in(self, node: Node) -> list[str]:
        if isinstance(node, Atom):
            return [node.amount] if node.amount else []
        if isinstance(node, Ref):
            return self._amounts_in(self._circuit.trees[node.rule])
        parts = (node.part,) if isinstance(node, Not) else node.parts
        return [name for part in parts for name in self._amounts_in(part)]

    def truth(self, node: Node, hidden: frozenset[str] = frozenset()) -> Truth:
        """Strong Kleene truth of a tree, with what is known of the rules that it refers to.

        Tests against a `hidden` amount are open, here and in the rules referred to.
        """
        if isinstance(node, Atom):
            return None if node.amount in hidden else node.test(self._answers.get(node.fact))
        if isinstance(node, Ref):
            return self.truth(self._circuit.trees[node.rule], hidden) if hidden else self._truths[node.rule]
        if hidden:
            return self._combined(node, hidden)
        key = id(node)
        if key not in self._known:
            self._known[key] = node, self._combined(node, hidden)
        return self._known[key][1]

    def _combined(self, node: Not | All | Any, hidden: frozenset[str]) -> Truth:
        if isinstance(node, Not):
            inner = self.truth(node.part, hidden)
            return None if inner is None else not inner
        parts = [self.truth(part, hidden) for part in node.parts]
        decisive = not isinstance(node, All)
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive

    def _collect(self, node: Node, wanted: bool, truth: Truth, found: dict[Reason, None]) -> None:
        if isinstance(node, Not):
            self._collect(node.part, not wanted, None if truth is None else not truth, found)
        elif isinstance(node, Ref):
            self._collect(self._circuit.trees[node.rule], wanted, self._truths[node.rule], found)
        elif isinstance(node, Atom):
            found.setdefault(
                Reason(
                    node.fact,
                    node.said,
                    node.value if node.op == "=" else node.limit,
                    node.amount,
                    wanted,
                    self.truth(node),
                )
            )
        else:
            for part in self._telling(node, truth):
                self._collect(part, wanted, self.truth(part), found)

    def _telling(self, node: All | Any, truth: Truth) -> list[Node]:
        """The parts that account for the truth: one part that decides it alone, every failing condition, or all."""
        same = [part for part in node.parts if self.truth(part) == truth]
        decides_alone = truth is not None and truth != isinstance(node, All)
        if not decides_alone:
            return same
        if isinstance(node, Any):
            return [min(same, key=_size)] if len(same) > 1 else same
        return same

    def _grades(self, node: Node, truth: Truth, grades: set[str]) -> None:
        if isinstance(node, Not):
            self._grades(node.part, None if truth is None else not truth, grades)
        elif isinstance(node, Ref):
            grades.add(self._circuit.rules[node.rule].confidence)
            self._grades(self._circuit.trees[node.rule], self._truths[node.rule], grades)
        elif isinstance(node, Atom):
            if node.amount:
                grades.add(self._circuit.amounts[node.amount].confidence)
        else:
            for part in self._telling(node, truth):
                self._grades(part, self.truth(part), grades)


def _size(node: Node) -> int:
    if isinstance(node, Not):
        return _size(node.part)
    if isinstance(node, (All, Any)):
        return sum(_size(part) for part in node.parts)
    return 1
