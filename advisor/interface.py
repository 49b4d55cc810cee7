"""What another Python program starts from: the rules loaded with their engines, and a case from plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from os import PathLike, fspath
from typing import Any

from advisor import rulebase
from advisor.case import Case, CaseMistakes, read_cases
from advisor.engines import Engines

#: What a program may give as the answer to a fact; None: asked, not known. Money is euro excluding VAT, never a float.
Given = bool | str | int | Decimal | date | Sequence[str | int | Decimal] | None


def load_rules(folder: str | PathLike[str] | None = None) -> Engines:
    """The rule base in `folder` (default: the one of this release), ready to assess with.

    The rules themselves are `.base`: version, digest, facts, routes. Raises RuleMistake with every mistake, each with
    file and line.
    """
    return Engines(rulebase.load(None if folder is None else fspath(folder)))


def case_of(rules: Engines, as_of: date, facts: Mapping[str, Given], **about: Any) -> Case:
    """A case from plain values, held to the same rules as a case file (`spec/case-format.md`).

    `as_of` is the reference date. A fact that is left out was not asked; None says that it was asked and is not known.
    An amount is euro excluding VAT: an int or a Decimal of at most two decimals. `about` holds the other keys of a
    case file: id, title, estimate, evidence, unsure. Raises CaseMistakes with everything that is wrong, TypeError for a
    float.
    """
    content = {
        "id": "case",
        **about,
        "as_of": as_of.isoformat(),
        "facts": {name: _written(name, value) for name, value in facts.items()},
    }
    try:
        text = json.dumps(content, ensure_ascii=False, default=str)
    except (TypeError, ValueError) as error:
        raise CaseMistakes([f"case: {error}"]) from None
    (case,) = read_cases(rules.base, text.encode(), str(content["id"]))
    return case


def _written(name: str, value: Given) -> Any:
    """The value as a case file writes it."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        raise TypeError(f"{name}: a float has no exact value in euro and cents; give an int or a Decimal")
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_written(name, item) for item in value]
    return str(value)
