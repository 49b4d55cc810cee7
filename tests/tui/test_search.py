"""The search line: facts in any order, jumps, look-ups, and why-not of every procedure within twelve keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.desk.casebook import Casebook
from advisor.searchline import fold, listed
from tests.tui.driving import program, settle, text
from tui.app import Wijzer
from tui.screens.landscape import RouteScreen
from tui.screens.question import QuestionScreen
from tui.screens.search import SearchScreen
from tui.screens.start import StartScreen
from tui.widgets.choices import Choices

MOST_KEYS = 12


async def typed(app: Wijzer, pilot, line: str) -> str:
    """Opens the search line and types; the screen."""
    await pilot.press("slash")
    await settle(pilot)
    assert isinstance(app.screen, SearchScreen)
    app.screen.query_one("#field").value = line
    await settle(pilot)
    return " ".join(text(app).split())


async def test_facts_in_any_order_are_shown_first_and_recorded_on_enter(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session.create("Poetsen", app.today)
        app.open_case()
        await settle(pilot)
        shown = await typed(app, pilot, "diensten 180000 gemeente")
        assert "Vul in" in shown
        assert "geraamde waarde, exclusief btw: € 180.000,00" in shown
        assert app.session.answers == {}, "typing records nothing"
        await pilot.press("enter")
        await settle(pilot)
        assert app.session.answers == {
            "buyer.kind": "municipality", "contract.nature": "services", "value.estimate": 18_000_000,
        }  # fmt: skip
        assert "3 antwoorden ingevuld" in text(app)
        assert isinstance(app.screen, QuestionScreen)
        await pilot.press("ctrl+z")
        await settle(pilot)
        assert len(app.session.answers) == 2
        await pilot.press("f9")
        await settle(pilot)
        assert "teruggenomen" not in text(app), "what was told goes with the language that it was told in"


async def test_facts_typed_on_the_start_page_make_a_case_of_their_own(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await typed(app, pilot, "leveringen 20000 gemeente")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        assert app.session.state.title == "Aankoop"
        assert app.session.answers["value.estimate"] == 2_000_000
        assert "3 antwoorden ingevuld" in text(app)


async def test_an_answer_that_would_change_is_told_before_it_does(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session.create("Poetsen", app.today)
        app.session.record(app.session.page_of("buyer.kind"), {"buyer.kind": "province"})
        app.open_case()
        await settle(pilot)
        assert "van: provincie; naar: gemeente" in await typed(app, pilot, "gemeente")
        await pilot.press("escape")
        await settle(pilot)
        assert app.session.answers == {"buyer.kind": "province"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("139.99 gemeente", "Bedoelt u € 139,99 of € 13.999,00?"),
        ("gemeente ocmw", "twee antwoorden op dezelfde vraag"),
        ("100.000 120.000", "Er staan twee bedragen"),
        ("100.000 incl btw", "Dit bedrag is met btw"),
        ("gemeente blauwdruk", "Dit zegt het programma niets: blauwdruk."),
        ("term blauwdruk", "Niets gevonden."),
        ("art 999", "Niets gevonden."),
    ],
)
async def test_what_is_not_understood_is_named(tmp_path: Path, line: str, told: str) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert told in await typed(app, pilot, line)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("bedrag beperkte", ["€ 30.000,00", "Overheidsopdrachtenwet art. 92", "steunt op een andere bron", "Bronnen:"]),
        ("termijn openbare", ["30 dagen", "art. 36", "nagekeken in de officiële tekst"]),
        ("art 42", ["Overheidsopdrachtenwet art. 42", "In werking"]),
        ("term gunningsbeslissing", ["décision d'attribution", "award decision", "Bron:"]),
    ],
)
async def test_the_law_is_looked_up_with_date_article_source_and_certainty(
    tmp_path: Path, line: str, told: list[str]
) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        shown = await typed(app, pilot, line)
        assert "Zoals de wet geldt op 2/3/2026." in shown
        for part in told:
            assert part in shown


async def test_a_word_leads_to_its_question_and_back(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session.create("Poetsen", app.today)
        app.open_case()
        await settle(pilot)
        shown = await typed(app, pilot, "spoed")
        assert "Vraag: Is" in shown
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.page is not None
        assert any(fact.startswith("urgency.") for fact in app.screen.page.facts)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.page is not None
        assert app.screen.page.facts == ("buyer.kind",)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_why_not_of_every_procedure_is_at_most_twelve_keys_from_a_cold_start(
    tmp_path: Path, language: str
) -> None:
    for name in program(tmp_path, language).session.base.routes:
        app = program(tmp_path / name, language)
        (tmp_path / name).mkdir()
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert isinstance(app.screen, StartScreen)
            wording = app.session.texts.wording
            word = min(listed(wording.text("search", "routes", name)), key=len)
            keys = ["slash", *(_key(character) for character in fold(word)[: MOST_KEYS - 2]), "enter"]
            assert len(keys) <= MOST_KEYS
            await pilot.press(*keys)
            await settle(pilot)
            assert isinstance(app.screen, RouteScreen), f"{name}: {word}"
            assert app.screen.route == name, word
            assert wording.text("routes", name, "name").lower()[:20] in text(app).lower()
    with Casebook.open(tmp_path / name / "casebook.sqlite3") as book:
        assert len(book.page(size=5).cases) == 1, "what is looked at belongs to a case"


def _key(character: str) -> str:
    return {" ": "space", "-": "minus", "'": "apostrophe"}.get(character, character)


async def test_a_stroke_typed_in_a_date_stays_in_the_date(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down")
        field = app.screen.query_one("#case-day")
        field.value = "2"
        field.cursor_position = 1
        await pilot.press("slash", "3")
        assert field.value == "2/3"
        assert isinstance(app.screen, StartScreen)


async def test_the_lines_found_are_reached_with_the_arrows_and_the_language_turns(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await typed(app, pilot, "opzvb")
        await pilot.press("down")
        await settle(pilot)
        assert app.screen.query_one(Choices).has_focus
        await pilot.press("up")
        await settle(pilot)
        assert app.screen.query_one("#field").has_focus
        await pilot.press("f9")
        await settle(pilot)
        assert "Ligne de recherche" in text(app)
