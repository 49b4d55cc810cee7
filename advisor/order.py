"""Which question first: the one whose answer tells most about the status of all routes, for its cost.

What an answer tells is measured as Shannon's entropy of the vector of route statuses over sheets drawn from the
profiles (rules/interview/profiles.yaml), before and after it. The profiles touch this order and nothing else. Pure and
repeatable: the same answers and pages give the same question. The theory and what it reaches: docs/questions.md.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from math import log2

from advisor import manysheets, profiles
from advisor.circuit import Atom, tree
from advisor.derive import Answer, Derived
from advisor.engines import Span
from advisor.manysheets import EACH
from advisor.pages import GATE, Page
from advisor.rulebase import RuleBase

#: What a question costs more that takes the person to another subject while one is begun.
SWITCH = 0.15
#: The least share that an answer has in a profile, since a profile is a guess.
LEAST = 0.002
#: How much the sheets drawn more evenly count beside those drawn as the profiles say: they know what is rare.
EVEN = 0.2
#: Less than this is no information: it lies within the noise of the sheets drawn.
NOTHING = 1e-9


class Order:
    """The choice among pages in one span of dates."""

    def __init__(self, base: RuleBase, span: Span, pages: Sequence[Page], switch: float = SWITCH) -> None:
        self._base = base
        self._span = span
        self._switch = switch
        self.profiles = profiles.load(base)
        self._on_gates = {fact for page in pages if page.kind == GATE for fact in page.facts}

    def first(self, pages: Sequence[Page], answers: Mapping[str, Answer], derived: Derived) -> Page:
        """The page to ask first; where nothing tells them apart, the first as they are listed."""
        if len(pages) == 1:
            return pages[0]
        gains = self.gains(pages, answers, derived)
        even = self.gains(pages, answers, derived, evenly=True)
        gains = [gain + EVEN * other for gain, other in zip(gains, even, strict=True)]
        begun = self._begun(answers)
        best, most = pages[0], NOTHING
        for page, gain in zip(pages, gains, strict=True):
            worth = gain if not begun or _subject(page) in begun else gain / (1 + self._switch)
            if worth > most + NOTHING:
                best, most = page, worth
        return best

    def gains(
        self, pages: Sequence[Page], answers: Mapping[str, Answer], derived: Derived, *, evenly: bool = False
    ) -> list[float]:
        """For each page how many bits its answer tells about the statuses of the routes, expected over the sheets."""
        masks = self._masks_with(derived, self._evenly if evenly else self._drawn)
        live = self._broken_left_out(masks, derived) & self._likely(answers)
        rules = self._evaluator([masks[atom] for atom in self._atoms], self._full)
        groups = [live]
        for route in self._base.routes:
            groups = _split(groups, self._open(route, rules))
        sizes = [group.bit_count() for group in groups]
        total = sum(sizes)
        if not total:
            return [0.0] * len(pages)
        n_log_n = self._n_log_n
        spread = sum(n_log_n[size] for size in sizes)
        found = []
        for page in pages:
            known = {fact for fact in page.facts if fact in answers}
            classes = [live]
            for fact in page.facts:
                for atom in () if fact in known else self._tests.get(fact, ()):
                    if derived.values.get(atom.fact) is None:
                        classes = _split(classes, masks[atom])
            within = sum(n_log_n[(group & one).bit_count()] for one in classes for group in groups)
            across = sum(n_log_n[one.bit_count()] for one in classes)
            # H(V) - H(V|X), each with n log n over the sheets of a class.
            found.append((n_log_n[total] - spread - across + within) / total)
        return found

    def _begun(self, answers: Mapping[str, Answer]) -> frozenset[str]:
        """The subjects of which a question was asked on a page of its own."""
        return frozenset(_word(fact) for fact in answers if fact not in self._on_gates)

    @cached_property
    def _drawn(self) -> manysheets.Drawn:
        return manysheets.drawn(self._base, self._span.circuit, self.profiles, evenly=False)

    @cached_property
    def _evenly(self) -> manysheets.Drawn:
        return manysheets.drawn(self._base, self._span.circuit, self.profiles, evenly=True)

    @cached_property
    def _full(self) -> int:
        return self._drawn.all

    @cached_property
    def _n_log_n(self) -> list[float]:
        return [0.0, *(number * log2(number) for number in range(1, self._drawn.count + 1))]

    @cached_property
    def _evaluator(self) -> manysheets.Evaluator:
        return manysheets.evaluator(self._span.circuit)

    @cached_property
    def _atoms(self) -> tuple[Atom, ...]:
        return self._span.circuit.atoms()

    @cached_property
    def _tests(self) -> dict[str, tuple[Atom, ...]]:
        """For each fact that a person answers, the tests that its answer settles or moves."""
        found: dict[str, list[Atom]] = {}
        behind: dict[str, list[str]] = {}
        for rule in self._base.derived:
            if self._base.facts[rule["id"]].derived:
                parts = rule["years"] or rule["share"] or {}
                behind[rule["id"]] = [*parts.values(), *((rule["default"] or {}).get(key, "") for key in ("same_as",))]
        for atom in self._atoms:
            for fact in behind.get(atom.fact, [atom.fact]):
                found.setdefault(fact, []).append(atom)
        return {fact: tuple(atoms) for fact, atoms in found.items()}

    def _masks_with(self, derived: Derived, drawn: manysheets.Drawn) -> dict[Atom, int]:
        """The tests on every sheet once the answers given replace its own."""
        full = self._full
        known = derived.values
        masks = {}
        for atom, mask in drawn.masks.items():
            met = atom.test(known.get(atom.fact))
            masks[atom] = mask if met is None else full if met else 0
        return masks

    def _broken_left_out(self, masks: dict[Atom, int], derived: Derived) -> int:
        """Repairs what a link between facts forbids where it may, and gives the sheets that break none."""
        full = self._full
        live = full
        for link in self._base.links:
            given, then = (tree(part, self._span.circuit.amounts) for part in (link.given, link.then))
            broken = manysheets.truth(given, masks, full) & ~manysheets.truth(then, masks, full)
            if not broken:
                continue
            if not isinstance(then, Atom) or derived.values.get(then.fact) is not None:
                live &= ~broken
                continue
            for atom in masks:  # noqa: PLC0206
                if atom.fact == then.fact:
                    masks[atom] = masks[atom] | broken if atom == then else masks[atom] & ~broken
        return live

    def _open(self, route: str, rules: Mapping[str, int]) -> int:
        """The sheets on which the route is available."""
        grounds, bars = self._rules_of[route]
        found = 0
        for name in grounds:
            found |= rules[name]
        for name in bars:
            found &= ~rules[name]
        return found

    @cached_property
    def _rules_of(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        rules = self._span.circuit.rules.values()
        return {
            route: (
                tuple(rule.id for rule in rules if rule.effect == "ground" and rule.route == route),
                tuple(rule.id for rule in rules if rule.effect == "bar" and route in rule.routes),
            )
            for route in self._base.routes
        }

    def _likely(self, answers: Mapping[str, Answer]) -> int:
        """Of each profile as many sheets as it is likely after the answers: all of the likeliest."""
        shares = self.shares(answers)
        most = max(shares)
        found = 0
        for number, share in enumerate(shares):
            count = round(EACH * share / most)
            found |= ((1 << count) - 1) << (number * EACH)
        return found

    def shares(self, answers: Mapping[str, Answer]) -> list[float]:
        """How likely each profile is after the answers, up to a factor."""
        found = [1.0] * len(self.profiles.all)
        for fact, answer in answers.items():
            chances = None if answer is None or isinstance(answer, tuple) else self.chances(fact, answer)
            if chances is not None:
                found = [share * chance for share, chance in zip(found, chances, strict=True)]
        return found

    def chances(self, fact: str, answer: bool | str | int) -> list[float] | None:
        """How likely each profile gives an answer of this kind; None where the rules tell no kinds of answer apart."""
        tests = [atom for atom in self._tests.get(fact, ()) if atom.fact == fact]
        if not tests:
            return None
        kind = tuple(atom.test(answer) for atom in tests)
        if (fact, kind) not in self._chances:
            self._chances[fact, kind] = [
                max(LEAST, _share(profile.facts.get(fact, ()), tests, kind)) for profile in self.profiles.all
            ]
        return self._chances[fact, kind]

    @cached_property
    def _chances(self) -> dict[tuple[str, tuple[bool | None, ...]], list[float]]:
        return {}


def _share(weights: profiles.Weights, tests: Collection[Atom], kind: tuple[bool | None, ...]) -> float:
    total = sum(weight for _, weight in weights)
    same = sum(weight for answer, weight in weights if tuple(atom.test(answer) for atom in tests) == kind)
    return same / total if total else 1.0


def _split(groups: list[int], mask: int) -> list[int]:
    """Each group in the part that meets the mask and the part that does not; empty parts are left out."""
    found: list[int] = []
    for group in groups:
        met = group & mask
        if met and met != group:
            found += (met, group ^ met)
        else:
            found.append(group)
    return found


def _word(fact: str) -> str:
    return fact.split(".", 1)[0]


def _subject(page: Page) -> str:
    return _word(page.facts[0]) if page.kind != GATE else page.id
