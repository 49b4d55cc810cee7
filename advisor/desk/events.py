"""The events of a case and the state that they add up to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from advisor import quantity
from advisor.case import UNKNOWN, Case, typed
from advisor.derive import Answer, ContradictingAnswers
from advisor.estimate import VALUE
from advisor.rulebase import RuleBase
from advisor.yamlfile import FileMistake, Sequence

if TYPE_CHECKING:
    from advisor.estimate import Estimate

#: The key of an event under which the worksheet of an estimate stands, beside its facts.
WORKSHEET = "estimate"

#: Kind, page, facts as JSON, time.
Event = tuple[str, str, str, str]


class UnreadableEvent(Exception):
    """An event does not say what an event says."""


@dataclass(frozen=True, slots=True)
class CaseState:
    """A case after all its events.

    `day` is its reference date (an ordinal). `origins` names for each answer the page that recorded it. `last_page` is
    the page answered last; `taken_back` the page whose answer the last undo took back: it is the one to show again.
    `parked` are the pages put off. `last_at` is the time of the last event. `worksheet` is the `estimate:` block behind
    the answer to value.estimate, where it was worked out.
    """

    id: str
    title: str
    day: int
    language: str
    answers: dict[str, Answer]
    origins: dict[str, str]
    last_page: str | None
    taken_back: str | None
    parked: frozenset[str]
    can_undo: bool
    can_redo: bool
    opened_at: str
    last_at: str
    worksheet: dict[str, Any] | None = None

    def case(self, base: RuleBase) -> Case:
        """The case as it is assessed. Raises ContradictingAnswers where its worksheet does not come to its estimate."""
        made = Case(self.id, self.title, self.day, dict(self.answers))
        return made if self.worksheet is None else made._replace(estimate=_estimate(base, self))


def folded(base: RuleBase, case_id: str, rows: list[Event]) -> CaseState:
    """The case after its events, in their order, the first of which opened it. Raises UnreadableEvent."""
    about = _parsed(rows[0][2])
    title, language, day = about.get("title"), about.get("language"), quantity.ordinal(str(about.get("day")))
    if not isinstance(title, str) or not isinstance(language, str) or day is None:
        raise UnreadableEvent("the event that opened the case cannot be read")
    done: list[tuple[str, str, dict[str, Any]]] = []
    undone: list[tuple[str, str, dict[str, Any]]] = []
    for kind, page, facts, _ in rows[1:]:
        if kind in ("undone", "redone"):
            source, target = (done, undone) if kind == "undone" else (undone, done)
            if not source:
                raise UnreadableEvent("an undo or redo has nothing to turn")
            target.append(source.pop())
        else:
            done.append((kind, page, _parsed(facts)))
            undone.clear()
    answers: dict[str, Answer] = {}
    origins: dict[str, str] = {}
    parked: set[str] = set()
    worksheet: dict[str, Any] | None = None
    for kind, page, given in done:
        if kind == "parked":
            parked.add(page)
            continue
        parked.discard(page)
        made = given.pop(WORKSHEET, None)
        if VALUE in given:
            worksheet = made if isinstance(made, dict) else None
        for name, value in given.items():
            answers.pop(name, None)
            origins.pop(name, None)
            if value is not None:
                answers[name], origins[name] = _answer(base, name, value), page
    answered = [page for kind, page, _ in done if kind == "answered"]
    return CaseState(
        id=case_id,
        title=title,
        day=day,
        language=language,
        # In the order of the facts: the same answers give the same record, whatever the order they were given in.
        answers={name: answers[name] for name in base.facts if name in answers},
        origins=origins,
        last_page=answered[-1] if answered else None,
        taken_back=undone[-1][1] if undone and rows[-1][0] == "undone" else None,
        parked=frozenset(parked),
        can_undo=bool(done),
        can_redo=bool(undone),
        opened_at=rows[0][3],
        last_at=rows[-1][3],
        worksheet=worksheet,
    )


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
