"""The texts of every language: the same keys and places, short sentences, no pleading, and one term for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

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
    "de": r"bitte\b|freundlicherweise",
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
    "de": {
        "Vergabestelle": "öffentlicher Auftraggeber",
        "Leistungsverzeichnis": "Lastenheft",
        "Nebenangebot": "Variante",
        "Rahmenvertrag": "Rahmenvereinbarung",
        "Offerten?": "Angebot",
        "Stillhaltefrist": "Wartefrist",
        "Sozialhilfezentrum": "ÖSHZ",
        "Innovationspartner(?!schaft)": "Innovationspartnerschaft",
    },
}
#: Words of lawyers and officials for which everyone has a plainer one; what a law itself says is cited, not told.
STIFF = {
    "nl": "middels teneinde derhalve alsmede desalniettemin ingevolge aangaande dienaangaande hieromtrent omtrent "
    "voornoemd bovenvermeld zulks edoch mits tevens",
    "fr": "nonobstant susmentionné susdit ledit ladite lesdits derechef icelui idoine subséquemment afférent "
    "préalablement moyennant",
    "en": "pursuant hereby herein thereof hereinafter aforementioned notwithstanding utilise commence whilst therein "
    "henceforth",
    "de": "mittels hinsichtlich diesbezüglich bezüglich unbeschadet vorgenannt obig zwecks seitens nebst dergestalt",
}
#: Words of one language that no other of ours has: one of them in a text of another language is a slip.
OWN_WORDS = {
    "nl": "het een van voor niet wordt worden zijn deze met kan moet geen nog alle bij ook uw naar wie",
    "fr": "les une est pour dans avec votre vous sont cette pas aux sur qui que ne ou il",
    "en": "the and with your which this that are not you from can must for does what it",
    "de": "der das und nicht ist für mit eine einen wird werden sind dieser auf auch kann muss kein noch Ihre wie sie es zu",
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
def test_no_stiff_word_stands_where_a_plain_one_does(language: str) -> None:
    stiff = set(STIFF[language].split())
    # A text to paste into a decision speaks as decisions do.
    told = [
        (section, *text) for section in SECTIONS for text in flat(read(language, section)) if "paragraph" not in text[0]
    ]
    found = {
        f"{section}{key}": words
        for section, key, text in told
        if (words := stiff & set(re.findall(r"\w+", text.lower())))
    }
    assert not found


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


def foreign(text: str, language: str) -> set[str]:
    """The words of a text that belong to another of our languages, and not to this one."""
    own = {word.lower() for word in OWN_WORDS[language].split()}
    others = (
        {word.lower() for other, words in OWN_WORDS.items() if other != language for word in words.split()}
        - own
        - SHARED.get(language, set())
    )
    return set(re.findall(r"[^\W\d_]+", re.sub(r"{\w*}", "", text).lower())) & others


#: Words that this language writes too, in another sense.
SHARED = {
    "nl": {"der", "kan", "met", "sur", "is", "auf", "que", "noch", "pas", "die", "it", "not", "are"},
    "fr": {"met", "es", "sur", "auf", "die", "it", "not", "are"},
    "en": {"met", "die", "wie", "not", "sie", "pas"},
    "de": {"it", "worden", "met", "die", "von", "war", "man", "alle", "nach", "bei"},
}


@pytest.mark.parametrize("section", sorted({*SECTIONS} - {"acts", "search", "terms"}))
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_another_language_has_slipped_in(language: str, section: str) -> None:
    slipped = {key: found for key, text in flat(read(language, section)) if (found := foreign(text, language))}
    # Commands of the program and names of engines are the same in every language; so is the name of the next language.
    assert not {key: found for key, found in slipped.items() if key != "/actions/language"}


def test_a_foreign_word_is_seen() -> None:
    assert foreign("De procedure is open voor the buyer", "nl") == {"the"}
    assert foreign("Das Verfahren und le marché est ouvert", "de") == {"est"}


def test_a_language_that_is_not_reviewed_says_so_everywhere(tmp_path: Path) -> None:
    from advisor import cli, mail, record, rulebase, summary
    from advisor.assessing import assess
    from advisor.case import read_cases
    from advisor.engines import Engines

    base = rulebase.load(str(ROOT / "rules"))
    path = ROOT / "rules" / "examples" / "playground-equipment.yaml"
    (case,) = read_cases(base, path.read_bytes(), path.name)
    found = assess(case, Engines(base))
    told = "noch nicht gegengelesen"
    german, dutch = (Wording.load(language, str(ROOT / "rules")) for language in ("de", "nl"))
    for make in (mail.mail, record.paragraph, summary.summary):
        assert told in make(found, base, german)
        assert dutch.unreviewed == ""
        assert "nagelezen" not in make(found, base, dutch)
    forms = ("md", "txt", "html")
    assert cli.main(["record", str(path), "--lang", "de", "--format", ",".join(forms), "--out", str(tmp_path)]) == 0
    for form in forms:
        assert told in " ".join((tmp_path / f"playground-equipment.{form}").read_text("utf-8").split()), form
