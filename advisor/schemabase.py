"""The types that every shape of the rule files is built from: dates, amounts, ids, grades and dated periods."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from advisor import quantity


def _day(text: object) -> int:
    found = quantity.ordinal(str(text))
    if found is None:
        raise ValueError("expected a date like 2026-03-02")
    return found


def _hundredths(text: object) -> int:
    found = quantity.hundredths(str(text))
    if found is None:
        raise ValueError("expected an amount like 140000.00 (no exponent, at most two decimals)")
    return found


Day = Annotated[int, BeforeValidator(_day)]
Hundredths = Annotated[int, BeforeValidator(_hundredths)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_./-]*$")]
Confidence = Literal["primary", "secondary", "unverified"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sourced(Strict):
    source: list[Id] = Field(min_length=1)
    confidence: Confidence


class Period(Strict):
    start: Day = Field(alias="from")
    end: Day | None = Field(default=None, alias="to")
