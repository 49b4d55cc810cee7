"""Figures as they stand on a Belgian keyboard: on AZERTY the unshifted key of a figure gives another character."""

from __future__ import annotations

#: The characters of the figure keys of a Belgian (and French) AZERTY keyboard without shift.
AZERTY = dict(zip("&é\"'(\u00a7è!çà", "1234567890", strict=True)) | {"-": "6", "_": "8"}
#: Only the Belgian ones: a minus and an underline have a meaning of their own in a field.
IN_FIELD = {character: figure for character, figure in AZERTY.items() if character not in "-_"}


def figure(character: str) -> str:
    """The figure that the key stands for, or nothing."""
    return character if character.isascii() and character.isdecimal() else AZERTY.get(character, "")
