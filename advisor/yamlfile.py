"""A strict reading of YAML and JSON: every scalar stays the text that was written, with its line.

No tags, anchors, aliases or merge keys, no duplicate keys, bounded size and depth; so a file cannot mean
two things, expand without end or run anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Self

MAX_BYTES = 8_000_000
MAX_DEPTH = 24
_SURROGATES = re.compile(r"((?<!\\)(?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


class Scalar(str):  # noqa: SLOT000  a str subclass cannot have slots with values of its own
    """The text of a scalar as written. `plain` is false where it was quoted, so that "null" stays a word."""

    line: int
    plain: bool

    def __new__(cls, text: str, line: int, plain: bool) -> Self:
        made = super().__new__(cls, text)
        made.line = line
        made.plain = plain
        return made

    @property
    def is_null(self) -> bool:
        return self.plain and self in ("", "~", "null")


class Sequence(list[Any]):
    """A list of values, with the line where it starts."""

    line: int = 1


class Mapping(dict[Scalar, Any]):
    """Keys (each a Scalar, so it knows its line) to values, with the line where it starts."""

    line: int = 1


Value = Scalar | Sequence | Mapping


class FileMistake(Exception):
    """One mistake in a file: where it is, what was found and what was expected."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def read_text(raw: bytes) -> str:
    """The text of a file. Raises FileMistake where it is too large or not UTF-8."""
    if len(raw) > MAX_BYTES:
        raise FileMistake(1, f"the file holds {len(raw)} bytes; at most {MAX_BYTES} are read")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FileMistake(line, f"byte {error.start} is not UTF-8; save the file as UTF-8") from None
    if text.lstrip()[:1] in ("{", "["):
        # A tab may separate JSON tokens; YAML does not allow that, and inside a JSON string it cannot stand.
        text = _SURROGATES.sub(_joined, text.replace("\t", " "))
    return text


def _joined(match: re.Match[str]) -> str:
    """Two JSON escapes that together stand for one character, as the one escape that YAML has for it."""
    high, low = int(match[2], 16), int(match[3], 16)
    return f"{match[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"


def read_documents(text: str) -> list[Value]:
    """Each document of the text as Mapping, Sequence or Scalar. Raises FileMistake at the first that cannot be read."""
    import yaml

    loader = getattr(yaml, "CLoader", yaml.Loader)
    try:
        events = yaml.parse(text, Loader=loader)
        return list(_documents(iter(events)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise FileMistake(line, f"this is not YAML: {error.problem or error}") from None
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else 1
        raise FileMistake(line, f"this is not YAML: {str(error).splitlines()[0]}") from None


def _documents(events: Iterator[Any]) -> Iterator[Value]:
    for event in events:
        name = type(event).__name__
        if name in ("ScalarEvent", "SequenceStartEvent", "MappingStartEvent", "AliasEvent"):
            yield _value(event, events, 0)


def _value(event: Any, events: Iterator[Any], depth: int) -> Value:
    line = event.start_mark.line + 1
    name = type(event).__name__
    if name == "AliasEvent" or event.anchor is not None:
        raise FileMistake(line, "anchors (&) and aliases (*) are not allowed; write the value out")
    if event.tag is not None:
        raise FileMistake(line, f"the tag {event.tag} is not allowed; write the plain value")
    if depth > MAX_DEPTH:
        raise FileMistake(line, f"nested deeper than {MAX_DEPTH} levels")
    if name == "ScalarEvent":
        return Scalar(event.value, line, event.style is None or event.style == "")
    if name == "SequenceStartEvent":
        return _sequence(events, line, depth)
    return _mapping(events, line, depth)


def _sequence(events: Iterator[Any], line: int, depth: int) -> Sequence:
    found = Sequence()
    found.line = line
    for event in events:
        if type(event).__name__ == "SequenceEndEvent":
            break
        found.append(_value(event, events, depth + 1))
    return found


def _mapping(events: Iterator[Any], line: int, depth: int) -> Mapping:
    found = Mapping()
    found.line = line
    for event in events:
        if type(event).__name__ == "MappingEndEvent":
            break
        key = _value(event, events, depth + 1)
        if not isinstance(key, Scalar):
            raise FileMistake(key.line, "a key must be a word, not a list or a mapping")
        if key in found:
            first = next(known for known in found if known == key)
            raise FileMistake(key.line, f"the key {key} stands twice (first on line {first.line}); keep one")
        if key == "<<" and key.plain:
            raise FileMistake(key.line, "merge keys (<<) are not allowed; write the values out")
        found[key] = _value(next(events), events, depth + 1)
    return found
