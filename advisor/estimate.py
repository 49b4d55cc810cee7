"""The estimate of a purchase: its parts, how each counts, the total without VAT, its range, and what is still to ask.

Pure and exact: integer cents, and the methods of rules/estimate.yaml. Nothing is chosen silently: parts that
contradict one another are named with their amounts, and what does not count stays in the working.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

#: No total reaches this: an answer must still be readable as it is written.
TOO_LARGE = 10**15
#: The fact that an estimate answers, and the one that says which kinds of part can count.
VALUE, NATURE = "value.estimate", "contract.nature"
COUNTED, REPLACED, LEFT_OUT = "counted", "replaced", "left_out"

#: A method or question of rules/estimate.yaml.
Plain = Mapping[str, Any]


class Part(NamedTuple):
    """One part as it was given. `amount` is one time, one month or the past year; `low` and `high` are its range.

    `including`: the amounts hold VAT at `rate` per cent (None: not known). `reason` says why a part is left out.
    """

    kind: str
    amount: int
    including: bool
    rate: int | None
    times: int = 1
    months: int | None = None
    residual: int | None = None
    more: int = 0
    less: int = 0
    low: int | None = None
    high: int | None = None
    counts: bool = True
    reason: str = ""
    note: str = ""


class Estimate(NamedTuple):
    """An estimate as it was given: `including` and `rate` are what its parts have unless they say otherwise.

    `counts` names the method that counts where two stand for the same; `answers` are those to the questions beside it.
    """

    parts: tuple[Part, ...]
    including: bool
    rate: int | None
    made_on: int | None = None
    made_by: str = ""
    counts: str = ""
    answers: tuple[tuple[str, str], ...] = ()


class Line(NamedTuple):
    """The working of one part. `how` says which rule of the method applied, `factor` how often the amount counts.

    `typed` is the outcome on the basis on which it was typed; `without` and `with_vat` (None: rate not known) follow.
    """

    part: Part
    method: Plain
    how: str
    factor: int
    typed: int
    without: int
    with_vat: int | None
    status: str


class Working(NamedTuple):
    """The whole working. `everything` is the total with what was left out; None where nothing was."""

    lines: tuple[Line, ...]
    total: int
    with_vat: int | None
    low: int
    high: int
    everything: int | None
    remarks: tuple[str, ...]

    @property
    def top(self) -> int:
        """The most that the purchase may come to, left-out parts included."""
        return max(self.high, self.everything or 0)


class Contradiction(NamedTuple):
    """Parts that cannot stand together: a key of the wording, and the amounts or words that it names."""

    key: str
    values: dict[str, int | str]


def methods(rules: Plain) -> dict[str, Plain]:
    """The methods of the rule base by id."""
    return {method["id"]: method for method in rules["methods"]}


def fields(method: Plain) -> tuple[str, ...]:
    """What a part of the method may say beside its amount and range."""
    own = {"times": ("times",), "adjusted": ("more", "less"), "months": ("months",), "open_ended": ()}
    found: tuple[str, ...] = own[method["formula"]]
    if method["residual_over_months"]:
        found += ("residual",)
    return (*found, "counts", "reason") if method["may_be_left_out"] else found


def without_vat(cents: int, rate: int) -> int:
    """An amount that holds VAT, without it; half a cent is rounded up."""
    whole = 100 + rate
    return (2 * cents * 100 + whole) // (2 * whole)


def with_vat(cents: int, rate: int) -> int:
    """An amount without VAT, with it; half a cent is rounded up."""
    return (2 * cents * (100 + rate) + 100) // 200


def contradictions(given: Estimate, rules: Plain) -> list[Contradiction]:
    """Every pair of parts or answers that cannot both be right."""
    known = methods(rules)
    found: list[Contradiction] = []
    sums: dict[str, int] = {}
    for part in given.parts:
        sums[part.kind] = sums.get(part.kind, 0) + line(part, known[part.kind]).without
    alone = [kind for kind in sums if known[kind]["alone"]]
    if len(alone) > 1:
        first, second = alone[:2]
        found.append(Contradiction("two_wholes", {"one": first, "a": sums[first], "two": second, "b": sums[second]}))
    for kinds in _groups(sums, known).values():
        if len(kinds) > 1 and given.counts not in kinds:
            first, second = kinds[:2]
            values: dict[str, int | str] = {"one": first, "a": sums[first], "two": second, "b": sums[second]}
            found.append(Contradiction("two_ways", values))
    maximum = sum(value for kind, value in sums.items() if known[kind]["whole"])
    inside = sum(line_.without for line_ in _lines(given, known) if line_.status == REPLACED and _inside(line_, given))
    if maximum and inside > maximum:
        found.append(Contradiction("over_maximum", {"a": inside, "b": maximum}))
    return found + _contradicting_answers(given, rules)


def _contradicting_answers(given: Estimate, rules: Plain) -> list[Contradiction]:
    answers = dict(given.answers)
    found = []
    for question in rules["questions"]:
        answer = answers.get(question["id"])
        standing = {part.counts for part in given.parts if part.kind == question["part"]}
        wrong = (
            (answer in ("none", "unknown") and standing)
            or (answer == "counted" and standing != {True})
            or (answer == "left_out" and False not in standing)
        )
        if answer is not None and wrong:
            parts = sum(part.kind == question["part"] for part in given.parts)
            found.append(Contradiction("answer", {"question": question["id"], "answer": answer, "parts": str(parts)}))
    return found


def worked(given: Estimate, rules: Plain, day: int | None = None) -> Working:
    """The working of an estimate without contradictions. `day` is the reference date: it is made before."""
    known = methods(rules)
    lines = _lines(given, known)
    counted = [line_ for line_ in lines if line_.status == COUNTED]
    total = sum(line_.without for line_ in counted)
    left_out = [line_ for line_ in lines if line_.status == LEFT_OUT]
    gross = [line_.with_vat for line_ in counted]
    low, high = (sum(_at(line_, name).without for line_ in counted) for name in ("low", "high"))
    return Working(
        lines=lines,
        total=total,
        with_vat=None if None in gross else sum(value for value in gross if value is not None),
        low=low,
        high=high,
        everything=total + sum(line_.without for line_ in left_out) if left_out else None,
        remarks=tuple(_remarks(given, rules, lines, day)),
    )


def line(part: Part, method: Plain, status: str = COUNTED) -> Line:
    """The working of one part: what it comes to by its method."""
    how, factor, extra = "once", part.times, 0
    if method["formula"] == "times":
        how = "times" if part.times > 1 else "once"
    elif method["formula"] == "adjusted":
        how, factor, extra = "adjusted", 1, part.more - part.less
    elif method["formula"] == "open_ended":
        how, factor = "open_ended", method["cap_months"]
    else:
        months, cap = part.months or 0, method["cap_months"]
        capped = cap is not None and months > cap
        how, factor = ("capped", cap) if capped else ("months", months)
        if part.residual is not None:
            how, extra = "residual", part.residual
    typed = part.amount * factor + extra
    if part.including:
        assert part.rate is not None, "an amount with VAT names its rate"
        return Line(part, method, how, factor, typed, without_vat(typed, part.rate), typed, status)
    gross = None if part.rate is None else with_vat(typed, part.rate)
    return Line(part, method, how, factor, typed, typed, gross, status)


def _at(found: Line, bound: str) -> Line:
    """The line with the amount of a bound of its range."""
    value = getattr(found.part, bound)
    if value is None:
        return found
    return line(found.part._replace(amount=value), found.method, found.status)


def _lines(given: Estimate, known: Mapping[str, Plain]) -> tuple[Line, ...]:
    kinds = dict.fromkeys(part.kind for part in given.parts)
    groups = _groups(kinds, known)
    whole = any(known[kind]["whole"] for kind in kinds)
    found = []
    for part in given.parts:
        method = known[part.kind]
        rival = len(groups.get(method["group"], ())) > 1 and given.counts != part.kind
        replaced = rival or (whole and not method["whole"] and not method["may_be_left_out"])
        found.append(line(part, method, LEFT_OUT if not part.counts else REPLACED if replaced else COUNTED))
    return tuple(found)


def _groups(kinds: Iterable[str], known: Mapping[str, Plain]) -> dict[str, list[str]]:
    """The kinds that stand for the same thing, by the name of their group."""
    found: dict[str, list[str]] = {}
    for kind in kinds:
        if known[kind]["group"]:
            found.setdefault(known[kind]["group"], []).append(kind)
    return found


def _inside(found: Line, given: Estimate) -> bool:
    """Whether a line that a maximum replaces is one of those that the maximum must hold."""
    return not found.method["group"] or given.counts in ("", found.part.kind)


def _remarks(given: Estimate, rules: Plain, lines: tuple[Line, ...], day: int | None) -> Iterable[str]:
    answers = dict(given.answers)
    for question in rules["questions"]:
        answer = answers.get(question["id"], "ask")
        if answer in ("ask", "unknown", "left_out"):
            yield f"{answer}_{question['id']}"
    if any(found.part.rate is None for found in lines if found.status == COUNTED):
        yield "rate_unknown"
    if given.made_on is None:
        yield "no_date"
    elif day is not None and given.made_on > day:
        yield "made_after"
    counted: dict[str, int] = {}
    other: dict[str, int] = {}
    for found in lines:
        name = found.method["group"]
        if name:
            side = counted if found.part.kind == given.counts else other
            side[name] = side.get(name, 0) + found.without
    if any(name in counted and other[name] > counted[name] for name in other):
        yield "other_way_is_higher"
    if any(found.method["whole"] for found in lines) and any(found.status == REPLACED for found in lines):
        yield "maximum_counts"
    if any(found.part.low is not None for found in lines if found.status == COUNTED):
        yield "range"
