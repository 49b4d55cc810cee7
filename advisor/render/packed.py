"""A ZIP package with the same bytes each time: fixed order, fixed dates, nothing of the machine that wrote it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

#: The earliest date that a ZIP file can hold.
DATE = (1980, 1, 1, 0, 0, 0)


def packed(parts: Mapping[str, bytes], first: str) -> bytes:
    """The parts by name, `first` before the rest; `mimetype` is stored as it is, as OpenDocument wants."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in sorted(parts, key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, DATE)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name])
    return out.getvalue()


def unpacked(raw: bytes) -> dict[str, bytes]:
    """The parts of a ZIP package by name."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return {entry.filename: package.read(entry) for entry in package.infolist() if not entry.is_dir()}
