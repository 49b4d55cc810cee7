"""The command `duties`: everything that the recommended route, or a route named, entails."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from advisor.cli import DONE, Refused, add_files
from advisor.summary import WIDTH

if TYPE_CHECKING:
    import argparse

    from advisor.assessing import Assessment
    from advisor.rulebase import RuleBase
    from advisor.wording import Wording


def add_duties(parser: argparse.ArgumentParser) -> None:
    """The arguments of `duties`."""
    add_files(parser)
    parser.add_argument("--route", metavar="ROUTE", help="this route (default: the recommended one)")
    parser.add_argument("--json", action="store_true", help="print JSON: one object, or a list for several cases")
    parser.set_defaults(run=_duties)


def _duties(options: argparse.Namespace) -> int:
    """Prints the duties of one route for each case. Raises Refused where a case has no such route to take."""
    from advisor.casecli import assessed
    from advisor.wording import Wording

    base, found = assessed(options)
    if options.route is not None and options.route not in base.routes:
        from advisor.rulefiles import nearest

        raise Refused([f"--route: {options.route} is not known{nearest(options.route, list(base.routes))}"])
    wording = Wording.load(options.lang, options.rules)
    refusals = [text for item in found if (text := _refusal(item, options.route, base, wording))]
    if refusals:
        raise Refused(refusals)
    pairs = [(item, route) for item in found if (route := options.route or item.recommended)]
    if options.json:
        import json

        shown = [_as_dict(item, route) for item, route in pairs]
        print(json.dumps(shown[0] if len(shown) == 1 and found[0].case.single else shown, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_page(item, route, base, wording) for item, route in pairs), end="")
    return DONE


def _refusal(found: Assessment, route: str | None, base: RuleBase, wording: Wording) -> str:
    """Why there is nothing to show for the case, or nothing."""
    from advisor.sentences import route_line

    if route is None:
        if found.recommended is not None:
            return ""
        facts = "; ".join(wording.fact(base.facts[item.fact]) for item in found.missing)
        missing = f" ({wording.text('record', 'still_needed').format(facts=facts)})" if facts else ""
        return f"{found.case.id}: {wording.text('record', 'no_recommendation')}{missing}"
    if found.status(route) == "available":
        return ""
    name, status = wording.text("routes", route, "name"), wording.text("status", found.status(route))
    return f"{found.case.id}: {name}: {status}. {route_line(found.route(route), base, wording)}"


def _as_dict(found: Assessment, route: str) -> dict[str, Any]:
    from advisor import quantity
    from advisor.outcome_json import duties_of

    return {
        "case": found.case.id,
        "as_of": quantity.date_text(found.case.as_of),
        "rule_base": {"version": found.rule_version, "digest": found.rule_digest},
        "route": route,
        "duties": duties_of(found, route),
    }


def _page(found: Assessment, route: str, base: RuleBase, wording: Wording) -> str:
    """The duties of a route as plain text, each with its article and how sure it is; ends with a newline."""
    from advisor import dutytext
    from advisor.record import plain

    title = wording.text("duties", "title").format(route=wording.text("routes", route, "name"))
    lines = [f"{plain(found.case.title)} ({found.case.id})", title]
    lines += [f"{wording.text('record', 'law_date')} {wording.date(found.case.as_of)}", ""]
    for kind, duty in found.duties[route].items():
        text = f"{dutytext.name(kind, wording)}: {dutytext.said(kind, duty, base, wording)}"
        lines += textwrap.wrap(text, WIDTH, subsequent_indent="  ")
        for variant in dutytext.variants(duty, wording):
            lines += textwrap.wrap(f"- {variant}", WIDTH, initial_indent="  ", subsequent_indent="    ")
        source = f"{wording.cite(duty.cite)} ({wording.text('status', duty.confidence)})"
        lines += textwrap.wrap(source, WIDTH, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(lines) + "\n"
