"""All procedures with their status, and the page of one of them: why, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from tui.screens.page import PageScreen, TextScreen
from tui.widgets.choices import LIST, Choices
from tui.widgets.sheet import GAP, Block, Sheet


class LandscapeScreen(PageScreen):
    """Every procedure with its status and why; Enter opens one."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back", "landscape")
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
        choices.present(LIST, outline.choices(), pointer=choices.pointer)
        self.set_focus(choices, scroll_visible=False)

    def action_onward(self) -> None:
        pointed = self.query_one("#choices", Choices).pointed
        if pointed is not None:
            self.wijzer.open_route(pointed.key)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        self.wijzer.open_route(event.key)

    def action_landscape(self) -> None:
        self.action_back()


class RouteScreen(TextScreen):
    """One procedure: its status, the grounds that hold, fail or are open, each with its article and its facts."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("back",)
    HELP_KEY = "route"

    def __init__(self, route: str) -> None:
        super().__init__()
        self.route = route

    def title_text(self) -> str:
        status = self.session.assessment().status(self.route)
        return self.say("route.why_not" if status == "unavailable" else "route.why")

    def blocks(self) -> list[Block]:
        return self.wijzer.outline().route(self.route)
