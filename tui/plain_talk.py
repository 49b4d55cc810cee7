"""The interview as a conversation: a page is written, a line is read, the answer is kept, the next page comes."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from advisor.cli import DONE
from tui.plain_commands import Commands, Elsewhere
from tui.plain_page import NO, YES, PlainPage

if TYPE_CHECKING:
    from advisor.derive import Answer
    from advisor.interview import Page
    from tui.plain import PlainDesk
    from tui.session import Session

#: The rates of VAT that an amount may include, in per cent.
RATES = (6, 12, 21)
WITHOUT = {"z", "zonder", "s", "sans", "w", "without", "o", "ohne"}


class _Stop(Exception):
    """The person stopped, or the input ended."""


class _Back(Exception):
    """The person wants the page before."""


class Talk:
    """One conversation about the case that is open in the session."""

    def __init__(self, desk: PlainDesk, session: Session) -> None:
        self._desk = desk
        self._session = session
        self._goes_on = False
        self._commands = Commands(desk, session, self._line)
        self._worksheet: dict[str, Any] | None = None

    def run(self) -> int:
        """Asks until nothing is left or the person has enough, then advises. Stopping keeps everything."""
        session = self._session
        try:
            while self._one_kept():
                pass
        except _Stop:
            self._desk.write(self._desk.say("stopped", case=session.case_id))
            return DONE
        # The casebook may have grown since the last record of this case: its own record is replaced.
        self._desk.advise(self._desk.case_of(session.state), session.state.id, session.profile, force=True)
        return DONE

    def _one_kept(self) -> bool:
        """One page, or why nothing of it is kept; False when the advice comes."""
        from advisor.desk.casebook import CaseFixed

        try:
            return self._one()
        except CaseFixed:
            self._desk.write(self._desk.say("mistake", text=self._session.texts.say("trouble.CaseFixed")))
            return True

    def _one(self) -> bool:
        """One page; False when the advice comes."""
        session, state = self._session, self._session.state
        page, self._commands.again = self._commands.again or session.next_page(), None
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
        except Elsewhere:
            pass
        else:
            session.record(page, given, self._worksheet, aside)
            self._desk.write(self._desk.say("taken", text=plain.shown(given, whole=True)))
        return True

    def _waited(self) -> str:
        """What is typed where the interview may end: `<`, `v`, or empty for the advice. A view is shown at once."""
        try:
            while (line := self._line(ends=True)).startswith((":", "/")):
                self._commands.do(line)
        except Elsewhere:
            return ":"
        return line.lower()

    def _goes_further(self, wish: str) -> bool:
        """Whether the questions go on after what was typed where the interview may end."""
        if wish == "<":
            self._session.undo()
        elif wish != ":" and self._session.is_whatif:
            self._commands.end_whatif()
        elif wish != ":":
            return False
        return True

    def _answers(self, plain: PlainPage, *, again: bool) -> tuple[dict[str, Answer], tuple[str, ...]]:
        """What the page is answered, once it can stand, and what it sets aside. Raises _Back, Elsewhere, _Stop."""
        while True:
            line = self._line()
            given: dict[str, Answer] | None = None
            trouble, self._worksheet = "", None
            if line == "?":
                self._desk.write(plain.help())
            elif line == "!":
                self._desk.write(plain.articles())
            elif line.startswith((":", "/")):
                self._commands.do(line)
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
        """What the answers set aside, and why they cannot stand. Raises Elsewhere where a change is not wanted."""
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
        """Tells what a changed answer does, and asks. Raises Elsewhere where the earlier answer stays."""
        from tui.effect import Effect
        from tui.plain_views import Views

        Views(self._session, self._desk.write).blocks(Effect(self._session, page, given, aside).blocks())
        self._desk.write(self._desk.say("change"))
        while (line := self._line().lower()) not in YES:
            if line in NO:
                raise Elsewhere
            self._desk.write(self._desk.say("mistake", text=self._desk.say("not_understood")))

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
