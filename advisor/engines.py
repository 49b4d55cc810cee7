"""The engines together: compiled once for each span of dates, run on the same answers, and compared.

Two engines must give every gate the same truth: durable-rules (or, where it cannot be installed, unit propagation over
a dual-rail CNF) and the generated evaluator. A third, exact, may decide what they leave open and never differs.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from advisor import evaluate, forward
from advisor.circuit import Circuit, Truth, compile_on
from advisor.derive import Derived
from advisor.exact import Certain, ExactEngine
from advisor.rulebase import RuleBase, cached

EVALUATOR = "generated evaluator"
RAILS = "dual-rail CNF (python-sat)"
FORWARD = "durable-rules 2.0.28"
EXACT = "exact status (python-sat)"


class Breach(Exception):
    """Two engines gave different answers. Nothing may be exported; this is a fault of the program, not of the case."""


class Span:
    """The rules and engines of one span of dates on which nothing changes."""

    def __init__(self, base: RuleBase, start: int) -> None:
        self.base = base
        self.circuit: Circuit = compile_on(base, start)
        self.rule_names = tuple(self.circuit.trees)
        #: The rules that an assessment reports, decided in every completion; others only serve them, or warn.
        self.outcomes = tuple(
            name for name in self.rule_names if self.circuit.rules[name].effect not in ("definition", "topic")
        )

    @cached_property
    def evaluator(self) -> evaluate.Evaluator:
        return evaluate.evaluator(self.circuit)

    @cached_property
    def exact(self) -> ExactEngine:
        return ExactEngine(self.base, self.circuit)

    @cached_property
    def second(self) -> tuple[str, object]:
        """The engine that must agree with the evaluator, and its name."""
        if forward.is_available():
            kind = f"ruleset-{self.circuit.day}"
            made = cached(kind, self.base.digest, lambda: forward.compiled(self.circuit), self.base.use_cache)
            return FORWARD, forward.ForwardEngine(made)
        from advisor.rails import RailEngine

        return RAILS, RailEngine(self.circuit)

    def truths(self, derived: Derived) -> dict[str, Truth]:
        """The truth of every gate by the evaluator alone: for previews, never for what is exported."""
        return self.evaluator(derived.values)

    def agreed(self, derived: Derived) -> tuple[dict[str, Truth], tuple[str, ...]]:
        """The truth of every gate on which both engines agree, and their names. Raises Breach."""
        truths = self.evaluator(derived.values)
        name, engine = self.second
        run = engine.run(derived.values)  # type: ignore[attr-defined]
        other = run.truths if isinstance(run, forward.Run) else run
        if other != truths:
            differing = sorted(gate for gate in truths if truths[gate] != other.get(gate))
            raise Breach(f"{name} and the {EVALUATOR} differ on {', '.join(differing)}")
        return truths, (name, EVALUATOR)

    def decided(
        self, derived: Derived, truths: dict[str, Truth], gates: Iterable[str], without: frozenset[str] = frozenset()
    ) -> dict[str, Certain]:
        """What the exact engine decides of the gates that the truths leave open, `without` some links."""
        waiting = [name for name in gates if truths[name] is None]
        return self.exact.decide(derived, waiting, without) if waiting else {}

    def require_exact_agreement(
        self, derived: Derived, truths: dict[str, Truth], without: frozenset[str] = frozenset()
    ) -> None:
        """Raises Breach where the exact status of a rule differs from a truth that is already decided."""
        known = [name for name in self.rule_names if truths[name] is not None]
        certain = self.exact.decide(derived, known, without)
        differing = [name for name in known if name not in certain or certain[name].truth != truths[name]]
        if differing:
            raise Breach(f"the {EXACT} and the {EVALUATOR} differ on {', '.join(differing)}")


class Engines:
    """The spans of a rule base, each compiled when it is first needed."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self._starts = base.segments()
        self._spans: dict[int, Span] = {}

    def on(self, day: int) -> Span:
        """The span in which the day falls. Raises OutsideKnownDates."""
        self.base.require_known(day)
        start = max(first for first in self._starts if first <= day)
        if start not in self._spans:
            self._spans[start] = Span(self.base, start)
        return self._spans[start]
