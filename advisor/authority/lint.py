"""What is worth a look in an authority's profile: repealed law, ended or too wide delegations, and what is silent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from advisor.authority.law import Law
from advisor.authority.profile import Authority, DayToDay, Delegation, Opinion, Purchase, Statutes, Visa, row_on
from advisor.rulebase import RuleBase

#: The amount under which a contract may be placed by negotiation, which councils copy into their decisions.
COPIED_AMOUNT = "nwp.amount"


class Finding(NamedTuple):
    """One finding: the key of its text, the line of the profile, and what the text names."""

    key: str
    line: int
    what: str = ""
    act: str = ""
    by: str = ""
    day: int | None = None
    amount: int | None = None
    limit: int | None = None
    cite: str = ""
    confidence: str = ""


def findings(law: Law, base: RuleBase, authority: Authority, day: int) -> list[Finding]:
    """Everything found on the day, in the order of the file."""
    found = [*_bases(law, authority, day), *_delegations(law, authority, day), *_silent(law, authority)]
    found += _copied_amounts(base, authority, day)
    return sorted(set(found), key=lambda item: (item.line, item.key, item.what, item.act))


def _decisions(authority: Authority) -> Iterator[tuple[str, Delegation | DayToDay | Visa | Opinion | Statutes]]:
    """Every decision that the profile names, each with its key."""
    for name, own in (
        ("day_to_day", authority.day_to_day),
        ("visa", authority.visa),
        ("opinion", authority.opinion),
        ("statutes", authority.statutes),
    ):
        if own is not None:
            yield name, own
    yield from (("delegation", own) for own in authority.delegations)


def _bases(law: Law, authority: Authority, day: int) -> Iterator[Finding]:
    """Where a decision cites replaced law, law that is not its own, or law that did not exist yet."""
    region, body = authority.region, authority.body
    for what, own in _decisions(authority):
        replaced = law.replaced(own.basis, region, body, day)
        for act in replaced:
            key = "repealed_law" if act.on is not None else "repealed_law_long_ago"
            yield Finding(key, own.line, what, act.id, act.by, act.on, confidence=act.confidence)
        cited = law.cited(own.basis, region, body)
        if not cited and not replaced:
            yield Finding("basis_not_known", own.line, what)
        start = law.starts(own.basis, region, body)
        if start is not None and own.decided_on < start and not replaced:
            yield Finding("basis_too_young", own.line, what, cited[0], day=start)
        for change in law.changed(own.basis, region, body, own.decided_on, day):
            yield Finding(
                "law_changed_since",
                own.line,
                what,
                change["act"],
                day=change["on"],
                cite=change["cite"],
                confidence=change["confidence"],
            )
        if own.decided_on > day:
            yield Finding("decided_later", own.line, what, day=own.decided_on)


def _delegations(law: Law, authority: Authority, day: int) -> Iterator[Finding]:
    """Delegations that ended, that no provision allows, or that pass the ceiling of the law."""
    body = law.body(authority.region, authority.body)
    for own in authority.delegations:
        if own.until is not None and own.until < day:
            yield Finding("delegation_ended", own.line, day=own.until)
        stages = [body.choice if own.stage != "award" else (), body.award if own.stage != "choice" else ()]
        allowed = [
            provision
            for provisions in stages
            for provision in provisions
            if own.to in provision.to
            and (provision.kind == "by_name") == (own.by_name is not None)
            and (None in (provision.budget, own.scope.budget) or provision.budget == own.scope.budget)
        ]
        if not allowed:
            by_name = any(own.to in provision.to and provision.kind == "by_name" for provision in body.choice)
            yield Finding(
                "only_by_name" if by_name and own.stage != "award" else "delegate_not_allowed", own.line, own.to
            )
        given = own.scope.below if own.scope.below is not None else own.scope.up_to
        for provision in allowed:
            row, _ = row_on(provision, Purchase(day), authority.population)
            if row is not None and given is None:
                yield Finding(
                    "no_amount", own.line, own.to, limit=row.value, cite=provision.cite, confidence=row.confidence
                )
            elif row is not None and given is not None and given > row.value:
                yield Finding(
                    "over_ceiling", own.line, own.to, amount=given, limit=row.value, cite=provision.cite,
                    confidence=row.confidence,
                )  # fmt: skip


def _silent(law: Law, authority: Authority) -> Iterator[Finding]:
    """What the law leaves to the authority and the profile does not say."""
    body = law.body(authority.region, authority.body)
    kinds = {provision.kind for provision in (*body.choice, *body.award)}
    if "day_to_day" in kinds and authority.day_to_day is None:
        yield Finding("no_day_to_day", 1)
    if "statutes" in kinds and authority.statutes is None:
        yield Finding("no_statutes", 1)
    if body.check.kind == "visa" and authority.visa is None:
        yield Finding("no_visa_decision", 1)
    by_size = any(row.inhabitants_below is not None for provision in body.choice for row in provision.rows)
    if by_size and authority.population is None and authority.delegations:
        yield Finding("population_missing", 1)
    opinion = authority.opinion
    if opinion is not None:
        row, _ = row_on(body.check, Purchase(authority.as_of), authority.population)
        if row is not None and opinion.over > row.value:
            yield Finding(
                "opinion_over_law", opinion.line, amount=opinion.over, limit=row.value, cite=body.check.cite,
                confidence=row.confidence,
            )  # fmt: skip


def _copied_amounts(base: RuleBase, authority: Authority, day: int) -> Iterator[Finding]:
    """Amounts that equal the one of the law in another period: copied then, and not followed since."""
    if not base.known_from <= day <= base.known_to:
        return
    now = base.amounts_on(day)[COPIED_AMOUNT]
    former = {base.amounts_on(start)[COPIED_AMOUNT].value for start in base.segments() if start <= day} - {now.value}
    for what, own in _decisions(authority):
        if isinstance(own, (DayToDay, Delegation)):
            given = own.scope.below if own.scope.below is not None else own.scope.up_to
            if given in former:
                yield Finding("former_amount", own.line, what, amount=given, limit=now.value, cite=now.cite)
