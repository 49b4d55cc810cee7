"""The list of cases out of a casebook of 100,000 cases: a page from the middle, and a search that hits every case."""

from __future__ import annotations

import atexit
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from advisor.desk.casebook import Casebook
from advisor.desk.events import CaseState
from advisor.rulebase import RuleBase

CASES = 100_000


def tasks(base: RuleBase) -> dict[str, Callable[[], None]]:
    """One read of each kind, on a casebook that is made first and thrown away at the end."""
    folder = tempfile.TemporaryDirectory(prefix="wijzer-bench-")
    book = Casebook.open(Path(folder.name) / "casebook.sqlite3", base=base)
    atexit.register(folder.cleanup)
    atexit.register(book.close)
    with book._writing():
        for number in range(CASES):
            about = {"title": f"case {number}", "day": "2026-03-02", "language": "en"}
            book._write(f"2026-{number + 1:03d}", "opened", "", json.dumps(about))
    while book.index(_words, 5_000):
        pass

    def read(**wanted: object) -> Callable[[], None]:
        def page() -> None:
            assert len(book.page(**wanted).cases) == 20  # type: ignore[arg-type]

        return page

    return {
        "a page of 100,000 cases": read(older_than=CASES // 2),
        "a search among 100,000 cases": read(search="case municip"),
    }


def _words(state: CaseState) -> str:
    return f"{state.title}\nmunicipality\nservices"
