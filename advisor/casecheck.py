"""What rules/estimate.yaml and rules/evidence.yaml must say together with the rest: names known, nothing left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from advisor.rulefiles import nearest

if TYPE_CHECKING:
    from advisor import schema

Mistake = tuple[str, str]


def unverified(found: schema.RuleFiles) -> set[str]:
    """The ids, as known-gaps.yaml names them, of the methods and questions that are graded unverified."""
    graded = [(item.id, item.confidence) for item in found.estimate.methods]
    graded += [(item.id, item.confidence) for item in found.estimate.questions]
    return {f"estimate.{name}" for name, confidence in graded if confidence == "unverified"}


def mistakes(data: dict[str, Any]) -> list[Mistake]:
    """(what it belongs to, what is wrong with it). `data` is the rule base as plain data."""
    return [*_estimate(data), *_evidence(data)]


def _estimate(data: dict[str, Any]) -> Iterator[Mistake]:
    sources = {source["id"] for source in data["sources"]}
    methods = [method["id"] for method in data["estimate"]["methods"]]
    for item in (*data["estimate"]["methods"], *data["estimate"]["questions"]):
        owner = f"estimate {item['id']}"
        missing = [name for name in item["source"] if name not in sources]
        yield from ((owner, f"the source {name} is not in sources.yaml") for name in missing)
    yield from ((f"estimate {name}", "stands twice") for name in sorted({n for n in methods if methods.count(n) > 1}))
    for question in data["estimate"]["questions"]:
        if question["part"] not in methods:
            yield f"estimate {question['id']}", f"{question['part']} is no method{nearest(question['part'], methods)}"


def _evidence(data: dict[str, Any]) -> Iterator[Mistake]:
    rules = data["evidence"]
    sources = {source["id"] for source in data["sources"]}
    facts = {fact["id"] for fact in data["facts"]}
    burdens = [burden["id"] for burden in rules["burdens"]]
    for burden in rules["burdens"]:
        owner = f"evidence {burden['id']}"
        missing = [name for name in burden["source"] if name not in sources]
        yield from ((owner, f"the source {name} is not in sources.yaml") for name in missing)
    seen: set[str] = set()
    for entry in rules["facts"]:
        name, owner = entry["fact"], f"evidence {entry['fact']}"
        if name in seen:
            yield owner, "stands twice"
        seen.add(name)
        if name not in facts:
            yield owner, f"{name} is no fact that is asked{nearest(name, sorted(facts))}"
        for holder in entry["holder"]:
            if holder not in rules["roles"]:
                yield owner, f"the role {holder} is not known{nearest(holder, rules['roles'])}"
        if entry["burden"] not in burdens:
            yield owner, f"the burden {entry['burden']} is not known{nearest(entry['burden'], burdens)}"
    for name in sorted(_to_prove(data) & facts - seen):
        yield f"evidence {name}", "a ground that is read strictly rests on it: evidence.yaml says what proves it"


def _to_prove(data: dict[str, Any]) -> set[str]:
    """The facts that a ground read strictly tests, itself or by the rules it refers to; grounds on money left out."""
    rules: dict[str, list[Any]] = {}
    for rule in data["rules"]:
        if rule["when"]:
            rules.setdefault(rule["id"], []).append(rule["when"])
    euros = {amount["id"] for amount in data["amounts"] if amount["unit"] == "eur"}
    found: set[str] = set()
    for rule in data["rules"]:
        if rule["effect"] == "ground" and rule["strict"] and rule["when"]:
            tests = list(_tests(rule["when"], rules))
            if not any(test[-1] in euros for test in tests if isinstance(test[-1], str)):
                found |= {test[1] for test in tests}
    behind = {derived["id"]: {**(derived["years"] or {}), **(derived["share"] or {})} for derived in data["derived"]}
    return found | {part for name in found & behind.keys() for part in behind[name].values()}


def _tests(node: list[Any], rules: dict[str, list[Any]]) -> Iterator[list[Any]]:
    if node[0] == "rule":
        for when in rules.get(node[1], ()):
            yield from _tests(when, rules)
    elif node[0] == "not":
        yield from _tests(node[1], rules)
    elif node[0] in ("all", "any"):
        for part in node[1]:
            yield from _tests(part, rules)
    elif node[0] != "always":
        yield node
