"""What proves each condition, noted on the screen; and the answers that someone doubts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from advisor import quantity, record
from advisor.assessing import assess
from advisor.case import read_cases
from advisor.evidence import Proof
from tests.tui.driving import check_snapshot, program, text
from tests.tui.test_compare import opened
from tui.app import Wijzer
from tui.screens.advice import AdviceScreen
from tui.screens.evidence import EvidenceScreen, ProofScreen
from tui.screens.review import ReviewScreen
from tui.widgets.choices import Choices
from tui.widgets.entry import Entry
from tui.widgets.sheet import Sheet

URGENT = {
    "contract__nature": "works",
    "value__estimate": 900_000_00,
    "urgency__imperative": True,
    "urgency__unforeseeable": True,
    "urgency__attributable_to_buyer": False,
    "urgency__time_limits_impossible": True,
    "urgency__strictly_necessary": True,
}
ROUTE = "negotiated_without_publication"


async def pointed_at(app: Wijzer, pilot: Pilot[None], key: str) -> None:
    """Moves the pointer to a line with the keys of a person."""
    choices = app.screen.query_one("#choices", Choices)
    await pilot.press("home")
    for _ in range([choice.key for choice in choices.choices].index(key)):
        await pilot.press("down")
    await pilot.pause()


async def noted(app: Wijzer, pilot: Pilot[None], fact: str, line: str, by: str = "") -> None:
    """Notes the evidence for a fact from the page of all conditions."""
    assert isinstance(app.screen, EvidenceScreen)
    await pointed_at(app, pilot, fact)
    await pilot.press("enter")
    await pilot.pause()
    assert isinstance(app.screen, ProofScreen)
    await pointed_at(app, pilot, line)
    if by:
        await pilot.press("tab")
        for character in by:
            await pilot.press({" ": "space"}.get(character, character))
    await pilot.press("enter")
    await pilot.pause()


@pytest.mark.parametrize(("language", "width", "height"), [("nl", 80, 24), ("fr", 80, 24), ("en", 120, 30)])
async def test_evidence_noted_on_the_screen_is_that_of_a_case_file(
    language: str, width: int, height: int, tmp_path: Path
) -> None:
    app = program(tmp_path, language)
    async with app.run_test(size=(width, height)) as pilot:
        opened(app, **URGENT)
        app.open_route(ROUTE)
        await pilot.pause()
        await pilot.press("b")
        await pilot.pause()
        assert isinstance(app.screen, EvidenceScreen)
        facts = [item.fact for item in app.screen.conditions()]
        assert "urgency.imperative" in facts
        await noted(app, pilot, "urgency.imperative", "shown:", "verslag brandweer")
        await noted(app, pilot, "urgency.unforeseeable", "asserted:technical_service")
        await noted(app, pilot, "urgency.strictly_necessary", "disputed:", "inschrijver A")
        check_snapshot(app, f"evidence-{language}-{width}")
        state = app.session.state
        assert dict(state.evidence) == {
            "urgency.imperative": Proof("shown", "verslag brandweer"),
            "urgency.unforeseeable": Proof("asserted", "technical_service"),
            "urgency.strictly_necessary": Proof("disputed", "inschrijver A"),
        }
        base, wording = app.session.base, app.session.texts.wording
        filed = _filed(app)
        shown = app.session.exported()
        other = assess(filed, app.session.engines)
        for form in record.FORMATS:
            assert record.render(shown, base, wording, form) == record.render(other, base, wording, form)
        assert "not_established" in record.render(shown, base, wording, "json")


def _filed(app: Wijzer) -> object:
    """The case as a file with the same answers and evidence gives it."""
    from advisor.desk.events import written, written_proof

    state = app.session.state
    document = {
        "id": state.id,
        "title": state.title,
        "as_of": "2026-03-02",
        "facts": {name: written(app.session.base, name, answer) for name, answer in state.answers.items()},
        "evidence": {name: written_proof(proof) for name, proof in state.evidence.items()},
    }
    return read_cases(app.session.base, json.dumps(document).encode(), "case.json")[0]


async def test_a_document_typed_beside_a_role_is_refused_and_stays_in_its_field(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        opened(app, **URGENT)
        app.open_evidence(ROUTE)
        await pilot.pause()
        await noted(app, pilot, "urgency.imperative", "asserted:technical_service", "verslag brandweer")
        assert isinstance(app.screen, ProofScreen)
        assert "Die tekst hoort bij" in app.screen.message
        assert app.screen.query_one("#entry", Entry).value == "verslag brandweer"
        assert dict(app.session.state.evidence) == {}
        await pilot.press("shift+tab")
        await pointed_at(app, pilot, "shown:")
        assert not app.screen.message
        await pilot.press("enter")
        await pilot.pause()
        assert dict(app.session.state.evidence) == {"urgency.imperative": Proof("shown", "verslag brandweer")}


async def test_the_date_of_the_evidence_is_noted_and_read_strictly(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        opened(app, **URGENT)
        app.open_evidence(ROUTE)
        await pilot.pause()
        await pointed_at(app, pilot, "urgency.imperative")
        await pilot.press("enter")
        await pilot.pause()
        await pointed_at(app, pilot, "shown:")
        await pilot.press("tab", *"verslag", "tab", *"31", "slash", *"2", "slash", *"2026", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ProofScreen)
        assert "geen dag die bestaat" in app.screen.message
        app.screen.query_one("#on-entry", Entry).field.value = ""
        await pilot.press(*"28", "slash", *"2", "slash", *"2026", "enter")
        await pilot.pause()
        day = quantity.ordinal("2026-02-28")
        assert dict(app.session.state.evidence) == {"urgency.imperative": Proof("shown", "verslag", day)}
        filed = _filed(app)
        assert filed.evidence == app.session.state.evidence  # type: ignore[attr-defined]
        await pointed_at(app, pilot, "urgency.imperative")
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.query_one("#on-entry", Entry).value == "28/2/2026"


async def test_a_disputed_condition_takes_the_recommendation_away_and_undo_gives_it_back(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        opened(app, **URGENT)
        before = app.session.assessment().recommended
        app.open_evidence(ROUTE)
        await pilot.pause()
        await noted(app, pilot, "urgency.imperative", "disputed:", "inschrijver A")
        ground = next(g for g in app.session.assessment().route(ROUTE).grounds if g.id == "nwp.urgency")
        assert ground.unproved == ("urgency.imperative",)
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert dict(app.session.state.evidence) == {}
        assert app.session.assessment().recommended == before
        assert app.session.state.taken_back is None, "a note has no page to show again"


async def test_a_document_must_be_named_and_a_state_chosen(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        opened(app, **URGENT)
        app.open_evidence(ROUTE)
        await pilot.pause()
        await pointed_at(app, pilot, "urgency.imperative")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "Kies eerst hoe deze voorwaarde vaststaat" in text(app)
        await pointed_at(app, pilot, "shown:")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ProofScreen)
        assert "Noem het stuk" in text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, EvidenceScreen)
        assert dict(app.session.state.evidence) == {}


async def test_evidence_ends_where_its_answer_changes_and_outlives_the_program(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)):
        opened(app, **URGENT)
        session = app.session
        session.prove("urgency.imperative", Proof("shown", "verslag"))
        session.prove("urgency.unforeseeable", Proof("shown", "verslag"))
        session.doubt("urgency.unforeseeable", unsure=True)
        assert session.case_id is not None
        session.book.record(session.case_id, "urgency", {"urgency.unforeseeable": False})
        case_id = session.case_id
    again = program(tmp_path)
    again.session.resume(case_id)
    assert dict(again.session.state.evidence) == {"urgency.imperative": Proof("shown", "verslag")}
    assert again.session.state.unsure == frozenset()


async def test_a_doubt_marked_at_the_review_is_told_by_the_advice(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        opened(app)
        page = app.session.page_of("value.estimate")
        assert page is not None
        app.session.record(page, {"value.estimate": 139_000_00})
        app.open_review()
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        await pointed_at(app, pilot, page.id)
        await pilot.press("t")
        await pilot.pause()
        assert app.session.state.unsure == {"value.estimate"}
        assert "€ 139.000,00 (twijfel)" in text(app)
        assert app.session.state.case(app.session.base).unsure == {"value.estimate"}
        app.open_advice()
        for _ in range(500):
            await pilot.pause(0.01)
            shown = "\n".join(block.text for block in app.screen.query_one("#text", Sheet).blocks)
            if "Dit antwoord draagt het advies" in shown:
                break
        assert isinstance(app.screen, AdviceScreen)
        assert "Dit antwoord draagt het advies" in shown
        assert "Lager dan € 30.000,00" in shown
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("t")
        await pilot.pause()
        assert app.session.state.unsure == frozenset()


async def test_a_gate_page_takes_no_doubt_for_all_its_lines(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        opened(app)
        app.open_review()
        await pilot.pause()
        await pointed_at(app, pilot, "scope")
        await pilot.press("t")
        await pilot.pause()
        assert app.session.state.unsure == frozenset()
        assert "geen twijfel noteren" in text(app)
