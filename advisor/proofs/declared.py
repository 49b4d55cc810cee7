"""The lists beside the proofs: what is meant to be so, and which mutants may survive, each with a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from advisor.rulefiles import RuleMistake
from advisor.yamlfile import FileMistake, Mapping, Scalar, Sequence, read_documents, read_text

DECLARED = "proofs/declared.yaml"
SURVIVORS = "proofs/survivors.yaml"


class Entry(NamedTuple):
    """One line of a list: what it is about (one value for each key but `why`), and why it is accepted."""

    about: tuple[str, ...]
    why: str


def read(folder: str, name: str, keys: tuple[str, ...]) -> dict[tuple[str, ...], Entry]:
    """The entries of a list in a rule folder, by what they are about; empty where there is no such file.

    Raises RuleMistake with file and line.
    """
    path = Path(folder) / name
    if not path.is_file():
        return {}
    try:
        documents = read_documents(read_text(path.read_bytes()))
        found: dict[tuple[str, ...], Entry] = {}
        for item in documents[0] if documents and isinstance(documents[0], Sequence) else []:
            entry = _entry(item, keys)
            if entry.about in found:
                raise FileMistake(item.line, f"{' '.join(entry.about)} stands twice")
            found[entry.about] = entry
    except FileMistake as mistake:
        raise RuleMistake([f"{name}:{mistake.line}: {mistake.message}"]) from None
    return found


def _entry(item: object, keys: tuple[str, ...]) -> Entry:
    if not isinstance(item, Mapping) or set(item) != {*keys, "why"}:
        expected = ", ".join((*keys, "why"))
        raise FileMistake(getattr(item, "line", 1), f"expected exactly the keys {expected}")
    texts = {str(key): value for key, value in item.items() if isinstance(value, Scalar)}
    if len(texts) != len(item) or not all(str(value).strip() for value in texts.values()):
        raise FileMistake(item.line, "each value is a text, and none is empty")
    return Entry(tuple(str(texts[key]) for key in keys), str(texts["why"]))
