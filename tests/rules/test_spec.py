"""`spec/` is the public interface: the rules keep to it, and files and output keep to its schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from advisor import sealed, verification
from advisor.assessing import assess
from advisor.case import Case, read_cases
from advisor.caseschema import case_schema
from advisor.engines import Engines
from advisor.outcome_json import as_dict
from advisor.rulebase import RuleBase
from advisor.wording import Wording
from tests.conftest import ROOT

SPEC = ROOT / "spec"
CASE_FILES = sorted((ROOT / "tests" / "law").rglob("*.yaml"))
EXAMPLES = sorted((ROOT / "rules" / "examples").glob("*.yaml"))


class Written(yaml.SafeLoader):
    """YAML without dates, as an editor reads it beside a JSON Schema."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, regexp) for tag, regexp in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def written(path: Path) -> Any:
    return [*yaml.load_all(path.read_text("utf-8"), Written)]


def spec(name: str) -> Any:
    return written(SPEC / name)[0]


def test_the_facts_are_those_of_the_specification(base: RuleBase) -> None:
    ours = {fact.id: (fact.type, list(fact.values)) for fact in base.facts.values() if not fact.derived}
    theirs = {fact["id"]: (fact["type"], fact.get("values", [])) for fact in spec("facts.yaml")}
    assert ours == theirs


@pytest.mark.parametrize("kind", ["regimes", "routes", "grounds", "flags"])
def test_the_outcomes_are_those_of_the_specification(kind: str, base: RuleBase) -> None:
    theirs = {entry["id"]: entry for entry in spec("outcomes.yaml")[kind]}
    ours: dict[str, Any] = {
        "regimes": dict.fromkeys(base.regimes),
        "routes": base.routes,
        "grounds": {rule.id: rule for rule in base.rules if rule.effect == "ground"},
        "flags": {rule.id: rule for rule in base.rules if rule.effect == "flag"},
    }[kind]
    assert set(ours) == set(theirs)
    if kind == "routes":
        assert {name: route.eforms for name, route in base.routes.items()} == {
            name: entry["eforms"] for name, entry in theirs.items()
        }
    if kind == "grounds":
        assert {name: rule.route for name, rule in ours.items()} == {name: one["route"] for name, one in theirs.items()}


def test_the_duties_have_the_values_of_the_specification(base: RuleBase) -> None:
    theirs = spec("outcomes.yaml")["duties"]
    for kind in ("publication", "choice_motivation", "lots", "award_notice"):
        values = {rule.value for rule in base.rules if rule.effect == "duty" and rule.duty == kind}
        assert values - {None} <= set(theirs[kind]), kind


def test_the_named_fact_sets_are_those_of_the_specification() -> None:
    assert spec("bases.yaml") == written(ROOT / "rules" / "bases.yaml")[0]


def test_the_schema_of_case_files_is_up_to_date(base: RuleBase) -> None:
    assert json.loads((SPEC / "case.schema.json").read_text("utf-8")) == case_schema(base), "run `make schema`"


@pytest.fixture(scope="module")
def is_case() -> Callable[[Any], bool]:
    schema = json.loads((SPEC / "case.schema.json").read_text("utf-8"))
    return jsonschema_rs.validator_for(schema).is_valid


@pytest.mark.parametrize("path", [*CASE_FILES, *EXAMPLES], ids=lambda path: path.stem)
def test_what_the_program_reads_fits_the_schema(path: Path, base: RuleBase, is_case: Callable[[Any], bool]) -> None:
    assert read_cases(base, path.read_bytes(), path.name)
    for document in written(path):
        for case in document if isinstance(document, list) else [document]:
            assert is_case(case), case["id"]


@pytest.mark.parametrize(
    "change",
    [
        {"id": 3},
        {"as_of": "2 March 2026"},
        {"facts": {"value.estimat": 3}},
        {"facts": {"value.estimate": "1.390,00"}},
        {"facts": {"value.estimate": "1e6"}},
        {"facts": {"buyer.kind": "town"}},
        {"facts": {"rd.services": "maybe"}},
        {"facts": {"contract.cpv": ["73-1"]}},
        {"unsure": ["nothing.here"]},
        {"evidence": {"rd.services": {"state": "sure"}}},
        {"estimate": {"parts": []}},
        {"expect": {"available": ["opne"]}},
        {"fact": {}},
    ],
    ids=str,
)
def test_what_the_program_refuses_does_not_fit_the_schema(
    change: dict[str, Any], is_case: Callable[[Any], bool]
) -> None:
    good: dict[str, Any] = {"id": "x", "as_of": "2026-03-02", "facts": {"value.estimate": 3}}
    assert is_case(good)
    assert not is_case({**good, **change})


def test_the_example_of_the_specification_can_be_read(base: RuleBase) -> None:
    text = (SPEC / "case-format.md").read_text("utf-8")
    example = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert example
    plain = re.sub(r"^(estimate|evidence|unsure): .*\n", "", example[1], flags=re.MULTILINE)
    assert read_cases(base, plain.encode(), "example.yaml")[0].id == "village-hall-audio"


def _all_cases(base: RuleBase) -> list[Case]:
    return [case for path in (*CASE_FILES, *EXAMPLES) for case in read_cases(base, path.read_bytes(), path.name)]


@pytest.mark.slow
def test_every_assessment_fits_its_schema(base: RuleBase, engines: Engines) -> None:
    schema = json.loads((SPEC / "assessment.schema.json").read_text("utf-8"))
    one = jsonschema_rs.validator_for(
        {name: part for name, part in schema.items() if name != "oneOf"} | schema["oneOf"][0]
    )
    wording = Wording.load("nl", str(ROOT / "rules"))
    cases = _all_cases(base)
    assert len(cases) > 1000
    for case in cases:
        found = as_dict(assess(case, engines, preview=True), base, wording)
        mistakes = [f"{error.instance_path}: {error.message}" for error in one.iter_errors(found)]
        assert not mistakes, (case.id, mistakes[:3])
    validator = jsonschema_rs.validator_for(schema)
    whole = json.loads(json.dumps(found))
    assert validator.is_valid([whole])
    for key in ("routes", "rule_base", "record_status"):
        assert not validator.is_valid({name: value for name, value in whole.items() if name != key}), key


@pytest.mark.parametrize("language", ["nl", "de"])
def test_every_record_fits_its_schema_and_what_is_no_record_does_not(
    language: str, base: RuleBase, engines: Engines
) -> None:
    schema = jsonschema_rs.validator_for(json.loads((SPEC / "record.schema.json").read_text("utf-8")))
    wording = Wording.load(language, str(ROOT / "rules"))
    for case in _all_cases(base)[::7]:
        content = sealed.sealed(assess(case, engines), base, wording)
        assert not [f"{error.instance_path}: {error.message}" for error in schema.iter_errors(content)], case.id
    for key in content["record"]:
        less = {name: value for name, value in content["record"].items() if name != key}
        assert not schema.is_valid({**content, "record": less}), key
    assert not schema.is_valid({**content, "record": {**content["record"], "more": 1}})
    assert not schema.is_valid({**content, "record": {**content["record"], "format": 2}})


def test_the_keys_of_a_record_are_those_of_its_schema() -> None:
    """Format 1 is frozen: a key more or less is another format."""
    schema = json.loads((SPEC / "record.schema.json").read_text("utf-8"))
    record = schema["properties"]["record"]
    assert record["properties"]["format"] == {"const": sealed.FORMAT}
    assert set(verification.KEYS) <= set(record["properties"])
    assert set(record["required"]) == set(record["properties"])
