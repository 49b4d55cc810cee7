"""The rule base as frozen values: facts, routes, rules and amounts, as they stand on every known date.

`load` reads the rule files, or a JSON cache of what they said when their digest was the same.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from advisor import __version__, quantity, rulefiles

#: A condition as nested tuples; see `rulecheck.condition`.
Condition = tuple[Any, ...]


class Fact(NamedTuple):
    """An answer that can be given: bool, enum, money, money_list, number, date or code_list.

    `change`: fixed, lawful (the buyer may lawfully see to another answer) or circumvention (art. 5).
    """

    id: str
    type: str
    values: tuple[str, ...] = ()
    min: int | None = None
    max: int | None = None
    market: bool = False
    note: str = ""
    derived: bool = False
    change: str = "fixed"


class Amount(NamedTuple):
    """A limit on one date. `value` is cents (unit eur) or hundredths; `confidence` is that of the row in force."""

    id: str
    unit: str
    cite: str
    value: int
    confidence: str
    source: tuple[str, ...]


class Rule(NamedTuple):
    """A rule of the law, a duty or a flag, with where it stands and how sure it is."""

    id: str
    effect: str
    cite: str
    transposes: str
    start: int | None
    end: int | None
    source: tuple[str, ...]
    confidence: str
    note: str
    open: str
    strict: bool
    when: Condition | None
    route: str | None
    routes: tuple[str, ...]
    regime: str | None
    duty: str | None
    value: str | None
    days: str | None
    amount: str | None
    limits: tuple[tuple[str, int | None, int | None], ...]
    only_if_shown: bool
    targets: tuple[tuple[str, Condition], ...]
    raised_by: str | None
    within_percent: int | None
    rank: int | None
    unless_shown: Condition | None
    pending_from: int | None
    checked: tuple[str, int] | None

    def in_force(self, day: int) -> bool:
        return self.start is not None and self.start <= day and (self.end is None or day <= self.end)


class Talk(NamedTuple):
    """On what the wording rests that says how far a route leaves room to negotiate."""

    cite: str
    source: tuple[str, ...]
    confidence: str


class Route(NamedTuple):
    id: str
    kind: str
    eforms: str | None
    cite: str
    talk: Talk


class Link(NamedTuple):
    """Two conditions on facts, the first of which implies the second by the meaning of the words."""

    id: str
    given: Condition
    then: Condition
    because: str


class Tier(NamedTuple):
    """One entry of a suitability criterion: for which routes it counts, when, and the wording key of the reason."""

    routes: tuple[str, ...]
    reason: str
    when: Condition | None
    unless: Condition | None
    grounds: tuple[str, ...]
    unless_grounds: tuple[str, ...]


#: How many versions of each kind of rule file the cache keeps.
KEPT_IN_CACHE = 8


class OutsideKnownDates(Exception):
    """The date lies outside the dates that the rule base knows."""

    def __init__(self, day: int, start: int, end: int) -> None:
        known = f"{quantity.date_text(start)} to {quantity.date_text(end)}"
        super().__init__(f"{quantity.date_text(day)} lies outside the dates known ({known}); nothing is guessed")
        self.day, self.start, self.end = day, start, end


class RuleBase(NamedTuple):
    """All rules on all dates; `amounts_on` and `rules_on` give those of one day."""

    version: str
    digest: str
    folder: str
    known_from: int
    known_to: int
    facts: dict[str, Fact]
    derived: tuple[dict[str, Any], ...]
    links: tuple[Link, ...]
    regimes: tuple[str, ...]
    routes: dict[str, Route]
    rules: tuple[Rule, ...]
    criteria: tuple[tuple[str, tuple[tuple[Tier, ...], ...]], ...]
    sources: dict[str, dict[str, str]]
    bases: dict[str, dict[str, str]]
    gaps: dict[str, dict[str, str]]
    use_cache: bool
    dated_amounts: tuple[dict[str, Any], ...]
    estimate: dict[str, Any]
    evidence: dict[str, Any]

    def require_known(self, day: int) -> None:
        """Raises OutsideKnownDates where the day is not within the dates known."""
        if not self.known_from <= day <= self.known_to:
            raise OutsideKnownDates(day, self.known_from, self.known_to)

    def rules_on(self, day: int) -> tuple[Rule, ...]:
        """The rules in force on the day, in the order of the files. Raises OutsideKnownDates."""
        self.require_known(day)
        return tuple(rule for rule in self.rules if rule.in_force(day))

    def pending_on(self, day: int) -> tuple[Rule, ...]:
        """The dormant rules of a reform that are of interest on the day. They never apply."""
        return tuple(rule for rule in self.rules if rule.pending_from is not None and rule.pending_from <= day)

    def amounts_on(self, day: int) -> dict[str, Amount]:
        """The amounts in force on the day. Raises OutsideKnownDates."""
        self.require_known(day)
        plain = {amount["id"]: amount for amount in self.dated_amounts}
        return {name: _amount_on(plain, amount, day) for name, amount in plain.items()}

    def segments(self) -> tuple[int, ...]:
        """The first days of the spans on which neither an amount nor a rule changes, in order."""
        starts = {self.known_from}
        for amount in self.dated_amounts:
            starts.update(row["start"] for row in amount["values"])
        for rule in self.rules:
            if rule.start is not None:
                starts.add(rule.start)
                if rule.end is not None:
                    starts.add(rule.end + 1)
        return tuple(sorted(day for day in starts if self.known_from <= day <= self.known_to))


def _amount_on(plain: dict[str, dict[str, Any]], amount: dict[str, Any], day: int) -> Amount:
    row = next((row for row in amount["values"] if row["start"] <= day <= row["end"]), amount)
    source, confidence = tuple(row["source"]), row["confidence"]
    if row["of"] is None:
        value = row["value"]
    else:
        parent = _amount_on(plain, plain[row["of"]], day)
        times, by = (int(part) for part in amount["times"].split("/"))
        value = parent.value * times // by
        confidence = max(confidence, parent.confidence, key=GRADES.index)
    return Amount(amount["id"], amount["unit"], amount["cite"], value, confidence, source)


#: From the surest to the least sure.
GRADES = ("primary", "secondary", "unverified")


def load(folder: str | None = None, cache: bool = True) -> RuleBase:
    """The rule base in `folder` (default: beside the program, else the checkout's).

    Raises RuleMistake with every mistake, each with file and line.
    """
    place = rulefiles.rule_folder(folder)
    files = rulefiles.contents(place)
    digest = rulefiles.digest(rulefiles.law_files(files))
    data = cached("law", digest, lambda: rulefiles.checked(files), cache)
    return _built(data, digest, str(place), use_cache=cache)


def cached(kind: str, digest: str, make: Callable[[], Any], use: bool = True) -> Any:
    """What `make` gives, kept as JSON under its digest. A cache that cannot be read or written is passed over."""
    if not use or os.environ.get("WIJZER_NO_CACHE"):
        return make()
    path = _cache_folder() / f"{kind}-{__version__}-{_code_mark()}-{digest[-64:]}.json"
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        pass
    made = make()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}.tmp")
        unfinished.write_text(json.dumps(made, ensure_ascii=False), "utf-8")
        unfinished.replace(path)
        _forget_oldest(path.parent, kind)
    except OSError:
        pass
    return made


@functools.cache
def _code_mark() -> str:
    """Eight hexadecimal digits that change with the program's own files: no cache outlives the code behind it."""
    with os.scandir(Path(__file__).parent) as entries:
        files = sorted((entry.name, entry.stat().st_mtime_ns) for entry in entries if entry.name.endswith(".py"))
    return hashlib.sha256(repr(files).encode()).hexdigest()[:8]


def _forget_oldest(folder: Path, kind: str) -> None:
    """Keeps the few newest files of a kind: each change of the rules leaves one behind."""
    files = sorted(folder.glob(f"{kind}-*.json"), key=lambda path: path.stat().st_mtime)
    for path in files[:-KEPT_IN_CACHE]:
        path.unlink(missing_ok=True)


def _cache_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("procedurewijzer"))


