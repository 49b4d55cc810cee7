"""The events of a case and the state that they add up to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from advisor import quantity
from advisor.case import UNKNOWN, Case, typed
from advisor.derive import Answer, ContradictingAnswers
from advisor.estimate import VALUE
from advisor.evidence import ASSERTED, SHOWN, STATES, Proof
from advisor.recordversion import FIRST, Version
from advisor.rulebase import RuleBase
from advisor.yamlfile import FileMistake, Sequence

if TYPE_CHECKING:
    from advisor.estimate import Estimate

#: The key of an event under which the worksheet of an estimate stands, beside its facts.
WORKSHEET = "estimate"
#: The keys of a note beside the answers: what proves a fact, and whether its answer is in doubt. A note has no page.
EVIDENCE, UNSURE = "evidence", "unsure"
#: The key of an event for the facts whose answers it sets aside, since they cannot stand with those that it gives.
ASIDE = "aside"
NO_PAGE = ""
#: Events that no undo takes back: the record was locked, and a correction of it was begun.
LOCKED, CORRECTED = "locked", "corrected"
FINAL = frozenset({LOCKED, CORRECTED})

#: Kind, page, facts as JSON, time.
Event = tuple[str, str, str, str]


class UnreadableEvent(Exception):
    """An event does not say what an event says."""


@dataclass(frozen=True, slots=True)
class CaseState:
    """A case after all its events.

    `day` is its reference date (an ordinal). `origins` names for each answer the page that recorded it. `taken_back` is
    the page whose answer the last undo took back: it is the one to show again.
    `parked` are the pages put off. `worksheet` is the `estimate:` block behind
    the answer to value.estimate, where it was worked out. `evidence` and `unsure` are what was noted beside the
    answers; a note ends where its answer changes. `aside` are answers that a later one put aside: they count no longer,
    and come back where that is undone. `copy_of` is the case that this one was copied from, `events` their number.
    """

    id: str
    title: str
    day: int
    language: str
    answers: dict[str, Answer]
    origins: dict[str, str]
    taken_back: str | None
    parked: frozenset[str]
    can_undo: bool
    can_redo: bool
    worksheet: dict[str, Any] | None = None
    evidence: Mapping[str, Proof] = field(default_factory=lambda: MappingProxyType({}))
    unsure: frozenset[str] = frozenset()
    aside: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    copy_of: str | None = None
    events: int = 0
    version: Version = FIRST
    digest: str = ""

    @property
    def locked(self) -> bool:
        """Whether the record of the case is locked."""
        return self.version.locked_on is not None

    def case(self, base: RuleBase) -> Case:
        """The case as it is assessed. Raises ContradictingAnswers where its worksheet does not come to its estimate."""
        answered = frozenset(name for name, answer in self.answers.items() if answer is not None)
        made = Case(
            self.id,
            self.title,
            self.day,
            dict(self.answers),
            evidence={
                name: proof
                for name, proof in self.evidence.items()
                if name in answered or proof.state not in (ASSERTED, SHOWN)
            },
            unsure=self.unsure & answered,
            version=self.version,
        )
        return made if self.worksheet is None else made._replace(estimate=_estimate(base, self))


def standing(rows: list[Event]) -> tuple[list[Event], list[Event]]:
    """The events after the one that opened the case: those that stand, and those taken back. Raises UnreadableEvent."""
    done: list[Event] = []
    undone: list[Event] = []
    for row in rows[1:]:
        if row[0] in ("undone", "redone"):
            source, target = (done, undone) if row[0] == "undone" else (undone, done)
            if not source or source[-1][0] in FINAL:
                raise UnreadableEvent("an undo or redo has nothing to turn")
            target.append(source.pop())
        else:
            done.append(row)
            undone.clear()
    return done, undone


def folded(base: RuleBase, case_id: str, rows: list[Event]) -> CaseState:
    """The case after its events, in their order, the first of which opened it. Raises UnreadableEvent."""
    about = _parsed(rows[0][2])
    title, language, day = about.get("title"), about.get("language"), quantity.ordinal(str(about.get("day")))
    copy_of = about.get("copy_of")
    if (
        not isinstance(title, str)
        or not isinstance(language, str)
        or day is None
        or not isinstance(copy_of, str | None)
    ):
        raise UnreadableEvent("the event that opened the case cannot be read")
    done, undone = standing(rows)
    answers: dict[str, Answer] = {}
    origins: dict[str, str] = {}
    parked: set[str] = set()
    worksheet: dict[str, Any] | None = None
    evidence: dict[str, Proof] = {}
    unsure: set[str] = set()
    aside: dict[str, Answer] = {}
    version = FIRST
    digest = ""
    for kind, page, facts, _ in done:
        given = _parsed(facts)
        if kind in FINAL:
            version, digest = _next_version(kind, given, version, digest)
            continue
        if kind == "parked":
            parked.add(page)
            continue
        parked.discard(page)
        made = given.pop(WORKSHEET, None)
        if VALUE in given:
            worksheet = made if isinstance(made, dict) else None
        _note(base, given.pop(EVIDENCE, {}), given.pop(UNSURE, {}), evidence, unsure)
        put_aside = given.pop(ASIDE, [])
        if not isinstance(put_aside, list) or not {*map(str, put_aside)} <= set(base.facts):
            raise UnreadableEvent("the answers that an event sets aside cannot be read")
        for name in given:
            aside.pop(name, None)
        aside.update({name: answers[name] for name in put_aside if name in answers})
        for name, value in {**dict.fromkeys(put_aside), **given}.items():
            before = answers.pop(name, None)
            origins.pop(name, None)
            if value is not None:
                answers[name], origins[name] = _answer(base, name, value), page
            if answers.get(name) != before:
                evidence.pop(name, None)
                unsure.discard(name)
    return CaseState(
        id=case_id,
        title=title,
        day=day,
        language=language,
        # In the order of the facts: the same answers give the same record, whatever the order they were given in.
        answers={name: answers[name] for name in base.facts if name in answers},
        origins=origins,
        taken_back=(undone[-1][1] or None) if undone and rows[-1][0] == "undone" else None,
        parked=frozenset(parked),
        can_undo=bool(done) and done[-1][0] not in FINAL,
        can_redo=bool(undone),
        worksheet=worksheet,
        evidence=MappingProxyType({name: evidence[name] for name in base.facts if name in evidence}),
        unsure=frozenset(unsure),
        aside={name: aside[name] for name in base.facts if name in aside},
        copy_of=copy_of,
        events=len(rows),
        version=version,
        digest=digest,
    )


def _next_version(kind: str, said: dict[str, Any], version: Version, digest: str) -> tuple[Version, str]:
    """The version after an event of FINAL, and the digest that was locked last. Raises UnreadableEvent."""
    if kind == LOCKED:
        day = quantity.ordinal(str(said.get("on")))
        if version.locked_on is not None or day is None or not isinstance(said.get("digest"), str):
            raise UnreadableEvent("the event that locked the record cannot be read")
        return version._replace(locked_on=day), said["digest"]
    if version.locked_on is None or not isinstance(said.get("reason"), str):
        raise UnreadableEvent("the event that began a correction cannot be read")
    return Version(version.number + 1, None, digest, said["reason"]), digest


def _note(base: RuleBase, proofs: object, doubts: object, evidence: dict[str, Proof], unsure: set[str]) -> None:
    """Adds what an event notes beside the answers. Raises UnreadableEvent."""
    if not isinstance(proofs, dict) or not isinstance(doubts, dict) or not {*proofs, *doubts} <= set(base.facts):
        raise UnreadableEvent("a note beside the answers cannot be read")
    for name, said in proofs.items():
        evidence.pop(name, None)
        if said is not None:
            evidence[name] = _proof(name, said)
    for name, doubted in doubts.items():
        (unsure.add if doubted is True else unsure.discard)(name)


def _proof(name: str, said: object) -> Proof:
    parts = said if isinstance(said, dict) else {}
    state, by, on = parts.get("state"), parts.get("by", ""), parts.get("on")
    day = quantity.ordinal(str(on)) if on is not None else None
    if state not in STATES or not isinstance(by, str) or (on is not None and day is None):
        raise UnreadableEvent(f"the evidence for {name} cannot be read")
    return Proof(str(state), by, day)


def written_proof(proof: Proof) -> dict[str, str]:
    """The evidence for a fact as a case file writes it."""
    on = {} if proof.on is None else {"on": quantity.date_text(proof.on)}
    return {"state": proof.state, **({"by": proof.by} if proof.by else {}), **on}


def _estimate(base: RuleBase, state: CaseState) -> Estimate | None:
    """The worksheet as an estimate that comes to the amount that was recorded. Raises ContradictingAnswers."""
    from advisor import estimatefile
    from advisor.estimate import worked

    wrong: list[str] = []
    made = estimatefile.read(
        estimatefile.kept(state.worksheet), base.estimate, None, lambda _, text: wrong.append(text)
    )
    recorded = state.answers.get(VALUE)
    if made is not None and worked(made, base.estimate).total != recorded:
        total = quantity.decimal_text(worked(made, base.estimate).total)
        shown = quantity.decimal_text(recorded) if isinstance(recorded, int) else "unknown"
        wrong.append(f"the worksheet comes to {total}, while {VALUE} is {shown}; work it out again")
    if wrong:
        raise ContradictingAnswers((VALUE,), "; ".join(wrong))
    return made


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        raise UnreadableEvent("an event cannot be read") from None
    if not isinstance(found, dict):
        raise UnreadableEvent("an event cannot be read")
    return found


def written(base: RuleBase, name: str, answer: Answer) -> object:
    """An answer as a case file writes it."""
    if answer is None:
        return UNKNOWN
    kind = base.facts[name].type
    if isinstance(answer, tuple):
        return [quantity.typed_text("money" if kind == "money_list" else "code", part) for part in answer]
    return quantity.typed_text(kind, answer)


def _answer(base: RuleBase, name: str, value: object) -> Answer:
    if value == UNKNOWN:
        return None
    try:
        return typed(base.facts[name], Sequence(value) if isinstance(value, list) else value)
    except (FileMistake, KeyError) as error:
        raise UnreadableEvent(f"the answer to {name} cannot be read: {error}") from None
