"""The working of an estimate as plain data: money as text with two decimals, without VAT unless it says so."""

from __future__ import annotations

from typing import Any

from advisor import estimatefile, quantity
from advisor.estimate import Estimate, Line, worked
from advisor.rulebase import RuleBase


def as_dict(
    given: Estimate, base: RuleBase, day: int, crossed: tuple[tuple[str, tuple[str, ...]], ...]
) -> dict[str, Any]:
    """What was given (as a case file writes it), every line, the totals, the range and what is still to check."""
    working = worked(given, base.estimate, day)
    amounts = base.amounts_on(day)
    return {
        "given": estimatefile.block(given),
        "cite": base.estimate["cite"],
        "lines": [_line(line) for line in working.lines],
        "total": quantity.decimal_text(working.total),
        "total_with_vat": _money(working.with_vat),
        "low": quantity.decimal_text(working.low),
        "high": quantity.decimal_text(working.high),
        "everything": _money(working.everything),
        "crossed": [
            {"amount": name, "value": quantity.decimal_text(amounts[name].value), "routes": list(routes)}
            for name, routes in crossed
        ],
        "to_check": list(working.remarks),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "kind": line.part.kind,
        "status": line.status,
        "how": line.how,
        "factor": line.factor,
        "vat": "including" if line.part.including else "excluding",
        "rate": line.part.rate,
        "typed": quantity.decimal_text(line.typed),
        "without_vat": quantity.decimal_text(line.without),
        "with_vat": _money(line.with_vat),
        "cite": line.method["cite"],
        "transposes": line.method["transposes"],
        "confidence": line.method["confidence"],
    }


def _money(cents: int | None) -> str | None:
    return None if cents is None else quantity.decimal_text(cents)
