"""Duties by route, amount, nature and date, as tables written from the law by hand; and what holds of all of them."""

from __future__ import annotations

import random
from typing import Any

import pytest

from advisor.assessing import Assessment, Duty, RouteStatus, State, assess
from advisor.case import Case, read_cases, typed
from advisor.duties import KINDS, MAIN, entailed
from advisor.engines import Engines
from advisor.outcome_json import duties_of
from advisor.rulebase import RuleBase
from advisor.wording import Wording
from tests.law.duty_tables import MAIN_ROWS, MORE_ROWS, PROCEDURES, WITH, label, written

SHORT: dict[str, dict[str, str]] = {
    "publication": {"-": "none", "BE": "national", "EU": "eu"},
    "reasons": {"-": "not_required", "law": "legal_ground_only", "both": "legal_and_factual"},
    "lots": {"-": "not_applicable", "consider": "must_consider"},
    "award": {"-": "none", "simple": "simplified", "eu": "eu"},
}
WEIGHT = {
    "publication": ("none", "national", "eu"),
    "choice_motivation": ("not_required", "legal_ground_only", "legal_and_factual"),
    "lots": ("not_applicable", "must_consider"),
    "award_notice": ("none", "simplified", "eu"),
    "file": ("light", "trace", "full"),
}


def found_for(row: dict[str, str], engines: Engines) -> Assessment:
    case = written(row["date"], row["buyer"], row["nature"], row["estimate"], row["tender"], row["with"])
    found = assess(case, engines)
    assert found.status(row["route"]) == "available", f"{row['route']} is {found.status(row['route'])}"
    return found


def test_the_tables_are_large_enough_and_each_row_names_its_article() -> None:
    assert len(MAIN_ROWS) + len(MORE_ROWS) >= 150
    assert len(MAIN_ROWS) >= 100
    for row in (*MAIN_ROWS, *MORE_ROWS):
        assert None not in row.values(), row
        assert row["article"].startswith(("LPP", "RD", "L2013", "law of")), row
    known = [label(row) for row in (*MAIN_ROWS, *MORE_ROWS)]
    assert len(known) == len(set(known))
    assert {row["route"] for row in MAIN_ROWS} > set(PROCEDURES)


@pytest.mark.parametrize("row", MAIN_ROWS, ids=label)
def test_the_main_duties_are_those_of_the_law(row: dict[str, str], engines: Engines) -> None:
    found = duties_of(found_for(row, engines), row["route"])
    wait = int(row["wait"])
    assert {
        "publication": found["publication"],
        "reasons": found["choice_motivation"],
        "text": found["choice_motivation_minimum"],
        "wait": (found["standstill"]["required"], found["standstill"]["days"]),
        "lots": found["lots"],
        "award": found["award_notice"],
    } == {
        "publication": SHORT["publication"][row["publication"]],
        "reasons": SHORT["reasons"][row["reasons"]],
        "text": SHORT["reasons"][row["text"]],
        "wait": (wait > 0, wait),
        "lots": SHORT["lots"][row["lots"]],
        "award": SHORT["award"][row["award"]],
    }


@pytest.mark.parametrize("row", MORE_ROWS, ids=label)
def test_the_other_duties_are_those_of_the_law(row: dict[str, str], engines: Engines) -> None:
    """`every` is every procedure of one's own save low value; `a+b` are the two routes."""
    every = [route for route in PROCEDURES if route != "low_value"]
    for route in every if row["route"] == "every" else row["route"].split("+"):
        value: Any = duties_of(found_for({**row, "route": route}, engines), route)
        path = row["duty"].split(".")
        if row["expected"] == "-":
            assert path[0] not in value, route
            continue
        for key in path:
            value = value[key]
        shown = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        assert shown == row["expected"], route


def test_every_available_route_has_every_main_duty(engines: Engines) -> None:
    for row in MAIN_ROWS:
        found = found_for(row, engines)
        for route, duties in found.duties.items():
            assert set(MAIN) <= set(duties), route
            for kind, duty in duties.items():
                assert duty.cite, (route, kind)
                assert duty.confidence in ("primary", "secondary", "unverified")


def test_every_kind_and_value_of_a_duty_has_its_texts(base: RuleBase, dutch: Wording, english: Wording) -> None:
    kinds = {rule.duty for rule in base.rules if rule.effect == "duty"}
    assert kinds == set(KINDS)
    for wording in (dutch, english):
        for rule in base.rules:
            if rule.effect == "duty":
                assert rule.duty is not None
                assert rule.value is not None
                text = wording.text("duties", rule.duty, rule.value)
                assert wording.text("duties", rule.duty, "name")
                assert ("{days}" in text) == (rule.days is not None), rule.id
                assert ("{amount}" in text) == (rule.amount is not None), rule.id
                assert not any(part in text for part in ("140", "216", "€")), f"{rule.id}: dated data in a text"


def test_the_safe_reading_is_never_below_the_text_of_the_law(engines: Engines) -> None:
    order = WEIGHT["choice_motivation"]
    for case, found in drawn(engines, 400):
        for route, duties in found.items():
            safe, least = duties["choice_motivation"], duties["choice_motivation_minimum"]
            if safe.value is not None and least.value is not None:
                assert order.index(safe.value) >= order.index(least.value), (route, case)


