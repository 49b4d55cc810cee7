"""How short the interview is: `make bench-questions`. Figures against the optimum, a lower bound, and the listed order.

The sub-bases, the sheets and the profiles are the same on every machine. Exits with 1 where a figure is over its bound.
"""

from __future__ import annotations

import multiprocessing
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from advisor import quantity, rulebase
from advisor.assessing import UNDETERMINED
from advisor.case import read_cases
from advisor.derive import ContradictingAnswers, derive
from advisor.engines import Engines
from advisor.exact import ImpossibleAnswers
from advisor.interview import Interview, Page
from advisor.order import SWITCH, Order
from advisor.pages import GATE
from advisor.rulebase import OutsideKnownDates
from tests.bench.certificate import Certificates
from tests.bench.subbases import COUNT, SEED, SubBase

ROOT = Path(__file__).resolve().parents[2]
DAY = quantity.ordinal("2026-03-02") or 0
#: Bounds: mean ratio to the optimum, ratio to the lower bound, next question in runs of `python -c pass`.
TO_OPTIMUM, TO_BOUND, TO_PASS = 1.05, 1.25, 1.0
#: Sheets of each profile for the whole base.
SHEETS = 20


class Listed(Order):
    """The order as the pages are listed."""

    def first(self, pages: Any, answers: Any, derived: Any) -> Page:  # noqa: ARG002
        return pages[0]


class SubResult(NamedTuple):
    number: int
    grounds: tuple[str, ...]
    live: int
    optimum: float
    order: float
    unhurried: float
    listed: float


def interview(engines: Engines, kind: type[Order] = Order, switch: float = SWITCH, *, gates: bool = True) -> Interview:
    """An interview with an order of questions; without gate pages every fact is asked on its own."""
    made = Interview(engines, DAY)
    made._order = kind(engines.base, engines.on(DAY), made.pages, switch)
    if not gates:
        made.pages = tuple(page for page in made.pages if page.kind != GATE)
    return made


def sub_base(number: int) -> SubResult:
    """One sub-base: the expected number of questions of the best order, ours, ours without switch cost, the list."""
    engines = Engines(rulebase.load(str(ROOT / "rules")))
    made = interview(engines)
    order = made._order
    sub = SubBase(engines, order, DAY, number)
    listed = [page.id for page in made.pages]

    def rule(order: Order) -> Any:
        def pick(_: SubBase, answers: dict[str, Any], live: tuple[str, ...]) -> str:
            pages = [made.page(fact) for fact in sorted(live, key=listed.index)]
            return order.first(pages, answers, derive(engines.base, answers, DAY)).id

        return pick

    unhurried = Order(engines.base, engines.on(DAY), made.pages, switch=0.0)
    plain = Listed(engines.base, engines.on(DAY), made.pages)
    costs = [sub.cost(rule(one)) for one in (order, unhurried, plain)]
    return SubResult(number, sub.grounds, len(sub.start.facts), sub.optimum, *costs)


def sheets(engines: Engines, order: Order) -> Iterator[tuple[str, dict[str, Any]]]:
    """Whole answer sheets as the profiles draw them, that break no link between facts."""
    for place, profile in enumerate(order.profiles.all):
        chance = random.Random(SEED + place)
        for _ in range(SHEETS):
            found: dict[str, Any] = {}
            for fact, weights in profile.facts.items():
                answer: Any = chance.choices([one for one, _ in weights], [weight for _, weight in weights])[0]
                found[fact] = DAY - answer if engines.base.facts[fact].type == "date" else answer
            for link in engines.base.links:
                if link.given[0] == link.then[0] == "is" and found.get(link.given[1]) == link.given[2]:
                    found[link.then[1]] = link.then[2]
            # A sister award is control by one authority alone, unless joint control is put forward.
            found["inhouse.joint_control"] = found["inhouse.joint_control"] and not found["inhouse.sister_award"]
            yield profile.id, found


def walked(made: Interview, sheet: dict[str, Any]) -> tuple[int, int, int, int]:
    """Pages and single questions until the advice is certain, and until every route is determined."""
    answers: dict[str, Any] = {}
    pages = questions = 0
    certain: tuple[int, int] | None = None
    while True:
        outlook = made.outlook(answers)
        if certain is None and made.certain(answers):
            certain = pages, questions
        page = made.next(answers)
        if page is None or UNDETERMINED not in outlook.statuses.values():
            return *(certain or (pages, questions)), pages, questions
        pages += 1
        if page.kind == GATE:
            known = {fact: sheet.get(fact) for fact in page.facts}
            marked, unknown = made.marks(page, known)
            answers.update(made.gate_answers(page, marked, unknown))
        else:
            questions += 1
            answers[page.id] = sheet.get(page.id)


