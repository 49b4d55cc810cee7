"""Every ground and every rule of the law is exercised by cases; the directive's articles each have a rule or a named gap."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor.assessing import State
from advisor.case import read_cases
from advisor.engines import Engines
from advisor.rulebase import RuleBase

HERE = Path(__file__).resolve().parent
NOTICES = HERE.parents[2] / "shared" / "notices" / "notices.jsonl"

#: Articles of Directive 2014/24 on the choice of procedure that no rule transposes, and why.
ARTICLES_WITHOUT_A_RULE: dict[str, str] = {}


@pytest.fixture(scope="module")
def seen(base: RuleBase, engines: Engines) -> dict[str, set[bool | None]]:
    """The truths that each rule has over all cases of the law."""
    found: dict[str, set[bool | None]] = {rule.id: set() for rule in base.rules if rule.when is not None and rule.start}
    for path in sorted(HERE.rglob("*.yaml")):
        for case in read_cases(base, path.read_bytes(), path.name):
            state = State(engines, case.answers, case.as_of, from_base=case.from_base, preview=True)
            for name in state.span.rule_names:
                found[name].add(state.truths[name])
    return found


def test_every_ground_holds_fails_and_is_open_in_some_case(base: RuleBase, seen: dict[str, set[bool | None]]) -> None:
    for rule in base.rules:
        if rule.effect == "ground" and rule.start and rule.when != ("always", True):
            assert seen[rule.id] == {True, False, None}, rule.id


def test_every_rule_decides_in_some_case(base: RuleBase, seen: dict[str, set[bool | None]]) -> None:
    kinds: dict[str, list[int]] = {}
    for rule in base.rules:
        if rule.id in seen:
            counted = kinds.setdefault(rule.effect, [0, 0])
            counted[0] += True in seen[rule.id]
            counted[1] += 1
            assert True in seen[rule.id], f"{rule.id} holds in no case"
    for kind, (exercised, all_rules) in kinds.items():
        print(f"{kind}: {exercised} of {all_rules} rules hold in some case")


def test_every_article_of_the_directive_on_the_choice_has_a_rule(base: RuleBase) -> None:
    wanted = [12, 14, *range(26, 33), 46, *range(74, 78)]
    named: set[int] = set()
    for rule in base.rules:
        for text in re.findall(r"arts? ([^;]*)", rule.transposes.replace("art.", "art")):
            for first, last in re.findall(r"(?<![\d/(])(\d+)(?:-(\d+))?(?![\d/)])", text):
                named.update(range(int(first), int(last or first) + 1))
    missing = {str(article) for article in wanted if article not in named}
    print(f"articles of 2014/24 without a rule: {', '.join(sorted(missing)) or 'none'}")
    assert missing == set(ARTICLES_WITHOUT_A_RULE)


def test_what_buyers_published_fits_the_law(base: RuleBase, engines: Engines) -> None:
    """The notices were published, not judged: a difference is a notice to read before it is a defect."""
    if not NOTICES.is_file():
        pytest.skip("the notices are not beside this checkout")
    from advisor.assessing import assess
    from advisor.expectation import differences

    cases = read_cases(base, NOTICES.read_bytes(), NOTICES.name)
    differing = {case.id: found for case in cases if (found := differences(assess(case, engines, preview=True)))}
    print(f"{len(cases)} notices, {len(differing)} with a difference")
    assert differing == {}
