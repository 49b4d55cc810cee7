"""All procedures with their status, and the page of one of them: why, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from tui.reasoning import Reasoned, as_block, reasoning
from tui.screens.compare import MOST
from tui.screens.page import PageScreen, TextScreen
from tui.widgets.body import Body
from tui.widgets.choices import LIST, Choices
from tui.widgets.sheet import GAP, Block, Sheet

#: The heading over what was worked out, by its kind.
HEADINGS = {"reason": "route.reason", "change": "route.change"}


class LandscapeScreen(PageScreen):
    """Every procedure with its status and why; Enter opens one."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back", "landscape", "compare", "search")
    HELP_KEY = "landscape"

    def parts(self) -> Sequence[Widget]:
        return (Sheet(id="title"), Choices(id="choices"))

    def show(self) -> None:
        outline = self.wijzer.outline()
        self.head(self.say("landscape.title"), self.session.state.title)
        self.query_one("#title", Sheet).update(
            [Block(outline.regime_line(), "soft"), Block(self.say("landscape.hint"), "soft"), GAP]
        )
        choices = self.query_one("#choices", Choices)
        choices.most = MOST
        choices.present(LIST, outline.choices(), choices.marked, pointer=choices.pointer)
        self.set_focus(choices, scroll_visible=False)

    def action_onward(self) -> None:
        pointed = self.query_one("#choices", Choices).pointed
        if pointed is not None:
            self.wijzer.open_route(pointed.key)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        self.wijzer.open_route(event.key)

    def action_landscape(self) -> None:
        self.action_back()

    def action_compare(self) -> None:
        choices = self.query_one("#choices", Choices)
        marked = [choice.key for choice in choices.choices if choice.key in choices.marked]
        if len(marked) < 2:
            self.tell(self.say("compare.few"))
        else:
            self.tell("")
            self.wijzer.open_comparison(marked)


class RouteScreen(TextScreen):
    """One procedure: its status, the grounds that hold, fail or are open, each with its article and its facts."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("back", "change", "evidence")
    HELP_KEY = "route"

    def __init__(self, route: str) -> None:
        super().__init__()
        self.route = route
        #: What was worked out so far, by kind, and the language in which.
        self._worked: dict[str, list[str]] = {}
        self._language = ""

    def title_text(self) -> str:
        status = self.session.assessment().status(self.route)
        return self.say("route.why_not" if status == "unavailable" else "route.why")

    def blocks(self) -> list[Block]:
        shown = list(self.wijzer.outline().route(self.route))
        for kind, lines in self._worked.items():
            shown += [GAP, Block(self.say(HEADINGS[kind]), "heading")]
            shown += [as_block(line) for line in lines] or [Block(self.say("route.working"), "soft")]
        return shown

    def show(self) -> None:
        if self._language != self.session.language:
            self._language = self.session.language
            for kind in self._worked or ("reason",):
                self._work_out(kind)
        super().show()

    def _work_out(self, kind: str) -> None:
        self._worked[kind] = []
        work = reasoning(self.route, kind, self.session, self.post_message)
        self.run_worker(work, thread=True, exclusive=True, group=kind)

    def on_reasoned(self, event: Reasoned) -> None:
        if self.has_case and event.language == self.session.language:
            self._worked[event.kind] = event.lines
            self.show()
            if event.kind == "change":
                self.call_after_refresh(self.query_one("#body", Body).scroll_end, animate=False)

    def action_evidence(self) -> None:
        if self.session.assessment().route(self.route).holding:
            self.wijzer.open_evidence(self.route)
        else:
            self.tell(self.say("evidence.none"))

    def action_change(self) -> None:
        if "change" not in self._worked:
            self._work_out("change")
            self.show()
        self.call_after_refresh(self.query_one("#body", Body).scroll_end, animate=False)
