"""Case files: what a person or a program hands to `assess`, read strictly and refused whole where anything is wrong."""

from __future__ import annotations

import re
from collections import abc
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor import quantity
from advisor.derive import Answer
from advisor.recordversion import FIRST, Version
from advisor.rulebase import Fact, RuleBase
from advisor.rulefiles import nearest
from advisor.yamlfile import FileMistake, Mapping, Scalar, Sequence, Value, read_documents, read_text

if TYPE_CHECKING:
    from advisor.estimate import Estimate
    from advisor.evidence import Proof

UNKNOWN = "unknown"
#: Keys that describe a case and never decide anything.
DESCRIPTION = ("source", "confidence", "why", "note", "country")
STATUS_LISTS = ("available", "unavailable", "undetermined", "not_available", "possible", "recommended_not")
FLAG_LISTS = ("flags", "not_flags")
TOPIC_LISTS = ("topics", "not_topics")
BY_ROUTE = ("publication", "standstill_required", "choice_motivation", "lots", "award_notice", "time_limits", "duties")
_ID = re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,200}")


class Case(NamedTuple):
    """One purchase: its reference date (an ordinal) and the answers given.

    `answers` holds a value or None (asked, not known); what was not asked is absent. `from_base` names the facts that
    came from a named base and that nobody was asked. `lines` says where in its file each fact stands. `estimate` is
    the working behind value.estimate, `evidence` what is said of the proof of a fact; `unsure` are answers in doubt.
    `authority` names the file of a profile, `version` is that of its record; neither decides anything.
    """

    id: str
    title: str
    as_of: int
    answers: dict[str, Answer]
    from_base: frozenset[str] = frozenset()
    expect: abc.Mapping[str, Any] = MappingProxyType({})
    single: bool = True
    lines: abc.Mapping[str, int] = MappingProxyType({})
    estimate: Estimate | None = None
    evidence: abc.Mapping[str, Proof] = MappingProxyType({})
    unsure: frozenset[str] = frozenset()
    authority: str = ""
    version: Version = FIRST


