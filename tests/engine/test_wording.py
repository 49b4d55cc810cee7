"""Every id that a reader can meet has a text in every language."""

from __future__ import annotations

import pytest

from advisor.rulebase import RuleBase, load
from advisor.wording import LANGUAGES, Wording, WordingMistake
from tests.conftest import ROOT

BASE = load(str(ROOT / "rules"))


@pytest.fixture(params=LANGUAGES)
def wording(request: pytest.FixtureRequest) -> Wording:
    return Wording.load(request.param, str(ROOT / "rules"))


def test_every_fact_has_its_texts(wording: Wording, base: RuleBase) -> None:
    for fact in base.facts.values():
        assert wording.fact(fact)
        if not fact.derived:
            for key in ("label", "question", "why", "help", "find_out"):
                assert wording.text("facts", fact.id, key)
            for value in fact.values:
                assert wording.value(fact, value)
            if fact.type == "bool":
                assert wording.text("facts", fact.id, "yes")
                assert wording.text("facts", fact.id, "no")


def test_every_outcome_has_its_texts(wording: Wording, base: RuleBase) -> None:
    for regime in (*base.regimes, "undetermined"):
        assert wording.text("regimes", regime, "name")
    for route in base.routes:
        assert wording.text("routes", route, "name")
        assert wording.items("routes", route, "steps")
    for rule in base.rules:
        if rule.effect == "ground":
            for key in ("label", "holds", "fails"):
                assert wording.text("grounds", rule.id, key)
        if rule.effect == "bar":
            assert wording.text("rules", rule.id)
        if rule.effect == "flag":
            assert wording.text("flags", rule.id, "title")
            assert wording.text("flags", rule.id, "todo")
            for target, _ in rule.targets:
                assert wording.text("flags", rule.id, "targets", target)
        if rule.effect == "topic":
            assert wording.text("topics", rule.id, "title")
            assert wording.text("topics", rule.id, "question")
    for _, tiers in base.criteria:
        for tier in (tier for entries in tiers for tier in entries):
            assert wording.text("advice", tier.reason)


def test_a_missing_text_is_named(wording: Wording) -> None:
    with pytest.raises(WordingMistake, match=r"facts/no\.such/label"):
        wording.text("facts", "no.such", "label")


def test_all_languages_have_the_same_keys() -> None:
    first, *others = (Wording.load(language, str(ROOT / "rules")) for language in LANGUAGES)

    def keys(node: object, path: str) -> set[str]:
        if isinstance(node, dict):
            return {found for key, value in node.items() for found in keys(value, f"{path}/{key}")}
        return {path}

    for other in others:
        assert keys(first._sections, "") == keys(other._sections, ""), other.language


def test_amounts_and_dates_are_written_as_the_language_does() -> None:
    dutch, english, french = (Wording.load(language, str(ROOT / "rules")) for language in ("nl", "en", "fr"))
    assert dutch.money(13_999_900) == "€ 139.999,00"
    assert english.money(13_999_900) == "€139,999.00"
    assert french.money(13_999_900) == "139.999,00\u00a0€"
    assert dutch.number(9050) == french.number(9050) == "90,5"
    assert dutch.date(739_677) == french.date(739_677)
    assert dutch.cite("LPP arts 30 and 31") == "Overheidsopdrachtenwet art. 30 en 31"
