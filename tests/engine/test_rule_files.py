"""The rule files are checked when they are read; a mistake is named with its file, its line and what was expected."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor import rulebase, rulefiles
from advisor.rulefiles import RuleMistake
from tests.conftest import ROOT

FAULTS = [
    # file, what stands there, what is put in its place, the message
    ("law/art-036-037-open-restricted.yaml", "route: open", "route: opne", "open.always: opne is not known; did you mean open?"),
    ("law/art-032-research.yaml", "{fact: rd.services}", "{fact: rd.service}", "the fact rd.service is not known; did you mean rd.services?"),
    ("law/art-032-research.yaml", "{rule: rd.inside_law}", "{rule: rd.inside}", "the rule rd.inside is not known"),
    ("law/art-032-research.yaml", "is: services}", "is: service}", "service is no value of contract.nature; did you mean services?"),
    ("law/art-032-research.yaml", "confidence: primary", "confidence: sure", "expected"),
    ("law/art-032-research.yaml", "source: [LPP]", "source: [LLP]", "LLP is not known; did you mean LPP?"),
    ("law/art-032-research.yaml", "effect: ground", "efect: ground", "no such key here; did you mean effect?"),
    ("law/art-041-simplified-negotiated.yaml", "under: vop.works", "under: inhouse.activity_share", "cannot be compared with"),
    ("law/art-041-simplified-negotiated.yaml", "under: vop.works", "above: vop.works", "no such key here"),
    ("law/art-030.yaml", None, "- {id: x", "this is not YAML"),
    ("notes.yaml", None, "- a", "no such file is expected here"),
    ("amounts.yaml", "to: 2019-12-31, value: 5548000.00", "to: 2019-12-30, value: 5548000.00", "no gap and no overlap"),
    ("amounts.yaml", "value: 5404000.00", "value: 5.404e6", "no exponent"),
    ("amounts.yaml", "  of: eu.supplies_services_federal\n  source: [RD2026", "  of: eu.supplies_federal\n  source: [RD2026", "must name an amount with values"),
    ("amounts.yaml", "from: 2026-01-01, to: 2027-12-31, value: 5404000.00", "from: 2026-01-01, to: 2026-12-31, value: 5404000.00", "the last row must end on 2027-12-31"),
    ("facts.yaml", "- id: buyer.region", "- id: buyer.kind", "buyer.kind stands twice in facts"),
    ("facts.yaml", "    type: enum\n    values: [works, supplies, services]", "    type: enum", "`values` belong to an enum"),
    ("law/art-002-scope.yaml", "- {rule: buyer.is_authority}", "- {rule: nothing_to_place}", "go round in a circle"),
    ("duties/publication.yaml", "value: none", "valeu: none", "no such key here; did you mean value?"),
    ("routes.yaml", "kind: classic, eforms: open", "kind: classical, eforms: open", "expected"),
]  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "rules", tmp_path / "rules"))


@pytest.mark.parametrize(
    ("name", "old", "new", "message"), FAULTS, ids=[f"{fault[0]}-{number}" for number, fault in enumerate(FAULTS)]
)
def test_a_fault_in_the_rules_is_named(copy: Path, name: str, old: str | None, new: str, message: str) -> None:
    path = copy / name
    text = path.read_text("utf-8") if path.exists() else ""
    assert old is None or old in text
    path.write_text(new if old is None else text.replace(old, new, 1), "utf-8")
    with pytest.raises(RuleMistake) as mistake:
        rulebase.load(str(copy), cache=False)
    assert message in str(mistake.value)
    assert f"{name}:" in str(mistake.value), "the file and line are named"


def test_two_versions_of_a_rule_may_not_be_in_force_together(copy: Path) -> None:
    path = copy / "law" / "art-036-037-open-restricted.yaml"
    text = path.read_text("utf-8")
    path.write_text(text + "\n" + text.split("\n\n")[0].split("\n", 1)[1], "utf-8")
    with pytest.raises(RuleMistake, match=r"two rules open\.always are in force on 2017-06-30"):
        rulebase.load(str(copy), cache=False)


def test_a_rule_may_be_written_once_for_each_period(copy: Path) -> None:
    path = copy / "law" / "art-036-037-open-restricted.yaml"
    text = path.read_text("utf-8")
    first = text.split("\n\n")[0].split("\n", 1)[1]
    path.write_text(
        text.replace("in_force: {from: 2017-06-30}", "in_force: {from: 2017-06-30, to: 2020-12-31}", 1)
        + "\n"
        + first.replace("in_force: {from: 2017-06-30}", "in_force: {from: 2021-01-01}"),
        "utf-8",
    )
    assert len([rule for rule in rulebase.load(str(copy), cache=False).rules if rule.id == "open.always"]) == 2


def test_a_folder_without_rules_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(RuleMistake, match=r"facts\.yaml"):
        rulebase.load(str(tmp_path))


def test_the_digest_of_the_law_leaves_the_wording_out(copy: Path) -> None:
    files = rulefiles.contents(copy)
    before = rulefiles.digest(rulefiles.law_files(files))
    (copy / "text" / "nl" / "flags.yaml").write_text("a: b\n", "utf-8")
    assert rulefiles.digest(rulefiles.law_files(rulefiles.contents(copy))) == before
    (copy / "amounts.yaml").write_text((copy / "amounts.yaml").read_text("utf-8") + "\n", "utf-8")
    assert rulefiles.digest(rulefiles.law_files(rulefiles.contents(copy))) != before


def test_a_cache_that_is_damaged_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copy: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(rulebase, "_cache_folder", lambda: tmp_path / "cache")
    fresh = rulebase.load(str(copy))
    (cached,) = (tmp_path / "cache").glob("law-*.json")
    cached.write_text("{", "utf-8")
    assert rulebase.load(str(copy)) == fresh


def test_a_cache_that_cannot_be_written_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copy: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setattr(rulebase, "_cache_folder", lambda: tmp_path / "file" / "cache")
    assert rulebase.load(str(copy)).facts


def test_every_rule_has_article_dates_source_and_confidence(base: rulebase.RuleBase) -> None:
    for rule in base.rules:
        assert rule.cite or rule.raised_by, rule.id
        assert rule.source, rule.id
        assert rule.confidence in rulebase.GRADES, rule.id
        assert rule.start is None or base.known_from <= rule.start <= base.known_to, rule.id
