"""Every character that marks a state: one table, in Unicode and in ASCII. State never depends on a colour."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple


class Glyphs(NamedTuple):
    """Markers of the screen. Each state has one of its own, so that a dump without colour still tells them apart."""

    pointer: str
    chosen: str
    not_chosen: str
    marked: str
    unmarked: str
    unsure: str
    available: str
    unavailable: str
    undetermined: str
    first: str
    bullet: str
    more_above: str
    more_below: str
    rule: str
    dot: str


UNICODE = Glyphs(
    pointer="›",
    chosen="(•)",
    not_chosen="( )",
    marked="[x]",
    unmarked="[ ]",
    unsure="[?]",
    available="✓",
    unavailable="✗",
    undetermined="?",
    first="★",
    bullet="•",
    more_above="▲",
    more_below="▼",
    rule="─",
    dot="·",
)
ASCII = Glyphs(
    pointer=">",
    chosen="(*)",
    not_chosen="( )",
    marked="[x]",
    unmarked="[ ]",
    unsure="[?]",
    available="+",
    unavailable="-",
    undetermined="?",
    first="*",
    bullet="-",
    more_above="^",
    more_below="v",
    rule="-",
    dot="-",
)


def glyphs() -> Glyphs:
    """The table that this terminal can show; WIJZER_ASCII=1 asks for ASCII."""
    encoding = (getattr(sys.__stdout__, "encoding", None) or "").lower().replace("-", "")
    plain = os.environ.get("WIJZER_ASCII") or not encoding.startswith("utf")
    return ASCII if plain else UNICODE
