"""durable-rules in its safe subset: each hazard that the rules could meet is guarded, or shown not to be met."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from advisor import forward
from advisor.circuit import Atom, Circuit, Gate
from advisor.engines import Engines
from advisor.forward import EngineFailure, ForwardEngine, Ruleset, compiled, fnv1a, require_distinct_hashes
from advisor.rulebase import RuleBase

pytestmark = pytest.mark.skipif(not forward.is_available(), reason="durable-rules has no build for this Python")


def circuit(*gates: Gate) -> Circuit:
    return Circuit(day=1, rules={}, trees={}, gates=gates, amounts={})


def engine_of(made: Circuit) -> ForwardEngine:
    return ForwardEngine(compiled(made))


def under(fact: str, limit: int) -> Atom:
    return Atom(fact, "<", limit)


def test_false_is_derived_and_never_assumed() -> None:
    engine = engine_of(circuit(Gate("both", True, ((True, Atom("a", "=", True)), (True, Atom("b", "=", True))))))
    assert engine.run({"a": True, "b": True}).truths == {"both": True}
    assert engine.run({"a": False}).truths == {"both": False}
    assert engine.run({"a": True}).truths == {"both": None}
    assert engine.run({}).truths == {"both": None}


def test_two_tests_of_one_fact_are_one_pattern() -> None:
    band = circuit(Gate("band", True, ((False, under("x", 10)), (True, under("x", 20)))))
    assert len(Ruleset(band).rules["band=T/1"]["all"]) == 1
    engine = engine_of(band)
    assert [engine.run({"x": value}).truths["band"] for value in (9, 10, 19, 20)] == [False, True, True, False]


def test_a_fact_that_no_rule_reads_is_not_asserted() -> None:
    engine = engine_of(circuit(Gate("one", True, ((True, Atom("a", "=", True)),))))
    assert engine.run({"a": True, "not_read": "anything", "b": 10**30}).truths == {"one": True}


def test_a_constant_gate_needs_no_fact() -> None:
    gates = (
        Gate("always", True, ()),
        Gate("never", False, ()),
        Gate("both", True, ((True, "always"), (False, "never"))),
    )
    assert engine_of(circuit(*gates)).run({}).truths == {"always": True, "never": False, "both": True}


def test_a_run_leaves_nothing_behind_for_the_next() -> None:
    engine = engine_of(circuit(Gate("one", True, ((True, Atom("a", "=", True)),))))
    for _ in range(1_100):  # more sessions than the engine can hold at once
        assert engine.run({"a": True}).truths == {"one": True}
        assert engine.run({}).truths == {"one": None}


def test_a_failure_deletes_the_session() -> None:
    engine = engine_of(circuit(Gate("one", True, ((True, under("x", 5)),))))
    with pytest.raises(EngineFailure, match="too large"):
        engine.run({"x": 2**60})
    assert engine.run({"x": 4}).truths == {"one": True}


def test_the_order_of_the_answers_does_not_matter(base: RuleBase, engines: Engines) -> None:
    answers = {"contract.nature": "works", "value.estimate": 100, "buyer.kind": "municipality", "sole.reason": "none"}
    engine = engine_of(engines.on(base.segments()[-1]).circuit)
    runs = [engine.run(dict(items)) for items in (answers.items(), reversed(answers.items()))]
    assert runs[0] == runs[1]


def test_no_thread_is_started(base: RuleBase, engines: Engines) -> None:
    before = threading.active_count()
    engine_of(engines.on(base.segments()[0]).circuit).run({"contract.nature": "works"})
    assert threading.active_count() == before


def test_the_firings_name_the_rules_and_facts_behind_each_conclusion() -> None:
    gates = (Gate("a1", True, ((True, Atom("a", "=", True)),)), Gate("b1", True, ((True, "a1"), (True, under("x", 5)))))
    run = engine_of(circuit(*gates)).run({"a": True, "x": 1})
    assert [(firing.gate, firing.truth, firing.used) for firing in run.firings] == [
        ("a1", True, ("a",)),
        ("b1", True, ("a1", "x")),
    ]


@pytest.mark.parametrize(
    ("gates", "message"),
    [
        ((Gate("wide", True, tuple((True, Atom(f"f{n}", "=", True)) for n in range(16))),), "joins 16 facts"),
        (tuple(Gate(f"g{n}", True, ((True, under("x", n)),)) for n in range(61)), "tested in"),
        (tuple(Gate(f"g{n}", True, ((True, Atom("x", "=", True)),)) for n in range(251)), "more than 250 rules"),
        (tuple(Gate(f"g{n}", True, ((True, Atom(f"f{n}", "=", True)),)) for n in range(501)), "keys"),
        ((Gate("big", True, ((True, under("x", 2**53)),)),), "too large"),
    ],
    ids=["17-patterns-fail-at-run-time", "64-tests-fail", "256-rules-overflow", "512-keys-hang", "53-bits"],
)
def test_what_the_engine_cannot_do_safely_is_refused_when_compiled(gates: tuple[Gate, ...], message: str) -> None:
    with pytest.raises(EngineFailure, match=message):
        Ruleset(circuit(*gates))


def test_the_rules_stay_far_from_the_limits(base: RuleBase, engines: Engines) -> None:
    for start in base.segments():
        made = Ruleset(engines.on(start).circuit)
        assert len(made.read_keys) < forward.MAX_KEYS * 0.9
        assert len(made.rules) < forward.MAX_RULES * 0.9


def test_only_the_safe_grammar_is_used(base: RuleBase, engines: Engines) -> None:
    made = Ruleset(engines.on(base.segments()[-1]).circuit)
    for name, rule in made.rules.items():
        assert set(rule) == {"all"}
        for pattern in rule["all"]:
            (expression,) = pattern.values()
            if name != forward.TICK:
                assert set(expression) == {"$and"}
                assert set(expression["$and"][0]) == {"k"}
                for test in expression["$and"][1:]:
                    ((operator, value),) = test.items()
                    assert operator in ("v", "$neq", "$lt", "$gte")
                    assert isinstance(value if operator == "v" else value["v"], str | int)
                    assert not isinstance(value, bool)


def test_one_key_holds_one_type_of_value(base: RuleBase, engines: Engines) -> None:
    types: dict[str, set[type]] = {}
    for atom in engines.on(base.segments()[-1]).circuit.atoms():
        types.setdefault(atom.fact, set()).add(type(atom.value))
    assert all(len(found) == 1 for found in types.values())


def test_names_with_equal_hashes_are_refused() -> None:
    assert fnv1a("costarring") == fnv1a("liquid")
    with pytest.raises(EngineFailure, match="cannot tell"):
        require_distinct_hashes(["costarring", "liquid"])


def test_a_text_that_the_engine_compares_wrongly_is_refused() -> None:
    with pytest.raises(EngineFailure, match="text"):
        forward.fact("k", "a" * 65_539)


class _Deaf:
    """An engine that starts no action."""

    def __getattr__(self, name: str) -> Any:
        answers: dict[str, Any] = {"assert_fact": (0, 1), "start_action_for_state": None, "delete_state": None}
        return lambda *_: answers[name]


def test_an_agenda_that_does_not_start_is_an_error() -> None:
    engine = engine_of(circuit(Gate("one", True, ((True, Atom("a", "=", True)),))))
    engine._engine = _Deaf()
    with pytest.raises(EngineFailure, match="no action"):
        engine.run({"a": True})


class _Stubborn(_Deaf):
    """An engine that takes every fact for one that it has seen."""

    def __getattr__(self, name: str) -> Any:
        return (lambda *_: (2, 1)) if name == "assert_fact" else super().__getattr__(name)


def test_a_fact_taken_for_another_is_an_error() -> None:
    engine = engine_of(circuit(Gate("one", True, ((True, Atom("a", "=", True)),))))
    engine._engine = _Stubborn()
    with pytest.raises(EngineFailure, match="already seen"):
        engine.run({"a": True})


def test_a_rule_set_is_not_shared_between_engines() -> None:
    one = circuit(Gate("g", True, ((True, Atom("a", "=", True)),)))
    two = one._replace(gates=(Gate("g", True, ((True, Atom("a", "=", False)),)),))
    engines = [engine_of(one), engine_of(two)]
    assert [engine.run({"a": True}).truths["g"] for engine in engines] == [True, False]
    for engine in engines:
        engine.close()


def test_the_ruleset_is_plain_json(base: RuleBase, engines: Engines) -> None:
    made = Ruleset(engines.on(base.segments()[-1]).circuit)
    assert json.loads(json.dumps(made.rules)) == made.rules
