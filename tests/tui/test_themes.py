"""Contrast: every pair of the table, and every cell that is really painted, is at 7:1 or more in both themes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui import driving
from tests.tui.contrast import PAIRS, contrast
from tui import themes
from tui.app import Wijzer

LEAST = 7.0


@pytest.mark.parametrize("name", list(themes.PALETTES))
def test_every_pair_of_text_and_ground_has_contrast(name: str) -> None:
    palette = themes.PALETTES[name]
    for text, ground in PAIRS:
        found = contrast(palette[text], palette[ground])
        assert found >= LEAST, f"{name}: {text} on {ground} is {found:.2f}:1"


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def _painted(app: Wijzer) -> set[tuple[str, str, str]]:
    """Each pair of colours on the screen that carries text, with an example."""
    found = {}
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            words = segment.text.strip()
            # Half blocks are the edge of a scroll bar, not text.
            if not words or set(words) <= set("▁▂▃▄▅▆▇█") or segment.style is None:
                continue
            style = segment.style
            assert style.color is not None, words
            assert style.bgcolor is not None, words
            pair = [colour.get_truecolor().hex for colour in (style.color, style.bgcolor)]
            if style.reverse:
                pair.reverse()
            found[tuple(pair)] = words
    return {(text, ground, words) for (text, ground), words in found.items()}


@pytest.mark.parametrize("theme", list(themes.PALETTES))
async def test_every_painted_text_has_contrast(theme: str, tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        app.theme = theme
        await driving.settle(pilot)
        screens = [_painted(app)]
        await driving.open_new(pilot)
        for keys in (("enter",), ("down",), ("f3",), ("f1",), ("escape", "f4"), ("enter",), ("escape", "escape", "f8")):
            for key in keys:
                await pilot.press(key)
                await driving.settle(pilot)
            screens.append(_painted(app))
        await pilot.press("escape")
        await driving.answer_all(
            pilot, {"buyer.kind": "municipality", "contract.nature": "supplies", "value.estimate": "1"}
        )
        screens.append(_painted(app))
        for text, ground, words in set().union(*screens):
            found = contrast(text, ground)
            assert found >= LEAST, f"{theme}: {words!r} is {found:.2f}:1 ({text} on {ground})"
