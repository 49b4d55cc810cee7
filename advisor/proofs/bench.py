"""What every proof of one date works with: the rule base, its circuit and the sheets as variables, each made once."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from advisor.circuit import Circuit, compile_on
from advisor.derive import Answer
from advisor.proofs import sheets
from advisor.proofs.worlds import Pair, Rails, World
from advisor.rulebase import Rule, RuleBase


class Fault(NamedTuple):
    """A property that does not hold for `subject` (a rule, fact or amount), with sheets that show it.

    No sheet can show that something never happens: there the rule itself is the finding.
    """

    subject: str
    message: str
    sheets: tuple[dict[str, Answer], ...] = ()


class Bench:
    """One date of a rule base, ready to be proved of."""

    def __init__(self, base: RuleBase, day: int, circuit: Circuit | None = None) -> None:
        self.base = base
        self.day = day
        self.circuit = circuit or compile_on(base, day)

    @cached_property
    def count(self) -> sheets.Count:
        return sheets.count(self.base, self.circuit)

    @cached_property
    def world(self) -> World:
        return World(self.base, self.circuit)

    @cached_property
    def pair(self) -> Pair:
        return Pair(self.base, self.circuit)

    @cached_property
    def rails(self) -> Rails:
        return Rails(World(self.base, self.circuit))

    @cached_property
    def pair_rails(self) -> Rails:
        return Rails(self.pair.one)

    def rules(self, *effects: str) -> list[Rule]:
        """The rules in force with one of these effects that rest on a condition."""
        return [rule for rule in self.circuit.rules.values() if rule.effect in effects and rule.when is not None]