def law_sheets(engines: Engines) -> Iterator[dict[str, Any]]:
    """The answers of the cases in tests/law, on the day of the benchmark; those that this day excludes are left out."""
    for path in sorted((ROOT / "tests" / "law").rglob("*.yaml")):
        for case in read_cases(engines.base, path.read_bytes(), path.name, DAY):
            try:
                Interview(engines, DAY).outlook(case.answers)
            except (ContradictingAnswers, ImpossibleAnswers, OutsideKnownDates):
                continue
            yield case.answers


def mean(values: list[float]) -> float:
    return statistics.fmean(values)


def told(name: str, made: Interview, given: list[dict[str, Any]]) -> None:
    rows = [walked(made, sheet) for sheet in given]
    columns = [mean([row[place] for row in rows]) for place in range(4)]
    worst = max(row[2] for row in rows)
    print(f"{name:34} {len(rows):5} {columns[0]:7.2f} {columns[1]:9.2f} {columns[2]:9.2f} {columns[3]:9.2f} {worst:7}")


def next_question(made: Interview, given: list[dict[str, Any]]) -> tuple[float, float]:
    """The 95th percentile of a next question once the program is warm, and one `python -c pass`, in seconds."""
    made.next({})
    spent = []
    for sheet in given:
        answers: dict[str, Any] = {}
        for _ in range(12):
            made._outlooks.clear()
            start = time.perf_counter()
            page = made.next(answers)
            spent.append(time.perf_counter() - start)
            if page is None:
                break
            known = {fact: sheet.get(fact) for fact in page.facts}
            answers.update(made.gate_answers(page, *made.marks(page, known)) if page.kind == GATE else known)
    empty = []
    for _ in range(21):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        empty.append(time.perf_counter() - start)
    return statistics.quantiles(spent, n=20)[-1], statistics.median(empty)


def main() -> int:
    engines = Engines(rulebase.load(str(ROOT / "rules")))
    over: list[str] = []

    def bound(what: str, value: float, limit: float) -> None:
        print(f"{what}: {value:.4f}   bound {limit}{'   OVER' if value > limit else ''}")
        if value > limit:
            over.append(what)

    drawn = list(sheets(engines, interview(engines)._order))
    print("pages and questions with gate pages (means)      to certain            to the end       most")
    print(f"{'':34} {'n':>5} {'pages':>7} {'questions':>9} {'pages':>9} {'questions':>9} {'pages':>7}")
    law = list(law_sheets(engines))
    for word, kind in (("", Order), (", as listed", Listed)):
        made = interview(engines, kind)
        told(f"tests/law{word}", made, law)
        told(f"profiles{word}", made, [sheet for _, sheet in drawn])
    for profile in made._order.profiles.all:
        told(f"  {profile.id}", interview(engines), [sheet for name, sheet in drawn if name == profile.id])

    print("\nthe whole base, one fact a question, until every route is determined")
    certificates = Certificates(engines, DAY)
    least = mean([len(certificates.smallest(sheet)) for _, sheet in drawn])
    ours, unhurried, plain = (
        mean([walked(one, sheet)[3] for _, sheet in drawn])
        for one in (
            interview(engines, gates=False),
            interview(engines, switch=0.0, gates=False),
            interview(engines, Listed, gates=False),
        )
    )
    print(f"lower bound {least:.2f}   ours {ours:.2f}   without switch cost {unhurried:.2f}   listed {plain:.2f}")
    bound("ratio to the lower bound", ours / least, TO_BOUND)

    print(f"\nsub-bases {COUNT}, seeds {SEED} to {SEED + COUNT - 1}: expected questions, and ratios to the optimum")
    with multiprocessing.Pool() as pool:
        found = list(pool.imap(sub_base, range(COUNT)))
    for one in found if "--list" in sys.argv else ():
        print(
            f"  {SEED + one.number} {one.live:2} live  optimum {one.optimum:6.3f}  ours {one.order / one.optimum:.3f}"
            f"  listed {one.listed / one.optimum:.3f}  {', '.join(one.grounds)}"
        )
    worst = max(found, key=lambda one: one.order / one.optimum)
    bound("mean ratio to the optimum", mean([one.order / one.optimum for one in found]), TO_OPTIMUM)
    print(f"worst {worst.order / worst.optimum:.3f}: {SEED + worst.number} ({', '.join(worst.grounds)})")
    print(f"without switch cost {mean([one.unhurried / one.optimum for one in found]):.4f}")
    print(f"as listed {mean([one.listed / one.optimum for one in found]):.4f}, worst ", end="")
    print(f"{max(one.listed / one.optimum for one in found):.3f}")

    slow, empty = next_question(interview(engines), [sheet for _, sheet in drawn[::4]])
    print(f"\nnext question, 95th percentile, warm: {slow * 1000:.1f} ms; python -c pass: {empty * 1000:.1f} ms")
    bound("ratio to python -c pass", slow / empty, TO_PASS)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
