"""Whole interviews by keyboard, from the first question to the advice, in both languages and two sizes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui import driving
from tui.screens.advice import AdviceScreen

MUNICIPALITY = {"buyer.kind": "municipality", "buyer.region": "flanders"}
SUPPLIES = {**MUNICIPALITY, "contract.nature": "supplies", "value.estimate": "48.500"}
CASES = {
    "supplies": (SUPPLIES, "negotiated_without_publication"),
    "urgency": (
        {
            **MUNICIPALITY,
            "contract.nature": "works",
            "value.estimate": "900.000",
            "circumstances": ["urgency"],
            "urgency.unforeseeable": "yes",
            "urgency.attributable_to_buyer": "no",
            "urgency.time_limits_impossible": "yes",
            "urgency.strictly_necessary": "yes",
        },
        "negotiated_without_publication",
    ),
    "in_house": (
        {
            **MUNICIPALITY,
            "contract.nature": "services",
            "value.estimate": "300.000",
            "partner": ["controlled_entity"],
            "inhouse.activity_share_pct": "95",
            "inhouse.joint_control": "no",
            "inhouse.private_capital": "no",
        },
        "in_house",
    ),
    "social": (
        {
            **MUNICIPALITY,
            "contract.nature": "services",
            "value.estimate": "400.000",
            "partner": ["social_service"],
        },
        "negotiated_without_publication",
    ),
}


@pytest.mark.parametrize(("language", "size"), [("nl", (80, 24)), ("en", (120, 30))])
@pytest.mark.parametrize("name", list(CASES))
async def test_an_interview_leads_to_the_advice(
    name: str, language: str, size: tuple[int, int], tmp_path: Path
) -> None:
    answers, expected = CASES[name]
    app = driving.program(tmp_path, language)
    async with app.run_test(size=size) as pilot:
        await driving.open_new(pilot)
        asked = await driving.answer_all(pilot, dict(answers))
        assert len(asked) == len(set(asked)), f"a page was asked twice: {asked}"
        assert app.session.assessment().recommended == expected
        await pilot.press("f8")
        await driving.settle(pilot)
        assert isinstance(app.screen, AdviceScreen)
        driving.check_snapshot(app, f"{name}-{language}-advice")


async def test_an_ordinary_purchase_takes_at_most_eight_pages(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await driving.open_new(pilot)
        asked = await driving.answer_all(pilot, dict(SUPPLIES))
        assert len(asked) <= 8, asked


@pytest.mark.parametrize(("language", "size"), [("nl", (80, 24)), ("en", (120, 30))])
async def test_every_page_of_an_ordinary_purchase_looks_as_agreed(
    language: str, size: tuple[int, int], tmp_path: Path
) -> None:
    app = driving.program(tmp_path, language)
    width = size[0]
    async with app.run_test(size=size) as pilot:
        await driving.settle(pilot)
        driving.check_snapshot(app, f"start-{language}-{width}")
        await driving.open_new(pilot, "Geluid")
        for number in range(1, 20):
            page = driving.shown_page(app)
            if page is None:
                break
            driving.check_snapshot(app, f"page-{number}-{page}-{language}-{width}")
            await driving.answer(pilot, SUPPLIES.get(page, "none"))
        driving.check_snapshot(app, f"certain-{language}-{width}")


async def test_when_the_advice_is_certain_it_is_shown_and_the_rest_is_offered(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await driving.open_new(pilot)
        while driving.shown_page(app) is not None:
            await driving.answer(pilot, SUPPLIES.get(driving.shown_page(app) or "", "none"))
        assert isinstance(app.screen, AdviceScreen)
        assert app.session.interview.certain(app.session.answers)
        assert "staat vast" in driving.text(app)
        assert app.session.next_page() is not None
        await pilot.press("enter")
        await driving.settle(pilot)
        assert driving.shown_page(app) is not None


async def test_not_known_is_an_answer_and_the_interview_goes_on(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await driving.open_new(pilot)
        await driving.answer_all(pilot, {**SUPPLIES, "value.estimate": "unknown"})
        assert app.session.answers["value.estimate"] is None
        await pilot.press("f8")
        await driving.settle(pilot)
        asked = [item.fact for item in app.session.assessment().missing if item.asked]
        assert "value.estimate" in asked
