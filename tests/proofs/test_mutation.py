"""Changes of the law are noticed by the cases or the proofs; a sample here, the whole by `make mutate`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from advisor import mutation
from advisor.case import Case, read_cases
from advisor.circuit import compile_on
from advisor.cli import main
from advisor.mutation import CASES, EQUIVALENT, PROOFS, SURVIVED, Court, Report, Verdict
from advisor.proofs import declared, mutants
from advisor.proofs.mutants import Mutant
from advisor.rulebase import RuleBase
from tests.conftest import ROOT

SAMPLE, SEED = 100, 20261125


@pytest.fixture(scope="module")
def cases(base: RuleBase) -> Sequence[Case]:
    paths = sorted((ROOT / "tests" / "law").rglob("*.yaml"))
    return [case for path in paths for case in read_cases(base, path.read_bytes(), path.name)]


@pytest.fixture(scope="module")
def court(base: RuleBase, cases: Sequence[Case]) -> Court:
    return Court(base, cases)


@pytest.fixture(scope="module")
def every(base: RuleBase) -> dict[str, Mutant]:
    return {mutant.id: mutant for mutant in mutants.of(base)}


@pytest.mark.slow
def test_a_sample_of_mutants_is_noticed(base: RuleBase, court: Court) -> None:
    verdicts = [court.judge(mutant) for mutant in mutation.sample(base, SAMPLE, SEED)]
    report = Report(base, verdicts, whole=False)
    assert report.unnamed == ()
    killed = sum(verdict.by in (CASES, PROOFS) for verdict in verdicts)
    assert killed >= 0.95 * sum(verdict.by != EQUIVALENT for verdict in verdicts)


def test_every_mutant_has_an_id_of_its_own_and_changes_something(base: RuleBase) -> None:
    found = list(mutants.of(base))
    assert len({mutant.id for mutant in found}) == len(found)
    for mutant in found:
        changed = mutant.applied(base)
        assert (changed.rules, changed.dated_amounts) != (base.rules, base.dated_amounts), mutant.id


def test_every_mutant_compiles(base: RuleBase) -> None:
    for mutant in mutation.sample(base, 60, SEED):
        compile_on(mutant.applied(base), mutant.span[1])


def test_every_kind_of_change_is_made(every: dict[str, Mutant]) -> None:
    kinds = {mutant.kind for mutant in every.values()}
    assert kinds == {
        "connective", "negation", "exception", "value", "comparison", "amount", "literal", "route", "date",
    }  # fmt: skip


def test_an_amount_one_cent_off_is_noticed_by_a_case(court: Court, every: dict[str, Mutant]) -> None:
    verdict = court.judge(every["amount eu.works@2026-01-01:amount:one unit less"])
    assert verdict.by == CASES


def test_a_condition_left_out_is_noticed_by_a_case(court: Court, every: dict[str, Mutant]) -> None:
    verdict = court.judge(every["nwp.urgency:when.2:connective:dropped urgency.unforeseeable"])
    assert (verdict.by, verdict.witness[:4]) == (CASES, "A42-")


def test_without_cases_the_proofs_notice_a_second_regime(base: RuleBase, every: dict[str, Mutant]) -> None:
    verdict = Court(base, []).judge(every["regime.concession:when.2:exception:dropped not regime.defence"])
    assert (verdict.by, verdict.witness) == (PROOFS, "one_regime")


def test_a_change_that_says_the_same_everywhere_is_no_survivor(base: RuleBase, every: dict[str, Mutant]) -> None:
    """The federal threshold and the amount of art. 42 are one amount: either may stand for the other."""
    rule = next(rule for rule in base.rules if rule.id == "nwp.amount")
    parts = tuple(
        ("under", part[1], "eu.supplies_services_federal") if part[0] == "under" else part for part in rule.when[1]
    )
    number = base.rules.index(rule)
    mutant = every["nwp.amount:when:connective:any for all"]._replace(changed=rule._replace(when=("all", parts)))
    assert number == mutant.number
    assert Court(base, []).judge(mutant).by == EQUIVALENT


def test_a_survivor_must_be_named_with_a_reason_and_the_list_may_not_be_stale(
    base: RuleBase, every: dict[str, Mutant], tmp_path: Path
) -> None:
    one, two = list(every.values())[:2]
    folder = tmp_path / "proofs"
    folder.mkdir()
    (folder / "survivors.yaml").write_text(f'- id: "{two.id}"\n  why: "no case can tell"\n', "utf-8")
    own = base._replace(folder=str(tmp_path))
    report = Report(own, [Verdict(one, SURVIVED), Verdict(two, CASES, "x")], whole=True)
    assert (report.unnamed, report.stale, report.passes) == ((one.id,), (two.id,), False)
    assert Report(own, [Verdict(one, CASES, "x"), Verdict(two, SURVIVED)], whole=True).passes


def test_every_named_survivor_is_a_mutant(base: RuleBase, every: dict[str, Mutant]) -> None:
    named = {name for (name,) in declared.read(base.folder, declared.SURVIVORS, ("id",))}
    assert named <= every.keys()


def test_the_command_reports_by_article(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["mutate", str(ROOT / "tests" / "law" / "articles" / "art-047-central-purchasing.yaml")]
    assert main([*arguments, "--only", "cpb.covers_need:", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed["article"]) == {"LPP art. 47"}
    assert printed["survivors"] == []
