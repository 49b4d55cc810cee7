"""Locking the record, and beginning a correction of a locked one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from tui import locking
from tui.recordfile import record_texts, zipped
from tui.screens.page import PageScreen
from tui.widgets.entry import Entry
from tui.widgets.sheet import GAP, Block, Sheet

if TYPE_CHECKING:
    from advisor.authority.house import House


class LockScreen(PageScreen):
    """Asks where the locked record goes, locks it and says where it stands; a draft is told what it lacks."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back")
    HELP_KEY = "lock"

    _done = False

    def parts(self) -> Sequence[Widget]:
        return (Sheet(id="title"), Entry("field", id="entry"), Sheet(id="explain"))

    def begin(self) -> None:
        self.query_one("#entry", Entry).field.value = str(self.session.records)

    def show(self) -> None:
        self.head(self.say("lock.title"), self.session.state.title)
        lacking = locking.lacking(self.session)
        asks_folder = not lacking and not self._done and not self.app.is_web
        question = "lock.draft" if lacking else "lock.browser" if self.app.is_web else "lock.question"
        if not self._done:
            self.query_one("#title", Sheet).update([Block(self.say(question), "heading"), GAP])
            lines = [Block(text, "doubt", "-", 2) for text in lacking]
            self.query_one("#explain", Sheet).update([*lines, GAP, Block(self.say("lock.what"))])
        entry = self.query_one("#entry", Entry)
        entry.display = asks_folder
        self.set_focus(entry.field if asks_folder else None)

    def on_input_submitted(self) -> None:
        self.action_onward()

    def action_onward(self) -> None:
        from advisor.authority.file import ProfileMistakes
        from advisor.engines import Breach
        from advisor.rulefiles import RuleMistake

        folder = self.query_one("#entry", Entry).value.strip()
        if self._done or locking.lacking(self.session):
            self.action_back()
            return
        if not folder and not self.app.is_web:
            self.fault(self.say("export.no_folder"))
            return
        try:
            house = self.session.house()
            if self.app.is_web:
                self._deliver(house)
            else:
                self.kept(lambda: self._lock(folder, house))
        except (ProfileMistakes, RuleMistake):
            self.fault(self.say("authority.gone", path=self.session.profile))
        except OSError as error:
            self.fault(self.say("export.failed", reason=error.strerror or str(error), folder=folder))
        except Breach:
            self.fault(self.say("export.breach"))

    def _lock(self, folder: str, house: House | None) -> None:
        written = locking.lock_into(Path(folder).expanduser(), self.session, house, self.wijzer.today)
        self.session.records = Path(folder)
        self._told([Block(str(path.resolve()), "text", "-", 2) for path in written])

    def _deliver(self, house: House | None) -> None:
        """Locks the record and gives it to the browser, which keeps it where downloads go."""
        from advisor import recordversion

        session, day = self.session, self.wijzer.today
        found = locking.locked(session, day)
        texts = record_texts(found, session.base, self.texts.wording, house)
        if self.kept(lambda: session.lock(day, locking.digest_of(texts))):
            stem = recordversion.stem(found.case)
            self.wijzer.deliver(f"{stem}.zip", zipped(stem, texts), "application/zip")
            self._told([Block(self.say("export.delivered"))])

    def _told(self, where: list[Block]) -> None:
        self._done = True
        number = self.session.state.version.number
        self.query_one("#title", Sheet).update([Block(self.say("lock.done", number=number), "good"), GAP])
        self.query_one("#explain", Sheet).update([*where, GAP, Block(self.say("lock.what"))])
        self.tell(self.say("lock.done", number=number))
        self.show()


class CorrectScreen(PageScreen):
    """Asks why a locked record is corrected; from then on the case takes answers again, for the next version."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back")
    HELP_KEY = "correct"

    def parts(self) -> Sequence[Widget]:
        return (Sheet(id="title"), Entry("field", id="entry"), Sheet(id="explain"))

    def begin(self) -> None:
        self.set_focus(self.query_one("#entry", Entry).field)

    def show(self) -> None:
        number = self.session.state.version.number
        self.head(self.say("lock.correct_title"), self.session.state.title)
        self.query_one("#title", Sheet).update([Block(self.say("lock.reason"), "heading"), GAP])
        explained = self.say("lock.correct", number=number + 1, before=number)
        self.query_one("#explain", Sheet).update([GAP, Block(explained)])

    def on_input_submitted(self) -> None:
        self.action_onward()

    def action_onward(self) -> None:
        from advisor.recordversion import LONGEST_REASON

        reason = " ".join(self.query_one("#entry", Entry).value.split())
        if not 0 < len(reason) <= LONGEST_REASON:
            self.fault(self.say("lock.no_reason", number=LONGEST_REASON))
        elif self.kept(lambda: self.session.correct(reason)):
            self.dismiss(self.say("lock.begun", number=self.session.state.version.number))
