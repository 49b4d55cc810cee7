"""Rule bases as packs: one file that holds a rule base of a release, so that its records can be verified for ever.

A pack is read whole and checked before anything of it is kept: names, sizes, and that its rules have no mistakes.
"""

from __future__ import annotations

import io
import lzma
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from advisor import rulebase, rulefiles
from advisor.rulefiles import RuleMistake

#: A rule base has some hundreds of files of some tens of kilobytes.
MOST_FILES = 2_000
MOST_BYTES = 50_000_000
ENDINGS = frozenset({".yaml", ".json"})
#: The day that every file in a pack has: the same rules give the same pack.
DAY = (2026, 1, 1, 0, 0, 0)


#: What the reader of the archive raises where the archive is none, or a part of it cannot be unpacked.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, LookupError, NotImplementedError, RuntimeError,
    EOFError, OSError, ValueError,
)  # fmt: skip


class PackMistake(Exception):
    """The pack is refused; the message says what was expected."""


class Pack(NamedTuple):
    """An installed rule base."""

    version: str
    digest: str
    folder: Path


def pack(folder: Path) -> bytes:
    """The rule base in a folder as a pack; the same files give the same bytes."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in ENDINGS:
                info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), DAY)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, path.read_bytes())
    return raw.getvalue()


def unpacked(raw: bytes) -> dict[str, bytes]:
    """The files of a pack by name. Raises PackMistake; nothing is written."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                raise PackMistake(f"it has {len(entries)} files; expected at most {MOST_FILES}")
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise PackMistake(f"its files have more than {MOST_BYTES} bytes")
            files: dict[str, bytes] = {}
            for entry in entries:
                _require_plain(entry, files)
                with archive.open(entry) as file:
                    # What the list of the pack says of the size is not believed.
                    content = file.read(MOST_BYTES + 1)
                files[entry.filename] = content
                if sum(map(len, files.values())) > MOST_BYTES:
                    raise PackMistake(f"its files have more than {MOST_BYTES} bytes")
    except _UNREADABLE as error:
        raise PackMistake(f"it is no pack that can be read: {error}") from None
    return files


def _require_plain(entry: zipfile.ZipInfo, files: dict[str, bytes]) -> None:
    """A name inside the folder, with an ending of rules, once, and no link. Raises PackMistake."""
    name = PurePosixPath(entry.filename)
    outside = name.is_absolute() or ".." in name.parts or "\\" in entry.filename or ":" in entry.filename
    if outside or not name.parts or name.suffix not in ENDINGS or entry.filename in files:
        raise PackMistake(f"the name {entry.filename!r} is not one of a rule file, or stands there twice")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise PackMistake(f"{entry.filename} is a link; expected a file")


def install(raw: bytes, place: Path) -> Pack:
    """Keeps the rule base of a pack in `place`, named by its digest. Raises PackMistake, RuleMistake, OSError."""
    files = unpacked(raw)
    place.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=place))
    try:
        for name, content in files.items():
            path = unfinished / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        base = rulebase.load(str(unfinished), cache=False)
        folder = place / _name(unfinished)
        if not folder.exists():
            unfinished.replace(folder)
        return Pack(base.version, base.digest, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def installed(place: Path) -> list[Pack]:
    """The rule bases that are kept in `place`; one that no longer is what its name says is passed over."""
    found = []
    for folder in sorted(place.glob("[0-9a-f]*")) if place.is_dir() else []:
        try:
            if _name(folder) == folder.name:
                base = rulebase.load(str(folder))
                found.append(Pack(base.version, base.digest, folder))
        except (RuleMistake, OSError):
            # What was changed since it was installed is not that rule base any more.
            continue
    return found


def _name(folder: Path) -> str:
    return rulefiles.digest(rulefiles.contents(folder)).partition(":")[2]
