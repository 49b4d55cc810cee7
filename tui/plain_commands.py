"""What a line with a colon or a stroke does in plain mode: views beside the questions, and the search."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from advisor.quantity import whole

if TYPE_CHECKING:
    from advisor.derive import Answer
    from advisor.interview import Page
    from tui.plain import PlainDesk
    from tui.plain_views import Views
    from tui.session import Session
    from tui.widgets.choices import Choice

#: The letters after a colon, in the order in which they are told.
LETTERS = ("a", "p", "r", "t", "l", "s", "b", "c", "m", "d", "y", "v")
#: The ways in which a what-if ends, in the order in which they are asked.
WAYS = ("leave", "take_over", "keep")


class Elsewhere(Exception):
    """Another page comes now, or the same one again as it then is."""


def _lines(choice: Choice) -> list[str]:
    return choice.sub.split("\n") if choice.sub else []


class Commands:
    """The commands of one conversation. `line` reads what is typed next; `again` is a page to answer again."""

    def __init__(self, desk: PlainDesk, session: Session, line: Callable[[], str]) -> None:
        self._desk = desk
        self._session = session
        self._line = line
        self.again: Page | None = None

    def do(self, line: str) -> None:
        """Does what a line says that begins with a colon or a stroke. Raises Elsewhere where another page comes."""
        if line.startswith("/"):
            self._search(line[1:])
        else:
            self._view(line)

    def end_whatif(self) -> None:
        """Says that no text leaves a what-if, and asks how it ends."""
        # A record of a what-if could pass for that of the case.
        self._desk.write(self._session.texts.say("whatif.no_text"))
        with suppress(Elsewhere):
            self._end_whatif()

    # --- what the screen shows beside its questions -----------------------------------------------------------------

    def _view(self, line: str) -> None:
        """Does what a line with a colon asks. Raises Elsewhere where another page comes."""
        from tui.plain_views import Views

        views = Views(self._session, self._desk.write)
        letter, *words = line[1:].lower().split() or [""]
        numbers = [number for word in words if (number := whole(word)) is not None]
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
        elif letter == "v":
            self._lock(views)
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
            self.again = page
            raise Elsewhere
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
        if self._session.state.locked:
            views.tell("trouble.CaseFixed")
            return
        if not self._session.is_whatif:
            self._session.begin_whatif()
            views.tell("whatif.banner")
            raise Elsewhere
        views.beside()
        self._end_whatif()

    def _end_whatif(self) -> None:
        """Asks how the what-if ends; an empty line goes on with it. Raises Elsewhere where it ended."""
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
        raise Elsewhere

    def _move(self, letter: str) -> None:
        """Puts the page off, or gives the answer that was taken back again. Raises Elsewhere."""
        session = self._session
        if letter == "y":
            self._desk.write(session.texts.say("question.redone" if session.redo() else "question.no_redo"))
        elif (page := session.next_page()) is not None:
            session.put_off(page)
            self._desk.write(self._desk.say("later"))
        raise Elsewhere

    def _lock(self, views: Views) -> None:
        """Locks the record or begins a correction; a what-if has no record."""
        from advisor.authority.file import ProfileMistakes
        from advisor.engines import Breach
        from advisor.rulefiles import RuleMistake
        from tui.plain_lock import lock_or_correct

        session = self._session
        if session.is_whatif:
            views.tell("whatif.no_text")
            return
        try:
            lock_or_correct(session, self._line, self._desk.write)
        except (ProfileMistakes, RuleMistake):
            views.tell("authority.gone", path=session.profile)
        except OSError as error:
            views.tell("export.failed", reason=error.strerror or str(error), folder=session.records)
        except Breach:
            views.tell("export.breach")

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

    def _search(self, line: str) -> None:
        """Does what a search line says. Raises Elsewhere where another page comes."""
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
        number = whole(typed) or 0
        if not 1 <= number <= len(met.lines):
            return
        kind, _, name = met.lines[number - 1].key.partition(":")
        if kind == FILL:
            self._fill(met.asked.answers)
        elif kind == "page":
            self.again = session.interview.page(name)
            raise Elsewhere
        else:
            views.procedure(name)

    def _fill(self, answers: Mapping[str, Answer]) -> None:
        """Records several answers, or tells why they cannot stand. Raises Elsewhere once they do."""
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
        raise Elsewhere
