"""The shape of the files in rules/authority: who is competent in each region, repealed acts, and headings."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from advisor import quantity
from advisor.authority.law import PARTS


def _day(value: object) -> object:
    found = quantity.ordinal(value) if isinstance(value, str) else value
    if found is None and value is not None:
        raise ValueError("expected a date like 2026-03-02")
    return found


def _cents(value: object) -> object:
    found = quantity.hundredths(value) if isinstance(value, str) else value
    if found is None:
        raise ValueError("expected an amount like 48500.00")
    return found


def _flag(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _count(value: object) -> object:
    return value if not isinstance(value, str) or (found := quantity.whole(value)) is None else found


Day = Annotated[int, BeforeValidator(_day)]
MaybeDay = Annotated[int | None, BeforeValidator(_day)]
Cents = Annotated[int, BeforeValidator(_cents)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Count = Annotated[int, BeforeValidator(_count)]
Grade = Literal["primary", "secondary", "unverified"]
Region = Literal["flanders", "wallonia", "brussels", "german_speaking"]
Language = Literal["nl", "fr", "de"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Row(Strict):
    """An amount from one day to another, for some kinds of purchases or sizes of authorities."""

    from_: Day = Field(alias="from")
    to: Day
    value: Cents
    nature: Literal["works", "supplies", "services"] | None = None
    routes: list[str] = Field(default_factory=list)
    inhabitants_below: Count | None = None
    source: list[str]
    confidence: Grade


class Provision(Strict):
    """Who is competent under one article, or what is to be asked or sent. `below`, `over`: the dated amounts."""

    kind: Literal[
        "principle", "urgency", "delegation", "by_name", "day_to_day", "by_law", "statutes", "ask",
        "visa", "opinion", "publish", "not_sent", "always", "over", "from",
    ]  # fmt: skip
    organ: str | None = None
    to: list[str] = Field(default_factory=list)
    informs: str | None = None
    budget: Literal["ordinary", "extraordinary"] | None = None
    cite: str
    source: list[str]
    confidence: Grade
    below: list[Row] = Field(default_factory=list)
    over: list[Row] = Field(default_factory=list)
    seen_until: MaybeDay = None
    ceiling_not_seen: Flag = False
    vat_doubt: Flag = False
    days: Count | None = None
    reaction_days: Count | None = None
    ask_routes: list[str] = Field(default_factory=list)


class Supervision(Strict):
    choice: Provision
    award: Provision


class Body(Strict):
    organs: dict[str, dict[Language, str]]
    choice: list[Provision]
    award: list[Provision]
    check: Provision
    supervision: Supervision

    @model_validator(mode="after")
    def _named(self) -> Body:
        for provision in (*self.choice, *self.award, self.check):
            for organ in (provision.organ, provision.informs, *provision.to):
                if organ is not None and organ not in self.organs:
                    raise ValueError(f"the organ {organ} has no name")
        for listed in (self.choice, self.award):
            if listed[-1].kind not in ("principle", "statutes", "ask"):
                raise ValueError("the last provision must hold for every purchase")
        return self


class RegionFile(Strict):
    region: Region
    languages: list[Language]
    budgets: list[Literal["ordinary", "extraordinary"]]
    budget_keys: list[str]
    bodies: dict[str, Body]

    @model_validator(mode="after")
    def _spoken(self) -> RegionFile:
        for body, found in self.bodies.items():
            for organ, names in found.organs.items():
                if sorted(names) != sorted(self.languages):
                    raise ValueError(f"{body}: {organ} needs a name in {', '.join(self.languages)}")
        return self


class CurrentAct(Strict):
    id: str
    words: list[str]
    regions: list[Region]
    bodies: list[str] = Field(default_factory=list)
    from_: MaybeDay = Field(alias="from")
    source: list[str]
    confidence: Grade


class ReplacedAct(Strict):
    id: str
    words: list[str]
    regions: list[Region]
    except_: list[str] = Field(default_factory=list, alias="except")
    by: str
    on: MaybeDay
    source: list[str]
    confidence: Grade


class ChangedAct(Strict):
    act: str
    regions: list[Region]
    bodies: list[str] = Field(default_factory=list)
    on: Day
    cite: str
    source: list[str]
    confidence: Grade


class Acts(Strict):
    current: list[CurrentAct]
    replaced: list[ReplacedAct]
    changed: list[ChangedAct]


class Heading(Strict):
    text: str
    parts: list[str]
    seen: Flag = True


class HeadingSet(Strict):
    id: str
    language: Language
    of: str
    confidence: Grade
    headings: list[Heading]

    @model_validator(mode="after")
    def _whole(self) -> HeadingSet:
        if sorted(part for heading in self.headings for part in heading.parts) != sorted(PARTS):
            raise ValueError(f"{self.id}: each of {', '.join(PARTS)} stands under exactly one heading")
        return self


class DefaultSet(Strict):
    region: Region
    language: Language
    bodies: list[str] = Field(default_factory=list)
    set: str


class Headings(Strict):
    sets: list[HeadingSet]
    defaults: list[DefaultSet]


class Source(Strict):
    id: str
    title: str
    url: str


class Files(Strict):
    """All files taken together."""

    sources: list[Source]
    acts: Acts
    headings: Headings
    regions: list[RegionFile]

    @model_validator(mode="after")
    def _sourced(self) -> Files:
        known = {source.id for source in self.sources}
        for name in sorted(_sources(self.model_dump(exclude={"sources"}))):
            if name not in known:
                raise ValueError(f"the source {name} is not known")
        sets = {entry.id: entry.language for entry in self.headings.sets}
        for default in self.headings.defaults:
            if sets.get(default.set) != default.language:
                raise ValueError(f"the set {default.set} is not known in {default.language}")
        return self


def _sources(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = set(value["source"]) if isinstance(value.get("source"), list) else set()
        return own.union(*(_sources(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(_sources(item) for item in value))
    return set()
