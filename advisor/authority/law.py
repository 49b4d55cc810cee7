"""What the law says of who decides, as rules/authority states it for each region and kind of body."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from advisor import rulebase
from advisor.rulefiles import RuleMistake, digest
from advisor.yamlfile import FileMistake, Mapping, Scalar, Sequence, read_documents, read_text

PLACE = "authority"
#: The parts of a decision that headings name.
PARTS = ("competence", "legal_grounds", "facts", "reasoning", "advice", "finances", "articles", "annexes")


class Row(NamedTuple):
    """An amount in cents from `start` to `end`, both included."""

    start: int
    end: int
    value: int
    nature: str | None
    routes: tuple[str, ...]
    inhabitants_below: int | None
    source: tuple[str, ...]
    confidence: str


class Provision(NamedTuple):
    """One article on who is competent (`organ`, or a delegate in `to`), or on what is to be asked or sent.

    `seen_until`: the last day of the version that was read, where a later one exists.
    """

    kind: str
    organ: str | None
    to: tuple[str, ...]
    informs: str | None
    budget: str | None
    cite: str
    source: tuple[str, ...]
    confidence: str
    rows: tuple[Row, ...]
    seen_until: int | None
    ceiling_not_seen: bool
    vat_doubt: bool
    days: int | None
    reaction_days: int | None
    ask_routes: tuple[str, ...]


class Body(NamedTuple):
    """A kind of authority in a region: its organs' names by language, and the provisions in the order of reading."""

    organs: dict[str, dict[str, str]]
    choice: tuple[Provision, ...]
    award: tuple[Provision, ...]
    check: Provision
    supervision_choice: Provision
    supervision_award: Provision


class Region(NamedTuple):
    languages: tuple[str, ...]
    budgets: tuple[str, ...]
    budget_keys: tuple[str, ...]
    bodies: dict[str, Body]


class Heading(NamedTuple):
    """A heading of a decision and the parts under it. `seen`: it stands in a real decision of that house."""

    text: str
    parts: tuple[str, ...]
    seen: bool


class HeadingSet(NamedTuple):
    id: str
    language: str
    confidence: str
    headings: tuple[Heading, ...]


class Replaced(NamedTuple):
    """An act that a basis names and that another one replaced, on a day or before all dates known (None)."""

    id: str
    by: str
    on: int | None
    source: tuple[str, ...]
    confidence: str


class Law(NamedTuple):
    """All of rules/authority."""

    regions: dict[str, Region]
    acts: dict[str, list[dict[str, Any]]]
    sets: dict[str, HeadingSet]
    defaults: tuple[tuple[str, str, tuple[str, ...], str], ...]
    sources: dict[str, str]

    def body(self, region: str, body: str) -> Body:
        return self.regions[region].bodies[body]

    def default_set(self, region: str, body: str, language: str) -> HeadingSet:
        """The headings of an authority that names none."""
        return next(
            self.sets[name]
            for where, spoken, bodies, name in self.defaults
            if (where, spoken) == (region, language) and (not bodies or body in bodies)
        )

    def cited(self, basis: str, region: str, body: str) -> list[str]:
        """The acts in force that a basis names, by id."""
        return [
            act["id"]
            for act in self.acts["current"]
            if region in act["regions"] and (not act["bodies"] or body in act["bodies"]) and _names(basis, act["words"])
        ]

    def replaced(self, basis: str, region: str, body: str, day: int) -> list[Replaced]:
        """The acts that a basis names and that were replaced by the day."""
        return [
            Replaced(act["id"], act["by"], act["on"], tuple(act["source"]), act["confidence"])
            for act in self.acts["replaced"]
            if region in act["regions"]
            and body not in act["except_"]
            and (act["on"] is None or act["on"] <= day)
            and _names(basis, act["words"])
        ]

    def changed(self, basis: str, region: str, body: str, decided: int, day: int) -> list[dict[str, Any]]:
        """The changes of an act that a basis names, after the decision and by the day."""
        named = self.cited(basis, region, body)
        return [
            change
            for change in self.acts["changed"]
            if change["act"] in named
            and region in change["regions"]
            and (not change["bodies"] or body in change["bodies"])
            and decided < change["on"] <= day
        ]

    def starts(self, basis: str, region: str, body: str) -> int | None:
        """The first day of the act in force that a basis names; None where it is not known or older."""
        days = [act["from_"] for act in self.acts["current"] if act["id"] in self.cited(basis, region, body)]
        return max((day for day in days if day is not None), default=None)


