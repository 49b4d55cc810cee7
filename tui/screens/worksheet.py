"""The worksheet of the estimate on the screen: the questions of plain mode, with what was said above the field."""

from __future__ import annotations

import queue
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widget import Widget

from tui.screens.page import PageScreen
from tui.widgets.body import Body
from tui.widgets.entry import Entry
from tui.widgets.sheet import GAP, Block, Sheet

if TYPE_CHECKING:
    from advisor.estimate import Estimate


class Left(Exception):
    """The person went back; nothing of the worksheet is taken over."""


class Said(Message):
    """A text of the worksheet to show."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Done(Message):
    """The person took the result over."""

    def __init__(self, made: Estimate) -> None:
        super().__init__()
        self.made = made


class WorksheetScreen(PageScreen):
    """Gives the estimate that was taken over; None where the person went back."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back")
    HELP_KEY = "worksheet"

    def __init__(self) -> None:
        super().__init__()
        self._typed: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._log: list[Block] = []

    def parts(self) -> Sequence[Widget]:
        return (Sheet(id="log"), Entry("field", id="entry"))

    def show(self) -> None:
        self.head(self.say("worksheet.title"), self.session.state.title)
        what = Block(self.say("worksheet.what"), "soft")
        self.query_one("#log", Sheet).update([what, GAP, *self._log])
        self.set_focus(self.query_one("#entry", Entry).field, scroll_visible=False)

    def begin(self) -> None:
        self.run_worker(self._work(), thread=True)

    def _work(self) -> Callable[[], None]:
        """The work for a thread: the worksheet asks, and waits for what is typed here."""
        from advisor.estimate import NATURE
        from tui.plain_worksheet import Worksheet

        session = self.session
        day, nature = session.state.day, session.answers.get(NATURE)
        sheet = Worksheet(session.base, session.texts.wording, self._line, self._write, nature)

        def work() -> None:
            try:
                made = sheet.run(day)
            except Left:
                return
            self.post_message(Done(made))

        return work

    def _line(self) -> str:
        typed = self._typed.get()
        if typed is None:
            raise Left
        return typed.strip()

    def _write(self, text: str) -> None:
        self.post_message(Said(text))

    def on_said(self, event: Said) -> None:
        # The worksheet breaks its lines for a plain terminal; the screen breaks them for its own width.
        self._log += [Block(line) for line in _unbroken(event.text)] if event.text else [GAP]
        self.show()
        self.query_one("#body", Body).scroll_end(animate=False)

    def on_done(self, event: Done) -> None:
        self.dismiss(event.made)

    def on_input_submitted(self) -> None:
        self.action_onward()

    def action_onward(self) -> None:
        field = self.query_one("#entry", Entry).field
        self._log.append(Block(field.value, "accent", ">"))
        self._typed.put(field.value)
        field.value = ""
        self.show()

    def action_back(self) -> None:
        self.dismiss(None)

    def on_unmount(self) -> None:
        """Lets the worksheet go, which may still wait for a line."""
        self._typed.put(None)


def _unbroken(text: str) -> list[str]:
    """The paragraphs of a text that was broken into lines; a list keeps its lines."""
    lines = text.split("\n")
    listed = all(line.lstrip()[:1].isdigit() or line.startswith("- ") for line in lines)
    return lines if listed else [" ".join(line.strip() for line in lines)]
