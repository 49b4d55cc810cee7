"""Days and numbers as a person in Belgium types them, read strictly: what could be meant in two ways is not read."""

from __future__ import annotations

import datetime
import re

_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_NUMBER = re.compile(r"(0|[1-9]\d{0,5})(?:[.,](\d{1,2}))?\s*%?", re.ASCII)


def read_date(text: str) -> int | None:
    """The ordinal of `2/3/2026`, `02.03.2026`, `2-3-2026` or `2026-03-02`; None where the text is no such day."""
    text = text.strip()
    match = _DAY_FIRST.fullmatch(text)
    if match is not None:
        day, month, year = int(match[1]), int(match[3]), int(match[4])
    else:
        match = _YEAR_FIRST.fullmatch(text)
        if match is None:
            return None
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    try:
        return datetime.date(year, month, day).toordinal()
    except ValueError:
        return None


def read_number(text: str) -> int | None:
    """`80`, `80,5` or `80.5` in hundredths; None where the text is no number with at most two decimals."""
    match = _NUMBER.fullmatch(text.strip())
    return None if match is None else int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
