"""Pictures of the screens for the guides, and a recording of an interview: `make screens`.

Both come from the real application in a fixed state, so that they are the same on every machine.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
from pathlib import Path

from tests.tui.driving import program
from tests.tui.scenes import calm, scenes
from tui.app import Wijzer
from tui.language import LANGUAGES

#: The scene of each picture.
PICTURES = {
    "start": "start",
    "question": "question-gate",
    "amount": "question-amount",
    "search": "search-fill",
    "advice": "advice",
    "why-not": "why-not",
    "landscape": "landscape",
    "review": "review",
    "worksheet": "worksheet",
    "record": "export",
    "whatif": "whatif-differs",
}
SIZE = (100, 30)
#: What the recording shows, in this order, each for some seconds.
TOLD = (
    "start",
    "question-choice",
    "question-gate",
    "question-amount",
    "search-fill",
    "advice",
    "why-not",
    "whatif-differs",
    "mail",
)
SECONDS = 2.5
_UNIQUE = re.compile(r"terminal-\d+-")


def picture(app: Wijzer) -> str:
    """The screen as SVG, without fonts from elsewhere and with names that do not change."""
    svg = _UNIQUE.sub("wijzer-", app.export_screenshot(title="Procedurewijzer", simplify=True))
    return re.sub(r"@font-face\s*{[^}]*}\s*", "", svg)


def painted(app: Wijzer) -> str:
    """The screen as what a terminal is sent: clear, then each line."""
    lines = [
        "".join(part.style.render(part.text) if part.style else part.text for part in strip)
        for strip in app.screen._compositor.render_strips()
    ]
    return "\x1b[2J\x1b[H" + "\r\n".join(lines)


async def drawn(language: str, data: Path) -> tuple[dict[str, str], list[str]]:
    """The pictures of one language by the name of their file, and the screens of the recording."""
    files: dict[str, str] = {}
    told: list[str] = []
    app = program(data, language)
    async with app.run_test(size=SIZE) as pilot:
        async for name in scenes(app, pilot):
            await calm(pilot)
            files |= {f"{title}-{language}.svg": picture(app) for title, scene in PICTURES.items() if scene == name}
            if name in TOLD:
                told.append(painted(app))
    return files, told


def draw(folder: Path) -> None:
    """Writes the pictures of every language, and the recording in Dutch."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as data:
            files, told = asyncio.run(drawn(language, Path(data)))
        if language == "nl":
            files["demo.cast"] = recording(told)
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")


def recording(told: list[str]) -> str:
    """A recording in the format of asciinema, version 2."""
    head = {"version": 2, "width": SIZE[0], "height": SIZE[1], "title": "Procedurewijzer"}
    events = [[round(at * SECONDS, 2), "o", text] for at, text in enumerate(told)]
    events.append([round(len(told) * SECONDS, 2), "o", ""])
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in (head, *events)) + "\n"


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
