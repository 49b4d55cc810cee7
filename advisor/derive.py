"""The only arithmetic: sums, shares, years since and defaults, computed from the answers before any rule reads them.

Three-valued: what rests on an unknown is unknown. A default stands in for a fact that was not asked, never for one
that was asked and is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from advisor import quantity
from advisor.rulebase import RuleBase

#: The answer to a fact: its value, or None where it was asked and is not known. A fact not asked is absent.
Answer = bool | str | int | tuple[Any, ...] | None


class Derived(NamedTuple):
    """Values for the engines (None: unknown), pairs of facts that are equal while unknown, and what was computed."""

    values: dict[str, bool | str | int | None]
    same: tuple[tuple[str, str], ...]
    computed: dict[str, str]


class ContradictingAnswers(Exception):
    """Two answers that cannot both be right, by arithmetic. `facts` names them."""

    def __init__(self, facts: tuple[str, ...], message: str) -> None:
        super().__init__(message)
        self.facts = facts


def derive(base: RuleBase, answers: Mapping[str, Answer], day: int) -> Derived:
    """What the rules see. `day` is the reference date (an ordinal). Raises ContradictingAnswers."""
    _require_equal_sum(answers)
    values: dict[str, bool | str | int | None] = {
        name: answer for name, answer in answers.items() if not isinstance(answer, tuple)
    }
    same: list[tuple[str, str]] = []
    computed: dict[str, str] = {}
    for rule in base.derived:
        name = rule["id"]
        if rule["default"] is not None:
            if name not in answers:
                _default(name, rule["default"], answers, values, same, computed, day)
        elif rule["years"] is not None:
            start, end = values.get(rule["years"]["from"]), values.get(rule["years"]["to"])
            if isinstance(start, int) and isinstance(end, int):
                values[name] = quantity.years_begun(start, end) * 100
                computed[name] = "years"
        else:
            part, whole = values.get(rule["share"]["part"]), values.get(rule["share"]["whole"])
            if isinstance(part, int) and isinstance(whole, int):
                values[name] = share(part, whole)
                computed[name] = "share"
    return Derived(values, tuple(same), computed)


def share(part: int, whole: int) -> int:
    """The part in hundredths of a per cent of the whole, rounded up; over every limit where the whole is nothing."""
    return -(-part * 10_000 // whole) if whole else 10**9


def _default(
    name: str,
    default: dict[str, str],
    answers: Mapping[str, Answer],
    values: dict[str, bool | str | int | None],
    same: list[tuple[str, str]],
    computed: dict[str, str],
    day: int,
) -> None:
    if "sum" in default:
        parts = answers.get(default["sum"])
        if isinstance(parts, tuple):
            values[name] = sum(parts)
            computed[name] = "sum"
        return
    other = default["same_as"]
    if other == "reference_date":
        values[name] = day
        computed[name] = "same_as"
    elif "else" in default and other not in answers:
        values[name] = default["else"] == "true"
        computed[name] = "else"
    elif values.get(other) is not None:
        values[name] = values[other]
        computed[name] = "same_as"
    else:
        same.append((name, other))


def _require_equal_sum(answers: Mapping[str, Answer]) -> None:
    lots, estimate = answers.get("value.lots"), answers.get("value.estimate")
    if isinstance(lots, tuple) and isinstance(estimate, int) and sum(lots) != estimate:
        raise ContradictingAnswers(
            ("value.estimate", "value.lots"),
            f"the lots add up to {quantity.decimal_text(sum(lots))}, "
            f"while value.estimate is {quantity.decimal_text(estimate)}; give one of the two, or make them equal",
        )
