"""What an assessment says: frozen values, from each ground with its reasons to the whole."""

from __future__ import annotations

from typing import NamedTuple

from advisor.case import Case
from advisor.circuit import Truth
from advisor.derive import Derived
from advisor.reasons import Reason
from advisor.rulebase import Rule


class Ground(NamedTuple):
    """A ground: `status` holds, fails or unknown; `proof` names facts where only the exact engine decided.

    `unasserted`: the facts without which a ground that holds would be open, and that nobody at least asserted.
    `unproved`: those of them that a ground read strictly must prove.
    """

    id: str
    status: str
    cite: str
    confidence: str
    because: tuple[Reason, ...]
    open_facts: tuple[str, ...]
    proof: tuple[str, ...]
    open_question: str
    strict: bool
    unasserted: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()


class RouteStatus(NamedTuple):
    """A route: `status` available, unavailable or undetermined; `bars` close it whatever its grounds."""

    id: str
    status: str
    cite: str
    grounds: tuple[Ground, ...]
    bars: tuple[Ground, ...]
    open_bars: tuple[Ground, ...]

    @property
    def holding(self) -> tuple[Ground, ...]:
        return tuple(ground for ground in self.grounds if ground.status == "holds")

    @property
    def established(self) -> bool:
        """Whether a ground holds of which every condition is at least asserted."""
        return any(not ground.unproved for ground in self.holding)


class Missing(NamedTuple):
    """A fact that is not known and the routes (or `regime`) whose status it can still change."""

    fact: str
    would_decide: tuple[str, ...]
    asked: bool


class Flag(NamedTuple):
    """A point of attention. `about` gives what raised it: facts, amounts, rules or routes, by kind."""

    id: str
    cite: str
    about: dict[str, tuple[str, ...]]


class Duty(NamedTuple):
    """What a route entails: a `value` (None while a fact that decides it is not known) with its source.

    `days` and `amount` are what the text names; `limits` are (variant, days for requests, days for tenders), the one
    that counts first.
    """

    rule: str
    value: str | None
    days: int | None
    amount: int | None
    limits: tuple[tuple[str, int | None, int | None], ...]
    cite: str
    confidence: str
    open_facts: tuple[str, ...]


class Preference(NamedTuple):
    """`route` stands before `other` because of the reason (a key of the advice wording) of this criterion."""

    route: str
    other: str
    criterion: str
    reason: str


class Assessment(NamedTuple):
    """Everything that follows from a case on its date. `engines` names those that agreed; empty for a preview.

    `known_until` is the last day that the rule base knows, where the reference date lies close before it. `crossed` are
    the amounts within the range of the estimate, each with the routes whose status differs across it.
    """

    case: Case
    rule_version: str
    rule_digest: str
    regime: str | None
    routes: tuple[RouteStatus, ...]
    ranked: tuple[str, ...]
    preferences: tuple[Preference, ...]
    first_reason: str | None
    flags: tuple[Flag, ...]
    missing: tuple[Missing, ...]
    duties: dict[str, dict[str, Duty]]
    steps: tuple[tuple[Rule, Truth, tuple[str, ...]], ...]
    engines: tuple[str, ...]
    derived: Derived
    known_until: int | None
    crossed: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def route(self, name: str) -> RouteStatus:
        return next(route for route in self.routes if route.id == name)

    def status(self, name: str) -> str:
        return self.route(name).status

    @property
    def recommended(self) -> str | None:
        """The route that comes first; None where none does, or where its grounds are not established."""
        return self.ranked[0] if self.ranked and self.route(self.ranked[0]).established else None
