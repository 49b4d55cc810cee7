"""One light and one dark theme of our own.

The colours become CSS variables; every text has a contrast of 7:1 or more with the ground on which it is painted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.theme import Theme

DARK: Mapping[str, str] = {
    "page": "#10161d",
    "panel": "#161f29",
    "entry": "#1c2733",
    "bar": "#0b1016",
    "picked": "#cfe6ff",
    "text": "#e9eef4",
    "soft": "#b6c3d1",
    "heading": "#ffffff",
    "accent": "#8fd0ff",
    "good": "#97e6a4",
    "doubt": "#ffd57a",
    "bad": "#ffb3ab",
    "bar-text": "#d5dee8",
    "bar-key": "#8fd0ff",
    "picked-text": "#0b1a2a",
}
LIGHT: Mapping[str, str] = {
    "page": "#ffffff",
    "panel": "#f2f5f8",
    "entry": "#e9eef4",
    "bar": "#e4eaf1",
    "picked": "#0b3a6f",
    "text": "#15202b",
    "soft": "#34424f",
    "heading": "#000000",
    "accent": "#0a3f7a",
    "good": "#0b4a20",
    "doubt": "#573a00",
    "bad": "#7d0d0d",
    "bar-text": "#22303d",
    "bar-key": "#0a3f7a",
    "picked-text": "#ffffff",
}
PALETTES: Mapping[str, Mapping[str, str]] = {"wijzer-dark": DARK, "wijzer-light": LIGHT}


def themes() -> list[Theme]:
    """The two themes for Textual, each colour as a variable `$w-…`."""
    from textual.theme import Theme

    return [
        Theme(
            name=name,
            dark=name.endswith("dark"),
            primary=palette["accent"],
            foreground=palette["text"],
            background=palette["page"],
            surface=palette["page"],
            panel=palette["panel"],
            success=palette["good"],
            warning=palette["doubt"],
            error=palette["bad"],
            variables={
                **{f"w-{key}": colour for key, colour in palette.items()},
                "input-cursor-background": palette["text"],
                "input-cursor-foreground": palette["entry"],
                "input-selection-background": palette["picked"],
                "input-selection-foreground": palette["picked-text"],
            },
        )
        for name, palette in PALETTES.items()
    ]
