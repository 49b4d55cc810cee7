"""What a case may expect of the flags and duties, and how a difference is told."""

from __future__ import annotations

import pytest

from advisor.assessing import assess
from advisor.case import CaseMistakes, read_cases
from advisor.engines import Engines
from advisor.expectation import differences
from advisor.rulebase import RuleBase

CASE = """\
id: works
as_of: 2026-03-02
base: ordinary
facts:
  contract.nature: works
  value.estimate: 3000000.00
  contract.defence_or_classified: {defence}
expect:
  {expect}
"""


def _differences(base: RuleBase, engines: Engines, expect: str, *, defence: str = "false") -> list[str]:
    text = CASE.format(expect=expect, defence=defence)
    (case,) = read_cases(base, text.encode(), "case.yaml")
    return differences(assess(case, engines, preview=True))


@pytest.mark.parametrize(
    "expect",
    [
        "duties: {open: {standstill: 'required, 15 days', framework: none said}}",
        "duties: {open: {time_limits: 'fixed, standard -/35'}, restricted: {minimum_candidates: amount 5}}",
        "not_topics: [topic.splitting]",
    ],
)
def test_what_is_so_gives_no_difference(base: RuleBase, engines: Engines, expect: str) -> None:
    assert _differences(base, engines, expect) == []


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ("duties: {open: {standstill: '14 days'}}", "open: standstill: expected 14 days, found 15 days, required"),
        ("duties: {open: {standstill: none said}}", "open: standstill: expected none said, found 15 days, required"),
        ("duties: {open: {framework: limited}}", "open: framework: expected limited, found none said"),
        ("duties: {low_value: {lots: none said}}", "low_value: duties expected, but the route is unavailable"),
        ("topics: [topic.splitting]", "topic topic.splitting: expected raised"),
        ("targets: {no_procedure_here: defence}", "flag no_procedure_here: target: expected defence, found none"),
    ],
)
def test_what_is_not_so_is_told(base: RuleBase, engines: Engines, expect: str, told: str) -> None:
    assert _differences(base, engines, expect) == [told]


def test_a_flag_that_sends_elsewhere_says_where(base: RuleBase, engines: Engines) -> None:
    assert _differences(base, engines, "targets: {no_procedure_here: defence}", defence="true") == []


def test_an_unknown_question_of_law_is_refused(base: RuleBase) -> None:
    with pytest.raises(CaseMistakes, match=r"topics: topic\.split is not known; did you mean topic\.splitting\?"):
        read_cases(base, CASE.format(expect="topics: [topic.split]", defence="false").encode(), "case.yaml")
