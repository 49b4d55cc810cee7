"""The profile of the authority: chosen once, remembered, and used for every record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget

from tui.screens.page import PageScreen
from tui.widgets.entry import Entry
from tui.widgets.sheet import GAP, Block, Sheet


class AuthorityScreen(PageScreen):
    """Asks for the file; an empty line means no profile."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back")
    HELP_KEY = "authority"
    NEEDS_CASE = False

    def parts(self) -> Sequence[Widget]:
        return (Sheet(id="title"), Entry("profile", id="entry"), Sheet(id="explain"))

    def begin(self) -> None:
        self.query_one("#entry", Entry).field.value = str(self.session.profile or "")

    def show(self) -> None:
        self.head(self.say("authority.title"))
        self.query_one("#title", Sheet).update([Block(self.say("authority.question"), "heading"), GAP])
        self.query_one("#explain", Sheet).update([GAP, Block(self.say("authority.what"))])
        self.set_focus(self.query_one("#entry", Entry).field)

    def on_input_submitted(self) -> None:
        self.action_onward()

    def action_onward(self) -> None:
        from advisor.authority.file import ProfileMistakes
        from advisor.record import plain
        from advisor.rulefiles import RuleMistake

        written = self.query_one("#entry", Entry).value.strip()
        chosen = Path(written).expanduser().absolute() if written else None
        try:
            self.session.choose_profile(chosen)
        except OSError as error:
            self.fault(self.say("authority.failed", path=error.filename or written, reason=error.strerror))
        except (ProfileMistakes, RuleMistake) as mistakes:
            self.query_one("#explain", Sheet).update(
                [GAP, *(Block(plain(text), "text", "-", 2) for text in mistakes.messages[:20])]
            )
            self.fault(self.say("authority.wrong"))
        else:
            self.action_back()
