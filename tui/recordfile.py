"""The record as files: written whole or not at all, and never over an earlier one."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.assessing import Assessment
    from advisor.authority.house import House
    from advisor.rulebase import RuleBase
    from advisor.wording import Wording


def record_texts(found: Assessment, base: RuleBase, wording: Wording, house: House | None = None) -> dict[str, str]:
    """The record in every form that the screen writes, by the ending of its file's name."""
    from advisor import record

    return {form: record.render(found, base, wording, form, house) for form in record.FORMATS}


def write_record(
    found: Assessment, base: RuleBase, wording: Wording, folder: Path, house: House | None = None
) -> list[Path]:
    """Writes the record in every form into the folder and gives the paths. Raises OSError."""
    texts = record_texts(found, base, wording, house)
    folder.mkdir(parents=True, exist_ok=True)
    stem = free_name(folder, found.case.id, tuple(texts))
    written = []
    for form, text in texts.items():
        path = folder / f"{stem}.{form}"
        unfinished = folder / f".{stem}.{os.getpid()}.{form}"
        # Nobody else may read it, where the system knows rights: amounts and names stand in it.
        unfinished.touch(0o600)
        unfinished.write_text(text, "utf-8")
        unfinished.replace(path)
        written.append(path)
    return written


def write_text(text: str, name: str, folder: Path) -> Path:
    """Writes a text as `name.txt` into the folder, under a name that is free, and gives its path. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{free_name(folder, name, ('txt',))}.txt"
    unfinished = folder / f".{path.name}.{os.getpid()}"
    unfinished.touch(0o600)
    unfinished.write_text(text, "utf-8")
    unfinished.replace(path)
    return path


def zipped(stem: str, texts: Mapping[str, str]) -> bytes:
    """The texts as the files of one archive, by their endings."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for form, text in texts.items():
            archive.writestr(f"{stem}.{form}", text.encode())
    return raw.getvalue()


def free_name(folder: Path, case_id: str, forms: tuple[str, ...]) -> str:
    """`2026-001`, or `2026-001-v2` and so on where that name is taken."""
    number = 1
    while True:
        stem = case_id if number == 1 else f"{case_id}-v{number}"
        if not any((folder / f"{stem}.{form}").exists() for form in forms):
            return stem
        number += 1
