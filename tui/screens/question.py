"""The page of one question, or of a gate: what is asked, the lines or the field, and the explanation under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from tui.counting import Counted, counting
from tui.figures import figure
from tui.forms import UNKNOWN, Form, Given, form_of
from tui.screens.page import PageScreen
from tui.widgets.body import Body
from tui.widgets.choices import Choices
from tui.widgets.entry import Entry
from tui.widgets.keybar import KeyBar
from tui.widgets.panel import RoutesPanel
from tui.widgets.sheet import GAP, Block, Sheet

if TYPE_CHECKING:
    from advisor.derive import Answer
    from advisor.estimate import Estimate
    from advisor.interview import Page


class QuestionScreen(PageScreen):
    """Shows the page that is to be asked now, or (`page`) one that was answered before."""

    ACTIONS: ClassVar[tuple[str, ...]] = (
        "onward", "back", "law", "worksheet", "landscape", "review", "later", "advice", "dense", "search", "undo",
        "redo",
    )  # fmt: skip

    def __init__(self, page: Page | None = None) -> None:
        super().__init__()
        self.page: Page | None = None
        self._wanted = page
        self._returns = page is not None
        self._form: Form | None = None
        self._law_shown = False

    # --- parts ------------------------------------------------------------------------------------------------------

    def parts(self) -> Sequence[Widget]:
        return (
            Sheet(id="title"),
            Entry("field", id="entry", figures=True),
            Sheet(id="echo"),
            Choices(id="choices"),
            Sheet(id="explain"),
        )

    def beside(self, body: Body) -> Iterable[Widget]:
        yield Horizontal(body, RoutesPanel(), id="row")

    @property
    def choices(self) -> Choices:
        return self.query_one("#choices", Choices)

    @property
    def field(self) -> Input:
        return self.query_one("#field", Input)

    @property
    def is_again(self) -> bool:
        """Whether the page shown was answered before."""
        return self.page is not None and any(fact in self.session.answers for fact in self.page.facts)

    def begin(self) -> None:
        self.choices.typed = self._type

    # --- showing ----------------------------------------------------------------------------------------------------

    def show(self) -> None:
        page = self._wanted or self.session.next_page()
        if page is None:
            self.page = self._form = None
            self._show_end()
            return
        fresh = page is not self.page
        self.page = page
        self._form = form_of(page, self.session)
        self._show_page(fresh=fresh)
        self.call_after_refresh(self._show_aside)

    def _show_end(self) -> None:
        self.query_one("#title", Sheet).update(
            [Block(self.say("question.end"), "heading"), GAP, Block(self.say("question.end_what"))]
        )
        for name in ("#entry", "#choices"):
            self.query_one(name).display = False
        self.query_one("#echo", Sheet).update([])
        self.query_one("#explain", Sheet).update([])
        self.head(self.session.state.title, "")
        self.set_focus(None)
        self.call_after_refresh(self._show_panel)

    def offered(self) -> tuple[str, ...]:
        return self.ACTIONS if self._has_worksheet else tuple(name for name in self.ACTIONS if name != "worksheet")

    @property
    def _has_worksheet(self) -> bool:
        """Whether the page asks the amount that a worksheet works out."""
        from advisor.estimate import VALUE

        return self.page is not None and self.page.facts == (VALUE,)

    def _show_page(self, *, fresh: bool) -> None:
        form = self._form
        assert form is not None
        if fresh:
            self.query_one(KeyBar).update(self.bar())
        self.head(self.session.state.title, "…")
        self.query_one("#title", Sheet).update([Block(form.title(), "heading"), *form.lead(), GAP])
        self.query_one("#entry").display = form.has_field
        given = form.given() if fresh else self._given()
        if fresh:
            self._law_shown = False
            self.tell("")
            with self.prevent(Input.Changed):
                self.field.value = given.text
            self.query_one("#body", Body).scroll_home(animate=False)
        pointer = None if fresh else self.choices.pointer
        self.choices.present(form.mode, form.choices(), given.marked, given.unsure, pointer)
        self._show_echo()
        self._show_explanation()
        if fresh:
            self.set_focus(self.field if form.has_field else self.choices, scroll_visible=False)

    def _show_echo(self) -> None:
        form = self._form
        text = form.echo(self._given()) if form is not None and form.has_field else ""
        shown = [Block(text, "good", indent=4)] if text else []
        self.query_one("#echo", Sheet).update([*shown, GAP] if form is not None and form.has_field else [])

    def _show_explanation(self) -> None:
        form = self._form
        if form is None:
            return
        pointed = self.choices.pointed
        blocks = [GAP, *form.explanation(pointed.key if pointed else None, unknown=self._is_unknown())]
        if self._law_shown:
            blocks += form.law()
        self.query_one("#explain", Sheet).update(blocks)

    def _show_aside(self) -> None:
        """What is worked out after the question is on the screen: how far one is, and the landscape."""
        page, session = self.page, self.session
        if page is None or not self.has_case:
            return
        if self.is_again:
            self.head(session.state.title, self.say("question.again"))
        else:
            self.run_worker(counting(page, session, self.post_message), thread=True, exclusive=True, group="count")
        self._show_panel()

    def on_counted(self, event: Counted) -> None:
        if self.has_case and event.page is self.page and not self.is_again:
            left = self.say(f"question.{event.key}", least=event.least, most=event.most)
            self.head(self.session.state.title, left)

    def _show_panel(self) -> None:
        # Called after a refresh, when the page may be closed already and have no parts left.
        for panel in self.query(RoutesPanel):
            if self.has_case and self.app.size.width >= panel.NEEDED:
                panel.show(self.wijzer.outline().panel(), self.say("landscape.title"), self.say("landscape.rest"))

    def on_resize(self, _: events.Resize) -> None:
        if self.is_mounted:
            self.call_after_refresh(self._show_panel)

    # --- answering --------------------------------------------------------------------------------------------------

    def _given(self) -> Given:
        return Given(self.field.value, self.choices.marked, self.choices.unsure)

    def _is_unknown(self) -> bool:
        return UNKNOWN in self.choices.marked

    def on_choices_changed(self) -> None:
        self.tell("")
        self._show_echo()
        self._show_explanation()

    def on_choices_moved(self) -> None:
        self._show_explanation()

    def on_choices_taken(self) -> None:
        self.action_onward()

    def on_choices_left(self) -> None:
        if self._form is not None and self._form.has_field:
            self.set_focus(self.field)
        else:
            self.choices.action_leap(-1)

    def _type(self, character: str) -> bool:
        """A figure typed at the lines goes into the field, where the page has one; else it chooses a line."""
        typed = figure(character) or ("€" if character == "€" else "")
        if self._form is None or not typed:
            return False
        if not self._form.has_field:
            # The tenth line is that of the key 0, at the end of the row.
            return typed != "€" and self.choices.choose(int(typed) or 10)
        self.set_focus(self.field)
        self.field.insert_text_at_cursor(typed)
        return True

    def on_input_changed(self) -> None:
        if self._is_unknown():
            self.choices.clear()
        self.tell("")
        self._show_echo()

    def on_input_submitted(self) -> None:
        self.action_onward()

    def action_onward(self) -> None:
        if self.page is None or self._form is None:
            self.wijzer.open_advice()
            return
        reading = self._form.read(self._given())
        if reading.answers is None:
            self.fault(reading.fault)
            if reading.lacks_choice:
                self.set_focus(self.choices)
            return
        self._take(self.page, reading.answers)

    def _take(self, page: Page, answers: dict[str, Answer], worksheet: dict[str, Any] | None = None) -> None:
        """Records the answer where it can stand; where it changes an earlier one, tells first what that changes."""
        session = self.session
        if worksheet is None and not session.differs(page, answers):
            self._leave(page)
            return
        conflict = session.conflict(page, answers)
        aside = session.in_the_way(page, answers) if conflict and self.is_again else ()
        if conflict and not aside:
            names = "; ".join(self.texts.wording.fact(session.base.facts[name]) for name in conflict)
            self.fault(self.say("question.conflict", facts=names))
            return
        # In a what-if the page behind this one shows all that differs.
        if self.is_again and not session.is_whatif:
            from tui.screens.change import ChangeScreen

            def decided(agreed: bool | None) -> None:
                if agreed:
                    self._write(page, answers, worksheet, aside)

            self.app.push_screen(ChangeScreen(page, answers, aside), decided)
        else:
            self._write(page, answers, worksheet, aside)

    def _write(
        self, page: Page, answers: dict[str, Answer], worksheet: dict[str, Any] | None, aside: Sequence[str]
    ) -> None:
        if self.kept(lambda: self.session.record(page, answers, worksheet, aside)):
            self._leave(page, written=True)

    def _leave(self, page: Page, *, written: bool = False) -> None:
        """To the page that follows; a page that was opened from the review goes back to it."""
        if self._returns:
            self.dismiss(written)
            return
        self._wanted = None if written else self.session.after(page)
        self.page = None
        self.show()
        if (written and self.session.announces()) or self.page is None:
            self.wijzer.open_advice()

    # --- other actions ----------------------------------------------------------------------------------------------

    def action_back(self) -> None:
        if self._returns:
            self.dismiss(False)
            return
        before = self.session.before(self.page)
        if before is None:
            self.wijzer.return_to_start()
        else:
            self._turn_to(before)

    def _turn_to(self, page: Page | None) -> None:
        self._wanted, self.page = page, None
        self.show()

    def action_law(self) -> None:
        self._law_shown = not self._law_shown
        self._show_explanation()
        body = self.query_one("#body", Body)
        self.call_after_refresh(body.scroll_end if self._law_shown else body.scroll_home, animate=False)

    def action_worksheet(self) -> None:
        """Works the estimate out; what is taken over there is the answer to this page."""
        if not self._has_worksheet:
            return
        from tui.screens.worksheet import WorksheetScreen

        def made(found: Estimate | None) -> None:
            if found is None or self.page is None:
                return
            from advisor import estimatefile
            from advisor.estimate import VALUE, worked

            total = worked(found, self.session.base.estimate).total
            self._take(self.page, {VALUE: total}, estimatefile.block(found))

        self.app.push_screen(WorksheetScreen(), made)

    def action_landscape(self) -> None:
        self.wijzer.open_landscape()

    def action_review(self) -> None:
        self.wijzer.open_review()

    def action_advice(self) -> None:
        self.wijzer.open_advice()

    def action_later(self) -> None:
        if self.page is None or self.is_again:
            self.tell(self.say("question.not_later"))
            return
        name = self.page
        if not self.kept(lambda: self.session.put_off(name)):
            return
        self._turn_to(None)
        self.tell(self.say("question.put_off" if self.page is not name else "question.put_off_last"))

    def turned(self) -> None:
        self._turn_to(None)

    def action_dense(self) -> None:
        self.wijzer.open_dense()

    def on_sheet_clicked(self, event: Sheet.Clicked) -> None:
        self.wijzer.open_route(event.key)
