"""The command `authority`: checks a profile, and says who decides on a purchase."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor import quantity
from advisor.cli import DONE, FINDING, Refused, add_rules, loaded, reference_day

if TYPE_CHECKING:
    import argparse

    from advisor.authority.law import Law
    from advisor.authority.profile import Authority, Purchase
    from advisor.rulebase import RuleBase


def add_authority(parser: argparse.ArgumentParser) -> None:
    """The arguments of `authority`."""
    parser.add_argument("word", choices=("check", "who"), help="check a profile, or say who decides on a purchase")
    parser.add_argument("file", metavar="FILE", help="an authority profile (YAML; - for standard input)")
    parser.add_argument("--as-of", metavar="DATE", help="the law of this date (default: the `as_of` of the profile)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    who = parser.add_argument_group("with who: what is known of the purchase")
    who.add_argument("--case", metavar="CASE", help="a case file with one case: its day, estimate, nature and route")
    who.add_argument("--estimate", metavar="AMOUNT", help="the estimate without VAT, like 48500.00")
    who.add_argument("--with-vat", metavar="AMOUNT", help="the same with VAT")
    who.add_argument("--route", metavar="ID", help="the procedure")
    who.add_argument("--nature", choices=("works", "supplies", "services"))
    who.add_argument("--budget", choices=("ordinary", "extraordinary"))
    who.add_argument("--urgent", action="store_true", help="compelling urgency that could not be foreseen")
    who.add_argument("--named", choices=("yes", "no"), help="whether the council entrusted this contract by name")
    who.add_argument("--yearly", metavar="AMOUNT", help="the amount a year of a contract of over a year")
    who.add_argument("--within-a-year", action="store_true", help="the contract runs for at most a year")
    add_rules(parser)
    parser.set_defaults(run=_authority)


def _authority(options: argparse.Namespace) -> int:
    from advisor.authority import law as authoritylaw
    from advisor.authority.file import ProfileMistakes, read_authority
    from advisor.rulefiles import RuleMistake

    base = loaded(options.rules)
    try:
        law = authoritylaw.load(base.folder)
        raw = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
        authority = read_authority(law, base.routes, raw, options.file)
    except OSError as error:
        raise Refused([f"{options.file}: cannot be read: {error.strerror}"]) from None
    except (ProfileMistakes, RuleMistake) as mistakes:
        raise Refused(mistakes.messages) from None
    run = _check if options.word == "check" else _who
    return run(law, base, authority, options)


def _day(base: RuleBase, authority: Authority, options: argparse.Namespace) -> int:
    if options.as_of is not None:
        return reference_day(base=base, text=options.as_of, option="--as-of")
    return reference_day(base=base, text=quantity.date_text(authority.as_of), option=f"{options.file}: as_of")


def _check(law: Law, base: RuleBase, authority: Authority, options: argparse.Namespace) -> int:
    """Prints the findings; 1 where there are any."""
    from advisor.authority import text as authoritytext
    from advisor.authority.lint import findings
    from advisor.wording import Wording

    wording = Wording.load(options.lang, options.rules)
    day = _day(base, authority, options)
    found = findings(law, base, authority, day)
    if options.json:
        shown = [authoritytext.finding_as_dict(law, authority, item, wording) for item in found]
        _print({"authority": authority.name, "as_of": quantity.date_text(day), "findings": shown})
        return FINDING if found else DONE
    print(authoritytext.title(authority, wording))
    print(wording.text("authority", "on_day").format(day=wording.date(day)))
    for item in found:
        text = authoritytext.finding(law, authority, item, wording)
        print(wording.text("authority", "line").format(line=item.line, text=text))
    key = "clean" if not found else "count_one" if len(found) == 1 else "count"
    print(wording.text("authority", key).format(count=len(found)))
    return FINDING if found else DONE


def _who(law: Law, base: RuleBase, authority: Authority, options: argparse.Namespace) -> int:
    """Prints who decides, and what is to be asked or sent."""
    from advisor.authority import text as authoritytext
    from advisor.authority.profile import resolve
    from advisor.wording import Wording

    wording = Wording.load(options.lang, options.rules)
    if options.case is not None:
        purchase = _of_case(base, options)
    else:
        purchase = _purchase(base, _day(base, authority, options), options)
    found = resolve(law, authority, purchase)
    if options.json:
        shown = {
            name: authoritytext.answer_as_dict(law, authority, item, wording)
            for name, item in zip(found._fields, found, strict=True)
        }
        _print({"authority": authority.name, "as_of": quantity.date_text(purchase.day), **shown})
        return DONE
    print(authoritytext.title(authority, wording))
    print(wording.text("authority", "on_day").format(day=wording.date(purchase.day)))
    print(authoritytext.page(law, authority, found, wording), end="")
    return DONE


def _of_case(base: RuleBase, options: argparse.Namespace) -> Purchase:
    """The purchase of the case file, with the options that tell more. Raises Refused."""
    import argparse

    from advisor.authority import purchase
    from advisor.casecli import assessed

    asked = argparse.Namespace(files=[options.case], as_of=options.as_of, rules=options.rules)
    _, found = assessed(asked)
    if len(found) != 1:
        raise Refused([f"--case: expected a file with one case; {options.case} has {len(found)}"])
    told = purchase.of(found[0], base)
    given = _purchase(base, told.day, options)
    return told._replace(**{name: value for name, value in given._asdict().items() if value is not None})


def _purchase(base: RuleBase, day: int, options: argparse.Namespace) -> Purchase:
    """The purchase as the options tell it. Raises Refused with what cannot be read."""
    from advisor.authority.profile import Purchase
    from advisor.rulefiles import nearest

    wrong: list[str] = []
    cents: dict[str, int | None] = {}
    for name in ("estimate", "with_vat", "yearly"):
        text = getattr(options, name)
        cents[name] = None if text is None else quantity.hundredths(text)
        if text is not None and cents[name] is None:
            wrong.append(f"--{name.replace('_', '-')}: expected an amount like 48500.00; found {text}")
    if options.route is not None and options.route not in base.routes:
        wrong.append(f"--route: {options.route} is not known{nearest(options.route, base.routes)}")
    if options.within_a_year and cents["yearly"] is not None:
        wrong.append("--within-a-year: an amount a year is for a contract of over a year; give one of the two")
    if wrong:
        raise Refused(wrong)
    over_a_year = True if cents["yearly"] is not None else False if options.within_a_year else None
    return Purchase(
        day=day,
        route=options.route,
        estimate=cents["estimate"],
        nature=options.nature,
        budget=options.budget,
        urgent=True if options.urgent else None,
        named=None if options.named is None else options.named == "yes",
        with_vat=cents["with_vat"],
        over_a_year=over_a_year,
        yearly=cents["yearly"],
    )


def _print(shown: dict[str, Any]) -> None:
    import json

    print(json.dumps(shown, ensure_ascii=False, indent=2))
