"""The dense page, the list of all actions, and figures typed as they stand on a Belgian keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.driving import grid, program, settle, text
from tui import actions
from tui.screens.dense import DenseScreen
from tui.screens.palette import PaletteScreen
from tui.screens.question import QuestionScreen
from tui.screens.review import ReviewScreen
from tui.widgets.choices import Choices


def point(app, fact: str) -> None:
    choices = app.screen.query_one(Choices)
    choices.pointer = [choice.key for choice in choices.choices].index(fact)


async def test_a_letter_answers_a_line_at_once_and_undo_takes_it_back(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        app.session.create("Poetsen", app.today)
        app.open_case()
        await settle(pilot)
        await pilot.press("f12")
        await settle(pilot)
        assert isinstance(app.screen, DenseScreen)
        assert len([line for line in grid(app) if ": nog niet gevraagd" in line or ": niet gevraagd" in line]) > 10
        point(app, "urgency.imperative")
        for letter, answer in (("j", True), ("n", False), ("x", None)):
            await pilot.press(letter)
            await settle(pilot)
            assert app.session.answers == {"urgency.imperative": answer}
        await pilot.press("ctrl+z")
        await settle(pilot)
        assert app.session.answers == {"urgency.imperative": False}
        assert isinstance(app.screen, DenseScreen)


async def test_a_line_of_another_kind_opens_its_question_and_comes_back(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session.create("Poetsen", app.today)
        app.open_case()
        app.open_dense()
        await settle(pilot)
        point(app, "contract.nature")
        await pilot.press("j")
        await settle(pilot)
        assert "geen ja of nee" in text(app)
        assert app.session.answers == {}
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        await pilot.press("2", "enter")
        await settle(pilot)
        assert isinstance(app.screen, DenseScreen)
        assert app.session.answers == {"contract.nature": "supplies"}


@pytest.mark.parametrize(
    ("typed", "nature"), [("1", "works"), ("ampersand", "works"), ("é", "supplies"), ("quotation_mark", "services")]
)
async def test_a_figure_chooses_a_line_with_and_without_shift(tmp_path: Path, typed: str, nature: str) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session.create("Poetsen", app.today)
        app.push_screen(QuestionScreen(app.session.page_of("contract.nature")))
        await settle(pilot)
        await pilot.press(typed, "enter")
        await settle(pilot)
        assert app.session.answers == {"contract.nature": nature}


async def test_an_amount_is_typed_on_azerty_without_shift(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session.create("Poetsen", app.today)
        app.push_screen(QuestionScreen(app.session.page_of("value.estimate")))
        await settle(pilot)
        for character in "&é\"'(§è!çà":
            app.simulate_key(character)
            await pilot.pause()
        await settle(pilot)
        assert app.screen.query_one("#field").value == "1234567890"


async def test_every_action_of_a_page_is_in_the_list_and_the_one_chosen_is_done(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session.create("Poetsen", app.today)
        app.open_case()
        await settle(pilot)
        offered = actions.offered(app.screen.offered(), complete=True)
        await pilot.press("ctrl+p")
        await settle(pilot)
        assert isinstance(app.screen, PaletteScreen)
        assert [choice.key for choice in app.screen.choices.choices] == [action.id for action in offered]
        await pilot.press(*"nakijken", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ReviewScreen)


async def test_the_list_says_that_no_action_has_the_word(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p", *"zzz")
        await settle(pilot)
        assert "Geen actie heeft dit woord." in text(app)
        await pilot.press("escape", "f1")
        await settle(pilot)
        assert "Ctrl+P" in text(app) or "meer: PgDn" in text(app)
