"""Authority profiles: YAML files that a buyer writes once, read strictly and refused whole where anything is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable

from advisor.authority.law import PARTS, Body, Heading, HeadingSet, Law, Region
from advisor.authority.profile import Authority, DayToDay, Delegation, Headings, Opinion, Scope, Statutes, Visa
from advisor.authority.values import Values, kind_of
from advisor.yamlfile import FileMistake, Mapping, Sequence, read_documents, read_text

KEYS = (
    "name", "number", "region", "body", "language", "as_of", "population", "day_to_day", "delegations", "visa",
    "opinion", "statutes", "budget_keys", "headings", "note",
)  # fmt: skip
STAGES = ("choice", "award", "both")
_DECISION = ("decided_on", "basis", "note")
_SCOPE = ("estimate_below", "estimate_up_to", "budget", "routes")
_NUMBER = re.compile(r"[01]\d{3}\.\d{3}\.\d{3}", re.ASCII)
_MAX_LISTED = 200


class ProfileMistakes(Exception):
    """The profile is refused. `messages`: one line a mistake, with file, line, key and what was expected."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


def read_authority(law: Law, routes: Iterable[str], raw: bytes, name: str) -> Authority:
    """The profile in a file (its bytes and the name to report). `routes`: the procedures known.

    Raises ProfileMistakes with everything that is wrong.
    """
    try:
        documents = read_documents(read_text(raw))
        if len(documents) != 1 or not isinstance(documents[0], Mapping):
            raise FileMistake(1, f"expected one profile: a mapping with {', '.join(KEYS[:6])}")
    except FileMistake as mistake:
        raise ProfileMistakes([f"{name}:{mistake.line}: {mistake.message}"]) from None
    reader = _Reader(law, tuple(routes), name)
    found = reader.profile(documents[0])
    if found is None or reader.messages:
        raise ProfileMistakes(reader.messages)
    return found


