"""How many pages are still to come: an honest range, found by walking the interview ahead.

Every gate page ahead is taken as "none of these"; every question is tried with one answer of each kind that the rules
can tell apart. The high end adds the longest row of questions that one more marked line opens. The walk uses the
evaluator alone, so that it is cheap; the range may be too wide, never too narrow for who marks at most one line more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from advisor.answerkinds import possible
from advisor.assessing import State
from advisor.circuit import All, Any, Atom, Node, Not, Ref
from advisor.derive import Answer, derive
from advisor.engines import Engines
from advisor.outlook import Outlook
from advisor.pages import GATE, Page
from advisor.reasons import Explainer

Answers = Mapping[str, Answer]
#: The answers that a gate page records when no line is marked.
Closing = Callable[[Page], dict[str, Answer]]
#: The page that comes next given the outlook, the answers and the pages put off.
Choosing = Callable[[Outlook, Answers, frozenset[str]], Page | None]
#: Facts that have their page in every interview: a marked line adds none of them.
ASKED_ANYWAY = {"buyer.kind", "contract.nature", "value.estimate", "value.expenditure_to_approve"}
#: No chain of questions is longer; the walk stops there rather than go on for ever if a page recorded nothing.
LONGEST = 60
#: So many places are visited for one range. Where much was answered with "not known" there are thousands more: what
#: lies beyond counts as no page at the low end and as every page that is left at the high end.
MOST_PLACES = 600


class _Quick(State):
    """What the evaluator alone concludes: no solver, no check of links."""

    def __init__(self, engines: Engines, answers: Answers, day: int) -> None:
        self.base = engines.base
        self.span = engines.on(day)
        self.derived = derive(self.base, answers, day)
        self.engines = ()
        self.certain = {}
        self.truths = dict(self.span.truths(self.derived))
        self.explainer = Explainer(self.span.circuit, self.derived.values, self.truths)


class Horizon:
    """Ranges for one interview; what was walked once is kept."""

    def __init__(self, engines: Engines, day: int, pages: tuple[Page, ...], close: Closing, choose: Choosing) -> None:
        self._engines = engines
        self._day = day
        self._span = engines.on(day)
        self._close = close
        self._choose = choose
        self._known: dict[object, tuple[int, int, frozenset[str]]] = {}
        self._pages = pages
        self._left = 0

    @cached_property
    def _rows(self) -> dict[str, int]:
        """The longest row of question pages that one line of each gate page may open."""
        pages, circuit = self._pages, self._span.circuit
        read = [
            set(self._tested(circuit.trees[name], rule.effect == "ground"))
            for name, rule in circuit.rules.items()
            if rule.effect in ("ground", "definition") and name in circuit.trees
        ]
        on_gates = {item.fact for page in pages for item in page.items}
        own = {page.id for page in pages if page.kind != GATE} - on_gates - ASKED_ANYWAY

        def row(fact: str) -> int:
            # The line's own fact counts too: it may be one that is asked on its own page.
            return len(set().union(*(facts for facts in read if fact in facts)) & own) + 1

        return {page.id: max(row(item.fact) for item in page.items) for page in pages if page.items}

    def remaining(self, answers: Answers, skipped: frozenset[str] = frozenset()) -> tuple[int, int]:
        """The fewest and the most pages until the advice is certain; where it is, until nothing that is left counts."""
        to_the_end = self._is_certain(Outlook(_Quick(self._engines, answers, self._day), answers))
        self._left = MOST_PLACES
        low, high, gates = self._walk(dict(answers), skipped, to_the_end, 0)
        return low, high + max((self._rows[gate] for gate in gates), default=0)

    def _is_certain(self, outlook: Outlook) -> bool:
        return outlook.regime is not None and not outlook.recommendation_facts

    def _walk(
        self, answers: dict[str, Answer], skipped: frozenset[str], to_the_end: bool, depth: int
    ) -> tuple[int, int, frozenset[str]]:
        """The fewest pages, the most, and the gate pages met on the way."""
        state = _Quick(self._engines, answers, self._day)
        key = (frozenset(answers), tuple(state.truths.values()), skipped, to_the_end)
        if key in self._known:
            return self._known[key]
        if self._left <= 0:
            open_pages = [page for page in self._pages if not set(page.facts) <= set(answers)]
            return 0, len(open_pages), frozenset(page.id for page in open_pages if page.items)
        self._left -= 1
        outlook = Outlook(state, answers)
        page = None
        if depth < LONGEST and (to_the_end or not self._is_certain(outlook)):
            page = self._choose(outlook, answers, skipped)
        if page is None:
            found: tuple[int, int, frozenset[str]] = (0, 0, frozenset())
        else:
            given = (
                [self._close(page)]
                if page.kind == GATE
                else [{page.id: one} for one in self._telling(page.id, answers)]
            )
            ahead = [self._walk({**answers, **one}, skipped, to_the_end, depth + 1) for one in given]
            own = frozenset({page.id}) if page.kind == GATE else frozenset()
            found = (
                1 + min(low for low, _, _ in ahead),
                1 + max(high for _, high, _ in ahead),
                own.union(*(gates for _, _, gates in ahead)),
            )
        if self._left > 0:
            # What was cut short is walked again from nearer by.
            self._known[key] = found
        return found

    def _telling(self, fact: str, answers: Answers) -> list[Answer]:
        """One answer of each kind that the rules can tell apart."""
        found: dict[tuple[object, ...], Answer] = {}
        for answer in possible(self._engines.base, self._span.circuit, fact, self._day):
            truths = self._span.truths(derive(self._engines.base, {**answers, fact: answer}, self._day))
            found.setdefault(tuple(truths.values()), answer)
        return list(found.values())

    def _tested(self, node: Node, deep: bool) -> Iterator[str]:
        if isinstance(node, Atom):
            behind = next((rule for rule in self._engines.base.derived if rule["id"] == node.fact), {})
            parts = {**(behind.get("years") or {}), **(behind.get("share") or {})}
            yield from parts.values() if parts else (node.fact,)
        elif isinstance(node, Ref):
            if deep:
                yield from self._tested(self._span.circuit.trees[node.rule], deep)
        elif isinstance(node, Not):
            yield from self._tested(node.part, deep)
        elif isinstance(node, (All, Any)):
            for part in node.parts:
                yield from self._tested(part, deep)
