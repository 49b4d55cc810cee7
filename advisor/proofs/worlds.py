"""Answer sheets as variables of a SAT solver: whole ones, two side by side, and ones with unknown facts.

A whole sheet is the clauses of `advisor.exact` with every link in force. A sheet with unknown facts is a whole one with
a variable for each fact that says whether it is known; its gates then have two rails, "known true" and "known false".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from advisor.circuit import Atom, Circuit
from advisor.derive import Answer, derive
from advisor.exact import Clauses, ExactEngine
from advisor.proofs import outcomes, sheets
from advisor.rulebase import RuleBase

#: Sheets that arithmetic makes impossible are struck out one by one; more than this would be a fault of the encoding.
MOST_STRUCK_OUT = 2000


class World:
    """Every whole answer sheet on one date, with what follows from it."""

    def __init__(self, base: RuleBase, circuit: Circuit, clauses: Clauses | None = None) -> None:
        self.base = base
        self.circuit = circuit
        self.clauses = clauses or Clauses()
        self.engine = ExactEngine(base, circuit, self.clauses)
        self.standing = [*self.engine.links(), *self._defaults()]

    @cached_property
    def outcomes(self) -> dict[str, int]:
        """The literal of each thing that an assessment says."""
        return outcomes.of(self.base, self.circuit, self.engine, self.clauses)

    @property
    def variables(self) -> dict[Atom, int]:
        """The variable of each test, those that only outcomes make included."""
        self.outcomes  # noqa: B018  their conditions may test what no rule tests
        return self.engine.variables()

    def rule(self, name: str) -> int:
        from advisor.circuit import Ref

        return self.engine.literal(Ref(name))

    def sheet(self, assumed: Iterable[int]) -> dict[str, Answer] | None:
        """Answers by which the literals hold, no more than it takes; None where no whole sheet has them."""
        wanted = list(assumed)
        found = self.sheets([self], [*self.standing, *wanted])
        return None if found is None else self._needed(found[0], wanted)

    def possible(self, assumed: Iterable[int]) -> bool:
        """Whether the literals hold on some whole sheet."""
        return self.sheets([self], [*self.standing, *assumed]) is not None

    def _needed(self, sheet: dict[str, Answer], wanted: Sequence[int]) -> dict[str, Answer]:
        """Those of the answers from which the literals follow, whatever the others are."""
        values = derive(self.base, sheet, self.circuit.day).values
        by_fact: dict[str, list[int]] = {}
        for atom, variable in self.variables.items():
            by_fact.setdefault(atom.fact, []).append(variable if atom.test(values.get(atom.fact)) else -variable)
        kept = dict(by_fact)
        otherwise = -self.clauses.gate(wanted, conjunction=True)
        for fact in by_fact:
            rest = [literal for name, literals in kept.items() if name != fact for literal in literals]
            if self.clauses.model([*self.standing, *rest, otherwise]) is None:
                del kept[fact]
        named = set(kept)
        for rule in self.base.derived:
            if rule["id"] in kept and self.base.facts[rule["id"]].derived:
                named |= {*(rule["years"] or rule["share"] or rule["default"]).values()}
        return {fact: answer for fact, answer in sheet.items() if fact in named}

    @staticmethod
    def sheets(worlds: Sequence[World], assumed: Collection[int]) -> list[dict[str, Answer]] | None:
        """Answers of a sheet in each world under the literals; None where there are none."""
        for world in worlds:
            world.variables  # noqa: B018  all clauses stand before the solver is asked
        for _ in range(MOST_STRUCK_OUT):
            model = worlds[0].clauses.model(assumed)
            if model is None:
                return None
            made = [world.read(model) for world in worlds]
            if None not in made:
                return [sheet for sheet in made if sheet is not None]
        raise AssertionError("too many sheets that no answers give")

    def read(self, model: Collection[int], known: Mapping[str, int] | None = None) -> dict[str, Answer] | None:
        """The answers that a model stands for; None, and the model struck out, where no answers give it."""
        facts = sheets.seen(self.base, self.variables, model)
        given = None if known is None else {fact for fact, variable in known.items() if variable in model}
        found = sheets.answers(self.base, facts, given, self.circuit.day)
        if isinstance(found, sheets.Unreal):
            self._strike_out(found.facts, model, known or {})
            return None
        assert sheets.agrees(self.base, found, facts, given, self.circuit.day), "answers that do not give their sheet"
        return found

    def _strike_out(self, facts: Collection[str], model: Collection[int], known: Mapping[str, int]) -> None:
        literals = [variable for atom, variable in self.variables.items() if atom.fact in facts]
        literals += [variable for fact, variable in known.items() if fact in facts]
        self.clauses.add([-variable if variable in model else variable for variable in literals])

    def _defaults(self) -> Iterable[int]:
        """On a whole sheet a fact that is nothing but the default of another is equal to it."""
        for (fact, _), literal in self.engine.equal_while_open().items():
            if self.base.facts[fact].derived:
                yield literal


class Pair:
    """Two whole sheets of which each fact can be held equal."""

    def __init__(self, base: RuleBase, circuit: Circuit, other: tuple[RuleBase, Circuit] | None = None) -> None:
        self.clauses = Clauses()
        self.one = World(base, circuit, self.clauses)
        self.two = World(*(other or (base, circuit)), self.clauses)
        self.standing = [*self.one.standing, *self.two.standing]
        self.equal: dict[str, int] = {}
        for world, tests in ((self.one, self.two.variables), (self.two, self.one.variables)):
            for atom in tests:
                world.engine.literal(atom)
        shared = self.two.variables
        for atom, variable in self.one.variables.items():
            if atom.fact not in self.equal:
                self.equal[atom.fact] = self.clauses.new()
            self.clauses.add([-self.equal[atom.fact], -variable, shared[atom]])
            self.clauses.add([-self.equal[atom.fact], variable, -shared[atom]])
        self._differs: dict[str, int] = {}

    def differs(self, keys: Iterable[str], name: str) -> int:
        """The literal of "some outcome with one of these keys differs"; kept under the name."""
        if name not in self._differs:
            parts = []
            for key in keys:
                one, two = (world.outcomes.get(key) for world in (self.one, self.two))
                if one is not None and two is not None:
                    either = self.clauses.gate([one, two], conjunction=False)
                    parts.append(self.clauses.gate([either, -self.clauses.gate([one, two], True)], conjunction=True))
                else:
                    parts += [literal for literal in (one, two) if literal is not None]
            self._differs[name] = self.clauses.gate(parts, conjunction=False)
        return self._differs[name]

    def sheets(self, assumed: Iterable[int]) -> list[dict[str, Answer]] | None:
        return World.sheets([self.one, self.two], [*self.standing, *assumed])


class Rails:
    """Sheets with unknown facts: a whole sheet, and which of its facts are known. Several may complete to one sheet."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clauses = world.clauses
        self.known: dict[str, int] = {}
        self.true: dict[Atom | str, int] = {}
        self.false: dict[Atom | str, int] = {}
        for atom, variable in world.variables.items():
            if atom.fact not in self.known:
                self.known[atom.fact] = self.clauses.new()
            known = self.known[atom.fact]
            self.true[atom] = self.clauses.gate([known, variable], conjunction=True)
            self.false[atom] = self.clauses.gate([known, -variable], conjunction=True)
        for gate in world.circuit.gates:
            true = [(self.true if positive else self.false)[source] for positive, source in gate.inputs]
            false = [(self.false if positive else self.true)[source] for positive, source in gate.inputs]
            self.true[gate.name] = self.clauses.gate(true, gate.conjunction)
            self.false[gate.name] = self.clauses.gate(false, not gate.conjunction)
        self._derived()

    def _derived(self) -> None:
        """A computed fact is known only with its parts; one that is a default may be known before the other is."""
        for rule in self.world.base.derived:
            fact = rule["id"]
            if fact not in self.known or not self.world.base.facts[fact].derived:
                continue
            if rule["share"]:
                parts = [rule["share"]["part"], rule["share"]["whole"]]
                for part in [part for part in parts if part in self.known]:
                    self.clauses.add([-self.known[fact], self.known[part]])
            default = rule["default"] or {}
            other = default.get("same_as")
            if other in self.known:
                equal = self.world.engine.equal_while_open()[(fact, other)]
                said = self.world.variables[Atom(fact, "=", True)]
                self.clauses.add([-self.known[other], equal])
                self.clauses.add([-self.known[other], self.known[fact]])
                value = said if default.get("else") == "true" else -said
                self.clauses.add([self.known[other], -self.known[fact], value])

    @property
    def standing(self) -> list[int]:
        return self.world.engine.links()

    def sheet(self, assumed: Iterable[int]) -> dict[str, Answer] | None:
        """Answers of a sheet on which the literals hold, as many unknown as can be; None where there are none."""
        wanted = [*self.standing, *assumed]
        found = self._read(wanted)
        if found is None:
            return None
        for known in self.known.values():
            fewer = self._read([*wanted, -known])
            if fewer is not None:
                wanted, found = [*wanted, -known], fewer
        return found

    def _read(self, wanted: Sequence[int]) -> dict[str, Answer] | None:
        for _ in range(MOST_STRUCK_OUT):
            model = self.clauses.model(wanted)
            if model is None:
                return None
            found = self.world.read(model, self.known)
            if found is not None:
                return found
        raise AssertionError("too many sheets that no answers give")
