"""The profile of the authority on the screen: chosen once, remembered, followed by the record; and parts copied alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from advisor import cli
from advisor.authority.law import PARTS
from advisor.desk import settings
from tests.conftest import ROOT
from tests.tui.driving import program, settle, text
from tests.tui.test_compare import opened
from tui.app import Wijzer
from tui.screens.advice import AdviceScreen
from tui.screens.authority import AuthorityScreen
from tui.screens.export import ExportScreen
from tui.screens.parts import PartScreen, PartsScreen
from tui.widgets.choices import Choices
from tui.widgets.entry import Entry

PROFILE = ROOT / "rules" / "examples" / "authorities" / "flemish-municipality.yaml"


def remembering(folder: Path) -> Wijzer:
    """The application with a settings file in the folder."""
    app = program(folder)
    app.session.settings = folder / "settings.json"
    return app


async def chosen(app: Wijzer, pilot: Pilot[None], written: str) -> None:
    """Opens the page of the profile from the start page and gives it a file."""
    await settle(pilot)
    await pilot.press("ctrl+o")
    await pilot.pause()
    assert isinstance(app.screen, AuthorityScreen)
    app.screen.query_one("#entry", Entry).field.value = written
    await pilot.press("enter")
    await settle(pilot)


async def test_a_profile_is_chosen_once_remembered_and_shown_at_the_start(tmp_path: Path) -> None:
    app = remembering(tmp_path)
    async with app.run_test(size=(80, 30)) as pilot:
        await chosen(app, pilot, str(PROFILE))
        assert "Profiel van uw bestuur: flemish-municipality.yaml" in text(app)
    assert json.loads((tmp_path / "settings.json").read_text("utf-8")) == {"authority": str(PROFILE)}
    again = remembering(tmp_path)
    async with again.run_test(size=(80, 30)) as pilot:
        await settle(pilot)
        assert "flemish-municipality.yaml" in text(again)
        await chosen(again, pilot, "")
        assert again.session.profile is None
        assert "flemish-municipality.yaml" not in text(again)


async def test_a_profile_with_mistakes_is_not_taken_and_its_lines_are_shown(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: x\nregion: flandres\n", "utf-8")
    app = remembering(tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await chosen(app, pilot, str(wrong))
        assert isinstance(app.screen, AuthorityScreen)
        assert "region: expected one of" in text(app)
        assert app.session.profile is None
        await pilot.press("escape")
        await chosen(app, pilot, str(tmp_path / "none.yaml"))
        assert "kan niet worden gebruikt" in app.page_screen().message
    assert not (tmp_path / "settings.json").exists()


async def test_the_record_of_the_screen_is_that_of_the_command_with_the_same_profile(tmp_path: Path) -> None:
    from advisor.desk.events import written

    app = remembering(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session.choose_profile(PROFILE)
        opened(app, contract__nature="supplies", value__estimate=48_500_00)
        app.push_screen(ExportScreen())
        await pilot.pause()
        await pilot.press("enter")
        await settle(pilot)
        state = app.session.state
        facts = {name: written(app.session.base, name, answer) for name, answer in state.answers.items()}
    case = {"id": state.id, "title": state.title, "as_of": "2026-03-02", "facts": facts}
    (tmp_path / "case.json").write_text(json.dumps(case), "utf-8")
    out = str(tmp_path / "out")
    told = ["record", str(tmp_path / "case.json"), "--authority", str(PROFILE), "--out", out, "--lang", "nl"]
    assert cli.main(told) == 0
    for form in ("md", "json"):
        [shown] = (tmp_path / "records").glob(f"*.{form}")
        [other] = (tmp_path / "out").glob(f"*.{form}")
        assert shown.read_bytes() == other.read_bytes()
    assert "## Aanleiding en context" in next((tmp_path / "records").glob("*.md")).read_text("utf-8")


async def test_a_part_is_shown_and_copied_alone(tmp_path: Path) -> None:
    app = remembering(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session.choose_profile(PROFILE)
        opened(app, contract__nature="supplies", value__estimate=48_500_00)
        app.push_screen(AdviceScreen())
        await pilot.pause()
        await pilot.press("d")
        await pilot.pause()
        assert isinstance(app.screen, PartsScreen)
        keys = [choice.key for choice in app.screen.query_one("#choices", Choices).choices]
        assert tuple(keys[: len(PARTS)]) == PARTS
        await pilot.press("home", *["down"] * PARTS.index("articles"), "c")
        await pilot.pause()
        assert isinstance(app.screen, PartScreen)
        assert app.clipboard.startswith("## BESLUIT\n\n**Artikel 1.** ")
        assert "Artikel 2." in text(app)
        assert "## Bijlagen" not in app.clipboard


async def test_a_template_that_fits_is_filled_in_shown_and_copied(tmp_path: Path) -> None:
    app = remembering(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        opened(app, contract__nature="supplies", value__estimate=48_500_00)
        app.push_screen(PartsScreen())
        await pilot.pause()
        choices = app.screen.query_one("#choices", Choices)
        keys = [choice.key for choice in choices.choices]
        assert "template:decision" in keys
        assert "template:in_house" not in keys, "only what fits the case"
        await pilot.press("home", *["down"] * keys.index("template:decision"), "enter")
        await pilot.pause()
        assert app.clipboard.startswith("# Besluit: keuze van de procedure")
        assert "€ 48.500,00" in app.clipboard
        await pilot.press("e")
        await pilot.pause()
        (path,) = (tmp_path / "records").glob("*.decision.txt")
        assert path.read_text("utf-8") == app.clipboard
        await pilot.press("escape", "f9", "f9")
        await pilot.pause()
        assert not [choice for choice in choices.choices if choice.key.startswith("template:")]
        assert "There are templates in Dutch and French" in text(app)


async def test_a_profile_that_is_gone_stops_the_record_and_says_so(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_bytes(PROFILE.read_bytes())
    app = remembering(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session.choose_profile(mine)
        opened(app, contract__nature="supplies", value__estimate=48_500_00)
        mine.unlink()
        app.push_screen(ExportScreen())
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "kan niet worden gelezen" in app.page_screen().message
    assert not (tmp_path / "records").exists()


@pytest.mark.parametrize("raw", [b"[" * 100_000, b"\xff", b"[]", b'{"authority": 1}', b""])
def test_settings_that_say_nothing_choose_no_profile(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(raw)
    assert settings.profile(path) is None
