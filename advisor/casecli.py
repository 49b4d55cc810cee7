"""The command `assess`, and what every command does that reads case files: assess each case, find its profile."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.cli import DONE, FINDING, Refused, add_files, loaded, read_cases_of, reference_day

if TYPE_CHECKING:
    import argparse

    from advisor.assessing import Assessment
    from advisor.authority.house import House
    from advisor.case import Case
    from advisor.rulebase import RuleBase
    from advisor.wording import Wording


def add_assess(parser: argparse.ArgumentParser) -> None:
    """The arguments of `assess`."""
    add_files(parser)
    parser.add_argument("--json", action="store_true", help="print JSON: one object, or a list for several cases")
    parser.add_argument("--check", action="store_true", help="compare with `expect`; exit 1 on a difference")
    parser.set_defaults(run=_assess)


def _assess(options: argparse.Namespace) -> int:
    from advisor.wording import Wording

    base, found = assessed(options)
    wording = Wording.load(options.lang, options.rules)
    if options.json:
        import json

        from advisor.outcome_json import as_dict

        shown = [as_dict(item, base, wording) for item in found]
        print(json.dumps(shown[0] if len(shown) == 1 and found[0].case.single else shown, ensure_ascii=False, indent=2))
    elif not options.check:
        from advisor.summary import summary

        print("\n".join(summary(item, base, wording) for item in found), end="")
    return _checked(found, quiet=options.json) if options.check else DONE


def _checked(found: list[Assessment], *, quiet: bool) -> int:
    from advisor.expectation import differences

    differing = 0
    stream = sys.stderr if quiet else sys.stdout
    for item in found:
        lines = differences(item)
        differing += bool(lines)
        for line in lines:
            print(f"{item.case.id}: {line}", file=stream)
    print(f"{len(found)} cases, {differing} with a difference", file=stream)
    return FINDING if differing else DONE


def _beside(name: str, case: Case) -> Case:
    """The case with its profile as a path: a profile that it names stands beside the file of the case."""
    return case._replace(authority=str(Path(name).parent / case.authority)) if case.authority else case


def assessed(options: argparse.Namespace, *, exact: bool = False) -> tuple[RuleBase, list[Assessment]]:
    """Every case of every file, assessed by both engines. Raises Refused with every mistake of every file."""
    from advisor.assessing import State, assess
    from advisor.derive import ContradictingAnswers
    from advisor.engines import Breach, Engines
    from advisor.exact import ImpossibleAnswers
    from advisor.rulebase import OutsideKnownDates

    base = loaded(options.rules)
    as_of = None if options.as_of is None else reference_day(base=base, text=options.as_of, option="--as-of")
    cases = [(name, _beside(name, case)) for name, case in read_cases_of(base, options.files, as_of)]
    engines = Engines(base)
    found: list[Assessment] = []
    wrong: list[str] = []
    for name, case in cases:
        try:
            found.append(assess(case, engines))
            if exact:
                state = State(engines, case.answers, case.as_of, from_base=case.from_base, preview=True)
                kleene = state.span.truths(state.derived)
                state.span.require_exact_agreement(state.derived, kleene, state.broken_by_base)
        except (ContradictingAnswers, ImpossibleAnswers, OutsideKnownDates) as mistake:
            line = min((case.lines[fact] for fact in getattr(mistake, "facts", ()) if fact in case.lines), default=1)
            wrong.append(f"{name}:{line}: {case.id}: {mistake}")
        except Breach as breach:
            wrong.append(f"{name}: {case.id}: {breach}; nothing is exported, report this case")
    if wrong:
        raise Refused(wrong)
    return base, found


def add_authority(parser: argparse.ArgumentParser) -> None:
    """The option for the profile, for `profiles`."""
    parser.add_argument(
        "--authority", metavar="FILE", help="the profile of your authority (default: the `authority:` of the case)"
    )


def profiles(
    options: argparse.Namespace, base: RuleBase, found: list[Assessment], wording: Wording
) -> list[House | None]:
    """The profile of each case: that of --authority, else the one that the case names. Raises Refused."""
    from advisor.authority import house
    from advisor.authority.file import ProfileMistakes
    from advisor.rulefiles import RuleMistake

    named = [options.authority or item.case.authority or None for item in found]
    read: dict[str | None, House | None] = {None: None}
    for name in dict.fromkeys(name for name in named if name is not None):
        try:
            read[name] = house.read(base, Path(name), wording, options.rules)
        except OSError as error:
            raise Refused([f"{name}: the profile cannot be read: {error.strerror}"]) from None
        except (ProfileMistakes, RuleMistake) as mistakes:
            raise Refused(mistakes.messages) from None
    return [read[name] for name in named]
