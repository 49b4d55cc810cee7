"""The texts of every language: the same keys and places, short sentences, no pleading, and one term for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from advisor.rulebase import RuleBase
from advisor.wording import LANGUAGES, Wording
from advisor.yamlfile import Mapping, Sequence, Value, read_documents, read_text
from tests.conftest import ROOT

TEXTS = ROOT / "rules" / "text"
SECTIONS = sorted(path.stem for path in (TEXTS / "nl").glob("*.yaml"))
MOST_WORDS = 20

#: A text tells what to do and does not beg.
PLEADING = {
    "nl": r"alstublieft|a\.u\.b|gelieve",
    "en": r"please|kindly",
    "fr": r"veuillez|s'il vous plaît|prière de|merci de",
}
#: Words that stand for a thing which has another term here (terms.csv), for each language.
OTHER_TERMS = {
    "nl": {
        "vergunning": "gunning",
        "aanneming": "opdracht van werken",
        "aanbestedende dienst": "aanbestedende overheid",
        "gegadigde": "kandidaat",
        "aanbestedingsstukken": "opdrachtdocumenten",
        "wijze van gunnen": "plaatsingsprocedure",
    },
    "en": {
        "bidder": "tenderer",
        "awarding authority": "contracting authority",
        "cooling-off": "standstill",
        "framework contract": "framework agreement",
        "simplified procedure": "simplified negotiated procedure with prior publication",
    },
    "fr": {
        r"(?<!Bulletin des )adjudications?\b": "attribution, procédure",
        "appel d'offres": "procédure ouverte, procédure restreinte",
        "autorité adjudicatrice": "pouvoir adjudicateur",
        "maître d'ouvrage": "adjudicateur",
        "mode de passation": "procédure de passation",
        "cahier des charges": "cahier spécial des charges",
        "marché à procédure adaptée": "procédure négociée directe avec publication préalable",
        "négociée sans publicité": "négociée sans publication préalable",
        "centrales? d'achats": "centrale d'achat",
        "commande publique": "marché public",
        r"mairie|préfecture": "maison communale, autorité de tutelle",
    },
}


def read(language: str, section: str) -> Value:
    return read_documents(read_text((TEXTS / language / f"{section}.yaml").read_bytes()))[0]


def flat(value: Value, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the path of keys to it; the texts of a list by number."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from flat(item, f"{path}/{key}")
    elif isinstance(value, Sequence):
        for number, item in enumerate(value):
            yield from flat(item, f"{path}/{number}")
    else:
        yield path, str(value)


def places(text: str) -> list[str]:
    return sorted(re.findall(r"{\w*}", text))


def sentences(text: str) -> list[int]:
    """The number of words of each sentence; a line is at least one sentence."""
    counts = (len(re.findall(r"[^\W_]+(?:['’./-][^\W_]+)*", part)) for part in re.split(r"(?<=[.!?;:])\s+|\n+", text))
    return [count for count in counts if count]


def test_every_language_has_the_same_sections() -> None:
    for language in LANGUAGES:
        assert sorted(path.stem for path in (TEXTS / language).glob("*.yaml")) == SECTIONS, language


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "nl"])
def test_keys_and_places_are_those_of_dutch(language: str, section: str) -> None:
    dutch, other = dict(flat(read("nl", section))), dict(flat(read(language, section)))
    assert other.keys() == dutch.keys()
    assert {key: places(text) for key, text in other.items()} == {key: places(text) for key, text in dutch.items()}


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(language: str, section: str) -> None:
    counts = [count for _, text in flat(read(language, section)) for count in sentences(text)]
    assert sum(counts) / len(counts) <= MOST_WORDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_pleads(language: str) -> None:
    for section in SECTIONS:
        for key, text in flat(read(language, section)):
            assert not re.search(rf"\b(?:{PLEADING.get(language, '(?!)')})", text, re.IGNORECASE), (section, key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_thing_has_one_term(language: str) -> None:
    # The words that people type, and the list of terms with its older forms, hold what is not to be written.
    for section in sorted({*SECTIONS} - {"search", "terms"}):
        for key, text in flat(read(language, section)):
            for other, term in OTHER_TERMS.get(language, {}).items():
                assert not re.search(rf"\b{other}", text, re.IGNORECASE), f"{section}{key}: write {term}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_have_plain_lines(language: str) -> None:
    for path in (TEXTS / language).glob("*.yaml"):
        raw = path.read_bytes()
        assert b"\r" not in raw, path
        assert b"\t" not in raw, path
        assert raw.endswith(b"\n"), path


@pytest.fixture(scope="module")
def french() -> Wording:
    return Wording.load("fr", str(ROOT / "rules"))


def test_a_french_reason_needs_no_elision(french: Wording, base: RuleBase) -> None:
    reasons = {tier.reason for _, tiers in base.criteria for entries in tiers for tier in entries}
    assert reasons
    for reason in reasons:
        assert not re.match(r"[aàâeéèêiîoôuyhœ]", french.text("advice", reason), re.IGNORECASE), reason


def test_no_french_line_can_start_with_a_sign(french: Wording) -> None:
    assert french.text("rules", "shown") == "{fact}\u00a0: {answer}"
    assert french.text("record", "disclaimer").count("«\u00a0") == 1
    for section in SECTIONS:
        for key, text in flat_plain(french.section(section)):
            assert not re.search(r"\S (?:[:;%€»](?:\s|$)|[?!]$)|« ", text), (section, key)


def flat_plain(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from flat_plain(item, f"{path}/{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from flat_plain(item, f"{path}/{number}")
    else:
        yield path, str(value)


@pytest.mark.parametrize(
    ("cite", "written"),
    [
        ("LPP art. 42 §1, 1°, a; RD art. 90, 1°", "art. 42, §\u00a01er, 1°, a; AR Passation, art. 90, 1°"),
        ("L2013 art. 29 §1, al. 1", "loi Recours, art. 29, §\u00a01er, al. 1er"),
        ("LPP art. 30 §§2-3", "art. 30, §§\u00a02-3"),
        ("LPP art. 164 §10", "art. 164, §\u00a010"),
        ("law of 8 February 2023", "loi du 8 février 2023 (gouvernance)"),
    ],
)
def test_french_citations_are_belgian(cite: str, written: str, french: Wording) -> None:
    assert french.cite(cite).endswith(written)
