"""One line for everything: facts to fill in, a question or procedure to go to, and what the law says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.widget import Widget

from tui.filling import conflict
from tui.screens.finder import FinderScreen
from tui.searching import FILL, Searching
from tui.widgets.choices import LIST, Choices
from tui.widgets.entry import Entry
from tui.widgets.sheet import GAP, Block, Sheet

if TYPE_CHECKING:
    from advisor.derive import Answer
    from tui.searching import Met


class Chosen(NamedTuple):
    """Where the line leads: `kind` is fill (with `answers`), page or route (with its id)."""

    kind: str
    id: str = ""
    answers: Mapping[str, Answer] = {}


class SearchScreen(FinderScreen):
    """Gives what was chosen, or None. `day` is that of the law which is looked up (an ordinal)."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back")
    HELP_KEY = "search"
    NEEDS_CASE = False

    def __init__(self, day: int) -> None:
        super().__init__()
        self._given_day = day
        self._met: Met | None = None

    @cached_property
    def _searching(self) -> Searching:
        return Searching(self.session, self._given_day)

    def parts(self) -> Sequence[Widget]:
        return (
            Sheet(id="title"),
            Entry("field", id="entry"),
            Sheet(id="told"),
            Choices(id="choices"),
            Sheet(id="found"),
        )

    def show(self) -> None:
        self.head(self.say("search.title"), self.texts.wording.date(self._searching.day))
        self.query_one("#title", Sheet).update([Block(self.say("search.what"), "soft")])
        met = self._met = self._searching.meet(self.typed)
        self.query_one("#told", Sheet).update([GAP, *met.told])
        self.choices.present(LIST, met.lines, pointer=0 if met.lines else None)
        self.query_one("#found", Sheet).update(met.found)

    def action_onward(self) -> None:
        pointed = self.choices.pointed
        if pointed is None or self._met is None:
            return
        if pointed.key != FILL:
            kind, _, name = pointed.key.partition(":")
            self.dismiss(Chosen(kind, name))
            return
        clash = conflict(self.session, self._met.asked.answers) if self.session.case_id is not None else ()
        if clash:
            facts = self.session.base.facts
            self.fault(
                self.say("question.conflict", facts="; ".join(self.texts.wording.fact(facts[name]) for name in clash))
            )
            return
        self.dismiss(Chosen(FILL, "", self._met.asked.answers))
