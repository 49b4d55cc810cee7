"""The advice: the recommended procedure with its reasons, what it entails, what to watch, and why not the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget

from tui.reasoning import Reasoned, as_block, reasoning
from tui.screens.page import TextScreen
from tui.standing import also, standing
from tui.widgets.body import Body
from tui.widgets.panel import RoutesPanel
from tui.widgets.sheet import GAP, Block, Sheet


class AdviceScreen(TextScreen):
    """The advice as it stands."""

    ACTIONS: ClassVar[tuple[str, ...]] = (
        "onward", "back", "others", "why", "why_not", "evidence", "whatif", "copy", "mail", "record_parts", "export",
        "landscape", "review", "search",
    )  # fmt: skip
    HELP_KEY = "advice"

    def __init__(self) -> None:
        super().__init__()
        #: What each doubtful answer carries, and for which answers and language that was worked out.
        self._doubts: list[str] = []
        self._doubts_of: object = None

    def title_text(self) -> str:
        return f"{self.say('advice.title')}: {self.session.state.title}"

    def beside(self, body: Body) -> Iterable[Widget]:
        yield Horizontal(body, RoutesPanel(), id="row")

    def on_resize(self, _: events.Resize) -> None:
        if self.is_mounted:
            self.call_after_refresh(self._show_panel)

    def _show_panel(self) -> None:
        # Called after a refresh, when the page may be closed already and have no parts left.
        for panel in self.query(RoutesPanel):
            if self.has_case and self.app.size.width >= panel.NEEDED:
                panel.show(self.wijzer.outline().panel(), self.say("landscape.title"), self.say("landscape.rest"))

    def blocks(self) -> list[Block]:
        return [standing(self.session), *self._also(), GAP, *self.wijzer.outline().advice(), *self._doubtful()]

    def show(self) -> None:
        state = self.session.state
        key = (tuple(state.answers.items()), state.unsure, self.session.language)
        if key != self._doubts_of:
            self._doubts, self._doubts_of = [], key
            if state.unsure:
                work = reasoning("", "doubt", self.session, self.post_message)
                self.run_worker(work, thread=True, exclusive=True, group="doubt")
        super().show()
        self.call_after_refresh(self._show_panel)

    def on_reasoned(self, event: Reasoned) -> None:
        if self.has_case and event.language == self.session.language:
            self._doubts = event.lines
            super().show()

    def _doubtful(self) -> list[Block]:
        if not self._doubts:
            return []
        return [GAP, Block(self.say("advice.doubt"), "heading"), *(as_block(line) for line in self._doubts)]

    def _also(self) -> list[Block]:
        """The other procedures, with the way to all of them."""
        blocks = also(self.session)
        tab = self.texts.key("tab")
        return [*blocks, Block(self.say("advice.all", shortcut=tab), "soft")] if blocks else []

    def action_onward(self) -> None:
        if self.session.next_page() is None:
            self.tell(self.say("advice.no_more"))
        else:
            self.action_back()

    def action_back(self) -> None:
        self.dismiss()

    def action_why(self) -> None:
        route = self.session.assessment().recommended
        if route is None:
            self.tell(self.say("advice.no_why"))
        else:
            self.wijzer.open_route(route)

    def action_evidence(self) -> None:
        route = self.session.assessment().recommended
        if route is None:
            self.tell(self.say("advice.no_why"))
        else:
            self.wijzer.open_evidence(route)

    def action_why_not(self) -> None:
        self.wijzer.open_landscape()

    def action_others(self) -> None:
        """All procedures: the second page to look at, so that a lesser-known one is considered."""
        self.wijzer.open_landscape()

    def action_landscape(self) -> None:
        self.wijzer.open_landscape()

    def action_review(self) -> None:
        self.wijzer.open_review()

    def action_whatif(self) -> None:
        self.wijzer.open_whatif()

    def _may_leave(self) -> bool:
        """Whether a text may leave the screen: one that is made of a what-if could pass for that of the case."""
        if self.session.is_whatif:
            self.tell(self.say("whatif.no_text"))
        return not self.session.is_whatif

    def action_copy(self) -> None:
        from tui.screens.paste import ParagraphScreen

        if self._may_leave():
            self.app.push_screen(ParagraphScreen())

    def action_mail(self) -> None:
        from tui.screens.paste import MailScreen

        if self._may_leave():
            self.app.push_screen(MailScreen())

    def action_record_parts(self) -> None:
        from tui.screens.parts import PartsScreen

        if self._may_leave():
            self.app.push_screen(PartsScreen())

    def action_export(self) -> None:
        from tui.screens.export import ExportScreen

        if self._may_leave():
            self.app.push_screen(ExportScreen())

    def on_sheet_clicked(self, event: Sheet.Clicked) -> None:
        self.wijzer.open_route(event.key)
