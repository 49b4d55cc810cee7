"""What a line of words says: facts to fill in, something to look up, or a question or procedure to go to.

A word that says nothing is named; it is never dropped without a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from advisor.amount_entry import read_money

if TYPE_CHECKING:
    from advisor.derive import Answer
    from advisor.wording import Wording

#: The fact that an amount fills in.
VALUE = "value.estimate"
#: What can be looked up.
AMOUNT, LIMIT, ARTICLE = "amount", "limit", "article"
_GROUP = re.compile(r"\d{3}(,\d{1,2})?", re.ASCII)
_GROUPS = re.compile(r"€?\d{1,3}( \d{3})*", re.ASCII)
#: Fewer figures than these are a number of something, not an amount, unless a euro sign says so.
FEWEST = 3


class Vocabulary(NamedTuple):
    """The words of one language, folded: phrases that fill in a fact, words of look-ups, and words that say nothing."""

    fills: Mapping[tuple[str, ...], tuple[str, str]]
    commands: Mapping[str, str]
    noise: frozenset[str]
    with_vat: frozenset[str]


class Asked(NamedTuple):
    """A line as it was read. `command` with `rest`: something to look up; else `answers` and the `words` left over.

    `fault` is a key of the wording of the screen's search page; `about` is what it is about.
    """

    command: str = ""
    rest: str = ""
    answers: Mapping[str, Answer] = {}
    words: tuple[str, ...] = ()
    fault: str = ""
    about: str = ""
    candidates: tuple[int, ...] = ()


class Target(NamedTuple):
    """A question or a procedure that words can lead to. `names` are words that count before those of `text`."""

    kind: str
    id: str
    title: str
    names: tuple[str, ...]
    text: str = ""


def fold(text: str) -> str:
    """Without capitals and accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in bare if not unicodedata.combining(character))


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(re.findall(r"[\w€]+(?:[.,-][\w]+)*", fold(text)))


def listed(text: str) -> list[str]:
    """The words and phrases of a text with commas: languages have more or fewer of them for one thing."""
    return [phrase.strip() for phrase in text.split(",")]


def vocabulary(wording: Wording) -> Vocabulary:
    """The words of a language, from its section `search`."""
    section = wording.section("search")
    return Vocabulary(
        {
            words_of(phrase): (fact, value)
            for fact, values in section["fills"].items()
            for value, phrases in values.items()
            for phrase in listed(phrases)
        },
        {fold(word): command for command, words in section["commands"].items() for word in listed(words)},
        frozenset(fold(word) for word in listed(section["noise"])),
        frozenset(fold(word) for word in listed(section["with_vat"])),
    )


def read(line: str, known: Vocabulary) -> Asked:
    """What the line says."""
    words = list(words_of(line))
    if words and words[0] in known.commands:
        return Asked(known.commands[words[0]], line.split(None, 1)[1].strip() if len(words) > 1 else "")
    amounts, words = _amounts(words)
    answers: dict[str, Answer] = {}
    left: list[str] = []
    longest = max(map(len, known.fills), default=1)
    at = 0
    while at < len(words):
        size = next((n for n in range(longest, 0, -1) if tuple(words[at : at + n]) in known.fills), 0)
        if not size:
            left.append(words[at])
            at += 1
            continue
        fact, value = known.fills[tuple(words[at : at + size])]
        if answers.get(fact, value) != value:
            return Asked(fault="twice", about=fact)
        answers[fact] = value
        at += size
    fault = _value(amounts, answers)
    if fault is not None:
        return fault
    if amounts and known.with_vat & set(left):
        return Asked(fault="with_vat", about=VALUE)
    return Asked(answers=answers, words=tuple(word for word in left if word not in known.noise))


def _amounts(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words that are amounts, those written in groups joined again, and the other words."""
    amounts: list[str] = []
    left: list[str] = []
    run = ""
    for word in (*words, ""):
        text = f"{word[:-1]}000" if re.fullmatch(r"\d{1,6}k", word) else word
        if run and _GROUP.fullmatch(text) and _GROUPS.fullmatch(run):
            run = f"{run} {text}"
            continue
        if run:
            is_amount = "€" in run or len(re.sub(r"\D", "", run)) >= FEWEST
            (amounts if is_amount else left).append(run)
        run = text if re.match(r"€?\d", text) else ""
        if word and not run and word != "€":
            left.append(word)
    return amounts, left


def _value(amounts: Sequence[str], answers: dict[str, Answer]) -> Asked | None:
    """Adds the amount to the answers; what is wrong with it otherwise."""
    if len(amounts) > 1:
        return Asked(fault="two_amounts", about="; ".join(amounts))
    for text in amounts:
        reading = read_money(text)
        if reading.cents is None:
            return Asked(fault=reading.message, about=text, candidates=tuple(reading.candidates))
        answers[VALUE] = reading.cents
    return None


def find(targets: Iterable[Target], words: Sequence[str], most: int = 8) -> tuple[list[Target], tuple[str, ...]]:
    """The targets to which the words lead, best first, and the words that lead to none."""
    scored: list[tuple[int, int, Target]] = []
    met: set[str] = set()
    for number, target in enumerate(targets):
        names = words_of(" ".join((target.title, *target.names)))
        text = words_of(target.text)
        score = 0
        for word in words:
            if word in names:
                score += 9
            elif any(name.startswith(word) for name in names):
                score += 6
            elif len(word) >= FEWEST and any(other.startswith(word) for other in text):
                score += 2
            else:
                continue
            met.add(word)
        if score:
            # A name of several words that was typed whole comes before one that shares a word of it.
            whole = any(words_of(name) == tuple(words) for name in target.names)
            scored.append((-score - 20 * whole, number, target))
    return [target for _, _, target in sorted(scored)[:most]], tuple(word for word in words if word not in met)
