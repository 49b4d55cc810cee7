"""Driving the interview in tests: an application on a casebook of its own, answers by name, and the screen as text."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable
from pathlib import Path

from textual.pilot import Pilot

from tui.app import Wijzer, application
from tui.forms import NO, NONE, UNKNOWN, YES
from tui.screens.question import QuestionScreen
from tui.session import Session
from tui.widgets.choices import Choices

TODAY = datetime.date(2026, 3, 2).toordinal()
SNAPSHOTS = Path(__file__).parent / "snapshots"
#: What is given for the answers that are no value of a fact.
WORDS = {"yes": YES, "no": NO, "unknown": UNKNOWN, "none": NONE}


#: Rules, engines and pages ahead, worked out once for all tests: they are the same for each.
_SHARED = Session(None, "nl")


def program(folder: Path, language: str = "nl", resume: str | None = None) -> Wijzer:
    """The application on a casebook in the folder."""
    app = application(folder / "casebook.sqlite3", language, TODAY, resume=resume, records=folder / "records")
    app.session.base, app.session.engines = _SHARED.base, _SHARED.engines
    app.session._interviews = _SHARED._interviews
    return app


def grid(app: Wijzer) -> list[str]:
    """The screen as lines of text, without colour and without trailing space."""
    return ["".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips()]


def text(app: Wijzer) -> str:
    """The screen as one text."""
    return "\n".join(grid(app)) + "\n"


def check_snapshot(app: Wijzer, name: str) -> None:
    """Compares the screen with the golden file; WIJZER_UPDATE=1 writes it."""
    path = SNAPSHOTS / f"{name}.txt"
    shown = text(app)
    if os.environ.get("WIJZER_UPDATE"):
        path.write_text(shown, "utf-8")
    assert path.exists(), f"no golden file {path.name}; WIJZER_UPDATE=1 writes it"
    assert shown == path.read_text("utf-8"), f"the screen differs from {path.name}; WIJZER_UPDATE=1 rewrites it"


async def type_keys(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys that the same widget takes, one after the other, and waits once."""
    for key in keys:
        pilot.app.simulate_key(key)
    await pilot.pause()


async def settle(pilot: Pilot[None]) -> None:
    """Waits until nothing is left to do, work that follows a refresh included."""
    await pilot.pause()
    assert pilot.app.is_running, "the application has stopped"
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def open_new(pilot: Pilot[None], title: str = "Proef") -> None:
    """Opens a new case from the start page."""
    await settle(pilot)
    await type_keys(pilot, *_keys(title))
    await pilot.press("enter")
    await settle(pilot)


def _keys(text_to_type: str) -> Iterable[str]:
    named = {" ": "space", ",": "comma", ".": "full_stop", "/": "slash", "-": "minus"}
    return [named.get(character, character) for character in text_to_type]


def shown_page(app: Wijzer) -> str | None:
    """The id of the page that is asked; None where the screen asks nothing."""
    screen = app.screen
    return screen.page.id if isinstance(screen, QuestionScreen) and screen.page is not None else None


async def answer(pilot: Pilot[None], given: str | list[str]) -> None:
    """Answers the page that is shown, by keyboard: a value, an amount without VAT, or the lines of a gate."""
    app = pilot.app
    assert isinstance(app, Wijzer)
    screen = app.screen
    assert isinstance(screen, QuestionScreen)
    assert screen.page is not None, text(app)
    choices = screen.query_one("#choices", Choices)
    if screen.page.kind == "gate":
        for name in given if isinstance(given, list) else [given]:
            await _go_to(pilot, choices, WORDS.get(name.rstrip("?"), name.rstrip("?")))
            await type_keys(pilot, *["space"] * (2 if name.endswith("?") else 1))
    elif screen.page.kind in ("money", "number", "date") and given != "unknown":
        assert isinstance(given, str)
        screen.field.value = ""
        await type_keys(pilot, *_keys(given))
        if screen.page.kind == "money":
            await pilot.press("down", "down")
    else:
        assert isinstance(given, str)
        screen.set_focus(choices)
        await _go_to(pilot, choices, WORDS.get(given, given))
    await pilot.press("enter")
    await settle(pilot)


async def _go_to(pilot: Pilot[None], choices: Choices, key: str) -> None:
    keys = [choice.key for choice in choices.choices]
    assert key in keys, f"no line {key}; there are {keys}"
    await type_keys(pilot, "home", *["down"] * keys.index(key))


async def answer_all(
    pilot: Pilot[None], answers: dict[str, str | list[str]], *, otherwise: bool = True, limit: int = 60
) -> list[str]:
    """Answers every page until none is left; pages not in `answers` get `none` or `no`. Gives the pages in order."""
    app = pilot.app
    assert isinstance(app, Wijzer)
    asked: list[str] = []
    while len(asked) < limit:
        page = shown_page(app)
        if page is None:
            if app.session.next_page() is None:
                return asked
            await pilot.press("enter")
            await settle(pilot)
            continue
        asked.append(page)
        if page not in answers:
            assert otherwise, f"no answer given for {page}"
        await answer(pilot, answers.get(page, "none" if app.session.interview.page(page).kind == "gate" else "no"))
        message = getattr(app.screen, "message", "")
        assert shown_page(app) != page, f"{page} was not taken: {message}"
    raise AssertionError(f"no end after {limit} pages: {asked}")
