"""What a case file expects, compared with its assessment: every key of `expect`, checked as written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from advisor.assessing import AVAILABLE, UNAVAILABLE, UNDETERMINED, Assessment, Duty

_ALLOWED = {
    "available": (AVAILABLE,),
    "unavailable": (UNAVAILABLE,),
    "undetermined": (UNDETERMINED,),
    "not_available": (UNAVAILABLE, UNDETERMINED),
    "possible": (AVAILABLE, UNDETERMINED),
}


def differences(found: Assessment) -> list[str]:
    """One line for each expectation that is not met, in the order of the file; empty where all are met."""
    return [line for key, wanted in found.case.expect.items() for line in _one(key, wanted, found)]


def _one(key: str, wanted: Any, found: Assessment) -> Iterator[str]:
    if key == "regime":
        yield from _unequal("regime", wanted, found.regime or "undetermined")
    elif key in _ALLOWED:
        for route in wanted:
            if found.status(route) not in _ALLOWED[key]:
                yield f"{route}: expected {key}, found {found.status(route)}"
    elif key == "grounds":
        status = {ground.id: ground.status for route in found.routes for ground in route.grounds}
        for ground, expected in wanted.items():
            yield from _unequal(ground, expected, status.get(ground, "not in force"))
    elif key == "recommended_first":
        right = wanted if isinstance(wanted, list) else [wanted]
        if found.recommended not in right:
            yield f"recommended first: expected {' or '.join(right)}, found {found.recommended or 'nothing'}"
    elif key == "recommended_not":
        if found.recommended in wanted:
            yield f"recommended: expected anything but {found.recommended}"
    elif key in ("flags", "not_flags", "topics", "not_topics", "targets"):
        yield from _told(key, wanted, found)
    elif key == "duties":
        for route, kinds in wanted.items():
            yield from _said(route, kinds, found)
    else:
        for route, expected in wanted.items():
            yield from _duty(key, route, expected, found)


def _told(key: str, wanted: Any, found: Assessment) -> Iterator[str]:
    """The flags, the open questions of law that one tells, and where one sends whoever has no procedure here."""
    if key == "targets":
        told = {flag.id: flag.about.get("targets", ()) for flag in found.flags}
        for flag, target in wanted.items():
            yield from _unequal(f"flag {flag}: target", target, ", ".join(told.get(flag, ())) or "none")
        return
    what = key.removeprefix("not_").removesuffix("s")
    raised = {flag.id for flag in found.flags}
    if what == "topic":
        raised = {topic for flag in found.flags for topic in flag.about.get("topics", ())}
    for name in wanted:
        if (name in raised) == key.startswith("not_"):
            yield f"{what} {name}: expected {'not raised' if key.startswith('not_') else 'raised'}"


def _duty(key: str, route: str, expected: Any, found: Assessment) -> Iterator[str]:
    kind = "standstill" if key == "standstill_required" else key
    duties = found.duties.get(route)
    if duties is None:
        yield f"{route}: {key}: expected {expected}, but the route is {found.status(route)}"
    elif kind not in duties:
        yield f"{route}: {key}: expected {expected}, but no rule says anything of it"
    else:
        value = duties[kind].value
        if kind == "time_limits":
            yield from _limits(route, expected, duties[kind])
            return
        if kind == "standstill":
            value = {"required": "true", "not_required": "false"}.get(value or "", "unknown")
        yield from _unequal(f"{route}: {key}", expected, value or "unknown")


def _said(route: str, kinds: dict[str, str], found: Assessment) -> Iterator[str]:
    """Duties of any kind by what is said of them: phrases like `required, 15 days`, or `none said`."""
    duties = found.duties.get(route)
    if duties is None:
        yield f"{route}: duties expected, but the route is {found.status(route)}"
        return
    for kind, expected in kinds.items():
        said = {"none said"}
        if kind in duties:
            duty = duties[kind]
            said = {duty.value or "unknown", f"{duty.days} days", f"amount {duty.amount}"}
            said |= {f"{way} {requests or '-'}/{tenders or '-'}" for way, requests, tenders in duty.limits}
        missing = [phrase for phrase in map(str.strip, expected.split(",")) if phrase not in said]
        if missing:
            shown = sorted(phrase for phrase in said if "None" not in phrase)
            yield f"{route}: {kind}: expected {', '.join(missing)}, found {', '.join(shown)}"


def _limits(route: str, expected: Any, duty: Duty) -> Iterator[str]:
    """The keys of the time limits that are expected: requests_days, tenders_days (null: none fixed), basis."""
    _, requests, tenders = duty.limits[0] if duty.limits else ("", None, None)
    days = {"requests_days": requests, "tenders_days": tenders, "basis": duty.cite}
    for key, wanted in expected.items():
        value = days.get(key)
        yield from _unequal(f"{route}: time_limits: {key}", wanted, "null" if value is None else str(value))


def _unequal(what: str, expected: Any, found: str) -> Iterator[str]:
    if expected != found:
        yield f"{what}: expected {expected}, found {found}"
