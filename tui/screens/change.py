"""Before an answer is changed: what the change does to the procedures. Enter changes it, Esc leaves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.effect import Effect
from tui.screens.page import TextScreen
from tui.setaside import IdleFound, looking_for_idle
from tui.widgets.sheet import GAP, Block

if TYPE_CHECKING:
    from advisor.derive import Answer
    from advisor.interview import Page


class ChangeScreen(TextScreen):
    """Gives True where the person goes on with the change."""

    ACTIONS = ("onward", "back")
    HELP_KEY = "change"

    def __init__(self, page: Page, answers: Mapping[str, Answer], aside: Sequence[str] = ()) -> None:
        super().__init__()
        self._page, self._answers, self._aside = page, answers, tuple(aside)
        #: The pages whose answers count no longer, once that was worked out.
        self._idle: tuple[Page, ...] = ()

    def begin(self) -> None:
        merged = self.session.merged(self._page, self._answers, self._aside)
        work = looking_for_idle(self.session, merged, self.post_message)
        self.run_worker(work, thread=True, exclusive=True, group="idle")

    def on_idle_found(self, event: IdleFound) -> None:
        self._idle = tuple(page for page in event.pages if page is not self._page)
        self.show()

    def title_text(self) -> str:
        return self.say("change.title")

    def blocks(self) -> list[Block]:
        effect = Effect(self.session, self._page, self._answers, self._aside)
        return [*effect.blocks(self._idle), GAP, Block(self.say("change.ask"), "doubt")]

    def action_onward(self) -> None:
        self.dismiss(True)

    def action_back(self) -> None:
        self.dismiss(False)
