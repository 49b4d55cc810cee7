"""No crash, no hang and no silent acceptance, whatever a reader of the program is given.

`make test` tries a few inputs of each, the same every time; `make fuzz` tries new ones for FUZZ_SECONDS each.
"""

from __future__ import annotations

import contextlib
import os
import random
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.hostile import anything, changed_bytes, changed_text
from tests.fuzz.parsers import Parser, parsers

#: Seconds for each reader; none: a few inputs, the same every time.
BUDGET = float(os.environ.get("FUZZ_SECONDS", "0"))
#: Inputs of each reader where there is no budget; those that start much get fewer.
FEW = {"plain mode": 12, "commands": 25, "rule files": 15, "data in a PDF": 25, "casebook": 25, "events": 25}
USUAL = 60


class Input(bytes):
    """What a reader is given; a failure shows its beginning."""

    def __repr__(self) -> str:
        return f"<{len(self)} bytes: {bytes(self[:2_000])!r}>"


def hold(parser: Parser, raw: bytes) -> None:
    """The reader takes the input, or refuses it with an error of its own that says why; soon in any case."""
    start = time.process_time()
    told: Exception | None = None
    try:
        parser.read(raw)
    except parser.refuses as refused:
        told = refused
    assert told is None or str(told).strip(), "a refusal says why"
    took = time.process_time() - start
    assert took < parser.most, f"{took:.1f} s for {len(raw)} bytes"


@pytest.mark.parametrize("name", parsers())
def test_what_is_good_is_taken(name: str) -> None:
    parser = parsers()[name]
    # A command on a file that is no record says so; a made-up signature is none; a lone undo has nothing to turn.
    may_refuse = parser.refuses if name in ("commands", "signatures", "events") else ()
    for raw in parser.seeds:
        with contextlib.suppress(*may_refuse):
            parser.read(raw)


@pytest.mark.parametrize("name", parsers())
def test_whatever_it_is_given_a_reader_takes_it_or_says_why_not(name: str) -> None:
    parser = parsers()[name]
    changed = changed_bytes(parser.seeds) if parser.binary else changed_text(parser.seeds)
    inputs = st.one_of(changed, changed, anything()).map(Input)
    # Everything is loaded before the time counts.
    for raw in parser.seeds[:1]:
        with contextlib.suppress(*parser.refuses):
            parser.read(raw)

    def check(raw: Input) -> None:
        hold(parser, raw)

    if not BUDGET:
        few = settings(
            max_examples=FEW.get(name, USUAL), derandomize=True, database=None, deadline=None,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        )  # fmt: skip
        few(given(inputs)(check))()
        return
    _for_as_long_as_the_budget(check, inputs)


def _for_as_long_as_the_budget(check: Callable[[Input], None], inputs: st.SearchStrategy[Input]) -> None:
    """Round after round, each with a number from which it can be repeated."""
    end = time.monotonic() + BUDGET
    tried = 0
    while time.monotonic() < end:
        number = random.SystemRandom().getrandbits(32)
        rounds = settings(
            max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        )  # fmt: skip
        try:
            rounds(seed(number)(given(inputs)(check)))()
        except BaseException as error:
            error.add_note(f"round {number}, after {tried} inputs")
            raise
        tried += 100
