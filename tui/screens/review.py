"""All answers, page by page; Enter on one of them changes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from tui.answered import answered, put_aside, said, title
from tui.screens.page import PageScreen
from tui.widgets.choices import LIST, Choice, Choices
from tui.widgets.sheet import GAP, Block, Sheet


class ReviewScreen(PageScreen):
    """The answers that stand, by subject: a change leaves each in its place."""

    ACTIONS: ClassVar[tuple[str, ...]] = (
        "onward",
        "back",
        "landscape",
        "advice",
        "whatif",
        "unsure",
        "search",
        "undo",
        "redo",
    )
    HELP_KEY = "review"

    def parts(self) -> Sequence[Widget]:
        return (Sheet(id="title"), Choices(id="choices"), Sheet(id="aside"))

    def show(self) -> None:
        state = self.session.state
        self.head(self.say("review.title"), state.title)
        lines = self._lines()
        text = "review.hint" if lines else "review.empty"
        self.query_one("#title", Sheet).update(
            [
                Block(self.say("review.case", title=state.title, day=self.texts.wording.date(state.day)), "soft"),
                Block(self.say(text), "soft"),
                GAP,
            ]
        )
        self.query_one("#aside", Sheet).update(put_aside(self.session))
        choices = self.query_one("#choices", Choices)
        at = choices.pointer
        choices.present(LIST, lines, pointer=min(at, len(lines) - 1) if lines and at is not None else None)
        self.set_focus(choices if lines else None, scroll_visible=False)

    def _lines(self) -> list[Choice]:
        session = self.session
        return [Choice(page.id, title(page, session), sub=said(page, session)) for page in answered(session)]

    def action_onward(self) -> None:
        from tui.screens.question import QuestionScreen

        pointed = self.query_one("#choices", Choices).pointed
        if pointed is not None:
            page = self.session.interview.page(pointed.key)
            self.app.push_screen(QuestionScreen(page), self._changed)

    def on_choices_taken(self) -> None:
        self.action_onward()

    def _changed(self, changed: bool | None) -> None:
        self.renew()
        if changed:
            self.tell(self.say("review.changed"))

    def action_back(self) -> None:
        self.dismiss()

    def action_unsure(self) -> None:
        """Marks the answer at the pointer as doubtful, or takes the mark away."""
        pointed = self.query_one("#choices", Choices).pointed
        if pointed is None:
            return
        page = self.session.interview.page(pointed.key)
        fact = page.facts[0]
        if page.kind == "gate" or self.session.answers.get(fact) is None:
            self.tell(self.say("review.no_doubt"))
            return
        doubted = fact not in self.session.state.unsure
        if self.kept(lambda: self.session.doubt(fact, unsure=doubted)):
            self.renew()
            self.tell(self.say("review.marked" if doubted else "review.unmarked"))

    def action_whatif(self) -> None:
        self.wijzer.open_whatif()

    def action_landscape(self) -> None:
        self.wijzer.open_landscape()

    def action_advice(self) -> None:
        self.wijzer.open_advice()
