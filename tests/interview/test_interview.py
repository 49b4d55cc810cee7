"""The order of the pages, when the interview may stop, and that it never asks or leaves out too much."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from advisor import quantity
from advisor.assessing import assess
from advisor.case import Case
from advisor.derive import ContradictingAnswers
from advisor.engines import Engines
from advisor.exact import ImpossibleAnswers
from advisor.interview import Interview, Page
from tests.sheets import ABSENT, answer, limits

DAY = quantity.ordinal("2026-03-02") or 0
#: One value in every band of the amounts, in euro.
BANDS = (1, 29_999, 30_000, 100_000, 139_999, 140_000, 215_999, 216_000, 749_999, 750_000, 5_403_999, 5_404_000)
NATURES = ("works", "supplies", "services")


@pytest.fixture(scope="module")
def interview(engines: Engines) -> Interview:
    return Interview(engines, DAY)


def walk(
    interview: Interview, given: dict[str, Any], marked: frozenset[str] = frozenset()
) -> Iterator[tuple[Page, dict[str, Any]]]:
    """Each page with the answers before it; gate pages are answered by the lines marked, the others from `given`."""
    answers: dict[str, Any] = {}
    while (page := interview.next(answers)) is not None:
        yield page, dict(answers)
        if page.kind == "gate":
            answers.update(interview.gate_answers(page, marked & {item.id for item in page.items}))
        else:
            answers[page.id] = given.get(page.id)


def ordinary(nature: str, euro: int, kind: str = "municipality") -> dict[str, Any]:
    return {
        "buyer.kind": kind,
        "contract.nature": nature,
        "value.estimate": euro * 100,
        "need.suppliers_expected": "many",
    }


@pytest.mark.parametrize("nature", NATURES)
@pytest.mark.parametrize("euro", BANDS)
def test_an_ordinary_purchase_takes_at_most_eight_pages(interview: Interview, nature: str, euro: int) -> None:
    asked = [page.id for page, _ in walk(interview, ordinary(nature, euro))]
    assert len(asked) <= 8, asked


@pytest.mark.parametrize("nature", NATURES)
def test_a_need_described_by_its_result_takes_at_most_eight_pages(interview: Interview, nature: str) -> None:
    asked = [page.id for page, _ in walk(interview, ordinary(nature, 6_000_000), frozenset({"functional"}))]
    assert asked[-1] == "circumstances" or "need.suppliers_expected" in asked
    assert len(asked) <= 8, asked


@pytest.mark.parametrize("nature", NATURES)
@pytest.mark.parametrize("euro", BANDS)
def test_an_ordinary_purchase_gets_a_certain_recommendation(engines: Engines, nature: str, euro: int) -> None:
    interview = Interview(engines, DAY)
    *_, (page, answers) = walk(interview, ordinary(nature, euro))
    answers.update(interview.gate_answers(page, frozenset()) if page.kind == "gate" else {})
    assert interview.certain(answers)
    found = assess(Case("a", "a", DAY, answers), engines, preview=True)
    assert found.regime == "classic"
    assert found.recommended is not None
    assert found.missing == ()


def test_who_buys_and_the_gates_of_the_law_come_before_the_grounds(interview: Interview) -> None:
    asked = [page.id for page, _ in walk(interview, ordinary("supplies", 250_000))]
    assert asked == ["buyer.kind", "scope", "partner", "contract.nature", "value.estimate", "need", "circumstances"]


def test_nothing_more_is_asked_where_there_is_no_public_contract(interview: Interview) -> None:
    asked = [page.id for page, _ in walk(interview, ordinary("supplies", 1), frozenset({"nothing_in_return"}))]
    assert asked == ["buyer.kind", "scope"]


def test_a_line_that_asks_more_brings_its_own_page_next(interview: Interview) -> None:
    given = {**ordinary("services", 250_000), "exclusion.kind": "none"}
    asked = [page.id for page, _ in walk(interview, given, frozenset({"excluded_subject"}))]
    assert asked[:3] == ["buyer.kind", "scope", "exclusion.kind"]


def test_the_conditions_of_urgency_follow_its_line_until_one_fails(interview: Interview) -> None:
    given = {**ordinary("supplies", 250_000), "urgency.unforeseeable": True, "urgency.attributable_to_buyer": True}
    asked = [page.id for page, _ in walk(interview, given, frozenset({"urgency"}))]
    assert [name for name in asked if name.startswith("urgency.")] == [
        "urgency.unforeseeable",
        "urgency.attributable_to_buyer",
    ]


def test_the_interview_may_stop_before_what_only_decides_other_routes(interview: Interview) -> None:
    may_stop = {page.id: interview.certain(answers) for page, answers in walk(interview, ordinary("supplies", 10_000))}
    assert may_stop == dict.fromkeys(may_stop, False) | {"circumstances": True}


def test_other_bodies_are_asked_whether_they_are_an_authority(interview: Interview) -> None:
    asked = [page.id for page, _ in walk(interview, ordinary("supplies", 1000, "other_body"))]
    assert "buyer.general_interest_body" in asked
    ordinary_asked = [page.id for page, _ in walk(interview, ordinary("supplies", 1000))]
    assert "buyer.general_interest_body" not in ordinary_asked


def test_what_is_not_known_is_not_asked_again(interview: Interview) -> None:
    asked = [page.id for page, _ in walk(interview, {})]
    assert len(asked) == len(set(asked))
    assert interview.next({page.id: None for page in interview.pages if page.kind != "gate"}) is None


def test_a_page_put_off_makes_way_and_takes_its_facts_along(interview: Interview) -> None:
    page = interview.next({"buyer.kind": "municipality"}, frozenset({"scope"}))
    assert page is not None
    assert page.id == "partner"


def test_a_gate_page_records_each_of_its_facts(interview: Interview) -> None:
    page = interview.page("circumstances")
    found = interview.gate_answers(page, frozenset({"urgency", "earlier_procedure"}), frozenset({"sole_operator"}))
    assert found["urgency.imperative"] is True
    assert found["sole.reason"] is None
    assert not {"prior.procedure", "prior.result"} & found.keys()
    assert found["supplies.research_only"] is False
    closed = interview.gate_answers(page, frozenset())
    assert set(closed) == set(page.facts)
    assert closed["prior.procedure"] == "none"
    with pytest.raises(ValueError, match="no line nonsense"):
        interview.gate_answers(page, frozenset({"nonsense"}))


def test_two_lines_about_one_fact_do_not_close_it_behind_each_other(interview: Interview) -> None:
    page = interview.page("need")
    assert interview.gate_answers(page, frozenset({"functional"}))["need.describable"] == "functional"
    assert interview.gate_answers(page, frozenset({"problem_only"}))["need.describable"] == "problem_only"
    assert interview.gate_answers(page, frozenset())["need.describable"] == "precise"


def test_the_marks_of_a_gate_page_can_be_shown_again(interview: Interview) -> None:
    for page in (page for page in interview.pages if page.kind == "gate"):
        for item in page.items:
            if item.opened is not None:
                recorded = interview.gate_answers(page, frozenset({item.id}))
                assert interview.marks(page, recorded) == (frozenset({item.id}), frozenset())
        assert interview.marks(page, interview.gate_answers(page, frozenset())) == (frozenset(), frozenset())


def test_the_articles_of_a_page_are_those_of_the_rules_that_read_it(interview: Interview) -> None:
    assert "LPP art. 42 §1, 1°, b" in interview.articles(interview.page("urgency.imperative"))
    assert "LPP art. 42 §1, 2°" in interview.articles(interview.page("repetition.initial_concluded_on"))
    assert interview.articles(interview.page("buyer.region")) == ()


def test_what_an_answer_changes_is_told_route_by_route(interview: Interview) -> None:
    answers = {}
    for page, _ in walk(interview, ordinary("supplies", 250_000)):
        answers.update(
            interview.gate_answers(page, frozenset())
            if page.kind == "gate"
            else {page.id: ordinary("supplies", 250_000)[page.id]}
        )
    changes = interview.what_changes(answers, {"value.estimate": 13_999_900})
    assert ("negotiated_without_publication", "unavailable", "available") in changes
    assert interview.what_changes(answers, {"buyer.region": "wallonia"}) == []
    with pytest.raises(ImpossibleAnswers):
        interview.what_changes({}, {"prior.procedure": "none", "prior.result": "contract_concluded"})


@pytest.mark.parametrize("nature", NATURES)
@pytest.mark.parametrize("euro", [1000, 130_000, 200_000, 6_000_000])
def test_the_range_of_pages_to_come_holds_with_at_most_one_line_more(
    interview: Interview, nature: str, euro: int
) -> None:
    lines = [item.id for page in interview.pages for item in page.items]
    chance = random.Random(euro)
    for line in [None, *lines]:
        given = ordinary(nature, euro)
        for page in interview.pages:
            if page.kind == "yesno":
                given.setdefault(page.id, chance.random() < 0.5)
            elif page.kind == "choice":
                given.setdefault(page.id, chance.choice(interview.engines.base.facts[page.id].values[1:]))
            elif page.kind in ("money", "number"):
                given.setdefault(page.id, chance.choice([100, 8500, 10_000]))
            elif page.kind == "date":
                given.setdefault(page.id, DAY - chance.choice([100, 3000]))
        given["prior.result"] = "no_tender_or_request"
        path = list(walk(interview, given, frozenset({line} if line else ())))
        stop = next((number for number, (_, answers) in enumerate(path) if interview.certain(answers)), len(path))
        for number, (_, answers) in enumerate(path[:stop]):
            low, high = interview.remaining(answers)
            assert stop - number <= high, (line, number, stop - number, high)
            # A marked line may end the matter at once; the low end is that of a purchase where none does.
            assert line is not None or low <= stop - number


def completed(interview: Interview, answers: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The answers with a random one for every fact not asked. Joint control of a sister is presumed absent by the law."""
    base = interview.engines.base
    near = limits(interview.engines.on(DAY).circuit)
    computed = {"value.expenditure_to_approve", "repetition.award_on", "inhouse.joint_control"}
    found = dict(answers)
    for fact in base.facts.values():
        if fact.derived or fact.id in answers or fact.id in computed or fact.type.endswith("list"):
            continue
        given: Any = ABSENT
        while given is ABSENT or given is None:
            given = answer(fact, near.get(fact.id, []), DAY, chance)
        found[fact.id] = given
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_once_certain_no_answer_changes_regime_or_recommendation(engines: Engines, seed: int) -> None:
    interview, chance = Interview(engines, DAY), random.Random(seed)
    base, near = engines.base, limits(engines.on(DAY).circuit)
    answers: dict[str, Any] = {}
    while (page := interview.next(answers)) is not None and not interview.certain(answers):
        if page.kind == "gate":
            marked = frozenset(item.id for item in page.items if chance.random() < 0.1)
            answers.update(interview.gate_answers(page, marked, frozenset()))
            continue
        given: Any = ABSENT
        while given is ABSENT:
            given = answer(base.facts[page.id], near.get(page.id, []), DAY, chance)
        try:
            interview.outlook({**answers, page.id: given})
        except (ContradictingAnswers, ImpossibleAnswers):
            given = None
        answers[page.id] = given
    if not interview.certain(answers):
        return
    now = assess(Case("a", "a", DAY, answers), engines, preview=True)
    for _ in range(8):
        try:
            later = assess(Case("a", "a", DAY, completed(interview, answers, chance)), engines, preview=True)
        except (ContradictingAnswers, ImpossibleAnswers):
            continue
        assert (later.regime, later.recommended) == (now.regime, now.recommended)


def test_where_much_is_not_known_the_range_is_found_within_its_bound_and_still_holds(
    engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor import horizon

    interview = Interview(engines, DAY)
    unknown = {item.fact: None for page in interview.pages for item in page.items}
    answers = {**unknown, "buyer.kind": "municipality", "contract.nature": "services", "value.estimate": 18_000_000}
    visited = 0
    outlook = horizon.Outlook

    def counted(*words: Any) -> Any:
        nonlocal visited
        visited += 1
        return outlook(*words)

    monkeypatch.setattr(horizon, "Outlook", counted)
    low, high = interview.remaining(answers)
    assert visited <= horizon.MOST_PLACES + 1
    assert 0 <= low <= high
    monkeypatch.setattr(horizon, "MOST_PLACES", 3)
    narrow = Interview(engines, DAY).remaining(answers)
    assert narrow[0] <= low
    assert narrow[1] >= high, "a bound makes the range wider, never narrower"
