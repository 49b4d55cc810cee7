"""Money, numbers and dates as typed: what is read, what is refused with its readings, and how it is read back."""

from __future__ import annotations

import pytest

from advisor.amount_entry import ex_vat, in_words, read_date, read_money, read_number
from advisor.quantity import ordinal
from advisor.wording import Wording


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("139.999", 13_999_900),
        ("139 999,00", 13_999_900),
        ("139\u202f999,00", 13_999_900),
        ("139\u00a0999", 13_999_900),
        ("€ 139.999,00", 13_999_900),
        ("€139.999", 13_999_900),
        ("139.999 €", 13_999_900),
        ("139.999 euro", 13_999_900),
        ("EUR 139999", 13_999_900),
        ("139999", 13_999_900),
        ("139999,5", 13_999_950),
        (" 139999,50 ", 13_999_950),
        ("1.234.567,89", 123_456_789),
        ("1,39", 139),
        ("48500.00", 4_850_000),
        ("0", 0),
        ("0,05", 5),
    ],
)
def test_an_amount_that_can_mean_one_thing_is_read(text: str, cents: int) -> None:
    assert read_money(text).cents == cents
    assert read_money(text).message == ""


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("1.39", (139, 13_900)),
        ("139.99", (13_999, 1_399_900)),
        ("139.9", (13_990, 139_900)),
        ("0.50", (50,)),
        ("1,390", (139_000, 139)),
        ("139,999", (13_999_900,)),
        ("139,999.00", (13_999_900,)),
        ("1,000,000", (100_000_000,)),
    ],
)
def test_an_amount_that_can_mean_more_is_refused_with_its_readings(text: str, candidates: tuple[int, ...]) -> None:
    reading = read_money(text)
    assert (reading.cents, reading.message, reading.candidates) == (None, "ambiguous", candidates)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("€", "empty"),
        ("-5", "not_an_amount"),
        ("12k", "not_an_amount"),
        ("een miljoen", "not_an_amount"),
        ("007", "not_an_amount"),
        ("1.000 000", "not_an_amount"),
        ("12.34.567", "not_an_amount"),
        ("1.39,5,5", "not_an_amount"),
        ("139,999,9", "not_an_amount"),
        ("1e6", "not_an_amount"),
        ("٣", "not_an_amount"),
        ("9" * 14, "too_large"),
        ("9" * 30, "too_large"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, message: str) -> None:
    assert (read_money(text).cents, read_money(text).message) == (None, message)


def test_every_refusal_has_its_wording(dutch: Wording, english: Wording) -> None:
    for wording in (dutch, english):
        for key in ("empty", "ambiguous", "not_an_amount", "too_large"):
            assert wording.text("interview", "amount", key)


def test_what_the_program_writes_it_reads_back(dutch: Wording) -> None:
    for cents in (0, 5, 99, 100, 99_999, 100_000, 13_999_900, 100_000_000, 123_456_789, 9_999_999_999):
        assert read_money(dutch.money(cents)).cents == cents


@pytest.mark.parametrize(
    ("cents", "dutch", "english"),
    [
        (0, "nul euro", "zero euro"),
        (101, "één euro en één cent", "one euro and one cent"),
        (2_200, "tweeëntwintig euro", "twenty-two euro"),
        (10_100, "honderdeen euro", "one hundred and one euro"),
        (100_000, "duizend euro", "one thousand euro"),
        (
            210_115,
            "tweeduizend honderdeen euro en vijftien cent",
            "two thousand one hundred and one euro and fifteen cents",
        ),
        (
            13_999_900,
            "honderdnegenendertigduizend negenhonderdnegenennegentig euro",
            "one hundred and thirty-nine thousand nine hundred and ninety-nine euro",
        ),
        (100_000_000, "één miljoen euro", "one million euro"),
        (2_100_000_000, "eenentwintig miljoen euro", "twenty-one million euro"),
        (100_000_000_000, "één miljard euro", "one billion euro"),
    ],
)
def test_an_amount_is_read_back_in_words(cents: int, dutch: str, english: str) -> None:
    assert in_words(cents, "nl") == dutch
    assert in_words(cents, "en") == english


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (0, "zéro euro"),
        (100, "un euro"),
        (2_101, "vingt et un euros et un centime"),
        (8_000, "quatre-vingts euros"),
        (8_112, "quatre-vingt-un euros et douze centimes"),
        (20_000, "deux cents euros"),
        (20_100, "deux cent un euros"),
        (100_000, "mille euros"),
        (8_000_000, "quatre-vingt mille euros"),
        (13_999_900, "cent trente-neuf mille neuf cent nonante-neuf euros"),
        (20_000_000, "deux cent mille euros"),
        (21_600_000, "deux cent seize mille euros"),
        (75_000_000, "sept cent cinquante mille euros"),
        (100_000_000, "un million d'euros"),
        (540_400_000, "cinq millions quatre cent quatre mille euros"),
        (20_000_000_000, "deux cents millions d'euros"),
        (7_171, "septante et un euros et septante et un centimes"),
    ],
)
def test_an_amount_is_read_back_in_belgian_french(cents: int, words: str) -> None:
    assert in_words(cents, "fr") == words


def test_no_two_amounts_have_the_same_words() -> None:
    for language in ("nl", "en", "fr"):
        assert len({in_words(euro * 100, language) for euro in range(12_000)}) == 12_000
    with pytest.raises(ValueError, match="no words"):
        in_words(1, "xx")


@pytest.mark.parametrize(
    ("cents", "rate", "without"), [(12_100, 21, 10_000), (100, 21, 83), (10_600, 6, 10_000), (11_200, 12, 10_000), (5, 0, 5), (0, 21, 0)]
)  # fmt: skip
def test_vat_is_taken_out_to_the_cent(cents: int, rate: int, without: int) -> None:
    assert ex_vat(cents, rate) == without


def test_taking_vat_out_undoes_adding_it() -> None:
    for rate in (6, 12, 21):
        for cents in range(0, 20_000, 7):
            added = (2 * cents * (100 + rate) + 100) // 200
            assert ex_vat(added, rate) == cents


@pytest.mark.parametrize(
    ("text", "value"), [("85", 8500), ("12,5", 1250), ("12.50 %", 1250), ("0", 0), ("1.5.2", None), ("-1", None), ("", None), ("3,999", None)]
)  # fmt: skip
def test_numbers_take_a_comma_or_a_dot(text: str, value: int | None) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["22/11/2026", "22-11-2026", "22.11.2026", "2026-11-22", " 22/11/2026 "])
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert read_date(text) == ordinal("2026-11-22")


@pytest.mark.parametrize("text", ["", "31/2/2026", "11/22/2026", "22/11-2026", "22/11/26", "morgen"])
def test_what_is_no_day_is_refused(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (0, "null Euro"),
        (100, "ein Euro"),
        (12_850_000, "einhundertachtundzwanzigtausendfünfhundert Euro"),
        (13_999_999, "einhundertneununddreißigtausendneunhundertneunundneunzig Euro und neunundneunzig Cent"),
        (100_000_000, "eine Million Euro"),
        (540_400_000, "fünf Millionen vierhundertviertausend Euro"),
        (101_700, "eintausendsiebzehn Euro"),
    ],
)
def test_an_amount_in_german_words(cents: int, words: str) -> None:
    assert in_words(cents, "de") == words
