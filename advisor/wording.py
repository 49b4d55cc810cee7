"""All wording of one language, from rules/text/LANG: looked up by section, id and key, never built from code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from advisor import quantity, rulebase, rulefiles
from advisor.rulebase import Fact
from advisor.yamlfile import FileMistake, Mapping, Sequence, read_documents, read_text

LANGUAGES = ("nl", "en", "fr", "de")
#: Languages in which no speaker of the field has read the texts yet; every output says so.
UNREVIEWED = frozenset({"de"})
#: French signs that no line may start with, and the mark that no line may end with.
_FRENCH_SPACES = re.compile(r"(?<=\S) (?=[:;?!»%€](?!\w))|(?<=«) ")
_FRENCH_CITES = (
    (re.compile(r",? (§+)(?=\d)"), ", \\1\u00a0"),
    (re.compile(r"(§\u00a0|al\. )1(?![\d-])"), r"\g<1>1er"),
)


class WordingMistake(Exception):
    """A text is not there, or a wording file cannot be read."""


class Wording:
    """The texts of one language. `sections` maps a file's name to its content."""

    def __init__(self, language: str, sections: dict[str, Any]) -> None:
        self.language = language
        self._sections = sections
        words = sections.get("acts", {})
        ordered = sorted(words, key=len, reverse=True)
        self._act_words = re.compile(r"\b(" + "|".join(re.escape(word) for word in ordered) + r")\b") if words else None

    @classmethod
    def load(cls, language: str, folder: str | None = None, *, cache: bool = True) -> Wording:
        """The wording in a rule folder (default: the one of the program). Raises WordingMistake, RuleMistake."""
        place = rulefiles.rule_folder(folder) / "text" / language
        if not place.is_dir():
            raise WordingMistake(f"there is no wording in {language}: {place} is not a folder")
        files = {path.name: path.read_bytes() for path in sorted(place.glob("*.yaml"))}
        sections = rulebase.cached(f"text-{language}", rulefiles.digest(files), lambda: _read(files, language), cache)
        return cls(language, sections)

    def text(self, section: str, *keys: str) -> str:
        """The text at `section` / keys. Raises WordingMistake where it is missing."""
        found: Any = self._sections.get(section)
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        if not isinstance(found, str):
            raise WordingMistake(f"no text in {self.language} for {'/'.join((section, *keys))}")
        return found

    def has(self, section: str, *keys: str) -> bool:
        """Whether there is a text there."""
        try:
            self.text(section, *keys)
        except WordingMistake:
            return False
        return True

    def items(self, section: str, *keys: str) -> list[str]:
        """The list of texts at `section` / keys. Raises WordingMistake where it is missing."""
        found: Any = self._sections.get(section)
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        if not isinstance(found, list):
            raise WordingMistake(f"no list in {self.language} for {'/'.join((section, *keys))}")
        return found

    def section(self, name: str) -> dict[str, Any]:
        """A whole section. Raises WordingMistake where it is missing."""
        if name not in self._sections:
            raise WordingMistake(f"no section {name} in {self.language}")
        return dict(self._sections[name])

    @property
    def unreviewed(self) -> str:
        """What says that this language is not read through yet; empty where it is."""
        return self.text("document", "unreviewed") if self.language in UNREVIEWED else ""

    def labelled(self, label: str, text: str) -> str:
        """A label with its text; French writes a space before the colon."""
        return f"{label}\u00a0: {text}" if self.language == "fr" else f"{label}: {text}"

    def cite(self, cite: str) -> str:
        """A citation of the rule files as this language writes it."""
        if self._act_words is None:
            return cite
        said = self._act_words.sub(lambda match: self.text("acts", match[1]), cite)
        for pattern, written in _FRENCH_CITES if self.language == "fr" else ():
            said = pattern.sub(written, said)
        return said

    def money(self, cents: int) -> str:
        """139.999 euro as `€ 139.999,00` in Dutch, `€139,999.00` in English, `139.999,00 €` in French and German."""
        whole = f"{cents // 100:,}"
        if self.language == "en":
            return f"€{whole}.{cents % 100:02d}"
        continental = f"{whole.replace(',', '.')},{cents % 100:02d}"
        return f"{continental}\u00a0€" if self.language in ("fr", "de") else f"€ {continental}"

    def date(self, day: int) -> str:
        """An ordinal as day/month/year."""
        year, month, number = quantity.date_text(day).split("-")
        return f"{int(number)}/{int(month)}/{year}"

    def number(self, hundredths: int) -> str:
        """A number without needless decimals."""
        text = quantity.number_text(hundredths)
        return text if self.language == "en" else text.replace(".", ",")

    def fact(self, fact: Fact) -> str:
        """The name of a fact."""
        return self.text("rules", fact.id) if fact.derived else self.text("facts", fact.id, "label")

    def value(self, fact: Fact, answer: object) -> str:
        """An answer as a person reads it; None is asked and not known."""
        if answer is None:
            return self.text("status", "asked_not_known")
        if isinstance(answer, bool):
            return self.text("status", "yes" if answer else "no")
        if isinstance(answer, tuple):
            return "; ".join(self.money(part) if isinstance(part, int) else str(part) for part in answer) or "-"
        if isinstance(answer, int):
            shown = {"money": self.money, "date": self.date}.get(fact.type, self.number)
            return shown(answer)
        return self.text("facts", fact.id, "values", str(answer)) if fact.type == "enum" else str(answer)

    def joined(self, parts: list[str]) -> str:
        """`a, b en c`."""
        if len(parts) < 2:
            return "".join(parts)
        return self.text("rules", "joined").format(list=", ".join(parts[:-1]), last=parts[-1])


def _read(files: dict[str, bytes], language: str) -> dict[str, Any]:
    found = {}
    for name, raw in files.items():
        try:
            documents = read_documents(read_text(raw))
        except FileMistake as mistake:
            raise WordingMistake(f"{name}:{mistake.line}: {mistake.message}") from None
        found[Path(name).stem] = _simple(documents[0], language) if documents else {}
    return found


def _simple(value: Any, language: str) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _simple(item, language) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_simple(item, language) for item in value]
    return _FRENCH_SPACES.sub("\u00a0", str(value)) if language == "fr" else str(value)
