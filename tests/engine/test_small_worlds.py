"""Circuit, evaluator and solver against every completion of small worlds: random rules, links and answers.

The oracle reads the conditions itself. The facts have few values, so that every way to complete what is unknown can be
listed: what is the same in all of them is certain, and nothing else is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.circuit import All, Atom, Circuit, compile_on, facts_in
from advisor.circuit import Any as AnyOf
from advisor.derive import Derived, derive
from advisor.evaluate import evaluator
from advisor.exact import Clauses, ExactEngine, ImpossibleAnswers
from advisor.rulebase import Fact, Link

DAY = 7
FACTS = {
    fact.id: fact
    for fact in (
        Fact("flag", "bool"),
        Fact("other", "bool"),
        Fact("money", "money"),
        Fact("follows", "money"),
        Fact("percent", "number", min=100, max=500),
        Fact("free", "number"),
        Fact("kind", "enum", ("x", "y", "z")),
        Fact("day", "date"),
    )
}
LIMITS = {"money": (0, 100), "follows": (0, 100), "percent": (99, 100, 200, 500, 501), "free": (0, 10)}


def points(fact: Fact) -> tuple[int, ...]:
    """One value in each interval that tests of the fact tell apart: on and one over each limit, and one under the least."""
    limits = LIMITS[fact.id]
    low = 0 if fact.type == "money" else fact.min
    found = {limits[0] - 1, *limits, *(limit + 1 for limit in limits)}
    return tuple(
        sorted(value for value in found if (low is None or low <= value) and (fact.max is None or value <= fact.max))
    )


#: Values of each fact that stand for all others: no condition tells a value that is left out from one of these.
DOMAIN: dict[str, tuple[Any, ...]] = {
    "flag": (True, False),
    "other": (True, False),
    **{name: points(FACTS[name]) for name in LIMITS},
    "kind": ("x", "y", "z"),
    "day": (DAY,),
}
#: The default that names the reference date comes first: what follows it counts all the same.
DERIVED = [
    {"id": name, "default": {"same_as": other}, "years": None, "share": None, "larger": None}
    for name, other in (("day", "reference_date"), ("follows", "money"))
]


def conditions(rules: tuple[str, ...] = ()) -> st.SearchStrategy[tuple[Any, ...]]:
    """Conditions as the rule base holds them."""
    tests = [
        st.sampled_from([("is", name, value) for name in ("flag", "other", "kind") for value in DOMAIN[name]]),
        st.sampled_from(
            [
                (op, name, limit)
                for name, limits in LIMITS.items()
                for limit in limits
                for op in ("under", "at_least", "at_most", "over")
            ]
        ),
        st.sampled_from([("always", True), ("always", False)]),
    ]
    if rules:
        tests.append(st.sampled_from([("rule", name) for name in rules]))
    leaf = st.one_of(tests)
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(st.just("not"), inner),
            st.tuples(st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3).map(tuple)),
        ),
        max_leaves=5,
    )


def truth(condition: tuple[Any, ...], values: dict[str, Any], rules: dict[str, tuple[Any, ...]]) -> bool:
    """What a condition says where everything is known; read here and nowhere else."""
    head = condition[0]
    if head == "always":
        return bool(condition[1])
    if head == "rule":
        return truth(rules[condition[1]], values, rules)
    if head == "not":
        return not truth(condition[1], values, rules)
    if head in ("all", "any"):
        return (all if head == "all" else any)(truth(part, values, rules) for part in condition[1])
    value, limit = values[condition[1]], condition[2]
    return {
        "is": lambda: value == limit,
        "under": lambda: value < limit,
        "at_least": lambda: value >= limit,
        "at_most": lambda: value <= limit,
        "over": lambda: value > limit,
    }[head]()


@st.composite
def worlds(draw: st.DrawFn) -> tuple[SimpleNamespace, dict[str, tuple[Any, ...]]]:
    """A rule base of three rules, the later ones on the earlier, and up to two links."""
    rules: dict[str, tuple[Any, ...]] = {}
    for name in ("one", "two", "three"):
        rules[name] = draw(conditions(rules=tuple(rules)))
    links = [
        Link(f"link{number}", draw(conditions()), draw(conditions()), f"because {number}")
        for number in range(draw(st.integers(0, 2)))
    ]
    # A rule may stand before the one that it refers to.
    listed = [SimpleNamespace(id=name, when=when) for name, when in reversed(rules.items())]
    listed.append(SimpleNamespace(id="without", when=None))
    base = SimpleNamespace(
        facts=FACTS, links=links, derived=DERIVED, amounts_on=lambda _: {}, rules_on=lambda _: listed
    )
    return base, rules


def given_answers() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {}, optional={name: st.sampled_from([*values, None]) for name, values in DOMAIN.items() if name != "day"}
    )


def completions(derived: Derived, base: SimpleNamespace, without: frozenset[str] = frozenset()) -> Iterator[dict]:
    """Every way to complete what is not known, in which links and defaults hold."""
    values = derived.values
    read = [when for rule in base.rules_on(DAY) if (when := rule.when) is not None]
    read += [part for link in base.links for part in (link.given, link.then)]
    tested = {fact for condition in read for fact in named_in(condition)}
    tested |= {fact for pair in derived.same if tested.intersection(pair) for fact in pair}
    # What no condition tests has one value: the others would give the same truths again.
    options = [
        (values[name],) if values.get(name) is not None else domain if name in tested else domain[:1]
        for name, domain in DOMAIN.items()
    ]
    for made in itertools.product(*options):
        whole = dict(zip(DOMAIN, made, strict=True))
        if any(whole[one] != whole[two] for one, two in derived.same):
            continue
        if all(
            not truth(link.given, whole, {}) or truth(link.then, whole, {})
            for link in base.links
            if link.id not in without
        ):
            yield whole


quick = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))


@quick
@given(worlds(), given_answers())
def test_what_is_the_same_in_every_completion_is_certain_and_nothing_else(
    world: tuple[SimpleNamespace, dict[str, tuple[Any, ...]]], answers: dict[str, Any]
) -> None:
    base, rules = world
    circuit = compile_on(base, DAY)  # type: ignore[arg-type]
    engine = ExactEngine(base, circuit)  # type: ignore[arg-type]
    derived = derive(base, answers, DAY)  # type: ignore[arg-type]
    every = list(completions(derived, base))
    if not every:
        with pytest.raises(ImpossibleAnswers) as refused:
            engine.decide(derived, rules)
        check_conflict(refused.value, engine, base, derived)
        return
    assert engine.impossible(derived) is None
    found = engine.decide(derived, rules)
    for name, when in rules.items():
        truths = {truth(when, whole, rules) for whole in every}
        assert (found[name].truth if name in found else None) == (truths.pop() if len(truths) == 1 else None), name
    for name, certain in found.items():
        assert list(certain.facts) == sorted(certain.facts, key=list(FACTS).index)
        fewer = derived._replace(values={fact: derived.values[fact] for fact in certain.facts})
        assert engine.decide(fewer, [name])[name].truth == certain.truth, "the facts named decide it alone"


def check_conflict(refused: ImpossibleAnswers, engine: ExactEngine, base: SimpleNamespace, derived: Derived) -> None:
    """The facts conflict, none can be left out, and the links that are named are those that they break."""

    def possible(facts: tuple[str, ...], without: frozenset[str] = frozenset()) -> bool:
        kept = derived._replace(values={fact: derived.values[fact] for fact in facts})
        return any(True for _ in completions(kept, base, without))

    facts = refused.facts
    assert list(facts) == sorted(facts, key=list(FACTS).index)
    assert not possible(facts)
    for fact in facts:
        assert possible(tuple(one for one in facts if one != fact)), "no fact can be left out"
    told = str(refused)
    assert told.startswith(f"{', '.join(facts)} cannot be answered so together: ")
    named = told.rsplit(": ", 1)[1].split("; ") if not told.endswith(": ") else []
    broken = frozenset(link.id for link in base.links if link.because in named)
    others = frozenset(link.id for link in base.links) - broken
    assert not possible(facts, others), "the links named suffice"
    assert len(broken) == len(named)
    for link in broken:
        assert possible(facts, others | {link}), "no link is named in vain"
    assert engine.impossible(derived, frozenset(link.id for link in base.links)) is None


@quick
@given(worlds(), given_answers())
def test_links_that_do_not_count_decide_nothing(
    world: tuple[SimpleNamespace, dict[str, tuple[Any, ...]]], answers: dict[str, Any]
) -> None:
    base, rules = world
    engine = ExactEngine(base, compile_on(base, DAY))  # type: ignore[arg-type]
    derived = derive(base, answers, DAY)  # type: ignore[arg-type]
    without = frozenset(link.id for link in base.links)
    found = engine.decide(derived, rules, without)
    every = list(completions(derived, base, without))
    for name, when in rules.items():
        truths = {truth(when, whole, rules) for whole in every}
        assert (name in found) == (len(truths) == 1), name


@quick
@given(worlds(), st.data())
def test_the_evaluator_gives_the_truth_of_every_rule_where_everything_is_known(
    world: tuple[SimpleNamespace, dict[str, tuple[Any, ...]]], data: st.DataObject
) -> None:
    base, rules = world
    circuit = compile_on(base, DAY)  # type: ignore[arg-type]
    values = {name: data.draw(st.sampled_from(options)) for name, options in DOMAIN.items()}
    truths = evaluator(circuit)(values)
    assert {name: truths[name] for name in rules} == {name: truth(when, values, rules) for name, when in rules.items()}
    assert set(evaluator(circuit)({}).values()) <= {True, False, None}


@quick
@given(conditions())
def test_the_facts_of_a_condition_are_those_that_it_tests(condition: tuple[Any, ...]) -> None:
    assert facts_in(condition) == set(named_in(condition))


def named_in(condition: tuple[Any, ...]) -> Iterator[str]:
    if condition[0] in ("all", "any"):
        for part in condition[1]:
            yield from named_in(part)
    elif condition[0] == "not":
        yield from named_in(condition[1])
    elif condition[0] not in ("always", "rule"):
        yield condition[1]


def test_a_rule_that_is_referred_to_is_no_fact() -> None:
    assert facts_in(("all", (("rule", "flag"), ("is", "other", True)))) == {"other"}


# --- the parts ----------------------------------------------------------------------------------------------------------


def of(*whens: tuple[Any, ...], amounts: dict[str, Any] | None = None) -> tuple[SimpleNamespace, Circuit]:
    listed = [SimpleNamespace(id=f"rule{number}", when=when) for number, when in enumerate(whens)]
    base = SimpleNamespace(
        facts=FACTS, links=[], derived=DERIVED, amounts_on=lambda _: amounts or {}, rules_on=lambda _: listed
    )
    return base, compile_on(base, DAY)  # type: ignore[arg-type]


def test_a_circuit_knows_its_day_and_its_amounts_and_each_test_says_how_the_law_puts_it() -> None:
    amounts = {"limit": SimpleNamespace(value=100)}
    _, circuit = of(
        ("under", "money", "limit"),
        ("not", ("at_most", "money", "limit")),
        ("at_least", "money", 50),
        ("over", "money", 50),
        amounts=amounts,
    )
    assert (circuit.day, circuit.amounts) == (DAY, amounts)
    said = [(atom.op, atom.value, atom.said, atom.limit, atom.amount) for atom in circuit.atoms()]
    assert said == [
        ("<", 100, "under", 100, "limit"),
        ("<", 101, "at_most", 100, "limit"),
        ("<", 50, "at_least", 50, None),
        ("<", 51, "over", 50, None),
    ]


def test_two_tests_of_the_same_are_one_however_the_law_puts_them() -> None:
    one, same = Atom("money", "<", 101, "at_most", 100), Atom("money", "<", 101, "over", 100)
    assert one == same
    assert not one != same  # noqa: SIM202 -- the operator itself
    assert hash(one) == hash(same)
    for other in (Atom("money", "<", 100), Atom("follows", "<", 101), Atom("money", "=", 101), ("money", "<", 101)):
        assert one != other
        assert not one == other  # noqa: SIM201 -- the operator itself
    assert len({hash(Atom("money", "<", value)) for value in range(50)}) > 40, "a table of tests is no list"


def test_what_always_and_what_never_holds_needs_no_answer() -> None:
    _, circuit = of(("always", True), ("always", False))
    assert evaluator(circuit)({}) == {"rule0": True, "rule1": False}
    assert (circuit.trees["rule0"], circuit.trees["rule1"]) == (All(()), AnyOf(()))


def test_a_gate_with_one_input_is_a_conjunction() -> None:
    _, circuit = of(("is", "flag", True))
    assert [(gate.name, gate.conjunction) for gate in circuit.gates] == [("rule0", True)]


def test_generated_code_can_reach_nothing_of_python() -> None:
    _, circuit = of(("is", "flag", True))
    space = evaluator(circuit).__globals__  # type: ignore[attr-defined]
    assert space["__builtins__"] == {}
    assert set(space) == {"__builtins__", "min", "max", "K", "evaluate"}


def test_a_literal_for_a_proof_knows_the_order_of_amounts_and_the_values_of_a_fact() -> None:
    base, circuit = of(("under", "money", 100))
    clauses = Clauses()
    engine = ExactEngine(base, circuit, clauses)  # type: ignore[arg-type]
    below = engine.literal(Atom("money", "<", 50))
    hundred = engine.variables()[Atom("money", "<", 100)]
    assert clauses.model([below, -hundred]) is None
    assert clauses.model([-below, hundred]) is not None
    x, y = (engine.literal(Atom("kind", "=", value)) for value in "xy")
    assert clauses.model([x, y]) is None
    z = engine.variables()[Atom("kind", "=", "z")]
    assert clauses.model([-x, -y, -z]) is None, "one of its values it has"
    both = engine.literal(All((Atom("flag", "=", True), Atom("flag", "=", False))))
    assert clauses.model([both]) is None
    neither = engine.literal(AnyOf((Atom("flag", "=", True), Atom("flag", "=", False))))
    assert clauses.model([-neither]) is None


def test_the_variables_of_atoms_gates_and_links_are_numbered_from_one_and_shared() -> None:
    base, circuit = of(("is", "flag", True))
    base.links = [Link("link", ("is", "flag", True), ("is", "other", True), "because")]
    clauses = Clauses()
    assert (clauses.count, clauses.new(), clauses.new()) == (0, 1, 2)
    engine = ExactEngine(base, circuit, clauses)  # type: ignore[arg-type]
    (link,) = engine.links()
    flag, other = (engine.variables()[Atom(name, "=", True)] for name in ("flag", "other"))
    assert clauses.model([link, flag, -other]) is None
    assert clauses.model([-link, flag, -other]) is not None
    assert clauses.count == len({*engine.variables().values()}) + 2 + 2 + len(engine.equal_while_open())
    clauses.add([-flag])
    assert clauses.model([flag]) is None


def test_facts_that_are_equal_by_default_move_together_under_their_literal() -> None:
    base, circuit = of(("under", "money", 100), ("is", "flag", True))
    clauses = Clauses()
    engine = ExactEngine(base, circuit, clauses)  # type: ignore[arg-type]
    assert list(engine.equal_while_open()) == [("follows", "money")]
    equal = engine.equal_while_open()["follows", "money"]
    one, two = (engine.variables()[Atom(name, "<", 100)] for name in ("follows", "money"))
    for first, second in ((one, -two), (-one, two)):
        assert clauses.model([equal, first, second]) is None
        assert clauses.model([-equal, first, second]) is not None


# --- what a user is told ------------------------------------------------------------------------------------------------


def linked(*links: tuple[tuple[Any, ...], tuple[Any, ...]], amounts: dict[str, Any] | None = None) -> SimpleNamespace:
    """A rule base of those links alone."""
    base, _ = of(amounts=amounts)
    base.links = [Link(f"link{number}", given, then, f"because {number}") for number, (given, then) in enumerate(links)]
    return base


def engine_of(base: SimpleNamespace) -> ExactEngine:
    return ExactEngine(base, compile_on(base, DAY))  # type: ignore[arg-type]


def answered(base: SimpleNamespace, **answers: Any) -> Derived:
    return derive(base, answers, DAY)  # type: ignore[arg-type]


YES, NO = ("is", "flag", True), ("is", "flag", False)
OTHER, SMALL = ("is", "other", True), ("under", "money", 100)


def test_amounts_that_are_equal_by_default_differ_in_no_completion() -> None:
    base, _ = of(("all", (("under", "follows", 100), ("not", SMALL))))
    assert engine_of(base).decide(answered(base), ["rule0"])["rule0"] == (False, ())
    asked = answered(base, follows=None)
    assert engine_of(base).decide(asked, ["rule0"]) == {}, "asked and not known is no default"


def test_what_decides_is_told_in_the_order_of_the_questions() -> None:
    base, _ = of(("all", (SMALL, OTHER, YES)))
    found = engine_of(base).decide(answered(base, money=1, other=True, flag=True), ["rule0"])
    assert found["rule0"] == (True, ("flag", "other", "money"))


def test_a_conflict_is_told_in_the_order_of_the_questions() -> None:
    base = linked((("all", (SMALL, OTHER)), NO))
    found = engine_of(base).impossible(answered(base, money=1, other=True, flag=True))
    assert found == (("flag", "other", "money"), "because 0")
    assert found is not None
    assert str(ImpossibleAnswers(found)) == "flag, other, money cannot be answered so together: because 0"


def test_a_conflict_over_two_links_tells_both() -> None:
    base = linked((YES, OTHER), (OTHER, SMALL))
    found = engine_of(base).impossible(answered(base, flag=True, money=100))
    assert found == (("flag", "money"), "because 0; because 1")


def test_a_link_may_name_an_amount() -> None:
    named = ("under", "money", "limit")
    base = linked((named, OTHER), (YES, named), amounts={"limit": SimpleNamespace(value=100)})
    engine = engine_of(base)
    assert engine.impossible(answered(base, money=99, other=False)) == (("other", "money"), "because 0")
    assert engine.impossible(answered(base, money=100, flag=True)) == (("flag", "money"), "because 1")
    assert engine.impossible(answered(base, money=100, other=False)) is None


class _Wordy:
    """A solver that names all that it was told as the reason; it may name more than it needs."""

    def __init__(self, solver: Any) -> None:
        self._solver = solver
        self._told: list[int] = []

    def solve(self, assumptions: list[int]) -> bool:
        self._told = list(assumptions)
        return bool(self._solver.solve(assumptions=assumptions))

    def get_core(self) -> list[int]:
        return self._told


def test_of_two_conflicts_the_one_over_the_earlier_questions_is_told() -> None:
    base = linked((YES, ("not", OTHER)), (YES, ("not", SMALL)))
    engine = engine_of(base)
    engine._solver = _Wordy(engine._solver)
    assert engine.impossible(answered(base, flag=True, other=True, money=1)) == (("flag", "other"), "because 0")
