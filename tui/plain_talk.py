"""The interview as a conversation: a page is written, a line is read, the answer is kept, the next page comes."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from advisor.cli import DONE
from tui.plain_page import PlainPage

if TYPE_CHECKING:
    from advisor.derive import Answer
    from advisor.desk.casebook import Casebook
    from tui.plain import PlainDesk

#: The rates of VAT that an amount may include, in per cent.
RATES = (6, 12, 21)
WITHOUT = {"z", "zonder", "s", "sans", "w", "without"}


class _Stop(Exception):
    """The person stopped, or the input ended."""


class _Back(Exception):
    """The person wants the page before."""


class Talk:
    """One conversation about one case of the casebook."""

    def __init__(self, desk: PlainDesk, book: Casebook, case_id: str) -> None:
        self._desk = desk
        self._book = book
        self._id = case_id
        self._pages = desk.pages(book.state(case_id).day)
        self._goes_on = False
        self._worksheet: dict[str, Any] | None = None

    def run(self) -> int:
        """Asks until nothing is left or the person has enough, then advises. Stopping keeps everything."""
        try:
            while self._one():
                pass
        except _Stop:
            self._desk.write(self._desk.say("stopped", case=self._id))
            return DONE
        state = self._book.state(self._id)
        # The casebook may have grown since the last record of this case: its own record is replaced.
        self._desk.advise(self._desk.case_of(state), state.id, force=True)
        return DONE

    def _one(self) -> bool:
        """One page; False when the advice comes."""
        state = self._book.state(self._id)
        page = self._pages.page(state.taken_back) if state.taken_back else None
        page = page or self._pages.next(state.answers, state.parked) or self._pages.next(state.answers)
        if page is None:
            self._desk.write("\n" + self._desk.say("done"))
            return False
        if not state.taken_back and not self._goes_on and self._pages.certain(state.answers):
            self._desk.write("\n" + self._desk.say("certain"))
            wish = self._line(ends=True).lower()
            if wish == "<":
                self._book.undo(self._id)
                return True
            self._goes_on = wish == "v"
            if not self._goes_on:
                return False
        plain = PlainPage(page, self._pages, self._desk.wording)
        self._worksheet = None
        self._desk.write(plain.question(len(set(state.origins.values())) + 1))
        low, high = self._pages.remaining(state.answers, state.parked)
        self._desk.write(self._desk.say("remaining_one" if low == high else "remaining", low=low, high=high))
        try:
            given = self._answers(plain, state.answers)
        except _Back:
            if not self._book.undo(self._id):
                self._desk.write(self._desk.say("nothing_to_undo"))
            return True
        self._book.record(self._id, page.id, given, page.facts, self._worksheet)
        self._desk.write(self._desk.say("taken", text=plain.shown(given, whole=True)))
        return True

    def _answers(self, plain: PlainPage, known: Mapping[str, Answer]) -> dict[str, Answer]:
        """What the page is answered, once it can stand with the rest. Raises _Back, _Stop."""
        while True:
            line = self._line()
            if line == "?":
                self._desk.write(plain.help())
            elif line == "!":
                self._desk.write(plain.articles())
            elif line.lower() == "w" and plain.has_worksheet:
                worked_out = self._worked_out(plain)
                trouble = self._conflict(plain, worked_out, known)
                if not trouble:
                    return worked_out
                self._desk.write(self._desk.say("mistake", text=trouble))
            else:
                self._worksheet = None
                typed = plain.read(line)
                given = plain.not_known() if line.lower() == "x" else typed.answers
                if typed.amount is not None:
                    given = {plain.fact.id: self._without_vat(plain, typed.amount)}
                trouble = self._conflict(plain, given, known) if given is not None else typed.message
                if given is not None and not trouble:
                    return given
                self._desk.write(self._desk.say("mistake", text=trouble))

    def _worked_out(self, plain: PlainPage) -> dict[str, Answer]:
        """The estimate that the worksheet comes to; the worksheet is kept with the answer."""
        from advisor import estimatefile
        from advisor.estimate import NATURE
        from tui.plain_worksheet import Worksheet

        nature = self._book.state(self._id).answers.get(NATURE)
        sheet = Worksheet(self._desk.base, self._desk.wording, self._line, self._desk.write, nature)
        made = sheet.run(self._pages.day)
        self._worksheet = estimatefile.block(made)
        cents = sheet.total(made)
        self._desk.write(plain.read_back(cents))
        return {plain.fact.id: cents}

    def _conflict(self, plain: PlainPage, given: Mapping[str, Answer], known: Mapping[str, Answer]) -> str:
        """Why the answers cannot stand with the earlier ones; empty where they can."""
        from advisor.derive import ContradictingAnswers
        from advisor.exact import ImpossibleAnswers

        kept = {name: answer for name, answer in known.items() if name not in plain.page.facts}
        try:
            self._pages.outlook({**kept, **given})
        except (ContradictingAnswers, ImpossibleAnswers) as found:
            names = [self._desk.wording.fact(self._desk.base.facts[name]) for name in found.facts]
            return self._desk.say("impossible", facts="; ".join(names))
        return ""

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
