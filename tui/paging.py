"""The list of cases, read beside the screen from the file itself: a page of it, and the words by which one searches."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.message import Message

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.desk.casebook import Casebook, CasebookTrouble
    from advisor.desk.caselist import CasePage
    from tui.session import Session

#: Cases whose words are gathered between two looks at the list.
BATCH = 50


class Wanted(NamedTuple):
    """Which page of the list: the words searched for, the archive or not, and where the page begins or ends."""

    search: str = ""
    archived: bool = False
    older_than: int | None = None
    newer_than: int | None = None
    size: int = 20


class Shared(Message):
    """The casebook stands on another computer, where its locks cannot be trusted."""


def looking_at_the_disk(path: Path, post: Callable[[Message], bool]) -> Callable[[], None]:
    """The work for a thread: whether the casebook stands on another computer."""

    def work() -> None:
        from advisor.desk import folders

        if folders.file_system(path)[1]:
            post(Shared())

    return work


class Paged(Message):
    """A page of the list as the file has it."""

    def __init__(self, wanted: Wanted, page: CasePage) -> None:
        super().__init__()
        self.wanted, self.page = wanted, page


class Indexed(Message):
    """The words of more cases can be searched."""


class Troubled(Message):
    """The file could not be read."""

    def __init__(self, trouble: CasebookTrouble) -> None:
        super().__init__()
        self.trouble = trouble


class Refused(Message):
    """The rules cannot be read: nothing can go on. `text` says why."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


def paging(session: Session, wanted: Wanted, post: Callable[[Message], bool]) -> Callable[[], None]:
    """The work for a thread: reads a page and posts it."""
    return _with_book(session, post, lambda book: post(Paged(wanted, book.page(**wanted._asdict()))))


def indexing(session: Session, post: Callable[[Message], bool], is_stopped: Callable[[], bool]) -> Callable[[], None]:
    """The work for a thread: gathers the words of every case that has changed, and posts now and then that it has."""

    def gather(book: Casebook) -> None:
        from advisor.desk.casewords import Words
        from tui.language import LANGUAGES

        words = Words(session.base, LANGUAGES, session.rules)
        while not is_stopped() and book.index(words, BATCH):
            post(Indexed())

    return _with_book(session, post, gather)


def _with_book(
    session: Session, post: Callable[[Message], bool], work: Callable[[Casebook], Any]
) -> Callable[[], None]:
    """The work with a connection of its own: one of the screen's cannot be used in another thread."""

    def run() -> None:
        from advisor.desk.casebook import Casebook, CasebookTrouble
        from advisor.rulefiles import RuleMistake

        try:
            with Casebook.open(session.casebook, base=session.base) as book:
                work(book)
        except CasebookTrouble as trouble:
            post(Troubled(trouble))
        except RuleMistake as mistake:
            post(Refused(str(mistake)))

    return run
