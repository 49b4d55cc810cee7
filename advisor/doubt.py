"""Which doubtful answers carry the advice: for each answer marked unsure, what every other answer would change."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from advisor.answerkinds import limits, possible
from advisor.assessing import Assessment, assess
from advisor.case import Case
from advisor.derive import Answer, ContradictingAnswers
from advisor.engines import Engines
from advisor.exact import ImpossibleAnswers


class Span(NamedTuple):
    """The answers to an ordered fact from `low` on and under `high` (None: no limit on that side)."""

    low: int | None
    high: int | None


class Flip(NamedTuple):
    """Other answers with the same effect. `routes`: each route whose status differs, its status now and then.

    `regime` and `first` are the regime and the recommended route then, None where there is none. Not known is among the
    other answers too; the answers to an ordered fact are told as spans.
    """

    answers: tuple[Answer | Span, ...]
    regime: str | None
    first: str | None
    routes: tuple[tuple[str, str, str], ...]
    flags: tuple[tuple[str, bool], ...]


class Doubt(NamedTuple):
    """One unsure answer. `first` is the recommended route as things stand; `flips` are the answers that change
    anything; `impossible` those that the other answers exclude.
    """

    fact: str
    answer: Answer
    first: str | None
    flips: tuple[Flip, ...]
    impossible: tuple[Answer | Span, ...] = ()

    @property
    def changes_recommendation(self) -> bool:
        """Whether some other answer makes another route, or none, come first."""
        return any(flip.first != self.first for flip in self.flips)


def doubts(case: Case, engines: Engines, unsure: frozenset[str] | None = None) -> tuple[Doubt, ...]:
    """The doubts of a case, in the order of the facts. `unsure`: other facts than those that the case marks.

    A fact without an answer, or with a list for one, is passed over: there is nothing to turn round.
    Raises what `assess` raises on the case as it stands.
    """
    marked = case.unsure if unsure is None else unsure
    facts = [fact for fact in engines.base.facts.values() if fact.id in marked]
    if not facts:
        return ()
    now = assess(case, engines, preview=True)
    return tuple(
        _doubt(case, engines, now, fact.id)
        for fact in facts
        if case.answers.get(fact.id) is not None and not isinstance(case.answers[fact.id], tuple)
    )


def _doubt(case: Case, engines: Engines, now: Assessment, fact: str) -> Doubt:
    answer = case.answers[fact]
    found: dict[tuple[object, ...], Flip] = {}
    impossible: list[Answer | Span] = []
    for shown, other in _others(engines, case, fact):
        # The working behind an estimate, and the proof of a fact, belong to the answer that is given up.
        turned = case._replace(answers={**case.answers, fact: other}, estimate=None, from_base=case.from_base - {fact})
        try:
            then = assess(turned, engines, preview=True)
        except (ContradictingAnswers, ImpossibleAnswers):
            impossible.append(shown)
            continue
        flip = _compared(now, then)
        if (flip.regime, flip.first) == (now.regime, now.recommended) and not flip.routes and not flip.flags:
            continue
        known = found.get(flip[1:])
        found[flip[1:]] = flip._replace(answers=_joined(known.answers if known else (), shown))
    return Doubt(fact, answer, now.recommended, tuple(found.values()), tuple(impossible))


def _others(engines: Engines, case: Case, fact: str) -> Iterator[tuple[Answer | Span, Answer]]:
    """What is told of each other kind of answer, and one answer of that kind."""
    base, circuit, answer = engines.base, engines.on(case.as_of).circuit, case.answers[fact]
    yield None, None
    if base.facts[fact].type not in ("money", "number"):
        yield from ((other, other) for other in possible(base, circuit, fact, case.as_of) if other != answer)
        return
    # A span is tried in its middle, away from its limits.
    for low, high in pairwise((None, *limits(base, circuit, fact), None)):
        start = low or 0
        if not (isinstance(answer, int) and start <= answer and (high is None or answer < high)):
            yield Span(low, high), (start + high) // 2 if high is not None else start + start // 2


def _joined(spans: tuple[Answer | Span, ...], other: Answer | Span) -> tuple[Answer | Span, ...]:
    """The answers with one more, as one span where it continues the last."""
    last = spans[-1] if spans else None
    if isinstance(last, Span) and isinstance(other, Span) and last.high == other.low:
        return (*spans[:-1], Span(last.low, other.high))
    return (*spans, other)


def _compared(now: Assessment, then: Assessment) -> Flip:
    routes = tuple(
        (route.id, route.status, then.status(route.id)) for route in now.routes if route.status != then.status(route.id)
    )
    before, after = ({flag.id for flag in found.flags} for found in (now, then))
    order = [flag.id for flag in (*now.flags, *then.flags)]
    flags = tuple((name, name in after) for name in dict.fromkeys(order) if (name in before) != (name in after))
    return Flip((), then.regime, then.recommended, routes, flags)
