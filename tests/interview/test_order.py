"""The order of questions: what tells most comes first, repeatably, and nothing but the order depends on the profiles."""

from __future__ import annotations

import random
import shutil
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from advisor import profiles, quantity, rulebase
from advisor.assessing import UNDETERMINED, assess
from advisor.case import Case
from advisor.derive import derive
from advisor.engines import Engines
from advisor.interview import Interview
from advisor.order import Order
from advisor.record import render
from advisor.rulebase import RuleBase
from advisor.rulefiles import RuleMistake
from advisor.wording import Wording
from tests.bench.certificate import Certificates
from tests.bench.questions import interview as made_interview
from tests.bench.questions import sheets, walked
from tests.bench.subbases import SubBase, Table
from tests.conftest import ROOT

DAY = quantity.ordinal("2026-03-02") or 0


@pytest.fixture(scope="module")
def interview(engines: Engines) -> Interview:
    return Interview(engines, DAY)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "rules", tmp_path / "rules"))


def ordinary(base: RuleBase) -> dict[str, Any]:
    facts = {fact: {"true": True, "false": False}.get(text, text) for fact, text in base.bases["ordinary"].items()}
    return facts | {"contract.nature": "supplies", "value.estimate": 25_000_000}


def test_every_question_has_an_answer_in_every_profile(base: RuleBase, interview: Interview) -> None:
    found = profiles.load(base)
    assert len(found.all) == 12
    asked = {page.id for page in interview.pages if page.kind != "gate"}
    # What was not asked equals another fact, or the reference date.
    defaults = {"value.expenditure_to_approve", "repetition.award_on"}
    for profile in found.all:
        assert asked - defaults - profile.facts.keys() <= {fact for fact in asked if fact.startswith("mixed.")}
        assert profile.about


def test_a_question_that_cannot_matter_tells_nothing(base: RuleBase, engines: Engines, interview: Interview) -> None:
    order = Order(base, engines.on(DAY), interview.pages)
    answers = ordinary(base)
    pages = [interview.page(fact) for fact in ("buyer.region", "urgency.unforeseeable", "need.describable")]
    assert order.gains(pages, answers, derive(base, answers, DAY)) == [0.0, 0.0, 0.0]
    assert order.first(pages, answers, derive(base, answers, DAY)) is pages[0]


def test_the_condition_that_fails_most_often_comes_first(
    base: RuleBase, engines: Engines, interview: Interview
) -> None:
    order = Order(base, engines.on(DAY), interview.pages, switch=0.0)
    answers = ordinary(base) | {"urgency.imperative": True, "urgency.unforeseeable": True}
    names = ("urgency.attributable_to_buyer", "urgency.time_limits_impossible", "urgency.strictly_necessary")
    pages = [interview.page(name) for name in names]
    gains = order.gains(pages, answers, derive(base, answers, DAY))
    assert all(gain > 0 for gain in gains)
    assert order.first(pages[::-1], answers, derive(base, answers, DAY)).id == "urgency.attributable_to_buyer"


def test_a_subject_that_is_begun_goes_before_one_that_tells_a_little_more(
    base: RuleBase, engines: Engines, interview: Interview
) -> None:
    answers = ordinary(base) | {"urgency.imperative": True, "sole.reason": "technical", "sole.only_one_operator": True}
    pages = [page for page in interview.pages if page.id.startswith(("urgency.", "sole.")) and page.id not in answers]
    hurried = Order(base, engines.on(DAY), interview.pages, switch=9.0)
    assert hurried.first(pages, answers, derive(base, answers, DAY)).id.startswith("sole.")
    del answers["sole.only_one_operator"]
    answers["urgency.unforeseeable"] = True
    assert hurried.first(pages, answers, derive(base, answers, DAY)).id.startswith("urgency.")


