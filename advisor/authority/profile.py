"""An authority's profile, and which of its organs decides on a purchase by the law, the profile and the date.

Nothing is guessed: where law or profile is silent the answer says `ask_secretary`; a fact that is missing is named.
"""

from __future__ import annotations

from typing import NamedTuple

from advisor.authority.law import Heading, Law, Provision, Row


class Scope(NamedTuple):
    """What a delegation covers. Amounts are cents without VAT; an empty `routes` is every procedure."""

    below: int | None = None
    up_to: int | None = None
    budget: str | None = None
    routes: tuple[str, ...] = ()


class Delegation(NamedTuple):
    """A decision that hands a power on. `to` is an organ of the body; `stage` is choice, award or both."""

    to: str
    decided_on: int
    basis: str
    scope: Scope
    stage: str
    by_name: str | None
    until: int | None
    line: int


class DayToDay(NamedTuple):
    """What the council calls day-to-day management."""

    decided_on: int
    basis: str
    scope: Scope
    line: int


class Visa(NamedTuple):
    """What the council exempts from the prior visa: commitments up to an amount, and up to one a year."""

    exempt_up_to: int
    yearly_exempt_up_to: int | None
    with_vat: bool
    decided_on: int
    basis: str
    line: int


class Opinion(NamedTuple):
    """An own, lower amount above which the legality opinion is asked."""

    over: int
    decided_on: int
    basis: str
    line: int


class Statutes(NamedTuple):
    """Which organ decides by the statutes of the body."""

    choice: str
    award: str
    decided_on: int
    basis: str
    line: int


class Headings(NamedTuple):
    """The headings of a decision in one language. `id`: the set, `own` for the authority's own."""

    id: str
    headings: tuple[Heading, ...]


class Authority(NamedTuple):
    """One profile. `as_of` is the day on which somebody last went over it.

    `languages`: those of its decisions in their order, each with its `headings`; more than one where it writes in two.
    """

    name: str
    number: str
    region: str
    body: str
    languages: tuple[str, ...]
    as_of: int
    population: int | None
    day_to_day: DayToDay | None
    delegations: tuple[Delegation, ...]
    visa: Visa | None
    opinion: Opinion | None
    statutes: Statutes | None
    budget_keys: tuple[str, ...]
    headings: dict[str, Headings]

    @property
    def language(self) -> str:
        """The first language of its decisions."""
        return self.languages[0]


class Purchase(NamedTuple):
    """What is known of a purchase; None is not known. `named`: the council entrusted this very contract by name."""

    day: int
    route: str | None = None
    estimate: int | None = None
    nature: str | None = None
    budget: str | None = None
    urgent: bool | None = None
    named: bool | None = None
    with_vat: int | None = None
    over_a_year: bool | None = None
    yearly: int | None = None


class Resolved(NamedTuple):
    """One answer. `key`: its text; `organ`: who decides or advises; `needed`: whether it must be asked or sent.

    `amount` is the amount compared with, in cents; `open_facts` are the facts of the purchase that it waits for.
    """

    key: str
    organ: str | None
    cite: str
    source: tuple[str, ...]
    confidence: str
    ask_secretary: bool = False
    needed: bool | None = None
    informs: str | None = None
    amount: int | None = None
    days: int | None = None
    reaction_days: int | None = None
    delegation: Delegation | DayToDay | Statutes | Visa | Opinion | None = None
    notes: tuple[str, ...] = ()
    open_facts: tuple[str, ...] = ()


class Competence(NamedTuple):
    """Who decides on a purchase and what comes with it."""

    choice: Resolved
    award: Resolved
    check: Resolved
    supervision: Resolved
    supervision_award: Resolved


def resolve(law: Law, authority: Authority, purchase: Purchase) -> Competence:
    """Who chooses procedure and conditions, who awards, which financial check and which supervision."""
    from advisor.authority import oversight
    from advisor.authority.organs import decider

    body = law.body(authority.region, authority.body)
    return Competence(
        decider(law, authority, purchase, "choice"),
        decider(law, authority, purchase, "award"),
        oversight.check(law, authority, purchase),
        oversight.supervision(body.supervision_choice, purchase),
        oversight.supervision(body.supervision_award, purchase),
    )


def row_on(provision: Provision, purchase: Purchase, population: int | None) -> tuple[Row | None, bool]:
    """The amount in force for an authority of that size; whether the size was needed and is not known."""
    rows = [row for row in provision.rows if row.start <= purchase.day <= row.end]
    if population is None:
        # Without the size the lowest amount is the safe one.
        return min(rows, key=lambda row: row.value, default=None), len({row.value for row in rows}) > 1
    fitting = [row for row in rows if row.inhabitants_below is None or population < row.inhabitants_below]
    return min(fitting, key=lambda row: row.value, default=None), False


def reliable(law: Law, authority: Authority, basis: str, decided_on: int, day: int) -> str:
    """Why a decision of the authority cannot be relied on that day: the key of a note, else nothing."""
    if decided_on > day:
        return "decided_later"
    where = (basis, authority.region, authority.body)
    return "repealed_basis" if law.replaced(*where, day) and not law.cited(*where) else ""


def covers(scope: Scope, purchase: Purchase) -> tuple[bool | None, tuple[str, ...]]:
    """Whether the scope holds the purchase, and the facts that it waits for."""
    truths: list[tuple[bool | None, str]] = []
    if scope.routes:
        truths.append((None if purchase.route is None else purchase.route in scope.routes, "route"))
    if scope.budget is not None:
        truths.append((None if purchase.budget is None else purchase.budget == scope.budget, "budget"))
    if scope.below is not None:
        truths.append((None if purchase.estimate is None else purchase.estimate < scope.below, "estimate"))
    if scope.up_to is not None:
        truths.append((None if purchase.estimate is None else purchase.estimate <= scope.up_to, "estimate"))
    if any(truth is False for truth, _ in truths):
        return False, ()
    waiting = tuple(fact for truth, fact in truths if truth is None)
    return (None if waiting else True), waiting
