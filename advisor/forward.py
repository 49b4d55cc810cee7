"""The forward-chaining engine: the circuit as a durable-rules ruleset, run layer by layer, with its firing trace.

Only a small subset of durable-rules is used, in which it was found right: `all` rules over small facts {k, v}, one
pattern a fact, tested against constants. True-rules and false-rules are compiled from each gate, so that "false" is
derived and never assumed. The C engine is driven directly: its Python host starts threads, drops an agenda that takes
over ten seconds of wall clock and swallows errors of actions; here nothing runs inside an action. Left out altogether:
negation, or-joins, arithmetic, retraction, batches, events, timers and user state.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from advisor.circuit import Atom, Circuit, Gate, Truth

#: Limits of the C engine, each a little under the point where it fails or corrupts memory.
MAX_PATTERNS_PER_RULE = 15
MAX_RULES_PER_TEST = 250
MAX_KEYS = 500
MAX_TESTS_PER_KEY = 60
MAX_RULES = 4_000
MAX_NUMBER = 2**53
MAX_TEXT = 200

SESSION = "s"
TICK = "tick"
_TRUE, _FALSE = "T", "F"
_json = json.JSONEncoder(ensure_ascii=False).encode


class EngineFailure(Exception):
    """durable-rules did not do what was asked, or was asked what it cannot do safely."""


class Firing(NamedTuple):
    """One firing: the rule of the engine, what it concluded about which gate, from which facts."""

    rule: str
    gate: str
    truth: bool
    used: tuple[str, ...]


class Run(NamedTuple):
    """The truth of every gate (None where neither a true-rule nor a false-rule fired), and the firings in order."""

    truths: dict[str, Truth]
    firings: tuple[Firing, ...]


def is_available() -> bool:
    """Whether durable-rules is installed here (its release has no build for Python 3.13 or Windows)."""
    if "durable_rules_engine" in sys.modules:
        return True
    try:
        import durable_rules_engine  # noqa: F401
    except ImportError:
        return False
    return True


class ForwardEngine:
    """One ruleset in the C engine. Sessions follow one another; they never overlap.

    `compiled` is what `compiled(circuit)` gave, for example from a cache of the same rules.
    """

    def __init__(self, compiled: dict[str, Any]) -> None:
        import durable_rules_engine  # type: ignore[import-not-found,unused-ignore]

        self._engine = durable_rules_engine
        self._gate_names: list[str] = compiled["gate_names"]
        self._fact_keys: list[str] = compiled["fact_keys"]
        self._constants: dict[str, bool] = compiled["constants"]
        self._conclusions: dict[str, list[Any]] = compiled["conclusions"]
        self._read_keys = frozenset(compiled["read_keys"])
        self._handle = self._engine.create_ruleset(f"rules-{id(self)}", compiled["rules"])

    def run(self, answers: Mapping[str, bool | str | int | None]) -> Run:
        """Every conclusion that follows from the answers. Raises EngineFailure; the session is always deleted."""
        started = False
        try:
            self._tick(0)
            started = True
            return self._layers(answers)
        finally:
            if started:
                self._engine.delete_state(self._handle, SESSION)

    def close(self) -> None:
        """Gives the ruleset's memory back."""
        self._engine.delete_ruleset(self._handle)

    def _layers(self, answers: Mapping[str, bool | str | int | None]) -> Run:
        truths: dict[str, Truth] = dict.fromkeys(self._gate_names)
        firings: list[Firing] = []
        waiting = [fact(name, answers[name]) for name in self._fact_keys if answers.get(name) is not None]
        for name, truth in self._constants.items():
            truths[name] = truth
            waiting.append(fact(name, truth))
        tick = 0
        while waiting:
            for item in waiting:
                if item["k"] in self._read_keys:
                    self._assert(item)
            tick += 1
            waiting = []
            for firing in self._tick(tick):
                firings.append(firing)
                known = truths[firing.gate]
                if known is None:
                    truths[firing.gate] = firing.truth
                    waiting.append(fact(firing.gate, firing.truth))
                elif known != firing.truth:
                    raise EngineFailure(f"durable-rules concluded both true and false for {firing.gate}")
        return Run(truths, tuple(firings))

    def _assert(self, item: dict[str, Any]) -> int:
        code, state = self._engine.assert_fact(self._handle, _json(item))
        if code == 2:
            raise EngineFailure(f"durable-rules takes {item['id']} for a fact that it has already seen")
        if code not in (0, 1):
            raise EngineFailure(f"durable-rules answered {code} to the fact {item['id']}")
        return int(state)

    def _tick(self, number: int) -> list[Firing]:
        """Asserts a tick and runs the agenda until it is empty."""
        state = self._assert({"sid": SESSION, "id": f"{TICK}{number}", "k": TICK, "v": number})
        found: list[Firing] = []
        started = self._engine.start_action_for_state(self._handle, state)
        if not started:
            raise EngineFailure("durable-rules started no action, not even for the tick")
        message: str | None = started[1]
        while message:
            for rule, matched in json.loads(message).items():
                if rule != TICK:
                    gate, truth = self._conclusions[rule]
                    found.append(Firing(rule, gate, truth, tuple(sorted(_keys(matched)))))
            message = self._engine.complete_and_start_action(self._handle, state)
        return found


def _keys(matched: Any) -> list[str]:
    if isinstance(matched, dict) and "k" in matched:
        return [matched["k"]]
    parts = matched.values() if isinstance(matched, dict) else matched
    return [key for part in parts for key in _keys(part)]


