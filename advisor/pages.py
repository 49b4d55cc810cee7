"""The pages of the interview, read from rules/interview/pages.yaml: gate pages with their lines, and question pages.

Data about asking, not law: it decides nothing and stands outside the digest of the law.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor import rulebase, rulefiles
from advisor.case import typed
from advisor.derive import Answer
from advisor.rulebase import Fact, RuleBase
from advisor.rulefiles import RuleMistake, nearest
from advisor.yamlfile import FileMistake, Mapping, Scalar, Sequence, read_documents, read_text

if TYPE_CHECKING:
    from advisor.wording import Wording

FILE = "interview/pages.yaml"
GATE = "gate"
#: The kind of the question page of a fact; a fact of another type has no page.
KINDS = {"bool": "yesno", "enum": "choice", "money": "money", "number": "number", "date": "date"}
#: What `opened` says where the fact gets its own page next.
ASK = "ask"


class Item(NamedTuple):
    """One line of a gate page.

    `opened` is recorded when the line is marked; None: the fact is asked on its own page next. `closed` is recorded
    when the line is left, its own fact first.
    """

    id: str
    fact: str
    opened: Answer
    closed: tuple[tuple[str, Answer], ...]


class Page(NamedTuple):
    """One page. `kind`: gate, choice, yesno, money, number or date. A question page has one fact, a gate page lines."""

    id: str
    kind: str
    topic: str
    facts: tuple[str, ...]
    items: tuple[Item, ...] = ()


def load(base: RuleBase) -> tuple[Page, ...]:
    """All pages in listed order. Raises RuleMistake with every mistake, each with file and line."""
    path = Path(base.folder) / FILE
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RuleMistake([f"{FILE}: cannot be read: {error.strerror}"]) from None
    # The law's digest counts: a page that fitted the facts may no longer fit them.
    digest = rulefiles.digest({FILE: raw, "law": base.digest.encode()})
    data = rulebase.cached("interview", digest, lambda: _checked(base, raw))
    return tuple(_page(page) for page in data)


def item_help(item: Item, wording: Wording) -> str:
    """What a line of a gate page means: its own help, else that of its fact."""
    if wording.has("interview", "item_help", item.id):
        return wording.text("interview", "item_help", item.id)
    return wording.text("facts", item.fact, "help")


def _page(page: dict[str, Any]) -> Page:
    items = tuple(
        Item(item["id"], item["fact"], item["opened"], tuple((fact, answer) for fact, answer in item["closed"]))
        for item in page["items"]
    )
    return Page(page["id"], page["kind"], page["topic"], tuple(page["facts"]), items)


def _checked(base: RuleBase, raw: bytes) -> list[dict[str, Any]]:
    reader = _Reader(base)
    try:
        documents = read_documents(read_text(raw))
    except FileMistake as mistake:
        raise RuleMistake([f"{FILE}:{mistake.line}: {mistake.message}"]) from None
    if len(documents) != 1 or not isinstance(documents[0], Mapping):
        raise RuleMistake([f"{FILE}:1: expected one mapping with the key topics"])
    reader.topics(documents[0])
    if reader.messages:
        raise RuleMistake(reader.messages)
    return reader.pages


class _Reader:
    """Reads topics into plain data and gathers what is wrong."""

    def __init__(self, base: RuleBase) -> None:
        self._facts = {fact.id: fact for fact in base.facts.values() if not fact.derived}
        self.pages: list[dict[str, Any]] = []
        self.messages: list[str] = []

    def wrong(self, line: int, message: str) -> None:
        self.messages.append(f"{FILE}:{line}: {message}")

    def topics(self, document: Mapping) -> None:
        self._require_keys(document, ("topics",))
        topics = document.get("topics")  # type: ignore[call-overload]
        for topic in self._list(topics, document.line, "topics"):
            if not self._is_mapping(topic, ("id", "pages")):
                continue
            for page in self._list(topic.get("pages"), topic.line, "pages"):
                if isinstance(page, Scalar):
                    self._question(page, str(topic.get("id")))
                elif self._is_mapping(page, ("id", "items")):
                    self._gate(page, str(topic.get("id")))
        ids = [page["id"] for page in self.pages]
        for twice in sorted({one for one in ids if ids.count(one) > 1}):
            self.wrong(1, f"the page {twice} stands twice; ids are unique")
        for made in self.pages:
            for item in made["items"]:
                if item["opened"] is None and item["fact"] not in ids:
                    self.wrong(1, f"{made['id']}: {item['id']}: {item['fact']} is asked next, but has no own page")

    def _question(self, name: Scalar, topic: str) -> None:
        fact = self._fact(name)
        if fact is None:
            return
        if fact.type not in KINDS:
            self.wrong(name.line, f"{fact.id} is a {fact.type}; a question page holds one of {', '.join(KINDS)}")
            return
        self.pages.append({"id": fact.id, "kind": KINDS[fact.type], "topic": topic, "facts": [fact.id], "items": []})

    def _gate(self, page: Mapping, topic: str) -> None:
        name = str(page.get("id"))  # type: ignore[call-overload]
        lines = self._list(page.get("items"), page.line, f"{name}: items")  # type: ignore[call-overload]
        items = [item for line in lines for item in [self._item(line, name)] if item is not None]
        if not items:
            self.wrong(page.line, f"{name}: a gate page has at least one line")
        ids = [item["id"] for item in items]
        for twice in sorted({one for one in ids if ids.count(one) > 1}):
            self.wrong(page.line, f"{name}: the line {twice} stands twice")
        facts = dict.fromkeys(fact for item in items for fact, _ in item["closed"])
        self.pages.append({"id": name, "kind": GATE, "topic": topic, "facts": list(facts), "items": items})

    def _item(self, line: Any, page: str) -> dict[str, Any] | None:
        if not self._is_mapping(line, ("id", "fact", "opened", "closed")):
            return None
        name, fact = str(line["id"]), self._fact(line["fact"])
        if fact is None:
            return None
        opened = None if line["opened"] == ASK else self._answer(fact, line["opened"], name)
        closed: list[tuple[str, Answer]] = []
        if not isinstance(line["closed"], Mapping) or not line["closed"]:
            self.wrong(line.line, f"{page}: {name}: closed: expected the facts recorded when the line is left")
            return None
        for key, value in line["closed"].items():
            other = self._fact(key)
            if other is not None:
                closed.append((other.id, self._answer(other, value, name)))
        if closed and closed[0][0] != fact.id:
            self.wrong(line.line, f"{page}: {name}: closed starts with the line's own fact {fact.id}")
        if opened is not None and (fact.id, opened) in closed:
            self.wrong(line.line, f"{page}: {name}: opened and closed record the same answer")
        return {"id": name, "fact": fact.id, "opened": opened, "closed": closed}

    def _fact(self, name: Any) -> Fact | None:
        fact = self._facts.get(str(name))
        if fact is None:
            hint = nearest(str(name), tuple(self._facts))
            self.wrong(getattr(name, "line", 1), f"the fact {name} is not known{hint}")
        return fact

    def _answer(self, fact: Fact, value: Any, item: str) -> Answer:
        try:
            return typed(fact, value)
        except FileMistake as mistake:
            self.wrong(mistake.line, f"{item}: {fact.id}: {mistake.message}")
            return None

    def _list(self, value: Any, line: int, what: str) -> list[Any]:
        if isinstance(value, Sequence):
            return list(value)
        self.wrong(getattr(value, "line", line), f"{what}: expected a list")
        return []

    def _is_mapping(self, value: Any, keys: tuple[str, ...]) -> bool:
        if not isinstance(value, Mapping):
            self.wrong(getattr(value, "line", 1), f"expected a mapping with {', '.join(keys)}")
            return False
        self._require_keys(value, keys)
        return all(key in value for key in keys)

    def _require_keys(self, value: Mapping, keys: tuple[str, ...]) -> None:
        for key in value:
            if key not in keys:
                self.wrong(key.line, f"the key {key} is not known here{nearest(key, keys)}")
        for missing in (key for key in keys if key not in value):
            self.wrong(value.line, f"the key {missing} is missing")