class _Reader(Values):
    def __init__(self, law: Law, routes: tuple[str, ...], name: str) -> None:
        super().__init__(name)
        self._law, self._routes = law, routes

    def profile(self, item: Mapping) -> Authority | None:
        self.only(item, KEYS, "")
        region_id = self.one_of(item, "region", tuple(self._law.regions), "")
        region = self._law.regions.get(region_id)
        if region is None:
            self._named(item)
            return None
        body_id = self.one_of(item, "body", tuple(region.bodies), "")
        languages = self._languages(item, region) or region.languages[:1]
        body = region.bodies.get(body_id)
        if body is None:
            self._named(item)
            return None
        kinds = {provision.kind for provision in body.choice}
        return Authority(
            name=self.text(item, "name", ""),
            number=self._company_number(item),
            region=region_id,
            body=body_id,
            languages=languages,
            as_of=self.date(item, "as_of", ""),
            population=self._population(item),
            day_to_day=self._day_to_day(item, region, fits="day_to_day" in kinds),
            delegations=self._delegations(item, region, body),
            visa=self._visa(item, fits=body.check.kind == "visa"),
            opinion=self._opinion(item, fits=body.check.kind == "opinion"),
            statutes=self._statutes(item, body, fits="statutes" in kinds),
            budget_keys=self.listed(item, "budget_keys", region.budget_keys, "") or region.budget_keys,
            headings=self._all_headings(item, region_id, body_id, languages),
        )

    def _named(self, item: Mapping) -> None:
        """Reads what needs no region and no body, so that its mistakes are told as well."""
        self.text(item, "name", "")
        self._company_number(item)
        self.date(item, "as_of", "")
        self._population(item)

    def _company_number(self, item: Mapping) -> str:
        value = self.text(item, "number", "", needed=False)
        digits = value.replace(".", "")
        if value and (not _NUMBER.fullmatch(value) or 97 - int(digits[:8]) % 97 != int(digits[8:])):
            expected = "expected an enterprise number like 0207.437.468, whose check digits fit"
            self.wrong(item["number"].line, f"number: {expected}; found {value}")  # type: ignore[index]
        return value

    def _population(self, item: Mapping) -> int | None:
        value = self.scalar(item, "population", "", "a number of inhabitants like 18500", needed=False)
        if value is None:
            return None
        if not re.fullmatch(r"[1-9]\d{0,7}", value):
            self.wrong(
                value.line, f"population: expected a number of inhabitants like 18500; found {value or 'nothing'}"
            )
            return None
        return int(value)

    def _scope(self, item: Mapping, region: Region, where: str) -> Scope:
        if "estimate_below" in item and "estimate_up_to" in item:
            self.wrong(item.line, f"{where}give estimate_below or estimate_up_to, not both")
        budget = ""
        if "budget" in item and not region.budgets:
            self.wrong(item["budget"].line, f"{where}budget: makes no difference in this region; leave it out")  # type: ignore[index]
        else:
            budget = self.one_of(item, "budget", region.budgets, where, needed=False)
        return Scope(
            self.money(item, "estimate_below", where, needed=False),
            self.money(item, "estimate_up_to", where, needed=False),
            budget or None,
            self.listed(item, "routes", self._routes, where),
        )

    def _day_to_day(self, item: Mapping, region: Region, *, fits: bool) -> DayToDay | None:
        why = "this body has no day-to-day management by decree; use delegations"
        given = self.mapping(item, "day_to_day", fits=fits, why=why)
        if given is None:
            return None
        where = "day_to_day: "
        self.only(given, (*_DECISION, *_SCOPE), where)
        decided, basis = self.date(given, "decided_on", where), self.text(given, "basis", where)
        return DayToDay(decided, basis, self._scope(given, region, where), given.line)

    def _delegations(self, item: Mapping, region: Region, body: Body) -> tuple[Delegation, ...]:
        listed = item.get("delegations")  # type: ignore[call-overload]
        if listed is None:
            return ()
        if not isinstance(listed, Sequence) or len(listed) > _MAX_LISTED:
            expected = f"delegations: expected a list of at most {_MAX_LISTED} delegations"
            self.wrong(listed.line, f"{expected}; found {kind_of(listed)}")
            return ()
        found: list[Delegation] = []
        for entry in listed:
            where = f"delegations {len(found) + 1}: "
            if not isinstance(entry, Mapping):
                self.wrong(
                    entry.line, f"{where}expected a mapping with to, decided_on and basis; found {kind_of(entry)}"
                )
                continue
            self.only(entry, ("to", "for", "by_name", "valid_until", *_DECISION, *_SCOPE), where)
            until = self.date(entry, "valid_until", where, needed=False)
            found.append(
                Delegation(
                    self.one_of(entry, "to", tuple(body.organs), where),
                    self.date(entry, "decided_on", where),
                    self.text(entry, "basis", where),
                    self._scope(entry, region, where),
                    self.one_of(entry, "for", STAGES, where, needed=False) or "choice",
                    self.text(entry, "by_name", where, needed=False) or None,
                    until or None,
                    entry.line,
                )
            )
        return tuple(found)

    def _visa(self, item: Mapping, *, fits: bool) -> Visa | None:
        given = self.mapping(item, "visa", fits=fits, why="this body has no prior visa by decree")
        if given is None:
            return None
        where = "visa: "
        self.only(given, ("exempt_up_to", "yearly_exempt_up_to", "vat", *_DECISION), where)
        exempt = self.money(given, "exempt_up_to", where)
        yearly = self.money(given, "yearly_exempt_up_to", where, needed=False)
        with_vat = self.one_of(given, "vat", ("excluding", "including"), where) == "including"
        decided, basis = self.date(given, "decided_on", where), self.text(given, "basis", where)
        return Visa(exempt or 0, yearly, with_vat, decided, basis, given.line)

    def _opinion(self, item: Mapping, *, fits: bool) -> Opinion | None:
        given = self.mapping(item, "opinion", fits=fits, why="this body has no legality opinion by decree")
        if given is None:
            return None
        self.only(given, ("over", *_DECISION), "opinion: ")
        over = self.money(given, "over", "opinion: ")
        decided, basis = self.date(given, "decided_on", "opinion: "), self.text(given, "basis", "opinion: ")
        return Opinion(over or 0, decided, basis, given.line)

    def _statutes(self, item: Mapping, body: Body, *, fits: bool) -> Statutes | None:
        why = "the law itself says which organ of this body decides; use delegations"
        given = self.mapping(item, "statutes", fits=fits, why=why)
        if given is None:
            return None
        where, organs = "statutes: ", tuple(body.organs)
        self.only(given, ("choice", "award", *_DECISION), where)
        choice, award = self.one_of(given, "choice", organs, where), self.one_of(given, "award", organs, where)
        decided, basis = self.date(given, "decided_on", where), self.text(given, "basis", where)
        return Statutes(choice, award, decided, basis, given.line)

    def _languages(self, item: Mapping, region: Region) -> tuple[str, ...]:
        """One language, or a list of them in the order of the decision."""
        if isinstance(item.get("language"), Sequence):  # type: ignore[call-overload]
            return self.listed(item, "language", region.languages, "")
        language = self.one_of(item, "language", region.languages, "")
        return (language,) if language else ()

    def _all_headings(self, item: Mapping, region: str, body: str, languages: tuple[str, ...]) -> dict[str, Headings]:
        """The headings of each language; with two languages `headings` is a mapping by language."""
        languages = tuple(language for language in languages if language in self._law.regions[region].languages)
        given = item.get("headings")  # type: ignore[call-overload]
        if isinstance(given, Mapping):
            self.only(given, languages, "headings: ")
            return {each: self._headings(given, each, region, body, each) for each in languages}
        if given is not None and len(languages) > 1:
            expected = f"expected a mapping with {', '.join(languages)}, since this profile has two languages"
            self.wrong(given.line, f"headings: {expected}")
            return {}
        return {each: self._headings(item, "headings", region, body, each) for each in languages}

    def _headings(self, item: Mapping, key: str, region: str, body: str, language: str) -> Headings:
        given = item.get(key)  # type: ignore[call-overload]
        if isinstance(given, Sequence):
            return Headings("own", self._own_headings(given))
        found: HeadingSet | None = self._law.default_set(region, body, language)
        if given is not None:
            known = tuple(name for name, entry in self._law.sets.items() if entry.language == language)
            found = self._law.sets.get(self.one_of(item, key, known, "" if key == "headings" else "headings: "))
        return Headings("", ()) if found is None else Headings(found.id, found.headings)

    def _own_headings(self, listed: Sequence) -> tuple[Heading, ...]:
        found: list[Heading] = []
        for entry in listed:
            if not isinstance(entry, Mapping):
                self.wrong(entry.line, f"headings: expected a mapping with text and parts; found {kind_of(entry)}")
                continue
            self.only(entry, ("text", "parts"), "headings: ")
            if "parts" not in entry:
                self.wrong(entry.line, f"headings: parts: is missing; expected a list with any of {', '.join(PARTS)}")
            parts = self.listed(entry, "parts", PARTS, "headings: ")
            found.append(Heading(self.text(entry, "text", "headings: "), parts, seen=True))
        under = [part for heading in found for part in heading.parts]
        for part in PARTS:
            if under.count(part) != 1:
                times = "no heading" if part not in under else "more than one heading"
                self.wrong(listed.line, f"headings: {part} stands under {times}; each part needs exactly one")
        return tuple(found)
