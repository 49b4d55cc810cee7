"""The fewest answers of a sheet that determine the status of every route: no order of questions can ask fewer of it.

A smallest set is found as a smallest hitting set (RC2): a set that does not suffice is enlarged as far as it still does
not; every set that suffices holds one of the facts left out. Each such clause is added until the set found suffices.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from advisor.assessing import AVAILABLE, State
from advisor.circuit import All as Every
from advisor.circuit import Any as Some
from advisor.circuit import Not, Ref
from advisor.derive import derive
from advisor.engines import Engines
from advisor.exact import Clauses, ExactEngine


class Certificates:
    """The smallest certificates on one day. A sheet answers every fact that has no default."""

    def __init__(self, engines: Engines, day: int) -> None:
        self._engines, self._day = engines, day
        self._circuit = engines.on(day).circuit
        self._clauses = Clauses()
        self._exact = ExactEngine(engines.base, self._circuit, self._clauses)
        self._atoms = self._exact.variables()
        self._open = {route: self._exact.literal(self._opened(route)) for route in engines.base.routes}

    def _opened(self, route: str) -> Every:
        rules = self._circuit.rules.values()
        grounds = tuple(Ref(rule.id) for rule in rules if rule.effect == "ground" and rule.route == route)
        bars = tuple(Not(Ref(rule.id)) for rule in rules if rule.effect == "bar" and route in rule.routes)
        return Every((Some(grounds), *bars))

    def smallest(self, sheet: Mapping[str, Any]) -> frozenset[str]:
        """A smallest set of facts whose answers on the sheet determine every status."""
        state = State(self._engines, sheet, self._day, preview=True)
        differs = self._clauses.gate(
            [-self._open[route] if state.status(route) == AVAILABLE else self._open[route] for route in self._open],
            conjunction=False,
        )
        matter = list(sheet)
        formula = WCNF()
        for number in range(1, len(matter) + 1):
            formula.append([-number], weight=1)
        formula.append([len(matter) + 1])
        with RC2(formula) as solver:
            while True:
                model = solver.compute()
                chosen = frozenset(fact for number, fact in enumerate(matter, start=1) if number in set(model))
                if self._suffices(sheet, chosen, differs):
                    return chosen
                for fact in matter:
                    if fact not in chosen and not self._suffices(sheet, chosen | {fact}, differs):
                        chosen |= {fact}
                solver.add_clause([number for number, fact in enumerate(matter, start=1) if fact not in chosen])

    def _suffices(self, sheet: Mapping[str, Any], chosen: frozenset[str], differs: int) -> bool:
        """Whether the chosen answers settle every status; a fact left out is not asked, so that a default stands."""
        answers = {fact: answer for fact, answer in sheet.items() if fact in chosen}
        derived = derive(self._engines.base, answers, self._day)
        known = [
            variable if met else -variable
            for atom, variable in self._atoms.items()
            if (met := atom.test(derived.values.get(atom.fact))) is not None
        ]
        same = self._exact.equal_while_open()
        equal = [same[pair] for pair in derived.same if pair in same]
        return self._clauses.model([*known, *equal, *self._exact.links(), differs]) is None
