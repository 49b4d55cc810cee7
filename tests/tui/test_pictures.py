"""The pictures of the guides: each is of a scene that exists, and nothing in it comes from elsewhere."""

from __future__ import annotations

import json
import re

from tests.conftest import ROOT
from tests.tui.pictures import PICTURES, SIZE, TOLD, recording
from tui.language import LANGUAGES

SCREENS = ROOT / "docs" / "screens"
NAMES = set(re.findall(r'"([a-z-]+)"', (ROOT / "tests" / "tui" / "scenes.py").read_text("utf-8")))


def test_every_picture_is_there_in_every_language_and_loads_nothing() -> None:
    for title in PICTURES:
        for language in LANGUAGES:
            drawn = (SCREENS / f"{title}-{language}.svg").read_text("utf-8")
            assert not re.search(r"(?:src|href|url\()\s*=?\s*[\"']?https?:", drawn), title
            assert "<text" in drawn


def test_every_picture_is_of_a_scene() -> None:
    assert {*PICTURES.values(), *TOLD} <= NAMES


def test_the_recording_can_be_played() -> None:
    head, *events = [json.loads(line) for line in (SCREENS / "demo.cast").read_text("utf-8").splitlines()]
    assert (head["version"], head["width"], head["height"]) == (2, *SIZE)
    assert len(events) == len(TOLD) + 1
    assert [event[0] for event in events] == sorted(event[0] for event in events)
    assert "Speeltoestellen" in "".join(event[2] for event in events)
    assert recording(["a"]).count("\n") == 3
