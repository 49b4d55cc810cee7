"""Answers that a change puts aside or makes idle: listed before it is made and at the review, and back after undo."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from tests.tui.driving import program, settle, text
from tests.tui.test_compare import opened
from tests.tui.test_evidence import pointed_at
from tui.answered import put_aside
from tui.app import Wijzer
from tui.screens.change import ChangeScreen
from tui.screens.landscape import LandscapeScreen
from tui.screens.review import ReviewScreen
from tui.widgets.choices import Choices
from tui.widgets.panel import RoutesPanel

EARLIER = {"prior.procedure": "open", "prior.result": "no_tender_or_request"}


async def changed(app: Wijzer, pilot: Pilot[None], page: str, line: str) -> None:
    """Opens an answered page from the review and chooses another line."""
    await pointed_at(app, pilot, page)
    await pilot.press("enter")
    await settle(pilot)
    choices = app.screen.query_one("#choices", Choices)
    await pilot.press("home")
    for _ in range([choice.key for choice in choices.choices].index(line)):
        await pilot.press("down")
    await pilot.press("enter")
    await settle(pilot)
    assert isinstance(app.screen, ChangeScreen), text(app)


def with_prior(app: Wijzer) -> None:
    opened(app)
    for fact, answer in EARLIER.items():
        page = app.session.page_of(fact)
        assert page is not None
        app.session.record(page, {fact: answer})


async def test_an_answer_that_cannot_stand_with_a_change_is_listed_put_aside_and_brought_back(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        with_prior(app)
        app.open_review()
        await settle(pilot)
        await changed(app, pilot, "prior.procedure", "none")
        assert isinstance(app.screen, ChangeScreen)
        said = "\n".join(block.text for block in app.screen.blocks())
        fact = app.session.base.facts["prior.result"]
        wording = app.session.texts.wording
        told = wording.labelled(wording.fact(fact), wording.value(fact, EARLIER["prior.result"]))
        assert "opzijgezet" in said
        assert told in said
        await pilot.press("escape")
        await settle(pilot)
        assert app.session.answers["prior.result"] == EARLIER["prior.result"], "looking changes nothing"
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ReviewScreen)
        assert "prior.result" not in app.session.answers
        assert [block.text for block in put_aside(app.session)][-1] == told
        await pilot.press("ctrl+z")
        await settle(pilot)
        assert {fact: app.session.answers[fact] for fact in EARLIER} == EARLIER
        assert put_aside(app.session) == []


async def test_an_answer_that_a_change_makes_idle_is_listed_and_stays(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        with_prior(app)
        app.open_review()
        await settle(pilot)
        await changed(app, pilot, "prior.result", "contract_concluded")
        screen = app.screen
        assert isinstance(screen, ChangeScreen)
        assert [page.id for page in screen._idle] == ["prior.procedure"]
        title = app.session.texts.wording.text("facts", "prior.procedure", "question")
        assert title in "\n".join(block.text for block in screen.blocks())
        await pilot.press("enter")
        await settle(pilot)
        assert app.session.answers["prior.procedure"] == "open"
        assert app.session.answers["prior.result"] == "contract_concluded"


async def test_the_landscape_is_the_second_view_at_the_advice(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        opened(app)
        app.open_advice()
        await settle(pilot)
        assert "Ook toegelaten" in text(app)
        assert not app.screen.query_one(RoutesPanel).display
        await pilot.press("tab")
        await settle(pilot)
        assert isinstance(app.screen, LandscapeScreen)
        await pilot.press("escape")
        await pilot.resize_terminal(120, 30)
        await settle(pilot)
        assert app.screen.query_one(RoutesPanel).display
        assert app.session.texts.say("landscape.title") in text(app)
