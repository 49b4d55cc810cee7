"""Where words can lead: every question of the interview, every line of a page with several, and every procedure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.searchline import Target, listed

if TYPE_CHECKING:
    from advisor.interview import Interview, Page
    from advisor.wording import Wording

PAGE, ROUTE = "page", "route"


def targets(interview: Interview, wording: Wording) -> list[Target]:
    """Procedures first, then questions in their order."""
    base = interview.engines.base
    found = []
    for name in base.routes:
        title = wording.text("routes", name, "name")
        names = (wording.text("routes", name, "short"), *listed(wording.text("search", "routes", name)))
        found.append(Target(ROUTE, name, title, names, wording.text("routes", name, "what")))
    for page in interview.pages:
        title = _title(page, interview, wording)
        names = tuple(wording.fact(base.facts[fact]) for fact in page.facts) if page.kind != "gate" else ()
        values = base.facts[page.facts[0]].values if page.kind == "choice" else ()
        text = " ".join(
            [
                *(wording.value(base.facts[page.facts[0]], value) for value in values),
                *_lines(page, wording),
                *(wording.text("facts", fact, "help") for fact in page.facts if page.kind != "gate"),
            ]
        )
        found.append(Target(PAGE, page.id, title, names, text))
    return found


def _title(page: Page, interview: Interview, wording: Wording) -> str:
    if page.kind == "gate":
        return wording.text("interview", "pages", page.id, "title")
    return wording.text("facts", interview.engines.base.facts[page.facts[0]].id, "question")


def _lines(page: Page, wording: Wording) -> Iterator[str]:
    for item in page.items:
        yield wording.text("interview", "items", item.id)
