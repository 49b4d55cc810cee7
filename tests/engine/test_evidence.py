"""Evidence: what is not at least asserted is not recommended, and a record is a draft until its conditions are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor import cli, evidence, record, rulefiles
from advisor.assessing import Assessment, assess
from advisor.case import CaseMistakes, read_cases
from advisor.engines import Engines
from advisor.rulebase import RuleBase
from advisor.wording import Wording
from tests.conftest import ROOT

OWN = """\
id: storm
as_of: 2026-03-02
base: ordinary
facts:
  contract.nature: works
  value.estimate: 900000
  urgency.imperative: true
  urgency.unforeseeable: true
  urgency.attributable_to_buyer: false
  urgency.time_limits_impossible: true
  urgency.strictly_necessary: true
"""
URGENCY = [
    "urgency.imperative",
    "urgency.unforeseeable",
    "urgency.attributable_to_buyer",
    "urgency.time_limits_impossible",
    "urgency.strictly_necessary",
]
NWP = "negotiated_without_publication"


def found(base: RuleBase, engines: Engines, block: str = "", text: str = OWN) -> Assessment:
    (case,) = read_cases(base, (text + block).encode(), "c.yaml")
    return assess(case, engines, preview=True)


def evidenced(*entries: str) -> str:
    return "evidence:\n" + "".join(f"  {entry}\n" for entry in entries)


def test_an_answer_of_the_case_counts_as_asserted(base: RuleBase, engines: Engines) -> None:
    item = found(base, engines)
    assert item.recommended == NWP
    (ground,) = item.route(NWP).holding
    assert [condition.fact for condition in evidence.conditions(ground, item.case, base)] == URGENCY
    assert {condition.state for condition in evidence.conditions(ground, item.case, base)} == {"asserted"}


@pytest.mark.parametrize("state", ["disputed", "unknown"])
def test_a_condition_that_is_disputed_or_unknown_keeps_the_route_and_takes_the_recommendation(
    state: str, base: RuleBase, engines: Engines, dutch: Wording
) -> None:
    before = found(base, engines)
    item = found(base, engines, evidenced(f"urgency.unforeseeable: {{state: {state}, by: a tenderer}}"))
    assert item.status(NWP) == "available"
    assert {route.id: route.status for route in item.routes} == {route.id: route.status for route in before.routes}
    assert item.recommended == "open" or item.recommended != NWP
    assert item.ranked[-1] == NWP
    assert item.preferences[-1][1:] == (NWP, "established", "not_established")
    (ground,) = item.route(NWP).holding
    assert ground.unproved == ("urgency.unforeseeable",)
    text = record.render(item, base, dutch, "md")
    assert "### Niet aanbevolen, want niet vaststaand" in text
    assert (
        "Nog niet vaststaand: De dwingende spoed vloeit voort uit gebeurtenissen die de aanbesteder niet kon voorzien."
        in text
    )


@pytest.mark.parametrize("state", ["asserted, by: technical_service", "shown, by: report of the fire service"])
def test_what_came_from_a_base_is_established_once_someone_stands_for_it(
    state: str, base: RuleBase, engines: Engines
) -> None:
    facts = {**base.bases["ordinary"], "urgency.attributable_to_buyer": "false"}
    changed = base._replace(bases={"ordinary": facts})
    text = OWN.replace("  urgency.attributable_to_buyer: false\n", "")
    (plain,) = read_cases(changed, text.encode(), "c.yaml")
    assert "urgency.attributable_to_buyer" in plain.from_base
    unproved = assess(plain, engines, preview=True)
    assert unproved.status(NWP) == "available"
    assert unproved.recommended != NWP
    block = evidenced(f"urgency.attributable_to_buyer: {{state: {state}}}")
    (stood_for,) = read_cases(changed, (text + block).encode(), "c.yaml")
    assert assess(stood_for, engines, preview=True).recommended == NWP


def test_another_ground_that_is_established_keeps_the_route_in_its_place(base: RuleBase, engines: Engines) -> None:
    text = OWN.replace("900000", "90000") + "  contract.designed_to_avoid_rules: false\n"
    item = found(base, engines, evidenced("urgency.imperative: {state: disputed, by: a tenderer}"), text)
    assert item.recommended == NWP
    ground = evidence.named_ground(item.route(NWP))
    assert ground is not None
    assert ground.id == "nwp.amount"


def test_where_only_the_route_that_is_not_established_is_open_nothing_is_recommended(
    base: RuleBase, engines: Engines, dutch: Wording
) -> None:
    item = found(base, engines, evidenced("urgency.imperative: {state: disputed, by: a tenderer}"))
    alone = item._replace(ranked=(NWP,), preferences=(), first_reason=None)
    assert alone.recommended is None
    assert "kan nog geen procedure worden aanbevolen" in record.paragraph(alone, base, dutch) or record.paragraph(
        alone, base, dutch
    )


# --- draft and ready --------------------------------------------------------------------------------------------------


def status(item: Assessment, base: RuleBase) -> tuple[str, list[tuple[str, str | None]]]:
    data = evidence.as_dict(item, base)["record_status"]
    return data["status"], [(one["why"], one["fact"]) for one in data["lacking"]]


def test_a_derogation_that_is_only_asserted_gives_a_draft(base: RuleBase, engines: Engines) -> None:
    assert status(found(base, engines), base) == ("draft", [("lacks_role", fact) for fact in URGENCY])


def test_a_derogation_is_ready_once_each_condition_is_shown_or_asserted_by_a_role(
    base: RuleBase, engines: Engines, dutch: Wording
) -> None:
    entries = [f"{fact}: {{state: shown, by: report of the fire service, on: 2026-03-01}}" for fact in URGENCY[:-1]]
    draft = found(base, engines, evidenced(*entries, f"{URGENCY[-1]}: {{state: asserted}}"))
    assert status(draft, base) == ("draft", [("lacks_role", URGENCY[-1])])
    assert "> Ontwerp." in record.render(draft, base, dutch, "md")
    ready = found(base, engines, evidenced(*entries, f"{URGENCY[-1]}: {{state: asserted, by: technical_service}}"))
    assert status(ready, base) == ("ready", [])
    text = record.render(ready, base, dutch, "md")
    assert "> Klaar voor beslissing" in text
    assert f"Feiten uit de basisset zijn niet gevraagd: {len(ready.case.from_base)}." in text
    assert "aangetoond: report of the fire service (1/3/2026)" in text
    assert "verklaard, door de technische dienst" in text
    assert "Overheidsopdrachtenwet art. 42; C-385/02" in text


def test_an_amount_ground_from_answers_is_ready_and_from_a_base_a_draft(base: RuleBase, engines: Engines) -> None:
    text = "id: a\nas_of: 2026-03-02\nbase: ordinary\nfacts:\n  contract.nature: supplies\n  value.estimate: 90000\n"
    assert status(found(base, engines, "", text), base) == (
        "draft",
        [("lacks_answer", "contract.designed_to_avoid_rules")],
    )
    assert status(found(base, engines, "", text + "  contract.designed_to_avoid_rules: false\n"), base) == ("ready", [])
    disputed = evidenced("value.estimate: {state: disputed, by: finance}")
    whole = text + "  contract.designed_to_avoid_rules: false\n" + disputed
    assert status(found(base, engines, "", whole), base) == ("draft", [("lacks_disputed", "value.estimate")])


def test_without_a_recommendation_a_record_is_a_draft(base: RuleBase, engines: Engines) -> None:
    item = found(base, engines, "", "id: a\nas_of: 2026-03-02\nfacts: {}\n")
    assert item.recommended is None
    assert status(item, base) == ("draft", [("lacks_recommendation", None)])


def test_the_json_gives_state_holder_and_burden_of_each_condition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(OWN + evidenced("urgency.imperative: {state: shown, by: report, on: 2026-03-01}"), "utf-8")
    assert cli.main(["assess", str(path), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    first = data["evidence"]["nwp.urgency"][0]
    assert first == {
        "fact": "urgency.imperative",
        "state": "shown",
        "from": "case",
        "by": "report",
        "on": "2026-03-01",
        "holder": ["requesting_service", "technical_service"],
        "burden": {"on": "buyer", "cite": "LPP art. 42; C-385/02"},
    }
    assert data["record_status"]["status"] == "draft"
    given = next(item for item in data["facts"] if item["fact"] == "urgency.imperative")
    assert given["evidence"] == {"state": "shown", "by": "report", "on": "2026-03-01"}


# --- the data ---------------------------------------------------------------------------------------------------------


def test_every_fact_that_is_to_be_proved_says_in_every_language_what_proves_it(
    base: RuleBase, dutch: Wording, english: Wording
) -> None:
    for wording in (dutch, english):
        for entry in base.evidence["facts"]:
            assert wording.text("evidence", "proofs", entry["fact"])
        for role in base.evidence["roles"]:
            assert wording.text("evidence", "roles", role)
        for burden in base.evidence["burdens"]:
            assert wording.text("evidence", "burdens", burden["id"])
        for state in evidence.STATES:
            assert wording.text("evidence", "states", state)


def test_no_case_of_the_law_rests_on_a_ground_that_is_not_established(base: RuleBase, engines: Engines) -> None:
    for name in ("decided.yaml", "borderline.yaml"):
        for case in read_cases(base, (ROOT / "tests" / "law" / name).read_bytes(), name):
            for route in assess(case, engines, preview=True).routes:
                assert route.status != "available" or route.established, (case.id, route.id)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("evidence.yaml", "  - {fact: urgency.imperative,", "  - {fact: urgency.imperatief,", "evidence urgency.imperatief: urgency.imperatief is no fact that is asked; did you mean urgency.imperative?"),
        ("evidence.yaml", "  - {fact: urgency.imperative,", "  - {fact: urgency.imperatief,", "evidence urgency.imperative: a ground that is read strictly rests on it"),
        ("evidence.yaml", "holder: [purchasing_service], burden: choice", "holder: [purchasing], burden: choice", "the role purchasing is not known; did you mean purchasing_service?"),
        ("evidence.yaml", "burden: choice}", "burden: chioce}", "the burden chioce is not known; did you mean choice?"),
        ("evidence.yaml", "C-199/85, C-385/02]", "C-1/99]", "evidence derogation: the source C-1/99 is not in sources.yaml"),
        ("estimate.yaml", "source: [BOSA, TWT]", "source: [BOSAA]", "estimate main: the source BOSAA is not in sources.yaml"),
        ("estimate.yaml", "part: same_purpose", "part: same_purpos", "same_purpos is no method; did you mean same_purpose?"),
        ("estimate.yaml", "  - id: lot\n", "  - id: main\n", "estimate main: stands twice"),
        ("estimate.yaml", "    cap_months: 48\n", "", "an open-ended method names its cap_months"),
        ("estimate.yaml", "formula: times\n", "formula: once\n", "estimate main: formula: expected 'times', 'adjusted', 'months' or 'open_ended'"),
        ("known-gaps.yaml", "- id: estimate.lease_open\n", "- id: estimate.lease_opn\n", "estimate.lease_open is unverified and not named in known-gaps.yaml"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_rule_files_is_named(name: str, old: str, new: str, message: str) -> None:
    contents = rulefiles.contents(ROOT / "rules")
    changed = contents[name].decode().replace(old, new, 1)
    assert changed != contents[name].decode(), "the fixture changes the file"
    with pytest.raises(rulefiles.RuleMistake) as mistake:
        rulefiles.checked({**contents, name: changed.encode()})
    assert message in str(mistake.value)


# --- the block --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("urgency.imperativ: {state: shown, by: x}", "c.yaml:13: evidence: the fact urgency.imperativ is not known; did you mean urgency.imperative?"),
        ("urgency.imperative: {state: shwon, by: x}", "state: expected one of asserted, shown, disputed, unknown; found shwon; did you mean shown?"),
        ("urgency.imperative: {by: x}", "found nothing"),
        ("urgency.imperative: shown", "expected a mapping with state"),
        ("urgency.imperative: {state: shown}", "by is missing: name the document that shows it"),
        ("urgency.imperative: {state: disputed}", "by is missing: say who disputes it"),
        ("urgency.imperative: {state: asserted, by: technical_servce}", "expected a role, one of requesting_service, technical_service"),
        ("urgency.imperative: {state: asserted, by: technical_servce}", "did you mean technical_service?"),
        ("urgency.imperative: {state: shown, by: x, on: 1/3/2026}", "on: expected a date like 2026-03-02; found 1/3/2026"),
        ("urgency.imperative: {state: shown, by: x, when: 2026-03-01}", "the key when is not known"),
        ("urgency.imperative: {state: shown, by: [x]}", "not one value"),
        ("sole.only_one_operator: {state: shown, by: x}", "it is shown, while the case has no answer to it"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_block_is_named(base: RuleBase, entry: str, message: str) -> None:
    with pytest.raises(CaseMistakes) as mistakes:
        read_cases(base, (OWN + evidenced(entry)).encode(), "c.yaml")
    assert message in str(mistakes.value)


def test_a_block_that_is_no_mapping_is_refused(base: RuleBase) -> None:
    with pytest.raises(CaseMistakes, match="evidence: expected a mapping of fact ids"):
        read_cases(base, (OWN + "evidence: [a]\n").encode(), "c.yaml")
