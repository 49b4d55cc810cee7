"""The start page: a new case with its title and reference date, or an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from tui.paging import Paged, Refused, Troubled, Wanted, looking_at_the_disk, paging
from tui.screens.cases import line
from tui.screens.page import PageScreen
from tui.widgets.choices import LIST, Choices
from tui.widgets.entry import Entry
from tui.widgets.sheet import GAP, Block, Sheet
from tui.written import read_date

#: Earlier cases that the page lists; F2 has them all.
LISTED = 5


class StartScreen(PageScreen):
    """Lies under every other page."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "search", "cases", "authority", "leave", "language", "theme")
    HELP_KEY = "start"
    NEEDS_CASE = False

    def parts(self) -> Sequence[Widget]:
        return (
            Sheet(id="title"),
            Entry("case-title", id="title-entry"),
            Sheet(id="day-title"),
            Entry("case-day", id="day-entry", figures=True),
            Sheet(id="cases-title"),
            Choices(id="choices"),
            Sheet(id="authority"),
            Sheet(id="share"),
        )

    def begin(self) -> None:
        self.set_focus(self._entry("title").field)
        self.call_after_refresh(self._look_at_the_disk)

    def _look_at_the_disk(self) -> None:
        """A share on another computer can lose a case: the page says so before one is made."""
        work = looking_at_the_disk(self.session.path, self.post_message)
        self.run_worker(work, thread=True, exclusive=True, group="disk")

    def on_shared(self) -> None:
        self.query_one("#share", Sheet).update(
            [GAP, Block(self.texts.wording.text("doctor", "advice", "network"), "doubt", "!")]
        )

    def _entry(self, name: str) -> Entry:
        return self.query_one(f"#{name}-entry", Entry)

    def show(self) -> None:
        wording = self.texts.wording
        self.head(self.say("start.title"), self.say("start.law"))
        self.query_one("#title", Sheet).update(
            [
                *([Block(wording.unreviewed, "doubt")] if wording.unreviewed else []),
                Block(self.say("start.what"), "soft"),
                GAP,
                Block(self.say("start.new"), "heading"),
                Block(self.say("start.new_hint"), "soft"),
            ]
        )
        self.query_one("#day-title", Sheet).update(
            [GAP, Block(self.say("start.day"), "heading"), Block(self.say("start.day_hint"), "soft")]
        )
        if not self._entry("day").value:
            self._entry("day").field.value = wording.date(self.wijzer.today)
        self._show_authority()
        self.call_after_refresh(self._read_cases)

    def _show_authority(self) -> None:
        """The profile that the records follow, where one is chosen."""
        chosen = self.session.profile
        text = "" if chosen is None else self.texts.wording.labelled(self.say("authority.title"), chosen.name)
        self.query_one("#authority", Sheet).update([GAP, Block(text, "soft")] if text else [])

    def action_authority(self) -> None:
        from tui.screens.authority import AuthorityScreen

        self.app.push_screen(AuthorityScreen())

    def _read_cases(self) -> None:
        """The newest cases; they are read after the first question is on the screen."""
        work = paging(self.session, Wanted(size=LISTED), self.post_message)
        self.run_worker(work, thread=True, exclusive=True, group="page")

    def on_refused(self, event: Refused) -> None:
        self.app.exit(return_code=2, message=event.text)

    def on_troubled(self, event: Troubled) -> None:
        self.trouble(event.trouble)

    def on_paged(self, event: Paged) -> None:
        cases = event.page.cases
        heading = Block(self.say("start.earlier"), "heading")
        rest = Block(self.say("start.all", shortcut=self.texts.key("f2")), "soft")
        self.query_one("#cases-title", Sheet).update([GAP, heading, rest] if cases else [])
        lines = [line(case, self.texts) for case in cases]
        choices = self.query_one("#choices", Choices)
        choices.present(LIST, lines, pointer=0 if lines else None)

    def on_input_submitted(self) -> None:
        self.action_onward()

    def on_input_changed(self) -> None:
        self.tell("")

    def on_choices_left(self) -> None:
        self.set_focus(self._entry("day").field)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        self._resume(event.key)

    def action_onward(self) -> None:
        choices = self.query_one("#choices", Choices)
        if choices.has_focus and choices.pointed is not None:
            self._resume(choices.pointed.key)
        elif self._entry("title").field.has_focus and not self._entry("title").value.strip():
            self.fault(self.say("start.no_title"))
        else:
            self._create()

    def _day(self) -> int | None:
        """The reference date of the page, within the dates known; None where it is not, which is told."""
        from advisor.rulebase import OutsideKnownDates

        day = read_date(self._entry("day").value)
        if day is None:
            self.fault(self.say("question.no_date"))
        else:
            try:
                self.session.base.require_known(day)
            except OutsideKnownDates as outside:
                known = {"start": self.texts.wording.date(outside.start), "end": self.texts.wording.date(outside.end)}
                self.fault(self.say("start.outside", **known))
                day = None
        if day is None:
            self.set_focus(self._entry("day").field)
        return day

    def _create(self, untitled: str = "") -> bool:
        """Opens a new case, named `untitled` where the page has no name; whether it could."""
        from advisor.record import plain

        title = plain(self._entry("title").value) or untitled
        if not title:
            self.fault(self.say("start.no_title"))
            self.set_focus(self._entry("title").field)
            return False
        day = self._day()
        if day is None or not self.kept(lambda: self.session.create(title, day)):
            return False
        self._entry("title").field.value = ""
        self.wijzer.open_case()
        return True

    def action_search(self) -> None:
        """What is chosen needs a case: a new one, with the name and the day that stand on the page."""
        from tui.screens.search import Chosen, SearchScreen

        day = self._day()
        if day is None:
            return

        def chosen(found: Chosen | None) -> None:
            if found is not None and self._create(self.texts.wording.text("interview", "plain", "untitled")):
                self.wijzer.follow(found)

        self.app.push_screen(SearchScreen(day), chosen)

    def action_cases(self) -> None:
        from tui.screens.cases import CasesScreen

        def chosen(case_id: str | None) -> None:
            if case_id is not None:
                self._resume(case_id)

        self.app.push_screen(CasesScreen(), chosen)

    def _resume(self, case_id: str) -> None:
        self.session.resume(case_id)
        self.wijzer.open_case()

    def action_back(self) -> None:
        """There is nothing before the start page."""
