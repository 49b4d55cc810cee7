"""Whether a record is what this program made of its case: unchanged, from rules at hand, with the same outcome."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor import recordversion, sealed
from advisor.case import CaseMistakes, read_cases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.assessing import Assessment
    from advisor.case import Case
    from advisor.engines import Engines
    from advisor.wording import Wording

#: A record is some tens of kilobytes.
MOST_BYTES = 20_000_000
#: What of `record` follows from the case; the rest says who made it, and with what.
COMPARED = ("case", "eforms", "format", "state", "version")
KEYS: dict[str, tuple[type, ...]] = {
    "format": (int,),
    "program": (str,),
    "language": (str,),
    "state": (str,),
    "version": (dict,),
    "rules": (dict,),
    "authority": (dict, type(None)),
    "case": (dict,),
    "digest": (str,),
}


class Unreadable(Exception):
    """It is no record of a format that this program knows; the message says what was expected."""


class Finding(NamedTuple):
    """What does not hold: `where` in the record, what was expected and found, and what to do."""

    where: str
    expected: str
    found: str
    todo: str


def read(raw: bytes) -> dict[str, Any]:
    """The data of a record. Raises Unreadable."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(f"it has {len(raw)} bytes; a record has at most {MOST_BYTES}")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a key stands twice in one object")
        return found

    def refuse(text: str) -> Any:
        raise ValueError(f"{text} is no number of JSON")

    try:
        content = json.loads(raw.decode("utf-8"), object_pairs_hook=once, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"it is no JSON in UTF-8: {error}") from None
    record = content.get("record") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(record, dict):
        raise Unreadable("it has no `record`: it is an assessment, or was made before records had a format")
    if record.get("format") is True or record.get("format") != sealed.FORMAT:
        raise Unreadable(f"its format is {record.get('format')!r}; this program knows {sealed.FORMAT}")
    for key, kind in KEYS.items():
        if not isinstance(record.get(key), kind):
            raise Unreadable(f"`record.{key}` is missing or of another kind")
    return content


def seal(content: dict[str, Any]) -> list[Finding]:
    """Whether the digest is that of the content. Nothing else needs to be known for that."""
    try:
        own = sealed.digest_of(content)
    except (ValueError, RecursionError) as error:
        return [Finding("record.digest", "data with one form", str(error), "ask for the record again")]
    told = content["record"]["digest"]
    if own == told:
        return []
    return [Finding("record.digest", told, own, "the file was changed after it was made; ask for the record again")]


def case_of(content: dict[str, Any], engines: Engines) -> Case:
    """The case of a record. Raises Unreadable where it cannot be read with these rules."""
    data = dict(content["record"]["case"])
    version = recordversion.read(content["record"]["version"])
    if version is None:
        raise Unreadable("`record.version` is none: a first version corrects nothing, a later one says what and why")
    from_base = data.pop("from_base", [])
    if not data.get("unsure"):
        data.pop("unsure", None)
    if not data.get("evidence"):
        data.pop("evidence", None)
    try:
        (case,) = read_cases(engines.base, json.dumps(data, ensure_ascii=False).encode(), "record.case")
    except (CaseMistakes, ValueError) as mistakes:
        raise Unreadable(f"its case cannot be read with these rules: {mistakes}") from None
    return case._replace(from_base=frozenset(from_base), version=version)


def replayed(content: dict[str, Any], engines: Engines, wording: Wording) -> tuple[Assessment, list[Finding]]:
    """The case assessed again, and the first difference with the record. Raises Unreadable, Breach."""
    from advisor.assessing import assess

    found = assess(case_of(content, engines), engines)
    again = sealed.sealed(found, engines.base, wording)
    told = dict(content, record={key: value for key, value in content["record"].items() if key in COMPARED})
    mine = dict(again, record={key: again["record"][key] for key in COMPARED})
    # Another pair of engines that agrees is as good: which ones took part is told, not compared.
    for one in (told, mine):
        one.pop("engines", None)
    difference = first_difference(mine, told, "")
    return found, [] if difference is None else [difference]


def first_difference(mine: Any, told: Any, where: str) -> Finding | None:
    """The first place at which two sets of data differ; `mine` is what is expected."""
    todo = "the outcome is not that of these rules; do not use the record, and report this"
    if isinstance(mine, dict) and isinstance(told, dict):
        for key in [*mine, *(key for key in told if key not in mine)]:
            if key not in mine or key not in told:
                shown = ("absent", "present") if key not in mine else ("present", "absent")
                return Finding(f"{where}.{key}".lstrip("."), *shown, todo)
            if (found := first_difference(mine[key], told[key], f"{where}.{key}")) is not None:
                return found
        return None
    if isinstance(mine, list) and isinstance(told, list):
        for number, (one, other) in enumerate(zip(mine, told, strict=False)):
            if (found := first_difference(one, other, f"{where}[{number}]")) is not None:
                return found
        if len(mine) != len(told):
            return Finding(where.lstrip("."), f"{len(mine)} items", f"{len(told)} items", todo)
        return None
    if type(mine) is type(told) and mine == told:
        return None
    return Finding(where.lstrip("."), json.dumps(mine, ensure_ascii=False), json.dumps(told, ensure_ascii=False), todo)


def chain(contents: Mapping[str, dict[str, Any]]) -> list[tuple[str, Finding]]:
    """Each record (by its name) that does not follow the one that it corrects, where that one is among them."""
    by_digest = {content["record"]["digest"]: content["record"] for content in contents.values()}
    found = []
    for name, content in contents.items():
        record = content["record"]
        before = by_digest.get(record["version"]["corrects"])
        if before is None:
            continue
        expected = (before["case"].get("id"), recordversion.LOCKED, before["version"]["number"] + 1)
        told = (record["case"].get("id"), before["state"], record["version"]["number"])
        places = ("record.case.id", "record.state of the version before", "record.version.number")
        found += [
            (name, Finding(place, str(wanted), str(own), "the versions are no chain; ask for the records again"))
            for place, wanted, own in zip(places, expected, told, strict=True)
            if wanted != own
        ]
    return found


def rules_are_here(content: dict[str, Any], engines: Engines) -> list[Finding]:
    """Whether the rules of the record are the ones at hand."""
    rules, record = content["record"]["rules"], content["record"]
    version = rules.get("version")
    todo = f"install the pack of rule base {version}, of release {record['program']}: wijzer rules install PACK"
    here = {"law": engines.base.digest, "text": sealed.text_digest(engines.base, record["language"])}
    return [
        Finding(f"record.rules.{kind}", str(rules.get(kind)), digest, todo)
        for kind, digest in here.items()
        if rules.get(kind) != digest
    ]
