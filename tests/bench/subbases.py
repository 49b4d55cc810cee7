"""Small parts of the rule base on which the best question order can be computed: at most twelve facts are left open.

A sub-base keeps every rule; a few grounds are picked, the facts that they test are open, and all other facts are fixed as
one of the profiles answers them. What is to be determined is the status of every route. The same number always gives the
same sub-base.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cached_property
from math import prod
from typing import Any, NamedTuple

from advisor import manysheets
from advisor.answerkinds import possible
from advisor.circuit import All, Atom, Node, Not, Ref, tree
from advisor.circuit import Any as AnyOf
from advisor.derive import derive
from advisor.engines import Engines
from advisor.order import LEAST, Order

#: How many facts may be live, how many sub-bases are published, and the seed of the first.
MOST, COUNT, SEED = 12, 200, 20260302
#: No sub-base has more answer sheets, or fewer live facts.
SHEETS, LEAST_LIVE = 60_000, 3
#: Facts that are always fixed: they are computed by default, or several of them make one share.
NEVER_OPEN = {
    "value.expenditure_to_approve",
    "repetition.award_on",
    "value.lot",
    "value.small_lots_total",
    "value.lots",
}
#: Stands in a table for a sheet that a link between facts forbids.
FORBIDDEN = 255

#: An answer of each kind to a fact, with how likely each profile gives one of that kind.
Kinds = list[tuple[Any, list[float]]]


class Table(NamedTuple):
    """What is left to determine: the numbers of the live facts, and for each sheet over them which statuses it has."""

    facts: tuple[int, ...]
    data: bytes


class SubBase:
    """One sub-base. `facts` are open, with their `kinds` of answer; `fixed` are the answers to all others."""

    def __init__(self, engines: Engines, order: Order, day: int, number: int) -> None:
        self.engines, self.order, self.day, self.number = engines, order, day, number
        self._circuit = engines.on(day).circuit
        chance = random.Random(SEED + number)
        while not self._draw(chance):
            pass

    def _draw(self, chance: random.Random) -> bool:
        """Draws a sub-base; whether it is one that counts."""
        profiles = self.order.profiles.all
        grounds = [rule.id for rule in self._circuit.rules.values() if rule.effect == "ground"]
        self.grounds = tuple(chance.sample(grounds, chance.randint(1, 4)))
        wanted = {fact for name in self.grounds for fact in self._tested(self._circuit.trees[name])}
        usable = sorted(fact for fact in wanted if fact in profiles[0].facts and fact not in NEVER_OPEN)
        chance.shuffle(usable)
        picked = set(usable[:MOST])
        fixed = self._fixed(chance)
        self.fixed = {fact: answer for fact, answer in fixed.items() if fact not in picked}
        facts = [fact for fact in self.engines.base.facts if fact in picked]
        kinds = [self._kinds(fact) for fact in facts]
        data = self._data(facts, kinds)
        for number in range(len(facts)):
            kinds[number], data = self._merged(number, kinds, data)
        self.facts, self.kinds = tuple(facts), kinds
        self.start = self.reduced(Table(tuple(range(len(facts))), data))
        shares = self.order.shares(self.fixed)
        self.prior = tuple(share / sum(shares) for share in shares)
        return len(self.start.facts) >= LEAST_LIVE and len(data) <= SHEETS

    def _tested(self, node: Node) -> Iterator[str]:
        """The facts that a person answers behind a condition, through the rules that it refers to."""
        if isinstance(node, Atom):
            rule = next((rule for rule in self.engines.base.derived if rule["id"] == node.fact), {})
            parts = [*(rule.get("years") or {}).values(), *(rule.get("share") or {}).values()]
            default = (rule.get("default") or {}).get("same_as")
            own = [default] if self.engines.base.facts[node.fact].derived else [node.fact]
            yield from parts or own
        elif isinstance(node, Ref):
            yield from self._tested(self._circuit.trees[node.rule])
        elif isinstance(node, Not):
            yield from self._tested(node.part)
        elif isinstance(node, (All, AnyOf)):
            for part in node.parts:
                yield from self._tested(part)

    def _fixed(self, chance: random.Random) -> dict[str, Any]:
        profile = chance.choice(self.order.profiles.all)
        found: dict[str, Any] = {}
        for fact, weights in profile.facts.items():
            answer: Any = chance.choices([one for one, _ in weights], [weight for _, weight in weights])[0]
            found[fact] = self._as_answered(fact, answer)
        for link in self.engines.base.links:
            given, then = link.given, link.then
            if given[0] == then[0] == "is" and found.get(given[1]) == given[2]:
                found[then[1]] = then[2]
        return found

    def _as_answered(self, fact: str, answer: Any) -> Any:
        return self.day - answer if self.engines.base.facts[fact].type == "date" else answer

    def _kinds(self, fact: str) -> Kinds:
        profiles = [profile.facts[fact] for profile in self.order.profiles.all]
        answers = [self._as_answered(fact, one) for weights in profiles for one, _ in weights]
        found: dict[tuple[Any, ...], Any] = {}
        for answer in (*answers, *possible(self.engines.base, self._circuit, fact, self.day)):
            found.setdefault(self._kind(fact, answer), answer)
        chances = []
        for weights in profiles:
            total = sum(weight for _, weight in weights)
            by_kind = dict.fromkeys(found, 0.0)
            for one, weight in weights:
                by_kind[self._kind(fact, self._as_answered(fact, one))] += weight / total
            floored = {kind: max(LEAST, share) for kind, share in by_kind.items()}
            chances.append({kind: share / sum(floored.values()) for kind, share in floored.items()})
        return [(answer, [one[kind] for one in chances]) for kind, answer in found.items()]

    def _kind(self, fact: str, answer: Any) -> tuple[Any, ...]:
        values = derive(self.engines.base, {fact: answer}, self.day).values
        return tuple(
            atom.test(values[atom.fact]) for atom in self._circuit.atoms() if values.get(atom.fact) is not None
        )

    def _data(self, facts: list[str], kinds: list[Kinds]) -> bytes:
        """For each sheet over the facts, the first most significant, a number for the statuses that it has."""
        sizes = [len(one) for one in kinds]
        count = prod(sizes)
        full = (1 << count) - 1
        fixed = derive(self.engines.base, self.fixed, self.day).values
        masks = {
            atom: full if atom.test(fixed.get(atom.fact)) else 0
            for atom in manysheets._tests(self.engines.base, self._circuit)
        }
        for place, fact in enumerate(facts):
            stride = prod(sizes[place + 1 :])
            for digit, (answer, _) in enumerate(kinds[place]):
                block = ((1 << stride) - 1) << (digit * stride)
                bits = sum(block << start for start in range(0, count, stride * sizes[place]))
                values = derive(self.engines.base, {**self.fixed, fact: answer}, self.day).values
                for atom in masks:
                    value = values.get(atom.fact)
                    if value != fixed.get(atom.fact) and atom.test(value):
                        masks[atom] |= bits
        rules = self.order._evaluator([masks[atom] for atom in self._circuit.atoms()], full)
        goals = dict.fromkeys(self.order._open(route, rules) & full for route in self.engines.base.routes)
        columns = [format(goal, f"0{count}b")[::-1] for goal in goals if goal not in (0, full)]
        numbers: dict[tuple[str, ...], int] = {}
        data = (
            bytearray(numbers.setdefault(vector, len(numbers)) for vector in zip(*columns, strict=True))
            if columns
            else bytearray(count)
        )
        assert len(numbers) < FORBIDDEN
        for link in self.engines.base.links:
            given, then = (
                manysheets.truth(tree(part, self._circuit.amounts), masks, full) for part in (link.given, link.then)
            )
            broken = format(given & ~then, f"0{count}b")[::-1]
            for sheet in (number for number, bit in enumerate(broken) if bit == "1"):
                data[sheet] = FORBIDDEN
        return bytes(data)

    def _merged(self, number: int, kinds: list[Kinds], data: bytes) -> tuple[Kinds, bytes]:
        """The kinds of answer to a fact that some other answers tell apart, and the table over them."""
        sizes = [len(one) for one in kinds]
        stride = prod(sizes[number + 1 :])
        groups: dict[bytes, list[int]] = {}
        for digit in range(sizes[number]):
            groups.setdefault(_part(data, stride, sizes[number], digit), []).append(digit)
        merged: Kinds = []
        for digits in groups.values():
            likeliest = max(digits, key=lambda digit: sum(kinds[number][digit][1]))
            chances = [sum(column) for column in zip(*(kinds[number][digit][1] for digit in digits), strict=True)]
            merged.append((kinds[number][likeliest][0], chances))
        kept = list(groups)
        whole = b"".join(part[start : start + stride] for start in range(0, len(kept[0]), stride) for part in kept)
        return merged, whole

    # --- tables --------------------------------------------------------------------------------------------------------

    def parts(self, table: Table, place: int) -> list[bytes]:
        """The table after each kind of answer to the fact at a place."""
        sizes = [len(self.kinds[fact]) for fact in table.facts]
        stride = prod(sizes[place + 1 :])
        return [_part(table.data, stride, sizes[place], digit) for digit in range(sizes[place])]

    def reduced(self, table: Table) -> Table:
        """The table over the facts that can still matter: two sheets that differ in it alone have other statuses."""
        place = 0
        while place < len(table.facts):
            parts = self.parts(table, place)
            if all(_alike(parts[0], part) for part in parts[1:]) and all(
                _alike(one, two) for number, one in enumerate(parts[1:]) for two in parts[number + 2 :]
            ):
                joined = parts[0] if FORBIDDEN not in table.data else bytes(map(min, zip(*parts, strict=True)))
                table = Table(table.facts[:place] + table.facts[place + 1 :], joined)
            else:
                place += 1
        return table

    def branches(
        self, table: Table, shares: tuple[float, ...], place: int
    ) -> Iterator[tuple[float, int, Table, tuple[float, ...]]]:
        """Each possible kind of answer to a fact: how likely it is, its number, the table and the profiles after it."""
        ways = []
        kinds = self.kinds[table.facts[place]]
        rest = table.facts[:place] + table.facts[place + 1 :]
        for digit, part in enumerate(self.parts(table, place)):
            if part.count(FORBIDDEN) < len(part):
                after = [share * chance for share, chance in zip(shares, kinds[digit][1], strict=True)]
                likely = sum(after)
                ways.append((likely, digit, Table(rest, part), tuple(one / likely for one in after)))
        total = sum(likely for likely, _, _, _ in ways)
        for likely, digit, part_table, after_shares in ways:
            yield likely / total, digit, self.reduced(part_table), after_shares

    @cached_property
    def optimum(self) -> float:
        """The least expected number of questions that any order needs, by dynamic programming over answer states."""
        known: dict[tuple[object, ...], float] = {}

        def least(table: Table, shares: tuple[float, ...]) -> float:
            if not table.facts:
                return 0.0
            key = (*table, tuple(round(share, 6) for share in shares))
            if key not in known:
                best = float(len(table.facts))
                ways = [list(self.branches(table, shares, place)) for place in range(len(table.facts))]
                # What is not determined takes one question at least; the most promising fact first, so that more is cut.
                floors = [1 + sum(way[0] for way in one if way[2].facts) for one in ways]
                for floor, one in sorted(zip(floors, ways, strict=True), key=lambda pair: pair[0]):
                    cost = floor
                    for likely, _, after, after_shares in one:
                        if cost >= best:
                            break
                        if after.facts:
                            cost += likely * (least(after, after_shares) - 1)
                    best = min(best, cost)
                known[key] = best
            return known[key]

        return least(self.start, self.prior)

    def cost(self, rule: Callable[[SubBase, dict[str, Any], tuple[str, ...]], str]) -> float:
        """The expected number of questions of a rule that picks one of the live facts, given the answers so far."""

        def expected(table: Table, shares: tuple[float, ...], answers: dict[str, Any]) -> float:
            if not table.facts:
                return 0.0
            live = tuple(self.facts[number] for number in table.facts)
            fact = rule(self, answers, live)
            cost = 1.0
            for likely, digit, after, after_shares in self.branches(table, shares, live.index(fact)):
                given = self.kinds[self.facts.index(fact)][digit][0]
                cost += likely * expected(after, after_shares, {**answers, fact: given})
            return cost

        return expected(self.start, self.prior, self.fixed)


def _part(data: bytes, stride: int, size: int, digit: int) -> bytes:
    """The sheets with one answer to a fact: that of this digit, which changes every `stride` sheets."""
    if stride == 1:
        return data[digit::size]
    return b"".join(data[start : start + stride] for start in range(digit * stride, len(data), stride * size))


def _alike(one: bytes, two: bytes) -> bool:
    """Whether the statuses are the same wherever both answers are possible."""
    if one == two:
        return True
    if FORBIDDEN not in one and FORBIDDEN not in two:
        return False
    return all(a == b or FORBIDDEN in (a, b) for a, b in zip(one, two, strict=True))
