"""What differs between a case and the same case with other answers: answers, statuses, regime and recommendation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from advisor.assessing import Assessment


class Beside(NamedTuple):
    """A case beside its what-if. `facts`: whose answers differ, given or not; `routes`: whose status differs."""

    facts: tuple[str, ...]
    routes: tuple[str, ...]
    same_routes: tuple[str, ...]
    same_regime: bool
    same_recommendation: bool


def beside(real: Assessment, other: Assessment, facts: Iterable[str]) -> Beside:
    """The two assessments compared; `facts` gives the order of the facts."""
    mine, theirs = real.case.answers, other.case.answers
    differing = [route.id for route in real.routes if other.status(route.id) != route.status]
    return Beside(
        # Not asked and asked but not known are two things: None is an answer.
        tuple(name for name in facts if (name in mine) != (name in theirs) or mine.get(name) != theirs.get(name)),
        tuple(differing),
        tuple(route.id for route in real.routes if route.id not in differing),
        real.regime == other.regime,
        real.recommended == other.recommended,
    )
