"""The interview: which page comes next, when it may stop, what an answer would change. Pure: answers in, pages out."""

from __future__ import annotations

from collections.abc import Mapping

from advisor import pages as listed
from advisor.assessing import State
from advisor.circuit import All, Any, Atom, Node, Not
from advisor.derive import Answer
from advisor.engines import Engines
from advisor.horizon import Horizon
from advisor.order import Order
from advisor.outlook import Outlook
from advisor.pages import GATE, Item, Page

#: How many outlooks are kept; an interview with undo and the pages ahead of it stays well under this.
KEPT = 512


class Interview:
    """The pages of one rule base on one reference date (an ordinal). Raises RuleMistake, OutsideKnownDates."""

    def __init__(self, engines: Engines, day: int) -> None:
        self.engines = engines
        self.day = day
        self.pages: tuple[Page, ...] = listed.load(engines.base)
        self._by_id = {page.id: page for page in self.pages}
        self._span = engines.on(day)
        self._order = Order(engines.base, self._span, self.pages)
        self._horizon = Horizon(engines, day, self.pages, self._closing, self._ahead)
        self._outlooks: dict[frozenset[tuple[str, Answer]], Outlook] = {}

    def page(self, page_id: str) -> Page:
        """The page with this id. Raises KeyError."""
        return self._by_id[page_id]

    def next(self, answers: Mapping[str, Answer], skipped: frozenset[str] = frozenset()) -> Page | None:
        """The page to ask now; None where nothing that is left can matter. `skipped`: ids of pages put off.

        What decides the regime comes first, then what can change the recommendation, then what decides another route.
        Raises ContradictingAnswers, ImpossibleAnswers.
        """
        return self._ahead(self.outlook(answers), answers, skipped)

    def certain(self, answers: Mapping[str, Answer]) -> bool:
        """Whether the regime is determined and nothing that can still be asked changes the recommendation."""
        outlook = self.outlook(answers)
        return outlook.regime is not None and not outlook.recommendation_facts

    def remaining(self, answers: Mapping[str, Answer], skipped: frozenset[str] = frozenset()) -> tuple[int, int]:
        """The fewest and the most pages to come until the interview may stop; once it may, until nothing is left.

        The fewest is that of a purchase with nothing special about it; a line that ends the matter may shorten it. The
        most holds for who marks at most one more line of the gate pages ahead.
        """
        return self._horizon.remaining(answers, skipped)

    def gate_answers(
        self, page: Page, marked: frozenset[str], unknown: frozenset[str] = frozenset()
    ) -> dict[str, Answer]:
        """What a gate page records, given the ids of the lines marked and of those marked not sure.

        A fact of a marked line that is to be asked on its own page is left out. Raises ValueError for an unknown line.
        """
        strange = (marked | unknown) - {item.id for item in page.items}
        if strange:
            raise ValueError(f"the page {page.id} has no line {', '.join(sorted(strange))}")
        found: dict[str, Answer] = {}
        touched = {item.fact for item in page.items if item.id in marked | unknown}
        for item in page.items:
            if item.fact not in touched:
                found.update(item.closed)
        for item in page.items:
            if item.id in unknown:
                found.update(dict.fromkeys((fact for fact, _ in item.closed), None))
        for item in page.items:
            if item.id in marked and item.opened is not None:
                found[item.fact] = item.opened
        return found

    def marks(self, page: Page, answers: Mapping[str, Answer]) -> tuple[frozenset[str], frozenset[str]]:
        """The lines of a gate page that the answers show as marked, and as not sure: to go back to a page."""
        marked, unknown = set(), set()
        for item in page.items:
            if item.fact not in answers:
                continue
            answer = answers[item.fact]
            if answer is None:
                unknown.add(item.id)
            elif answer == item.opened or (item.opened is None and (item.fact, answer) not in item.closed):
                marked.add(item.id)
        return frozenset(marked), frozenset(unknown)

    def articles(self, page: Page) -> tuple[str, ...]:
        """The citations of the rules that read a fact of the page, in the law's order."""
        wanted = set(page.facts)
        for derived in self.engines.base.derived:
            behind = {*(derived["years"] or {}).values(), *(derived["share"] or {}).values()}
            if behind & wanted:
                wanted.add(derived["id"])
        circuit = self._span.circuit
        reading = (
            rule
            for name, rule in circuit.rules.items()
            if name in circuit.trees and wanted & _read(circuit.trees[name])
        )
        return tuple(dict.fromkeys(rule.cite for rule in reading if rule.cite))

    def what_changes(self, answers: Mapping[str, Answer], new: Mapping[str, Answer]) -> list[tuple[str, str, str]]:
        """Each route whose status differs once `new` is added to the answers: route, status now, status then.

        Raises ContradictingAnswers, ImpossibleAnswers where the answers cannot stand together.
        """
        now, then = self.outlook(answers).statuses, self.outlook({**answers, **new}).statuses
        return [(route, now[route], then[route]) for route in now if now[route] != then[route]]

    def outlook(self, answers: Mapping[str, Answer]) -> Outlook:
        """What is still open after the answers. Raises ContradictingAnswers, ImpossibleAnswers."""
        key = frozenset(answers.items())
        found = self._outlooks.get(key)
        if found is None:
            if len(self._outlooks) >= KEPT:
                del self._outlooks[next(iter(self._outlooks))]
            state = State(self.engines, answers, self.day, preview=True)
            found = self._outlooks[key] = Outlook(state, answers)
        return found

    def _closing(self, page: Page) -> dict[str, Answer]:
        return self.gate_answers(page, frozenset())

    def _ahead(self, outlook: Outlook, answers: Mapping[str, Answer], skipped: frozenset[str]) -> Page | None:
        for facts in (outlook.regime_facts, outlook.recommendation_facts, outlook.other_facts):
            page = self._chosen(facts, outlook, answers, skipped)
            if page is not None:
                return page
        return None

    def _chosen(
        self, facts: frozenset[str], outlook: Outlook, answers: Mapping[str, Answer], skipped: frozenset[str]
    ) -> Page | None:
        """The one place that chooses among the pages that can matter.

        Gate pages keep their place in the list: what is listed before an open one comes before it, topic by topic. Once
        no gate is left, all that can matter is considered together. The order of questions decides among those.
        """
        left = set(facts)
        before: list[Page] = []
        for page in self.pages:
            mine = left.intersection(page.facts)
            if not mine or (page.kind == GATE and not _is_open(page, answers)):
                continue
            if page.id in skipped:
                # A page put off takes its facts along: they are not asked one by one behind the person's back.
                left -= mine
            elif page.kind != GATE:
                before.append(page)
            elif before:
                before = [one for one in before if one.topic == before[0].topic]
                break
            else:
                return page
        return self._order.first(before, answers, outlook.derived) if before else None


def _is_open(gate: Page, answers: Mapping[str, Answer]) -> bool:
    """Whether a gate page is still to be asked: while most of its lines are open. What is left is asked singly."""
    facts = {item.fact for item in gate.items}
    return 2 * len(facts - answers.keys()) > len(facts)


def _read(node: Node) -> set[str]:
    """The facts that a tree tests itself, without those of the rules that it refers to."""
    if isinstance(node, Atom):
        return {node.fact}
    if isinstance(node, Not):
        return _read(node.part)
    if isinstance(node, (All, Any)):
        return set().union(*(_read(part) for part in node.parts))
    return set()


__all__ = ["Interview", "Item", "Page"]
