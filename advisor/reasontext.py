"""Reasons, changes and doubts as lines of text in one language, made only from wording and values."""

from __future__ import annotations

from collections.abc import Iterable

from advisor import sentences
from advisor.assessing import AVAILABLE, UNAVAILABLE, Assessment
from advisor.change import CIRCUMVENTION, FIXED, LAWFUL, NONE, OPEN, Change, Way
from advisor.derive import Answer
from advisor.doubt import Doubt, Span
from advisor.explanation import Explanation, Worth
from advisor.rulebase import Fact, RuleBase
from advisor.sentences import capital
from advisor.step import Step
from advisor.wording import Wording

#: Why a fact may not be changed, by its mark.
MARKS = {LAWFUL: "how", CIRCUMVENTION: "not_allowed", FIXED: "stays"}


class ReasonText:
    """The texts of one assessment."""

    def __init__(self, found: Assessment, base: RuleBase, wording: Wording) -> None:
        self._found = found
        self._base = base
        self._wording = wording

    def explanation(self, item: Explanation) -> list[str]:
        """The explanation of a route."""
        lines = [self._text("heading", route=capital(self._route(item.route)), status=self._status(item.status))]
        if item.status == AVAILABLE:
            ground = item.holding[0]
            lines.append(self._text("why_open", ground=self._ground(ground.rule), cite=self._cite(ground.cite)))
        elif item.status == UNAVAILABLE:
            lines.append(self._text("why_closed"))
        if item.why is not None:
            lines += [f"- {self._fact(fact, self._found.case.answers.get(fact))}" for fact in item.why.answered]
            lines += [f"- {self._assumption(fact)}" for fact in item.why.assumed]
        lines += self._failed(item)
        for worth in item.worth:
            lines += self._worth(worth)
        return lines

    def change(self, item: Change) -> list[str]:
        """The smallest change that opens a route."""
        route = self._route(item.route)
        if item.kind in (OPEN, NONE):
            return [capital(self._text(f"change_{item.kind}", route=route))]
        needs_no_change = not item.ways[0].changes
        key = "find_out" if needs_no_change else item.kind
        count = len(item.ways[0].changes)
        lines = [capital(self._text(f"change_{key}", route=route, count=count))]
        for way in item.ways:
            lines += self._way(way)
        if item.kind == CIRCUMVENTION:
            lines.append(self._wording.text("change", "circumvention"))
        return lines

    def doubts(self, items: Iterable[Doubt]) -> list[str]:
        """What each doubtful answer carries; nothing where there is no doubt."""
        lines = []
        for item in items:
            key = "doubt_carries" if item.changes_recommendation else "doubt_safe"
            lines.append(self._text(key, fact=self._fact(item.fact, item.answer).rstrip(".")))
            fact = self._base.facts[item.fact]
            for flip in item.flips:
                shown = self._wording.text("rules", "or").join(self._answer(fact, one) for one in flip.answers)
                if flip.first is None:
                    lines.append(f"- {capital(self._text('flip_nothing', answers=shown))}")
                else:
                    lines.append(f"- {capital(self._text('flip', answers=shown, first=self._route(flip.first)))}")
                for route, before, after in flip.routes:
                    states = {"before": self._status(before), "after": self._status(after)}
                    lines.append(f"  - {capital(self._text('flip_route', route=self._route(route), **states))}")
                for flag, raised in flip.flags:
                    key = "flip_flag_on" if raised else "flip_flag_off"
                    lines.append(f"  - {capital(self._text(key, flag=self._wording.text('flags', flag, 'title')))}")
        return [self._text("doubts"), *lines] if lines else []

    def step(self, step: Step, key: str = "step") -> str:
        """One answer to find out (or, with the key `change`, to change) with the answer wanted."""
        fact = self._base.facts[step.fact]
        if key == "step" and isinstance(step.to, bool) and not fact.derived:
            return self._wording.text("facts", step.fact, "yes" if step.to else "no")
        before = self._answer(fact, step.before)
        return self._text(key, fact=capital(self._wording.fact(fact)), before=before, answer=self._wanted(fact, step))

    def _wanted(self, fact: Fact, step: Step) -> str:
        if step.to is not None:
            return self._answer(fact, step.to)
        return self._between(fact, step.low, step.high)

    def _between(self, fact: Fact, low: int | None, high: int | None) -> str:
        parts = [
            self._text(key, limit=self._wording.value(fact, limit))
            for key, limit in (("at_least", low), ("under", high))
            if limit is not None
        ]
        return self._text("both", one=parts[0], two=parts[1]) if len(parts) > 1 else "".join(parts)

    def _failed(self, item: Explanation) -> list[str]:
        if not item.failed:
            return []
        route = self._found.route(item.route)
        if route.bars:
            bar = item.failed[0]
            return [self._text("bar", bar=self._wording.text("rules", bar.rule), cite=self._cite(bar.cite))]
        lines = [self._text("each_ground")]
        for ground in route.grounds:
            reasons = sentences.ground_reasons(ground, self._found, self._base, self._wording)
            told = " ".join(reason if reason.endswith(".") else f"{reason}." for reason in reasons)
            name = capital(self._ground(ground.id))
            lines.append(f"- {self._text('ground', ground=name, cite=self._cite(ground.cite), reasons=told)}")
        return lines

    def _worth(self, worth: Worth) -> list[str]:
        key = "opens" if worth.outcome == AVAILABLE else "closes"
        ground = self._ground(worth.rule) if worth.outcome == AVAILABLE else ""
        return [
            self._text("worth", count=len(worth.facts)),
            *(f"- {self.step(step)}" for step in worth.steps),
            f"  → {self._text(key, ground=ground)}",
        ]

    def _way(self, way: Way) -> list[str]:
        cite = self._found.route(self._base_route(way.ground)).grounds
        own = next(ground for ground in cite if ground.id == way.ground)
        lines = [f"- {self._text('way', ground=capital(self._ground(way.ground)), cite=self._cite(own.cite))}"]
        for step in way.changes:
            lines.append(f"  - {self.step(step, 'change')}")
            mark = self._base.facts[step.facts[0]].change
            lines.append(f"    {self._text(MARKS[mark], text=self.how(step.facts[0]))}")
        return [*lines, *(f"  - {self._text('find_out', step=self.step(step))}" for step in way.to_find_out)]

    def how(self, fact: str) -> str:
        """How a fact may lawfully change, or why it may not."""
        if self._wording.has("change", "facts", fact):
            return self._wording.text("change", "facts", fact)
        return self._wording.text("change", "fixed")

    def _base_route(self, ground: str) -> str:
        return next(rule.route for rule in self._base.rules if rule.id == ground and rule.route)

    def _assumption(self, fact: str) -> str:
        value = self._found.derived.values.get(fact)
        if fact == "inhouse.joint_control":
            value = self._found.derived.values.get("inhouse.sister_joint_control")
        if self._base.facts[fact].type == "enum":
            return self._text("main_object")
        return self._text("assumed", fact=self._fact(fact, value))

    def _fact(self, fact: str, answer: Answer) -> str:
        kind = self._base.facts[fact]
        if isinstance(answer, bool):
            return self._wording.text("facts", fact, "yes" if answer else "no")
        return f"{capital(self._wording.fact(kind))}: {self._answer(kind, answer)}"

    def _answer(self, fact: Fact, answer: Answer | Span) -> str:
        if isinstance(answer, Span):
            return self._between(fact, answer.low, answer.high)
        return self._wording.value(fact, answer)

    def _route(self, route: str) -> str:
        return self._wording.text("routes", route, "name")

    def _ground(self, ground: str) -> str:
        return self._wording.text("grounds", ground, "label")

    def _status(self, status: str) -> str:
        return self._wording.text("status", status)

    def _cite(self, cite: str) -> str:
        return self._wording.cite(cite)

    def _text(self, key: str, **parts: object) -> str:
        return self._wording.text("explain", key).format(**parts)
