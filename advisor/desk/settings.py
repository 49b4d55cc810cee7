"""What this person chose once: the profile of the authority, in a small JSON file."""

from __future__ import annotations

import json
import os
from pathlib import Path

AUTHORITY = "authority"


def profile(file: Path) -> Path | None:
    """The profile chosen; None where none is, or where the file cannot be read as settings."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    chosen = found.get(AUTHORITY) if isinstance(found, dict) else None
    return Path(chosen) if isinstance(chosen, str) and chosen else None


def remember(file: Path, chosen: Path | None) -> None:
    """Writes the choice whole or not at all. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.write_text(json.dumps({AUTHORITY: None if chosen is None else str(chosen)}) + "\n", "utf-8")
    unfinished.replace(file)
