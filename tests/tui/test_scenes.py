"""Every screen, in every language and two sizes: how it looks, that it is legible, whole, and differs from every other."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
from pathlib import Path

import pytest

import tui.screens
from tests.text.test_languages import foreign
from tests.tui.contrast import contrast
from tests.tui.driving import SNAPSHOTS, grid, program, settle, text
from tests.tui.scenes import TIMED, calm, scenes
from tests.tui.test_themes import LEAST, _painted
from tui import themes
from tui.language import LANGUAGES
from tui.screens.page import PageScreen, TextScreen
from tui.widgets.body import Body

SIZES = ((80, 24), (120, 30))
#: A digest of the rules changes with every word of them.
DIGEST = re.compile(r"\b[0-9a-f]{12}\b")


def same_as_agreed(name: str, shown: str) -> str:
    """What differs from the golden file; WIJZER_UPDATE=1 writes it."""
    path = SNAPSHOTS / "scenes" / f"{name}.txt"
    shown = DIGEST.sub("0" * 12, shown)
    if os.environ.get("WIJZER_UPDATE"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, "utf-8")
    assert path.exists(), f"no golden file {path.name}; WIJZER_UPDATE=1 writes it"
    return "" if shown == path.read_text("utf-8") else f"{path.name} differs; WIJZER_UPDATE=1 rewrites it"


def words_on(shown: str) -> str:
    """The words of a screen without what the person typed, paths and codes of the program."""
    return re.sub(r"Speeltoestellen|records|wijzer \w+ \w+|\S+\.(?:md|json|yaml)\b|\[[^\]]*\]", " ", shown)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_is_whole_legible_and_as_agreed(language: str, tmp_path: Path) -> None:
    app = program(tmp_path, language)
    wrong: list[str] = []
    dumps: dict[str, str] = {}
    seen: set[type] = set()
    async with app.run_test(size=SIZES[0]) as pilot:
        async for name in scenes(app, pilot):
            seen.add(type(app.screen))
            for width, height in SIZES:
                await pilot.resize_terminal(width, height)
                await calm(pilot)
                shown = text(app)
                if name not in TIMED:
                    wrong.append(same_as_agreed(f"{name}-{language}-{width}", shown))
                wrong += [f"{name} {width}: {line!r} is cut" for line in grid(app) if len(line) > width]
                if name != "search-law" and (slipped := foreign(words_on(shown), language)):
                    wrong.append(f"{name}-{language}: {sorted(slipped)}")
                body = app.screen.query_one("#body", Body)
                if body.max_scroll_x:
                    wrong.append(f"{name} {width}: {body.max_scroll_x} cells are cut at the right")
                for theme in themes.PALETTES:
                    app.theme = theme
                    await pilot.pause()
                    wrong += [
                        f"{name} {theme}: {words!r} is {found:.2f}:1"
                        for ink, ground, words in _painted(app)
                        if (found := contrast(ink, ground)) < LEAST
                    ]
                app.theme = "wijzer-dark"
            await pilot.resize_terminal(*SIZES[0])
            await calm(pilot)
            dumps[name] = text(app)
    assert not [line for line in wrong if line]
    twins = [(one, two) for one in dumps for two in dumps if one < two and dumps[one] == dumps[two]]
    assert not twins, "two states look the same without colour"
    assert not every_screen() - seen, "a screen is in no scene"


def every_screen() -> set[type]:
    """All pages of the application; what only others are made from is none."""
    for module in pkgutil.iter_modules(tui.screens.__path__):
        importlib.import_module(f"tui.screens.{module.name}")

    def below(kind: type) -> set[type]:
        return {kind}.union(*(below(one) for one in kind.__subclasses__()))

    from tui.screens.finder import FinderScreen
    from tui.screens.paste import PasteScreen

    return {kind for kind in below(PageScreen) if kind.__module__.startswith("tui.")} - {
        PageScreen,
        TextScreen,
        FinderScreen,
        PasteScreen,
        FinderScreen,
    }


@pytest.mark.slow
async def test_without_colour_every_state_can_still_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        async for name in scenes(app, pilot):
            if name not in TIMED:
                agreed = SNAPSHOTS / "scenes" / f"{name}-nl-80.txt"
                assert DIGEST.sub("0" * 12, text(app)) == agreed.read_text("utf-8"), name


async def test_everything_in_the_bar_can_be_clicked(tmp_path: Path) -> None:
    from tui.widgets.keybar import KeyBar

    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session.create("Muis", app.today)
        app.open_case()
        await settle(pilot)
        for action in ("landscape", "review", "advice", "dense", "search", "help"):
            bar = app.screen.query_one(KeyBar)
            label = next(shown for name, _, shown in app.screen.bar() if name == action)
            row, column = next((y, line.index(label)) for y, line in enumerate(grid(app)) if label in line and y >= 20)
            before = app.screen
            await pilot.click(offset=(column + 1, row))
            await settle(pilot)
            assert app.screen is not before, action
            assert bar is not None
            await pilot.press("escape")
            await settle(pilot)
