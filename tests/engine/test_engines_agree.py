"""Two engines and an independent evaluator give the same truths; where they decide, the exact status is equal."""

from __future__ import annotations

import random

import pytest

from advisor.derive import derive
from advisor.engines import Breach, Engines, Span
from advisor.evaluate import evaluator
from advisor.rails import RailEngine
from advisor.rulebase import RuleBase
from tests.engine.kleene import Reference
from tests.sheets import sheet

SHEETS = 5_000


@pytest.mark.slow
def test_the_engines_agree_on_five_thousand_sheets(base: RuleBase, engines: Engines) -> None:
    chance = random.Random(20170630)
    starts = base.segments()
    decided_beyond = 0
    for number in range(SHEETS):
        day = starts[number % len(starts)]
        span = engines.on(day)
        derived = derive(base, sheet(base, span.circuit, day, chance), day)
        truths, _ = span.agreed(derived)
        reference = Reference(base, day, derived.values).truths()
        assert {name: truths[name] for name in reference} == reference
        span.require_exact_agreement(derived, truths)
        decided_beyond += len(span.decided(derived, truths, span.rule_names))
    assert decided_beyond > SHEETS // 10, "the exact engine decides what Kleene logic leaves open"


def test_unit_propagation_gives_what_the_evaluator_gives(base: RuleBase, engines: Engines) -> None:
    chance = random.Random(2014024)
    for start in base.segments():
        span = engines.on(start)
        rails = RailEngine(span.circuit)
        for _ in range(100):
            derived = derive(base, sheet(base, span.circuit, start, chance), start)
            assert rails.run(derived.values) == span.evaluator(derived.values)


def test_an_answer_that_replaces_unknown_never_reverses_what_was_decided(base: RuleBase, engines: Engines) -> None:
    chance = random.Random(42)
    day = base.segments()[-1]
    span = engines.on(day)
    for _ in range(500):
        answers = sheet(base, span.circuit, day, chance)
        # The parts of a mixed contract settle a nature that is not known; an answer to it may overturn that.
        answers = {name: value for name, value in answers.items() if not name.startswith("mixed.")}
        fewer = {name: None if chance.random() < 0.3 else value for name, value in answers.items()}
        if fewer.get("value.lots") is None:
            fewer.pop("value.lots", None)
        before = span.evaluator(derive(base, fewer, day).values)
        after = span.evaluator(derive(base, answers, day).values)
        assert not [name for name, truth in before.items() if truth is not None and after[name] != truth]


def test_a_difference_between_the_engines_is_a_breach(base: RuleBase) -> None:
    span = Span(base, base.segments()[-1])
    right = evaluator(span.circuit)

    def wrong(answers: object) -> dict[str, bool | None]:
        truths = right(answers)  # type: ignore[arg-type]
        truths["open.always"] = False
        return truths

    span.__dict__["evaluator"] = wrong
    with pytest.raises(Breach, match=r"open\.always"):
        span.agreed(derive(base, {}, base.segments()[-1]))
