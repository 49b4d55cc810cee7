"""CPV codes: their format and division, and what they suggest. A suggestion never decides: the facts do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from advisor import quantity, rulebase
from advisor.rulefiles import RuleMistake, digest
from advisor.wording import Wording
from advisor.yamlfile import FileMistake, read_documents, read_text

RANGES = "cpv/ranges.yaml"


class Suggestion(NamedTuple):
    """A code suggests an answer to a fact, by a list of the law."""

    fact: str
    answer: bool
    code: str
    cite: str
    confidence: str


def division(code: str) -> str:
    """The two digits of the division. Raises ValueError where the code has not the format of a CPV code."""
    if not quantity.is_code(code):
        raise ValueError(f"expected a CPV code like 73110000-6; found {code}")
    return code[:2]


def suggestions(folder: str | Path, codes: Iterable[str]) -> list[Suggestion]:
    """What the codes suggest by the ranges in the rule folder, one a fact. Raises RuleMistake, ValueError."""
    raw = (Path(folder) / RANGES).read_bytes()
    ranges = rulebase.cached("cpv", digest({RANGES: raw}), lambda: _read(raw))
    found: dict[str, Suggestion] = {}
    for code in codes:
        division(code)
        number = int(code[:8])
        for entry in ranges:
            if any(first <= number <= last for first, last in entry["codes"]):
                made = Suggestion(entry["fact"], entry["suggests"], code, entry["cite"], entry["confidence"])
                found.setdefault(entry["fact"], made)
    return list(found.values())


def sentences(folder: str | Path, codes: Iterable[str], wording: Wording) -> list[str]:
    """What the codes suggest, one sentence a fact."""
    return [
        wording.text("cpv", "suggests").format(
            code=item.code,
            division=wording.text("cpv", "divisions", division(item.code)),
            fact=wording.text("facts", item.fact, "label"),
            cite=wording.cite(item.cite),
        )
        for item in suggestions(folder, codes)
    ]


def _read(raw: bytes) -> list[dict[str, Any]]:
    try:
        entries: Any = read_documents(read_text(raw))[0]
        return [
            {
                "fact": str(entry["fact"]),
                "suggests": entry["suggests"] == "true",
                "cite": str(entry["cite"]),
                "confidence": str(entry["confidence"]),
                "codes": [_span(str(text)) for text in entry["codes"]],
            }
            for entry in entries
        ]
    except FileMistake as mistake:
        raise RuleMistake([f"{RANGES}:{mistake.line}: {mistake.message}"]) from None
    except (KeyError, TypeError, ValueError) as mistake:
        raise RuleMistake([f"{RANGES}:1: expected fact, suggests, cite, confidence and codes; {mistake}"]) from None


def _span(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if not (len(first) == 8 and len(last or first) == 8):
        raise ValueError(f"{text} is no range of codes of eight digits")
    return int(first), int(last or first)
