"""The file of the templates of one language, read strictly: every mistake is told with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from advisor.rulebase import RuleBase
from advisor.rulefiles import RuleMistake, nearest
from advisor.yamlfile import FileMistake, Scalar, Sequence, read_documents, read_text
from advisor.yamlfile import Mapping as Written

#: What each kind of block has, and nothing else.
KINDS = {
    "heading": {"heading"},
    "text": {"text"},
    "list": {"list"},
    "articles": {"articles"},
    "table": {"table", "rows"},
    "insert": {"insert"},
}
#: What can be put in from the case as a list.
INSERTS = ("facts", "evidence", "reasons", "others")
#: What a text can name of the case, between braces.
PLACES = (
    "title", "as_of", "estimate", "with_vat", "cpv", "route", "route_cite", "ground", "ground_cite", "ground_grade",
    "lots", "lots_cite",
)  # fmt: skip
KEYS = ("id", "title", "routes", "blocks")
MOST_ROWS = 50
_ID = re.compile(r"[a-z][a-z0-9_]{0,40}")
_PLACE = re.compile(r"\{([^{}]*)\}")


class Template(NamedTuple):
    """One template in one language. `routes`: one of them must be available; empty: it always fits.

    A block is a mapping of KINDS to its texts; `rows` of a table is a number.
    """

    id: str
    title: str
    routes: tuple[str, ...]
    blocks: tuple[Mapping[str, Any], ...]


def read(path: Path, raw: bytes, base: RuleBase) -> tuple[Template, ...]:
    """The templates in a file (its bytes). Raises RuleMistake with everything that is wrong."""
    try:
        documents = read_documents(read_text(raw))
    except FileMistake as mistake:
        raise RuleMistake([f"{path}:{mistake.line}: {mistake.message}"]) from None
    reader = _Reader(path, base)
    made = reader.templates(documents[0]) if len(documents) == 1 else None
    if made is None:
        reader.wrong(1, "expected one list of templates")
    if reader.messages:
        raise RuleMistake(reader.messages)
    assert made is not None, "what is no list was told"
    return made


class _Reader:
    def __init__(self, path: Path, base: RuleBase) -> None:
        self._path, self._base = path, base
        self.messages: list[str] = []

    def wrong(self, line: int, message: str) -> None:
        self.messages.append(f"{self._path}:{line}: {message}")

    def templates(self, listed: Any) -> tuple[Template, ...] | None:
        if not isinstance(listed, Sequence) or not listed:
            return None
        made = [self._template(item) for item in listed]
        found = [one.id for one in made if one is not None]
        for name in sorted({name for name in found if found.count(name) > 1}):
            self.wrong(listed.line, f"the template {name} stands twice")
        return tuple(one for one in made if one is not None)

    def _template(self, item: Any) -> Template | None:
        if not isinstance(item, Written):
            self.wrong(getattr(item, "line", 1), f"expected a template: a mapping of {', '.join(KEYS)}")
            return None
        for key in item:
            if key not in KEYS:
                self.wrong(key.line, f"the key {key} is not known in a template{nearest(key, KEYS)}")
        return self._known(item, item.line)

    def _known(self, item: Mapping[Any, Any], line: int) -> Template | None:
        """The template of a mapping that has known keys alone."""
        name, title = self._word(item, "id", line), self._word(item, "title", line)
        if name and not _ID.fullmatch(name):
            self.wrong(line, f"id: expected small letters, digits and _; found {name}")
        routes = self._texts(item.get("routes", Sequence()), line, "routes")
        for route in routes:
            if route not in self._base.routes:
                self.wrong(line, f"{name}: the route {route} is not known{nearest(route, self._base.routes)}")
        blocks = item.get("blocks")
        if not isinstance(blocks, Sequence) or not blocks:
            self.wrong(line, f"{name}: blocks: expected a list of blocks")
            return None
        return Template(name, title, tuple(routes), tuple(self._block(block, name) for block in blocks))

    def _word(self, item: Mapping[Any, Any], key: str, line: int) -> str:
        value = item.get(key)
        if not isinstance(value, Scalar) or value.is_null or not value.strip():
            self.wrong(line, f"{key}: expected a text")
            return ""
        return str(value)

    def _texts(self, value: Any, line: int, key: str) -> list[str]:
        if not isinstance(value, Sequence) or not all(isinstance(text, Scalar) and text.strip() for text in value):
            self.wrong(getattr(value, "line", line), f"{key}: expected a list of texts")
            return []
        return [str(text) for text in value]

    def _block(self, block: Any, name: str) -> dict[str, Any]:
        line = getattr(block, "line", 1)
        if not isinstance(block, Written) or {str(key) for key in block} not in KINDS.values():
            found = ", ".join(block) if isinstance(block, Written) else block
            self.wrong(line, f"{name}: expected one of {', '.join(KINDS)}; found {found}")
            return {}
        return self._parts(block, line, name)

    def _parts(self, block: Mapping[Any, Any], line: int, name: str) -> dict[str, Any]:
        """The texts of a block of one of KINDS."""
        key = next(kind for kind in KINDS if kind in block)
        if key in ("list", "articles", "table"):
            texts = self._texts(block[key], line, key)
            if not texts:
                self.wrong(line, f"{name}: {key}: expected at least one text")
            made: dict[str, Any] = {key: texts}
            if key == "table":
                made["rows"] = self._rows(block["rows"], line)
        else:
            texts = [self._word(block, key, line)]
            made = {key: texts[0]}
            if key == "insert" and texts[0] not in INSERTS:
                self.wrong(line, f"{name}: insert: expected one of {', '.join(INSERTS)}; found {texts[0]}")
        for text in texts:
            # Only these are filled in; a brace elsewhere would stand there as it is.
            self._places(text, line, name, filled=key in ("text", "list", "articles"))
        return made

    def _places(self, text: str, line: int, name: str, *, filled: bool) -> None:
        """Tells what stands between braces and is no place, and braces that are not closed."""
        for place in _PLACE.findall(text):
            if not filled or place not in PLACES:
                self.wrong(line, f"{name}: {{{place}}} is no place here{nearest(place, PLACES)}")
        if re.search(r"[{}]", _PLACE.sub("", text)):
            self.wrong(line, f"{name}: a brace is not closed in: {text[:60]}")

    def _rows(self, value: Any, line: int) -> int:
        text = str(value) if isinstance(value, Scalar) else ""
        if not re.fullmatch(r"[1-9][0-9]?", text) or int(text) > MOST_ROWS:
            self.wrong(line, f"rows: expected a number from 1 to {MOST_ROWS}; found {text or 'none'}")
            return 1
        return int(text)