def tupled(node: Any) -> Any:
    """Nested lists as nested tuples."""
    return tuple(tupled(part) for part in node) if isinstance(node, (list, tuple)) else node


def _built(data: dict[str, Any], digest: str, folder: str, *, use_cache: bool) -> RuleBase:
    facts = {
        fact["id"]: Fact(
            fact["id"],
            fact["type"],
            tuple(fact["values"]),
            fact["min"],
            fact["max"],
            fact["market"],
            fact["note"],
            change=fact["change"],
        )
        for fact in data["facts"]
    }
    for derived in data["derived"]:
        if derived["type"]:
            facts[derived["id"]] = Fact(derived["id"], derived["type"], note=derived["note"], derived=True)
    return RuleBase(
        version=data["version"],
        digest=digest,
        folder=folder,
        known_from=data["known_from"],
        known_to=data["known_to"],
        facts=facts,
        derived=tuple(data["derived"]),
        links=tuple(
            Link(link["id"], tupled(link["given"]), tupled(link["then"]), link["because"]) for link in data["links"]
        ),
        regimes=tuple(regime["id"] for regime in data["regimes"]),
        routes={
            route["id"]: Route(
                route["id"],
                route["kind"],
                route["eforms"],
                route["cite"],
                Talk(route["talk"]["cite"], tuple(route["talk"]["source"]), route["talk"]["confidence"]),
            )
            for route in data["routes"]
        },
        rules=tuple(_rule(rule) for rule in data["rules"]),
        criteria=tuple(
            (criterion["id"], tuple(tuple(_tier(tier) for tier in tiers) for tiers in criterion["tiers"]))
            for criterion in data["criteria"]
        ),
        sources={source["id"]: source for source in data["sources"]},
        bases=data["bases"],
        gaps={gap["id"]: gap for gap in data["gaps"]},
        use_cache=use_cache,
        dated_amounts=tuple(data["amounts"]),
        estimate=data["estimate"],
        evidence=data["evidence"],
    )