def test_the_same_answers_give_the_same_page_in_any_order(interview: Interview, base: RuleBase) -> None:
    chance = random.Random(4)
    answers = ordinary(base) | {
        "urgency.imperative": True,
        "sole.reason": "technical",
        "repetition.similar_to_initial": True,
    }
    first = interview.next(answers)
    for _ in range(10):
        facts = list(answers)
        chance.shuffle(facts)
        fresh = Interview(interview.engines, DAY)
        assert fresh.next({fact: answers[fact] for fact in facts}) == first


def test_the_sheets_drawn_are_the_same_without_a_cache(base: RuleBase, engines: Engines, interview: Interview) -> None:
    bare = Order(base._replace(use_cache=False), engines.on(DAY), interview.pages)
    assert bare._drawn == Order(base, engines.on(DAY), interview.pages)._drawn


def test_no_record_depends_on_the_profiles(copy: Path, base: RuleBase, dutch: Wording) -> None:
    path = copy / "interview" / "profiles.yaml"
    path.write_text(path.read_text("utf-8").replace(": 1\n", ": 99\n").replace(": 92\n", ": 3\n"), "utf-8")
    other = rulebase.load(str(copy), cache=False)
    assert other.digest == base.digest
    assert profiles.load(other).digest != profiles.load(base).digest
    case = Case("a", "a", DAY, ordinary(base))
    one, two = (assess(case, Engines(rules)) for rules in (base, other))
    assert one == two
    for form in ("json", "md"):
        assert render(one, base, dutch, form) == render(two, other, dutch, form)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  buyer.legal_personality: 90", "  buyer.legal_persona: 90", "did you mean buyer.legal_personality?"),
        ("  buyer.legal_personality: 90", "  buyer.legal_personality: 190", "at most a hundred in a hundred"),
        ("  buyer.legal_personality: 90", "  buyer.legal_personality: often", "as a whole number; found often"),
        ("{works: 28,", "{work: 28,", "did you mean works?"),
        ("profiles:", "profile:", "expected one mapping with the keys common and profiles"),
    ],
)
def test_a_mistake_in_the_profiles_is_named_with_its_line(copy: Path, old: str, new: str, message: str) -> None:
    path = copy / "interview" / "profiles.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RuleMistake) as mistake:
        profiles.load(rulebase.load(str(copy), cache=False))
    assert message in mistake.value.messages[0]
    assert mistake.value.messages[0].startswith("interview/profiles.yaml:")


class _Small(SubBase):
    """A sub-base with the optimum found by trying every order, without memory or cuts."""

    @cached_property
    def tried(self) -> float:
        def least(table: Table, shares: tuple[float, ...]) -> float:
            if not table.facts:
                return 0.0
            return 1 + min(
                sum(likely * least(after, then) for likely, _, after, then in self.branches(table, shares, place))
                for place in range(len(table.facts))
            )

        return least(self.start, self.prior)


@pytest.mark.slow
@pytest.mark.parametrize("number", [5, 6, 8, 10, 15, 25, 28])
def test_the_order_is_close_to_the_optimum_on_small_sub_bases(base: RuleBase, engines: Engines, number: int) -> None:
    made = made_interview(engines)
    order = made._order
    sub = _Small(engines, order, DAY, number)
    assert sub.optimum == pytest.approx(sub.tried)
    listed = [page.id for page in made.pages]

    def rule(_: SubBase, answers: dict[str, Any], live: tuple[str, ...]) -> str:
        pages = [made.page(fact) for fact in sorted(live, key=listed.index)]
        return order.first(pages, answers, derive(base, answers, DAY)).id

    assert 1 - 1e-9 <= sub.cost(rule) / sub.optimum <= 1.2


@pytest.mark.slow
def test_no_interview_asks_fewer_facts_than_the_certificate(engines: Engines) -> None:
    made = made_interview(engines, gates=False)
    certificates = Certificates(engines, DAY)
    for _, sheet in list(sheets(engines, made._order))[::40]:
        chosen = certificates.smallest(sheet)
        assert len(chosen) <= walked(made, sheet)[3]
        outlook = made.outlook({fact: sheet[fact] for fact in chosen})
        assert UNDETERMINED not in outlook.statuses.values()
