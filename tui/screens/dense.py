"""The dense page: all that can matter in lines, answered without leaving it, beside the pages with one question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from tui.dense import Line, dense
from tui.glyphs import glyphs
from tui.plain_page import NO, YES
from tui.screens.page import PageScreen
from tui.widgets.choices import LIST, Choice, Choices
from tui.widgets.sheet import GAP, Block, Sheet

UNKNOWN = {"x", "?"}


class DenseScreen(PageScreen):
    """A letter answers a line of yes or no at once; Enter opens the question of any other."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back", "search", "landscape", "advice", "undo", "redo")
    HELP_KEY = "dense"

    def parts(self) -> Sequence[Widget]:
        return (Sheet(id="title"), Choices(id="choices"))

    @property
    def choices(self) -> Choices:
        return self.query_one("#choices", Choices)

    def begin(self) -> None:
        self.choices.typed = self._type
        self.set_focus(self.choices, scroll_visible=False)

    def show(self) -> None:
        session = self.session
        self.head(self.say("dense.title"), session.state.title)
        wording, first = self.texts.wording, session.assessment().recommended
        name = self.say("change.nothing") if first is None else wording.text("routes", first, "short")
        self.query_one("#title", Sheet).update(
            [
                Block(self.say("dense.hint"), "soft"),
                Block(wording.labelled(self.say("change.recommended"), name), "accent"),
                GAP,
            ]
        )
        at = self.choices.pointed.key if self.choices.pointed is not None else None
        lines = dense(session)
        keys = [line.fact for line in lines]
        pointer = keys.index(at) if at in keys else 0
        topics = {line.fact: line.topic for line in lines}
        heads = [fact for number, fact in enumerate(keys) if not number or topics[keys[number - 1]] != topics[fact]]
        self.choices.present(LIST, [self._line(line, line.fact in heads) for line in lines], pointer=pointer)

    def _line(self, line: Line, first: bool) -> Choice:
        text = self.texts.wording.labelled(line.name, line.answer)
        kind = "text" if line.fact in self.session.answers else "soft"
        return Choice(line.fact, text, divider=f"{glyphs().rule} {line.topic}" if first else "", kind=kind)

    def _type(self, character: str) -> bool:
        """Answers the line at the pointer, where it is one of yes or no."""
        pointed, letter = self.choices.pointed, character.lower()
        if pointed is None or letter not in YES | NO | UNKNOWN:
            return False
        if self.session.base.facts[pointed.key].type != "bool":
            self.tell(self.say("dense.no_letter"))
            return True
        answer = True if letter in YES else False if letter in NO else None
        if pointed.key not in self.session.answers or self.session.answers[pointed.key] is not answer:
            self._take(pointed.key, answer)
        return True

    def _take(self, fact: str, answer: bool | None) -> None:
        """Records the answer where it can stand with the others; the page tells what it did to the recommendation."""
        from tui.filling import conflict, fill

        session, wording = self.session, self.texts.wording
        clash = conflict(session, {fact: answer})
        if clash:
            names = "; ".join(wording.fact(session.base.facts[name]) for name in clash)
            self.fault(self.say("question.conflict", facts=names))
        elif self.kept(lambda: fill(session, {fact: answer})):
            self.renew()
            self.tell(self.say("dense.kept", answer=wording.value(session.base.facts[fact], answer)))

    def on_choices_taken(self) -> None:
        self.action_onward()

    def action_onward(self) -> None:
        from tui.screens.question import QuestionScreen

        pointed = self.choices.pointed
        page = self.session.page_of(pointed.key) if pointed is not None else None
        if page is not None:
            self.app.push_screen(QuestionScreen(page), lambda _: self.renew())

    def action_back(self) -> None:
        self.dismiss()

    def action_landscape(self) -> None:
        self.wijzer.open_landscape()

    def action_advice(self) -> None:
        self.wijzer.open_advice()
