"""One light and one dark theme of our own. Every pair of text and ground that the screen uses stands in PAIRS.

The colours become CSS variables; a test computes the contrast of every pair, and of every painted cell, at 7:1 or more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.theme import Theme

#: Text and the ground on which it is painted.
PAIRS = (
    ("text", "page"),
    ("soft", "page"),
    ("heading", "page"),
    ("accent", "page"),
    ("good", "page"),
    ("doubt", "page"),
    ("bad", "page"),
    ("text", "panel"),
    ("soft", "panel"),
    ("heading", "panel"),
    ("accent", "panel"),
    ("good", "panel"),
    ("doubt", "panel"),
    ("bad", "panel"),
    ("text", "entry"),
    ("soft", "entry"),
    ("bar-text", "bar"),
    ("bar-key", "bar"),
    ("picked-text", "picked"),
)

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


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb`, as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
