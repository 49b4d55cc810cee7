"""The shape of rules/estimate.yaml and rules/evidence.yaml: how an estimate is made, and what proves a condition."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from advisor.schemabase import Id, Sourced, Strict


class Method(Sourced):
    """One kind of part of an estimate and how it counts.

    `times`: amount, times over; `adjusted`: a past year, more and less; `months`: a monthly amount over a term, at most
    `cap_months`; `open_ended`: a monthly amount times `cap_months`. Of the methods of a `group` one counts. Where a
    `whole` part stands, it counts in the place of the others.
    """

    id: Id
    formula: Literal["times", "adjusted", "months", "open_ended"]
    cite: str
    transposes: str
    cap_months: int | None = None
    residual_over_months: int | None = None
    natures: list[Literal["works", "supplies", "services"]] = []
    group: str = ""
    whole: bool = False
    alone: bool = False
    may_be_left_out: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _fits_its_formula(self) -> Method:
        if self.formula == "open_ended" and self.cap_months is None:
            raise ValueError("an open-ended method names its cap_months")
        if self.formula not in ("months", "open_ended") and (self.cap_months or self.residual_over_months):
            raise ValueError("only a method by the month has cap_months or residual_over_months")
        return self


class Question(Sourced):
    """What is asked beside the parts, to see whether something was split off (LPP art. 5)."""

    id: Id
    part: Id
    answers: list[Literal["none", "counted", "left_out", "unknown"]] = Field(min_length=2)
    cite: str
    transposes: str


class EstimateRules(Strict):
    cite: str
    vat_rates: list[int] = Field(min_length=1)
    methods: list[Method] = Field(min_length=1)
    questions: list[Question]


class Burden(Sourced):
    """Who bears the burden of proof, and where that stands."""

    id: Id
    bearer: Literal["buyer"]
    cite: str


class Proven(Strict):
    """What is to be proved: a fact, who has the proof, and the kind of burden. The proof itself is wording."""

    fact: Id
    holder: list[Id] = Field(min_length=1)
    burden: Id


class EvidenceRules(Strict):
    roles: list[Id] = Field(min_length=1)
    burdens: list[Burden]
    facts: list[Proven]