def fact(name: str, answer: bool | str | int | None) -> dict[str, Any]:
    """A fact as the engine takes it. Raises EngineFailure where the value is outside what it compares exactly."""
    value: str | int
    if isinstance(answer, bool):
        value = _TRUE if answer else _FALSE
    elif isinstance(answer, int):
        if not -MAX_NUMBER < answer < MAX_NUMBER:
            raise EngineFailure(f"{name} is too large to be compared exactly")
        value = answer
    else:
        if not isinstance(answer, str) or len(answer) > MAX_TEXT:
            raise EngineFailure(f"{name} holds a text that the engine cannot compare safely")
        value = answer
    return {"sid": SESSION, "id": name, "k": name, "v": value}


def compiled(circuit: Circuit) -> dict[str, Any]:
    """The ruleset of a circuit as plain data, checked against the engine's limits. Raises EngineFailure."""
    made = Ruleset(circuit)
    return {
        "rules": _json(made.rules),
        "gate_names": list(made.gate_names),
        "fact_keys": list(made.fact_keys),
        "constants": made.constants,
        "conclusions": {name: list(conclusion) for name, conclusion in made.conclusions.items()},
        "read_keys": sorted(made.read_keys),
    }


class Ruleset:
    """The rules in the engine's own grammar, checked against its limits. Raises EngineFailure when compiled."""

    def __init__(self, circuit: Circuit) -> None:
        self.gate_names = tuple(gate.name for gate in circuit.gates)
        self.constants = {gate.name: gate.conjunction for gate in circuit.gates if not gate.inputs}
        self.fact_keys = tuple(dict.fromkeys(atom.fact for atom in circuit.atoms()))
        self.rules: dict[str, Any] = {TICK: {"all": [{"m": {"k": TICK}}]}}
        self.conclusions: dict[str, tuple[str, bool]] = {}
        self._tests: dict[str, dict[str, int]] = {}
        for gate in circuit.gates:
            if gate.inputs:
                self._add(gate)
        self.read_keys = frozenset(self._tests)
        self._check_limits(circuit)

    def _add(self, gate: Gate) -> None:
        together = [(positive == gate.conjunction, source) for positive, source in gate.inputs]
        self._rule(gate.name, gate.conjunction, together)
        for positive, source in gate.inputs:
            self._rule(gate.name, not gate.conjunction, [(positive != gate.conjunction, source)])

    def _rule(self, gate: str, truth: bool, inputs: list[tuple[bool, Atom | str]]) -> None:
        """A rule that concludes `truth` for the gate where every (wanted truth, source) is met."""
        by_key: dict[str, list[dict[str, Any]]] = {}
        for wanted, source in inputs:
            key = source.fact if isinstance(source, Atom) else source
            test = _test(source, wanted)
            tests = by_key.setdefault(key, [])
            if test not in tests:
                tests.append(test)
        if len(by_key) > MAX_PATTERNS_PER_RULE:
            raise EngineFailure(
                f"{gate} joins {len(by_key)} facts; durable-rules joins at most {MAX_PATTERNS_PER_RULE}"
            )
        patterns = []
        for number, (key, tests) in enumerate(by_key.items()):
            patterns.append({f"m{number}": {"$and": [{"k": key}, *tests]}})
            for test in tests:
                text = str(test)
                counted = self._tests.setdefault(key, {})
                counted[text] = counted.get(text, 0) + 1
        name = f"{gate}={_TRUE if truth else _FALSE}/{len(self.rules)}"
        self.rules[name] = {"all": patterns}
        self.conclusions[name] = (gate, truth)

    def _check_limits(self, circuit: Circuit) -> None:
        if len(self.rules) > MAX_RULES:
            raise EngineFailure(f"{len(self.rules)} rules; durable-rules takes at most {MAX_RULES}")
        if len(self._tests) > MAX_KEYS:
            raise EngineFailure(f"{len(self._tests)} keys; durable-rules takes at most {MAX_KEYS}")
        for key, tests in self._tests.items():
            if len(tests) > MAX_TESTS_PER_KEY:
                raise EngineFailure(
                    f"{key} is tested in {len(tests)} ways; durable-rules takes at most {MAX_TESTS_PER_KEY}"
                )
            if max(tests.values()) > MAX_RULES_PER_TEST:
                raise EngineFailure(f"a test of {key} stands in more than {MAX_RULES_PER_TEST} rules")
        for atom in circuit.atoms():
            fact(atom.fact, atom.value)
        layers = len(circuit.gates) + 2
        names = [*self.fact_keys, *self.gate_names, *(f"{TICK}{number}" for number in range(layers)), f"sid-{SESSION}"]
        require_distinct_hashes(names)
        require_distinct_hashes(["k", "v", "id", "sid", *self.rules])


def _test(source: Atom | str, wanted: bool) -> dict[str, Any]:
    if isinstance(source, str):
        return {"v": _TRUE if wanted else _FALSE}
    if source.op == "<":
        return {"$lt" if wanted else "$gte": {"v": source.value}}
    if isinstance(source.value, bool):
        return {"v": _TRUE if source.value == wanted else _FALSE}
    return {"v": source.value} if wanted else {"$neq": {"v": source.value}}


def require_distinct_hashes(names: list[str]) -> None:
    """The engine knows facts and properties by a 32-bit FNV-1a hash only. Raises EngineFailure where two are equal."""
    seen: dict[int, str] = {}
    for name in names:
        number = fnv1a(name)
        if number in seen and seen[number] != name:
            raise EngineFailure(
                f"durable-rules cannot tell {name} from {seen[number]}: their hashes are equal; rename one"
            )
        seen[number] = name


def fnv1a(name: str) -> int:
    """The 32-bit FNV-1a hash of the name's bytes."""
    number = 0x811C9DC5
    for byte in name.encode():
        number = ((number ^ byte) * 0x01000193) & 0xFFFFFFFF
    return number
