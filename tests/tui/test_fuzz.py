"""Random keys: nothing crashes, and what the screen holds is always the fold of the log."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from advisor.desk.casebook import Casebook
from tests.tui import driving
from tui.app import Wijzer
from tui.screens.question import QuestionScreen
from tui.screens.start import StartScreen

KEYS = (
    *["enter"] * 16, *["down"] * 12, *["up"] * 3, *["space"] * 8, *["end"] * 4, *["escape"] * 4, "home", "tab", "shift+tab",
    "f1", "f3", "f4", "f6", "f7", "f8", "f8", "f9", "ctrl+z", "ctrl+y", "ctrl+t", "pagedown", "pageup", "w", "n", "c",
    "v", "o", "b", "t", "f5",
    "1", "2", "5", "0", "0", "0", "comma", "full_stop", "slash", "left_square_bracket", "right_square_bracket", "a",
    "backspace", "delete", "left", "right",
)  # fmt: skip
ROUNDS = 2_000


def _same_as_the_log(app: Wijzer, casebook: Path) -> None:
    if app.session.case_id is None:
        return
    with Casebook.open(casebook, base=app.session.base) as other:
        state = other.state(app.session.case_id)
    assert state == app.session.state


@pytest.mark.slow
async def test_two_thousand_random_keys_never_crash_and_the_state_is_the_fold_of_the_log(tmp_path: Path) -> None:
    chance = random.Random(20260302)
    app = driving.program(tmp_path)
    seen: set[str] = set()
    asked: set[str] = set()
    async with app.run_test(size=(80, 24)) as pilot:
        await driving.open_new(pilot, "Toeval")
        for number in range(ROUNDS):
            app.simulate_key(chance.choice(KEYS))
            if number % 4 == 0:
                await pilot.pause()
                seen.add(type(app.screen).__name__)
            if number % 20 == 0:
                await driving.settle(pilot)
                assert app.is_running
                assert app._exception is None
                _same_as_the_log(app, tmp_path / "casebook.sqlite3")
                if app.session.case_id is None and isinstance(app.screen, StartScreen):
                    app.session.resume(app.session.book.cases()[-1].id)
                    app.open_case()
                    await driving.settle(pilot)
                if isinstance(app.screen, QuestionScreen) and app.screen.page is not None:
                    asked.add(app.screen.page.id)
        await driving.settle(pilot)
        _same_as_the_log(app, tmp_path / "casebook.sqlite3")
    assert {"QuestionScreen", "AdviceScreen", "HelpScreen", "ReviewScreen", "LandscapeScreen"} <= seen, seen
    assert len(asked) > 5, asked
