"""The language of the screen: which one to start in, and its texts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.wording import Wording

LANGUAGES = ("nl", "fr", "en", "de")


def first_language(asked: str | None = None) -> str:
    """The language asked for, else the one that the terminal speaks, else Dutch."""
    if asked in LANGUAGES:
        return asked
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    spoken = spoken[:2].lower()
    return spoken if spoken in LANGUAGES else LANGUAGES[0]


def following(language: str) -> str:
    """The language after this one, round and round."""
    return LANGUAGES[(LANGUAGES.index(language) + 1) % len(LANGUAGES)]


class Texts:
    """Texts of the screen in one language, with the wording of the law behind them."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.language = wording.language

    def say(self, key: str, **values: object) -> str:
        """The text of the screen with this key (`part.name`), its places filled. Raises WordingMistake."""
        text = self.wording.text("screen", *key.split("."))
        return text.format(**values) if values else text

    def key(self, key: str) -> str:
        """The name of a key as it stands on the keyboard."""
        named = "key_names." + key.replace("+", "_")
        return self.say(named) if self.wording.has("screen", *named.split(".")) else key.upper()
