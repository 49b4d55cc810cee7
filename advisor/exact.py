"""The certain status: what is the same in every completion of what is unknown.

The circuit and the links between facts as clauses for a SAT solver (python-sat). Where strong Kleene logic leaves a
gate open, it may still be decided here: the amounts of one fact are ordered, an enum has exactly one of its values,
and declared links hold. A decision keeps its proof: the facts from which it follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from advisor.circuit import All, Atom, Circuit, Node, Not, Ref, tree
from advisor.derive import Derived
from advisor.rulebase import RuleBase


class Clauses:
    """A SAT solver (python-sat) and the numbers of its variables. Several engines may share one."""

    def __init__(self) -> None:
        from pysat.solvers import Solver

        self.solver = Solver(name="minisat22")
        self.count = 0

    def new(self) -> int:
        self.count += 1
        return self.count

    def add(self, literals: list[int]) -> None:
        self.solver.add_clause(literals)

    def model(self, assumed: Iterable[int]) -> frozenset[int] | None:
        """The literals of a solution under those assumed; None where there is none."""
        if not self.solver.solve(assumptions=list(assumed)):
            return None
        return frozenset(self.solver.get_model() or [])

    def gate(self, inputs: Iterable[int], conjunction: bool) -> int:
        """The literal of the conjunction (or disjunction) of the inputs."""
        literals = list(inputs)
        made = self.new()
        sign = 1 if conjunction else -1
        for literal in literals:
            self.solver.add_clause([-sign * made, sign * literal])
        self.solver.add_clause([sign * made, *(-sign * literal for literal in literals)])
        return made


class Certain(NamedTuple):
    """A gate that has the same truth in every completion, and facts from which that follows."""

    truth: bool
    facts: tuple[str, ...]


class Impossible(NamedTuple):
    """Answers that cannot be given together: the facts, and the link that they break."""

    facts: tuple[str, ...]
    because: str


class ImpossibleAnswers(Exception):
    """Answers that cannot all be true. `facts` is a set that conflicts and from which nothing can be left out."""

    def __init__(self, found: Impossible) -> None:
        super().__init__(f"{', '.join(found.facts)} cannot be answered so together: {found.because}")
        self.facts = found.facts


class ExactEngine:
    """The clauses of one circuit with the links of its rule base. One solver, used with assumptions."""

    def __init__(self, base: RuleBase, circuit: Circuit, clauses: Clauses | None = None) -> None:
        self._base = base
        self._clauses = clauses or Clauses()
        self._solver = self._clauses.solver
        self._atoms: dict[Atom, int] = {}
        self._gates: dict[str, int] = {}
        self._same: dict[tuple[str, str], int] = {}
        self._links: dict[str, int] = {}
        for atom in circuit.atoms():
            self._atom(atom)
        for gate in circuit.gates:
            self._gates[gate.name] = self._clauses.gate(map(self._input, gate.inputs), gate.conjunction)
        for link in base.links:
            self._links[link.id] = self._clauses.new()
            given = self._node(tree(link.given, circuit.amounts))
            then = self._node(tree(link.then, circuit.amounts))
            self._solver.add_clause([-self._links[link.id], -given, then])
        self._join_equal_facts()
        self._order_amounts()
        self._choose_one_value()

    def decide(
        self, derived: Derived, gates: Iterable[str], without: frozenset[str] = frozenset()
    ) -> dict[str, Certain]:
        """Those of the gates that are decided by the answers and the links, with the facts that decide each.

        `without` names links that do not count. Raises ImpossibleAnswers: from answers that contradict each other
        everything would follow.
        """
        contradiction = self.impossible(derived, without)
        if contradiction is not None:
            raise ImpossibleAnswers(contradiction)
        assumed, facts_of = self._assumptions(derived, without)
        order = list(self._base.facts)
        found: dict[str, Certain] = {}
        model = self._clauses.model(assumed) or frozenset()
        # A completion in which a gate has one truth leaves only that truth to prove, for every gate at once.
        waiting = {name: self._gates[name] in model for name in gates}
        for name in tuple(waiting):
            if name not in waiting:
                continue
            truth = waiting[name]
            gate = self._gates[name]
            other = self._clauses.model([*assumed, -gate if truth else gate])
            if other is None:
                core = self._solver.get_core() or []
                facts = {facts_of[literal] for literal in core if literal in facts_of}
                found[name] = Certain(truth, tuple(sorted(facts, key=order.index)))
            else:
                waiting = {one: kept for one, kept in waiting.items() if (self._gates[one] in other) == kept}
        return found

    def impossible(self, derived: Derived, without: frozenset[str] = frozenset()) -> Impossible | None:
        """The answers that contradict each other and the link that says so; None where all can be true together."""
        assumed, facts_of = self._assumptions(derived, without)
        if self._solver.solve(assumptions=assumed):
            return None
        switches = [literal for literal in assumed if literal not in facts_of]
        order = list(self._base.facts)
        kept = {facts_of[literal] for literal in self._solver.get_core() or [] if literal in facts_of}
        for fact in sorted(kept, key=order.index, reverse=True):
            fewer = kept - {fact}
            if not self._solver.solve(assumptions=[*switches, *(one for one in facts_of if facts_of[one] in fewer)]):
                kept = fewer
        core = self._smallest([*switches, *(one for one in facts_of if facts_of[one] in kept)])
        broken = [link.because for link in self._base.links if self._links[link.id] in core]
        return Impossible(tuple(sorted(kept, key=order.index)), "; ".join(broken))

    def literal(self, node: Node) -> int:
        """The literal of a condition or rule, for proofs over all answers."""
        known = len(self._atoms)
        made = self._node(node)
        if len(self._atoms) != known:
            self._order_amounts()
            self._choose_one_value()
        return made

    def variables(self) -> dict[Atom, int]:
        """The variable of each atom."""
        return dict(self._atoms)

    def links(self) -> list[int]:
        """Literals that hold where every link between facts does."""
        return list(self._links.values())

    def equal_while_open(self) -> dict[tuple[str, str], int]:
        """For each fact that another stands in for by default: the literal under which the two are equal."""
        return dict(self._same)

    def _smallest(self, core: list[int]) -> list[int]:
        """A core from which nothing can be left out."""
        kept = list(core)
        for literal in core:
            without = [other for other in kept if other != literal]
            if not self._solver.solve(assumptions=without):
                kept = without
        return kept

    def _assumptions(self, derived: Derived, without: frozenset[str]) -> tuple[list[int], dict[int, str]]:
        facts_of: dict[int, str] = {}
        for atom, variable in self._atoms.items():
            truth = atom.test(derived.values.get(atom.fact))
            if truth is not None:
                facts_of[variable if truth else -variable] = atom.fact
        same = [self._same[pair] for pair in derived.same if pair in self._same]
        links = [switch for name, switch in self._links.items() if name not in without]
        return [*facts_of, *same, *links], facts_of

    def _atom(self, atom: Atom) -> int:
        if atom not in self._atoms:
            self._atoms[atom] = self._clauses.new()
        return self._atoms[atom]

    def _input(self, part: tuple[bool, Atom | str]) -> int:
        positive, source = part
        variable = self._atom(source) if isinstance(source, Atom) else self._gates[source]
        return variable if positive else -variable

    def _node(self, node: Node) -> int:
        if isinstance(node, Atom):
            return self._atom(node)
        if isinstance(node, Not):
            return -self._node(node.part)
        if isinstance(node, Ref):
            return self._gates[node.rule]
        return self._clauses.gate([self._node(part) for part in node.parts], isinstance(node, All))

    def _limits(self, fact: str) -> dict[int, int]:
        return {atom.value: var for atom, var in self._atoms.items() if atom.fact == fact and atom.op == "<"}  # type: ignore[misc]

    def _join_equal_facts(self) -> None:
        """A fact that was not asked and equals another by default moves with it while both are unknown."""
        for rule in self._base.derived:
            other = (rule["default"] or {}).get("same_as")
            if other is None or other == "reference_date":
                continue
            pair = (rule["id"], other)
            switch = self._same[pair] = self._clauses.new()
            tested = [(atom.op, atom.value) for atom in list(self._atoms) if atom.fact in pair]
            for op, value in dict.fromkeys(tested):
                one, two = (self._atom(Atom(fact, op, value)) for fact in pair)
                self._solver.add_clause([-switch, -one, two])
                self._solver.add_clause([-switch, one, -two])

    def _order_amounts(self) -> None:
        for fact in dict.fromkeys(atom.fact for atom in self._atoms if atom.op == "<"):
            kind = self._base.facts[fact]
            lowest = kind.min if kind.min is not None else (0 if kind.type == "money" else None)
            limits = sorted(self._limits(fact).items())
            for (_, lower), (_, higher) in pairwise(limits):
                self._solver.add_clause([-lower, higher])
            for value, variable in limits:
                if lowest is not None and value <= lowest:
                    self._solver.add_clause([-variable])
                if kind.max is not None and value > kind.max:
                    self._solver.add_clause([variable])

    def _choose_one_value(self) -> None:
        for fact in dict.fromkeys(atom.fact for atom in self._atoms if atom.op == "="):
            kind = self._base.facts[fact]
            if kind.type == "bool":
                self._two_sided(fact)
            else:
                every = [self._atom(Atom(fact, "=", value)) for value in kind.values]
                self._solver.add_clause(every)
                for index, one in enumerate(every):
                    for two in every[index + 1 :]:
                        self._solver.add_clause([-one, -two])

    def _two_sided(self, fact: str) -> None:
        true, false = (self._atoms.get(Atom(fact, "=", value)) for value in (True, False))
        if true is not None and false is not None:
            self._solver.add_clause([true, false])
            self._solver.add_clause([-true, -false])
