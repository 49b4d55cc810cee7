"""What takes long runs beside the screen, and what is said on the screen stands in the wording."""

from __future__ import annotations

import ast
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from advisor import change, doubt, explanation
from advisor.desk import caselist, folders
from advisor.desk.casebook import Casebook
from tests.conftest import ROOT
from tests.tui.driving import program, settle, text
from tests.tui.scenes import calm, scenes


def beside(owner: Any, name: str, monkeypatch: pytest.MonkeyPatch, called: set[str]) -> None:
    """From now on calling this on the thread of the screen is a mistake."""
    real = getattr(owner, name)

    def watched(*words: Any, **named: Any) -> Any:
        called.add(name)
        assert threading.current_thread() is not threading.main_thread(), f"{name} runs on the thread of the screen"
        return real(*words, **named)

    monkeypatch.setattr(owner, name, watched)


async def test_what_takes_long_runs_beside_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: set[str] = set()
    for owner, name in (
        (Casebook, "page"),
        (Casebook, "index"),
        (change, "smallest"),
        (explanation.Explaining, "route"),
        (doubt, "doubts"),
        (folders, "file_system"),
        (time, "sleep"),
        (subprocess, "Popen"),
    ):
        beside(owner, name, monkeypatch, called)
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        async for _ in scenes(app, pilot):
            await calm(pilot)
        await pilot.press("escape")
        app.session.end_whatif()
        app.session.doubt("value.estimate", unsure=True)
        app.open_advice()
        await settle(pilot)
        app.open_route("competitive_dialogue")
        await settle(pilot)
        await pilot.press("o")
        await settle(pilot)
        assert app._exception is None
    assert {"page", "index", "smallest", "route", "doubts", "file_system"} <= called, called
    assert caselist is not None


async def test_a_casebook_on_another_computer_is_warned_of_before_a_case_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "file_system", lambda _: ("nfs4", True))
    app = program(tmp_path)
    async with app.run_test(size=(80, 30)) as pilot:
        await settle(pilot)
        assert "! Deze map staat op een andere computer." in text(app)


#: Calls whose text a person reads on the screen.
SAYS = {"Block", "tell", "fault", "Choice", "Row", "head"}


def test_no_text_of_the_screen_is_written_in_the_code() -> None:
    found = []
    for path in sorted((ROOT / "tui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(getattr(node, "func", None), "id", getattr(getattr(node, "func", None), "attr", ""))
            if isinstance(node, ast.Call) and name in SAYS:
                texts = [
                    one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
                ]
                found += [
                    f"{path.name}:{node.lineno}: {one}"
                    for one in texts
                    if " " in one.strip() and one.strip("0123456789 .{}")
                ]
    assert not found
