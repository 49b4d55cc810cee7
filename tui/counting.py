"""How many pages are still to come, worked out beside the screen: it may take longer than a person should wait."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from advisor.interview import Page
    from tui.session import Session


class Counted(Message):
    """The fewest and the most pages that are still to come, the page shown included."""

    def __init__(self, page: Page, least: int, most: int) -> None:
        super().__init__()
        self.page, self.least, self.most = page, least, most

    @property
    def key(self) -> str:
        """The wording of the range."""
        return {0: "left_none", 1: "left_one"}.get(self.most, "left_same" if self.least == self.most else "left")


def counting(page: Page, session: Session, post: Callable[[Message], bool]) -> Callable[[], None]:
    """The work for a thread: it takes what it needs of the session now, and posts what it found."""
    find = partial(session.interview.remaining, dict(session.answers), session.state.parked)

    def count() -> None:
        least, most = find()
        post(Counted(page, least, most))

    return count
