"""One assessment: regime, routes with their grounds, recommendation, flags, duties and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from advisor.assessment import Assessment, Duty, Flag, Ground, Missing, Preference, RouteStatus
from advisor.case import Case
from advisor.circuit import Truth, facts_in, tree
from advisor.derive import Answer, derive
from advisor.engines import Engines, Span
from advisor.exact import Certain, ImpossibleAnswers
from advisor.reasons import Explainer
from advisor.rulebase import Rule, RuleBase

__all__ = [
    "AVAILABLE",
    "UNAVAILABLE",
    "UNDETERMINED",
    "Assessment",
    "Duty",
    "Flag",
    "Ground",
    "Missing",
    "Preference",
    "RouteStatus",
    "State",
    "askable",
    "assess",
]

AVAILABLE, UNAVAILABLE, UNDETERMINED = "available", "unavailable", "undetermined"
#: Calendar days before the end of what is known from which an assessment says so.
WARNING_DAYS = 90
STATUS_OF_GROUND = {True: "holds", False: "fails", None: "unknown"}


class State:
    """What the engines conclude from answers: truths by rule, exact ones included. Shared by assess and previews."""

    def __init__(
        self,
        engines: Engines,
        answers: Mapping[str, Answer],
        day: int,
        *,
        from_base: frozenset[str] = frozenset(),
        preview: bool = False,
    ) -> None:
        self.base: RuleBase = engines.base
        self.span: Span = engines.on(day)
        self.derived = derive(self.base, answers, day)
        #: Links that a fact of a named base breaks: nobody asserted that fact, so the answers are not at fault.
        self.broken_by_base = self._broken(from_base)
        self.engines: tuple[str, ...] = ()
        if preview:
            kleene = self.span.truths(self.derived)
        else:
            kleene, self.engines = self.span.agreed(self.derived)
        self.certain: dict[str, Certain] = self.span.decided(
            self.derived, kleene, self.span.outcomes, self.broken_by_base
        )
        self.truths: dict[str, Truth] = {
            **kleene,
            **{name: certain.truth for name, certain in self.certain.items()},
        }
        self.explainer = Explainer(self.span.circuit, self.derived.values, self.truths)

    def _broken(self, from_base: frozenset[str]) -> frozenset[str]:
        """The links that facts of a base break. Raises ImpossibleAnswers where answers alone break one."""
        looker = Explainer(self.span.circuit, self.derived.values, {})
        broken: set[str] = set()
        for link in self.base.links:
            given, then = (tree(part, self.span.circuit.amounts) for part in (link.given, link.then))
            if looker.truth(given) and looker.truth(then) is False:
                if not from_base.isdisjoint(facts_in(link.given) | facts_in(link.then)):
                    broken.add(link.id)
                    continue
                found = self.span.exact.impossible(self.derived)
                assert found is not None, "a broken link is a contradiction"
                raise ImpossibleAnswers(found)
        return frozenset(broken)

    def regime(self) -> str | None:
        """The regime that certainly applies, or None."""
        for rule in self.rules("regime"):
            if self.truths[rule.id]:
                return rule.regime
        return None

    def rules(self, effect: str) -> Iterable[Rule]:
        return (rule for rule in self.span.circuit.rules.values() if rule.effect == effect)

    def status(self, route: str, truths: Mapping[str, Truth] | None = None) -> str:
        """The status of a route, by the semantics of the vocabulary of outcomes; by other truths where given."""
        truths = self.truths if truths is None else truths
        bars = [truths[rule.id] for rule in self.rules("bar") if route in rule.routes]
        grounds = [truths[rule.id] for rule in self.rules("ground") if rule.route == route]
        if True in bars or all(truth is False for truth in grounds):
            return UNAVAILABLE
        if True in grounds and all(truth is False for truth in bars):
            return AVAILABLE
        return UNDETERMINED

    def statuses(self, truths: Mapping[str, Truth] | None = None) -> dict[str, str]:
        return {route: self.status(route, truths) for route in self.base.routes}


def assess(case: Case, engines: Engines, *, preview: bool = False) -> Assessment:
    """The assessment of a case. A preview runs the evaluator alone and may not be exported.

    Raises OutsideKnownDates, ContradictingAnswers, ImpossibleAnswers, Breach.
    """
    from advisor import duties, flags, suitability

    state = State(engines, case.answers, case.as_of, from_base=case.from_base, preview=preview)
    routes = tuple(_route(state, name) for name in state.base.routes)
    if case.from_base or case.evidence:
        from advisor import evidence

        routes = evidence.weighed(routes, state, case)
    ranked, preferences, first_reason = suitability.rank(state, routes)
    return Assessment(
        case=case,
        rule_version=state.base.version,
        rule_digest=state.base.digest,
        regime=state.regime(),
        routes=routes,
        ranked=ranked,
        preferences=preferences,
        first_reason=first_reason,
        flags=flags.raised(state, case, engines, routes),
        missing=_missing(state, case, routes),
        duties=duties.entailed(state, routes),
        steps=_steps(state),
        engines=state.engines,
        derived=state.derived,
        known_until=state.base.known_to if state.base.known_to - case.as_of < WARNING_DAYS else None,
        crossed=flags.within_range(state, case, engines) if case.estimate else (),
    )


def _route(state: State, name: str) -> RouteStatus:
    grounds = tuple(_ground(state, rule) for rule in state.rules("ground") if rule.route == name)
    barring = [rule for rule in state.rules("bar") if name in rule.routes]
    return RouteStatus(
        id=name,
        status=state.status(name),
        cite=state.base.routes[name].cite,
        grounds=grounds,
        bars=tuple(_ground(state, rule) for rule in barring if state.truths[rule.id]),
        open_bars=tuple(_ground(state, rule) for rule in barring if state.truths[rule.id] is None),
    )


def _ground(state: State, rule: Rule) -> Ground:
    explainer = state.explainer
    proof = state.certain[rule.id].facts if rule.id in state.certain else ()
    return Ground(
        id=rule.id,
        status=STATUS_OF_GROUND[state.truths[rule.id]],
        cite=rule.cite,
        confidence=explainer.grade(rule.id),
        because=explainer.why(rule.id),
        open_facts=askable(state, explainer.open_facts(rule.id)),
        proof=proof,
        open_question=rule.open,
        strict=rule.strict,
    )


def askable(state: State, facts: Iterable[str]) -> tuple[str, ...]:
    """The facts that a person can answer behind those that are computed, each once."""
    behind: dict[str, list[str]] = {}
    for rule in state.base.derived:
        parts = rule["years"] or rule["share"] or {}
        behind[rule["id"]] = list(parts.values())
    same = dict(state.derived.same)
    found: dict[str, None] = {}
    for fact in facts:
        if state.base.facts[fact].derived:
            waiting = behind[fact] or [same.get(fact, fact)]
            found.update(dict.fromkeys(part for part in waiting if state.derived.values.get(part) is None))
        else:
            found.setdefault(same.get(fact, fact))
    for rule in state.base.derived:
        if rule["larger"] and rule["id"] in found and rule["id"] in state.derived.values:
            # It was asked and is not known: what settles it can be asked in its place.
            settling = [part for part in rule["larger"].values() if part not in state.derived.values]
            found.update(dict.fromkeys(settling))
    return tuple(found)


def _missing(state: State, case: Case, routes: tuple[RouteStatus, ...]) -> tuple[Missing, ...]:
    decides: dict[str, dict[str, None]] = {}
    if state.regime() is None:
        for rule in state.rules("regime"):
            for fact in askable(state, state.explainer.open_facts(rule.id)):
                decides.setdefault(fact, {})["regime"] = None
    for route in routes:
        if route.status == UNDETERMINED:
            holds = bool(route.holding)
            for part in (*route.open_bars, *(() if holds else route.grounds)):
                for fact in part.open_facts:
                    decides.setdefault(fact, {})[route.id] = None
    order = list(state.base.facts)
    return tuple(
        Missing(fact, tuple(decided), fact in case.answers)
        for fact, decided in sorted(decides.items(), key=lambda item: (-len(item[1]), order.index(item[0])))
    )


def _steps(state: State) -> tuple[tuple[Rule, Truth, tuple[str, ...]], ...]:
    """Each decided rule of the law with the facts and rules that it reads, in the law's order."""
    found = []
    for name, rule in state.span.circuit.rules.items():
        if name not in state.span.circuit.trees or state.truths[name] is None or rule.effect in ("flag", "topic"):
            continue
        facts = tuple(dict.fromkeys(reason.fact for reason in state.explainer.why(name)))
        found.append((rule, state.truths[name], facts))
    return tuple(found)
