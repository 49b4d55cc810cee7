"""The commands that show the law itself: `amounts`, `law` and `diff`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from advisor import lawsheet, quantity
from advisor.cli import DONE, FINDING, Refused, add_language, add_rules, loaded, read_cases_of, reference_day
from advisor.rulefiles import nearest
from advisor.wording import Wording

if TYPE_CHECKING:
    import argparse

    from advisor.comparison import Difference
    from advisor.rulebase import RuleBase


def add_amounts(parser: argparse.ArgumentParser) -> None:
    """The arguments of `amounts`."""
    parser.add_argument("--json", action="store_true", help="print JSON")
    _add_day(parser)
    parser.set_defaults(run=_amounts)


def add_law(parser: argparse.ArgumentParser) -> None:
    """The arguments of `law`."""
    parser.add_argument("what", nargs="?", metavar="ID|ARTICLE", help="a rule (nwp.urgency) or an article (42, RD 90)")
    parser.add_argument("--all", action="store_true", help="everything: rules, amounts, open questions, known gaps")
    parser.add_argument("--format", choices=("md",), default="md", help="Markdown")
    _add_day(parser)
    parser.set_defaults(run=_law)


def add_diff(parser: argparse.ArgumentParser) -> None:
    """The arguments of `diff`."""
    parser.add_argument("words", nargs="*", metavar="DATE DATE [CASES]", help="two dates, then case files")
    parser.add_argument(
        "--rules", nargs=2, dest="rule_bases", metavar=("OLD", "NEW"), help="rule bases instead of dates"
    )
    parser.add_argument("--as-of", metavar="DATE", help="with --rules: the date of the comparison (default: today)")
    add_language(parser)
    parser.set_defaults(run=_diff)


def _add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", metavar="DATE", help="the date (default: today)")
    add_rules(parser)


def _amounts(options: argparse.Namespace) -> int:
    """Prints the amounts of a day as a table or JSON."""
    base = loaded(options.rules)
    day = _known_day(base, options.as_of)
    rows = lawsheet.amount_rows(base, day)
    if options.json:
        found = {
            "as_of": quantity.date_text(day),
            "rule_base": {"version": base.version, "digest": base.digest},
            "amounts": rows,
        }
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return DONE
    wording = Wording.load(options.lang, options.rules)
    limits = base.amounts_on(day)
    print(f"{wording.text('record', 'law_date')} {wording.date(day)}")
    for row in rows:
        limit = limits[row["id"]]
        shown = wording.money(limit.value) if limit.unit == "eur" else wording.number(limit.value)
        unit = "" if limit.unit == "eur" else f" {wording.text('law', 'units', limit.unit)}"
        sure = wording.text("status", limit.confidence)
        print(f"{shown + unit:>18}  {row['id']:34} {wording.cite(limit.cite)} ({sure})")
    return DONE


def _law(options: argparse.Namespace) -> int:
    """Prints the rule sheet: one rule, an article, or everything in the law's order with open questions and gaps."""
    base = loaded(options.rules)
    if (options.what is None) != options.all:
        raise Refused(["law: name a rule or an article (`law 42`, `law nwp.urgency`), or give --all"])
    day = _known_day(base, options.as_of)
    rules = lawsheet.selected(base, day, options.what)
    if not rules:
        known = [rule.id for rule in base.rules]
        raise Refused([f"law: no rule has the id or article {options.what}{nearest(options.what, known)}"])
    wording = Wording.load(options.lang, options.rules)
    print(lawsheet.sheet(base, wording, rules, day), end="")
    if options.all:
        print(f"\n# {wording.text('law', 'amounts')}\n")
        print(f"| {wording.text('law', 'amount')} | id | {wording.text('law', 'article')} | |\n|---|---|---|---|")
        for row in lawsheet.amount_rows(base, day):
            sure = wording.text("status", row["confidence"])
            value = f"{row['value']} {wording.text('law', 'units', row['unit'])}"
            print(f"| {value} | `{row['id']}` | {row['cite']} | {sure} |")
        print(f"\n# {wording.text('law', 'open')}\n")
        for rule in rules:
            if rule.open:
                print(f"- {wording.cite(rule.cite)} (`{rule.id}`): {rule.open}")
        print(f"\n# {wording.text('law', 'gaps')}\n")
        for gap in base.gaps.values():
            print(f"- `{gap['id']}`: {gap['text']}. {gap['instead']}")
    return DONE


def _diff(options: argparse.Namespace) -> int:
    """Prints what changed between two dates or rule bases, and the cases that come out otherwise; 1 where any did."""
    from advisor.comparison import case_differences, law_differences
    from advisor.engines import Engines

    if options.rule_bases:
        one, two = (loaded(folder) for folder in options.rule_bases)
        day = _known_day(two, options.as_of)
        differing = law_differences((one, day), (two, day))
        named = options.words
        days: tuple[int | None, int | None] = (None, None)
    else:
        if len(options.words) < 2:
            raise Refused(["diff: give two dates (`diff 2025-12-31 2026-01-01 [CASES]`), or --rules OLD NEW [CASES]"])
        one = two = loaded(None)
        first, second = (reference_day(base=one, text=text, option="diff") for text in options.words[:2])
        differing = law_differences((one, first), (two, second))
        named = options.words[2:]
        days = (first, second)
    cases = [case for _, case in read_cases_of(two, named, None)]
    differing += case_differences(cases, (Engines(one), days[0]), (Engines(two), days[1]))
    wording = Wording.load(options.lang)
    for item in differing:
        print(_line(item, wording))
    if not differing:
        print(wording.text("law", "no_difference"))
    return FINDING if differing else DONE


def _line(item: Difference, wording: Wording) -> str:
    absent = wording.text("law", "absent")
    changed = wording.text("law", "was").format(before=item.before or absent, after=item.after or absent)
    return f"{wording.text('law', f'{item.kind}_changed')} {item.name}: {changed}"


def _known_day(base: RuleBase, text: str | None) -> int:
    """The day asked for, else today. Raises Refused where it is no date or lies outside the dates known."""
    if text is None:
        import datetime

        text = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return reference_day(base=base, text=text, option="--as-of")
