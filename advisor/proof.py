"""Proof that the rules are sound over every answer sheet, unknowns included, on every known date.

`prove` runs each property on each span of dates on which nothing changes. What is meant to be as a property finds it
stands in rules/proofs/declared.yaml with a reason; an entry that nothing needs any more is a fault of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from advisor import quantity
from advisor.derive import Answer
from advisor.proofs import declared, partial, properties
from advisor.proofs.bench import Bench, Fault
from advisor.rulebase import RuleBase

Property = Callable[[Bench], Iterator[Fault]]
#: Each property by name, and whether it speaks of sheets with unknown facts too.
PROPERTIES: dict[str, tuple[Property, bool]] = {
    "one_regime": (properties.one_regime, False),
    "one_regime_at_most": (partial.one_regime_at_most, True),
    "route_or_stop": (properties.route_or_stop, False),
    "rules_can_hold": (properties.rules_can_hold, False),
    "rules_can_fail": (properties.rules_can_fail, False),
    "questions_matter": (properties.questions_matter, False),
    "amounts_by_date": (properties.amounts_by_date, False),
    "duties_complete": (properties.duties_complete, False),
    "derogations_shown": (partial.derogations_shown, True),
    "knowledge_grows": (partial.knowledge_grows, True),
    "defaults_reverse": (partial.defaults_reverse, True),
    "engines_agree": (partial.engines_agree, True),
}
#: The name under which stale entries of the list of what is meant to be are found.
STALE = "declared_not_stale"


class Proof(NamedTuple):
    """One property on one span of dates (`day` is its first): it holds where there are no faults.

    `sheets` is how many answer sheets it speaks of (0: it speaks of the data), `declared` the findings that are meant
    to be.
    """

    name: str
    day: int
    sheets: int
    seconds: float
    faults: tuple[Fault, ...]
    declared: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.faults


def prove(base: RuleBase, days: Iterable[int] | None = None) -> Iterator[Proof]:
    """Every property on every span (or on those that start on `days`), then whether the list of exceptions is stale."""
    meant = declared.read(base.folder, declared.DECLARED, ("property", "id"))
    found: set[tuple[str, ...]] = set()
    for day in base.segments() if days is None else days:
        bench = Bench(base, day)
        for name in PROPERTIES:
            proof = one(bench, name, {about for about in meant if about[0] == name})
            found.update((name, subject) for subject in proof.declared)
            yield proof
    stale = tuple(
        Fault(" ".join(about), f"{declared.DECLARED}: {about[1]} is no finding of {about[0]} any more")
        for about in meant
        if about not in found
    )
    if days is None:
        yield Proof(STALE, base.known_from, 0, 0.0, stale, ())


def one(bench: Bench, name: str, meant: set[tuple[str, ...]] | None = None) -> Proof:
    """One property on one span; `meant` holds (property, subject) of the findings that are declared."""
    start = time.perf_counter()
    check, unknowns = PROPERTIES[name]
    findings = list(check(bench))
    excused = [fault.subject for fault in findings if (name, fault.subject) in (meant or set())]
    faults = tuple(fault for fault in findings if fault.subject not in excused)
    count = bench.count.partial if unknowns else bench.count.whole
    sheets = 0 if name == "amounts_by_date" else count
    return Proof(name, bench.day, sheets, time.perf_counter() - start, faults, tuple(excused))


def case_files(base: RuleBase, proofs: Iterable[Proof]) -> str:
    """The counterexamples as one YAML file of cases, as `wijzer assess` reads them; empty where there are none.

    A finding is shown once, on the first date on which it was made.
    """
    blocks: dict[str, str] = {}
    for proof in proofs:
        for fault in proof.faults:
            for number, sheet in enumerate(fault.sheets, 1):
                finding = f"{proof.name}:{fault.subject}:{number}"
                if finding not in blocks:
                    blocks[finding] = _case(base, finding, fault.message, proof.day, sheet)
    return "\n".join(blocks.values())


def _case(base: RuleBase, name: str, title: str, day: int, sheet: dict[str, Answer]) -> str:
    lines = [f'- id: "{name}"', f'  title: "{title}"', f"  as_of: {quantity.date_text(day)}"]
    lines.append("  facts:" if sheet else "  facts: {}")
    for fact, answer in sheet.items():
        assert not isinstance(answer, tuple), "the rules see no list"
        text = "unknown" if answer is None else quantity.typed_text(base.facts[fact].type, answer)
        lines.append(f"    {fact}: {text}")
    return "\n".join(lines) + "\n"
