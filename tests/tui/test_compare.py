"""Procedures side by side, and the reasons and the smallest change on the page of one."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from advisor.change import smallest
from advisor.explanation import Explaining
from advisor.reasontext import ReasonText
from tests.tui.driving import TODAY, check_snapshot, program, text
from tui.app import Wijzer
from tui.screens.compare import CompareScreen
from tui.screens.landscape import LandscapeScreen, RouteScreen
from tui.widgets.choices import Choices
from tui.widgets.columns import Columns
from tui.widgets.sheet import Sheet

SET_SIDE = ("open", "simplified_negotiated", "competitive_dialogue")
KNOWN = {
    "contract.nature": "supplies",
    "value.estimate": 180_000_00,
    "need.available_on_market": True,
}


def opened(app: Wijzer, **extra: object) -> None:
    """A case about an ordinary purchase of supplies under the European threshold."""
    app.session.create("Sensoren", TODAY)
    base = app.session.base
    facts = {name: _typed(text) for name, text in base.bases["ordinary"].items()}
    answers = {**facts, **KNOWN, **{name.replace("__", "."): value for name, value in extra.items()}}
    assert app.session.case_id is not None
    app.session.book.record(app.session.case_id, "scope", answers)  # type: ignore[arg-type]
    app.session._state = None


def _typed(text: str) -> object:
    return {"true": True, "false": False}.get(text, text)


async def marked(pilot: Pilot[None], app: Wijzer, *routes: str) -> None:
    """Marks the lines of these routes with the keys of a person."""
    choices = app.screen.query_one("#choices", Choices)
    for route in routes:
        await pilot.press("home")
        for _ in range([choice.key for choice in choices.choices].index(route)):
            await pilot.press("down")
        await pilot.press("space")
    await pilot.pause()


@pytest.mark.parametrize(("language", "width", "height"), [("nl", 80, 24), ("fr", 80, 24), ("en", 120, 30)])
async def test_three_procedures_stand_side_by_side(language: str, width: int, height: int, tmp_path: Path) -> None:
    app = program(tmp_path, language)
    async with app.run_test(size=(width, height)) as pilot:
        opened(app)
        app.open_landscape()
        await pilot.pause()
        await marked(pilot, app, *SET_SIDE)
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(app.screen, CompareScreen)
        check_snapshot(app, f"compare-{language}-{width}")
        rows = app.screen.query_one("#columns", Columns).rows
        lines = [line.text for line in app.screen.query_one("#columns", Columns).lines(width - 4)]
        assert all(len(line) <= width - 4 for line in lines)
        headings = {row.heading: row.cells for row in rows}
        say = app.session.texts.say
        for key in ("time", "publication", "talk", "motivation", "standstill", "steps"):
            assert len(headings[say(f"compare.{key}")]) == 3, key
        closed = [cells[2] for key, cells in headings.items() if key == say("compare.publication")]
        assert closed == ["–"], "a procedure that is not available has no duties yet"
        assert headings[say("compare.talk")][0] != headings[say("compare.talk")][2]
        for route, told in zip(app.screen.routes, headings[say("compare.talk")], strict=True):
            rests_on = app.session.base.routes[route].talk
            wording = app.session.texts.wording
            assert told.endswith(f"({wording.cite(rests_on.cite)}; {wording.text('status', rests_on.confidence)})")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, LandscapeScreen)
        assert len(app.screen.query_one("#choices", Choices).marked) == 3, "the marks stay"


async def test_fewer_than_two_are_refused_and_a_fourth_is_not_marked(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        opened(app)
        app.open_landscape()
        await pilot.pause()
        await marked(pilot, app, "open")
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(app.screen, LandscapeScreen)
        assert "Duid met de spatiebalk twee of drie procedures aan" in text(app)
        await marked(pilot, app, "restricted", "low_value", "in_house")
        assert app.screen.query_one("#choices", Choices).marked == {"open", "restricted", "low_value"}
        await marked(pilot, app, "open")
        assert app.screen.query_one("#choices", Choices).marked == {"restricted", "low_value"}


async def worked_out(app: Wijzer, pilot: Pilot[None], kind: str) -> str:
    """The text of the page once the lines of this kind are there."""
    for _ in range(500):
        screen = app.screen
        assert isinstance(screen, RouteScreen)
        if screen._worked.get(kind):
            await pilot.pause()
            return "\n".join(block.text for block in screen.query_one("#text", Sheet).blocks)
        await pilot.pause(0.01)
    raise AssertionError(text(app))


@pytest.mark.parametrize("route", ["simplified_negotiated", "competitive_dialogue", "negotiated_without_publication"])
async def test_the_page_of_a_procedure_gives_the_reasons_of_the_command(route: str, tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        opened(app)
        app.open_route(route)
        await pilot.pause()
        shown = await worked_out(app, pilot, "reason")
        session = app.session
        case = session.assessment().case
        told = ReasonText(session.assessment(), session.base, session.texts.wording)
        lines = told.explanation(Explaining(session.engines, case.answers, case.as_of).route(route))[1:]
        assert lines
        for line in lines:
            assert line.lstrip(" -") in shown
        await pilot.press("o")
        shown = await worked_out(app, pilot, "change")
        for line in told.change(smallest(session.engines, case.answers, case.as_of, route)):
            assert line.lstrip(" -") in shown


async def test_another_language_tells_the_reasons_anew(tmp_path: Path) -> None:
    app = program(tmp_path, "nl")
    async with app.run_test(size=(80, 24)) as pilot:
        opened(app)
        app.open_route("open")
        await pilot.pause()
        before = await worked_out(app, pilot, "reason")
        await pilot.press("f9")
        await pilot.pause()
        after = await worked_out(app, pilot, "reason")
        assert app.session.texts.say("route.reason") in after
        assert app.session.texts.say("route.reason") not in before
