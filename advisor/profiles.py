"""Twelve buyers and what they answer, from rules/interview/profiles.yaml: how likely an answer is before it is given.

They touch the order of questions only; they decide nothing and stand outside the digest of the law.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from advisor import quantity, rulebase, rulefiles
from advisor.case import typed
from advisor.rulebase import Fact, RuleBase
from advisor.rulefiles import RuleMistake, nearest
from advisor.yamlfile import FileMistake, Mapping, Scalar, read_documents, read_text

FILE = "interview/profiles.yaml"
#: Answers with their weights, whole numbers. A date is told in days before the reference date.
Weights = tuple[tuple[bool | str | int, int], ...]


class Profile(NamedTuple):
    """One kind of buyer: for each fact the answers it gives. `about` says who it is, for the documentation."""

    id: str
    about: str
    facts: dict[str, Weights]


class Profiles(NamedTuple):
    """All profiles, equally likely, each complete; `digest` changes with the file and with the law."""

    all: tuple[Profile, ...]
    digest: str


def load(base: RuleBase) -> Profiles:
    """The profiles. Raises RuleMistake with every mistake, each with file and line."""
    path = Path(base.folder) / FILE
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RuleMistake([f"{FILE}: cannot be read: {error.strerror}"]) from None
    digest = rulefiles.digest({FILE: raw, "law": base.digest.encode()})
    data = rulebase.cached("profiles", digest, lambda: _checked(base, raw), base.use_cache)
    found = tuple(
        Profile(one["id"], one["about"], {fact: rulebase.tupled(weights) for fact, weights in one["facts"].items()})
        for one in data
    )
    return Profiles(found, digest)


def _checked(base: RuleBase, raw: bytes) -> list[dict[str, Any]]:
    try:
        documents = read_documents(read_text(raw))
    except FileMistake as mistake:
        raise RuleMistake([f"{FILE}:{mistake.line}: {mistake.message}"]) from None
    document = documents[0] if documents else None
    if not isinstance(document, Mapping) or set(document) != {"common", "profiles"}:
        raise RuleMistake([f"{FILE}:1: expected one mapping with the keys common and profiles"])
    reader = _Reader(base)
    common = reader.facts(document["common"])  # type: ignore[index]
    found = []
    for item in document["profiles"]:  # type: ignore[index]
        facts = {**common, **reader.facts(item["facts"])}
        found.append({"id": str(item["id"]), "about": str(item["about"]), "facts": facts})
    if reader.messages:
        raise RuleMistake(reader.messages)
    return found


class _Reader:
    def __init__(self, base: RuleBase) -> None:
        self._facts = {fact.id: fact for fact in base.facts.values() if not fact.derived}
        self.messages: list[str] = []

    def facts(self, block: Mapping) -> dict[str, Weights]:
        """The facts of a block with their weights."""
        found: dict[str, Weights] = {}
        for key, value in block.items():
            fact = self._facts.get(str(key))
            if fact is None:
                self._wrong(key.line, f"the fact {key} is not known{nearest(str(key), tuple(self._facts))}")
                continue
            try:
                found[fact.id] = _weights(fact, value)
            except FileMistake as mistake:
                self._wrong(mistake.line, f"{fact.id}: {mistake.message}")
        return found

    def _wrong(self, line: int, message: str) -> None:
        self.messages.append(f"{FILE}:{line}: {message}")


def _weights(fact: Fact, value: Any) -> Weights:
    if fact.type == "bool":
        share = _whole(value, "how many in a hundred say yes")
        if share > 100:
            raise FileMistake(value.line, "at most a hundred in a hundred say yes")
        return ((True, share), (False, 100 - share))
    if not isinstance(value, Mapping):
        raise FileMistake(getattr(value, "line", 1), "expected answers, each with its weight")
    found: list[tuple[bool | str | int, int]] = []
    for key, weight in value.items():
        answer = _whole(key, "days before the reference date") if fact.type == "date" else typed(fact, key)
        assert isinstance(answer, (str, int)), "a list is no answer of a profile"
        found.append((answer, _whole(weight, "a weight")))
    return tuple(found)


def _whole(value: Any, what: str) -> int:
    found = quantity.whole(value) if isinstance(value, Scalar) else None
    if found is None:
        raise FileMistake(getattr(value, "line", 1), f"expected {what}, as a whole number; found {value}")
    return found
