"""What follows from the answers, as blocks of text: the landscape, the advice, one procedure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tui.glyphs import glyphs
from tui.widgets.choices import Choice
from tui.widgets.columns import Row
from tui.widgets.sheet import GAP, Block

if TYPE_CHECKING:
    from advisor.assessing import Assessment, Ground, RouteStatus
    from advisor.rulebase import RuleBase
    from tui.language import Texts

#: The marker glyph, the kind of text and the place in the list of each status.
STATUSES = {
    "available": ("available", "good", 0),
    "undetermined": ("undetermined", "doubt", 1),
    "unavailable": ("unavailable", "bad", 2),
}
SHOWN_PREFERENCES = 3


class Outline:
    """Blocks for one assessment in one language. `certain`: no answer can change the recommendation any more."""

    def __init__(self, found: Assessment, base: RuleBase, texts: Texts, *, certain: bool) -> None:
        self.found, self.base, self.texts = found, base, texts
        self._certain = certain
        self.wording = texts.wording

    # --- all routes -------------------------------------------------------------------------------------------------

    def ordered(self) -> list[RouteStatus]:
        """The routes as they are listed: the recommended ones in order, then what is open, then what is closed."""
        ranked = {name: place for place, name in enumerate(self.found.ranked)}
        return sorted(self.found.routes, key=lambda route: (STATUSES[route.status][2], ranked.get(route.id, 99)))

    def marker(self, route: RouteStatus) -> str:
        """The glyph of a route's status; the recommended one has its own."""
        if route.id == self.found.recommended:
            return glyphs().first
        return str(getattr(glyphs(), STATUSES[route.status][0]))

    def status(self, route: RouteStatus) -> str:
        """The status in words."""
        if route.id == self.found.recommended:
            return self.texts.say("landscape.first" if self._certain else "landscape.first_so_far")
        return self.wording.text("status", route.status)

    def line(self, route: RouteStatus) -> str:
        """Why the route has its status, in one line."""
        from advisor.sentences import route_line

        return route_line(route, self.base, self.wording)

    def short(self, route: RouteStatus) -> str:
        """Why in a few words: the ground that holds, the closing rule, or how much is still open."""
        if route.bars:
            return self.wording.text("rules", route.bars[0].id)
        if route.holding and route.status == "available":
            return self.wording.text("grounds", route.holding[0].id, "label")
        if route.status == "undetermined":
            waiting = route.open_bars or [ground for ground in route.grounds if ground.status == "unknown"]
            best = min(waiting, key=lambda ground: len(ground.open_facts))
            names = [self.wording.fact(self.base.facts[name]) for name in best.open_facts]
            if len(names) <= 1:
                return self.texts.say("landscape.waits_for", facts="; ".join(names))
            key = "landscape.waits_for_two" if len(names) == 2 else "landscape.waits_for_more"
            return self.texts.say(key, fact=names[0], number=len(names) - 1)
        if len(route.grounds) > 1:
            return self.texts.say("landscape.no_ground", number=len(route.grounds))
        label = self.wording.text("grounds", route.grounds[0].id, "label")
        return self.texts.say("landscape.ground_fails", ground=label)

    def panel(self) -> list[Block]:
        """All routes with status and one line why, for the side of the page."""
        blocks = [Block(self.regime_line(), "soft"), GAP]
        for route in self.ordered():
            kind = STATUSES[route.status][1]
            blocks.append(Block(self.wording.text("routes", route.id, "short"), kind, self.marker(route), key=route.id))
            blocks.append(Block(self.short(route), "soft", indent=2, key=route.id))
        return blocks

    def choices(self) -> list[Choice]:
        """All routes as lines to choose from."""
        return [
            Choice(
                route.id,
                f"{_capital(self.wording.text('routes', route.id, 'name'))} ({self.status(route)})",
                sub=self.short(route) if route.status == "undetermined" else self.line(route),
                marker=self.marker(route),
                kind=STATUSES[route.status][1],
            )
            for route in self.ordered()
        ]

    def regime_line(self) -> str:
        regime = self.found.regime or "undetermined"
        return self.texts.say("landscape.regime", regime=self.wording.text("regimes", regime, "name"))

    # --- one route --------------------------------------------------------------------------------------------------

    def route(self, name: str) -> list[Block]:
        """Why, or why not, this route; what it asks, and what would open it."""
        route = self.found.route(name)
        _, kind, _ = STATUSES[route.status]
        blocks = [
            Block(_capital(self.wording.text("routes", name, "name")), "heading"),
            Block(self.texts.say("route.status", status=self.status(route)), kind, self.marker(route)),
            GAP,
            Block(self.wording.text("routes", name, "what")),
            Block(self.wording.cite(route.cite), "soft"),
        ]
        blocks += self._rules(self.say("route.bars"), route.bars, "rules")
        blocks += self._rules(self.say("route.holding"), route.holding)
        blocks += self._open(route)
        blocks += self._rules(self.say("route.failing"), [one for one in route.grounds if one.status == "fails"])
        if route.status == "available":
            blocks += self.duties(name)
        blocks += self.steps(name)
        return blocks

    def _rules(self, heading: str, rules: Iterable[Ground], section: str = "grounds") -> list[Block]:
        blocks: list[Block] = []
        for rule in rules:
            if not blocks:
                blocks += [GAP, Block(heading, "heading")]
            blocks += self.ground(rule, section)
        return blocks

    def ground(self, ground: Ground, section: str = "grounds") -> list[Block]:
        """A ground or closing rule with its article, and the facts on which it rests."""
        from advisor.sentences import ground_reasons

        if section == "rules":
            label = self.wording.text("rules", ground.id)
        else:
            label = self.wording.text("grounds", ground.id, "label")
        glyph = {"holds": glyphs().available, "fails": glyphs().unavailable}.get(ground.status, glyphs().undetermined)
        status = self.wording.text("status", ground.status)
        if section == "rules":
            glyph, status = glyphs().unavailable, self.wording.text("status", "holds")
        sure = self.wording.text("status", ground.confidence)
        blocks = [
            Block(f"{_capital(label)}: {status}", "accent", glyph),
            Block(f"{self.wording.cite(ground.cite)} ({sure})", "soft", indent=2),
        ]
        reasons = ground_reasons(ground, self.found, self.base, self.wording)
        blocks += [Block(text, "text", glyphs().bullet, 2) for text in reasons]
        if ground.status == "holds" and ground.open_question:
            blocks.append(Block(self.wording.text("record", "strict"), "doubt", "!", 2))
        return blocks

    def _open(self, route: RouteStatus) -> list[Block]:
        waiting = [*route.open_bars, *(one for one in route.grounds if one.status == "unknown")]
        if not waiting or route.status != "undetermined":
            return []
        blocks = [GAP, Block(self.say("route.open"), "heading")]
        for rule in waiting:
            section = "rules" if rule in route.open_bars else "grounds"
            keys = (rule.id,) if section == "rules" else (rule.id, "label")
            facts = [self.wording.fact(self.base.facts[name]) for name in rule.open_facts]
            blocks.append(Block(_capital(self.wording.text(section, *keys)), "accent", glyphs().undetermined))
            blocks.append(Block(self.wording.cite(rule.cite), "soft", indent=2))
            blocks += [Block(name, "text", glyphs().bullet, 2) for name in facts]
        return blocks

    def steps(self, name: str) -> list[Block]:
        """What to do, in order."""
        blocks = [GAP, Block(self.say("advice.steps"), "heading")]
        for number, text in enumerate(self.wording.items("routes", name, "steps"), 1):
            blocks.append(Block(text, "text", f"{number}."))
        return blocks

    def duties(self, name: str) -> list[Block]:
        """The main things that the route entails, each with its article; `wijzer duties` shows all."""
        from advisor import dutytext
        from advisor.duties import MAIN

        found = self.found.duties.get(name, {})
        blocks = [GAP, Block(self.say("advice.duties"), "heading")] if found else []
        for kind, duty in found.items():
            if kind not in MAIN:
                continue
            text = f"{dutytext.name(kind, self.wording)}: {dutytext.said(kind, duty, self.base, self.wording)}"
            blocks.append(Block(text, "doubt" if duty.value is None else "text", glyphs().bullet))
            blocks.append(Block(self.wording.cite(duty.cite), "soft", indent=2))
        return blocks

    # --- side by side -----------------------------------------------------------------------------------------------

    def compared(self, routes: Sequence[str]) -> list[Row]:
        """The routes side by side: status, article, and what each asks of time, publicity, talks and reasons."""
        from advisor import dutytext

        wording, found = self.wording, [self.found.route(name) for name in routes]

        def duty(kind: str) -> tuple[str, ...]:
            told = []
            for name in routes:
                one = self.found.duties.get(name, {}).get(kind)
                if one is None:
                    told.append("–")
                else:
                    said = dutytext.said(kind, one, self.base, wording)
                    told.append(f"{said} ({wording.cite(one.cite)})")
            return tuple(told)

        steps = [wording.items("routes", name, "steps") for name in routes]
        rows = [
            Row("", tuple(_capital(wording.text("routes", name, "short")) for name in routes), "heading"),
            Row(self.say("compare.status"), tuple(f"{self.marker(one)} {self.status(one)}" for one in found)),
            Row(self.say("compare.cite"), tuple(wording.cite(one.cite) for one in found)),
            Row(self.say("compare.time"), duty("time_limits")),
            Row(self.say("compare.publication"), duty("publication")),
            Row(self.say("compare.talk"), tuple(self._talk(name) for name in routes)),
            Row(self.say("compare.motivation"), duty("choice_motivation")),
            Row(self.say("compare.standstill"), duty("standstill")),
            Row(self.say("compare.steps"), tuple(_numbered(items) for items in steps)),
        ]
        if any(one.status != "available" for one in found):
            rows.append(Row("–", (self.say("compare.not_open"),), "soft"))
        return rows

    def _talk(self, name: str) -> str:
        """How far the route leaves room to negotiate, with the article and how sure that is."""
        rests_on = self.base.routes[name].talk
        sure = self.wording.text("status", rests_on.confidence)
        return f"{self.wording.text('routes', name, 'talk')} ({self.wording.cite(rests_on.cite)}; {sure})"

    # --- the advice -------------------------------------------------------------------------------------------------

    def advice(self) -> list[Block]:
        """The recommended route with its reasons, what it entails, what to watch, and why not the others."""
        from advisor.sentences import first_reason, preference

        found, name = self.found, self.found.recommended
        blocks = [Block(self.regime_line(), "soft"), GAP]
        if name is None:
            blocks.append(Block(self.wording.text("record", "no_recommendation"), "heading"))
        else:
            route = found.route(name)
            blocks += [
                Block(_capital(self.wording.text("routes", name, "name")), "heading", self.marker(route)),
                Block(self.wording.text("routes", name, "what"), indent=2),
                Block(first_reason(found, self.wording), "good", indent=2),
            ]
            blocks += [
                Block(preference(item, self.wording), "text", glyphs().bullet, 2)
                for item in found.preferences[:SHOWN_PREFERENCES]
            ]
            blocks += self._rules(self.say("advice.ground"), route.holding)
        blocks += self.flags()
        if name is not None:
            blocks += [*self.duties(name), *self.steps(name)]
        return [*blocks, *self.missing(), *self.others()]

    def flags(self) -> list[Block]:
        """What to look at before the advice is used, with what to do."""
        from advisor.sentences import flag_detail

        blocks = [GAP, Block(self.say("advice.flags"), "heading")] if self.found.flags else []
        for flag in self.found.flags:
            cite = f" ({self.wording.cite(flag.cite)})" if flag.cite else ""
            blocks.append(Block(f"{self.wording.text('flags', flag.id, 'title')}{cite}", "doubt", "!"))
            blocks.append(Block(self.wording.text("flags", flag.id, "todo"), "text", indent=2))
            detail = flag_detail(flag, self.found, self.base, self.wording)
            if detail:
                blocks.append(Block(f"{self.wording.text('record', 'raised_by')} {detail}", "soft", indent=2))
        return blocks

    def missing(self) -> list[Block]:
        """What is not known and what it could still change, with how to find out."""
        blocks = [GAP, Block(self.say("advice.missing"), "heading")] if self.found.missing else []
        asked = [item for item in self.found.missing if item.asked]
        for item in asked:
            routes = [self._decided(name) for name in item.would_decide]
            fact = _capital(self.wording.fact(self.base.facts[item.fact]))
            blocks.append(Block(fact, "doubt", glyphs().undetermined))
            blocks.append(Block(self.texts.say("advice.would_decide", routes=", ".join(routes)), "soft", indent=2))
            blocks.append(Block(self.wording.text("facts", item.fact, "find_out"), indent=2))
        left = len(self.found.missing) - len(asked)
        if left:
            key = "advice.not_asked_one" if left == 1 else "advice.not_asked"
            blocks.append(Block(self.texts.say(key, number=left), "soft", glyphs().bullet))
        return blocks

    def _decided(self, name: str) -> str:
        return self.say("advice.regime") if name == "regime" else self.wording.text("routes", name, "short")

    def others(self) -> list[Block]:
        """Every other route: its status and the condition that fails."""
        blocks = [GAP, Block(self.say("advice.others"), "heading")]
        for route in self.ordered():
            if route.id == self.found.recommended:
                continue
            name = _capital(self.wording.text("routes", route.id, "name"))
            kind = STATUSES[route.status][1]
            blocks.append(Block(f"{name}: {self.status(route)}", kind, self.marker(route), key=route.id))
            blocks.append(Block(self.line(route), "text", indent=2, key=route.id))
        return blocks

    def say(self, key: str) -> str:
        return self.texts.say(key)


def _numbered(items: Sequence[str]) -> str:
    return "\n".join(f"{number}. {text}" for number, text in enumerate(items, 1))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
