"""The command line without a screen: assess case files, write records, say the version.

Exit codes: 0 done; 1 a difference (`--check`) or a finding; 2 bad input or use. Mistakes go to standard error, and then
nothing is printed or written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import argparse

    from advisor.assess import Assessment
    from advisor.case import Case
    from advisor.rulebase import RuleBase

DONE, FINDING, BAD_INPUT = 0, 1, 2


class Refused(Exception):
    """Input or use that is refused, with one line a mistake."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = list(messages)


def main(arguments: Sequence[str]) -> int:
    """Runs one command; the exit code."""
    use_utf8()
    if list(arguments) in (["--version"], ["-V"]):
        from advisor import __version__

        print(f"wijzer {__version__}")
        return DONE
    try:
        return _run(arguments)
    except Refused as refused:
        for message in refused.messages:
            print(f"wijzer: {message}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader went away (as `head` does); what it asked for was given.
        sys.stderr.close()
        return DONE


def use_utf8() -> None:
    """Writes UTF-8 whatever the console's code page, so that no name or amount is lost."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _run(arguments: Sequence[str]) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return BAD_INPUT
    run: Callable[[argparse.Namespace], int] = options.run
    return run(options)


def _parser() -> argparse.ArgumentParser:
    import argparse

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            raise Refused([f"{message}; `{self.prog} --help` lists what is possible"])

    parser = Parser(
        prog="wijzer",
        description="Which procurement procedures does Belgian law allow, which one fits best, and why. "
        "Without an argument on a terminal the interview opens.",
    )
    parser.add_argument("--version", "-V", action="store_true", help="the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)

    assess = commands.add_parser("assess", help="assess case files")
    _common(assess)
    assess.add_argument("--json", action="store_true", help="print JSON: one object, or a list for several cases")
    assess.add_argument("--check", action="store_true", help="compare with `expect`; exit 1 on a difference")
    assess.set_defaults(run=_assess)

    record = commands.add_parser("record", help="write decision records")
    _common(record)
    record.add_argument("--format", default="md,json", metavar="LIST", help="md, json or both (default: md,json)")
    record.add_argument("--out", default="records", metavar="DIR", help="the folder to write in (default: records)")
    record.add_argument("--force", action="store_true", help="replace records that are already there")
    record.set_defaults(run=_record)
    commands.add_parser("interview", help="the interview (`--plain`: line by line)", add_help=False)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="case files (YAML or JSON; - for standard input)")
    parser.add_argument("--as-of", metavar="DATE", help="use this reference date for every case, like 2026-03-02")
    parser.add_argument("--rules", metavar="DIR", help="a rule base other than the program's own")
    parser.add_argument("--lang", choices=("nl", "en"), default="nl", help="language of the texts (default: nl)")


def _assess(options: argparse.Namespace) -> int:
    from advisor.wording import Wording

    base, found = _assessed(options)
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


def _record(options: argparse.Namespace) -> int:
    from advisor import record
    from advisor.wording import Wording

    forms = [form.strip() for form in options.format.split(",") if form.strip()]
    for form in forms:
        if form not in record.FORMATS:
            raise Refused([f"--format: {form} is not known; known: {', '.join(record.FORMATS)}"])
    base, found = _assessed(options, exact=True)
    wording = Wording.load(options.lang, options.rules)
    folder = Path(options.out)
    texts = {
        folder / f"{item.case.id}.{form}": record.render(item, base, wording, form) for item in found for form in forms
    }
    standing = sorted(str(path) for path in texts if path.exists())
    if standing and not options.force:
        raise Refused([f"{path} is already there; give another --out, or --force to replace it" for path in standing])
    write_whole(texts)
    for path in texts:
        print(path)
    return DONE


def write_whole(texts: dict[Path, str]) -> None:
    """Writes every file, each under its own name only once it is complete. Raises Refused."""
    made: list[Path] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f".{path.name}.part")
            made.append(unfinished)
            unfinished.write_text(text, "utf-8", newline="\n")
        for path in texts:
            path.with_name(f".{path.name}.part").replace(path)
    except OSError as error:
        for unfinished in made:
            unfinished.unlink(missing_ok=True)
        raise Refused([f"{error.filename}: cannot be written: {error.strerror}"]) from None


def _assessed(options: argparse.Namespace, *, exact: bool = False) -> tuple[RuleBase, list[Assessment]]:
    """Every case of every file, assessed by both engines. Raises Refused with every mistake of every file."""
    from advisor import quantity, rulebase
    from advisor.assess import State, assess
    from advisor.derive import ContradictingAnswers
    from advisor.engines import Breach, Engines
    from advisor.exact import ImpossibleAnswers
    from advisor.rulefiles import RuleMistake
    from advisor.wording import WordingMistake

    as_of = None
    if options.as_of is not None:
        as_of = quantity.ordinal(options.as_of)
        if as_of is None:
            raise Refused([f"--as-of: expected a date like 2026-03-02; found {options.as_of}"])
    try:
        base = rulebase.load(options.rules)
    except RuleMistake as mistake:
        raise Refused(mistake.messages) from None
    cases = _read(base, options.files, as_of)
    engines = Engines(base)
    found: list[Assessment] = []
    wrong: list[str] = []
    for name, case in cases:
        try:
            found.append(assess(case, engines))
            if exact:
                state = State(engines, case.answers, case.as_of, preview=True)
                state.span.require_exact_agreement(state.derived, state.span.truths(state.derived))
        except (ContradictingAnswers, ImpossibleAnswers, rulebase.OutsideKnownDates, WordingMistake) as mistake:
            line = min((case.lines[fact] for fact in getattr(mistake, "facts", ()) if fact in case.lines), default=1)
            wrong.append(f"{name}:{line}: {case.id}: {mistake}")
        except Breach as breach:
            wrong.append(f"{name}: {case.id}: {breach}; nothing is exported, report this case")
    if wrong:
        raise Refused(wrong)
    return base, found


def _read(base: RuleBase, names: list[str], as_of: int | None) -> list[tuple[str, Case]]:
    from advisor.case import CaseMistakes, read_cases

    found: list[tuple[str, Case]] = []
    wrong: list[str] = []
    for name in names:
        try:
            raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
            found += [(name, case) for case in read_cases(base, raw, name, as_of)]
        except OSError as error:
            wrong.append(f"{name}: cannot be read: {error.strerror}")
        except CaseMistakes as mistakes:
            wrong += mistakes.messages
    if wrong:
        raise Refused(wrong)
    return found
