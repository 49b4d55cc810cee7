"""Speed of the screen, in a pseudo-terminal of its own: first paint, next page, key to paint, memory."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("wijzer")
ROUNDS = 12
KEYS = 60
#: The bounds, as ratio to `python -c pass`, and in MiB.
BOUNDS = {
    "first paint / pass": 24.0,
    "first paint / bare app": 1.5,
    "resumed question / pass": 28.0,
    "answer to next page p95 ms": 100.0,
    "key to paint p95 ms": 33.0,
    "memory MiB": 65.0,
}
#: The smallest application that paints a text: what Textual itself takes.
BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("What do you want to buy?")

Bare().run()
"""
#: Text of the first question, of a page with lines, and of the page after it, in English.
FIRST, BUYER, SCOPE, PARTNER = (
    b"What do you want to buy?",
    b"Municipality",
    b"real market risk",
    b"central purchasing body",
)


class Run:
    """The program in a pseudo-terminal."""

    def __init__(self, folder: str, *words: str, program: Path = PROGRAM) -> None:
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            # As where it is installed: with its bytecode beside it, whatever this shell says.
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
            os.environ.update(TERM="xterm-256color", LANG="en_GB.UTF-8", PYTHONIOENCODING="utf-8", WIJZER_DATA=folder)
            os.execv(program, [str(program), *words])  # noqa: S606
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def until(self, wanted: bytes) -> float:
        """Reads until the text has been painted; the seconds that it took."""
        start, seen = time.perf_counter(), b""
        while wanted not in seen:
            if not select.select([self.file], [], [], 20)[0]:
                raise TimeoutError(wanted)
            seen += os.read(self.file, 65_536)
        return time.perf_counter() - start

    def press(self, keys: bytes, wanted: bytes) -> float:
        """Presses keys; the seconds until the text is there."""
        self.drain()
        os.write(self.file, keys)
        return self.until(wanted)

    def drain(self) -> None:
        """Reads what is still coming until the program is quiet."""
        while select.select([self.file], [], [], 0.15)[0]:
            os.read(self.file, 65_536)

    def memory(self) -> float:
        """Resident memory in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.file)


def _pass() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - start


def _paint(folder: str, wanted: bytes, *words: str, program: Path = PROGRAM) -> float:
    start = time.perf_counter()
    run = Run(folder, *words, program=program)
    run.until(wanted)
    seconds = time.perf_counter() - start
    run.end()
    return seconds


def measure() -> dict[str, float]:
    """The figures by name: seconds, ratios to `python -c pass` (best of rounds that take turns), and MiB."""
    with tempfile.TemporaryDirectory() as folder:
        pages, keys, memory = _pages_and_keys(folder)
        bare, first, resumed, smallest = [], [], [], []
        script = Path(folder) / "bare.py"
        script.write_text(BARE, "utf-8")
        case = _case(folder)
        for _ in range(ROUNDS):
            bare.append(_pass())
            first.append(_paint(folder, FIRST))
            smallest.append(_paint(folder, FIRST, str(script), program=Path(sys.executable)))
            resumed.append(_paint(folder, BUYER, "interview", "--case", case))
    return {
        "python -c pass s": min(bare),
        "first paint s": min(first),
        "first paint / pass": min(first) / min(bare),
        "first paint / bare app": min(first) / min(smallest),
        "resumed question s": min(resumed),
        "resumed question / pass": min(resumed) / min(bare),
        "answer to next page p50 ms": 1000 * statistics.median(pages),
        "answer to next page p95 ms": 1000 * sorted(pages)[int(len(pages) * 0.95)],
        "answer to next page p95 / pass": sorted(pages)[int(len(pages) * 0.95)] / min(bare),
        "key to paint p50 ms": 1000 * statistics.median(keys),
        "key to paint p95 ms": 1000 * sorted(keys)[int(len(keys) * 0.95)],
        "key to paint p95 / pass": sorted(keys)[int(len(keys) * 0.95)] / min(bare),
        "memory MiB": memory,
    }


def _case(folder: str) -> str:
    """A case in which nothing was answered: it opens at the first page of the interview."""
    from advisor.desk.casebook import Casebook

    with Casebook.open(Path(folder) / "casebook.sqlite3") as book:
        return book.new_case("Bench", 739_677, "en")


def _pages_and_keys(folder: str) -> tuple[list[float], list[float], float]:
    """Answers two pages and takes them back, many times, and walks up and down the lines."""
    pages, keys = [], []
    run = Run(folder)
    run.until(FIRST)
    run.press(b"Bench\r", BUYER)
    for _ in range(ROUNDS):
        run.press(b"\x1b[B", "(•)".encode())
        pages.append(run.press(b"\r", SCOPE))
        run.press(b"\x1b[F ", "(•)".encode())
        pages.append(run.press(b"\r", PARTNER))
        run.press(b"\x1a", SCOPE)
        run.press(b"\x1a", BUYER)
    for at in range(KEYS):
        run.drain()
        start = time.perf_counter()
        os.write(run.file, b"\x1b[B" if at % 2 == 0 else b"\x1b[A")
        select.select([run.file], [], [], 5)
        keys.append(time.perf_counter() - start)
    memory = run.memory()
    run.end()
    return pages, keys, memory


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28} {value:8.4f}")
