"""A what-if beside the real case: answers may be changed freely, the case stays as it is until one takes them over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from tui.answered import put_aside
from tui.screens.page import PageScreen
from tui.screens.review import ReviewScreen
from tui.sides import sides
from tui.widgets.choices import LIST, ONE, Choice, Choices
from tui.widgets.columns import Columns
from tui.widgets.sheet import GAP, Block, Sheet

#: The line that opens the question that comes next, and the ways to end.
NEXT, LEAVE, TAKE_OVER, KEEP = ":next", "leave", "take_over", "keep"
WAYS = {LEAVE: "whatif.leave", TAKE_OVER: "whatif.take_over", KEEP: "whatif.keep"}


class WhatIfScreen(ReviewScreen):
    """What differs, the answers to change, and what is the same; gives a text that says how it ended."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back", "landscape", "advice", "undo", "redo")
    HELP_KEY = "whatif"

    def parts(self) -> Sequence[Widget]:
        return (
            Sheet(id="title"),
            Columns(id="differing"),
            Sheet(id="change"),
            Choices(id="choices"),
            Sheet(id="rest"),
            Columns(id="same"),
            Sheet(id="aside"),
        )

    def show(self) -> None:
        session = self.session
        self.head(self.say("whatif.title"), session.state.title)
        outlines = self.wijzer.outline_of(session.real_assessment), self.wijzer.outline_of(session.assessment())
        found = sides(session, *outlines)
        title = "whatif.differs" if found.differs else "whatif.nothing"
        self.query_one("#title", Sheet).update([Block(self.say(title), "heading")])
        self.query_one("#differing", Columns).present(found.differing)
        self.query_one("#change", Sheet).update([GAP, Block(self.say("whatif.change"), "heading")])
        self._show_answers()
        self.query_one("#aside", Sheet).update(put_aside(session))
        self.query_one("#rest", Sheet).update([GAP, Block(self.say("whatif.same"), "heading")])
        self.query_one("#same", Columns).present(found.same)

    def _show_answers(self) -> None:
        from tui.forms import form_of

        lines = self._lines()
        page = self.session.next_page()
        if page is not None:
            lines.insert(0, Choice(NEXT, self.say("whatif.next"), sub=form_of(page, self.session).title()))
        choices = self.query_one("#choices", Choices)
        at = choices.pointer
        choices.present(LIST, lines, pointer=min(at, len(lines) - 1) if lines and at is not None else None)
        self.set_focus(choices if lines else None, scroll_visible=False)

    def action_onward(self) -> None:
        from tui.screens.question import QuestionScreen

        pointed = self.query_one("#choices", Choices).pointed
        if pointed is None:
            return
        page = self.session.next_page() if pointed.key == NEXT else self.session.interview.page(pointed.key)
        if page is not None:
            self.app.push_screen(QuestionScreen(page))

    def action_back(self) -> None:
        if self.session.has_whatif_events:
            self.app.push_screen(EndScreen(), self._end)
        else:
            self._end(LEAVE)

    def _end(self, way: str | None) -> None:
        """Ends the what-if so; None goes on with it."""
        session = self.session
        told: list[str] = []
        if way == LEAVE:
            session.end_whatif()
            told.append(self.say("whatif.left"))
        elif way == TAKE_OVER:
            self.kept(lambda: told.append(self._told_taken(session.take_over())))
        elif way == KEEP:
            self.kept(lambda: told.append(self.say("whatif.kept", copy=session.keep_copy())))
        if told:
            self.dismiss(told[0])

    def _told_taken(self, number: int) -> str:
        return self.say("whatif.taken" if number > 1 else "whatif.taken_one", number=number)


class EndScreen(PageScreen):
    """Asks how the what-if ends; Esc goes on with it."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back")
    HELP_KEY = "whatif_end"

    def parts(self) -> Sequence[Widget]:
        return (Sheet(id="title"), Choices(id="choices"))

    def show(self) -> None:
        self.head(self.say("whatif.end"), self.session.state.title)
        self.query_one("#title", Sheet).update([Block(self.say("whatif.end"), "heading"), GAP])
        choices = self.query_one("#choices", Choices)
        lines = [Choice(way, self.say(key)) for way, key in WAYS.items()]
        choices.present(ONE, lines, choices.marked, pointer=choices.pointer)
        self.set_focus(choices, scroll_visible=False)

    def on_choices_taken(self) -> None:
        self.action_onward()

    def action_onward(self) -> None:
        marked = self.query_one("#choices", Choices).marked
        if marked:
            self.dismiss(next(iter(marked)))
        else:
            self.fault(self.say("whatif.choose"))

    def action_back(self) -> None:
        self.dismiss(None)
