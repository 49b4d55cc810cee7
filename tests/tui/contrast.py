"""The contrast of two colours, and the pairs of text and ground that the screen uses."""

from __future__ import annotations

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


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb`, as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
