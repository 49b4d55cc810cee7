"""The command line without a screen. Each command stands in a module of its own, loaded only when it is asked for.

Exit codes: 0 done; 1 a difference (`--check`) or a finding; 2 bad input or use. Mistakes go to standard error, and then
nothing is printed or written.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import argparse

    from advisor.case import Case
    from advisor.rulebase import RuleBase

DONE, FINDING, BAD_INPUT = 0, 1, 2
#: Characters of one message.
LONGEST = 2_000

#: Each command, the module with its `add_NAME(parser)` that adds arguments and sets `run`, and what it does.
COMMANDS = {
    "interview": ("advisor.cli", "the interview (`--plain`: line by line)"),
    "serve": ("advisor.cli", "the interview in a browser, on this computer or behind a proxy"),
    "assess": ("advisor.casecli", "assess case files"),
    "record": ("advisor.recordcli", "write decision records"),
    "template": ("advisor.templatecli", "a decision, memo or note filled in from a case (`template list FILE`)"),
    "rules": ("advisor.rulescli", "list, install or pack the rule bases of releases"),
    "verify": ("advisor.verifycli", "look whether a record is unchanged and still comes out the same"),
    "sign": ("advisor.signcli", "sign records with an SSH key"),
    "reassess": ("advisor.verifycli", "what a record would be under the law of another day"),
    "estimate": ("advisor.estimatecli", "the working of the estimate of case files"),
    "explain": ("advisor.reasoncli", "why a route is open or not, what is worth finding out, what a doubt carries"),
    "change": ("advisor.reasoncli", "the smallest lawful change that opens a route"),
    "duties": ("advisor.dutycli", "what the recommended route, or another, entails, with articles"),
    "authority": ("advisor.authority.cli", "check an authority's profile, and say who decides on a purchase"),
    "amounts": ("advisor.lawcli", "the amounts in force on a date"),
    "law": ("advisor.lawcli", "the rule sheet of a rule, an article or the whole law"),
    "diff": ("advisor.lawcli", "what changed between two dates or two rule bases, and which cases come out otherwise"),
    "prove": ("advisor.proofcli", "prove that the rules are sound over every answer sheet and date"),
    "doctor": ("advisor.desk.doctorcli", "look whether everything that the program needs is in order, with what to do"),
    "where": ("advisor.desk.doctorcli", "the folders and files that the program uses"),
    "mutate": ("advisor.proofcli", "change the law one place at a time and see whether cases and proofs notice"),
}


class Refused(Exception):
    """Input or use that is refused, with one line a mistake."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = list(messages)


def main(arguments: Sequence[str]) -> int:
    """Runs one command; the exit code."""
    # A command makes many values that live to its end; looking for garbage among them often costs more than it frees.
    gc.set_threshold(100_000, 20, 20)
    use_utf8()
    words = list(arguments)
    if words in (["--version"], ["-V"]):
        from advisor import __version__

        print(f"wijzer {__version__}")
        return DONE
    try:
        return _run(words)
    except Refused as refused:
        for message in refused.messages:
            # A mistake may quote what was given, which may be a megabyte.
            shown = message if len(message) <= LONGEST else f"{message[:LONGEST]}… ({len(message)} characters)"
            print(f"wijzer: {shown}", file=sys.stderr)
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


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help"):
        print(_help())
        return DONE if words else BAD_INPUT
    name = words[0]
    if name not in COMMANDS:
        from advisor.rulefiles import nearest

        raise Refused([f"there is no command {name}{nearest(name, COMMANDS)}; `wijzer --help` lists them"])
    options = parser_of(name).parse_args(words[1:])
    run: Callable[[argparse.Namespace], int] = options.run
    return run(options)


def parser_of(name: str) -> argparse.ArgumentParser:
    """The parser of one command; what it refuses becomes Refused."""
    import argparse

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            raise Refused([f"{message}; `{self.prog} --help` says what is possible"])

    module, about = COMMANDS[name]
    parser = Parser(prog=f"wijzer {name}", description=f"{about[:1].upper()}{about[1:]}.")
    getattr(importlib.import_module(module), f"add_{name}")(parser)
    return parser


def _help() -> str:
    lines = [
        "usage: wijzer [COMMAND] …",
        "",
        "Which procurement procedures does Belgian law allow, which one fits best, and why.",
        "Without an argument on a terminal the interview opens.",
        "",
        *(f"  {name:10} {about}" for name, (_, about) in COMMANDS.items()),
        "",
        "  --version  the version",
        "`wijzer COMMAND --help` says more.",
    ]
    return "\n".join(lines)


def add_interview(parser: argparse.ArgumentParser) -> None:
    """The interview belongs to the screen, which takes this command before it comes here."""

    def run(_: argparse.Namespace) -> int:
        raise Refused(["the interview starts from the command `wijzer`"])

    parser.set_defaults(run=run)


def add_serve(parser: argparse.ArgumentParser) -> None:
    """The browser shows the screen, so that this command is taken before it comes here."""
    add_interview(parser)


def add_files(parser: argparse.ArgumentParser) -> None:
    """The arguments of every command that reads case files."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="case files (YAML or JSON; - for standard input)")
    parser.add_argument("--as-of", metavar="DATE", help="use this reference date for every case, like 2026-03-02")
    add_rules(parser)


def add_rules(parser: argparse.ArgumentParser) -> None:
    """The arguments of every command that reads the rules."""
    parser.add_argument("--rules", metavar="DIR", help="a rule base other than the program's own")
    add_language(parser)


def add_language(parser: argparse.ArgumentParser) -> None:
    """The language of the texts."""
    from advisor.wording import LANGUAGES

    parser.add_argument("--lang", choices=LANGUAGES, default="nl", help="language of the texts (default: nl)")


def loaded(folder: str | None) -> RuleBase:
    """The rule base. Raises Refused with its mistakes."""
    from advisor import rulebase
    from advisor.rulefiles import RuleMistake

    try:
        return rulebase.load(folder)
    except RuleMistake as mistake:
        raise Refused(mistake.messages) from None


def reference_day(*, base: RuleBase, text: str, option: str) -> int:
    """A date on the command line as an ordinal. Raises Refused where it is none, or lies outside the dates known."""
    from advisor import quantity
    from advisor.rulebase import OutsideKnownDates

    day = quantity.ordinal(text)
    if day is None:
        raise Refused([f"{option}: expected a date like 2026-03-02; found {text}"])
    try:
        base.require_known(day)
    except OutsideKnownDates as outside:
        raise Refused([f"{option}: {outside}"]) from None
    return day


def read_cases_of(base: RuleBase, names: Sequence[str], as_of: int | None) -> list[tuple[str, Case]]:
    """Every case of the files named, with the file's name. Raises Refused with every mistake of every file."""
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


def write_whole(texts: Mapping[Path, str | bytes], *, private: bool = False, final: bool = False) -> None:
    """Writes every file, each under its own name only once it is complete. Raises Refused.

    `private`: nobody but the person who writes it may read it, where the system knows rights. `final`: nobody may
    write it any more.
    """
    made: list[Path] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f".{path.name}.part")
            made.append(unfinished)
            unfinished.touch(0o600 if private else 0o666)
            unfinished.write_bytes(text if isinstance(text, bytes) else text.encode())
            if final:
                unfinished.chmod(0o400 if private else 0o444)
        for path in texts:
            path.with_name(f".{path.name}.part").replace(path)
    except OSError as error:
        for unfinished in made:
            unfinished.unlink(missing_ok=True)
        raise Refused([f"{error.filename}: cannot be written: {error.strerror}"]) from None
