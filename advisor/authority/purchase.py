"""What an assessed case tells of a purchase, as far as it matters for who decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.authority.profile import Purchase

if TYPE_CHECKING:
    from advisor.assessing import Assessment
    from advisor.rulebase import RuleBase


def of(found: Assessment, base: RuleBase) -> Purchase:
    """The purchase of a case: its day, recommended route, estimate in cents, nature and urgency.

    What a case does not tell (the budget, whether the council named the contract, a yearly amount) stays not known.
    """
    values = found.derived.values
    estimate, nature = values.get("value.estimate"), values.get("contract.nature")
    return Purchase(
        day=found.case.as_of,
        route=found.recommended,
        estimate=estimate if isinstance(estimate, int) else None,
        nature=nature if isinstance(nature, str) else None,
        urgent=_urgent(found),
        with_vat=_with_vat(found, base),
    )


def _urgent(found: Assessment) -> bool | None:
    """Compelling urgency that could not be foreseen."""
    parts = [found.derived.values.get(name) for name in ("urgency.imperative", "urgency.unforeseeable")]
    return False if False in parts else True if all(part is True for part in parts) else None


def _with_vat(found: Assessment, base: RuleBase) -> int | None:
    from advisor.estimate import worked

    given = found.case.estimate
    return None if given is None else worked(given, base.estimate, found.case.as_of).with_vat
