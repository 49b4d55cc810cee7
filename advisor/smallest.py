"""The fewest answers to change or to find out for an outcome, proved fewest (MaxSAT, RC2 of python-sat).

A master problem proposes answers that reach the goal with the least cost. Whether they force the goal is then checked:
in a completion that escapes it, some tests suffice for escaping; a proposal must contradict one of those. Each check
that fails adds that clause to the master, so that the first proposal that passes is the cheapest of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from advisor import quantity
from advisor.assessing import State, askable
from advisor.circuit import Node, Not, Ref
from advisor.derive import Answer
from advisor.exact import Clauses, ExactEngine
from advisor.step import Found, Goal, Step

#: One answer changed weighs more than any number of answers found out.
CHANGED, FOUND_OUT = 1000, 1


class _Recorder:
    """A solver that keeps what it is told."""

    def __init__(self, solver: Any) -> None:
        self._solver = solver
        self.clauses: list[list[int]] = []

    def add_clause(self, literals: list[int]) -> None:
        self.clauses.append(list(literals))
        self._solver.add_clause(literals)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._solver, name)


class Search:
    """The clauses of one state on its reference date (an ordinal). `answers` are those given."""

    def __init__(self, state: State, answers: Mapping[str, Answer], day: int) -> None:
        self._state = state
        self._answers = answers
        self._day = day
        self._clauses = Clauses()
        self._clauses.solver = self._recorder = _Recorder(self._clauses.solver)
        self._engine = ExactEngine(state.base, state.span.circuit, self._clauses)
        self._atoms = self._engine.variables()
        self._switches = self._switched()
        #: For each tested fact that is known: the fact that is changed when its value is; the literals of its tests.
        self.elements: dict[str, str] = {}
        self._present: dict[str, list[int]] = {}
        self._open: dict[str, tuple[str, ...]] = {}
        self._fact_of: dict[int, str] = {}
        for atom, variable in self._atoms.items():
            self._fact_of[variable] = atom.fact
            truth = atom.test(state.derived.values.get(atom.fact))
            if truth is None:
                self._open.setdefault(atom.fact, askable(state, [atom.fact]))
            else:
                self.elements.setdefault(atom.fact, self._element(atom.fact))
                self._present.setdefault(atom.fact, []).append(variable if truth else -variable)

    def opening(self, route: str) -> Iterator[Goal]:
        """For each ground of the route: it holds, and no bar does."""
        bars = [Ref(rule.id) for rule in self._state.rules("bar") if route in rule.routes]
        for rule in self._state.rules("ground"):
            if rule.route == route:
                parts: tuple[Node, ...] = (Ref(rule.id), *(Not(bar) for bar in bars))
                yield Goal(rule.id, tuple(self._engine.literal(part) for part in parts))

    def closing(self, route: str) -> Iterator[Goal]:
        """For each bar of the route: it holds; and: no ground does."""
        for rule in self._state.rules("bar"):
            if route in rule.routes:
                yield Goal(rule.id, (self._engine.literal(Ref(rule.id)),))
        grounds = [rule.id for rule in self._state.rules("ground") if rule.route == route]
        yield Goal("", tuple(-self._engine.literal(Ref(name)) for name in grounds))

    def solutions(self, goal: Goal, allowed: frozenset[str], limit: int | None = None) -> Iterator[Found]:
        """Solutions that change only facts `allowed`, cheapest first, each with another set of changed facts.

        `limit`: none that costs more.
        """
        from pysat.examples.rc2 import RC2

        reached = self._clauses.gate(goal.literals, conjunction=True)
        master = self._master(reached, allowed)
        with RC2(master.formula) as solver:
            while (model := solver.compute()) is not None and (limit is None or solver.cost <= limit):
                true = frozenset(model)
                asked = frozenset(fact for fact, ask in master.asks.items() if ask in true)
                changed = frozenset(element for element, keep in master.keeps.items() if keep not in true)
                escaping = self._escape(true, asked, reached)
                if escaping is None:
                    yield Found(self._steps(true, asked, reached), changed, asked)
                    again = [master.keeps[element] for element in changed]
                    solver.add_clause(again or [-master.asks[fact] for fact in asked] or [-reached])
                    continue
                solver.add_clause(self._contradicting(escaping, master, solver))

    def _master(self, reached: int, allowed: frozenset[str]) -> _Master:
        from pysat.formula import WCNF

        master = _Master(WCNF(), {}, {}, self._clauses.count)
        for clause in self._recorder.clauses:
            master.formula.append(clause)
        for literal in (*self._switches, *self._out_of_time(), reached):
            master.formula.append([literal])
        for fact, literals in self._present.items():
            element = self.elements[fact]
            if element not in allowed:
                master.formula.extend([[literal] for literal in literals])
                continue
            if element not in master.keeps:
                master.keeps[element] = master.new()
                master.formula.append([master.keeps[element]], weight=CHANGED)
            master.formula.extend([[-master.keeps[element], literal] for literal in literals])
        for fact in dict.fromkeys(fact for behind in self._open.values() for fact in behind):
            master.asks[fact] = master.new()
            master.formula.append([-master.asks[fact]], weight=FOUND_OUT)
        return master

    def _escape(self, true: frozenset[int], asked: frozenset[str], reached: int) -> list[int] | None:
        """Tests that suffice for missing the goal, met in one completion of the proposal; None where it is forced."""
        solver = self._recorder
        settled = self._settled(true, asked)
        if not solver.solve(assumptions=[*self._switches, *settled, -reached]):
            return None
        escaped = frozenset(solver.get_model())
        tests = [variable if variable in escaped else -variable for variable in self._fact_of]
        core = self._needed(tests, reached)
        return [literal for literal in core if abs(literal) in self._fact_of]

    def _needed(self, tests: list[int], goal: int) -> list[int]:
        """Those of the literals without which they would not exclude the goal."""
        solver = self._recorder
        excluded = not solver.solve(assumptions=[*self._switches, *tests, goal])
        assert excluded, "a completion settles every gate"
        core = set(solver.get_core())
        kept = [literal for literal in tests if literal in core]
        for literal in kept.copy():
            fewer = [other for other in kept if other != literal]
            if not solver.solve(assumptions=[*self._switches, *fewer, goal]):
                kept = fewer
        return kept

    def _contradicting(self, escaping: list[int], master: _Master, solver: Any) -> list[int]:
        """The clause that a proposal contradicts one of the tests: by an answer known, changed or found out."""
        clause = []
        for literal in escaping:
            fact = self._fact_of[abs(literal)]
            if fact not in self._open:
                clause.append(-literal)
                continue
            if -literal not in master.found:
                made = master.found[-literal] = master.new()
                solver.add_clause([-made, -literal])
                for behind in self._open[fact]:
                    solver.add_clause([-made, master.asks[behind]])
            clause.append(master.found[-literal])
        return clause

    def _settled(self, true: frozenset[int], asked: frozenset[str]) -> list[int]:
        """The tests that a proposal settles: of the facts known, as they are or changed, and of those found out."""
        return [
            variable if variable in true else -variable
            for variable, fact in self._fact_of.items()
            if fact in self._present or (self._open[fact] and asked.issuperset(self._open[fact]))
        ]

    def _steps(self, true: frozenset[int], asked: frozenset[str], reached: int) -> tuple[Step, ...]:
        settled = self._settled(true, asked)
        moved = {fact for fact, literals in self._present.items() if not true.issuperset(literals)}
        # An ordered fact is told by the widest span that still forces the goal.
        kept = list(settled)
        for literal in sorted(settled, key=lambda one: self._is_own(self._fact_of[abs(one)])):
            fact = self._fact_of[abs(literal)]
            if (fact in moved or fact in self._open) and self._state.base.facts[fact].type not in ("bool", "enum"):
                fewer = [other for other in kept if other != literal]
                if not self._recorder.solve(assumptions=[*self._switches, *fewer, -reached]):
                    kept = fewer
        steps: dict[tuple[str, ...], Step] = {}
        order = list(self._state.base.facts)
        told = {self._fact_of[abs(literal)] for literal in kept}
        for fact in sorted(told, key=lambda name: (self._state.base.facts[name].derived, order.index(name))):
            if fact in moved:
                facts: tuple[str, ...] = (self.elements[fact],)
            elif fact in self._open:
                facts = self._open[fact]
            else:
                continue
            if facts not in steps:
                steps[facts] = self._step(fact, facts, kept)
        return tuple(sorted(steps.values(), key=lambda step: order.index(step.facts[0])))

    def _is_own(self, fact: str) -> bool:
        """Whether a fact is answered itself, and does not move along with another."""
        return fact == self.elements.get(fact) or self._open.get(fact) == (fact,)

    def _step(self, fact: str, facts: tuple[str, ...], kept: list[int]) -> Step:
        before = self._state.derived.values.get(fact)
        held = set(kept)
        low: int | None = None
        high: int | None = None
        for atom, variable in self._atoms.items():
            if atom.fact != fact or not {variable, -variable} & held:
                continue
            if isinstance(atom.value, bool):
                return Step(fact, facts, before, to=atom.value == (variable in held))
            if isinstance(atom.value, str):
                if variable in held:
                    return Step(fact, facts, before, to=atom.value)
            elif variable in held:
                high = atom.value if high is None else min(high, atom.value)
            else:
                low = atom.value if low is None else max(low, atom.value)
        return Step(fact, facts, before, low=low, high=high)

    def _switched(self) -> list[int]:
        """What holds throughout: the links that count, and the equality of facts that move together by default."""
        state = self._state
        tied = {
            (rule["id"], rule["default"]["same_as"])
            for rule in state.base.derived
            if state.derived.computed.get(rule["id"]) == "same_as"
        } | set(state.derived.same)
        links = [
            switch
            for link, switch in zip(state.base.links, self._engine.links(), strict=True)
            if link.id not in state.broken_by_base
        ]
        return [*links, *(switch for pair, switch in self._engine.equal_while_open().items() if pair in tied)]

    def _element(self, fact: str) -> str:
        """The fact whose answer is changed so that this one changes."""
        rule = next((rule for rule in self._state.base.derived if rule["id"] == fact), None)
        if rule is None or (fact in self._answers and fact not in self._state.derived.computed):
            return fact
        if rule["years"]:
            return str(rule["years"]["to"])
        if rule["share"]:
            return str(rule["share"]["part"])
        other = (rule["default"] or {}).get("same_as")
        return fact if other is None else str(other)

    def _out_of_time(self) -> Iterator[int]:
        """What time excludes: an award cannot be moved to before the reference date, so that fewer years have begun."""
        for rule in self._state.base.derived:
            start = self._state.derived.values.get(rule["years"]["from"]) if rule["years"] else None
            if isinstance(start, int):
                earliest = quantity.years_begun(start, max(start, self._day)) * 100
                now = self._state.derived.values.get(rule["id"])
                for atom, variable in self._atoms.items():
                    if (
                        atom.fact == rule["id"]
                        and isinstance(atom.value, int)
                        and atom.value <= earliest
                        and not atom.test(now)
                    ):
                        yield -variable


class _Master:
    """A MaxSAT problem with a switch for each fact that may change and one for each that may be found out."""

    def __init__(self, formula: Any, keeps: dict[str, int], asks: dict[str, int], count: int) -> None:
        self.formula = formula
        self.keeps = keeps
        self.asks = asks
        self.found: dict[int, int] = {}
        self._count = count

    def new(self) -> int:
        self._count += 1
        return self._count
