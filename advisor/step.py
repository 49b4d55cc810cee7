"""What a search for the fewest answers is given and gives: a goal, and the steps that reach it."""

from __future__ import annotations

from typing import NamedTuple


class Goal(NamedTuple):
    """What is to follow: literals that must all hold. `rule`: the ground or bar that does it, empty for no ground."""

    rule: str
    literals: tuple[int, ...]


class Step(NamedTuple):
    """One answer to change or find out. `fact` is tested by the rules, `facts` are answered by a person.

    `before` is the answer now (None: not known). `to` is the value wanted; an ordered fact lies from `low` on and stays
    under `high` instead (None: no limit on that side).
    """

    fact: str
    facts: tuple[str, ...]
    before: bool | str | int | None
    to: bool | str | None = None
    low: int | None = None
    high: int | None = None

    def value(self, kind: str) -> bool | str | int:
        """An answer that the step allows, as near as may be to the present one."""
        if self.to is not None:
            return self.to
        low = self.low or 0
        if isinstance(self.before, int) and self.before < low:
            return low
        unit = 100 if kind == "number" else 1
        return low if self.high is None else max(low, self.high - unit)


class Found(NamedTuple):
    """A solution: its steps, and the facts changed and found out by them."""

    steps: tuple[Step, ...]
    changed: frozenset[str]
    asked: frozenset[str]
