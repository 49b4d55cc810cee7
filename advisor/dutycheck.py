"""What the duties must say together: one without a condition is the last of its kind, and no rule leans on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Referred = Callable[[list[Any]], set[str]]


def mistakes(rules: list[dict[str, Any]], referred: Referred) -> list[tuple[str, str]]:
    """(rule, what is wrong with it). `rules` is plain data in the order of the files."""
    bare = {rule["id"] for rule in rules if rule["effect"] == "duty" and rule["when"] is None}
    wrong = [
        (rule["id"], f"{name} has no condition: no rule can refer to it")
        for rule in rules
        if rule["when"]
        for name in sorted(bare & referred(rule["when"]))
    ]
    last: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for rule in rules:
        if rule["effect"] != "duty":
            continue
        for route in rule["routes"]:
            for earlier in last.get((rule["duty"], route), []):
                if _together(earlier["in_force"], rule["in_force"]):
                    text = f"is never reached for {route}: {earlier['id']} before it has no condition"
                    wrong.append((rule["id"], text))
            if rule["when"] is None:
                last.setdefault((rule["duty"], route), []).append(rule)
    return wrong


def _together(one: dict[str, Any] | None, two: dict[str, Any] | None) -> bool:
    """Whether two periods share a day; a dormant rule shares none."""
    if one is None or two is None:
        return False
    never = 10**9
    return bool(one["start"] <= (two["end"] or never) and two["start"] <= (one["end"] or never))
