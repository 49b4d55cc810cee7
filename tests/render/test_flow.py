"""The drawing of the decision path: nothing stands outside its box or over another text, and it is read aloud as text."""

from __future__ import annotations

import itertools
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest

from advisor.assessing import Assessment
from advisor.render import flow
from advisor.render.tree import Path, Step
from advisor.rulebase import RuleBase
from advisor.wording import LANGUAGES, Wording
from tests.conftest import ROOT

SVG = "{http://www.w3.org/2000/svg}"
LONG = "voorafgaande bekendmaking van een wijziging " * 6
#: Words as long as those of a compound that nothing can part.
COMPOUND = "Verhandlungsverfahrensbekanntmachungsverordnungsdurchfuehrungsbestimmungsentwurf"


class Box(NamedTuple):
    top: float
    bottom: float


class Text(NamedTuple):
    left: float
    baseline: float
    size: float
    words: str


def drawn(path: Path) -> tuple[ET.Element, list[Box], list[Text]]:
    root = ET.fromstring(flow.svg(path, "nl-BE"))  # noqa: S314 -- written here
    boxes = [
        Box(float(box.get("y", 0)), float(box.get("y", 0)) + float(box.get("height", 0)))
        for box in root.iter(f"{SVG}rect")
    ]
    texts = [
        Text(float(text.get("x", 0)), float(text.get("y", 0)), float(text.get("font-size", 14)), text.text or "")
        for text in root.iter(f"{SVG}text")
    ]
    return root, boxes, texts


def assert_fits(path: Path) -> None:
    root, boxes, texts = drawn(path)
    assert len(boxes) == len(path.steps)
    assert boxes[-1].bottom <= float(root.get("height", 0))
    assert all(one.bottom < other.top for one, other in itertools.pairwise(boxes))
    for text in texts:
        # A letter reaches up to its size above the line on which it stands, and a quarter of that below.
        assert any(
            box.top <= text.baseline - text.size and text.baseline + text.size / 4 <= box.bottom for box in boxes
        )
    for left in {text.left for text in texts}:
        column = [text for text in texts if text.left == left]
        assert all(one.baseline + other.size <= other.baseline + 1 for one, other in itertools.pairwise(column))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_stands_in_its_box_or_beside_it(
    language: str, assessments: dict[str, Assessment], base: RuleBase
) -> None:
    wording = Wording.load(language, str(ROOT / "rules"))
    for found in assessments.values():
        assert_fits(flow.path(found, base, wording))


@pytest.mark.parametrize("outcome", flow.LOOKS)
@pytest.mark.parametrize("words", ["", "x", LONG, COMPOUND])
def test_a_box_grows_with_what_it_says(outcome: str, words: str) -> None:
    path = Path("t", "d", (Step(words, outcome, words, words), Step("x", outcome, LONG), Step(LONG, outcome, "", LONG)))
    assert_fits(path)
    said = "".join("".join(text.words.split()) for text in drawn(path)[2])
    assert "".join(words.split()) in said


def test_a_line_is_as_long_as_a_wide_font_allows() -> None:
    longest = {"no": flow.LETTERS, "open": flow.LETTERS, "yes": flow.BOLD_LETTERS, "end": flow.BOLD_LETTERS}
    for outcome, letters in longest.items():
        _, _, texts = drawn(Path("t", "d", (Step(LONG, outcome, LONG, LONG),)))
        inside = [text for text in texts if text.left < flow.BOX]
        assert max(len(text.words) for text in inside if text.size == 14) <= letters
        assert max(len(text.words) for text in inside if text.size == 12) <= flow.NOTE_LETTERS
        assert max(len(text.words) for text in texts if text.left > flow.BOX) <= flow.ANSWER_LETTERS


def test_a_screen_reader_tells_the_drawing_by_its_title_and_every_step(
    assessments: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    path = flow.path(assessments["V11"], base, dutch)
    root = drawn(path)[0]
    assert root.get("role") == "img"
    title, described = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert described is not None
    assert (root.get("aria-labelledby") or "").split() == [title.get("id"), described.get("id")]
    assert title.text == path.title
    assert all(step.text in (described.text or "") and step.answer in (described.text or "") for step in path.steps)
