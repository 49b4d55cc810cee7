"""The record as files: written whole or not at all, and never over an earlier one."""

from __future__ import annotations

import errno
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
    """Writes the record in every form into the folder and gives the paths. Raises OSError.

    A locked one keeps its name and can be written by nobody; where it stands there already, it is left as it is.
    """
    from advisor import recordversion

    texts = record_texts(found, base, wording, house)
    folder.mkdir(parents=True, exist_ok=True)
    is_final, stem = found.case.version.locked_on is not None, recordversion.stem(found.case)
    if is_final:
        return [_kept(folder / f"{stem}.{form}", text) for form, text in texts.items()]
    stem = free_name(folder, stem, tuple(texts))
    return [_written(folder / f"{stem}.{form}", text) for form, text in texts.items()]


def _kept(path: Path, text: str) -> Path:
    """A file of a locked record. Raises FileExistsError where another one stands there."""
    if not path.exists():
        return _written(path, text, 0o400)
    if path.read_bytes() != text.encode():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    return path


def _written(path: Path, text: str, mode: int = 0o600) -> Path:
    """A file that nobody else may read, where the system knows rights: amounts and names stand in it."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.touch(0o600)
    unfinished.write_bytes(text.encode())
    unfinished.chmod(mode)
    return unfinished.replace(path)


def write_text(text: str, name: str, folder: Path) -> Path:
    """Writes a text as `name.txt` into the folder, under a name that is free, and gives its path. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    return _written(folder / f"{free_name(folder, name, ('txt',))}.txt", text)


def zipped(stem: str, texts: Mapping[str, str]) -> bytes:
    """The texts as the files of one archive, by their endings."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for form, text in texts.items():
            archive.writestr(f"{stem}.{form}", text.encode())
    return raw.getvalue()


def free_name(folder: Path, name: str, forms: tuple[str, ...]) -> str:
    """`2026-001`, or `2026-001-2` and so on where that name is taken."""
    number = 1
    while True:
        stem = name if number == 1 else f"{name}-{number}"
        if not any((folder / f"{stem}.{form}").exists() for form in forms):
            return stem
        number += 1
