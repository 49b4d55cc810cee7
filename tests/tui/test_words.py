"""The words of the screen: the same keys in both languages, every key used is there, every action is named."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from advisor.wording import Wording, WordingMistake
from tui import actions
from tui.language import LANGUAGES, Texts, first_language, following

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {language: Texts(Wording.load(language, str(ROOT / "rules"))) for language in LANGUAGES}
#: Keys that the code puts together itself, by their beginning.
COMPOSED = (
    "search.faults.",
    "search.page",
    "search.route",
    "search.examples",
    "trouble.",
    "actions.",
    "explained.",
    "help.",
    "key_names.",
    "question.left",
)
USED = re.compile(r"""say\(\s*f?["']([a-z_.]+)["'{]""")
NOTHING = re.compile(r"""(?:nothing|say)\(\s*["']([a-z_]+(?:\.[a-z_]+)?)["']""")


def flat(section: dict[str, Any], before: str = "") -> dict[str, Any]:
    """All keys of a section, joined by dots."""
    found = {}
    for key, value in section.items():
        name = f"{before}{key}"
        found.update(flat(value, f"{name}.") if isinstance(value, dict) else {name: value})
    return found


def _flat(language: str) -> dict[str, Any]:
    return flat(TEXTS[language].wording.section("screen"))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_has_the_same_keys(language: str) -> None:
    dutch, other = _flat("nl"), _flat(language)
    assert dutch.keys() == other.keys()
    for key, text in dutch.items():
        if isinstance(text, str):
            places = re.findall(r"{(\w+)}", text)
            assert sorted(places) == sorted(re.findall(r"{(\w+)}", other[key])), key
        else:
            assert len(text) == len(other[key]), key


def _keys_in_code() -> set[str]:
    found = set()
    for path in (ROOT / "tui").rglob("*.py"):
        if not path.name.startswith("plain"):
            source = path.read_text("utf-8")
            found |= {
                key for key in re.findall(r"""["']([a-z_]+\.[a-z_]+)["']""", source) if key.split(".")[0] in TOPICS
            }
            found |= set(NOTHING.findall(source))
    return found


TOPICS = set(TEXTS["nl"].wording.section("screen"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_that_the_code_names_is_there(language: str) -> None:
    keys = _keys_in_code()
    assert len(keys) > 60
    missing = [key for key in keys if not TEXTS[language].wording.has("screen", *key.split(".")) and key not in TOPICS]
    assert not missing


def test_no_text_stands_there_unused() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "tui").rglob("*.py"))
    unused = [
        key
        for key in _flat("nl")
        if not key.startswith(COMPOSED) and f'"{key}"' not in source and f"'{key}'" not in source
    ]
    assert not unused


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_and_every_key_has_a_name(language: str) -> None:
    texts = TEXTS[language]
    for action in actions.ACTIONS:
        assert texts.say(f"actions.{action.id}")
        assert texts.say(f"explained.{action.id}")
        assert texts.key(action.keys[0])


def test_a_key_means_one_thing() -> None:
    keys = [key for action in actions.ACTIONS for key in action.keys]
    assert len(keys) == len(set(keys))


def test_a_missing_text_is_a_mistake_and_not_an_empty_line() -> None:
    with pytest.raises(WordingMistake):
        TEXTS["nl"].say("start.nowhere")


def test_the_screen_does_not_say_please_or_sorry() -> None:
    for language in LANGUAGES:
        for key, text in _flat(language).items():
            said = " ".join(text) if isinstance(text, list) else text
            assert not re.search(r"\b(please|sorry|alstublieft|gelieve|oeps|oops)\b", said, re.IGNORECASE), key
            assert not re.search("[\U0001f300-\U0001faff]", said), key


def test_the_code_names_no_route_fact_or_article() -> None:
    from advisor import rulebase

    base = rulebase.load(str(ROOT / "rules"))
    names = [*base.facts, *base.routes, *(rule.id for rule in base.rules)]
    own = {"open"}  # an ordinary English word, too
    for path in (ROOT / "tui").rglob("*.py"):
        source = path.read_text("utf-8")
        for name in names:
            quoted = f'"{name}"' in source or f"'{name}'" in source
            assert not quoted or name in own, f"{path.name} names {name}"
        assert not re.search(r"\bart\. ?\d|§", source), path.name


def test_the_language_comes_from_the_terminal_and_is_dutch_where_it_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert first_language() == "nl"
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert first_language() == "en"
    monkeypatch.setenv("LANG", "fr_BE.UTF-8")
    assert first_language() == "fr"
    monkeypatch.setenv("LANG", "xx")
    assert first_language() == "nl"
    assert first_language("nl") == "nl"
    assert [following(language) for language in LANGUAGES] == ["fr", "en", "de", "nl"]
