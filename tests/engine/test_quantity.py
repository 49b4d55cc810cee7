"""Amounts, numbers and dates are read as written and kept as whole numbers."""

from __future__ import annotations

import pytest

from advisor import quantity


@pytest.mark.parametrize(
    ("text", "cents"), [("48500.00", 4_850_000), ("48500", 4_850_000), ("0.5", 50), ("0", 0), ("139999.99", 13_999_999)]
)
def test_a_plain_decimal_is_read_exactly(text: str, cents: int) -> None:
    assert quantity.hundredths(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        "1e5",
        "1_000",
        "+5",
        "-5",
        "1.234",
        "1:30",
        "0x10",
        "010",
        ".5",
        "5.",
        "1,5",
        " 5",
        "NaN",
        "inf",
        ".inf",
        "",
        "٣",
        "9" * 16,
    ],
)
def test_anything_else_is_not_a_number(text: str) -> None:
    assert quantity.hundredths(text) is None


@pytest.mark.parametrize("text", ["2026-02-30", "2026-3-2", "02-03-2026", "2026-03-02T00:00", "", "0000-01-01"])
def test_only_a_real_day_is_a_date(text: str) -> None:
    assert quantity.ordinal(text) is None


def test_a_code_with_a_leading_zero_stays_a_code() -> None:
    assert quantity.is_code("03111000")
    assert quantity.is_code("73110000-6")
    assert not quantity.is_code("3111000")


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2023-11-30", "2026-11-22", 3),
        ("2023-11-30", "2026-11-30", 3),
        ("2023-11-30", "2026-12-01", 4),
        ("2024-02-29", "2027-02-28", 3),
        ("2024-02-29", "2027-03-01", 4),
        ("2024-02-29", "2024-02-29", 0),
        ("2024-02-29", "2024-03-01", 1),
    ],
)
def test_years_are_counted_to_the_same_day(start: str, end: str, years: int) -> None:
    one, two = quantity.ordinal(start), quantity.ordinal(end)
    assert one is not None
    assert two is not None
    assert quantity.years_begun(one, two) == years
