"""An evaluator of its own for the tests: strong Kleene logic over the conditions as the rule base holds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.rulebase import Amount, RuleBase


class Reference:
    """Truth of every rule on one day, computed by recursion over the conditions; shares no code with the engines."""

    def __init__(self, base: RuleBase, day: int, values: Mapping[str, Any]) -> None:
        self._rules = {rule.id: rule for rule in base.rules_on(day)}
        self._amounts: dict[str, Amount] = base.amounts_on(day)
        self._values = values
        self._known: dict[str, bool | None] = {}

    def truths(self) -> dict[str, bool | None]:
        return {name: self.rule(name) for name, rule in self._rules.items() if rule.when is not None}

    def rule(self, name: str) -> bool | None:
        if name not in self._known:
            self._known[name] = self.of(self._rules[name].when)
        return self._known[name]

    def of(self, node: Any) -> bool | None:
        head = node[0]
        if head == "always":
            return bool(node[1])
        if head == "rule":
            return self.rule(node[1])
        if head == "not":
            inner = self.of(node[1])
            return None if inner is None else not inner
        if head in ("all", "any"):
            parts = [self.of(part) for part in node[1]]
            numbers = [{True: 2, None: 1, False: 0}[part] for part in parts]
            return {2: True, 1: None, 0: False}[min(numbers) if head == "all" else max(numbers)]
        answer = self._values.get(node[1])
        if answer is None:
            return None
        if head == "is":
            return bool(answer == node[2])
        limit = self._amounts[node[2]].value if isinstance(node[2], str) else node[2]
        return {
            "under": answer < limit,
            "at_least": answer >= limit,
            "at_most": answer <= limit,
            "over": answer > limit,
        }[head]
