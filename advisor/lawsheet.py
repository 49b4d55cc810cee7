"""The rule sheet: each rule in words, with article, dates, sources and confidence, as a lawyer reads and reviews it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from advisor import dutytext, quantity
from advisor.circuit import All, Any, Atom, Node, Not, Ref, tree
from advisor.rulebase import Amount, Rule, RuleBase
from advisor.wording import Wording


def selected(base: RuleBase, day: int, asked: str | None) -> list[Rule]:
    """The rules in force on the day (and the dormant ones) with that id, or that cite that article; None: all of them.

    An article is a number as a lawyer writes it: `42`, `art. 42`, `42 §1`, `RD 90`.
    """
    rules = [*base.rules_on(day), *base.pending_on(day)]
    if asked is None:
        return rules
    exact = [rule for rule in rules if rule.id == asked]
    return exact or [rule for rule in rules if cites(rule.cite, asked)]


def cites(cite: str, asked: str) -> bool:
    """Whether a citation names the article asked for, a list or range of articles included."""
    wanted = re.sub(r"\barts?\.?\s*", "", asked).strip()
    act, number = re.fullmatch(r"(?:([A-Za-z][A-Za-z0-9]*)\s+)?(.*)", wanted).groups()  # type: ignore[union-attr]
    current = ""
    for part in re.split(r";|\bwith\b", cite):
        match = re.match(r"\s*([A-Za-z][A-Za-z0-9/-]*)?\s*arts?\.?\s*(.+)", part.strip())
        if match is None:
            continue
        current = match[1] or current
        if (act is None or act == current) and _names(match[2], number):
            return True
    return False


def _names(text: str, number: str) -> bool:
    if re.match(re.escape(number) + r"(?![0-9/])", text):
        return True
    if not re.fullmatch(r"\d+", number):
        return False
    for first, last in re.findall(r"(?<![§0-9/])(\d+)(?:-(\d+))?(?!\s*°|\(|/)", re.sub(r"§+[\d-]+|\d+°", "", text)):
        if int(first) <= int(number) <= int(last or first):
            return True
    return False


def sheet(base: RuleBase, wording: Wording, rules: Iterable[Rule], day: int) -> str:
    """The rules as Markdown, in the order given; ends with a newline."""
    amounts = base.amounts_on(day)
    lines = [f"# {wording.text('law', 'title')}", "", f"{wording.text('record', 'law_date')} {wording.date(day)}.", ""]
    for rule in rules:
        lines += rule_lines(base, wording, rule, amounts)
    return "\n".join(lines).rstrip() + "\n"


def rule_lines(base: RuleBase, wording: Wording, rule: Rule, amounts: dict[str, Amount]) -> list[str]:
    """One rule as lines of Markdown; the first is its heading."""
    say = wording.text
    lines = [f"## {wording.cite(rule.cite) or rule.id} — `{rule.id}`", ""]
    lines.append(f"- {say('law', 'effect')}: {_effect(wording, rule)}")
    if rule.start is None:
        lines.append(f"- **{say('law', 'dormant')}**")
    else:
        end = wording.date(rule.end) if rule.end else say("law", "no_end")
        lines.append(f"- {say('law', 'in_force')}: {wording.date(rule.start)} – {end}")
    lines.append(f"- {say('record', 'confidence')}: {say('status', rule.confidence)}")
    if rule.checked:
        lines.append(f"- {say('law', 'checked')}: {rule.checked[0]}, {wording.date(rule.checked[1])}")
    sources = [base.sources[name] for name in rule.source]
    shown = "; ".join(source["title"] + (f" <{source['eli']}>" if source["eli"] else "") for source in sources)
    lines.append(f"- {say('law', 'sources')}: {shown}")
    if rule.transposes:
        lines.append(f"- {say('law', 'transposes')}: {rule.transposes}")
    if rule.note:
        lines.append(f"- {say('law', 'note')}: {rule.note}")
    if rule.open:
        lines.append(f"- {say('law', 'open')}: {rule.open}")
    if rule.limits:
        limits = [dutytext.limit(requests, tenders, wording) for _, requests, tenders in rule.limits]
        shown = "; ".join(f"`{name}` {text}" for (name, _, _), text in zip(rule.limits, limits, strict=True))
        lines.append(f"- {say('duties', 'time_limits', 'name')}: {shown}")
    if rule.effect == "duty" and rule.when is None:
        lines.append(f"- {say('law', 'condition')}: {say('law', 'otherwise')}")
    if rule.when is not None:
        lines += ["", f"{say('law', 'condition')}:", *condition(tree(rule.when, amounts), base, wording)]
    return [*lines, ""]


def _effect(wording: Wording, rule: Rule) -> str:
    kind = wording.text("law", "effects", rule.effect)
    names = [rule.route] if rule.route else list(rule.routes)
    shown = ", ".join(wording.text("routes", name, "name") for name in names if name)
    if rule.regime:
        shown = wording.text("regimes", rule.regime, "name")
    value = f" = {rule.value}" if rule.value else ""
    about = f" ({rule.duty}{value})" if rule.duty else ""
    return f"{kind}{about}" + (f": {shown}" if shown else "")


def condition(node: Node, base: RuleBase, wording: Wording, depth: int = 0) -> list[str]:
    """The tree as nested bullets; `not` is said of what stands under it."""
    indent = "  " * depth
    negative = False
    while isinstance(node, Not):
        node, negative = node.part, not negative
    if isinstance(node, (All, Any)):
        if not node.parts:
            return [f"{indent}- {wording.text('law', 'always' if isinstance(node, All) != negative else 'never')}"]
        key = (
            ("none" if isinstance(node, Any) else "not_all")
            if negative
            else ("all" if isinstance(node, All) else "any")
        )
        values = _one_fact(node)
        if values and not negative:
            fact = base.facts[values[0].fact]
            listed = wording.text("rules", "or").join(wording.value(fact, atom.value) for atom in values)
            return [f"{indent}- {wording.fact(fact)} (`{fact.id}`): {listed}"]
        lines = [f"{indent}- {wording.text('law', key)}:"]
        for part in node.parts:
            lines += condition(part, base, wording, depth + 1)
        return lines
    if isinstance(node, Ref):
        return [f"{indent}- {wording.text('law', 'not_rule' if negative else 'rule').format(rule=f'`{node.rule}`')}"]
    return [f"{indent}- {_atom(node, base, wording, negative)}"]


def _one_fact(node: All | Any) -> list[Atom]:
    """The tests of an `any` that names several values of one fact, else nothing."""
    atoms = [part for part in node.parts if isinstance(part, Atom) and part.op == "="]
    same = len({atom.fact for atom in atoms}) == 1 and len(atoms) == len(node.parts) and isinstance(node, Any)
    return atoms if same else []


def _atom(atom: Atom, base: RuleBase, wording: Wording, negative: bool) -> str:
    fact = base.facts[atom.fact]
    name = f"{wording.fact(fact)} (`{fact.id}`)"
    if atom.op == "=":
        if isinstance(atom.value, bool):
            return f"{name}: {wording.text('status', 'yes' if atom.value != negative else 'no')}"
        key = "test_is_not" if negative else "test_is"
        return f"{name} {wording.text('rules', key).format(limit=wording.value(fact, atom.value))}"
    opposite = {"under": "at_least", "at_least": "under", "at_most": "over", "over": "at_most"}
    upright = atom.said in ("under", "at_most")
    said = atom.said if negative != upright else opposite[atom.said]
    limit = wording.value(fact, atom.limit) + (f" (`{atom.amount}`)" if atom.amount else "")
    return f"{name} {wording.text('rules', f'test_{said}').format(limit=limit)}"


def amount_rows(base: RuleBase, day: int) -> list[dict[str, str]]:
    """The amounts of the day as text: id, value, unit, cite, confidence, sources."""
    return [
        {
            "id": amount.id,
            "value": quantity.decimal_text(amount.value)
            if amount.unit == "eur"
            else quantity.number_text(amount.value),
            "unit": amount.unit,
            "cite": amount.cite,
            "confidence": amount.confidence,
            "source": ", ".join(amount.source),
        }
        for amount in base.amounts_on(day).values()
    ]
