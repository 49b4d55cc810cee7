"""Mutants of the law: every literal, comparison, amount, connective and exception changed, one at a time.

A mutant has an id that stays the same while its rule does, so that a list can name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from advisor import quantity
from advisor.circuit import referred, tree
from advisor.rulebase import Condition, Rule, RuleBase

_ARTICLE = re.compile(r"(.*?)\barts? (\d+(?:/\d+)?)")
_OPPOSITE = {"under": "at_most", "at_most": "under", "at_least": "over", "over": "at_least"}
#: (where in the condition, kind, what was done, the condition after it)
Variant = tuple[str, str, str, Condition | None]


class Mutant(NamedTuple):
    """One change of the law: in a rule (`number` in the rule base) or in the values of an amount.

    `group` is law, duty, attention or reform; `span` the days on which it can show.
    """

    id: str
    article: str
    group: str
    kind: str
    number: int | None
    changed: Any
    span: tuple[int, int]

    def applied(self, base: RuleBase) -> RuleBase:
        """The rule base with this one change."""
        if self.number is not None:
            rules = list(base.rules)
            rules[self.number] = self.changed
            return base._replace(rules=tuple(rules))
        amounts = [self.changed if item["id"] == self.changed["id"] else item for item in base.dated_amounts]
        return base._replace(dated_amounts=tuple(amounts))


def of(base: RuleBase) -> Iterator[Mutant]:
    """Every mutant of a rule base, in the order of its files."""
    groups = _groups(base)
    repeated = [rule.id for rule in base.rules if rule.start is not None]
    for number, rule in enumerate(base.rules):
        name = rule.id if rule.pending_from is None else f"{rule.id}@pending"
        if rule.start is not None and repeated.count(rule.id) > 1:
            name = f"{rule.id}@{quantity.date_text(rule.start)}"
        start, end = rule.start or rule.pending_from or base.known_from, rule.end or base.known_to
        whole = max(start, base.known_from), min(end, base.known_to)
        for where, kind, what, changed, span in _of_rule(base, rule, whole):
            identity = ":".join(part for part in (name, where, kind, what) if part)
            yield Mutant(identity, article(rule.cite), groups[number], kind, number, changed, span)
    for amount in base.dated_amounts:
        yield from _of_amount(base, amount)


def article(cite: str) -> str:
    """The act and its first article: `LPP art. 42` for `LPP art. 42 §1, 1°, a; RD art. 90`."""
    found = _ARTICLE.match(cite)
    return f"{found[1].rstrip(' ,')} art. {found[2]}" if found else cite.partition(";")[0] or "advice"


def _groups(base: RuleBase) -> list[str]:
    """For each rule what it serves: a definition serves law where a rule of the law rests on it."""
    own = {"ground": "law", "bar": "law", "regime": "law", "duty": "duty", "flag": "attention", "topic": "attention"}
    uses: dict[str, set[str]] = {}
    for rule in base.rules:
        if rule.when is not None:
            uses.setdefault(rule.id, set()).update(referred(tree(rule.when, base.amounts_on(base.known_to))))
    serves: dict[str, str] = {}
    for effects in (("ground", "bar", "regime"), ("duty",)):
        waiting = [rule.id for rule in base.rules if rule.effect in effects]
        while waiting:
            name = waiting.pop()
            if name not in serves:
                serves[name] = "law" if "ground" in effects else "duty"
                waiting += uses.get(name, ())
    return [
        "reform" if rule.pending_from is not None else own.get(rule.effect) or serves.get(rule.id, "attention")
        for rule in base.rules
    ]


def _of_rule(
    base: RuleBase, rule: Rule, whole: tuple[int, int]
) -> Iterator[tuple[str, str, str, Rule, tuple[int, int]]]:
    if rule.when is not None:
        for where, kind, what, changed in variants(base, rule.when, "when"):
            yield where, kind, what, rule._replace(when=changed), whole
    if rule.unless_shown is not None:
        yield "unless_shown", "exception", "dropped", rule._replace(unless_shown=None), whole
        for where, kind, what, changed in variants(base, rule.unless_shown, "unless_shown"):
            yield where, kind, what, rule._replace(unless_shown=changed), whole
    for number, (name, condition) in enumerate(rule.targets):
        rest = (*rule.targets[:number], *rule.targets[number + 1 :])
        yield f"target.{name}", "connective", "dropped", rule._replace(targets=rest), whole
        for where, kind, what, changed in variants(base, condition, f"target.{name}"):
            targets = (*rule.targets[:number], (name, changed), *rule.targets[number + 1 :])
            yield where, kind, what, rule._replace(targets=targets), whole  # type: ignore[arg-type]
    for route in rule.routes if len(rule.routes) > 1 else ():
        routes = tuple(other for other in rule.routes if other != route)
        yield "routes", "route", f"without {route}", rule._replace(routes=routes), whole
    if rule.effect == "duty":
        yield from ((*made, whole) for made in _of_duty(base, rule))
    for name, day in (("start", rule.start), ("end", rule.end)):
        if day is None or not base.known_from < day < base.known_to:
            continue
        for step, what in ((-1, "a day earlier"), (1, "a day later")):
            moved = rule._replace(start=day + step) if name == "start" else rule._replace(end=day + step)
            shown = min(day, day + step) + (name == "end")
            yield name, "date", what, moved, (shown, shown)


def _of_duty(base: RuleBase, rule: Rule) -> Iterator[tuple[str, str, str, Rule]]:
    values = dict.fromkeys(other.value for other in base.rules if other.duty == rule.duty and other.value != rule.value)
    for value in [*values][:1]:
        yield "value", "literal", f"{value} for {rule.value}", rule._replace(value=value)
    if rule.only_if_shown:
        yield "only_if_shown", "exception", "dropped", rule._replace(only_if_shown=False)
    for number, (kind, requests, tenders) in enumerate(rule.limits):
        for name, days in (("requests", requests), ("tenders", tenders)):
            if days is not None:
                for step in (-1, 1):
                    moved = (kind, days + step, tenders) if name == "requests" else (kind, requests, days + step)
                    limits = (*rule.limits[:number], moved, *rule.limits[number + 1 :])
                    yield f"limits.{kind}.{name}", "amount", f"{step:+d} day", rule._replace(limits=limits)


def variants(
    base: RuleBase, node: Condition, where: str, *, negated: bool = False, taken: frozenset[str] = frozenset()
) -> Iterator[Variant]:
    """Each change of one place of a condition, the deeper ones after the higher ones.

    A value of a list is replaced by the next one that is not among those `taken` beside it.
    """
    head = node[0]
    if head in ("all", "any"):
        parts: tuple[Condition, ...] = node[1]
        siblings = frozenset(str(part[2]) for part in parts if part[0] == "is")
        if len(parts) > 1:
            other = "any" if head == "all" else "all"
            yield where, "connective", f"{other} for {head}", (other, parts)
            for number, part in enumerate(parts):
                rest = (*parts[:number], *parts[number + 1 :])
                kind = "exception" if part[0] == "not" else "connective"
                yield f"{where}.{number + 1}", kind, f"dropped {_shown(part)}", (head, rest)
        for number, part in enumerate(parts):
            for place, kind, what, changed in variants(base, part, f"{where}.{number + 1}", taken=siblings):
                yield place, kind, what, (head, (*parts[:number], changed, *parts[number + 1 :]))
        return
    if head == "not":
        yield where, "negation", f"not dropped before {_shown(node[1])}", node[1]
        for place, kind, what, changed in variants(base, node[1], where, negated=True):
            yield place, kind, what, ("not", changed)
        return
    if head == "always":
        yield where, "literal", "never for always", ("always", not node[1])
        return
    if not negated:
        yield where, "negation", f"not before {_shown(node)}", ("not", node)
    if head == "is" and isinstance(node[2], str):
        values = base.facts[node[1]].values
        after = values.index(node[2]) + 1
        free = [value for value in (*values[after:], *values[:after]) if value not in {node[2], *taken}]
        for value in free[:1]:
            yield where, "value", f"{value} for {_shown(node)}", ("is", node[1], value)
    if head in _OPPOSITE:
        other = _OPPOSITE[head]
        yield where, "comparison", f"{other} for {_shown(node)}", (other, *node[1:])
        yield from _other_limit(base, node, where)


def _other_limit(base: RuleBase, node: Condition, where: str) -> Iterator[Variant]:
    """The nearest other amount of the same unit; a number written in the rule one unit lower and higher."""
    head, fact, limit = node
    if isinstance(limit, int):
        for step in (-1, 1):
            yield where, "amount", f"{step:+d} for {_shown(node)}", (head, fact, limit + step)
        return
    amounts = base.amounts_on(base.known_to)
    same = [amount for amount in amounts.values() if amount.unit == amounts[limit].unit and amount.id != limit]
    same = [amount for amount in same if amount.value != amounts[limit].value]
    if same:
        nearest = min(same, key=lambda amount: (abs(amount.value - amounts[limit].value), amount.id))
        yield where, "amount", f"{nearest.id} for {_shown(node)}", (head, fact, nearest.id)


def _shown(node: Condition) -> str:
    """A part of a condition in a few words."""
    if node[0] == "rule":
        return str(node[1])
    if node[0] == "is":
        return str(node[1]) if node[2] is True else f"{node[1]}={str(node[2]).lower()}"
    if node[0] in _OPPOSITE:
        return f"{node[1]} {node[0]} {node[2]}"
    if node[0] == "not":
        return f"not {_shown(node[1])}"
    if node[0] == "always":
        return "always" if node[1] else "never"
    return f"{node[0]} of {len(node[1])}"


def _of_amount(base: RuleBase, amount: dict[str, Any]) -> Iterator[Mutant]:
    """One unit less and more in each period, and each change of value a day earlier and later."""
    name, rows = amount["id"], _rows(base, amount)
    step = 1 if amount["unit"] in ("eur", "percent") else 100
    flat = {**amount, "of": None, "values": rows}
    for number, row in enumerate(rows):
        period = quantity.date_text(row["start"])
        for sign, what in ((-1, "less"), (1, "more")):
            if row["value"] + sign * step < 0:
                continue
            moved = [*rows[:number], {**row, "value": row["value"] + sign * step}, *rows[number + 1 :]]
            identity = f"amount {name}@{period}:amount:one unit {what}"
            changed = {**flat, "values": moved}
            yield Mutant(identity, article(amount["cite"]), "law", "amount", None, changed, (row["start"], row["end"]))
        if number == 0 or rows[number - 1]["value"] == row["value"]:
            continue
        for days, what in ((-1, "a day earlier"), (1, "a day later")):
            before = {**rows[number - 1], "end": row["start"] + days - 1}
            moved = [*rows[: number - 1], before, {**row, "start": row["start"] + days}, *rows[number + 1 :]]
            shown = min(row["start"], row["start"] + days)
            identity = f"amount {name}@{period}:date:{what}"
            yield Mutant(
                identity, article(amount["cite"]), "law", "date", None, {**flat, "values": moved}, (shown, shown)
            )


def _rows(base: RuleBase, amount: dict[str, Any]) -> list[dict[str, Any]]:
    """The values of an amount by date, those derived from another amount worked out."""
    days = sorted({base.known_from, *(row["start"] for item in base.dated_amounts for row in item["values"])})
    written = {row["start"] for row in amount["values"]}
    rows: list[dict[str, Any]] = []
    for day, following in zip(days, [*days[1:], base.known_to + 1], strict=True):
        found = base.amounts_on(day)[amount["id"]]
        if rows and day not in written and rows[-1]["value"] == found.value:
            rows[-1]["end"] = following - 1
        else:
            row = {"start": day, "end": following - 1, "value": found.value, "of": None}
            rows.append({**row, "source": list(found.source), "confidence": found.confidence})
    return rows
