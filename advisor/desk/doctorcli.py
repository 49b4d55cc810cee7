"""The commands that tell about this installation: `doctor` and `where`."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.cli import DONE, FINDING, add_rules
from advisor.desk import folders

if TYPE_CHECKING:
    import argparse

    from advisor.desk.doctor import Finding
    from advisor.wording import Wording

MARKS = {"good": "+", "warning": "!", "bad": "x"}
WIDTH = 100


def add_doctor(parser: argparse.ArgumentParser) -> None:
    """The arguments of `doctor`."""
    add_rules(parser)
    parser.add_argument("--casebook", metavar="FILE", help="a casebook other than this person's own")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    import datetime

    from advisor.desk import doctor

    casebook = Path(options.casebook) if options.casebook else None
    today = datetime.datetime.now().astimezone().date().toordinal()
    findings = list(doctor.examine(options.rules, casebook, today))
    if options.json:
        print(json.dumps([finding._asdict() for finding in findings], ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(findings, _wording(options.lang, options.rules))))
    return FINDING if any(finding.state != doctor.GOOD for finding in findings) else DONE


def _wording(language: str, rules: str | None) -> Wording | None:
    """The wording; None where it cannot be read, since then the findings themselves are what counts."""
    from advisor.rulefiles import RuleMistake
    from advisor.wording import Wording, WordingMistake

    try:
        return Wording.load(language, rules)
    except (RuleMistake, WordingMistake):
        return None


def _lines(findings: list[Finding], wording: Wording | None) -> list[str]:
    lines: list[str] = []
    for finding in findings:
        name = wording.text("doctor", "names", finding.id) if wording else finding.id
        lines.append(f"{MARKS[finding.state]} {name}: {finding.found}")
        if finding.advice and wording:
            said = wording.text("doctor", "advice", finding.advice)
            lines += textwrap.wrap(said, WIDTH, initial_indent="    ", subsequent_indent="    ")
    worst = max((finding.state for finding in findings), key=list(MARKS).index)
    return [*lines, "", wording.text("doctor", "outcome", worst) if wording else worst]


def add_where(parser: argparse.ArgumentParser) -> None:
    """The arguments of `where`."""
    parser.add_argument("--rules", metavar="DIR", help="a rule base other than the program's own")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_where)


def _where(options: argparse.Namespace) -> int:
    from advisor import rulefiles
    from advisor.desk.casebook import default_path

    places = {
        "program": Path(__file__).parents[1],
        "rules": rulefiles.rule_folder(options.rules),
        "casebook": default_path(),
        "data": folders.data(),
        "cache": folders.cache(),
        "records": Path("records").absolute(),
    }
    if options.json:
        print(json.dumps({name: str(path) for name, path in places.items()}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(f"{name:9} {path}" for name, path in places.items()))
    return DONE
