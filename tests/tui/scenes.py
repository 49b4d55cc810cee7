"""Every screen in a state that a person reaches, one after the other in one run of the application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from textual.pilot import Pilot

from advisor.evidence import Proof
from tests.tui.driving import answer, settle
from tui.app import Wijzer
from tui.screens.advice import AdviceScreen
from tui.screens.authority import AuthorityScreen
from tui.screens.cases import CasesScreen
from tui.screens.evidence import ProofScreen
from tui.screens.export import ExportScreen
from tui.screens.lock import CorrectScreen, LockScreen
from tui.screens.parts import PartsScreen
from tui.screens.paste import MailScreen, ParagraphScreen
from tui.screens.question import QuestionScreen
from tui.screens.search import SearchScreen
from tui.screens.worksheet import WorksheetScreen
from tui.widgets.choices import Choices

#: What the search line is given in each language: facts to fill in, and a look-up.
FILLS = {
    "nl": "diensten 180000 gemeente", "fr": "services 180000 commune", "en": "services 180000 municipality",
    "de": "dienstleistungen 180000 gemeinde",
}  # fmt: skip
LOOKS = {"nl": "bedrag beperkte", "fr": "montant faible", "en": "amount low", "de": "betrag geringem"}
#: Pages that show when something was done: the time of day is in them, and on paper they are in tests of their own.
TIMED = frozenset({"cases"})


async def scenes(app: Wijzer, pilot: Pilot[None]) -> AsyncIterator[str]:
    """Goes from page to page and gives the name of each."""
    app.session.records = Path("records")
    await settle(pilot)
    yield "start"
    for name, screen in (("authority", AuthorityScreen()), ("cases", CasesScreen())):
        async for scene in shown(app, pilot, name, screen):
            yield scene
    app.session.create("Speeltoestellen", app.today)
    app.open_case()
    await settle(pilot)
    yield "question-choice"
    await pilot.press("f3")
    await settle(pilot)
    yield "question-law"
    for name, key in (("help", "f1"), ("palette", "ctrl+p"), ("dense", "f12"), ("search", "slash")):
        await pilot.press(key)
        await settle(pilot)
        yield name
        await pilot.press("escape")
        await settle(pilot)
    for name, line in (("search-fill", FILLS), ("search-law", LOOKS)):
        app.push_screen(SearchScreen(app.today))
        await settle(pilot)
        app.screen.query_one("#field").value = line[app.session.language]
        await settle(pilot)
        yield name
        await pilot.press("escape")
        await settle(pilot)
    await answer(pilot, "municipality")
    yield "question-gate"
    await answer(pilot, "none")
    await answer(pilot, "none")
    await answer(pilot, "supplies")
    yield "question-amount"
    await pilot.press("f5")
    await calm(pilot)
    yield "worksheet"
    await pilot.press("escape")
    await settle(pilot)
    await answer(pilot, "128.500")
    await answer(pilot, "functional")
    yield "advice"
    async for scene in after_the_advice(app, pilot):
        yield scene


async def after_the_advice(app: Wijzer, pilot: Pilot[None]) -> AsyncIterator[str]:
    """The pages that open from the advice, then the what-if and the changes."""
    await pilot.press("f4")
    await settle(pilot)
    yield "landscape"
    await pilot.press("escape")
    app.open_route("competitive_dialogue")
    await settle(pilot)
    yield "why-not"
    await pilot.press("escape")
    app.open_comparison(("negotiated_without_publication", "open"))
    await settle(pilot)
    yield "compare"
    await pilot.press("escape")
    app.open_evidence("negotiated_without_publication")
    await settle(pilot)
    yield "evidence"
    async for scene in shown(app, pilot, "proof", ProofScreen("value.estimate")):
        yield scene
    await pilot.press("escape")
    await settle(pilot)
    for name, screen in (
        ("paragraph", ParagraphScreen()),
        ("mail", MailScreen()),
        ("parts", PartsScreen()),
        ("export", ExportScreen()),
    ):
        async for scene in shown(app, pilot, name, screen):
            yield scene
    app.push_screen(PartsScreen())
    await settle(pilot)
    await pilot.press("enter")
    await settle(pilot)
    yield "part"
    await pilot.press("escape", "escape")
    app.open_review()
    await settle(pilot)
    yield "review"
    await pilot.press("escape")
    app.push_screen(QuestionScreen(app.session.page_of("contract.nature")))
    await settle(pilot)
    yield "question-again"
    app.screen.query_one(Choices).choose(3)
    await pilot.press("enter")
    await settle(pilot)
    yield "change"
    await pilot.press("escape", "escape")
    async for scene in a_whatif(app, pilot):
        yield scene
    async for scene in locked_and_corrected(app, pilot):
        yield scene


async def a_whatif(app: Wijzer, pilot: Pilot[None]) -> AsyncIterator[str]:
    """A what-if beside the case, and how it ends."""
    app.open_whatif()
    await settle(pilot)
    yield "whatif"
    app.session.record(app.session.page_of("contract.nature"), {"contract.nature": "services"})
    app.screen.renew()
    await settle(pilot)
    yield "whatif-differs"
    await pilot.press("escape")
    await settle(pilot)
    yield "whatif-end"
    await pilot.press("escape", "escape")
    app.session.end_whatif()


async def locked_and_corrected(app: Wijzer, pilot: Pilot[None]) -> AsyncIterator[str]:
    """The record from draft to locked, and the next version."""
    async for scene in shown(app, pilot, "lock", LockScreen()):
        yield scene
    app.session.doubt("contract.nature", unsure=False)
    app.session.lock(app.today, "sha256:" + "0" * 64)
    async for scene in shown(app, pilot, "export-locked", ExportScreen()):
        yield scene
    async for scene in shown(app, pilot, "correct", CorrectScreen()):
        yield scene
    app.session.correct("De raming stond verkeerd.")
    async for scene in shown(app, pilot, "advice-version-2", AdviceScreen()):
        yield scene
    app.session.prove("value.estimate", Proof("disputed", "X"))
    async for scene in shown(app, pilot, "lock-draft", LockScreen()):
        yield scene


async def calm(pilot: Pilot[None]) -> None:
    """Waits until the page is there; the worksheet has a thread of its own that waits for the person."""
    if isinstance(pilot.app.screen, WorksheetScreen):
        for _ in range(4):
            await pilot.pause(0.02)
    else:
        await settle(pilot)


async def shown(app: Wijzer, pilot: Pilot[None], name: str, screen: object) -> AsyncIterator[str]:
    """One page on top, and away again."""
    app.push_screen(screen)
    await settle(pilot)
    yield name
    await pilot.press("escape")
    await settle(pilot)
    if app.screen is screen:
        # From a field the first one goes to the list.
        await pilot.press("escape")
        await settle(pilot)
