"""All cases, newest first: search, go on with one, copy it, put it in the archive or take it out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget
from textual.worker import get_current_worker

from tui.paging import Indexed, Paged, Troubled, Wanted, indexing, paging
from tui.screens.page import PageScreen
from tui.widgets.body import Body
from tui.widgets.choices import LIST, Choice, Choices
from tui.widgets.entry import Entry
from tui.widgets.sheet import GAP, Block, Sheet

if TYPE_CHECKING:
    from advisor.desk.caselist import CasePage, Listed
    from tui.language import Texts

#: The lines of the page that are not for cases.
AROUND = 13


class CasesScreen(PageScreen):
    """A page of the list at a time, as many cases as fit; gives the case to go on with, or None."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back", "find", "copy_case", "archive", "shelf")
    HELP_KEY = "cases"
    NEEDS_CASE = False

    def __init__(self) -> None:
        super().__init__()
        self._wanted = Wanted()
        self._page: CasePage | None = None
        self._at_end = False

    def parts(self) -> Sequence[Widget]:
        return (Sheet(id="title"), Entry("field", id="entry"), Sheet(id="found"), Choices(id="choices"))

    @property
    def choices(self) -> Choices:
        return self.query_one("#choices", Choices)

    def begin(self) -> None:
        self.set_focus(self.choices)
        self._gather()

    def show(self) -> None:
        self._show_page()
        # Behind the page, so that it is there at once: the file may be slow.
        self.call_after_refresh(self._read, self._wanted)

    def _read(self, wanted: Wanted) -> None:
        wanted = wanted._replace(size=max(3, (self.app.size.height - AROUND) // 2))
        self.run_worker(paging(self.session, wanted, self.post_message), thread=True, exclusive=True, group="page")

    def _gather(self) -> None:
        """Gathers the words of what has changed; the list follows as they come."""

        def work() -> None:
            worker = get_current_worker()
            indexing(self.session, self.post_message, lambda: worker.is_cancelled)()

        self.run_worker(work, thread=True, exclusive=True, group="words")

    def on_paged(self, event: Paged) -> None:
        self._wanted, self._page = event.wanted, event.page
        self._show_page()

    def on_indexed(self, _: Indexed) -> None:
        if self._wanted.search:
            self._read(self._wanted)

    def on_troubled(self, event: Troubled) -> None:
        self.trouble(event.trouble)

    def _show_page(self) -> None:
        where = "cases.archive" if self._wanted.archived else "cases.title"
        self.head(self.say(where), self.say("start.law"))
        self.query_one("#title", Sheet).update([Block(self.say("cases.search"), "heading")])
        page = self._page
        cases = page.cases if page is not None else ()
        if page is None:
            text = "cases.reading"
        elif cases:
            text = "cases.hint"
        else:
            text = "cases.none_found" if self._wanted.search else "cases.none"
        self.query_one("#found", Sheet).update([GAP, Block(self.say(text), "soft")])
        body = self.query_one("#body", Body)
        body.say_more(above=page is not None and page.above, below=page is not None and page.below)
        choices = self.choices
        at = choices.pointed.key if choices.pointed is not None else None
        lines = [line(case, self.texts) for case in cases]
        keys = [one.key for one in lines]
        pointer = keys.index(at) if at in keys else len(lines) - 1 if self._at_end else 0
        choices.present(LIST, lines, pointer=pointer if lines else None)
        self._at_end = False
        if lines and not self._is_typing:
            # A list that was empty had no place for the keyboard.
            self.set_focus(choices, scroll_visible=False)

    # --- walking ----------------------------------------------------------------------------------------------------

    def on_choices_ended(self) -> None:
        self.action_scroll_down()

    def on_choices_left(self) -> None:
        if self._page is not None and self._page.above:
            self._at_end = True
            self.action_scroll_up()
        else:
            self.action_find()

    def action_scroll_down(self) -> None:
        page = self._page
        if page is not None and page.below:
            self._read(self._wanted._replace(older_than=page.cases[-1].touched, newer_than=None))

    def action_scroll_up(self) -> None:
        page = self._page
        if page is not None and page.above:
            self._read(self._wanted._replace(newer_than=page.cases[0].touched, older_than=None))

    # --- searching --------------------------------------------------------------------------------------------------

    def action_find(self) -> None:
        self.set_focus(self.query_one("#entry", Entry).field)

    def on_input_changed(self) -> None:
        self.tell("")
        self._read(Wanted(self.query_one("#entry", Entry).value, self._wanted.archived))

    def on_input_submitted(self) -> None:
        self.set_focus(self.choices)

    # --- one case ---------------------------------------------------------------------------------------------------

    def action_onward(self) -> None:
        pointed = self.choices.pointed
        if self._is_typing:
            self.set_focus(self.choices)
        elif pointed is not None:
            self.dismiss(pointed.key)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        self.dismiss(event.key)

    def action_back(self) -> None:
        if self._is_typing:
            self.set_focus(self.choices)
        else:
            self.dismiss(None)

    @property
    def _is_typing(self) -> bool:
        return self.query_one("#entry", Entry).field.has_focus

    def action_copy_case(self) -> None:
        pointed = self.choices.pointed
        made: list[str] = []
        if pointed is None or not self.kept(lambda: made.append(self.session.book.copy_case(pointed.key))):
            return
        self._read(Wanted(self._wanted.search))
        self._gather()
        self.tell(self.say("cases.copied", copy=made[0], case=pointed.key))

    def action_archive(self) -> None:
        pointed, archived = self.choices.pointed, not self._wanted.archived
        if pointed is None or not self.kept(partial(self.session.book.archive, pointed.key, archived=archived)):
            return
        self._read(self._wanted)
        self.tell(self.say("cases.archived" if archived else "cases.taken_out", case=pointed.key))

    def action_shelf(self) -> None:
        """From the cases at work to the archive, or back."""
        self.tell("")
        self._read(Wanted(self._wanted.search, not self._wanted.archived))


def line(case: Listed, texts: Texts) -> Choice:
    """A case as a line to choose: title and number, reference date, last change, and what it was copied from."""
    from advisor import quantity

    def day(text: str) -> str:
        ordinal = quantity.ordinal(text[:10])
        return texts.say("cases.no_day") if ordinal is None else texts.wording.date(ordinal)

    sub = texts.say("cases.line", day=day(case.day), at=day(case.at))
    if case.copy_of is not None:
        sub += f"; {texts.say('cases.copy_of', case=case.copy_of)}"
    return Choice(case.id, f"{case.title} ({case.id})", sub=sub)
