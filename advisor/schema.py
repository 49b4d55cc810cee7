"""The shape of the rule files: what a key may hold, and what the files must say together.

This is the only reading of the YAML. Its result is plain data (dicts, lists, text, integers) that `rulebase`
turns into frozen values; conditions are normalised to nested lists, amounts to cents. Loaded only when the
rule files changed, since pydantic costs more than the rest of a run.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from advisor.schemabase import Confidence, Day, Hundredths, Id, Period, Sourced, Strict
from advisor.schemacase import EstimateRules, EvidenceRules


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


FactType = Literal["bool", "enum", "money", "money_list", "number", "date", "code_list"]
ORDERED = ("money", "number", "date")
LimitKind = Literal["electronic", "standard", "prior_information_notice", "urgency", "documents_not_accessible"]


class Source(Strict):
    id: Id
    title: str
    kind: Literal["act", "judgment", "guidance", "own"]
    eli: str
    version_read: str
    read_on: str
    note: str = ""


class AmountRow(Sourced):
    start: Day = Field(alias="from")
    end: Day = Field(alias="to")
    value: Hundredths | None = None
    of: Id | None = None


class Amount(Strict):
    id: Id
    unit: Literal["eur", "percent", "years", "days", "candidates"]
    cite: str
    values: list[AmountRow] = []
    of: Id | None = None
    times: Annotated[str, Field(pattern=r"^\d+/\d+$")] = "1/1"
    source: list[Id] = []
    confidence: Confidence | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Amount:
        if bool(self.values) == bool(self.of):
            raise ValueError("an amount has either `values` by date or is derived with `of`")
        if self.of and not (self.source and self.confidence):
            raise ValueError("a derived amount names its own source and confidence")
        if any((row.value is None) == (row.of is None) for row in self.values):
            raise ValueError("each row has either a `value` or an `of`")
        return self


class Fact(Strict):
    id: Id
    type: FactType
    values: list[str] = []
    min: Hundredths | None = None
    max: Hundredths | None = None
    market: bool = False
    change: Literal["fixed", "lawful", "circumvention"] = "fixed"
    note: str = ""

    @model_validator(mode="after")
    def _values_of_an_enum(self) -> Fact:
        if (self.type == "enum") != bool(self.values):
            raise ValueError("`values` belong to an enum, and an enum needs them")
        return self


class Derived(Strict):
    id: Id
    type: FactType | None = None
    default: dict[Literal["sum", "same_as", "else"], str] | None = None
    years: dict[Literal["from", "to"], Id] | None = None
    share: dict[Literal["part", "at_least", "whole"], Id] | None = None
    larger: dict[str, Id] | None = None
    note: str = ""
    cite: str

    @model_validator(mode="after")
    def _one_form(self) -> Derived:
        if sum(form is not None for form in (self.default, self.years, self.share, self.larger)) != 1:
            raise ValueError("a derived fact has exactly one of `default`, `years`, `share` and `larger`")
        return self


class Condition(Strict):
    """One node of a condition; exactly one of its shapes."""

    fact: Id | None = None
    value: Annotated[str | None, Field(alias="is")] = None
    values: Annotated[list[str] | None, Field(alias="in")] = None
    under: str | None = None
    at_least: str | None = None
    at_most: str | None = None
    over: str | None = None
    rule: Id | None = None
    always: bool | None = None
    all: list[Condition] | None = None
    any: list[Condition] | None = None
    no: Annotated[Condition | None, Field(alias="not")] = None

    @model_validator(mode="after")
    def _one_shape(self) -> Condition:
        heads = [name for name in ("fact", "rule", "always", "all", "any", "no") if getattr(self, name) is not None]
        if len(heads) != 1:
            raise ValueError("a condition is exactly one of fact, rule, always, all, any, not")
        tests = [
            name
            for name in ("value", "values", "under", "at_least", "at_most", "over")
            if getattr(self, name) is not None
        ]
        if len(tests) > (heads == ["fact"]):
            raise ValueError("a fact has at most one of is, in, under, at_least, at_most, over")
        if self.all == [] or self.any == []:
            raise ValueError("all and any need at least one part")
        return self


class Checked(Strict):
    """Who read the rule beside the official text, and when."""

    by: str
    on: Day


class Target(Strict):
    id: Id
    when: Condition


class Limit(Strict):
    """Minimum days for one way of running a procedure; absent: the law fixes none."""

    requests: int | None = None
    tenders: int | None = None


class Rule(Sourced):
    id: Id
    effect: Literal["definition", "ground", "bar", "regime", "duty", "flag", "topic"]
    cite: str
    transposes: str = ""
    in_force: Period | None
    note: str = ""
    open: str = ""
    strict: bool = False
    when: Condition | None = None
    unless: list[Condition] = []
    route: Id | None = None
    routes: Annotated[list[Id], BeforeValidator(_one_or_many)] = []
    regime: Id | None = None
    duty: Id | None = None
    value: str | None = None
    days: Id | None = None
    amount: Id | None = None
    limits: dict[LimitKind, Limit] = {}
    only_if_shown: bool = False
    targets: list[Target] = []
    raised_by: Literal["market", "crossing", "unverified", "topics", "reform"] | None = None
    within_percent: int | None = None
    rank: int | None = None
    unless_shown: Condition | None = None
    pending_from: Day | None = None
    checked: Checked | None = None

    @model_validator(mode="after")
    def _fits_its_effect(self) -> Rule:
        needs = {"ground": "route", "regime": "regime", "bar": "routes", "duty": "duty", "topic": "rank"}.get(
            self.effect
        )
        if needs and not getattr(self, needs):
            raise ValueError(f"a {self.effect} names its {needs}")
        if self.effect == "duty" and not (self.routes and self.value):
            raise ValueError("a duty names its routes and its value")
        if self.effect != "duty" and (self.days or self.amount or self.limits):
            raise ValueError("only a duty has days, an amount or limits")
        # A duty without a condition holds where none of the same kind before it does; a dormant one always has one.
        no_condition = self.effect == "duty" and not (self.unless or self.raised_by or self.in_force is None)
        if (self.when is None) != bool(self.raised_by) and not no_condition:
            raise ValueError("a rule has a `when`; only a flag may have `raised_by` in its place")
        if (self.in_force is None) != (self.pending_from is not None):
            raise ValueError("a rule has dates in force, or `in_force: null` with `pending_from`")
        return self


class Regime(Strict):
    id: Id
    cite: str


class Talk(Strict):
    cite: str
    source: list[Id]
    confidence: Confidence


class Route(Strict):
    id: Id
    kind: Literal["classic", "outside"]
    eforms: str | None
    cite: str
    talk: Talk


class Link(Strict):
    id: Id
    given: Condition = Field(alias="if")
    then: Condition
    because: str


class Tier(Strict):
    routes: list[Id]
    reason: str
    when: Condition | None = None
    unless: Condition | None = None
    grounds: list[Id] = []
    unless_grounds: list[Id] = []


class Criterion(Strict):
    id: Id
    tiers: list[list[Tier]]


class Gap(Strict):
    """A rule or amount graded unverified: the text to read, and what stands in its place until then."""

    id: Id
    text: str
    instead: str


class RuleFiles(Strict):
    """Everything in rules/, wording excepted."""

    version: str
    known_from: Day
    known_to: Day
    sources: list[Source]
    amounts: list[Amount]
    facts: list[Fact]
    derived: list[Derived]
    links: list[Link]
    regimes: list[Regime]
    routes: list[Route]
    rules: list[Rule]
    criteria: list[Criterion]
    bases: dict[Id, dict[Id, str]]
    gaps: list[Gap]
    estimate: EstimateRules
    evidence: EvidenceRules


def plain(model: BaseModel) -> Any:
    """The model as plain data, in the order of its fields."""
    return model.model_dump(by_alias=False)