def test_more_value_never_asks_less(engines: Engines) -> None:
    """With everything else equal, no step up in value takes away a notice, a reason, lots, a wait or a file."""
    amounts = (30_000, 140_000, 216_000, 750_000, 2_702_000, 5_404_000)
    steps = [amount * 100 + more for amount in amounts for more in (-1, 0, 1)]
    for date in ("2017-06-30", "2018-04-28", "2020-06-01", "2023-09-01", "2023-12-31", "2026-03-02"):
        for nature in ("works", "supplies", "services", "social"):
            for with_ in ("", "urgency", "design", "failed"):
                low: dict[str, dict[str, int]] = {}
                for cents in steps:
                    case = written(date, "", nature, f"{cents // 100}.{cents % 100:02d}", "", with_)
                    for route, duties in entailed_by(case, engines).items():
                        now = weights(duties, social=nature == "social")
                        for kind, weight in now.items():
                            assert weight >= low.get(route, {}).get(kind, 0), (date, nature, with_, cents, route, kind)
                        low[route] = now


def weights(duties: dict[str, Any], *, social: bool) -> dict[str, int]:
    """The weight of each duty. The reasons for a social simplified procedure are asked in a band only (al. 3)."""
    found = {
        kind: order.index(duties[kind].value)
        for kind, order in WEIGHT.items()
        if kind in duties and not (social and kind == "choice_motivation")
    }
    found["standstill"] = duties["standstill"].days or 0
    return found


def test_no_time_limit_is_shorter_than_the_shortest_of_the_law(base: RuleBase) -> None:
    for rule in base.rules:
        for name, requests, tenders in rule.limits:
            assert requests is None or requests in (15, 30), (rule.id, name)
            assert tenders is None or tenders >= 10, (rule.id, name)


def test_a_duty_that_every_open_case_shares_is_not_left_open(engines: Engines) -> None:
    """Both open conditions of `reasons` ask the same: nothing is waited for."""
    case = written("2026-03-02", "", "services", "100000.00", "", "")
    answers = {**case.answers, "value.estimate": None, "contract.annex3_service": None}
    duties = assess(case._replace(answers=answers), engines).duties["open"]
    assert duties["choice_motivation"].value == "not_required"
    assert duties["time_limits"].value == "fixed"
    assert duties["lots"].value is None
    assert duties["lots"].open_facts == ("value.estimate",)
    assert set(duties["publication"].open_facts) <= {"value.estimate", "contract.annex3_service"}


def test_what_is_said_while_facts_are_open_holds_in_every_completion(base: RuleBase, engines: Engines) -> None:
    chance = random.Random(11)
    compared = 0
    for case, found in drawn(engines, 120, unknowns=3):
        open_facts = [name for name, answer in case.answers.items() if answer is None]
        for _ in range(6):
            closed = {name: drawn_answer(base, name, chance) for name in open_facts}
            after = entailed_by(case._replace(answers={**case.answers, **closed}), engines)
            for route in found.keys() & after.keys():
                for kind, duty in found[route].items():
                    if duty.value is not None:
                        compared += 1
                        assert after[route][kind].value == duty.value, (route, kind, case, closed)
    assert compared > 1_000


def entailed_by(case: Case, engines: Engines) -> dict[str, dict[str, Duty]]:
    """The duties of the available routes, without the rest of an assessment."""
    state = State(engines, case.answers, case.as_of, preview=True)
    routes = tuple(RouteStatus(name, status, "", (), (), ()) for name, status in state.statuses().items())
    return entailed(state, routes)


def drawn(engines: Engines, number: int, unknowns: int = 0) -> list[tuple[Case, dict[str, dict[str, Duty]]]]:
    """Drawn purchases with their duties, on the dates and around the amounts of the table."""
    chance = random.Random(5)
    asked = ["value.estimate", "value.expenditure_to_approve", "contract.annex3_service", "contract.nature"]
    asked += ["framework.wanted", "buyer.kind"]
    found = []
    for _ in range(number):
        row, other, with_ = chance.choice(MAIN_ROWS), chance.choice(MAIN_ROWS), chance.choice(list(WITH))
        case = written(row["date"], row["buyer"], row["nature"], row["estimate"], other["estimate"], with_)
        hidden = dict.fromkeys(chance.sample(asked, unknowns))
        case = case._replace(answers={**case.answers, **hidden})
        found.append((case, entailed_by(case, engines)))
    return found


def drawn_answer(base: RuleBase, name: str, chance: random.Random) -> Any:
    fact = base.facts[name]
    if fact.type == "bool":
        return chance.choice([True, False])
    if fact.type == "enum":
        return chance.choice(fact.values)
    return typed(fact, chance.choice(MAIN_ROWS)["estimate"])


def test_expectations_of_a_case_file_read_every_duty(base: RuleBase, engines: Engines) -> None:
    text = """
    id: x
    as_of: 2026-03-02
    base: ordinary
    facts: {contract.nature: supplies, value.estimate: 180000.00}
    expect:
      publication: {open: national}
      choice_motivation: {open: not_required}
      standstill_required: {open: true}
      lots: {open: must_consider}
      award_notice: {open: simplified}
      time_limits: {open: {tenders_days: 35, requests_days: null}, restricted: {requests_days: 30, tenders_days: 25}}
    """
    from advisor.expectation import differences

    (case,) = read_cases(base, text.encode(), "x.yaml")
    assert differences(assess(case, engines)) == [
        "open: standstill_required: expected true, found false",
        "open: time_limits: tenders_days: expected 35, found 30",
    ]
