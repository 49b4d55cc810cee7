"""The worksheet of the estimate on the screen: what is taken over is the answer, and its working is in the record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from advisor import estimatefile
from advisor.case import read_cases
from advisor.estimate import VALUE
from tests.tui.driving import TODAY, check_snapshot, program, text
from tui.app import Wijzer
from tui.screens.question import QuestionScreen
from tui.screens.worksheet import WorksheetScreen

#: What stands for a sign in the name of a key.
SIGNS = {" ": "space", ",": "comma", ".": "full_stop"}
#: Sixty thousand in one part, nothing else with the same purpose.
ANSWERS = ("z", "21", "", "1", "60000", "", "", "0", "n", "n")


async def at_the_amount(app: Wijzer, pilot: Pilot[None]) -> None:
    app.session.create("Sensoren", TODAY)
    page = app.session.page_of(VALUE)
    app.push_screen(QuestionScreen())
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, QuestionScreen)
    screen._turn_to(page)
    await pilot.pause()


async def answered(app: Wijzer, pilot: Pilot[None], *lines: str) -> None:
    """Types each line once the worksheet asks for it."""
    for line in lines:
        asked = await _asked(app, pilot)
        for character in line:
            await pilot.press(SIGNS.get(character, character))
        await pilot.press("enter")
        if line != lines[-1]:
            await _asked(app, pilot, than=asked)


async def _asked(app: Wijzer, pilot: Pilot[None], than: int = 0) -> int:
    """Waits until the worksheet said more than `than` texts and waits for a line."""
    for _ in range(200):
        screen = app.screen
        if isinstance(screen, WorksheetScreen) and len(screen._log) > than and screen._log[-1].marker != ">":
            return len(screen._log)
        await pilot.pause(0.01)
    raise AssertionError(text(app))


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_the_total_becomes_the_answer_with_its_working(language: str, tmp_path: Path) -> None:
    app = program(tmp_path, language)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_the_amount(app, pilot)
        await pilot.press("f5")
        await answered(app, pilot, *ANSWERS)
        await _asked(app, pilot)
        if language != "fr":
            check_snapshot(app, f"worksheet-{language}-80")
        assert VALUE not in app.session.answers, "nothing is taken over before the person says so"
        await pilot.press("enter")
        for _ in range(200):
            await pilot.pause(0.01)
            if VALUE in app.session.answers:
                break
        state = app.session.state
        assert state.answers[VALUE] == 60_000_00
        assert state.worksheet is not None
        assert state.worksheet["parts"] == [{"kind": "main", "amount": "60000.00"}]
        # The case of the screen is the case that a file with the same block gives.
        block = json.dumps(state.worksheet)
        raw = f'{{"id": "{state.id}", "title": "Sensoren", "as_of": "2026-03-02", "facts": {{}}, "estimate": {block}}}'
        filed = read_cases(app.session.base, raw.encode(), "case.json")[0]
        made = state.case(app.session.base)
        assert made.estimate is not None
        assert filed.estimate is not None
        assert made.estimate == filed.estimate
        assert estimatefile.block(made.estimate) == state.worksheet


async def test_going_back_takes_nothing_over(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_the_amount(app, pilot)
        await pilot.press("f5")
        await answered(app, pilot, *ANSWERS[:5])
        await _asked(app, pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, QuestionScreen)
        assert app.session.answers == {}
        assert app.session.state.worksheet is None


async def test_a_wrong_amount_is_refused_with_both_readings(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await at_the_amount(app, pilot)
        await pilot.press("f5")
        await answered(app, pilot, *ANSWERS[:4], "139.99")
        await _asked(app, pilot)
        for _ in range(50):
            await pilot.pause(0.01)
        assert "€ 139,99" in text(app)


async def test_an_estimate_worked_out_again_shows_first_what_it_changes(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_the_amount(app, pilot)
        page = app.session.page_of(VALUE)
        assert page is not None
        app.session.record(page, {VALUE: 300_000_00})
        screen = app.screen
        assert isinstance(screen, QuestionScreen)
        screen._turn_to(page)
        await pilot.pause()
        await pilot.press("f5")
        await answered(app, pilot, *ANSWERS)
        await _asked(app, pilot)
        await pilot.press("enter")
        for _ in range(100):
            await pilot.pause(0.01)
        assert "ChangeScreen" in type(app.screen).__name__
        assert app.session.answers[VALUE] == 300_000_00
        await pilot.press("enter")
        await pilot.pause()
        assert app.session.answers[VALUE] == 60_000_00
        assert app.session.state.worksheet is not None
        assert app.session.undo()
        assert app.session.answers[VALUE] == 300_000_00
        assert app.session.state.worksheet is None


async def test_the_worksheet_is_offered_at_the_amount_alone(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        app.session.create("Sensoren", TODAY)
        app.push_screen(QuestionScreen())
        await pilot.pause()
        assert "werkblad" not in text(app)
        await pilot.press("f5")
        await pilot.pause()
        assert isinstance(app.screen, QuestionScreen)
        screen = app.screen
        screen._turn_to(app.session.page_of(VALUE))
        await pilot.pause()
        assert "F5 werkblad" in text(app)
