"""Look-ups of the law by word: amounts, time limits, articles and terms, each with its date, source and certainty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from advisor import dutytext, lawsheet
from advisor.circuit import tree
from advisor.searchline import AMOUNT, ARTICLE, LIMIT, fold, words_of

if TYPE_CHECKING:
    from advisor.rulebase import Amount, Rule, RuleBase
    from advisor.wording import Wording


class Entry(NamedTuple):
    """What was found: a line, and under it where it stands and how sure it is."""

    title: str
    lines: tuple[str, ...]


def look_up(
    command: str, rest: str, base: RuleBase, day: int, wording: Wording, others: Mapping[str, Wording]
) -> list[Entry]:
    """What there is on the day (an ordinal). `others`: the wordings in which a term is shown, by language.

    Raises OutsideKnownDates.
    """
    base.require_known(day)
    if command == AMOUNT:
        return _amounts(words_of(rest), base, day, wording, None)
    if command == LIMIT:
        return _limits(words_of(rest), base, day, wording)
    if command == ARTICLE:
        return [_article(rule, base, day, wording) for rule in lawsheet.selected(base, day, rest)] if rest else []
    return _terms(words_of(rest), wording, others)


def _fits(words: Sequence[str], *texts: str) -> bool:
    """Whether every word begins a word of the texts."""
    there = words_of(" ".join(texts))
    return all(any(other.startswith(word) for other in there) for word in words)


def _basis(cite: str, confidence: str, names: Iterable[str], base: RuleBase, wording: Wording) -> tuple[str, ...]:
    """Where it stands, how sure that is, and on which sources it rests."""
    sources = "; ".join(base.sources[name]["title"] for name in names)
    sure = wording.text("status", confidence)
    return (f"{wording.cite(cite)} ({sure})", wording.labelled(wording.text("law", "sources"), sources))


def _shown(amount: Amount, wording: Wording) -> str:
    if amount.unit == "eur":
        return wording.money(amount.value)
    return f"{wording.number(amount.value)} {wording.text('law', 'units', amount.unit)}"


def _amounts(
    words: Sequence[str], base: RuleBase, day: int, wording: Wording, units: tuple[str, ...] | None
) -> list[Entry]:
    found = []
    for name, amount in base.amounts_on(day).items():
        label = wording.text("amounts", name)
        if (units is None or amount.unit in units) and _fits(words, label, wording.cite(amount.cite)):
            title = f"{_shown(amount, wording)}: {label}"
            found.append(Entry(title, _basis(amount.cite, amount.confidence, amount.source, base, wording)))
    return found


def _limits(words: Sequence[str], base: RuleBase, day: int, wording: Wording) -> list[Entry]:
    """The time limits of each procedure with their conditions, and the other limits in days."""
    found = []
    amounts = base.amounts_on(day)
    for rule in base.rules_on(day):
        if rule.effect != "duty" or not rule.limits:
            continue
        names = ", ".join(wording.text("routes", route, "short") for route in rule.routes)
        if not _fits(words, names, *(wording.text("routes", route, "name") for route in rule.routes)):
            continue
        lines = [
            dutytext.limit(requests, tenders, wording)
            if variant == "electronic"
            else wording.text("duties", "limits", "variants", variant).format(
                limit=dutytext.limit(requests, tenders, wording)
            )
            for variant, requests, tenders in rule.limits
        ]
        if rule.when is not None:
            told = lawsheet.condition(tree(rule.when, amounts), base, wording)
            lines += [wording.labelled(wording.text("law", "condition"), ""), *(text.replace("`", "") for text in told)]
        found.append(Entry(names, (*lines, *_basis(rule.cite, rule.confidence, rule.source, base, wording))))
    return found + _amounts(words, base, day, wording, ("days",))


def _article(rule: Rule, base: RuleBase, day: int, wording: Wording) -> Entry:
    """A rule as the rule sheet says it."""
    lines = [
        line.replace("**", "").replace("`", "")
        for line in lawsheet.rule_lines(base, wording, rule, base.amounts_on(day))
    ]
    return Entry(lines[0].removeprefix("## "), tuple(line for line in lines[1:] if line))


def _terms(words: Sequence[str], wording: Wording, others: Mapping[str, Wording]) -> list[Entry]:
    """The terms that have these words in any language, in each of them."""
    found = []
    for key, text in wording.section("terms").items():
        told = {language: other.text("terms", key) for language, other in others.items()}
        if words and _fits(words, *told.values()):
            lines = tuple(f"{language}  {term}" for language, term in told.items() if language != wording.language)
            found.append((fold(text), Entry(text, (*lines, wording.text("search", "term_source")))))
    return [entry for _, entry in sorted(found)]
