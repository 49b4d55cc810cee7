"""The blocks of a case file beside its facts: the `estimate:` with its working, the `evidence:` for each fact, and the
facts whose answer is `unsure:`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor import estimate, estimatefile, quantity
from advisor.derive import Answer
from advisor.estimate import NATURE, VALUE, Estimate
from advisor.evidence import ASSERTED, DISPUTED, SHOWN, STATES, UNKNOWN, Proof
from advisor.rulebase import RuleBase
from advisor.rulefiles import nearest
from advisor.yamlfile import Mapping as Written
from advisor.yamlfile import Scalar, Sequence

if TYPE_CHECKING:
    from advisor.case import Case

Wrong = Callable[[int, str], None]


class Blocks(NamedTuple):
    """What the blocks say, the answers that they give, and the line of the file on which each stands."""

    estimate: Estimate | None
    evidence: dict[str, Proof]
    answers: dict[str, Answer]
    lines: dict[str, int]
    unsure: frozenset[str] = frozenset()

    def on(self, case: Case) -> Case:
        """The case with what the blocks say of it."""
        return case._replace(estimate=self.estimate, evidence=self.evidence, unsure=self.unsure)


def read(
    base: RuleBase, item: Mapping[Any, Any], own: Mapping[str, Answer], start: Mapping[str, str], wrong: Wrong
) -> Blocks:
    """The blocks of a case. `own` are its facts, `start` those of its base; every mistake is told with its line."""
    answers: dict[str, Answer] = {}
    lines: dict[str, int] = {}
    given = None
    if "estimate" in item:
        found = item["estimate"]
        nature = own.get(NATURE, start.get(NATURE))
        given = estimatefile.read(found, base.estimate, nature if isinstance(nature, str) else None, wrong)
        if given is not None:
            total = estimate.worked(given, base.estimate).total
            line = next(key.line for key in item if key == "estimate")
            _require_equal(total, own, line, wrong)
            answers[VALUE], lines[VALUE] = total, line
    evidence: dict[str, Proof] = {}
    if "evidence" in item:
        evidence = _Evidence(base, {**start, **own, **answers}, wrong).read(item["evidence"])
    unsure: frozenset[str] = frozenset()
    if "unsure" in item:
        unsure = _unsure(base, item["unsure"], {**start, **own, **answers}, wrong)
    return Blocks(given, evidence, answers, lines, unsure)


def _unsure(base: RuleBase, block: Any, answers: Mapping[str, Any], wrong: Wrong) -> frozenset[str]:
    """The facts marked unsure; each has an answer that can be in doubt."""
    if not isinstance(block, Sequence):
        wrong(getattr(block, "line", 1), "unsure: expected a list of fact ids")
        return frozenset()
    known = [fact.id for fact in base.facts.values() if not fact.derived]
    for name in block:
        line = getattr(name, "line", 1)
        if not isinstance(name, Scalar) or name not in known:
            wrong(line, f"unsure: the fact {name} is not known{nearest(str(name), known)}")
        elif answers.get(str(name)) in (None, UNKNOWN):
            wrong(line, f"unsure: {name} has no answer that could be in doubt; answer it, or leave it out")
    return frozenset(str(name) for name in block)


def _require_equal(total: int, own: Mapping[str, Answer], line: int, wrong: Wrong) -> None:
    """Tells where the estimate and the facts of the case do not come to the same amount."""
    shown = quantity.decimal_text(total)
    if VALUE in own and own[VALUE] != total:
        value = own[VALUE]
        other = quantity.decimal_text(value) if isinstance(value, int) else "unknown"
        wrong(line, f"the estimate comes to {shown}, while {VALUE} is {other}; give one of the two, or make them equal")
    lots = own.get("value.lots")
    if isinstance(lots, tuple) and lots and sum(lots) != total:
        other = quantity.decimal_text(sum(lots))
        wrong(line, f"the estimate comes to {shown}, while value.lots add up to {other}; make them equal")


class _Evidence:
    def __init__(self, base: RuleBase, answers: Mapping[str, Any], wrong: Wrong) -> None:
        self._facts = [fact.id for fact in base.facts.values() if not fact.derived]
        self._roles: list[str] = base.evidence["roles"]
        self._answers = answers
        self._tell = wrong

    def _wrong(self, line: int, message: str) -> None:
        self._tell(line, f"evidence: {message}")

    def read(self, block: Any) -> dict[str, Proof]:
        if not isinstance(block, Written):
            self._wrong(getattr(block, "line", 1), "expected a mapping of fact ids to state, by and on")
            return {}
        found: dict[str, Proof] = {}
        for key, value in block.items():
            if key not in self._facts:
                self._wrong(key.line, f"the fact {key} is not known{nearest(key, self._facts)}")
                continue
            proof = self._proof(str(key), value, key.line)
            if proof is not None:
                found[str(key)] = proof
        return found

    def _proof(self, fact: str, value: Any, line: int) -> Proof | None:
        if not isinstance(value, Written):
            self._wrong(line, f"{fact}: expected a mapping with state ({', '.join(STATES)}), by and on")
            return None
        texts: dict[str, str] = {}
        before = True
        for key, part in value.items():
            if key not in ("state", "by", "on") or not isinstance(part, Scalar):
                hint = nearest(key, ("state", "by", "on"))
                self._wrong(key.line, f"{fact}: the key {key} is not known, or not one value{hint}")
                before = False
            else:
                texts[str(key)] = str(part)
        state, by = texts.get("state"), texts.get("by", "").strip()
        day = quantity.ordinal(texts["on"]) if "on" in texts else None
        mistakes = []
        if state not in STATES:
            known = f"state: expected one of {', '.join(STATES)}; found {state or 'nothing'}"
            mistakes.append(known + (nearest(state, STATES) if state else ""))
        if "on" in texts and day is None:
            mistakes.append(f"on: expected a date like 2026-03-02; found {texts['on'] or 'nothing'}")
        mistakes += self._fits(fact, state, by)
        for message in mistakes:
            self._wrong(line, f"{fact}: {message}")
        return Proof(str(state), by, day) if before and not mistakes else None

    def _fits(self, fact: str, state: str | None, by: str) -> list[str]:
        """What does not go together: a state, who says it, and the answer to the fact."""
        found = []
        answer = self._answers.get(fact)
        if state in (ASSERTED, SHOWN) and (answer is None or answer == UNKNOWN):
            found.append(f"it is {state}, while the case has no answer to it")
        if state == ASSERTED and by and by not in self._roles:
            found.append(f"by: expected a role, one of {', '.join(self._roles)}; found {by}{nearest(by, self._roles)}")
        if state == SHOWN and not by:
            found.append("by is missing: name the document that shows it, or the role that holds it")
        if state == DISPUTED and not by:
            found.append("by is missing: say who disputes it")
        return found