def _names(basis: str, words: list[str]) -> bool:
    """Whether one of the words stands whole in the basis, without regard to capitals and the number of spaces."""
    text = " ".join(basis.split()).casefold()
    return any(re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", text) for word in words)


def load(folder: str | Path, *, cache: bool = True) -> Law:
    """What the rule folder says. Raises RuleMistake with every mistake found."""
    place = Path(folder) / PLACE
    files = {path.name: path.read_bytes() for path in sorted(place.glob("*.yaml"))}
    data = rulebase.cached(PLACE, digest(files), lambda: _checked(files), cache)
    return _built(data)


def _checked(files: dict[str, bytes]) -> dict[str, Any]:
    from pydantic import ValidationError

    from advisor.authority.schema import Files

    gathered: dict[str, Any] = {"regions": []}
    for name, raw in files.items():
        try:
            document = _plain(read_documents(read_text(raw))[0])
        except FileMistake as mistake:
            raise RuleMistake([f"{PLACE}/{name}:{mistake.line}: {mistake.message}"]) from None
        if name in ("sources.yaml", "acts.yaml", "headings.yaml"):
            gathered[name[:-5]] = document
        else:
            gathered["regions"].append(document)
    try:
        return Files.model_validate(gathered).model_dump()
    except ValidationError as error:
        wrong = [f"{PLACE}: {'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
        raise RuleMistake(wrong) from None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    return None if isinstance(value, Scalar) and value.is_null else str(value)


def _built(data: dict[str, Any]) -> Law:
    return Law(
        regions={
            region["region"]: Region(
                tuple(region["languages"]),
                tuple(region["budgets"]),
                tuple(region["budget_keys"]),
                {name: _body(body) for name, body in region["bodies"].items()},
            )
            for region in data["regions"]
        },
        acts=data["acts"],
        sets={
            entry["id"]: HeadingSet(
                entry["id"],
                entry["language"],
                entry["confidence"],
                tuple(Heading(item["text"], tuple(item["parts"]), item["seen"]) for item in entry["headings"]),
            )
            for entry in data["headings"]["sets"]
        },
        defaults=tuple(
            (item["region"], item["language"], tuple(item["bodies"]), item["set"])
            for item in data["headings"]["defaults"]
        ),
        sources={source["id"]: source["title"] for source in data["sources"]},
    )


def _body(body: dict[str, Any]) -> Body:
    return Body(
        body["organs"],
        tuple(_provision(item) for item in body["choice"]),
        tuple(_provision(item) for item in body["award"]),
        _provision(body["check"]),
        _provision(body["supervision"]["choice"]),
        _provision(body["supervision"]["award"]),
    )


def _provision(item: dict[str, Any]) -> Provision:
    rows = tuple(
        Row(
            row["from_"],
            row["to"],
            row["value"],
            row["nature"],
            tuple(row["routes"]),
            row["inhabitants_below"],
            tuple(row["source"]),
            row["confidence"],
        )
        for row in (*item["below"], *item["over"])
    )
    return Provision(
        item["kind"],
        item["organ"],
        tuple(item["to"]),
        item["informs"],
        item["budget"],
        item["cite"],
        tuple(item["source"]),
        item["confidence"],
        rows,
        item["seen_until"],
        item["ceiling_not_seen"],
        item["vat_doubt"],
        item["days"],
        item["reaction_days"],
        tuple(item["ask_routes"]),
    )
