"""The command `template`: the templates that fit a case, and one of them filled in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.casecli import add_authority, assessed, profiles
from advisor.cli import DONE, FINDING, Refused, add_rules, write_whole

if TYPE_CHECKING:
    from advisor.assessing import Assessment
    from advisor.templatefile import Template
    from advisor.wording import Wording


def add_template(parser: argparse.ArgumentParser) -> None:
    """The arguments of `template`."""
    parser.add_argument("id", metavar="ID", help="a template, or list")
    parser.add_argument("files", nargs="+", metavar="FILE", help="a case file (YAML or JSON; - for standard input)")
    parser.add_argument("--as-of", metavar="DATE", help="use this reference date, like 2026-03-02")
    parser.add_argument(
        "--format", default="docx", metavar="FORM", help="docx, odt, pdf, html, md or txt (default: docx)"
    )
    parser.add_argument("--out", metavar="FILE", help="the file to write (default: ID-CASE.FORM here)")
    add_authority(parser)
    add_rules(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from advisor import record, templates
    from advisor.render import FORMATS, NotInstalled, render
    from advisor.wording import Wording

    if options.lang not in templates.LANGUAGES:
        raise Refused([f"template: --lang {options.lang}: there are templates in {' and '.join(templates.LANGUAGES)}"])
    if options.format not in FORMATS:
        raise Refused([f"--format: {options.format} is not known; known: {', '.join(FORMATS)}"])
    base, found = assessed(options, exact=True)
    if len(found) != 1:
        raise Refused([f"template: expected one case; found {len(found)}"])
    wording = Wording.load(options.lang, options.rules)
    known = {one.id: one for one in templates.templates(base, options.lang)}
    if options.id == "list":
        return _listed(known, found[0], wording)
    if options.id not in known:
        from advisor.rulefiles import nearest

        raise Refused([f"template: {options.id} is not known{nearest(options.id, known)}; known: {', '.join(known)}"])
    (house,) = profiles(options, base, found, wording)
    try:
        made = templates.document(known[options.id], found[0], base, wording, house)
        raw = render(made, options.format)
    except templates.NotFitting as routes:
        names = "; ".join(wording.text("routes", name, "name") for name in str(routes).split(", "))
        raise Refused([f"template: {options.id} does not fit this case: not available: {names}"]) from None
    except NotInstalled as missing:
        raise Refused([str(missing)]) from None
    path = Path(options.out or f"{options.id}-{record.file_name(found[0].case.id)}.{options.format}")
    if path.exists():
        raise Refused([f"{path} is already there; name another file with --out"])
    write_whole({path: raw}, private=True)
    print(path)
    return DONE


def _listed(known: dict[str, Template], found: Assessment, wording: Wording) -> int:
    """Prints every template, whether it fits, and which procedure it waits for."""
    from advisor.templates import NotFitting, fitting

    fits = 0
    for name, one in known.items():
        try:
            fitting(one, found)
        except NotFitting:
            waits = "; ".join(wording.text("routes", route, "short") for route in one.routes)
            print(f"- {name:20} {one.title} ({wording.text('status', 'unavailable')}: {waits})")
        else:
            fits += 1
            print(f"+ {name:20} {one.title}")
    return DONE if fits else FINDING
