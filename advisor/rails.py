"""The second engine where durable-rules cannot be installed: a dual-rail CNF under unit propagation.

Each atom and gate has two variables, "known true" and "known false". Unit propagation from the answers derives a rail
exactly where strong Kleene logic gives that truth; an unknown fact sets neither.
"""

from __future__ import annotations

from collections.abc import Mapping

from advisor.circuit import Atom, Circuit, Truth


class RailEngine:
    """The clauses of one circuit in a SAT solver that only propagates."""

    def __init__(self, circuit: Circuit) -> None:
        from pysat.solvers import Solver

        self._rails: dict[Atom | str, tuple[int, int]] = {}
        self._atoms = circuit.atoms()
        self._gates = tuple(gate.name for gate in circuit.gates)
        self._solver = Solver(name="minisat22")
        # A clause of one literal is settled when it is added and then left out of what propagation reports.
        self._always = self._new("")[0]
        for atom in self._atoms:
            self._new(atom)
        for gate in circuit.gates:
            true, false = self._new(gate.name)
            inputs = [
                self._rails[source] if positive else self._rails[source][::-1] for positive, source in gate.inputs
            ]
            one, every = (false, true) if gate.conjunction else (true, false)
            side = 1 if gate.conjunction else 0
            for rails in inputs:
                self._solver.add_clause([-rails[side], one])
            self._solver.add_clause([-self._always, *(-rails[1 - side] for rails in inputs), every])

    def run(self, answers: Mapping[str, bool | str | int | None]) -> dict[str, Truth]:
        """The truth of every gate."""
        assumed = [self._always]
        for atom in self._atoms:
            truth = atom.test(answers.get(atom.fact))
            if truth is not None:
                assumed.append(self._rails[atom][0 if truth else 1])
        consistent, derived = self._solver.propagate(assumptions=assumed)
        assert consistent, "a rail clause has a positive literal, so propagation cannot conflict"
        found = set(derived) | set(assumed)
        return {
            name: True if self._rails[name][0] in found else False if self._rails[name][1] in found else None
            for name in self._gates
        }

    def _new(self, source: Atom | str) -> tuple[int, int]:
        number = 2 * len(self._rails) + 1
        self._rails[source] = (number, number + 1)
        return self._rails[source]
