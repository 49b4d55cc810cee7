"""The real program in a real terminal (tmux, a Debian package), at the two sizes that it is made for."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed; `make test-system` installs it"),
]
PATIENCE = 20.0


class Terminal:
    """One tmux server of its own with one window in which the program runs."""

    def __init__(self, folder: Path, columns: int, rows: int) -> None:
        self._socket = str(folder / "tmux")
        self._columns = columns
        program = Path(sys.executable).parent / "wijzer"
        environment = {**os.environ, "WIJZER_DATA": str(folder / "data"), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        words = ["new-session", "-d", "-s", "w", "-x", str(columns), "-y", str(rows), f"cd {folder} && {program}"]
        for _ in range(4):
            # A tmux server that is starting may exit at once and say so; the next one stays.
            with contextlib.suppress(subprocess.CalledProcessError):
                self._tmux(*words, environment=environment)
                return
        self._tmux(*words, environment=environment)

    def _tmux(self, *arguments: str, environment: dict[str, str] | None = None) -> str:
        run = subprocess.run(
            ["tmux", "-S", self._socket, "-f", "/dev/null", *arguments],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        return run.stdout

    def press(self, *keys: str) -> None:
        self._tmux("send-keys", "-t", "w", *keys)

    def screen(self) -> str:
        return self._tmux("capture-pane", "-t", "w", "-p")

    def wait_for(self, text: str) -> str:
        """The screen as soon as it holds the text; fails with the screen where it never does."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            shown = self.screen()
            if text in shown:
                assert all(len(line) <= self._columns for line in shown.splitlines())
                return shown
            time.sleep(0.05)
        pytest.fail(f"{text!r} never came on the screen:\n{self.screen()}")

    def close(self) -> None:
        subprocess.run(["tmux", "-S", self._socket, "kill-server"], capture_output=True, check=False)


@pytest.fixture(params=[(80, 24), (120, 30)], ids=lambda size: f"{size[0]}x{size[1]}")
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(tmp_path, *request.param)
    yield made
    made.close()


def test_the_first_pages_come_and_answers_survive_a_kill(terminal: Terminal, tmp_path: Path) -> None:
    terminal.wait_for("Wat wilt u kopen?")
    terminal.press("Speeltoestellen", "Enter")
    terminal.wait_for("Welk soort bestuur koopt?")
    terminal.press("Down", "Space", "Enter")
    terminal.wait_for("gewone regels")
    terminal.close()
    again = Terminal(tmp_path, 80, 24)
    try:
        again.wait_for("Speeltoestellen")
    finally:
        again.close()


def test_a_piped_program_plays_the_worked_example(tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "wijzer"
    run = subprocess.run([program], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert list(tmp_path.rglob("*.md")), "the worked example leaves a record"
