"""Which organ decides: the provisions of a body, read from top to bottom against its profile and the purchase."""

from __future__ import annotations

from typing import Any

from advisor.authority.law import Law, Provision
from advisor.authority.profile import (
    Authority,
    DayToDay,
    Delegation,
    Purchase,
    Resolved,
    covers,
    reliable,
    row_on,
)
from advisor.rulebase import GRADES

#: From the lowest to the highest: where two delegations hold, the lower organ was given the power.
_LOWEST_FIRST = ("official", "director", "executive", "council")


def decider(law: Law, authority: Authority, purchase: Purchase, stage: str) -> Resolved:
    """The organ for the choice or the award (`stage`): the first provision that holds.

    A provision that waits for a fact leaves the answer open, unless the rest gives the same organ anyway.
    """
    body = law.body(authority.region, authority.body)
    walk = _Walk(law, authority, purchase, stage)
    for provision in body.choice if stage == "choice" else body.award:
        found = walk.met(provision)
        if found is not None:
            return walk.unless_waiting(found)
    raise AssertionError("the last provision of a body holds for every purchase")


class _Walk:
    """One reading, with what it met on the way: notes, grades, provisions that wait, and whether to ask."""

    def __init__(self, law: Law, authority: Authority, purchase: Purchase, stage: str) -> None:
        self._law, self._authority, self._purchase, self._stage = law, authority, purchase, stage
        self._notes: list[str] = []
        self._grades: list[str] = []
        self._waiting: list[tuple[str | None, tuple[str, ...]]] = []
        self._ask = False

    def met(self, provision: Provision) -> Resolved | None:
        """The answer where the provision holds, else None."""
        match provision.kind:
            case "urgency":
                return self._answer(provision, provision.organ) if self._purchase.urgent else None
            case "by_law":
                return self._by_law(provision)
            case "day_to_day":
                return self._day_to_day(provision)
            case "by_name":
                return self._by_name(provision)
            case "delegation":
                return self._delegation(provision)
            case "statutes":
                return self._statutes(provision)
            case "ask":
                self._ask = True
        return self._answer(provision, provision.organ)

    def unless_waiting(self, found: Resolved) -> Resolved:
        """The answer, or the facts that could give another one."""
        facts = tuple(dict.fromkeys(fact for organ, facts in self._waiting if organ != found.organ for fact in facts))
        if not facts:
            return found
        key = f"{self._stage}_open"
        return found._replace(key=key, organ=None, informs=None, amount=None, delegation=None, open_facts=facts)

    def _answer(self, provision: Provision, organ: str | None, **more: Any) -> Resolved:
        if provision.seen_until is not None and self._purchase.day > provision.seen_until:
            self._notes.append("later_version")
        answer = Resolved(
            key=f"{self._stage}_{provision.kind}",
            organ=organ,
            cite=provision.cite,
            source=provision.source,
            confidence=max([provision.confidence, *self._grades], key=GRADES.index),
            ask_secretary=self._ask,
            informs=provision.informs,
            notes=tuple(dict.fromkeys(self._notes)),
        )
        return answer._replace(**more)

    def _by_law(self, provision: Provision) -> Resolved | None:
        """The organ that the law itself names under an amount. Where no amount is known for the day: ask."""
        row, _ = row_on(provision, self._purchase, self._authority.population)
        if row is None:
            self._notes.append("amount_not_known")
            self._ask = True
            return None
        self._grades.append(row.confidence)
        if self._purchase.estimate is None:
            self._waiting.append((provision.organ, ("estimate",)))
        elif self._purchase.estimate < row.value:
            return self._answer(provision, provision.organ, amount=row.value)
        return None

    def _day_to_day(self, provision: Provision) -> Resolved | None:
        own = self._authority.day_to_day
        if own is None:
            self._notes.append("no_day_to_day")
            self._ask = True
            return None
        return self._if_relied_on(own, provision, provision.organ)

    def _by_name(self, provision: Provision) -> Resolved | None:
        for own in self._delegations(provision, by_name=True):
            if self._purchase.named is None:
                self._notes.append("by_name_check")
            elif self._purchase.named and (found := self._if_relied_on(own, provision, own.to)):
                return found
        return None

    def _delegation(self, provision: Provision) -> Resolved | None:
        for own in self._delegations(provision, by_name=False):
            if own.scope.budget not in (None, provision.budget) and provision.budget is not None:
                continue
            if found := self._if_relied_on(own, provision, own.to):
                return found
        return None

    def _delegations(self, provision: Provision, *, by_name: bool) -> list[Delegation]:
        """The delegations under the provision, the lowest organ and the lowest amount first."""
        found = [
            own
            for own in self._authority.delegations
            if own.to in provision.to and (own.by_name is not None) == by_name and own.stage in (self._stage, "both")
        ]
        return sorted(found, key=lambda own: (_LOWEST_FIRST.index(own.to), _limit(own)))

    def _if_relied_on(self, own: Delegation | DayToDay, provision: Provision, organ: str | None) -> Resolved | None:
        """The organ where the decision stands, is within the law's ceiling, and covers the purchase."""
        day = self._purchase.day
        doubt = reliable(self._law, self._authority, own.basis, own.decided_on, day)
        if isinstance(own, Delegation) and own.until is not None and own.until < day:
            doubt = "delegation_ended"
        if doubt:
            self._notes.append(doubt)
            self._ask = self._ask or doubt == "repealed_basis"
            return None
        covered, waiting = covers(own.scope, self._purchase)
        if provision.budget is not None and covered is not False:
            of_law, needed = covers(own.scope._replace(budget=provision.budget, below=None, up_to=None), self._purchase)
            covered = False if of_law is False else None if None in (covered, of_law) else covered
            waiting += needed
        if covered is False:
            return None
        return self._under_ceiling(own, provision, organ, waiting)

    def _under_ceiling(
        self, own: Delegation | DayToDay, provision: Provision, organ: str | None, waiting: tuple[str, ...]
    ) -> Resolved | None:
        amount = own.scope.below if own.scope.below is not None else own.scope.up_to
        if provision.rows:
            row, size_needed = row_on(provision, self._purchase, self._authority.population)
            if row is None:
                self._notes.append("amount_not_known")
                self._ask = True
                return None
            self._grades.append(row.confidence)
            if size_needed:
                self._notes.append("population_missing")
            if self._purchase.estimate is None:
                waiting += ("estimate",)
            elif self._purchase.estimate >= row.value:
                self._notes.append("over_ceiling")
                self._ask = self._ask or row.confidence == "unverified"
                return None
            amount = min(amount, row.value) if amount is not None else row.value
        if waiting:
            self._waiting.append((organ, tuple(dict.fromkeys(waiting))))
            return None
        if provision.ceiling_not_seen:
            self._notes.append("ceiling_not_seen")
            self._ask = True
        return self._answer(provision, organ, amount=amount, delegation=own)

    def _statutes(self, provision: Provision) -> Resolved:
        own = self._authority.statutes
        if own is None:
            self._notes.append("no_statutes")
            self._ask = True
            return self._answer(provision, provision.organ)
        doubt = reliable(self._law, self._authority, own.basis, own.decided_on, self._purchase.day)
        if doubt:
            self._notes.append(doubt)
            self._ask = True
            return self._answer(provision, provision.organ)
        return self._answer(provision, own.choice if self._stage == "choice" else own.award, delegation=own)


def _limit(own: Delegation) -> int:
    amounts = [amount for amount in (own.scope.below, own.scope.up_to) if amount is not None]
    return min(amounts, default=10**17)
