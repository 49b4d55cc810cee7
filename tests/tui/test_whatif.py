"""A what-if beside the real case: free to change, unmistakable on every page, and nothing of it in the case."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.driving import check_snapshot, program, settle, text
from tests.tui.test_compare import opened
from tests.tui.test_evidence import pointed_at
from tui.app import Wijzer
from tui.screens.advice import AdviceScreen
from tui.screens.question import QuestionScreen
from tui.screens.whatif import EndScreen, WhatIfScreen

MARKS = {"nl": "WAT-ALS", "fr": "HYPOTHÈSE", "en": "WHAT-IF"}
RAISED = 900_000_00


async def begun(app: Wijzer, pilot: Pilot[None]) -> None:
    """A case whose what-if is opened from its advice, with a higher estimate in it."""
    opened(app)
    page = app.session.page_of("value.estimate")
    assert page is not None
    app.session.record(page, {"value.estimate": 180_000_00})
    app.open_advice()
    await settle(pilot)
    await pilot.press("s")
    await settle(pilot)
    assert isinstance(app.screen, WhatIfScreen)
    await pointed_at(app, pilot, page.id)
    await pilot.press("enter")
    await settle(pilot)
    assert isinstance(app.screen, QuestionScreen)
    app.screen.field.value = "900.000"
    await pilot.press("enter")
    await settle(pilot)
    assert isinstance(app.screen, WhatIfScreen), text(app)


def estimate_on_disk(app: Wijzer) -> object:
    return app.session.book.state(str(app.session.case_id)).answers["value.estimate"]


@pytest.mark.parametrize(("language", "width", "height"), [("nl", 80, 24), ("fr", 80, 24), ("en", 120, 30)])
async def test_the_what_if_shows_what_differs_beside_the_real_case(
    language: str, width: int, height: int, tmp_path: Path
) -> None:
    app = program(tmp_path, language)
    async with app.run_test(size=(width, height)) as pilot:
        await begun(app, pilot)
        check_snapshot(app, f"whatif-{language}-{width}")
        assert app.session.answers["value.estimate"] == RAISED
        assert estimate_on_disk(app) == 180_000_00
        rows = app.screen.query_one("#differing").rows  # type: ignore[attr-defined]
        real, other = app.session.real_assessment, app.session.assessment()
        changed = [route.id for route in real.routes if other.status(route.id) != route.status]
        assert changed
        assert len(rows) == 2 + len(changed) + 1, "heading, recommendation, routes, and the one answer"
        assert len(app.screen.query_one("#same").rows) == 1 + len(real.routes) - len(changed)  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_every_page_says_that_it_is_a_what_if_without_colour(language: str, tmp_path: Path) -> None:
    app = program(tmp_path, language)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(app, pilot)
        for keys in (("f8",), ("escape", "f4"), ("enter",), ("f1",), ("escape", "escape", "escape", "end", "enter")):
            await pilot.press(*keys)
            await settle(pilot)
            lines = text(app).splitlines()
            assert MARKS[language] in lines[0], text(app)
            assert app.session.texts.say("whatif.banner")[:40] in text(app)


async def test_leaving_throws_it_away(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(app, pilot)
        events = app.session.book.state(str(app.session.case_id)).events
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, EndScreen)
        await pilot.press("enter")
        assert "nog niets gekozen" in app.screen.message
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, WhatIfScreen)
        await pilot.press("escape")
        await settle(pilot)
        await pointed_at(app, pilot, "leave")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, AdviceScreen)
        assert "WAT-ALS" not in text(app)
        assert app.session.answers["value.estimate"] == 180_000_00
        assert app.session.state.events == events


async def test_taking_over_records_it_and_can_be_undone(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(app, pilot)
        await pilot.press("escape")
        await settle(pilot)
        await pointed_at(app, pilot, "take_over")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, AdviceScreen)
        assert "overgenomen in 1 stap" in text(app)
        assert estimate_on_disk(app) == RAISED
        assert app.session.undo()
        assert app.session.answers["value.estimate"] == 180_000_00


async def test_keeping_a_copy_leaves_the_case_and_makes_another(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(app, pilot)
        await pilot.press("escape")
        await settle(pilot)
        await pointed_at(app, pilot, "keep")
        await pilot.press("enter")
        await settle(pilot)
        assert "2026-002" in app.screen.message  # type: ignore[attr-defined]
        assert estimate_on_disk(app) == 180_000_00
        copy = app.session.book.state("2026-002")
        assert copy.answers["value.estimate"] == RAISED
        assert copy.copy_of == "2026-001"


async def test_a_case_that_was_changed_elsewhere_is_not_overwritten(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(app, pilot)
        app.session.book.record(str(app.session.case_id), "buyer.kind", {"buyer.kind": "federal"})
        await pilot.press("escape")
        await settle(pilot)
        await pointed_at(app, pilot, "take_over")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, WhatIfScreen), "the what-if is still there, to keep as a copy"
        assert "elders gewijzigd" in app.screen.message
        assert estimate_on_disk(app) == 180_000_00


async def test_no_text_or_record_comes_out_of_a_what_if(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(app, pilot)
        await pilot.press("f8")
        await settle(pilot)
        for key in ("m", "c", "e"):
            await pilot.press(key)
            await settle(pilot)
            assert isinstance(app.screen, AdviceScreen)
            assert "geen tekst of verslag" in app.screen.message
        await pilot.press("s")
        await settle(pilot)
        assert "al in een wat-als" in app.screen.message