class CaseMistakes(Exception):
    """The file is refused. `messages`: one line a mistake, with file, line, fact and what was expected."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


def read_cases(base: RuleBase, raw: bytes, name: str, as_of: int | None = None) -> list[Case]:
    """The cases of a file (its bytes and the name to report). `as_of` replaces the reference date of each.

    Raises CaseMistakes with everything that is wrong.
    """
    reader = _Reader(base, name, as_of)
    try:
        text = read_text(raw)
        documents = _lines(text) if name.endswith(".jsonl") else read_documents(text)
    except FileMistake as mistake:
        raise CaseMistakes([f"{name}:{mistake.line}: {mistake.message}"]) from None
    cases: list[Case | None] = []
    for document in documents:
        if isinstance(document, Sequence):
            cases += [reader.case(item, single=False) for item in document]
        else:
            cases.append(reader.case(document, single=len(documents) == 1))
    if not documents:
        reader.wrong(1, "the file is empty; expected a case with id, as_of and facts")
    reader.require_distinct_ids([case.id for case in cases if case])
    if reader.messages:
        raise CaseMistakes(reader.messages)
    return [case for case in cases if case is not None]


def _lines(text: str) -> list[Value]:
    """One document a line, each with the line on which it stands."""
    found: list[Value] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            # Empty lines before it give every value of the document its own line number in the file.
            found += read_documents("\n" * (number - 1) + line)
    return found


class _Reader:
    def __init__(self, base: RuleBase, name: str, as_of: int | None) -> None:
        self._base = base
        self._name = name
        self._as_of = as_of
        self.messages: list[str] = []
        self._askable = {fact.id: fact for fact in base.facts.values() if not fact.derived}
        self._known = {
            "routes": list(base.routes),
            "regimes": [*base.regimes, "undetermined"],
            "grounds": [rule.id for rule in base.rules if rule.effect == "ground"],
            "flags": [rule.id for rule in base.rules if rule.effect == "flag"],
            "topics": [rule.id for rule in base.rules if rule.effect == "topic"],
        }

    def wrong(self, line: int, message: str) -> None:
        self.messages.append(f"{self._name}:{line}: {message}")

    def require_distinct_ids(self, ids: list[str]) -> None:
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            self.wrong(1, f"the case id {name} stands twice; ids are unique within a file")

    def case(self, item: Any, *, single: bool) -> Case | None:
        if not isinstance(item, Mapping):
            self.wrong(item.line, "expected a case: a mapping with id, as_of and facts")
            return None
        before = len(self.messages)
        known = (
            "id",
            "title",
            "as_of",
            "base",
            "facts",
            "estimate",
            "evidence",
            "unsure",
            "authority",
            "expect",
            *DESCRIPTION,
        )
        for key in item:
            if key not in known:
                self.wrong(key.line, f"the key {key} is not known in a case{nearest(key, known)}")
        case_id = self._id(item)
        as_of = self._date(item)
        base_facts = self._base_facts(item)
        given = self._facts(item.get("facts"), item.line)  # type: ignore[call-overload]
        expect = self._expect(item.get("expect"))  # type: ignore[call-overload]
        title = self._word(item, "title") or case_id or ""
        authority = self._authority(item)
        blocks = None
        if any(key in item for key in ("estimate", "evidence", "unsure")):
            from advisor import caseblocks

            blocks = caseblocks.read(self._base, item, given, base_facts, self.wrong)
        if len(self.messages) > before or as_of is None or case_id is None:
            return None
        answers = {name: typed(self._askable[name], text) for name, text in base_facts.items() if name not in given}
        answers.update(given)
        written = item.get("facts")  # type: ignore[call-overload]
        lines = {str(key): key.line for key in written}
        asked = frozenset(given)
        if blocks is not None:
            answers.update(blocks.answers)
            lines = {**blocks.lines, **lines}
            asked |= frozenset(blocks.answers)
        case = Case(
            case_id, title, as_of, answers, frozenset(base_facts) - asked, expect, single, lines, authority=authority
        )
        return case if blocks is None else blocks.on(case)

    def _word(self, item: Mapping, key: str) -> str | None:
        value = item.get(key)  # type: ignore[call-overload]
        if value is None:
            return None
        if not isinstance(value, Scalar):
            self.wrong(value.line, f"{key} is a text")
            return None
        return str(value)

    def _authority(self, item: Mapping) -> str:
        """The name of a file beside the case; empty where the case names none."""
        found = self._word(item, "authority")
        if found is not None and not _ID.fullmatch(found):
            shown = found if found.isprintable() and found else "nothing"
            line = item["authority"].line  # type: ignore[index]
            self.wrong(line, f"authority: expected the name of a profile file, like profile.yaml; found {shown}")
        return found or ""

    def _id(self, item: Mapping) -> str | None:
        found = self._word(item, "id")
        if found is None or not _ID.fullmatch(found) or not found.strip():
            line = item["id"].line if "id" in item else item.line  # type: ignore[index]
            self.wrong(line, f"id: expected a name of at most 200 characters on one line; found {found or 'nothing'}")
            return None
        return found

    def _date(self, item: Mapping) -> int | None:
        if self._as_of is not None:
            return self._as_of
        written = self._word(item, "as_of")
        line = item["as_of"].line if "as_of" in item else item.line  # type: ignore[index]
        if written is None:
            self.wrong(line, "as_of is missing: the date of publication, else of the invitation, like 2026-03-02")
            return None
        found = quantity.ordinal(written)
        known = f"{quantity.date_text(self._base.known_from)} to {quantity.date_text(self._base.known_to)}"
        if found is None:
            self.wrong(line, f"as_of: expected a date like 2026-03-02; found {written}")
        elif not self._base.known_from <= found <= self._base.known_to:
            self.wrong(line, f"as_of: {written} lies outside the dates known ({known}); nothing is guessed")
            found = None
        return found

    def _base_facts(self, item: Mapping) -> dict[str, str]:
        name = self._word(item, "base")
        if name is None:
            return {}
        if name not in self._base.bases:
            known = list(self._base.bases)
            line = item["base"].line  # type: ignore[index]
            self.wrong(line, f"base: {name} is not known (known: {', '.join(known)}){nearest(name, known)}")
            return {}
        return self._base.bases[name]

    def _facts(self, facts: Any, line: int) -> dict[str, Answer]:
        if not isinstance(facts, Mapping):
            self.wrong(getattr(facts, "line", line), "facts: expected a mapping of fact ids to answers")
            return {}
        found: dict[str, Answer] = {}
        for key, value in facts.items():
            fact = self._askable.get(key)
            if fact is None:
                self.wrong(key.line, f"the fact {key} is not known{nearest(key, tuple(self._askable))}")
                continue
            if isinstance(value, Scalar) and value == UNKNOWN:
                found[fact.id] = None
                continue
            try:
                found[fact.id] = typed(fact, value)
            except FileMistake as mistake:
                self.wrong(mistake.line, f"{fact.id}: {mistake.message}")
        return found

    def _expect(self, expect: Any) -> dict[str, Any]:
        if expect is None:
            return {}
        if not isinstance(expect, Mapping):
            self.wrong(expect.line, "expect: expected a mapping")
            return {}
        shapes = {
            **dict.fromkeys(STATUS_LISTS, "routes"),
            **dict.fromkeys(FLAG_LISTS, "flags"),
            **dict.fromkeys(TOPIC_LISTS, "topics"),
            **dict.fromkeys(BY_ROUTE, "routes"),
            "regime": "regimes",
            "grounds": "grounds",
            "targets": "flags",
            "recommended_first": "routes",
        }
        for key, value in expect.items():
            if key not in shapes:
                self.wrong(key.line, f"expect: the key {key} is not known{nearest(key, list(shapes))}")
                continue
            names = list(value) if isinstance(value, (Mapping, Sequence)) else [value]
            for name in names:
                if not isinstance(name, Scalar) or name not in self._known[shapes[key]]:
                    hint = nearest(str(name), self._known[shapes[key]])
                    self.wrong(getattr(name, "line", key.line), f"expect: {key}: {name} is not known{hint}")
        return {str(key): _plain(value) for key, value in expect.items()}


def typed(fact: Fact, value: Any) -> Answer:
    """The answer to a fact as a value of its type, from its text (a Sequence of texts for a list).

    Raises FileMistake with what was expected.
    """
    if fact.type in ("money_list", "code_list"):
        if not isinstance(value, Sequence):
            raise FileMistake(getattr(value, "line", 1), f"expected a list or unknown; found {value}")
        one = "money" if fact.type == "money_list" else "code"
        return tuple(_single(one, fact, item) for item in value)
    return _single(fact.type, fact, value)


def _single(kind: str, fact: Fact, value: Any) -> bool | str | int:
    line = getattr(value, "line", 1)
    if not isinstance(value, str):
        raise FileMistake(line, "expected one value, not a list or a mapping")
    text = str(value)
    if kind == "bool":
        if text not in ("true", "false"):
            raise FileMistake(line, f"expected true, false or unknown; found {text or 'nothing'}")
        return text == "true"
    if kind == "enum":
        if text not in fact.values:
            known = f"expected one of {', '.join(fact.values)} or unknown; found {text or 'nothing'}"
            raise FileMistake(line, known + nearest(text, fact.values))
        return text
    if kind == "date":
        day = quantity.ordinal(text)
        if day is None:
            raise FileMistake(line, f"expected a date like 2026-03-02 or unknown; found {text or 'nothing'}")
        return day
    if kind == "code":
        if not quantity.is_code(text):
            raise FileMistake(line, f"expected a CPV code like 73110000-6; found {text or 'nothing'}")
        return text
    return _number(kind, fact, text, line)


def _number(kind: str, fact: Fact, text: str, line: int) -> int:
    found = quantity.hundredths(text)
    if found is None:
        shape = "an amount in euro excluding VAT like 48500.00" if kind == "money" else "a number like 3 or 12.50"
        rest = "digits, then at most two decimals after a point; no exponent, sign, space, comma or leading zero"
        raise FileMistake(line, f"expected {shape} or unknown ({rest}); found {text or 'nothing'}")
    low, high = fact.min, fact.max
    if (low is not None and found < low) or (high is not None and found > high):
        bounds = f"at least {quantity.number_text(low or 0)}"
        bounds += f" and at most {quantity.number_text(high)}" if high is not None else ""
        raise FileMistake(line, f"expected a number of {bounds}; found {text}")
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    return str(value)
