"""The interview as a conversation: a page is written, a line is read, the answer is kept, the next page comes."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from advisor.cli import DONE
from tui.plain_page import NO, YES, PlainPage

if TYPE_CHECKING:
    from advisor.derive import Answer
    from advisor.interview import Page
    from tui.plain import PlainDesk
    from tui.plain_views import Views
    from tui.session import Session
    from tui.widgets.choices import Choice

#: The rates of VAT that an amount may include, in per cent.
RATES = (6, 12, 21)
WITHOUT = {"z", "zonder", "s", "sans", "w", "without", "o", "ohne"}
#: The letters after a colon, in the order in which they are told.
LETTERS = ("a", "p", "r", "t", "l", "s", "b", "c", "m", "d", "y")
#: The ways in which a what-if ends, in the order in which they are asked.
WAYS = ("leave", "take_over", "keep")


class _Stop(Exception):
    """The person stopped, or the input ended."""


class _Back(Exception):
    """The person wants the page before."""


class _Elsewhere(Exception):
    """Another page comes now, or the same one again as it then is."""


def _lines(choice: Choice) -> list[str]:
    return choice.sub.split("\n") if choice.sub else []


class Talk:
    """One conversation about the case that is open in the session."""

    def __init__(self, desk: PlainDesk, session: Session) -> None:
        self._desk = desk
        self._session = session
        self._goes_on = False
        self._again: Page | None = None
        self._worksheet: dict[str, Any] | None = None

    def run(self) -> int:
        """Asks until nothing is left or the person has enough, then advises. Stopping keeps everything."""
        session = self._session
        try:
            while self._one():
                pass
        except _Stop:
            self._desk.write(self._desk.say("stopped", case=session.case_id))
            return DONE
        # The casebook may have grown since the last record of this case: its own record is replaced.
        self._desk.advise(self._desk.case_of(session.state), session.state.id, session.profile, force=True)
        return DONE

    def _one(self) -> bool:
        """One page; False when the advice comes."""
        session, state = self._session, self._session.state
        page, self._again = self._again or session.next_page(), None
        again = page is not None and page in session.trail() and not state.taken_back
        if page is None:
            self._desk.write("\n" + self._desk.say("done"))
            return self._goes_further(self._waited())
        if not again and not state.taken_back and not self._goes_on and session.interview.certain(state.answers):
            self._desk.write("\n" + self._desk.say("certain"))
            wish = self._waited()
            self._goes_on = wish == "v"
            if not self._goes_on:
                return self._goes_further(wish)
        plain = PlainPage(page, session.interview, self._desk.wording)
        self._worksheet = None
        self._desk.write(plain.question(len(set(state.origins.values())) + 1))
        low, high = session.interview.remaining(state.answers, state.parked)
        self._desk.write(self._desk.say("remaining_one" if low == high else "remaining", low=low, high=high))
        try:
            given, aside = self._answers(plain, again=again)
        except _Back:
            if not session.undo():
                self._desk.write(self._desk.say("nothing_to_undo"))
        except _Elsewhere:
            pass
        else:
            session.record(page, given, self._worksheet, aside)
            self._desk.write(self._desk.say("taken", text=plain.shown(given, whole=True)))
        return True

    def _waited(self) -> str:
        """What is typed where the interview may end: `<`, `v`, or empty for the advice. A view is shown at once."""
        try:
            while (line := self._line(ends=True)).startswith((":", "/")):
                if line.startswith(":"):
                    self._view(line)
                else:
                    self._search(line[1:])
        except _Elsewhere:
            return ":"
        return line.lower()

    def _goes_further(self, wish: str) -> bool:
        """Whether the questions go on after what was typed where the interview may end."""
        if wish == "<":
            self._session.undo()
        elif wish != ":" and self._session.is_whatif:
            # A record of a what-if could pass for that of the case.
            self._desk.write(self._session.texts.say("whatif.no_text"))
            with suppress(_Elsewhere):
                self._end_whatif()
        elif wish != ":":
            return False
        return True

    def _answers(self, plain: PlainPage, *, again: bool) -> tuple[dict[str, Answer], tuple[str, ...]]:
        """What the page is answered, once it can stand, and what it sets aside. Raises _Back, _Elsewhere, _Stop."""
        while True:
            line = self._line()
            given: dict[str, Answer] | None = None
            trouble, self._worksheet = "", None
            if line == "?":
                self._desk.write(plain.help())
            elif line == "!":
                self._desk.write(plain.articles())
            elif line.startswith(":"):
                self._view(line)
            elif line.startswith("/"):
                self._search(line[1:])
            elif line.lower() == "w" and plain.has_worksheet:
                given = self._worked_out(plain)
            elif line.lower() == "x":
                given = plain.not_known()
            else:
                typed = plain.read(line)
                given, trouble = typed.answers, typed.message
                if typed.amount is not None:
                    given = {plain.fact.id: self._without_vat(plain, typed.amount)}
            if given is not None:
                aside, trouble = self._settled(plain.page, given, again=again)
                if not trouble:
                    return given, aside
            if trouble:
                self._desk.write(self._desk.say("mistake", text=trouble))

    def _settled(self, page: Page, given: dict[str, Answer], *, again: bool) -> tuple[tuple[str, ...], str]:
        """What the answers set aside, and why they cannot stand. Raises _Elsewhere where a change is not wanted."""
        session = self._session
        conflict = session.conflict(page, given)
        aside = session.in_the_way(page, given) if conflict and again else ()
        if conflict and not aside:
            names = [self._desk.wording.fact(self._desk.base.facts[name]) for name in conflict]
            return (), self._desk.say("impossible", facts="; ".join(names))
        if again and session.differs(page, given) and not session.is_whatif:
            self._agree_to(page, given, aside)
        return aside, ""

    def _agree_to(self, page: Page, given: Mapping[str, Answer], aside: tuple[str, ...]) -> None:
        """Tells what a changed answer does, and asks. Raises _Elsewhere where the earlier answer stays."""
        from tui.effect import Effect
        from tui.plain_views import Views

        Views(self._session, self._desk.write).blocks(Effect(self._session, page, given, aside).blocks())
        self._desk.write(self._desk.say("change"))
        while (line := self._line().lower()) not in YES:
            if line in NO:
                raise _Elsewhere
            self._desk.write(self._desk.say("mistake", text=self._desk.say("not_understood")))

    def _search(self, line: str) -> None:
        """Does what a search line says. Raises _Elsewhere where another page comes."""
        from tui.plain_views import Views
        from tui.searching import FILL, Searching
        from tui.widgets.sheet import Block

        session = self._session
        views = Views(session, self._desk.write)
        met = Searching(session, session.interview.day).meet(line)
        views.blocks([*met.told, *met.found])
        if not met.lines:
            return
        for number, choice in enumerate(met.lines, 1):
            views.blocks([Block(choice.text, marker=f"{number:2}."), *(Block(one, indent=4) for one in _lines(choice))])
        self._desk.write(self._desk.say("choose_found"))
        typed = self._line()
        if not typed.isdecimal() or not 1 <= int(typed) <= len(met.lines):
            return
        kind, _, name = met.lines[int(typed) - 1].key.partition(":")
        if kind == FILL:
            self._fill(met.asked.answers)
        elif kind == "page":
            self._again = session.interview.page(name)
            raise _Elsewhere
        else:
            views.procedure(name)

    def _fill(self, answers: Mapping[str, Answer]) -> None:
        """Records several answers, or tells why they cannot stand. Raises _Elsewhere once they do."""
        from tui.filling import conflict, fill

        clash = conflict(self._session, answers)
        if clash:
            names = [self._desk.wording.fact(self._desk.base.facts[name]) for name in clash]
            self._desk.write(self._desk.say("mistake", text=self._desk.say("impossible", facts="; ".join(names))))
            return
        number = fill(self._session, answers)
        self._desk.write(
            self._session.texts.say("search.filled" if number != 1 else "search.filled_one", number=number)
        )
        raise _Elsewhere

    # --- what the screen shows beside its questions -----------------------------------------------------------------

    def _view(self, line: str) -> None:
        """Does what a line with a colon asks. Raises _Elsewhere where another page comes."""
        from tui.plain_views import Views

        views = Views(self._session, self._desk.write)
        letter, *words = line[1:].lower().split() or [""]
        numbers = [int(word) for word in words if word.isdecimal()]
        known = len(numbers) == len(words) or letter == "d"
        if letter == "a":
            views.advice()
        elif letter == "p" and known:
            known = views.procedures(numbers)
        elif letter in ("r", "t") and known:
            known = self._about_answers(views, letter, numbers)
        elif letter == "b" and known:
            known = self._about_proof(views, numbers)
        elif letter == "s":
            self._whatif(views)
        elif letter in ("l", "y"):
            self._move(letter)
        elif letter in ("c", "m", "d") and known:
            known = self._paste(views, letter, " ".join(words))
        else:
            known = False
        if not known:
            for one in LETTERS:
                self._desk.write(self._desk.wording.text("interview", "plain", "letters", one))

    def _about_answers(self, views: Views, letter: str, numbers: list[int]) -> bool:
        """The list of answers, or one of them again, or in doubt; whether its number is of the list."""
        session = self._session
        if not numbers:
            views.answers()
            return True
        from tui.answered import answered

        pages = answered(session)
        if not 1 <= numbers[0] <= len(pages):
            return False
        page = pages[numbers[0] - 1]
        if letter == "r":
            self._again = page
            raise _Elsewhere
        fact = page.facts[0]
        if page.kind == "gate" or session.answers.get(fact) is None:
            views.tell("review.no_doubt")
            return True
        doubted = fact not in session.state.unsure
        session.doubt(fact, unsure=doubted)
        views.tell("review.marked" if doubted else "review.unmarked")
        return True

    def _about_proof(self, views: Views, numbers: list[int]) -> bool:
        """The conditions with what proves them, or one of them to note; whether its number is of the list."""
        facts = views.evidence()
        if numbers and 1 <= numbers[0] <= len(facts):
            from tui.plain_proof import ask_proof

            fact = facts[numbers[0] - 1]
            proof = ask_proof(self._session, fact, self._line, self._desk.write)
            if proof is not None:
                self._session.prove(fact, proof)
                views.tell("evidence.noted")
            return True
        return not numbers

    def _whatif(self, views: Views) -> None:
        """Opens a what-if; in one, tells what differs and asks how it ends, if it does."""
        if not self._session.is_whatif:
            self._session.begin_whatif()
            views.tell("whatif.banner")
            raise _Elsewhere
        views.beside()
        self._end_whatif()

    def _end_whatif(self) -> None:
        """Asks how the what-if ends; an empty line goes on with it. Raises _Elsewhere where it ended."""
        session, say = self._session, self._session.texts.say
        self._desk.write(say("whatif.end"))
        for number, way in enumerate(WAYS, 1):
            self._desk.write(f"{number:2}. {say(f'whatif.{way}')}")
        line = self._line()
        if line == "1":
            session.end_whatif()
            self._desk.write(say("whatif.left"))
        elif line == "2":
            number = session.take_over()
            self._desk.write(say("whatif.taken" if number > 1 else "whatif.taken_one", number=number))
        elif line == "3":
            self._desk.write(say("whatif.kept", copy=session.keep_copy()))
        raise _Elsewhere

    def _move(self, letter: str) -> None:
        """Puts the page off, or gives the answer that was taken back again. Raises _Elsewhere."""
        session = self._session
        if letter == "y":
            self._desk.write(session.texts.say("question.redone" if session.redo() else "question.no_redo"))
        elif (page := session.next_page()) is not None:
            session.put_off(page)
            self._desk.write(self._desk.say("later"))
        raise _Elsewhere

    def _paste(self, views: Views, letter: str, part: str) -> bool:
        """A text to paste elsewhere; a what-if gives none. Whether the part exists."""
        from advisor.authority.file import ProfileMistakes
        from advisor.engines import Breach
        from advisor.rulefiles import RuleMistake

        session = self._session
        if session.is_whatif:
            views.tell("whatif.no_text")
            return True
        try:
            found: bool = views.paste(letter, part)
        except (OSError, ProfileMistakes, RuleMistake):
            views.tell("authority.gone", path=session.profile)
        except Breach:
            views.tell("export.breach")
        else:
            return found
        return True

    # --- amounts ----------------------------------------------------------------------------------------------------

    def _worked_out(self, plain: PlainPage) -> dict[str, Answer]:
        """The estimate that the worksheet comes to; the worksheet is kept with the answer."""
        from advisor import estimatefile
        from advisor.estimate import NATURE
        from tui.plain_worksheet import Worksheet

        nature = self._session.answers.get(NATURE)
        sheet = Worksheet(self._desk.base, self._desk.wording, self._line, self._desk.write, nature)
        made = sheet.run(self._session.interview.day)
        self._worksheet = estimatefile.block(made)
        cents = sheet.total(made)
        self._desk.write(plain.read_back(cents))
        return {plain.fact.id: cents}

    def _without_vat(self, plain: PlainPage, cents: int) -> int:
        """The amount without VAT, after asking on which basis it was typed; read back in words."""
        from advisor.amount_entry import ex_vat

        self._desk.write(self._desk.say("vat"))
        while True:
            line = self._line().lower().rstrip("%").strip()
            if line in WITHOUT or line in {str(rate) for rate in RATES}:
                cents = cents if line in WITHOUT else ex_vat(cents, int(line))
                self._desk.write(plain.read_back(cents))
                return cents
            self._desk.write(self._desk.say("vat_again"))

    def _line(self, *, ends: bool = False) -> str:
        """The next line typed. Raises _Stop at `q` or the end of the input (unless it may end here), _Back at `<`."""
        line = sys.stdin.readline()
        if not line and ends:
            return ""
        text = line.strip()
        if not line or text.lower() == "q":
            raise _Stop
        # Where the interview may end, `<` is for the caller: there is no page to leave.
        if text == "<" and not ends:
            raise _Back
        return text