def _rule(rule: dict[str, Any]) -> Rule:
    period = rule["in_force"] or {"start": None, "end": None}
    return Rule(
        id=rule["id"],
        effect=rule["effect"],
        cite=rule["cite"],
        transposes=rule["transposes"],
        start=period["start"],
        end=period["end"],
        source=tuple(rule["source"]),
        confidence=rule["confidence"],
        note=rule["note"],
        open=rule["open"],
        strict=rule["strict"],
        when=tupled(rule["when"]),
        route=rule["route"],
        routes=tuple(rule["routes"]),
        regime=rule["regime"],
        duty=rule["duty"],
        value=rule["value"],
        days=rule["days"],
        amount=rule["amount"],
        limits=tuple((kind, days["requests"], days["tenders"]) for kind, days in rule["limits"].items()),
        only_if_shown=rule["only_if_shown"],
        targets=tuple((target["id"], tupled(target["when"])) for target in rule["targets"]),
        raised_by=rule["raised_by"],
        within_percent=rule["within_percent"],
        rank=rule["rank"],
        unless_shown=tupled(rule["unless_shown"]),
        pending_from=rule["pending_from"],
        checked=(rule["checked"]["by"], rule["checked"]["on"]) if rule["checked"] else None,
    )


def _tier(tier: dict[str, Any]) -> Tier:
    return Tier(
        tuple(tier["routes"]),
        tier["reason"],
        tupled(tier["when"]),
        tupled(tier["unless"]),
        tuple(tier["grounds"]),
        tuple(tier["unless_grounds"]),
    )
