"""Do the cases and the proofs notice when the law is changed? Each mutant is killed by one of them, or survives.

Cases first, and of those only the ones whose truths can change; then, where no case notices, whether the mutant says
the same on every answer sheet (then it is no change); then the proofs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from advisor.assessing import State, assess
from advisor.case import BY_ROUTE, Case
from advisor.circuit import Truth, referred, tree
from advisor.derive import ContradictingAnswers
from advisor.engines import Engines
from advisor.exact import ImpossibleAnswers
from advisor.expectation import differences
from advisor.proof import PROPERTIES, one
from advisor.proofs import declared, mutants
from advisor.proofs.bench import Bench
from advisor.proofs.mutants import Mutant
from advisor.proofs.worlds import Pair
from advisor.reasons import Explainer
from advisor.rulebase import Rule, RuleBase

CASES, PROOFS, EQUIVALENT, SURVIVED = "cases", "proofs", "equivalent", "survived"
#: Flags that are worked out at other values than the case's own.
_FAR_FLAGS = ("near_threshold", "unverified_rule", "reform_pending")


class Verdict(NamedTuple):
    """What became of a mutant: `by` cases, proofs, equivalent or survived; `witness` the case or property."""

    mutant: Mutant
    by: str
    witness: str = ""


class Docket(NamedTuple):
    """A case that passes, with the truths of the law as it stands."""

    case: Case
    state: State
    kleene: dict[str, Truth]


class Court:
    """The cases and proofs before which the mutants of one rule base come."""

    def __init__(self, base: RuleBase, cases: Iterable[Case]) -> None:
        self.base = base
        self._engines = Engines(base)
        self.cases: list[Docket] = []
        for case in cases:
            if case.expect and not _complaints(case, self._engines):
                state = State(self._engines, case.answers, case.as_of, from_base=case.from_base, preview=True)
                self.cases.append(Docket(case, state, state.span.truths(state.derived)))

    def judge(self, mutant: Mutant) -> Verdict:
        """Cases first, then equivalence, then proofs."""
        changed = mutant.applied(self.base)
        engines = Engines(changed)
        for docket in self._called(mutant, engines):
            if _complaints(docket.case, engines):
                return Verdict(mutant, CASES, docket.case.id)
        spans = self._spans(mutant, changed)
        if not _speaks_of_unknowns(mutant) and self.shown_by(changed, spans) is None:
            return Verdict(mutant, EQUIVALENT)
        bench = Bench(changed, spans[0])
        for name in PROPERTIES:
            if one(bench, name, self._meant).faults:
                return Verdict(mutant, PROOFS, name)
        return Verdict(mutant, SURVIVED)

    def shown_by(self, changed: RuleBase, spans: Sequence[int]) -> tuple[int, dict[str, object]] | None:
        """A day and a whole answer sheet on which the mutant says something else; None where there is none."""
        for day in spans:
            bench, other = Bench(self.base, day), Bench(changed, day)
            pair = Pair(self.base, bench.circuit, (changed, other.circuit))
            keys = dict.fromkeys([*pair.one.outcomes, *pair.two.outcomes])
            found = pair.sheets([*pair.equal.values(), pair.differs(keys, "any")])
            if found is not None:
                return day, dict(found[0])
        return None

    @cached_property
    def _meant(self) -> set[tuple[str, ...]]:
        return set(declared.read(self.base.folder, declared.DECLARED, ("property", "id")))

    def _spans(self, mutant: Mutant, changed: RuleBase) -> list[int]:
        """The first days of the spans on which the mutant can show, the latest first."""
        first, last = mutant.span
        starts = {*self.base.segments(), *changed.segments(), first}
        return sorted((day for day in starts if first <= day <= last), reverse=True)

    def _called(self, mutant: Mutant, engines: Engines) -> Iterator[Docket]:
        """The cases that can notice the mutant, the likeliest first."""
        first, last = mutant.span
        dated = [docket for docket in self.cases if first <= docket.case.as_of <= last]
        if mutant.number is not None:
            dated = [docket for docket in dated if _speaks_of(docket.case, self.base.rules[mutant.number])]
        later: list[Docket] = []
        for docket in dated:
            if self._reads_otherwise(mutant, docket, engines):
                yield docket
            elif self._may_notice(mutant, docket):
                later.append(docket)
        yield from later

    def _reads_otherwise(self, mutant: Mutant, docket: Docket, engines: Engines) -> bool:
        """Whether the condition changed, or some rule where an amount changed, has another truth on the case."""
        span = docket.state.span
        if mutant.number is None:
            truths = engines.on(docket.case.as_of).truths(docket.state.derived)
            return any(truths.get(name) != docket.kleene.get(name) for name in span.rule_names)
        before, after = self.base.rules[mutant.number].when, mutant.changed.when
        if before is None or after is None or before == after:
            return False
        reader = Explainer(span.circuit, docket.state.derived.values, docket.state.truths)
        return reader.truth(tree(after, span.circuit.amounts)) != reader.truth(tree(before, span.circuit.amounts))

    def _may_notice(self, mutant: Mutant, docket: Docket) -> bool:
        """Whether a case can notice although its truths are the same: by the exact status, or by what a rule says."""
        raised = [*docket.case.expect.get("flags", ()), *docket.case.expect.get("not_flags", ())]
        if any(flag in raised for flag in _FAR_FLAGS):
            return True
        if mutant.number is None:
            return any(key in docket.case.expect for key in BY_ROUTE) or bool(docket.state.certain)
        rule = self.base.rules[mutant.number]
        if rule.effect in ("duty", "flag", "topic", "bar") and docket.state.truths.get(rule.id) is not False:
            return True
        after = self._after(rule.id)
        return any(docket.state.truths.get(name) is None or name in docket.state.certain for name in after)

    def _after(self, rule: str) -> set[str]:
        """The rule and those that rest on it."""
        if rule not in self._downstream:
            found, waiting = set(), [rule]
            while waiting:
                name = waiting.pop()
                if name not in found:
                    found.add(name)
                    waiting += self._used_by.get(name, ())
            self._downstream[rule] = found
        return self._downstream[rule]

    @cached_property
    def _downstream(self) -> dict[str, set[str]]:
        return {}

    @cached_property
    def _used_by(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, node in self._engines.on(self.base.known_to).circuit.trees.items():
            for used in referred(node):
                found.setdefault(used, set()).add(name)
        return found


def _speaks_of(case: Case, rule: Rule) -> bool:
    """Whether a case expects anything that the rule can say: a duty of its kind, a question, else anything."""
    if rule.effect == "duty":
        key = "standstill_required" if rule.duty == "standstill" else rule.duty
        duties: dict[str, dict[str, str]] = case.expect.get("duties", {})
        return key in case.expect or any(rule.duty in kinds for kinds in duties.values())
    if rule.effect == "topic":
        raised = [*case.expect.get("flags", ()), *case.expect.get("not_flags", ())]
        return "seek_legal_advice" in raised or "topics" in case.expect or "not_topics" in case.expect
    return True


def judged(court: Court, chosen: Sequence[Mutant], jobs: int = 1) -> list[Verdict]:
    """The verdict on each mutant, in order; with several jobs the work is shared by processes where they can fork."""
    import multiprocessing

    if jobs < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return [court.judge(mutant) for mutant in chosen]
    # A child gets the court by being forked: it holds solvers and functions, which cannot be sent.
    _COURTS.append(court)
    try:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            return pool.map(_judge_in_child, chosen, chunksize=8)
    finally:
        _COURTS.pop()


_COURTS: list[Court] = []


def _judge_in_child(mutant: Mutant) -> Verdict:
    return _COURTS[-1].judge(mutant)


def _complaints(case: Case, engines: Engines) -> list[str]:
    """What a case finds wrong; a refusal of its answers too."""
    try:
        return differences(assess(case, engines, preview=True))
    except (ContradictingAnswers, ImpossibleAnswers) as refused:
        return [str(refused)]


def _speaks_of_unknowns(mutant: Mutant) -> bool:
    """Whether the change can only show where facts are not known, so that whole sheets say nothing of it."""
    return "unless_shown" in mutant.id or "only_if_shown" in mutant.id


def sample(base: RuleBase, number: int | None, seed: int) -> list[Mutant]:
    """All mutants, or that many of them at random, the same for the same seed."""
    import random

    found = list(mutants.of(base))
    if number is None or number >= len(found):
        return found
    return random.Random(seed).sample(found, number)  # noqa: S311  a sample that can be drawn again, not a secret


class Report:
    """The verdicts counted, by group and by article, with the survivors and the list that must name each of them.

    The list is stale where it names a mutant that is killed, equivalent or gone; only a `whole` run can tell.
    """

    def __init__(self, base: RuleBase, verdicts: Sequence[Verdict], *, whole: bool) -> None:
        self.verdicts = tuple(verdicts)
        self.named = declared.read(base.folder, declared.SURVIVORS, ("id",))
        survived = {verdict.mutant.id for verdict in verdicts if verdict.by == SURVIVED}
        self.unnamed = tuple(sorted(name for name in survived if (name,) not in self.named))
        self.stale = tuple(sorted(name for (name,) in self.named if name not in survived)) if whole else ()

    @property
    def passes(self) -> bool:
        return not self.unnamed and not self.stale

    def counts(self, key: Callable[[Mutant], str]) -> dict[str, dict[str, int]]:
        """How many mutants came to each end, by a key of the mutant."""
        found: dict[str, dict[str, int]] = {}
        for verdict in self.verdicts:
            row = found.setdefault(key(verdict.mutant), dict.fromkeys((CASES, PROOFS, EQUIVALENT, SURVIVED), 0))
            row[verdict.by] += 1
        return found

    def lines(self) -> list[str]:
        """The report as a table for each of group, kind and article."""
        lines: list[str] = []
        for title, key in _KEYS.items():
            lines += [f"{title:44} {'cases':>6} {'proofs':>7} {'equivalent':>11} {'survived':>9} {'killed':>7}"]
            for name, row in sorted(self.counts(key).items()):
                counts = f"{row[CASES]:6} {row[PROOFS]:7} {row[EQUIVALENT]:11} {row[SURVIVED]:9}"
                lines.append(f"{name[:44]:44} {counts} {_rate(row):>7}")
            lines.append("")
        total = self.counts(lambda _: "")[""]
        lines.append(f"{len(self.verdicts)} mutants: {_rate(total)} killed of those that change the law")
        lines += [f"survived: {verdict.mutant.id}" for verdict in self.verdicts if verdict.mutant.id in self.unnamed]
        lines += [f"{declared.SURVIVORS}: {name} does not survive any more" for name in self.stale]
        return lines

    def as_json(self) -> dict[str, object]:
        """The same as data, with every survivor and its sentence."""
        return {
            **{title: self.counts(key) for title, key in _KEYS.items()},
            "mutants": len(self.verdicts),
            "survivors": [
                {
                    "id": verdict.mutant.id,
                    "why": self.named[(verdict.mutant.id,)].why if (verdict.mutant.id,) in self.named else None,
                }
                for verdict in self.verdicts
                if verdict.by == SURVIVED
            ],
            "stale": list(self.stale),
            "killed_by_proofs": {
                verdict.mutant.id: verdict.witness for verdict in self.verdicts if verdict.by == PROOFS
            },
            "equivalent": [verdict.mutant.id for verdict in self.verdicts if verdict.by == EQUIVALENT],
        }


def _rate(row: dict[str, int]) -> str:
    killed = row[CASES] + row[PROOFS]
    whole = killed + row[SURVIVED]
    return f"{100 * killed / whole:.1f}%" if whole else "-"


_KEYS: dict[str, Callable[[Mutant], str]] = {
    "group": lambda mutant: mutant.group,
    "kind": lambda mutant: mutant.kind,
    "article": lambda mutant: mutant.article,
}
