"""Single values of a file that a buyer writes: read strictly, each mistake with file, line, key and expectation."""

from __future__ import annotations

import re
from typing import Any

from advisor import quantity
from advisor.rulefiles import nearest
from advisor.yamlfile import Mapping, Scalar, Sequence

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_LINE = re.compile(r"[^\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]{1,500}")
_LONGEST = 400


class Values:
    """Reads values of one file and collects what is wrong with them in `messages`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.messages: list[str] = []

    def wrong(self, line: int, message: str) -> None:
        """Notes a mistake; signs that steer a terminal, and more than a few hundred of any, are not repeated."""
        shown = _CONTROL.sub("\ufffd", message)
        cut = f"{shown[:_LONGEST]}…" if len(shown) > _LONGEST else shown
        self.messages.append(f"{self._name}:{line}: {cut}")

    def only(self, item: Mapping, known: tuple[str, ...], where: str) -> None:
        """Every key is a known one; a note is a text."""
        for key, value in item.items():
            if key not in known:
                self.wrong(key.line, f"{where}the key {key} is not known{nearest(key[:100], known)}")
            elif key == "note":
                self.text(Mapping({key: value}), "note", where)

    def scalar(self, item: Mapping, key: str, where: str, expected: str, *, needed: bool = True) -> Scalar | None:
        """The text of a value; None where it is not there (a mistake where it is needed) or is no text."""
        value = item.get(key)  # type: ignore[call-overload]
        if value is None:
            if needed:
                self.wrong(item.line, f"{where}{key}: is missing; expected {expected}")
            return None
        if not isinstance(value, Scalar):
            self.wrong(value.line, f"{where}{key}: expected {expected}; found a list or a mapping")
            return None
        return value

    def text(self, item: Mapping, key: str, where: str, *, needed: bool = True) -> str:
        """One line of text; nothing where there is none."""
        expected = "a text of at most 500 characters on one line"
        value = self.scalar(item, key, where, expected, needed=needed)
        if value is None:
            return ""
        if not _LINE.fullmatch(value) or not value.strip() or value.is_null:
            shown = value if len(value) <= 60 else f"{len(value)} characters"
            self.wrong(value.line, f"{where}{key}: expected {expected}; found {shown or 'nothing'}")
            return ""
        return str(value)

    def one_of(self, item: Mapping, key: str, known: tuple[str, ...], where: str, *, needed: bool = True) -> str:
        """One of the words known; nothing where there is none."""
        expected = f"one of {', '.join(known)}"
        value = self.scalar(item, key, where, expected, needed=needed)
        if value is None:
            return ""
        if value not in known:
            found = f"found {value or 'nothing'}{nearest(value[:100], known)}"
            self.wrong(value.line, f"{where}{key}: expected {expected}; {found}")
            return ""
        return str(value)

    def date(self, item: Mapping, key: str, where: str, *, needed: bool = True) -> int:
        """A day as an ordinal; 0 where there is none."""
        value = self.scalar(item, key, where, "a date like 2026-03-02", needed=needed)
        day = None if value is None else quantity.ordinal(value)
        if value is not None and day is None:
            self.wrong(value.line, f"{where}{key}: expected a date like 2026-03-02; found {value or 'nothing'}")
        return day or 0

    def money(self, item: Mapping, key: str, where: str, *, needed: bool = True) -> int | None:
        """Cents; None where there is no amount."""
        expected = "an amount in euro like 48500.00"
        value = self.scalar(item, key, where, expected, needed=needed)
        cents = None if value is None else quantity.hundredths(value)
        if value is not None and cents is None:
            self.wrong(value.line, f"{where}{key}: expected {expected}; found {value or 'nothing'}")
        return cents

    def mapping(self, item: Mapping, key: str, *, fits: bool, why: str) -> Mapping | None:
        """A mapping; None where there is none, or where it does not fit (`why` says the reason)."""
        value = item.get(key)  # type: ignore[call-overload]
        if value is None:
            return None
        if not fits:
            self.wrong(value.line, f"{key}: {why}")
            return None
        if not isinstance(value, Mapping):
            self.wrong(value.line, f"{key}: expected a mapping; found {kind_of(value)}")
            return None
        return value

    def listed(self, item: Mapping, key: str, known: tuple[str, ...], where: str) -> tuple[str, ...]:
        """A list of words known, each once."""
        value = item.get(key)  # type: ignore[call-overload]
        if value is None:
            return ()
        if not isinstance(value, Sequence) or not value:
            self.wrong(value.line, f"{where}{key}: expected a list with any of {', '.join(known)}")
            return ()
        for entry in value:
            if not isinstance(entry, Scalar) or entry not in known:
                found = str(entry) if isinstance(entry, Scalar) else kind_of(entry)
                expected = f"expected any of {', '.join(known)}; found {found}{nearest(found[:100], known)}"
                self.wrong(entry.line, f"{where}{key}: {expected}")
            elif value.count(entry) > 1:
                self.wrong(entry.line, f"{where}{key}: {entry} stands twice")
        return tuple(str(entry) for entry in value if isinstance(entry, Scalar))


def kind_of(value: Any) -> str:
    """A value as a message names it."""
    return "a list" if isinstance(value, Sequence) else "a mapping" if isinstance(value, Mapping) else f"{value}"
