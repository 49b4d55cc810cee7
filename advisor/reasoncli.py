"""The commands `explain` and `change`: why a route is open or not, what a doubt carries, what would open a route."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from advisor.casecli import assessed
from advisor.cli import DONE, FINDING, Refused, add_files
from advisor.rulefiles import nearest

if TYPE_CHECKING:
    import argparse

    from advisor.assessing import Assessment
    from advisor.rulebase import RuleBase


def add_explain(parser: argparse.ArgumentParser) -> None:
    """The arguments of `explain`."""
    add_files(parser)
    parser.add_argument("--route", metavar="ROUTE", help="this route alone (default: every route)")
    parser.add_argument("--json", action="store_true", help="print JSON: one object, or a list for several cases")
    parser.set_defaults(run=_explain)


def add_change(parser: argparse.ArgumentParser) -> None:
    """The arguments of `change`."""
    parser.add_argument("route", metavar="ROUTE", help="the route to open, as in `wijzer assess --json`")
    add_files(parser)
    parser.add_argument("--json", action="store_true", help="print JSON: one object, or a list for several cases")
    parser.set_defaults(run=_change)


def _explain(options: argparse.Namespace) -> int:
    from advisor import reasonjson
    from advisor.doubt import doubts
    from advisor.engines import Engines
    from advisor.explanation import Explaining
    from advisor.reasontext import ReasonText
    from advisor.wording import Wording

    base, found = assessed(options)
    routes = list(base.routes) if options.route is None else [_known(base, options.route)]
    engines = Engines(base)
    wording = Wording.load(options.lang, options.rules)
    shown: list[Any] = []
    for item in found:
        explaining = Explaining(engines, item.case.answers, item.case.as_of, item.case.from_base)
        told = [explaining.route(route) for route in routes]
        doubtful = doubts(item.case, engines)
        if options.json:
            shown.append(
                reasonjson.head(item)
                | {"routes": [reasonjson.explanation(one, item, base) for one in told]}
                | {"doubts": [reasonjson.doubt(one, base) for one in doubtful]}
            )
        else:
            text = ReasonText(item, base, wording)
            parts = [text.explanation(one) for one in told] + [text.doubts(doubtful)]
            shown.append(_titled(item, [part for part in parts if part]))
    _print(shown, found, as_json=options.json)
    return DONE


def _change(options: argparse.Namespace) -> int:
    from advisor import reasonjson
    from advisor.change import smallest
    from advisor.engines import Engines
    from advisor.reasontext import ReasonText
    from advisor.wording import Wording

    base, found = assessed(options)
    route = _known(base, options.route)
    engines = Engines(base)
    wording = Wording.load(options.lang, options.rules)
    shown: list[Any] = []
    all_lawful = True
    for item in found:
        case = item.case
        change = smallest(engines, case.answers, case.as_of, route, case.from_base)
        all_lawful = all_lawful and change.is_lawful
        if options.json:
            shown.append(reasonjson.head(item) | reasonjson.change(change, base))
        else:
            shown.append(_titled(item, [ReasonText(item, base, wording).change(change)]))
    _print(shown, found, as_json=options.json)
    return DONE if all_lawful else FINDING


def _known(base: RuleBase, route: str) -> str:
    if route not in base.routes:
        raise Refused([f"the route {route} is not known{nearest(route, base.routes)}; known: {', '.join(base.routes)}"])
    return route


def _titled(item: Assessment, parts: list[list[str]]) -> str:
    from advisor.record import plain

    return "\n\n".join([plain(item.case.title), *("\n".join(lines) for lines in parts)])


def _print(shown: list[Any], found: list[Assessment], *, as_json: bool) -> None:
    if as_json:
        single = len(shown) == 1 and found[0].case.single
        print(json.dumps(shown[0] if single else shown, ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(shown))
