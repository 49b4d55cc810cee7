"""The real program on a terminal of its own: it opens, takes keys, survives a kill, and leaves the terminal clean."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pexpect = pytest.importorskip("pexpect")
pyte = pytest.importorskip("pyte")

PROGRAM = Path(sys.executable).with_name("wijzer")


class Terminal:
    """A program in a pseudo-terminal, with the screen that a person would see."""

    def __init__(
        self, folder: Path, *words: str, width: int = 80, height: int = 24, environ: dict[str, str] | None = None
    ) -> None:
        self.screen = pyte.Screen(width, height)
        self.stream = pyte.ByteStream(self.screen)
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "PYTHONIOENCODING": "utf-8",
            "WIJZER_DATA": str(folder),
        }
        # A size in the environment would count for more than that of the terminal.
        for name in ("LC_ALL", "COLUMNS", "LINES"):
            environment.pop(name, None)
        environment |= environ or {}
        self.child = pexpect.spawn(
            str(PROGRAM), list(words), dimensions=(height, width), env=environment, cwd=folder, timeout=30
        )
        self.raw = b""

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def until(self, seen: Callable[[str], bool]) -> str:
        """Reads until the screen is as wanted."""
        for _ in range(2_000):
            if seen(self.text()):
                return self.text()
            try:
                chunk = self.child.read_nonblocking(65_536, timeout=30)
            except pexpect.EOF:
                break
            self.raw += chunk
            # Sequences that pyte does not know are not drawn.
            self.stream.feed(re.sub(rb"\x1b\[[<>=?]?[\d;]*[u$][py]?", b"", chunk))
        assert seen(self.text()), self.text()
        return self.text()

    def until_text(self, wanted: str) -> str:
        return self.until(lambda text: wanted in text)

    def end(self) -> None:
        self.child.close(force=True)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def make(*words: str, **size: Any) -> Terminal:
        opened.append(Terminal(tmp_path, *words, **size))
        return opened[-1]

    yield make
    for one in opened:
        one.end()


def test_without_an_argument_the_screen_opens_and_leads_to_a_question(terminal: Callable[..., Terminal]) -> None:
    run = terminal()
    run.until_text("Wat wilt u kopen?")
    run.child.send("Geluid voor de zaal\r")
    shown = run.until_text("Welk soort bestuur koopt?")
    assert "(•)" not in shown, "nothing is chosen beforehand"
    run.child.send("\x1b[B")
    run.until_text("(•) Gemeente")
    run.child.send("\r")
    run.until_text("Geen van deze")
    run.child.send("\x11")
    run.child.expect(pexpect.EOF)
    run.child.close()
    assert run.child.exitstatus == 0


def test_after_a_kill_the_case_opens_at_the_page_where_it_was(terminal: Callable[..., Terminal]) -> None:
    first = terminal("interview", "--lang", "en")
    first.until_text("What do you want to buy?")
    first.child.send("Laptops\r")
    first.until_text("What kind of authority is buying?")
    first.child.send("\x1b[B")
    first.until_text("(•)")
    first.child.send("\r")
    first.until_text("None of these")
    left = first.text().splitlines()[1].strip()
    assert left.endswith("?")
    os.kill(first.child.pid, signal.SIGKILL)
    second = terminal("interview", "--lang", "en", "--case", _cases(first)[0])
    second.until_text(left)


def _cases(run: Terminal) -> list[str]:
    from advisor.desk.casebook import Casebook

    with Casebook.open(Path(run.child.cwd) / "casebook.sqlite3") as book:
        return [case.id for case in book.cases()]


def test_nothing_that_was_typed_is_taken_as_a_command_to_the_terminal(terminal: Callable[..., Terminal]) -> None:
    run = terminal()
    run.until_text("Wat wilt u kopen?")
    run.child.send("[b]Brug[/b] [@click=app.exit]x\r")
    run.until_text("Welk soort bestuur koopt?")
    assert "[b]Brug[/b] [@click=app.exit]x" in run.text()


def test_words_that_are_not_understood_are_refused() -> None:
    from tui.opening import read_options, run

    assert run(["--nowhere"]) == 2
    assert run(["--lang", "fr"]) == 2
    assert run(["--case"]) == 2
    assert read_options(["--lang=en", "--case", "2026-001"]) == {"--lang": "en", "--case": "2026-001"}


def test_without_a_terminal_the_screen_says_what_to_use(tmp_path: Path) -> None:
    output, status = pexpect.run(
        f"sh -c '{PROGRAM} interview </dev/null | cat; true'", withexitstatus=True, cwd=str(tmp_path)
    )
    assert b"--plain" in output
    assert status == 0


@pytest.mark.parametrize(("width", "height"), [(20, 5), (12, 40), (100, 4), (1, 1)])
def test_a_window_that_is_too_small_says_so_and_takes_keys_once_it_is_larger(
    terminal: Callable[..., Terminal], width: int, height: int
) -> None:
    run = terminal("--lang", "en", width=width, height=height)
    if width * height > 40:
        run.until(lambda text: "Too" in text)
    else:
        time.sleep(2)
    assert run.child.isalive()
    run.screen.resize(24, 80)
    run.child.setwinsize(24, 80)
    run.until_text("What do you want to buy?")


@pytest.mark.parametrize("environ", [{"LC_ALL": "xx_YY.broken"}, {"LC_ALL": "C"}, {"LANG": "", "LC_ALL": "POSIX"}])
def test_a_broken_locale_opens_the_interview_in_dutch(
    terminal: Callable[..., Terminal], environ: dict[str, str]
) -> None:
    terminal(environ={**environ, "PYTHONIOENCODING": ""}).until_text("Wat wilt u kopen?")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437"])
@pytest.mark.parametrize("words", [["interview", "--plain", "--example", "--lang", "de"], ["amounts"]])
def test_utf_8_is_written_whatever_the_console_says(encoding: str, words: list[str], tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONIOENCODING": encoding, "WIJZER_DATA": str(tmp_path)}
    done = subprocess.run([PROGRAM, *words], env=environ, cwd=tmp_path, capture_output=True, check=True)
    assert "€" in done.stdout.decode("utf-8")
