"""What a case file expects, compared with its assessment: every key of `expect`, checked as written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from advisor.assess import AVAILABLE, UNAVAILABLE, UNDETERMINED, Assessment

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
    elif key in ("flags", "not_flags"):
        raised = {flag.id for flag in found.flags}
        for flag in wanted:
            if (flag in raised) != (key == "flags"):
                yield f"flag {flag}: expected {'raised' if key == 'flags' else 'not raised'}"
    else:
        for route, expected in wanted.items():
            yield from _duty(key, route, expected, found)


def _duty(key: str, route: str, expected: Any, found: Assessment) -> Iterator[str]:
    kind = "standstill" if key == "standstill_required" else key
    duties = found.duties.get(route)
    if duties is None:
        yield f"{route}: {key}: expected {expected}, but the route is {found.status(route)}"
    elif kind not in duties:
        yield f"{route}: {key}: expected {expected}, but no rule says anything of it"
    else:
        value = duties[kind].value
        if kind == "standstill":
            value = {"required": "true", "not_required": "false"}.get(value or "", "unknown")
        yield from _unequal(f"{route}: {key}", expected, value or "unknown")


def _unequal(what: str, expected: Any, found: str) -> Iterator[str]:
    if expected != found:
        yield f"{what}: expected {expected}, found {found}"
