"""The financial check before a commitment and the supervision of a decision, by law, profile and date."""

from __future__ import annotations

from advisor.authority.law import Law, Provision
from advisor.authority.profile import Authority, Purchase, Resolved, reliable, row_on
from advisor.rulebase import GRADES

#: The highest rate of VAT, in per cent: under this no amount with VAT can pass another amount.
_HIGHEST_VAT = 21


def check(law: Law, authority: Authority, purchase: Purchase) -> Resolved:
    """Whether a visa or a legality opinion is needed, before the commitment."""
    provision = law.body(authority.region, authority.body).check
    if provision.kind == "visa":
        return _visa(law, authority, purchase, provision)
    if provision.kind == "opinion":
        return _opinion(law, authority, purchase, provision)
    return _said(provision, "check_ask", ask_secretary=True)


def supervision(provision: Provision, purchase: Purchase) -> Resolved:
    """Whether the decision is sent to the supervisor or made public, and within how many days."""
    match provision.kind:
        case "not_sent":
            return _said(provision, "supervision_not_sent", needed=False)
        case "publish":
            return _said(provision, "supervision_publish", needed=False)
        case "always":
            return _said(provision, "supervision_always", needed=True)
        case "over" | "from":
            return _by_amount(provision, purchase)
    return _said(provision, "supervision_ask", ask_secretary=True)


def _said(
    provision: Provision,
    key: str,
    *,
    needed: bool | None = None,
    ask_secretary: bool = False,
    amount: int | None = None,
    grade: str | None = None,
) -> Resolved:
    return Resolved(
        key=key,
        organ=provision.organ,
        cite=provision.cite,
        source=provision.source,
        confidence=max(provision.confidence, grade or provision.confidence, key=GRADES.index),
        ask_secretary=ask_secretary,
        needed=needed,
        amount=amount,
        days=provision.days,
        reaction_days=provision.reaction_days,
    )


def _visa(law: Law, authority: Authority, purchase: Purchase, provision: Provision) -> Resolved:
    """Needed unless the council exempted it; without a decision that can be relied on, needed and to be asked."""
    own = authority.visa
    doubt = "no_visa_decision"
    if own is not None:
        doubt = reliable(law, authority, own.basis, own.decided_on, purchase.day)
    if own is None or doubt:
        return _said(provision, "visa_in_principle", needed=True, ask_secretary=True)._replace(notes=(doubt,))
    parts: list[tuple[bool | None, str]] = [_over(purchase, own.exempt_up_to, with_vat=own.with_vat)]
    if own.yearly_exempt_up_to is not None:
        parts += [_long_and_over(purchase, own.yearly_exempt_up_to)]
    found = _said(provision, "visa_exempt", needed=False, amount=own.exempt_up_to)._replace(delegation=own)
    if any(truth for truth, _ in parts):
        return found._replace(key="visa_needed", needed=True)
    waiting = tuple(fact for truth, fact in parts if truth is None)
    return found._replace(key="visa_open", needed=None, open_facts=waiting) if waiting else found


def _over(purchase: Purchase, limit: int, *, with_vat: bool) -> tuple[bool | None, str]:
    if with_vat and purchase.with_vat is not None:
        return purchase.with_vat > limit, "with_vat"
    if purchase.estimate is None:
        return None, "with_vat" if with_vat else "estimate"
    if purchase.estimate > limit:
        return True, "estimate"
    return (None, "with_vat") if with_vat and _could_pass(purchase.estimate, limit) else (False, "estimate")


def _long_and_over(purchase: Purchase, limit: int) -> tuple[bool | None, str]:
    """Runs for over a year and costs over the limit a year."""
    if purchase.over_a_year is False or (purchase.yearly is not None and purchase.yearly <= limit):
        return False, "over_a_year"
    if purchase.over_a_year is None:
        return None, "over_a_year"
    return (None, "yearly") if purchase.yearly is None else (True, "yearly")


def _could_pass(estimate: int, limit: int) -> bool:
    """Whether the estimate with the highest rate of VAT is over the limit."""
    return estimate * (100 + _HIGHEST_VAT) > limit * 100


def _opinion(law: Law, authority: Authority, purchase: Purchase, provision: Provision) -> Resolved:
    """Compulsory over the amount of the law, or over an own lower one. With or without VAT is contested: then ask."""
    row, _ = row_on(provision, purchase, authority.population)
    if row is None:
        return _said(provision, "check_ask", ask_secretary=True)
    own = authority.opinion
    notes: tuple[str, ...] = ()
    if own is not None and (doubt := reliable(law, authority, own.basis, own.decided_on, purchase.day)):
        own, notes = None, (doubt,)
    lower = own if own is not None and own.over < row.value else None
    amount = lower.over if lower is not None else row.value
    found = _said(provision, "opinion_not_compulsory", needed=False, amount=amount, grade=row.confidence)
    found = found._replace(delegation=lower, notes=notes)
    if purchase.estimate is None:
        return found._replace(key="opinion_open", needed=None, open_facts=("estimate",))
    if purchase.estimate > amount:
        return found._replace(key="opinion_needed", needed=True)
    with_vat = purchase.with_vat
    doubtful = _could_pass(purchase.estimate, row.value) if with_vat is None else with_vat > row.value
    if provision.vat_doubt and doubtful:
        return found._replace(key="opinion_vat_doubt", needed=None, ask_secretary=True, amount=row.value)
    return found


def _by_amount(provision: Provision, purchase: Purchase) -> Resolved:
    """Sent over an amount (`over`) or from an amount on (`from`), by nature and procedure where the table says so."""
    if purchase.route in provision.ask_routes:
        return _said(provision, "supervision_ask", ask_secretary=True)
    rows = [row for row in provision.rows if row.start <= purchase.day <= row.end]
    if not rows:
        return _said(provision, "supervision_ask", ask_secretary=True)
    grade = max((row.confidence for row in rows), key=GRADES.index)
    by_nature = [row for row in rows if None in (row.nature, purchase.nature) or row.nature == purchase.nature]
    lowest, highest = min(row.value for row in by_nature), max(row.value for row in by_nature)
    estimate = purchase.estimate
    facts = [("estimate", estimate), ("nature", purchase.nature), ("route", purchase.route)]
    by_table = {"estimate": True, "nature": any(row.nature for row in rows), "route": any(row.routes for row in rows)}
    waiting = tuple(fact for fact, value in facts if by_table[fact] and value is None)
    if estimate is None:
        return _said(provision, "supervision_open", grade=grade)._replace(open_facts=waiting)
    if not _reaches(provision, estimate, lowest) and (purchase.route is not None or not by_table["route"]):
        return _said(provision, "supervision_below", needed=False, amount=lowest, grade=grade)
    if waiting:
        return _said(provision, "supervision_open", amount=highest, grade=grade)._replace(open_facts=waiting)
    fitting = [row for row in by_nature if not row.routes or purchase.route in row.routes]
    if not fitting:
        return _said(provision, "supervision_ask", ask_secretary=True, grade=grade)
    amount = min(row.value for row in fitting)
    if _reaches(provision, estimate, amount):
        return _said(provision, "supervision_sent", needed=True, amount=amount, grade=grade)
    return _said(provision, "supervision_below", needed=False, amount=amount, grade=grade)


def _reaches(provision: Provision, estimate: int, amount: int) -> bool:
    return estimate > amount if provision.kind == "over" else estimate >= amount
