"""Sentences of an advice in one language, made only from wording and values: reasons, preferences, flags."""

from __future__ import annotations

from advisor.assessing import Assessment, Flag, Ground, Preference, RouteStatus
from advisor.flags import SHOWN_TOPICS
from advisor.reasons import Reason
from advisor.rulebase import RuleBase
from advisor.wording import Wording


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def preference(item: Preference, wording: Wording) -> str:
    """`A before B, because …`."""
    return capital(
        wording.text("advice", "a_before_b").format(
            a=wording.text("routes", item.route, "name"),
            b=wording.text("routes", item.other, "name"),
            reason=wording.text("advice", item.reason),
        )
    )


def first_reason(found: Assessment, wording: Wording) -> str:
    """Why the recommended route comes first, as a sentence; empty where nothing is recommended."""
    if not found.first_reason:
        return ""
    return wording.text("advice", "because").format(reason=wording.text("advice", found.first_reason))


def engine_names(found: Assessment, wording: Wording) -> str:
    """The engines that agreed, by their names in this language."""
    return wording.joined([wording.text("rules", "engines", name) for name in found.engines])


def ground_reasons(
    ground: Ground, found: Assessment, base: RuleBase, wording: Wording, *, marked: bool = False
) -> list[str]:
    """The tested facts of a ground, one text a fact; tests of one fact against several values are joined.

    `marked`: a fact that came from a named base says so, since nobody was asked.
    """
    by_fact: dict[tuple[str, bool], list[Reason]] = {}
    for reason in ground.because:
        by_fact.setdefault((reason.fact, reason.said == "is" and reason.wanted), []).append(reason)
    texts: dict[str, None] = {}
    for (fact, _), reasons in by_fact.items():
        text = _fact_text(reasons, found, base, wording)
        if marked and fact in found.case.from_base:
            text = f"{text.rstrip('.')} [{wording.text('status', 'from_base')}]"
        texts.setdefault(text)
    return list(texts)


def _fact_text(reasons: list[Reason], found: Assessment, base: RuleBase, wording: Wording) -> str:
    """A tested fact as the reader sees it: its statement where it has one, else name, answer and the tests on it."""
    first = reasons[0]
    fact = base.facts[first.fact]
    answer = found.derived.values.get(first.fact)
    if fact.type == "bool" and isinstance(answer, bool) and not fact.derived:
        return wording.text("facts", fact.id, "yes" if answer else "no")
    name = wording.fact(fact)
    if first.fact == "value.expenditure_to_approve" and first.fact not in found.case.answers:
        name = wording.text("rules", first.fact)
    test = _tests(reasons, base, wording, found)
    if answer is None:
        return wording.text("rules", "shown_open").format(fact=capital(name), test=test)
    shown = wording.value(fact, answer)
    if any(reason.said == "is" and reason.truth == reason.wanted for reason in reasons):
        return wording.text("rules", "shown").format(fact=capital(name), answer=shown)
    return wording.text("rules", "shown_test").format(fact=capital(name), answer=shown, test=test)


def _tests(reasons: list[Reason], base: RuleBase, wording: Wording, found: Assessment) -> str:
    fact = base.facts[reasons[0].fact]
    if reasons[0].said == "is":
        limits = [wording.value(fact, reason.limit) for reason in reasons]
        key = "test_is" if reasons[0].wanted else "test_is_not"
        return wording.text("rules", key).format(limit=wording.text("rules", "or").join(limits))
    return "; ".join(dict.fromkeys(_limit_test(reason, base, wording, found) for reason in reasons))


def _limit_test(reason: Reason, base: RuleBase, wording: Wording, found: Assessment) -> str:
    opposite = {"under": "at_least", "at_least": "under", "at_most": "over", "over": "at_most"}
    # The circuit keeps "at least" as "not under" and "over" as "not at most"; what the law says is put back here.
    said = reason.said if reason.wanted == (reason.said in ("under", "at_most")) else opposite[reason.said]
    shown = wording.value(base.facts[reason.fact], reason.limit)
    if reason.amount:
        shown += f", {wording.cite(base.amounts_on(found.case.as_of)[reason.amount].cite)}"
    return wording.text("rules", f"test_{said}").format(limit=shown)


def route_line(route: RouteStatus, base: RuleBase, wording: Wording) -> str:
    """Why a route has its status, in one line."""
    if route.bars:
        return wording.text("rules", route.bars[0].id)
    if route.holding and route.status == "available":
        return wording.text("grounds", route.holding[0].id, "holds")
    if route.status == "undetermined":
        waiting = route.open_bars or [ground for ground in route.grounds if ground.status == "unknown"]
        best = min(waiting, key=lambda ground: len(ground.open_facts))
        facts = [wording.fact(base.facts[name]) for name in best.open_facts]
        return wording.text("record", "still_needed").format(facts="; ".join(facts))
    nearest = min(route.grounds, key=lambda ground: len(ground.because))
    return wording.text("grounds", nearest.id, "fails")


def topic_text(topic: str, wording: Wording) -> str:
    """An open legal question: what it is about, and what to ask."""
    return f"{wording.text('topics', topic, 'title')}: {wording.text('topics', topic, 'question')}"


def flag_detail(flag: Flag, found: Assessment, base: RuleBase, wording: Wording) -> str:
    """What raised the flag: the facts, amounts, rules and routes, by their names."""
    if "targets" in flag.about:
        return wording.text("flags", flag.id, "targets", flag.about["targets"][0])
    parts = [topic_text(name, wording) for name in flag.about.get("topics", ())[:SHOWN_TOPICS]]
    amounts = base.amounts_on(found.case.as_of)
    for name in flag.about.get("amounts", ()):
        limit = amounts[name]
        shown = wording.money(limit.value) if limit.unit == "eur" else wording.number(limit.value)
        parts.append(f"{shown} ({wording.cite(limit.cite)})")
    for name in flag.about.get("rules", ()):
        if name in amounts:
            parts.append(wording.cite(amounts[name].cite))
        else:
            parts.append(wording.text("grounds", name, "label"))
    parts += [wording.text("routes", name, "name") for name in flag.about.get("routes", ())]
    parts += [wording.fact(base.facts[name]) for name in flag.about.get("facts", ())]
    return "; ".join(dict.fromkeys(parts))
