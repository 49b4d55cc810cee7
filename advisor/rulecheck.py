"""What the rule files must say together: every name known, every comparison fitting, every date covered, no circle."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from advisor import casecheck, dutycheck, quantity, schema
from advisor.duties import KINDS
from advisor.rulefiles import nearest

Mistake = tuple[str, str]
_COMPARISONS = ("under", "at_least", "at_most", "over")


def normalised(found: schema.RuleFiles) -> dict[str, Any]:
    """The rule base as plain data with conditions as nested lists (see `condition`)."""
    types = fact_types(found)
    data: dict[str, Any] = {"version": found.version, "known_from": found.known_from, "known_to": found.known_to}
    data["bases"] = found.bases
    data["gaps"] = [schema.plain(gap) for gap in found.gaps]
    data["estimate"], data["evidence"] = schema.plain(found.estimate), schema.plain(found.evidence)
    for name in ("sources", "amounts", "facts", "derived", "regimes", "routes"):
        data[name] = [schema.plain(item) for item in getattr(found, name)]
    every_route = [route.id for route in found.routes]
    by_kind = {"all": every_route, "classic": [route.id for route in found.routes if route.kind == "classic"]}
    data["rules"] = [_rule(rule, types, by_kind) for rule in found.rules]
    data["links"] = [
        {
            "id": link.id,
            "because": link.because,
            "given": condition(link.given, types),
            "then": condition(link.then, types),
        }
        for link in found.links
    ]
    data["criteria"] = [
        {
            "id": criterion.id,
            "tiers": [
                [
                    {**schema.plain(tier), "when": _optional(tier.when, types), "unless": _optional(tier.unless, types)}
                    for tier in tiers
                ]
                for tiers in criterion.tiers
            ],
        }
        for criterion in found.criteria
    ]
    return data


def _rule(rule: schema.Rule, types: dict[str, schema.Fact], by_kind: dict[str, list[str]]) -> dict[str, Any]:
    plain: dict[str, Any] = schema.plain(rule)
    when = _optional(rule.when, types)
    if rule.unless:
        when = ["all", [when, ["not", ["any", [condition(part, types) for part in rule.unless]]]]]
    plain["when"] = when
    plain["unless_shown"] = _optional(rule.unless_shown, types)
    del plain["unless"]
    plain["routes"] = by_kind.get(rule.routes[0], rule.routes) if len(rule.routes) == 1 else rule.routes
    plain["targets"] = [{"id": target.id, "when": condition(target.when, types)} for target in rule.targets]
    if rule.in_force is None:
        plain["in_force"] = None
    return plain


def fact_types(found: schema.RuleFiles) -> dict[str, schema.Fact]:
    """Each fact, and each derived fact that is not an answer, by id."""
    known = {fact.id: fact for fact in found.facts}
    for derived in found.derived:
        if derived.type is not None:
            known[derived.id] = schema.Fact(id=derived.id, type=derived.type)
    return known


def _optional(node: schema.Condition | None, types: dict[str, schema.Fact]) -> Any:
    return None if node is None else condition(node, types)


def condition(node: schema.Condition, types: dict[str, schema.Fact]) -> list[Any]:
    """A condition as nested lists.

    ["always", bool]; ["rule", id]; ["not", c]; ["all", [c…]]; ["any", [c…]];
    ["is", fact, value]; ["under"|"at_least"|"at_most"|"over", fact, amount id or integer].
    """
    if node.always is not None:
        return ["always", node.always]
    if node.rule is not None:
        return ["rule", node.rule]
    if node.no is not None:
        return ["not", condition(node.no, types)]
    if node.all is not None:
        return ["all", [condition(part, types) for part in node.all]]
    if node.any is not None:
        return ["any", [condition(part, types) for part in node.any]]
    assert node.fact is not None
    if node.values is not None:
        return ["any", [["is", node.fact, value] for value in node.values]]
    for name in _COMPARISONS:
        limit = getattr(node, name)
        if limit is not None:
            exact = quantity.hundredths(limit)
            return [name, node.fact, limit if exact is None else exact]
    kind = types[node.fact].type if node.fact in types else "bool"
    if kind == "bool":
        return ["is", node.fact, {"true": True, "false": False, None: True}.get(node.value, node.value)]
    return ["is", node.fact, node.value]


def mistakes(found: schema.RuleFiles, data: dict[str, Any]) -> list[Mistake]:
    """Every mistake that only shows when the files are read together, with the id that it belongs to."""
    wrong: list[Mistake] = []
    types = fact_types(found)
    amounts = {amount.id: amount for amount in found.amounts}
    sources = {source.id for source in found.sources}
    rules = {rule.id for rule in found.rules}
    for kind in ("sources", "amounts", "facts", "regimes", "routes", "links"):
        wrong += _twice([item["id"] for item in data[kind]], kind)
    wrong += _amounts(found, amounts, sources)
    wrong += _names(found, data, types, amounts, sources, rules)
    wrong += _periods(found)
    wrong += _gaps(found)
    wrong += dutycheck.mistakes(data["rules"], _referred)
    wrong += casecheck.mistakes(data)
    if not wrong:
        wrong += _circles(data)
    return wrong


def _twice(ids: list[str], kind: str) -> list[Mistake]:
    prefix = "amount " if kind == "amounts" else ""
    twice = sorted(name for name in set(ids) if ids.count(name) > 1)
    return [(prefix + name, f"{name} stands twice in {kind}; ids are unique") for name in twice]


def _amounts(found: schema.RuleFiles, amounts: dict[str, schema.Amount], sources: set[str]) -> list[Mistake]:
    wrong: list[Mistake] = []
    for amount in found.amounts:
        parents = [name for name in [amount.of, *(row.of for row in amount.values)] if name is not None]
        wrong += [
            (f"amount {amount.id}", f"`of: {name}` must name an amount with values of its own")
            for name in parents
            if name not in amounts or amounts[name].of or name == amount.id
        ]
        named = [*amount.source, *(name for row in amount.values for name in row.source)]
        wrong += [
            (f"amount {amount.id}", f"the source {name} is not in sources.yaml{nearest(name, sorted(sources))}")
            for name in named
            if name not in sources
        ]
        expected = found.known_from
        for row in amount.values:
            if row.start != expected:
                found_day, wanted_day = quantity.date_text(row.start), quantity.date_text(expected)
                text = f"the row from {found_day} should start on {wanted_day}: no gap and no overlap between dates"
                wrong.append((f"amount {amount.id}", text))
            expected = row.end + 1
        if amount.values and expected != found.known_to + 1:
            wrong.append((f"amount {amount.id}", f"the last row must end on {quantity.date_text(found.known_to)}"))
    return wrong


def _names(
    found: schema.RuleFiles,
    data: dict[str, Any],
    types: dict[str, schema.Fact],
    amounts: dict[str, schema.Amount],
    sources: set[str],
    rules: set[str],
) -> list[Mistake]:
    wrong: list[Mistake] = []
    routes = {route.id for route in found.routes}
    regimes = {regime.id for regime in found.regimes}
    for rule in data["rules"]:
        owner = rule["id"]
        named = [(rule["route"], routes), (rule["regime"], regimes), (rule["duty"], set(KINDS))]
        named += [(rule[key], set(amounts)) for key in ("days", "amount")]
        named += [(route, routes) for route in rule["routes"]] + [(source, sources) for source in rule["source"]]
        for name, known in named:
            if name is not None and name not in known:
                wrong.append((owner, f"{name} is not known{nearest(name, sorted(known))}"))
        for node in [rule["when"], rule["unless_shown"], *(target["when"] for target in rule["targets"])]:
            wrong += [(owner, text) for text in _condition(node, types, amounts, rules)] if node else []
    for route in found.routes:
        unknown = [name for name in route.talk.source if name not in sources]
        wrong += [(route.id, f"{name} is not known{nearest(name, sorted(sources))}") for name in unknown]
    for link in data["links"]:
        wrong += [
            (link["id"], text) for text in _condition(["all", [link["given"], link["then"]]], types, amounts, rules)
        ]
    for criterion in data["criteria"]:
        for tier in (tier for tiers in criterion["tiers"] for tier in tiers):
            for name in tier["routes"]:
                if name not in routes:
                    wrong.append((criterion["id"], f"the route {name} is not known{nearest(name, sorted(routes))}"))
            for name in [*tier["grounds"], *tier["unless_grounds"]]:
                if name not in rules:
                    wrong.append((criterion["id"], f"the ground {name} is not known{nearest(name, sorted(rules))}"))
            for node in (tier["when"], tier["unless"]):
                wrong += [(criterion["id"], text) for text in _condition(node, types, amounts, rules)] if node else []
    return wrong


def _condition(
    node: list[Any], types: dict[str, schema.Fact], amounts: dict[str, schema.Amount], rules: set[str]
) -> list[str]:
    head = node[0]
    if head in ("all", "any"):
        return [text for part in node[1] for text in _condition(part, types, amounts, rules)]
    if head == "not":
        return _condition(node[1], types, amounts, rules)
    if head == "always":
        return []
    if head == "rule":
        return [] if node[1] in rules else [f"the rule {node[1]} is not known{nearest(node[1], sorted(rules))}"]
    fact = types.get(node[1])
    if fact is None:
        return [f"the fact {node[1]} is not known{nearest(node[1], sorted(types))}"]
    if head == "is":
        if fact.type == "bool":
            return [] if isinstance(node[2], bool) else [f"{fact.id} is true or false, not {node[2]}"]
        if fact.type != "enum":
            return [f"{fact.id} is of type {fact.type}: compare it with under, at_least, at_most or over"]
        return (
            []
            if node[2] in fact.values
            else [f"{node[2]} is no value of {fact.id}{nearest(str(node[2]), fact.values)}"]
        )
    if fact.type not in schema.ORDERED:
        return [f"{fact.id} is of type {fact.type}: it cannot be compared with {head}"]
    if isinstance(node[2], str):
        amount = amounts.get(node[2])
        if amount is None:
            return [f"the amount {node[2]} is not known{nearest(node[2], sorted(amounts))}"]
        if (amount.unit == "eur") != (fact.type == "money"):
            return [f"{fact.id} ({fact.type}) cannot be compared with {amount.id} ({amount.unit})"]
    return []


def _gaps(found: schema.RuleFiles) -> list[Mistake]:
    """Everything graded unverified is named as a known gap, and every gap is still one."""
    unverified = {rule.id for rule in found.rules if rule.confidence == "unverified"}
    unverified |= {
        amount.id
        for amount in found.amounts
        if amount.confidence == "unverified" or any(row.confidence == "unverified" for row in amount.values)
    }
    unverified |= casecheck.unverified(found)
    named = {gap.id for gap in found.gaps}
    wrong = [(name, f"{name} is unverified and not named in known-gaps.yaml") for name in sorted(unverified - named)]
    return wrong + [
        (name, f"known-gaps.yaml names {name}, which is not unverified") for name in sorted(named - unverified)
    ]


def _periods(found: schema.RuleFiles) -> list[Mistake]:
    """A rule may be written once for each period; the periods of one id may not overlap."""
    wrong: list[Mistake] = []
    spans: dict[str, list[tuple[int, int]]] = {}
    for rule in found.rules:
        if rule.in_force is not None:
            spans.setdefault(rule.id, []).append((rule.in_force.start, rule.in_force.end or found.known_to))
    for owner, listed in spans.items():
        for (_, end), (start, _) in pairwise(sorted(listed)):
            if start <= end:
                wrong.append((owner, f"two rules {owner} are in force on {quantity.date_text(start)}"))
    return wrong


def _circles(data: dict[str, Any]) -> list[Mistake]:
    uses: dict[str, set[str]] = {}
    for rule in data["rules"]:
        if rule["when"]:
            uses.setdefault(rule["id"], set()).update(_referred(rule["when"]))
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> list[Mistake]:
        if name in path:
            circle = " → ".join([*path[path.index(name) :], name])
            return [(name, f"the rules go round in a circle: {circle}")]
        if name in done:
            return []
        found = [mistake for used in sorted(uses.get(name, ())) for mistake in visit(used, (*path, name))]
        done.add(name)
        return found

    return [mistake for name in uses for mistake in visit(name, ())][:1]


def _referred(node: list[Any]) -> set[str]:
    if node[0] == "rule":
        return {node[1]}
    if node[0] == "not":
        return _referred(node[1])
    if node[0] in ("all", "any"):
        return {name for part in node[1] for name in _referred(part)}
    return set()
