"""The interview line by line: for a screen reader, a pipe, a log, and to replay a case file. No cursor, no colour.

The same pages, the same answers and the same record as on the screen.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from advisor import rulebase, rulefiles
from advisor.cli import BAD_INPUT, DONE, Refused, use_utf8, write_whole
from tui.language import LANGUAGES
from tui.plain_page import PlainPage
from tui.plain_talk import Talk

if TYPE_CHECKING:
    from advisor.assessing import Assessment
    from advisor.authority.house import House
    from advisor.case import Case
    from advisor.derive import Answer
    from advisor.desk.casebook import Casebook, CaseState
    from advisor.engines import Engines
    from advisor.interview import Interview
    from advisor.rulebase import RuleBase
    from advisor.wording import Wording
    from tui.session import Session

EXAMPLE = "examples/playground-equipment.yaml"


def run(argv: Sequence[str]) -> int:
    """Runs plain mode with the arguments after `wijzer interview`; the exit code.

    `--answers FILE` replays a case file, `--example` the worked example; else it asks on standard input.
    """
    use_utf8()
    try:
        options = parser().parse_args(argv)
        desk = PlainDesk(options)
        if options.answers is not None:
            return desk.replay(Path(options.answers).read_bytes(), options.answers)
        if options.example:
            path = rulefiles.rule_folder(options.rules) / EXAMPLE
            return desk.replay(path.read_bytes(), path.name, example=True)
        return desk.interview()
    except Refused as refused:
        return _told(refused.messages)
    except BrokenPipeError:
        # The reader went away (as `head` does); every answer is kept already.
        sys.stderr.close()
        return DONE
    except OSError as error:
        return _told([f"{error.filename}: {error.strerror}"])


def _told(messages: Sequence[str]) -> int:
    for message in messages:
        sys.stderr.write(f"wijzer: {message}\n")
    return BAD_INPUT


def parser() -> argparse.ArgumentParser:
    """The options of `wijzer interview --plain`."""

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            raise Refused([f"{message}; `{self.prog} --help` lists what is possible"])

    made = Parser(prog="wijzer interview", description="The interview, line by line with --plain.")
    made.add_argument("--plain", action="store_true", help="line by line, without a screen")
    made.add_argument("--answers", metavar="FILE", help="take the answers from a case file")
    made.add_argument("--example", action="store_true", help="play the worked example")
    made.add_argument("--case", metavar="ID", help="go on with this case of the casebook")
    made.add_argument("--title", help="short name of a new case")
    made.add_argument("--as-of", metavar="DATE", help="reference date, like 2026-03-02 (default: today)")
    made.add_argument("--lang", choices=LANGUAGES, default="nl", help="language of the texts (default: nl)")
    made.add_argument("--out", default="records", metavar="DIR", help="folder for the record (default: records)")
    made.add_argument("--force", action="store_true", help="replace a record that is already there")
    made.add_argument("--authority", metavar="FILE", help="the profile of your authority (default: the one chosen)")
    made.add_argument("--mail", action="store_true", help="end with the advice as five lines for a mail")
    made.add_argument("--cases", nargs="?", const="", metavar="WORDS", help="list the cases that have these words")
    made.add_argument("--archived", action="store_true", help="with --cases: those of the archive")
    made.add_argument("--copy", metavar="ID", help="go on with a copy of this case")
    made.add_argument("--archive", metavar="ID", help="put this case in the archive")
    made.add_argument("--unarchive", metavar="ID", help="take this case out of the archive")
    made.add_argument("--rules", metavar="DIR", help="a rule base other than the program's own")
    return made


class PlainDesk:
    """What every way of plain mode needs: rules, engines, wording, and where the record goes."""

    def __init__(self, options: argparse.Namespace) -> None:
        from advisor.engines import Engines
        from advisor.wording import Wording, WordingMistake

        self._options = options
        try:
            self.base: RuleBase = rulebase.load(options.rules)
            self.wording: Wording = Wording.load(options.lang, options.rules)
        except rulefiles.RuleMistake as mistake:
            raise Refused(mistake.messages) from None
        except WordingMistake as mistake:
            raise Refused([str(mistake)]) from None
        self.engines: Engines = Engines(self.base)

    @property
    def rules(self) -> str | None:
        """The folder of the rules that were asked for; None: the program's own."""
        folder: str | None = self._options.rules
        return folder

    def write(self, text: str = "") -> None:
        """A line, at once: a reader on a pipe or a screen reader follows."""
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def say(self, key: str, **values: object) -> str:
        return self.wording.text("interview", "plain", key).format(**values)

    def day(self) -> int | None:
        """The reference date that was asked for."""
        from advisor import quantity

        if self._options.as_of is None:
            return None
        found = quantity.ordinal(self._options.as_of)
        if found is None:
            raise Refused([f"--as-of: expected a date like 2026-03-02; found {self._options.as_of}"])
        return found

    def pages(self, day: int) -> Interview:
        """The interview of a reference date."""
        from advisor.interview import Interview

        try:
            return Interview(self.engines, day)
        except rulefiles.RuleMistake as mistake:
            raise Refused(mistake.messages) from None
        except rulebase.OutsideKnownDates as outside:
            raise Refused([str(outside)]) from None

    # --- replay ---------------------------------------------------------------------------------------------------

    def replay(self, raw: bytes, name: str, *, example: bool = False) -> int:
        """Plays every case of a file and writes its record. Raises Refused."""
        from advisor.case import CaseMistakes, read_cases

        try:
            cases = read_cases(self.base, raw, name, self.day())
        except CaseMistakes as mistakes:
            raise Refused(mistakes.messages) from None
        for case in cases:
            self._play(case, "example" if example else "case")
            named = self._options.authority or case.authority
            self.advise(case, name, Path(named) if named else None, force=example or self._options.force)
        return DONE

    def _play(self, case: Case, heading: str) -> None:
        """Shows each page that comes up with the answer that the file gives. `heading`: example or case."""
        interview = self.pages(case.as_of)
        self.write(self.say(heading, title=case.title, date=self.wording.date(case.as_of)))
        taken: dict[str, Answer] = {}
        shown: frozenset[str] = frozenset()
        number = 0
        while (page := interview.next(taken, shown)) is not None:
            shown |= {page.id}
            # An answer may have come from an earlier page as well; the file says it once.
            given = {fact: case.answers[fact] for fact in page.facts if fact in case.answers}
            if not given:
                continue
            number += 1
            taken.update(given)
            plain = PlainPage(page, interview, self.wording)
            self.write(f"\n{plain.heading(number)}\n{plain.title()}")
            self.write(self.say("taken", text=plain.shown(given)) + self._based(case, given))
            if plain.has_worksheet and case.estimate is not None:
                self._show_worksheet(case)
        rest = [name for name in self.base.facts if name in case.answers and name not in taken]
        if rest:
            self.write("\n" + self.say("other_facts"))
            for name in rest:
                fact = self.base.facts[name]
                text = f"- {self.wording.fact(fact)}: {self.wording.value(fact, case.answers[name])}"
                self.write(text + self._based(case, {name: None}))

    def _show_worksheet(self, case: Case) -> None:
        """The working behind the estimate."""
        from advisor.estimatetext import working_lines

        assert case.estimate is not None, "the case has an estimate"
        for text in working_lines(case.estimate, self.base, self.wording, case.as_of):
            self.write(text)

    def case_of(self, state: CaseState) -> Case:
        """A case of the casebook as it is assessed. Raises Refused where its worksheet cannot stand."""
        from advisor.derive import ContradictingAnswers

        try:
            return state.case(self.base)
        except ContradictingAnswers as mistake:
            raise Refused([f"{state.id}: {mistake}"]) from None

    def _based(self, case: Case, given: Mapping[str, Answer]) -> str:
        return f" [{self.say('from_base')}]" if set(given) <= case.from_base else ""

    # --- interview ------------------------------------------------------------------------------------------------

    def interview(self) -> int:
        """Asks page by page; every answer is in the casebook before the next page shows. Raises Refused."""
        from advisor.desk.casebook import Casebook, CasebookTrouble, UnknownCase

        try:
            with Casebook.open(base=self.base) as book:
                if self._is_about_the_list():
                    from tui.plain_cases import look_over

                    return look_over(self, book, self._options)
                session = self._session(book)
                session.resume(self._opened(book))
                return Talk(self, session).run()
        except CasebookTrouble as trouble:
            raise Refused([str(trouble)]) from None
        except UnknownCase as unknown:
            raise Refused([f"there is no case {unknown}; --cases lists them"]) from None

    def _session(self, book: Casebook) -> Session:
        """A session with what is loaded already. Raises Refused where its profile cannot stand."""
        from advisor.desk import folders
        from tui.session import Session

        session = Session(
            None,
            self.wording.language,
            rules=self.rules,
            records=Path(self._options.out),
            settings=folders.settings(),
        )
        session.book, session.base, session.engines = book, self.base, self.engines
        if self._options.authority is not None:
            session.follow(Path(self._options.authority))
        # A profile that cannot be read stops the interview before it, not at its record.
        self._house(session.profile)
        return session

    def _house(self, profile: Path | None) -> House | None:
        """The profile in this file. Raises Refused."""
        from advisor.authority import house
        from advisor.authority.file import ProfileMistakes

        try:
            return None if profile is None else house.read(self.base, profile, self.wording, self.rules)
        except OSError as error:
            raise Refused([f"{profile}: the profile cannot be read: {error.strerror}"]) from None
        except (ProfileMistakes, rulefiles.RuleMistake) as mistakes:
            raise Refused(mistakes.messages) from None

    def _is_about_the_list(self) -> bool:
        options = self._options
        return options.cases is not None or options.archive is not None or options.unarchive is not None

    def _opened(self, book: Casebook) -> str:
        """The case to go on with, or a new one."""
        if self._options.copy is not None:
            made = book.copy_case(self._options.copy)
            self.write(self.say("copied", copy=made, case=self._options.copy))
            return made
        if self._options.case is not None:
            state = book.state(self._options.case)
            self.write(self.say("resumed", case=state.id, title=state.title))
            return state.id
        today = datetime.date.today().toordinal()  # noqa: DTZ011 -- the law's day is the calendar day of the buyer
        day = self.day() or today
        self.pages(day)
        self.write(self.say("start"))
        title = self._options.title
        if title is None:
            self.write(self.say("title"))
            title = sys.stdin.readline().strip()
        return book.new_case(title or self.say("untitled"), day, self.wording.language)

    # --- advice ---------------------------------------------------------------------------------------------------

    def advise(self, case: Case, name: str, profile: Path | None, *, force: bool) -> None:
        """Prints the advice and writes the record, on which all engines agree. Raises Refused."""
        from advisor import record, recordversion
        from advisor.summary import summary

        found, house = self._assessed(case, name), self._house(profile)
        self.write("\n" + summary(found, self.base, self.wording).rstrip("\n"))
        folder = Path(self._options.out)
        texts = {
            folder / f"{recordversion.stem(case)}.{form}": record.render(found, self.base, self.wording, form, house)
            for form in record.FORMATS
        }
        other = [path for path, text in texts.items() if path.exists() and path.read_bytes() != text.encode("utf-8")]
        is_final = case.version.locked_on is not None
        if other and is_final:
            raise Refused([f"{path} is locked and is another record; look which language it has" for path in other])
        if other and not force:
            raise Refused([f"{path} is already there; give another --out, or --force to replace it" for path in other])
        if is_final:
            texts = {path: text for path, text in texts.items() if not path.exists()}
        write_whole(texts, private=True, final=is_final)
        self.write()
        for path in texts:
            self.write(self.say("written", path=path))
        if self._options.mail:
            from advisor.mail import mail

            self.write("\n" + mail(found, self.base, self.wording).rstrip("\n"))

    def _assessed(self, case: Case, name: str) -> Assessment:
        from advisor.assessing import State, assess
        from advisor.derive import ContradictingAnswers
        from advisor.engines import Breach
        from advisor.exact import ImpossibleAnswers

        try:
            found = assess(case, self.engines)
            state = State(self.engines, case.answers, case.as_of, preview=True)
            state.span.require_exact_agreement(state.derived, state.span.truths(state.derived))
        except (ContradictingAnswers, ImpossibleAnswers, rulebase.OutsideKnownDates) as mistake:
            raise Refused([f"{name}: {case.id}: {mistake}"]) from None
        except Breach as breach:
            raise Refused([f"{name}: {case.id}: {breach}; nothing is exported, report this case"]) from None
        return found
