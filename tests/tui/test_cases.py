"""The list of all cases on the screen: search, pages, copy, archive, by keys and mouse; nothing cut at 80 columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from advisor.desk.casebook import Casebook
from tests.tui.driving import TODAY, check_snapshot, program, settle, text
from tui.app import Wijzer
from tui.screens.cases import CasesScreen
from tui.screens.question import QuestionScreen
from tui.screens.start import StartScreen
from tui.widgets.choices import Choices


def filled(app: Wijzer, number: int) -> None:
    """Cases in the casebook: municipalities buy services, the last one a federal body that buys works."""
    ticks = iter(range(10_000))
    with Casebook.open(
        app.session.casebook, base=app.session.base, clock=lambda: f"2026-03-0{next(ticks) % 9 + 1}"
    ) as book:
        for at in range(number - 1):
            case = book.new_case(f"Onderhoud van het park, deel {at + 1}", TODAY, "nl")
            book.record(case, "buyer.kind", {"buyer.kind": "municipality"})
        case = book.new_case("Dakwerken", TODAY, "nl")
        book.record(case, "buyer.kind", {"buyer.kind": "federal", "value.estimate": 48_500_00})


async def listed(app: Wijzer, pilot: Pilot[None]) -> CasesScreen:
    await settle(pilot)
    await pilot.press("f2")
    await settle(pilot)
    assert isinstance(app.screen, CasesScreen)
    return app.screen


def shown(app: Wijzer) -> list[str]:
    return [choice.key for choice in app.screen.query_one("#choices", Choices).choices]


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 30)])
@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
async def test_the_list_of_all_cases_looks_as_agreed(language: str, width: int, height: int, tmp_path: Path) -> None:
    app = program(tmp_path, language)
    filled(app, 30)
    async with app.run_test(size=(width, height)) as pilot:
        screen = await listed(app, pilot)
        check_snapshot(app, f"cases-{language}-{width}")
        body = screen.query_one("#body")
        assert body.virtual_size.height <= body.size.height, "what is listed fits"
        assert not screen.message


async def test_the_arrows_and_pages_walk_through_all_cases_and_back(tmp_path: Path) -> None:
    app = program(tmp_path)
    filled(app, 12)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(app, pilot)
        first = shown(app)
        seen = list(first)
        while True:
            before = shown(app)
            await pilot.press("pagedown")
            await settle(pilot)
            if shown(app) == before:
                break
            seen += shown(app)
        assert seen == [f"2026-{number:03d}" for number in range(12, 0, -1)]
        await pilot.press("home", "up")
        await settle(pilot)
        choices = app.screen.query_one("#choices", Choices)
        assert choices.pointed is not None
        assert choices.pointed.key == choices.choices[-1].key, (
            "up from the first line stands at the last of the page above"
        )
        for _ in range(3):
            await pilot.press("pageup")
            await settle(pilot)
        assert shown(app) == first
        await pilot.press("end", "down")
        await settle(pilot)
        assert shown(app) == seen[len(first) : 2 * len(first)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dak", ["2026-008"]),
        ("48.500", ["2026-008"]),
        ("deel 3", ["2026-003"]),
        ("commune deel 3", ["2026-003"]),
        ("municipality 3", ["2026-003"]),
        ("kerk", []),
    ],
)
async def test_a_search_finds_title_and_answers_in_every_language(typed: str, found: list[str], tmp_path: Path) -> None:
    app = program(tmp_path)
    filled(app, 8)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(app, pilot)
        await pilot.press("z")
        named = {" ": "space", ".": "full_stop"}
        await pilot.press(*(named.get(character, character) for character in typed))
        await settle(pilot)
        assert shown(app) == found, text(app)
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen if found else CasesScreen)
        assert app.session.case_id == (found[0] if found else None)


async def test_a_copy_and_the_archive_by_keys(tmp_path: Path) -> None:
    app = program(tmp_path)
    filled(app, 2)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(app, pilot)
        await pilot.press("k")
        await settle(pilot)
        assert shown(app) == ["2026-003", "2026-002", "2026-001"]
        assert "kopie van 2026-002" in text(app)
        assert app.session.book.state("2026-003").answers == app.session.book.state("2026-002").answers
        await pilot.press("end", "a")
        await settle(pilot)
        assert shown(app) == ["2026-003", "2026-002"]
        await pilot.press("r")
        await settle(pilot)
        assert shown(app) == ["2026-001"]
        assert "het archief" in text(app)
        await pilot.press("a")
        await settle(pilot)
        assert shown(app) == []
        await pilot.press("r")
        await settle(pilot)
        assert shown(app) == ["2026-003", "2026-002", "2026-001"]
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, StartScreen)


async def test_a_click_goes_on_with_a_case_and_the_bar_can_be_clicked(tmp_path: Path) -> None:
    app = program(tmp_path)
    filled(app, 2)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(app, pilot)
        bar = app.screen.query_one("KeyBar")
        row, line = next((y, line) for y, line in enumerate(text(app).splitlines()) if "archief tonen" in line)
        await pilot.click(bar, offset=(line.index("archief tonen"), row - bar.region.y))
        await settle(pilot)
        assert "het archief" in text(app)
        await pilot.press("r")
        await settle(pilot)
        await pilot.click("#choices", offset=(6, 2))
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        assert app.session.case_id == "2026-001"


async def test_what_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    app = program(tmp_path)
    filled(app, 2)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await listed(app, pilot)
        app.session.book._connection.execute("PRAGMA query_only = 1")
        await pilot.press("k")
        await settle(pilot)
        assert "mag niet worden beschreven" in screen.message or "schrijf" in screen.message, screen.message
        assert shown(app) == ["2026-002", "2026-001"]
