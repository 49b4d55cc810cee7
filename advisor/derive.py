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


#: Over every limit of a share or a term, so that a rule that sets one is never met.
NEVER = 10**9


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
        elif rule["larger"] is not None:
            settled = _larger(rule["larger"], values) if answers.get(name) is None else None
            if settled is not None:
                values[name] = settled
                computed[name] = "larger"
        elif rule["years"] is not None:
            start, end = values.get(rule["years"]["from"]), values.get(rule["years"]["to"])
            if isinstance(start, int) and isinstance(end, int):
                values[name] = quantity.years_begun(start, end) * 100 if start <= end else NEVER
                computed[name] = "years"
        else:
            part, whole = values.get(rule["share"]["part"]), values.get(rule["share"]["whole"])
            least = values.get(rule["share"].get("at_least", ""))
            if isinstance(part, int) and isinstance(least, int):
                part = max(part, least)
            if isinstance(part, int) and isinstance(whole, int):
                values[name] = share(part, whole)
                computed[name] = "share"
    return Derived(values, tuple(same), computed)


def _larger(parts: dict[str, str], values: Mapping[str, Any]) -> str | None:
    """The value of `unless` where it is known, else the name of the largest part; None where equal or not known."""
    given = values.get(parts.get("unless", ""))
    if isinstance(given, str):
        return given
    amounts = {kind: values.get(fact) for kind, fact in parts.items() if kind != "unless"}
    if None in amounts.values():
        return None
    ranked = sorted(amounts, key=lambda kind: amounts[kind], reverse=True)  # type: ignore[arg-type,return-value]
    return None if amounts[ranked[0]] == amounts[ranked[1]] else ranked[0]


def share(part: int, whole: int) -> int:
    """The part in hundredths of a per cent of the whole, rounded up; over every limit where the whole is nothing."""
    return -(-part * 10_000 // whole) if whole else NEVER


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
        if isinstance(parts, tuple) and parts:
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
    if isinstance(lots, tuple) and lots and isinstance(estimate, int) and sum(lots) != estimate:
        raise ContradictingAnswers(
            ("value.estimate", "value.lots"),
            f"the lots add up to {quantity.decimal_text(sum(lots))}, "
            f"while value.estimate is {quantity.decimal_text(estimate)}; give one of the two, or make them equal",
        )
