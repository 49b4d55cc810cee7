"""The list of cases: paged from the file, searched, archived and copied; and a file of version 1 brought up to date."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from advisor import quantity
from advisor.desk import layout
from advisor.desk.casebook import Casebook, CasebookDamaged, CasebookMoved, CasebookTrouble, UnknownCase
from advisor.desk.events import CaseState
from advisor.rulebase import RuleBase

DAY = quantity.ordinal("2026-03-02") or 0
VERSION_1 = (Path(__file__).parent / "version1.sql").read_text("utf-8")
VERSION_2 = (Path(__file__).parent / "version2.sql").read_text("utf-8")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "casebook.sqlite3"


def opened(path: Path, base: RuleBase) -> Casebook:
    ticks = itertools.count(1)
    return Casebook.open(path, base=base, clock=lambda: f"2026-03-02T10:00:{next(ticks):06d}")


def filled(path: Path, base: RuleBase, number: int) -> Casebook:
    book = opened(path, base)
    for at in range(number):
        book.new_case(f"Zaak {at}", DAY, "nl")
    return book


def words(state: CaseState) -> str:
    return f"{state.title} {' '.join(str(answer) for answer in state.answers.values())}"


def titles(book: Casebook, **wanted: object) -> list[str]:
    return [case.title for case in book.page(**wanted).cases]  # type: ignore[arg-type]


def steps(book: Casebook, **wanted: object) -> int:
    """The instructions that SQLite needs to read a page, in hundreds."""
    counted = itertools.count()
    book._connection.set_progress_handler(lambda: next(counted) and 0, 100)
    book.page(**wanted)  # type: ignore[arg-type]
    book._connection.set_progress_handler(None, 0)
    return next(counted)


# --- versions 1 and 2 ---------------------------------------------------------------------------------------------------


def version_1(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1)
        return connection.execute("SELECT * FROM event ORDER BY rowid").fetchall()


def test_a_casebook_of_version_1_is_brought_up_to_date_with_every_event_as_it_was(path: Path, base: RuleBase) -> None:
    before = version_1(path)
    with opened(path, base) as book:
        assert book._connection.execute("SELECT * FROM event ORDER BY rowid").fetchall() == before
        assert book._connection.execute("PRAGMA user_version").fetchone()[0] == layout.SCHEMA
        assert [case.id for case in book.page().cases] == ["2026-001", "2026-003", "2026-002"]
        assert book.page().cases[0]._replace(touched=0) == (
            "2026-001", "Speelplein", "2026-03-02", "2026-03-02T09:06:00.000+00:00", None, False, 0,
        )  # fmt: skip
        assert book.state("2026-001").answers == {"buyer.kind": "municipality", "contract.nature": "supplies"}
        assert book.state("2026-002").can_redo
        with pytest.raises(CasebookDamaged):
            book.state("2026-003")
        assert book.new_case("Nieuw", DAY, "nl") == "2026-004"
    with opened(path, base) as book:
        assert len(book.page().cases) == 4, "a second opening changes nothing"


def test_a_casebook_of_version_2_is_brought_up_to_date_with_its_list_archive_and_search(
    path: Path, base: RuleBase
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_2)
        before = connection.execute("SELECT * FROM event ORDER BY rowid").fetchall()
    with opened(path, base) as book:
        assert book._connection.execute("SELECT * FROM event ORDER BY rowid").fetchall() == before
        assert book._connection.execute("PRAGMA user_version").fetchone()[0] == layout.SCHEMA
        assert [case.id for case in book.page().cases] == ["2026-003", "2026-001"]
        assert [case.id for case in book.page(archived=True).cases] == ["2026-002"]
        assert [case.id for case in book.page(search="speelp").cases] == ["2026-003", "2026-001"]
        state = book.state("2026-001")
        assert state.evidence["contract.nature"].by == "purchasing_service"
        assert state.unsure == {"contract.nature"}
        book.record("2026-001", "buyer.kind", {"buyer.kind": "police_zone"})
        assert [case.id for case in book.page().cases] == ["2026-001", "2026-003"], "the list follows each event"
        book.lock("2026-001", DAY, "sha256:0")


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    path: Path, base: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = version_1(path)
    monkeypatch.setattr(layout, "_FILL", "INSERT INTO nowhere VALUES (1)")
    with pytest.raises(CasebookTrouble):
        opened(path, base)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT * FROM event ORDER BY rowid").fetchall() == before
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0] == 1
    monkeypatch.undo()
    with opened(path, base) as book:
        assert len(book.page().cases) == 3


def test_a_program_that_still_writes_version_1_keeps_the_list_right(path: Path, base: RuleBase) -> None:
    version_1(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as old, opened(path, base) as book:
        old.execute("INSERT INTO event VALUES ('2026-002', 4, 'later', 'redone', '', '{}')")
        assert book.page().cases[0].id == "2026-002"
        assert book.page().cases[0].at == "later"


# --- pages ------------------------------------------------------------------------------------------------------------


def test_pages_follow_each_other_without_gap_or_overlap_in_both_directions(path: Path, base: RuleBase) -> None:
    with filled(path, base, 25) as book:
        wanted = [f"Zaak {at}" for at in reversed(range(25))]
        first = book.page(size=10)
        second = book.page(size=10, older_than=first.cases[-1].touched)
        third = book.page(size=10, older_than=second.cases[-1].touched)
        assert [case.title for page in (first, second, third) for case in page.cases] == wanted
        assert [(page.above, page.below) for page in (first, second, third)] == [
            (False, True),
            (True, True),
            (True, False),
        ]
        back = book.page(size=10, newer_than=third.cases[0].touched)
        assert back == second
        assert book.page(size=10, newer_than=back.cases[0].touched) == first


def test_a_case_that_is_touched_comes_first(path: Path, base: RuleBase) -> None:
    with filled(path, base, 3) as book:
        book.record("2026-001", "buyer.kind", {"buyer.kind": "federal"})
        assert titles(book) == ["Zaak 0", "Zaak 2", "Zaak 1"]


@pytest.mark.parametrize("search", ["", "zaak"])
def test_a_page_of_many_cases_reads_no_more_than_a_page_of_few(path: Path, base: RuleBase, search: str) -> None:
    with filled(path, base, 40) as book:
        book.index(words, 100)
        few = steps(book, search=search, size=20)
        for at in range(2000):
            book.archive(book.new_case(f"Zaak oud {at}", DAY, "nl"), archived=at % 2 == 0)
        while book.index(words, 500):
            pass
        for place in (None, 1500, 700):
            assert steps(book, search=search, size=20, older_than=place) <= 3 * few + 10, "a page is a page"


# --- search -----------------------------------------------------------------------------------------------------------


def test_a_case_is_found_by_words_of_its_title_and_answers(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        first = book.new_case("Façade van het gemeentehuis", DAY, "nl")
        book.new_case("Speelplein", DAY, "nl")
        book.record(first, "value.estimate", {"value.estimate": 48_500})
        assert book.index(words, 1) == 1
        assert book.index(words, 10) == 1
        assert book.index(words, 10) == 0
        for search in ("facade", "FAÇADE gemeente", "48.500", "gem faç", '"façade"', "façade*"):
            assert titles(book, search=search) == ["Façade van het gemeentehuis"], search
        for search in ("kerk", "facade speelplein", '"', "NEAR(", "words:x"):
            assert titles(book, search=search) == [], search
        book.record(first, "buyer.kind", {"buyer.kind": "federal"})
        assert titles(book, search="federal") == []
        book.index(words, 10)
        assert titles(book, search="federal") == ["Façade van het gemeentehuis"]


def test_an_event_that_comes_while_words_are_gathered_is_not_forgotten(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book, opened(path, base) as other:
        case = book.new_case("a", DAY, "nl")

        def slow(state: CaseState) -> str:
            if not state.answers:
                other.record(case, "buyer.kind", {"buyer.kind": "federal"})
            return words(state)

        assert book.index(slow, 10) == 1
        assert book.index(slow, 10) == 1, "it has changed since"
        assert [case.id for case in book.page(search="federal").cases] == [case]


def test_a_case_that_cannot_be_read_does_not_keep_others_from_being_found(path: Path, base: RuleBase) -> None:
    version_1(path)
    with opened(path, base) as book:
        assert book.index(words, 10) == 3
        assert titles(book, search="speelplein") == ["Speelplein"]


# --- archive and copy -------------------------------------------------------------------------------------------------


def test_the_archive_hides_a_case_and_loses_nothing(path: Path, base: RuleBase) -> None:
    with filled(path, base, 3) as book:
        book.index(words, 10)
        before = book.state("2026-002")
        book.archive("2026-002")
        assert titles(book) == ["Zaak 2", "Zaak 0"]
        assert titles(book, search="zaak") == ["Zaak 2", "Zaak 0"]
        assert titles(book, archived=True) == titles(book, archived=True, search="zaak") == ["Zaak 1"]
        assert book.state("2026-002") == before
        book.record("2026-002", "buyer.kind", {"buyer.kind": "federal"})
        assert titles(book, archived=True) == ["Zaak 1"], "an answer does not bring it back"
        book.archive("2026-002", archived=False)
        assert titles(book) == ["Zaak 1", "Zaak 2", "Zaak 0"]
        with pytest.raises(UnknownCase):
            book.archive("2026-009")


def test_a_copy_has_the_answers_that_stand_and_says_from_which_case(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        case = book.new_case("a", DAY, "fr")
        book.record(case, "buyer.kind", {"buyer.kind": "federal"})
        book.doubt(case, "buyer.kind", unsure=True)
        book.record(case, "contract.nature", {"contract.nature": "works"})
        book.park(case, "scope")
        book.record(case, "value.estimate", {"value.estimate": 100})
        book.undo(case)
        copy = book.copy_case(case)
        mine, theirs = book.state(copy), book.state(case)
        assert copy == "2026-002"
        assert (mine.copy_of, book.page().cases[0].copy_of) == (case, case)
        assert (mine.title, mine.day, mine.language) == ("a", DAY, "fr")
        assert (mine.answers, mine.origins, mine.parked, mine.unsure) == (
            theirs.answers,
            theirs.origins,
            theirs.parked,
            theirs.unsure,
        )
        assert not mine.can_redo
        book.record(copy, "buyer.kind", {"buyer.kind": "province"})
        assert book.state(case).answers["buyer.kind"] == "federal"
        with pytest.raises(UnknownCase):
            book.copy_case("2026-009")


# --- a what-if --------------------------------------------------------------------------------------------------------


def test_a_scratch_casebook_leaves_the_case_as_it_is_until_it_is_taken_over(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        case = book.new_case("a", DAY, "nl")
        book.record(case, "buyer.kind", {"buyer.kind": "federal"})
        before = book.state(case)
        with book.scratch(case) as scratch:
            assert scratch.state(case) == before
            scratch.undo(case)
            scratch.record(case, "buyer.kind", {"buyer.kind": "province"})
            assert book.state(case) == before
            copy = book.keep_copy(scratch, case)
            assert book.state(copy).answers == {"buyer.kind": "province"}
            assert book.state(copy).copy_of == case
            assert book.state(case) == before
            assert book.take_over(scratch, case) == 2
        assert book.state(case).answers == {"buyer.kind": "province"}


def test_a_what_if_is_not_taken_over_where_the_case_has_moved_on(path: Path, base: RuleBase) -> None:
    with opened(path, base) as book:
        case = book.new_case("a", DAY, "nl")
        with book.scratch(case) as scratch:
            scratch.record(case, "buyer.kind", {"buyer.kind": "province"})
            book.record(case, "contract.nature", {"contract.nature": "works"})
            with pytest.raises(CasebookMoved):
                book.take_over(scratch, case)
        assert book.state(case).answers == {"contract.nature": "works"}
