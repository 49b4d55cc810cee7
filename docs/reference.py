"""The pages of the reference, made from the program and its rules: nothing in them is written by hand."""

from __future__ import annotations

import argparse
import json
import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from advisor import cli, lawsheet, quantity, rulebase
from advisor.circuit import facts_in
from advisor.rulebase import Fact, Rule, RuleBase
from advisor.wording import Wording
from tui import opening, plain, serve

ROOT = Path(__file__).resolve().parent.parent
#: Every published schema, and what it is of.
SCHEMAS = {
    "rules/rules.schema.json": "rule files (`rules/`)",
    "spec/case.schema.json": "case files",
    "spec/assessment.schema.json": "the JSON of `wijzer assess --json`",
    "spec/record.schema.json": "the JSON of a record, format 1",
}


def write(folder: Path) -> None:
    """Writes the pages as Markdown into the folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    base = rulebase.load(str(ROOT / "rules"))
    dutch, english = (Wording.load(language, str(ROOT / "rules")) for language in ("nl", "en"))
    pages = {
        "commands": commands(),
        "facts": facts(base, dutch, english),
        "outcomes": outcomes(base, dutch, english),
        "law-nl": law(base, dutch),
        "law-en": law(base, english),
        "amounts": amounts(base),
        "schemas": schemas(),
    }
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text.rstrip() + "\n", "utf-8")


# --- commands ---------------------------------------------------------------------------------------------------------


def commands() -> str:
    """Every command with its options, as `--help` prints them."""
    lines = [
        "# Commands",
        "",
        "Without an argument on a terminal, `wijzer` opens the interview. `wijzer --version` prints the version.",
        "",
        "## Exit codes",
        "",
        "| code | meaning |",
        "| --- | --- |",
        f"| {cli.DONE} | done |",
        f"| {cli.FINDING} | a difference or a finding: what was asked was done, and it is not as it should be |",
        f"| {cli.BAD_INPUT} | bad input or use: nothing was written, and standard error says what was expected |",
        "",
    ]
    parsers = {"interview --plain": plain.parser(), "serve": serve.parser()}
    for name, (_, about) in cli.COMMANDS.items():
        lines += [f"## wijzer {name}", "", f"{about[:1].upper()}{about[1:]}.", ""]
        if name == "interview":
            lines += ["```text", opening.USAGE, "```", "", "With `--plain`:", "", *_help(parsers["interview --plain"])]
        else:
            lines += _help(parsers.get(name) or cli.parser_of(name))
    return "\n".join(lines)


def _help(parser: argparse.ArgumentParser) -> list[str]:
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "100"
    try:
        return ["```text", parser.format_help().rstrip(), "```", ""]
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


# --- facts ------------------------------------------------------------------------------------------------------------


def facts(base: RuleBase, dutch: Wording, english: Wording) -> str:
    """Every fact: its type and values, its question, and the rules that read it."""
    readers = _readers(base)
    lines = [
        "# Facts",
        "",
        "What a case file can answer, and what is worked out from it. A fact that is left out was not asked; `unknown`",
        "says that it was asked and is not known. Ids never change their meaning.",
        "",
    ]
    for fact in base.facts.values():
        lines += [f"## {fact.id}", "", f"Type: {_type(fact)}.", ""]
        if not fact.derived:
            lines += [f"- Nederlands: {dutch.text('facts', fact.id, 'question')}"]
            lines += [f"- English: {english.text('facts', fact.id, 'question')}", ""]
        if fact.values:
            lines += ["| value | Nederlands | English |", "| --- | --- | --- |"]
            lines += [
                f"| `{v}` | {_cell(dutch.value(fact, v))} | {_cell(english.value(fact, v))} |" for v in fact.values
            ]
            lines += [""]
        if fact.note:
            lines += [f"{fact.note[:1].upper()}{fact.note[1:]}.".replace("..", "."), ""]
        if readers[fact.id]:
            lines += ["Read by:", "", *(f"- `{rule.id}`: {rule.cite} ({rule.confidence})" for rule in readers[fact.id])]
            lines += [""]
    return "\n".join(lines)


def _type(fact: Fact) -> str:
    bounds = [
        f"{word} {quantity.typed_text(fact.type, bound)}"
        for word, bound in (("at least", fact.min), ("at most", fact.max))
        if bound is not None
    ]
    return ", ".join([f"`{fact.type}`", *bounds, *(["worked out"] if fact.derived else [])])


def _readers(base: RuleBase) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in base.rules:
        for name in sorted(facts_in(rule.when)) if rule.when is not None else ():
            found[name].append(rule)
    return found


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# --- outcomes ---------------------------------------------------------------------------------------------------------


def outcomes(base: RuleBase, dutch: Wording, english: Wording) -> str:
    """Regimes, routes with their grounds, flags and topics, each with article, dates and confidence."""
    by_effect: dict[str, list[Rule]] = defaultdict(list)
    for rule in base.rules:
        by_effect[rule.effect].append(rule)
    lines = ["# Outcomes", "", "What an assessment names. Ids never change their meaning.", "", "## Regimes", ""]
    lines += ["| id | Nederlands | English |", "| --- | --- | --- |"]
    for name in base.regimes:
        told = [_cell(wording.text("regimes", name, "name")) for wording in (dutch, english)]
        lines.append(f"| `{name}` | {told[0]} | {told[1]} |")
    lines += ["", "## Routes", ""]
    for route in base.routes.values():
        names = " / ".join(wording.text("routes", route.id, "name") for wording in (dutch, english))
        code = f"`{route.eforms}`" if route.eforms else "none"
        lines += [f"### {route.id}", "", f"{names}. {route.cite}. eForms BT-105: {code}.", ""]
        grounds = [rule for rule in by_effect["ground"] if rule.route == route.id]
        lines += _rules(grounds, dutch, "grounds", "label")
    for effect, heading, section, key in (
        ("flag", "Flags", "flags", "title"),
        ("topic", "Topics", "topics", "title"),
    ):
        lines += [f"## {heading}", "", *_rules(by_effect[effect], dutch, section, key)]
    lines += ["## Duties", "", "What each available route entails.", ""]
    duties = dict.fromkeys(rule.duty for rule in by_effect["duty"] if rule.duty)
    for duty in duties:
        lines += [f"### {duty}", ""]
        lines += ["| rule | value | article | from | to | confidence |", "| --- | --- | --- | --- | --- | --- |"]
        for rule in by_effect["duty"]:
            if rule.duty == duty:
                lines.append(
                    f"| `{rule.id}` | {rule.value or ''} | {_cell(rule.cite)} | {_day(rule.start)} | {_day(rule.end)} "
                    f"| {rule.confidence} |"
                )
        lines += [""]
    return "\n".join(lines)


def _rules(rules: Iterable[Rule], wording: Wording, section: str, key: str) -> list[str]:
    lines = ["| id | Nederlands | article | from | to | confidence |", "| --- | --- | --- | --- | --- | --- |"]
    for rule in rules:
        label, dates = _cell(wording.text(section, rule.id, key)), f"{_day(rule.start)} | {_day(rule.end)}"
        lines.append(f"| `{rule.id}` | {label} | {_cell(rule.cite)} | {dates} | {rule.confidence} |")
    return [*lines, ""]


def _day(day: int | None) -> str:
    return "" if day is None else quantity.date_text(day)


def law(base: RuleBase, wording: Wording) -> str:
    """The rule sheet of the whole law on the first day of the last span of dates."""
    day = base.segments()[-1]
    return lawsheet.sheet(base, wording, lawsheet.selected(base, day, None), day)


def amounts(base: RuleBase) -> str:
    """Every amount with its dates, article, confidence and sources."""
    lines = ["# Amounts", "", "Euro excluding VAT, or a share or term where the unit says so.", ""]
    for amount in base.dated_amounts:
        lines += [f"## {amount['id']}", "", f"{amount['cite']}. Unit: `{amount['unit']}`.", ""]
        lines += ["| from | to | value | confidence | sources |", "| --- | --- | --- | --- | --- |"]
        for row in amount["values"]:
            sources = "; ".join(base.sources[name]["title"] for name in row["source"])
            value = "not known" if row["value"] is None else quantity.decimal_text(row["value"])
            lines.append(
                f"| {_day(row['start'])} | {_day(row['end'])} | {value} | {row['confidence']} | {_cell(sources)} |"
            )
        lines += [""]
    return "\n".join(lines)


# --- schemas ----------------------------------------------------------------------------------------------------------


def schemas() -> str:
    """The JSON Schemas: where they are, and what each object in them holds."""
    lines = ["# JSON Schemas", ""]
    for name, of in SCHEMAS.items():
        schema = json.loads((ROOT / name).read_text("utf-8"))
        lines += [f"## {Path(name).name}", "", f"Of {of}: [{name}](../../{name}).", ""]
        for title, part in [("the whole", schema), *schema.get("$defs", {}).items()]:
            lines += _object(title, part)
    return "\n".join(lines)


def _object(title: str, part: dict[str, Any]) -> list[str]:
    properties: dict[str, Any] = part.get("properties", {})
    if not properties:
        return []
    required = part.get("required", [])
    lines = [f"### {title}", "", "| key | type | required |", "| --- | --- | --- |"]
    lines += [
        f"| `{key}` | {_cell(_kind(of))} | {'yes' if key in required else ''} |" for key, of in properties.items()
    ]
    return [*lines, ""]


def _kind(part: Any) -> str:
    """What a schema allows, in a few words."""
    if not isinstance(part, dict):
        return "anything"
    if "$ref" in part:
        return str(part["$ref"].rsplit("/", 1)[-1])
    if "enum" in part:
        return ", ".join(f"`{value}`" for value in part["enum"][:6]) + (", …" if len(part["enum"]) > 6 else "")
    if "const" in part:
        return f"`{part['const']}`"
    for key in ("anyOf", "oneOf"):
        if key in part:
            return " or ".join(dict.fromkeys(_kind(one) for one in part[key]))
    if part.get("type") == "array":
        return f"list of {_kind(part.get('items', {}))}"
    kind = part.get("type", "anything")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)
