"""Amounts, numbers and dates as exact integers, read from the text as written.

Money is integer cents, a number (per cent, years) is integer hundredths, a date is its proleptic ordinal.
"""

from __future__ import annotations

import datetime
import re

_DECIMAL = re.compile(r"(0|[1-9]\d{0,14})(?:\.(\d{1,2}))?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_CODE = re.compile(r"\d{8}(?:-\d)?", re.ASCII)


def hundredths(text: str) -> int | None:
    """`48500.00` gives 4850000; None where the text is not a plain decimal with at most two decimals."""
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return None
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def whole(text: str) -> int | None:
    """`12` gives 12; None where the text is not a whole number of at most nine figures."""
    return int(text) if _WHOLE.fullmatch(text) else None


def ordinal(text: str) -> int | None:
    """`2026-03-02` gives its ordinal; None where the text is not such a date."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])).toordinal()
    except ValueError:
        return None


def is_code(text: str) -> bool:
    """Whether the text is a CPV code: eight digits, check digit optional."""
    return _CODE.fullmatch(text) is not None


def decimal_text(value: int) -> str:
    """4850000 gives `48500.00`, the form of case files and JSON."""
    return f"{value // 100}.{value % 100:02d}"


def number_text(value: int) -> str:
    """9000 gives `90`, 9050 gives `90.5`: a number without needless decimals."""
    return decimal_text(value).rstrip("0").rstrip(".")


def date_text(value: int) -> str:
    """The ordinal as year-month-day."""
    return datetime.date.fromordinal(value).isoformat()


def typed_text(kind: str, value: int | str | bool) -> str:
    """A fact's value as a case file writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    return {"money": decimal_text, "date": date_text}.get(kind, number_text)(value)


def years_after(start: int, years: int) -> int:
    """The same day, `years` later (29 February becomes 28 February)."""
    day = datetime.date.fromordinal(start)
    try:
        return day.replace(year=day.year + years).toordinal()
    except ValueError:
        return day.replace(year=day.year + years, day=28).toordinal()


def years_begun(start: int, end: int) -> int:
    """The smallest whole number n for which `end` is not after `start` plus n years; 0 on the same day.

    Raises ValueError where `end` lies before `start`.
    """
    if end < start:
        raise ValueError("the end lies before the start")
    if end == start:
        return 0
    span = max(datetime.date.fromordinal(end).year - datetime.date.fromordinal(start).year - 1, 0)
    while years_after(start, span) < end:
        span += 1
    return span
