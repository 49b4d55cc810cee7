"""The record as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from tui import locking
from tui.recordfile import record_texts, write_record, zipped
from tui.screens.page import PageScreen
from tui.widgets.entry import Entry
from tui.widgets.sheet import GAP, Block, Sheet

if TYPE_CHECKING:
    from advisor.authority.house import House


class ExportScreen(PageScreen):
    """Asks for the folder, writes the record and says where it stands."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back", "lock")
    HELP_KEY = "export"

    #: The folder in which the record was saved: Enter once more goes back, and saves nothing twice.
    _saved_in: str | None = None

    def parts(self) -> Sequence[Widget]:
        return (Sheet(id="title"), Entry("field", id="entry"), Sheet(id="explain"))

    def begin(self) -> None:
        self.query_one("#entry", Entry).field.value = str(self.session.records)

    def show(self) -> None:
        self.head(self.say("export.title"), self.session.state.title)
        in_browser = self.app.is_web
        question = "export.browser" if in_browser else "export.question"
        self.query_one("#title", Sheet).update([Block(self.say(question), "heading"), GAP])
        state = self.session.state
        again = Block(self.say("lock.again", shortcut=self.texts.key("ctrl+l")))
        told = [Block(self._locked_line(), "good"), again, GAP] if state.locked else []
        self.query_one("#explain", Sheet).update([GAP, *told, Block(self.say("export.what"))])
        # The folders of the server are not those of who sits at the browser.
        self.query_one("#entry", Entry).display = not in_browser
        if in_browser:
            self.set_focus(None)
            return
        self.set_focus(self.query_one("#entry", Entry).field)

    def _locked_line(self) -> str:
        version = self.session.state.version
        assert version.locked_on is not None, "the record is locked"
        return self.say("lock.standing", number=version.number, date=self.texts.wording.date(version.locked_on))

    def action_lock(self) -> None:
        """Locks the record, or begins a correction of a locked one."""
        from tui.screens.lock import CorrectScreen, LockScreen

        screen = CorrectScreen() if self.session.state.locked else LockScreen()
        self.app.push_screen(screen, lambda told: self.tell(told or ""))

    def on_input_submitted(self) -> None:
        self.action_onward()

    def action_onward(self) -> None:
        from advisor.authority.file import ProfileMistakes
        from advisor.engines import Breach
        from advisor.rulefiles import RuleMistake

        folder = self.query_one("#entry", Entry).value.strip()
        if not folder and not self.app.is_web:
            self.fault(self.say("export.no_folder"))
            return
        if folder == self._saved_in:
            self.action_back()
            return
        session = self.session
        try:
            house = session.house()
        except (OSError, ProfileMistakes, RuleMistake):
            self.fault(self.say("authority.gone", path=session.profile))
            return
        if self.app.is_web:
            self._deliver(house)
            return
        try:
            to = Path(folder).expanduser()
            found = session.exported()
            locking.require_the_same(record_texts(found, session.base, self.texts.wording, house), session)
            written = write_record(found, session.base, self.texts.wording, to, house)
        except locking.NotTheLockedRecord:
            self.fault(self.say("lock.other"))
        except OSError as error:
            self.fault(self.say("export.failed", reason=error.strerror or str(error), folder=folder))
        except Breach:
            self.fault(self.say("export.breach"))
        else:
            self._saved_in = folder
            session.records = Path(folder)
            self.query_one("#explain", Sheet).update(
                [
                    GAP,
                    Block(self.say("export.written"), "good"),
                    *(Block(str(path.resolve()), "text", "-", 2) for path in written),
                    GAP,
                    Block(self.say("export.what")),
                ]
            )
            self.tell(self.say("export.done"))

    def _deliver(self, house: House | None) -> None:
        """Gives the record to the browser, which keeps it where downloads go."""
        from advisor.engines import Breach

        session = self.session
        try:
            texts = record_texts(session.exported(), session.base, self.texts.wording, house)
            locking.require_the_same(texts, session)
        except locking.NotTheLockedRecord:
            self.fault(self.say("lock.other"))
            return
        except Breach:
            self.fault(self.say("export.breach"))
            return
        # One file: a browser lets a page start no second download without asking.
        self.wijzer.deliver(f"{session.state.id}.zip", zipped(session.state.id, texts), "application/zip")
        self.tell(self.say("export.delivered"))
