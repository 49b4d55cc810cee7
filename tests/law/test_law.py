"""Every case of the law: decided, borderline and by article. Each passes whole, or stands in NOT_COVERED with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.assessing import assess
from advisor.case import Case, read_cases
from advisor.engines import Engines
from advisor.expectation import differences
from advisor.rulebase import RuleBase, load

HERE = Path(__file__).resolve().parent
RULES = HERE.parent.parent / "rules"

#: Cases whose ids the rules do not cover yet, by name, with what is missing.
NOT_COVERED: dict[str, str] = {}


def _cases() -> list[Case]:
    base = load(str(RULES))
    return [case for path in sorted(HERE.rglob("*.yaml")) for case in read_cases(base, path.read_bytes(), path.name)]


CASES = _cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_gives_what_the_law_says(case: Case, engines: Engines) -> None:
    if case.id in NOT_COVERED:
        pytest.skip(f"{case.id}: {NOT_COVERED[case.id]}")
    assert differences(assess(case, engines)) == []


def test_no_case_id_stands_twice() -> None:
    ids = [case.id for case in CASES]
    assert sorted(ids) == sorted(set(ids))


def test_the_list_of_cases_not_covered_is_not_stale(engines: Engines) -> None:
    by_id = {case.id: case for case in CASES}
    for name in NOT_COVERED:
        assert name in by_id, f"{name} is no case any more"
        assert differences(assess(by_id[name], engines)), f"{name} passes now: take it off the list"


def test_every_ground_that_holds_in_some_case_is_cited(base: RuleBase) -> None:
    for rule in base.rules:
        if rule.effect == "ground":
            assert rule.cite
            assert rule.source
            assert all(name in base.sources for name in rule.source)
