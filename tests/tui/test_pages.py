"""What a page does: nothing is chosen beforehand, an untouched page is no answer, and every answer is on disk at once."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from textual.geometry import Size

from advisor.desk.casebook import Casebook
from tests.tui import driving
from tui.app import Wijzer
from tui.screens.advice import AdviceScreen
from tui.screens.change import ChangeScreen
from tui.screens.question import QuestionScreen
from tui.screens.review import ReviewScreen
from tui.screens.start import StartScreen
from tui.widgets.choices import Choices
from tui.widgets.sheet import GLUE, Sheet, wrapped

NARROW = (80, 24)
SUPPLIES: dict[str, str | list[str]] = {
    "buyer.kind": "municipality",
    "contract.nature": "supplies",
    "value.estimate": "48.500",
}


def choices(app: Wijzer) -> Choices:
    return app.screen.query_one("#choices", Choices)


async def test_nothing_is_chosen_beforehand_and_enter_says_so(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        assert not choices(app).marked
        await pilot.press("enter")
        assert "Fout:" in driving.text(app)
        assert not app.session.answers
        await driving.answer(pilot, "municipality")
        assert driving.shown_page(app) == "scope"
        await pilot.press("enter")
        assert "Geen van deze" in app.screen.query_one("#message", Sheet).blocks[0].text
        assert driving.shown_page(app) == "scope"


async def test_a_line_is_marked_then_not_sure_then_empty_and_each_can_be_read_without_colour(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await driving.answer(pilot, "municipality")
        shown = [driving.text(app)]
        for key in ("space", "space", "down", "end", "space"):
            await pilot.press(key)
            shown.append(driving.text(app))
        assert len(set(shown)) == len(shown)
        assert choices(app).marked == {":none"}
        assert not choices(app).unsure


async def test_the_mouse_chooses_and_the_bar_can_be_clicked(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await pilot.click("#choices", offset=(6, 1))
        await driving.settle(pilot)
        assert choices(app).marked
        await pilot.click("KeyBar", offset=(3, 0))
        await driving.settle(pilot)
        assert app.session.answers
        assert driving.shown_page(app) == "scope"


@pytest.mark.parametrize(
    ("typed", "expected"), [("139.999", 13_999_900), ("48500,5", 4_850_050), ("€ 1.250,00", 125_000)]
)
async def test_an_amount_is_read_strictly_and_read_back_in_words(typed: str, expected: int, tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await _to_the_amount(pilot)
        screen = app.screen
        assert isinstance(screen, QuestionScreen)
        screen.field.value = typed
        await driving.settle(pilot)
        assert "Gelezen als" in driving.text(app)
        assert " euro" in driving.text(app)
        await pilot.press("enter")
        assert "btw" in screen.message, "the VAT basis is asked"
        assert "› ( ) Dit bedrag is zonder btw" in driving.text(app), "the lines have the keyboard, none is chosen"
        await pilot.press("down", "enter")
        await driving.settle(pilot)
        assert app.session.answers["value.estimate"] == expected


async def test_keys_typed_faster_than_they_are_taken_keep_their_order(tmp_path: Path) -> None:
    """Editing keys are no bindings that come after letters typed later: an amount is what was typed."""
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await _to_the_amount(pilot)
        screen = app.screen
        assert isinstance(screen, QuestionScreen)
        await driving.type_keys(pilot, *"1289", "backspace", *"500", "left", "left", "backspace", "7", "home", "2")
        assert screen.field.value == "2128700"


async def test_the_keyboard_can_always_be_seen_and_a_figure_goes_into_the_field(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        assert "› ( ) Gemeente" in driving.text(app)
        await pilot.press("space")
        assert choices(app).marked == {"municipality"}
        await driving.answer(pilot, "municipality")
        await driving.answer(pilot, "none")
        await driving.answer(pilot, "none")
        await driving.answer(pilot, "supplies")
        screen = app.screen
        assert isinstance(screen, QuestionScreen)
        await pilot.press("tab")
        assert "› ( ) Dit bedrag is zonder btw" in driving.text(app)
        await driving.type_keys(pilot, *"48500")
        assert screen.field.value == "48500"
        assert screen.field.has_focus
        assert not choices(app).marked


async def test_a_long_title_never_cuts_the_name_of_the_page_or_how_far_one_is(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot, "Een titel die veel langer is dan wat er op de eerste regel van de terminal past")
        head = driving.grid(app)[0]
        assert head.startswith(" Een")
        assert head.endswith("bladzijden")
        await pilot.press("f4")
        await driving.settle(pilot)
        shown = driving.grid(app)
        assert shown[0].startswith(" Alle procedures ")
        assert shown[1].startswith("  Regels die gelden"), "the head of the list is not scrolled away"


async def test_an_advice_that_may_change_is_called_so_far(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await driving.answer(pilot, "municipality")
        await driving.answer(pilot, "none")
        await driving.answer(pilot, "none")
        await pilot.press("f4")
        await driving.settle(pilot)
        assert "(voorlopig aanbevolen)" in driving.text(app)
        await pilot.press("escape")
        await driving.settle(pilot)
        await driving.answer_all(pilot, dict(SUPPLIES))
        await pilot.press("f4")
        await driving.settle(pilot)
        assert "(aanbevolen)" in driving.text(app)


async def test_an_amount_with_vat_is_kept_without(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await _to_the_amount(pilot)
        assert isinstance(app.screen, QuestionScreen)
        app.screen.field.value = "121"
        await pilot.press("down", "down")
        await pilot.press("down")
        assert "Zonder btw: € 100,00" in driving.text(app)
        await pilot.press("enter")
        await driving.settle(pilot)
        assert app.session.answers["value.estimate"] == 10_000


@pytest.mark.parametrize("typed", ["139.99", "1,390", "1.39", "veel", "1e5", "-5"])
async def test_an_amount_that_is_unclear_is_refused_and_stays(typed: str, tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await _to_the_amount(pilot)
        screen = app.screen
        assert isinstance(screen, QuestionScreen)
        screen.field.value = typed
        await pilot.press("down", "down", "enter")
        await driving.settle(pilot)
        assert screen.message.startswith("Fout:")
        assert screen.field.value == typed
        assert "value.estimate" not in app.session.answers


async def _to_the_amount(pilot: object) -> None:
    app = pilot.app  # type: ignore[attr-defined]
    while driving.shown_page(app) != "value.estimate":
        await driving.answer(pilot, SUPPLIES.get(driving.shown_page(app) or "", "none"))  # type: ignore[arg-type]


async def test_every_answer_is_on_disk_before_the_next_page_shows(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await driving.answer(pilot, "municipality")
        with Casebook.open(tmp_path / "casebook.sqlite3", base=app.session.base) as book:
            assert book.state(str(app.session.case_id)).answers == {"buyer.kind": "municipality"}


async def test_undo_and_redo_follow_the_log_and_a_case_opens_at_the_same_page(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await driving.answer(pilot, "municipality")
        await driving.answer(pilot, "none")
        assert driving.shown_page(app) == "partner"
        await pilot.press("ctrl+z")
        assert driving.shown_page(app) == "scope"
        await pilot.press("ctrl+y")
        assert driving.shown_page(app) == "partner"
        case = app.session.case_id
        before = dict(app.session.answers)
    again = driving.program(tmp_path, resume=case)
    async with again.run_test(size=NARROW) as pilot:
        await driving.settle(pilot)
        assert driving.shown_page(again) == "partner"
        assert again.session.answers == before
        await pilot.press("escape")
        assert driving.shown_page(again) == "scope"
        assert choices(again).marked == {":none"}
        await pilot.press("escape", "escape")
        await driving.settle(pilot)
        assert isinstance(again.screen, StartScreen)


async def test_a_page_put_off_comes_back(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await pilot.press("f7")
        await driving.settle(pilot)
        assert driving.shown_page(app) != "buyer.kind"
        asked = await driving.answer_all(pilot, dict(SUPPLIES))
        assert "buyer.kind" in asked


async def test_a_change_first_shows_what_it_changes(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await driving.answer_all(pilot, dict(SUPPLIES))
        await pilot.press("f6")
        await driving.settle(pilot)
        assert isinstance(app.screen, ReviewScreen)
        at = [choice.key for choice in choices(app).choices].index("value.estimate")
        await driving.type_keys(pilot, "home", *["down"] * at)
        await pilot.press("enter")
        await driving.settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        app.screen.field.value = "300.000"
        await pilot.press("enter")
        await driving.settle(pilot)
        assert isinstance(app.screen, ChangeScreen)
        assert "€ 48.500,00" in driving.text(app)
        assert "niet toegelaten" in driving.text(app)
        driving.check_snapshot(app, "change-nl")
        await pilot.press("escape")
        await driving.settle(pilot)
        assert app.session.answers["value.estimate"] == 4_850_000
        await pilot.press("enter", "enter")
        await driving.settle(pilot)
        assert app.session.answers["value.estimate"] == 30_000_000
        assert isinstance(app.screen, ReviewScreen)


async def test_the_landscape_is_beside_the_page_or_behind_a_key(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await driving.open_new(pilot)
        assert "Alle procedures" in driving.text(app)
        await pilot.resize_terminal(80, 24)
        await driving.settle(pilot)
        assert "Alle procedures" not in driving.text(app)
        await pilot.press("f4")
        await driving.settle(pilot)
        assert len(choices(app).choices) == len(app.session.base.routes)
        await pilot.press("enter")
        await driving.settle(pilot)
        assert "Status:" in driving.text(app)
        await pilot.press("escape", "f4")
        await driving.settle(pilot)
        assert isinstance(app.screen, QuestionScreen)


async def test_the_record_is_exported_and_never_overwritten(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await driving.answer_all(pilot, dict(SUPPLIES))
        for _ in range(2):
            await pilot.press("e", "enter")
            await driving.settle(pilot)
            assert "Bewaard." in driving.text(app)
            # Once more goes back: it saves nothing twice.
            await pilot.press("enter")
            await driving.settle(pilot)
            assert isinstance(app.screen, AdviceScreen)
        names = sorted(path.name for path in (tmp_path / "records").iterdir())
        case = app.session.case_id
        assert names == [f"{case}-2.json", f"{case}-2.md", f"{case}.json", f"{case}.md"]


async def test_the_paragraph_is_shown_and_on_the_clipboard(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await driving.answer_all(pilot, dict(SUPPLIES))
        await pilot.press("c")
        await driving.settle(pilot)
        assert app.clipboard.startswith("Gelet op")
        assert "Gelet op" in driving.text(app)


async def test_the_mail_has_five_lines_in_the_language_of_the_case_and_can_be_a_file(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await driving.answer_all(pilot, dict(SUPPLIES))
        await pilot.press("f9", "m")
        await driving.settle(pilot)
        mail = app.clipboard
        assert len(mail.splitlines()) == 5
        assert "Voorbehoud: " in mail, "the case is Dutch, whatever the screen speaks"
        assert "Voorbehoud: " in driving.text(app)
        driving.check_snapshot(app, "mail-fr-80")
        for name in ("mail.txt", "mail-2.txt"):
            await pilot.press("e")
            await driving.settle(pilot)
            assert (tmp_path / "records" / f"{app.session.case_id}.{name}").read_text("utf-8") == mail
        await pilot.press("escape", "c", "e")
        await driving.settle(pilot)
        paragraph = tmp_path / "records" / f"{app.session.case_id}.paragraph.txt"
        assert paragraph.read_text("utf-8") == app.clipboard


async def test_a_casebook_that_cannot_be_written_is_told_and_loses_nothing(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        app.session.book._connection.execute("PRAGMA busy_timeout = 1")
        other = sqlite3.connect(tmp_path / "casebook.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await driving.answer(pilot, "municipality")
        assert "bezet" in getattr(app.screen, "message", "")
        assert driving.shown_page(app) == "buyer.kind"
        other.execute("ROLLBACK")
        other.close()
        await pilot.press("enter")
        await driving.settle(pilot)
        assert app.session.answers == {"buyer.kind": "municipality"}


async def test_the_language_changes_on_every_page_and_keeps_what_was_typed(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await _to_the_amount(pilot)
        assert isinstance(app.screen, QuestionScreen)
        app.screen.field.value = "48.500"
        for word in ("continuer", "go on"):
            await pilot.press("f9")
            await driving.settle(pilot)
            assert app.screen.field.value == "48.500"
            assert word in driving.text(app)
        await pilot.press("f1")
        await driving.settle(pilot)
        assert "Keys" in driving.text(app)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_no_page_is_wider_than_the_terminal_and_what_is_long_says_so(language: str, tmp_path: Path) -> None:
    app = driving.program(tmp_path, language)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        screen = app.screen
        assert isinstance(screen, QuestionScreen)
        for page in app.session.interview.pages:
            screen._turn_to(page)
            await driving.settle(pilot)
            for sheet in screen.query(Sheet):
                width = sheet.size.width
                assert all(len(line.text) <= width for line in sheet.lines(width)) or not sheet.display, page.id
            body = screen.query_one("#body")
            hidden = body.virtual_size.height > body.size.height
            assert ("PgDn" in driving.text(app)) == hidden, page.id
            assert body.virtual_size.width <= Size(*NARROW).width, page.id


def test_words_wrap_and_amounts_stay_together() -> None:
    assert wrapped("een twee drie", 8) == ["een twee", "drie"]
    assert wrapped("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrapped("het is € 140.000,00", 12) == ["het is", "€ 140.000,00"]
    assert all(GLUE not in line for line in wrapped("€ 1", 20))


async def test_the_advice_can_be_opened_before_anything_is_answered(tmp_path: Path) -> None:
    app = driving.program(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await driving.open_new(pilot)
        await pilot.press("f8")
        await driving.settle(pilot)
        assert isinstance(app.screen, AdviceScreen)
        await pilot.press("w")
        assert "aanbevolen" in app.screen.message
        await pilot.press("enter")
        await driving.settle(pilot)
        assert driving.shown_page(app) == "buyer.kind"
