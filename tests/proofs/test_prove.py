"""Every property is proved on every date; a fault planted in the rules is found, and its counterexample is one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from advisor import proof, rulebase
from advisor.assessing import AVAILABLE, State, assess
from advisor.case import Case, read_cases
from advisor.circuit import compile_on
from advisor.cli import main
from advisor.engines import Engines
from advisor.proofs import partial, properties, sheets
from advisor.proofs.bench import Bench
from advisor.proofs.worlds import Rails, World
from advisor.rulebase import RuleBase
from tests.conftest import ROOT


def test_every_property_holds_on_every_date(base: RuleBase) -> None:
    proofs = list(proof.prove(base))
    assert [(item.name, fault) for item in proofs for fault in item.faults] == []
    spans = len(base.segments())
    assert len(proofs) == len(proof.PROPERTIES) * spans + 1


def _planted(tmp_path: Path, *changes: tuple[str, str, str]) -> RuleBase:
    """A copy of the rules in which each (file, text, other text) is changed once."""
    folder = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", folder)
    for name, text, other in changes:
        path = folder / name
        before = path.read_text("utf-8")
        assert before.count(text) == 1, f"{name} holds it {before.count(text)} times: {text}"
        path.write_text(before.replace(text, other), "utf-8")
    return rulebase.load(str(folder), cache=False)


def _findings(base: RuleBase, name: str) -> dict[str, list[Case]]:
    """What `prove` finds of one property on the last date, with its counterexamples read back from the case file."""
    proofs = [item for item in proof.prove(base, base.segments()[-1:]) if item.name == name]
    written = proof.case_files(base, proofs)
    cases = read_cases(base, written.encode(), "counterexamples.yaml") if written else []
    found: dict[str, list[Case]] = {fault.subject: [] for item in proofs for fault in item.faults}
    for case in cases:
        found[case.id.split(":", 1)[1].rsplit(":", 1)[0]].append(case)
    return found


def _state(base: RuleBase, case: Case) -> State:
    return State(Engines(base), case.answers, case.as_of, preview=True)


def _regimes(state: State) -> list[str]:
    return [rule.id for rule in state.rules("regime") if state.truths[rule.id]]


def _available(state: State) -> set[str]:
    return {route for route, status in state.statuses().items() if status == AVAILABLE}


def test_two_regimes_at_once_are_found(tmp_path: Path) -> None:
    concession = (
        "law/art-025-regimes.yaml",
        "      - not: {rule: regime.defence}\n      - {fact: contract.operating_risk_transferred}",
        "      - {fact: contract.operating_risk_transferred}",
    )
    base = _planted(tmp_path, concession)
    (case,) = _findings(base, "one_regime")["regime.defence"]
    assert _regimes(_state(base, case)) == ["regime.defence", "regime.concession"]
    (unknown,) = _findings(base, "one_regime_at_most")["regime.defence"]
    assert len(_regimes(_state(base, unknown))) == 2


def test_a_sheet_without_a_regime_is_found(tmp_path: Path) -> None:
    social = (
        "law/art-025-regimes.yaml",
        "      - {rule: contract.is_social}",
        "      - {rule: contract.is_social}\n      - {fact: lots.divided}",
    )
    classic = (
        "law/art-025-regimes.yaml",
        "      - not: {rule: regime.social_specific}",
        "      - not: {rule: contract.is_social}",
    )
    base = _planted(tmp_path, social, classic)
    (case,) = _findings(base, "one_regime")["regime"]
    assert _regimes(_state(base, case)) == []


def test_a_dead_end_is_found(tmp_path: Path) -> None:
    silent = (
        "advice/flags.yaml",
        "    any:\n      - {rule: nothing_to_place}\n      - {rule: routed_away}",
        "    any:\n      - {rule: nothing_to_place}",
    )
    base = _planted(tmp_path, silent)
    (case,) = _findings(base, "route_or_stop")["no_procedure_here"]
    state = _state(base, case)
    assert _available(state) == set()
    assert not state.truths["no_procedure_here"]


@pytest.mark.parametrize(
    ("name", "part", "planted"),
    [
        ("rules_can_hold", "{fact: urgency.unforeseeable}", "not: {fact: urgency.imperative}"),
        ("rules_can_fail", "{fact: sole.only_one_operator}", None),
    ],
)
def test_a_ground_that_never_or_always_holds_is_found(
    tmp_path: Path, name: str, part: str, planted: str | None
) -> None:
    if planted:
        change = ("law/art-042-without-publication.yaml", part, planted)
        subject = "nwp.urgency"
    else:
        before = "    all:\n      - {fact: sole.reason, is: artistic}\n      - {fact: sole.only_one_operator}"
        after = "    any:\n      - not: {fact: sole.only_one_operator}\n      - {fact: sole.only_one_operator}"
        change = ("law/art-042-without-publication.yaml", before, after)
        subject = "nwp.artistic"
    assert subject in _findings(_planted(tmp_path, change), name)


def test_a_question_that_can_never_matter_is_found(tmp_path: Path) -> None:
    change = ("law/art-042-without-publication.yaml", "      - not: {fact: sole.artificial_narrowing}\n", "")
    assert set(_findings(_planted(tmp_path, change), "questions_matter")) == {"sole.artificial_narrowing"}


def test_a_gap_between_the_dates_of_an_amount_is_found(
    tmp_path: Path, base: RuleBase, capsys: pytest.CaptureFixture
) -> None:
    amount = next(item for item in base.dated_amounts if item["id"] == "eu.works")
    rows = [dict(row) for row in amount["values"]]
    for move, what in ((1, "a gap before 2018-01-02"), (-1, "two values on 2017-12-31")):
        moved = [{**rows[0]}, {**rows[1], "start": rows[1]["start"] + move}, *rows[2:]]
        broken = base._replace(
            dated_amounts=tuple({**item, "values": moved} if item is amount else item for item in base.dated_amounts)
        )
        found = list(properties.amounts_by_date(Bench(base, base.known_from, compile_on(base, base.known_from))))
        assert found == []
        bench = Bench(broken, base.known_to, compile_on(base, base.known_to))
        assert [fault.message for fault in properties.amounts_by_date(bench)] == [f"eu.works: {what}"]
    folder = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", folder)
    path = folder / "amounts.yaml"
    path.write_text(
        path.read_text("utf-8").replace(
            "2018-01-01, to: 2019-12-31, value: 5548", "2018-01-02, to: 2019-12-31, value: 5548"
        )
    )
    assert main(["prove", "--rules", str(folder)]) == 2
    assert "no gap and no overlap" in capsys.readouterr().err


def test_a_derogation_that_asks_nothing_of_a_condition_is_found(tmp_path: Path) -> None:
    change = (
        "law/art-042-without-publication.yaml",
        "      - {fact: urgency.unforeseeable}",
        "      - any:\n          - {fact: urgency.unforeseeable}\n          - not: {fact: urgency.unforeseeable}",
    )
    base = _planted(tmp_path, change)
    (case,) = _findings(base, "derogations_shown")["nwp.urgency"]
    assert case.answers["urgency.unforeseeable"] is None
    assert _state(base, case).truths["nwp.urgency"] is True


def test_a_gate_that_forgets_a_condition_is_found(base: RuleBase) -> None:
    circuit = compile_on(base, base.known_to)
    gates = tuple(
        gate._replace(inputs=gate.inputs[1:]) if gate.name == "nwp.urgency" else gate for gate in circuit.gates
    )
    found = list(partial.derogations_shown(Bench(base, base.known_to, circuit._replace(gates=gates))))
    assert [fault.subject for fault in found] == ["nwp.urgency"]
    assert found[0].sheets[0].get("urgency.imperative") is not True


def test_an_answer_that_overturns_a_status_is_found(tmp_path: Path) -> None:
    default = (
        "facts.yaml",
        "  - id: value.estimate\n    default: {sum: value.lots}",
        (
            "  - id: urgency.strictly_necessary\n    default: {same_as: urgency.imperative}\n    cite: x\n"
            "  - id: value.estimate\n    default: {sum: value.lots}"
        ),
    )
    base = _planted(tmp_path, default)
    found = _findings(base, "defaults_reverse")
    assert set(found) == {"urgency.strictly_necessary"}
    _reverses(base, found["urgency.strictly_necessary"])


def test_each_declared_default_really_overturns_a_status(base: RuleBase) -> None:
    bench = Bench(base, base.known_to)
    findings = {fault.subject: fault.sheets for fault in partial.defaults_reverse(bench)}
    assert set(findings) == {
        "contract.nature",
        "value.expenditure_to_approve",
        "repetition.award_on",
        "inhouse.joint_control",
    }
    for pair in findings.values():
        _reverses(base, [Case("x", "", base.known_to, answers) for answers in pair])


def _reverses(base: RuleBase, pair: list[Case]) -> None:
    before, after = (_state(base, case).truths for case in pair)
    known = [name for name in before if before[name] is not None and after[name] is not None and "#" not in name]
    assert [name for name in known if before[name] != after[name]]
    assert len(pair[1].answers.keys() - pair[0].answers.keys()) == 1


#: The last rule of the standstill under Belgian publicity.
NATIONAL = 'Under Belgian publicity only works over half the threshold wait."\n'


def test_a_duty_that_no_rule_settles_is_found(tmp_path: Path) -> None:
    unsure = "  when: {fact: value.expenditure_to_approve, under: standstill.works}\n"
    base = _planted(tmp_path, ("duties/standstill.yaml", NATIONAL, NATIONAL + unsure))
    (case,) = _findings(base, "duties_complete")["standstill:open"]
    least = base.amounts_on(case.as_of)["standstill.works"].value
    assert case.answers["value.expenditure_to_approve"] >= least
    found = assess(case, Engines(base), preview=True)
    assert found.status("open") == AVAILABLE
    assert "standstill" not in found.duties["open"]


def test_a_duty_rule_that_never_decides_is_found(tmp_path: Path) -> None:
    text = "  when:\n    not: {rule: value.under_eu_publication}\n"
    always = "  when:\n    any:\n      - not: {rule: contract.is_social}\n      - {rule: contract.is_social}\n"
    found = _findings(_planted(tmp_path, ("duties/standstill.yaml", text, always)), "duties_complete")
    assert {"standstill.national", "standstill.national_works"} <= set(found)


def test_a_declared_exception_that_nothing_needs_is_stale(tmp_path: Path) -> None:
    change = ("proofs/declared.yaml", "  id: buyer.region", "  id: buyer.kind")
    base = _planted(tmp_path, change)
    proofs = list(proof.prove(base))
    stale = [item for item in proofs if item.name == proof.STALE]
    assert [fault.subject for item in stale for fault in item.faults] == ["questions_matter buyer.kind"]
    silent = {fault.subject for item in proofs if item.name == "questions_matter" for fault in item.faults}
    assert silent == {"buyer.region"}


def test_the_command_prints_proofs_and_exits_0(capsys: pytest.CaptureFixture) -> None:
    assert main(["prove", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert {item["holds"] for item in printed["proofs"]} == {True}
    assert all(int(item["sheets"]) > 10**25 for item in printed["proofs"] if item["property"] == "one_regime")
    assert printed["solver"].startswith("minisat22 (python-sat ")


def test_the_command_writes_a_counterexample_that_can_be_assessed(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    change = (
        "law/art-025-regimes.yaml",
        "      - not: {rule: regime.defence}\n      - {fact: contract.op",
        "      - {fact: contract.op",
    )
    base = _planted(tmp_path, change)
    out = tmp_path / "counterexamples.yaml"
    assert main(["prove", "--rules", base.folder, "--out", str(out)]) == 1
    assert "regime.defence and regime.concession apply together" in capsys.readouterr().out
    assert main(["assess", str(out), "--rules", base.folder]) == 0


def test_the_number_of_sheets_is_exact_on_a_small_law(base: RuleBase) -> None:
    """One yes or no and one amount with one limit: 2 × 2 whole sheets, 3 × 3 with unknowns."""
    ground = next(rule for rule in base.rules if rule.id == "lv.amount" and rule.start)
    when = ("all", (("is", "lots.divided", True), ("under", "value.estimate", "low_value.amount")))
    small = base._replace(rules=(ground._replace(when=when),), links=(), criteria=())
    circuit = compile_on(small, base.known_to)
    assert sheets.count(small, circuit) == (4, 9)


class Careless(Rails):
    """Rails that take a fact that is not known for a yes: what `not known, so not so` would do to a derogation."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        unknown = -self.known["urgency.imperative"]
        self.true["nwp.urgency"] = self.clauses.gate([unknown, self.true["nwp.urgency"]], conjunction=False)


def test_an_unknown_taken_for_an_answer_is_found(base: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partial, "Rails", Careless)
    grows = list(partial.knowledge_grows(Bench(base, base.known_to)))
    assert [fault.subject for fault in grows] == ["nwp.urgency"]
    assert grows[0].sheets[0]["urgency.imperative"] is None

    bench = Bench(base, base.known_to)
    bench.rails = Careless(World(base, bench.circuit))
    assert [fault.subject for fault in partial.engines_agree(bench)] == ["nwp.urgency"]
    assert "nwp.urgency" in {fault.subject for fault in partial.derogations_shown(bench)}
