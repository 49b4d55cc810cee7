"""The estimate: each method at an amount worked out by hand, VAT to the cent, ranges, and contradictions by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import cli, estimate, estimatefile
from advisor.assessing import assess
from advisor.case import Case, CaseMistakes, read_cases
from advisor.engines import Engines
from advisor.estimate import Estimate, Part
from advisor.rulebase import RuleBase
from advisor.wording import Wording

HEAD = """\
id: a
as_of: 2026-03-02
base: ordinary
facts:
  contract.nature: {nature}
{facts}estimate:
  vat: excluding
  rate: 21
{extra}  parts:
"""
ASKED = "  made_on: 2026-02-10\n  questions: {same_purpose: none, separate_units: none}\n"


def text(*parts: str, nature: str = "services", facts: str = "", extra: str = ASKED) -> str:
    return HEAD.format(nature=nature, facts=facts, extra=extra) + "".join(f"    - {{{part}}}\n" for part in parts)


def case(base: RuleBase, *parts: str, nature: str = "services", facts: str = "", extra: str = ASKED) -> Case:
    (found,) = read_cases(base, text(*parts, nature=nature, facts=facts, extra=extra).encode(), "c.yaml")
    return found


def refused(base: RuleBase, *parts: str, nature: str = "services", facts: str = "", extra: str = ASKED) -> str:
    with pytest.raises(CaseMistakes) as mistakes:
        case(base, *parts, nature=nature, facts=facts, extra=extra)
    return "\n".join(mistakes.value.messages)


def total(base: RuleBase, *parts: str, nature: str = "services", extra: str = ASKED) -> int:
    found = case(base, *parts, nature=nature, extra=extra)
    assert found.estimate is not None
    worked = estimate.worked(found.estimate, base.estimate, found.as_of)
    assert found.answers["value.estimate"] == worked.total
    return worked.total


@pytest.mark.parametrize(
    ("nature", "part", "cents", "how", "directive"),
    [
        ("services", "kind: main, amount: 50000.00", 5_000_000, "once", "5(1)"),
        ("services", "kind: main, amount: 50000.00, times: 4", 20_000_000, "times", "5(1)"),
        ("supplies", "kind: lot, amount: 30000.55, times: 2", 6_000_110, "times", "5(8)-(9)"),
        ("works", "kind: option, amount: 12000", 1_200_000, "once", "5(1)"),
        ("services", "kind: renewal, amount: 10000, times: 3", 3_000_000, "times", "5(1)"),
        ("works", "kind: tranche, amount: 250000, times: 2", 50_000_000, "times", "5(1)"),
        ("works", "kind: repetition, amount: 80000, times: 2", 16_000_000, "times", "32(5)"),
        ("services", "kind: price_revision, amount: 1500", 150_000, "once", "5(1)"),
        ("services", "kind: prize, amount: 5000, times: 3", 1_500_000, "times", "5(1)"),
        ("services", "kind: phase, amount: 20000, times: 2", 4_000_000, "times", "5(1)"),
        ("supplies", "kind: framework_maximum, amount: 400000", 40_000_000, "once", "5(5)"),
        ("services", "kind: development, amount: 90000, times: 3", 27_000_000, "times", "5(6)"),
        ("services", "kind: later_purchase, amount: 300000", 30_000_000, "once", "5(6)"),
        ("works", "kind: by_buyer, amount: 7000", 700_000, "once", "5(7)"),
        (
            "supplies",
            "kind: recurrent_past, amount: 24000, more: 3000.50, less: 1000",
            2_600_050,
            "adjusted",
            "5(11), a",
        ),
        ("supplies", "kind: recurrent_ahead, amount: 26000", 2_600_000, "once", "5(11), b"),
        ("supplies", "kind: lease_fixed, amount: 1000, months: 12", 1_200_000, "months", "5(12), a"),
        ("supplies", "kind: lease_fixed, amount: 1000, months: 24, residual: 5000", 2_900_000, "residual", "5(12), a"),
        ("supplies", "kind: lease_fixed, amount: 1000, months: 60, residual: 0", 6_000_000, "residual", "5(12), a"),
        ("supplies", "kind: lease_open, amount: 1000", 4_800_000, "open_ended", "5(12), b"),
        ("services", "kind: service_term, amount: 2500, months: 48", 12_000_000, "months", "5(14)"),
        ("services", "kind: service_term, amount: 2500, months: 49", 12_000_000, "capped", "5(14)"),
        ("services", "kind: service_open, amount: 2500", 12_000_000, "open_ended", "5(14), b"),
        ("services", "kind: insurance, amount: 45000", 4_500_000, "once", "5(13), a"),
        ("services", "kind: banking, amount: 9000", 900_000, "once", "5(13), b"),
        ("services", "kind: design, amount: 60000", 6_000_000, "once", "5(13), c"),
    ],
)
def test_each_method_gives_the_amount_worked_out_by_hand(
    base: RuleBase, nature: str, part: str, cents: int, how: str, directive: str
) -> None:
    found = case(base, part, nature=nature)
    assert found.estimate is not None
    (line,) = estimate.worked(found.estimate, base.estimate).lines
    assert (line.without, line.how) == (cents, how)
    assert line.method["transposes"].endswith(directive)
    assert line.method["cite"].startswith(("RD art", "LPP art"))
    assert found.answers["value.estimate"] == cents


def test_every_method_has_its_words_and_is_tried_above(base: RuleBase, dutch: Wording, english: Wording) -> None:
    for wording in (dutch, english):
        for method in base.estimate["methods"]:
            assert wording.text("estimate", "kinds", method["id"])
        for question in base.estimate["questions"]:
            assert wording.text("estimate", "questions", question["id"])
            for answer in ("ask", "unknown", "left_out"):
                assert wording.text("estimate", "remarks", f"{answer}_{question['id']}")


def test_what_rests_on_the_directive_alone_is_unverified_and_a_known_gap(base: RuleBase) -> None:
    unverified = {
        f"estimate.{method['id']}" for method in base.estimate["methods"] if method["confidence"] == "unverified"
    }
    assert "estimate.lease_open" in unverified
    assert unverified <= set(base.gaps)
    secondary = {method["id"] for method in base.estimate["methods"] if method["confidence"] == "secondary"}
    assert secondary >= {"option", "renewal", "lot", "repetition", "prize", "phase", "framework_maximum"}


def test_vat_is_taken_off_to_the_cent_and_both_amounts_stand(base: RuleBase) -> None:
    found = case(base, "kind: main, amount: 121000.00, vat: including", "kind: option, amount: 0.01, rate: 6")
    assert found.estimate is not None
    first, second = estimate.worked(found.estimate, base.estimate).lines
    assert (first.typed, first.without, first.with_vat, first.part.rate) == (12_100_000, 10_000_000, 12_100_000, 21)
    assert (second.without, second.with_vat, second.part.rate) == (1, 1, 6)


@pytest.mark.parametrize(
    ("cents", "rate", "without"),
    [(121, 21, 100), (106, 6, 100), (112, 12, 100), (1, 21, 1), (3, 100, 2), (100, 0, 100)],
)
def test_half_a_cent_is_rounded_up_when_vat_is_taken_off(cents: int, rate: int, without: int) -> None:
    assert estimate.without_vat(cents, rate) == without


@pytest.mark.parametrize(
    ("cents", "rate", "gross"), [(100, 21, 121), (50, 21, 61), (25, 6, 27), (24, 6, 25), (10, 0, 10)]
)
def test_half_a_cent_is_rounded_up_when_vat_is_added(cents: int, rate: int, gross: int) -> None:
    assert estimate.with_vat(cents, rate) == gross


def test_without_a_rate_there_is_no_total_with_vat(base: RuleBase) -> None:
    found = case(base, "kind: main, amount: 100, rate: unknown", "kind: option, amount: 100")
    assert found.estimate is not None
    worked = estimate.worked(found.estimate, base.estimate)
    assert (worked.total, worked.with_vat) == (20_000, None)
    assert "rate_unknown" in worked.remarks


def test_the_maximum_of_a_framework_counts_in_the_place_of_its_parts(base: RuleBase) -> None:
    assert total(base, "kind: framework_maximum, amount: 300000", "kind: main, amount: 100000, times: 2") == 30_000_000
    said = refused(base, "kind: framework_maximum, amount: 100000", "kind: main, amount: 60000, times: 2")
    assert "the parts come to 120000.00, over the maximum of 100000.00" in said


def test_two_ways_to_count_recurrent_purchases_are_both_shown_and_none_is_chosen(base: RuleBase) -> None:
    both = ("kind: recurrent_past, amount: 20000", "kind: recurrent_ahead, amount: 30000")
    said = refused(base, *both)
    assert "recurrent_past gives 20000.00 and recurrent_ahead gives 30000.00" in said
    found = case(base, *both, extra=ASKED + "  counts: recurrent_past\n")
    assert found.estimate is not None
    worked = estimate.worked(found.estimate, base.estimate)
    assert worked.total == 2_000_000
    assert [line.status for line in worked.lines] == ["counted", "replaced"]
    assert "other_way_is_higher" in worked.remarks


def test_the_whole_and_its_lots_are_not_added_up(base: RuleBase) -> None:
    said = refused(base, "kind: main, amount: 90000", "kind: lot, amount: 50000", "kind: lot, amount: 45000")
    assert "main (90000.00) and lot (95000.00) are both given as the whole purchase" in said


def test_what_is_left_out_keeps_its_reason_and_is_shown_with_the_rest(base: RuleBase) -> None:
    asked = "  made_on: 2026-02-10\n  questions: {same_purpose: left_out, separate_units: none}\n"
    parts = ("kind: main, amount: 100000", 'kind: same_purpose, amount: 60000, counts: false, reason: "other market"')
    found = case(base, *parts, extra=asked)
    assert found.estimate is not None
    worked = estimate.worked(found.estimate, base.estimate)
    assert (worked.total, worked.everything, worked.top) == (10_000_000, 16_000_000, 16_000_000)
    assert "left_out_same_purpose" in worked.remarks
    assert "gives its reason" in refused(base, "kind: same_purpose, amount: 1, counts: false")
    counted = asked.replace("left_out", "counted")
    assert total(base, "kind: main, amount: 100000", "kind: same_purpose, amount: 60000", extra=counted) == 16_000_000


def test_what_was_not_asked_is_still_to_check(base: RuleBase) -> None:
    found = case(base, "kind: main, amount: 100", extra="")
    assert found.estimate is not None
    assert estimate.worked(found.estimate, base.estimate).remarks == (
        "ask_same_purpose",
        "ask_separate_units",
        "no_date",
    )
    late = case(base, "kind: main, amount: 100", extra=ASKED.replace("2026-02-10", "2026-03-03"))
    assert late.estimate is not None
    assert estimate.worked(late.estimate, base.estimate, late.as_of).remarks == ("made_after",)


def test_an_answer_that_the_parts_contradict_is_refused(base: RuleBase) -> None:
    said = refused(base, "kind: main, amount: 1", "kind: same_purpose, amount: 2")
    assert "same_purpose is answered none, while 1 part(s) of that kind stand in the estimate" in said
    asked = ASKED.replace("same_purpose: none", "same_purpose: counted")
    assert "is answered counted, while 0 part(s)" in refused(base, "kind: main, amount: 1", extra=asked)


# --- against the facts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("  value.estimate: 90000\n", "c.yaml:7: the estimate comes to 100000.00, while value.estimate is 90000.00"),
        ("  value.estimate: unknown\n", "while value.estimate is unknown"),
        ("  value.lots: [40000, 50000]\n", "the estimate comes to 100000.00, while value.lots add up to 90000.00"),
    ],
)
def test_an_estimate_that_differs_from_the_facts_is_refused_with_both(base: RuleBase, facts: str, message: str) -> None:
    assert message in refused(base, "kind: main, amount: 100000", facts=facts)


def test_an_estimate_that_equals_the_facts_stands_beside_them(base: RuleBase, engines: Engines) -> None:
    facts = "  value.estimate: 100000\n  value.lots: [40000, 60000]\n"
    found = assess(case(base, "kind: lot, amount: 40000", "kind: lot, amount: 60000", facts=facts), engines)
    assert found.derived.values["value.estimate"] == 10_000_000


@pytest.mark.parametrize(
    ("parts", "nature", "extra", "message"),
    [
        (["kind: mian, amount: 1"], "services", ASKED, "kind: expected one of main, lot"),
        (["kind: mian, amount: 1"], "services", ASKED, "did you mean main?"),
        (["amount: 1"], "services", ASKED, "c.yaml:12: estimate: a part names its kind"),
        (["kind: main"], "services", ASKED, "main: the amount is missing"),
        (
            ["kind: main, amount: 1.005"],
            "services",
            ASKED,
            "amount: expected an amount in euro like 48500.00; found 1.005",
        ),
        (["kind: main, amount: -5"], "services", ASKED, "found -5"),
        (["kind: main, amount: 1, months: 3"], "services", ASKED, "the key months of main is not known"),
        (
            ["kind: main, amount: 1, times: 0"],
            "services",
            ASKED,
            "times: expected a whole number from 1 to 1200; found 0",
        ),
        (["kind: main, amount: 1, times: 1.5"], "services", ASKED, "found 1.5"),
        (
            ["kind: main, amount: 1, rate: 19"],
            "services",
            ASKED,
            "rate: expected one of 0, 6, 12, 21, unknown; found 19",
        ),
        (
            ["kind: main, amount: 1, vat: including, rate: unknown"],
            "services",
            ASKED,
            "an amount including VAT needs its rate",
        ),
        (["kind: main, amount: 5, low: 1"], "services", ASKED, "low and high go together"),
        (
            ["kind: main, amount: 5, low: 6, high: 7"],
            "services",
            ASKED,
            "expected low <= amount <= high; found 6.00, 5.00, 7.00",
        ),
        (["kind: service_term, amount: 5"], "services", ASKED, "months is missing"),
        (
            ["kind: lease_open, amount: 5"],
            "services",
            ASKED,
            "lease_open counts for supplies; this contract is services",
        ),
        (["kind: lease_fixed, amount: 5, months: 13"], "supplies", ASKED, "residual is missing: over 12 months"),
        (
            ["kind: lease_fixed, amount: 5, months: 12, residual: 1"],
            "supplies",
            ASKED,
            "residual does not count for a term",
        ),
        (["kind: recurrent_past, amount: 5, less: 6"], "supplies", ASKED, "less (6.00) is more than there is"),
        (
            ["kind: main, amount: 1"],
            "services",
            "  made_on: tomorrow\n",
            "made_on: expected a date like 2026-03-02; found tomorrow",
        ),
        (
            ["kind: main, amount: 1"],
            "services",
            "  questons: {}\n",
            "the key questons is not known; did you mean questions?",
        ),
        (["kind: main, amount: 1"], "services", "  questions: {same_purpose: maybe}\n", "found maybe"),
        (
            ["kind: main, amount: 1"],
            "services",
            "  counts: recurrent_past\n",
            "no part of the kind recurrent_past is given",
        ),
        (["kind: main, amount: 9999999999999, times: 1200"], "services", ASKED, "too large"),
        ([], "services", ASKED, "parts: expected a list of at least one part"),
    ],
)
def test_a_mistake_in_the_block_is_named(
    base: RuleBase, parts: list[str], nature: str, extra: str, message: str
) -> None:
    assert message in refused(base, *parts, nature=nature, extra=extra)


def test_the_basis_and_the_rate_are_asked(base: RuleBase) -> None:
    raw = text("kind: main, amount: 1").replace("  vat: excluding\n  rate: 21\n", "")
    with pytest.raises(CaseMistakes) as mistakes:
        read_cases(base, raw.encode(), "c.yaml")
    assert "vat is missing: excluding or including" in str(mistakes.value)
    assert "rate is missing: one of 0, 6, 12, 21 or unknown" in str(mistakes.value)


# --- range ------------------------------------------------------------------------------------------------------------


def test_the_range_names_the_amounts_that_it_crosses_and_what_changes(base: RuleBase, engines: Engines) -> None:
    found = assess(case(base, "kind: main, amount: 130000, low: 100000, high: 300000"), engines, preview=True)
    crossed = dict(found.crossed)
    assert list(crossed) == ["nwp.amount", "eu.supplies_services_local"]
    assert crossed["nwp.amount"] == ("negotiated_without_publication",)
    assert "simplified_negotiated" in crossed["eu.supplies_services_local"]
    within = assess(case(base, "kind: main, amount: 50000, low: 40000, high: 60000"), engines, preview=True)
    assert within.crossed == ()


AMOUNT = st.integers(0, 10**9)


@st.composite
def parts(draw: st.DrawFn) -> Part:
    kind = draw(
        st.sampled_from(["main", "option", "renewal", "prize", "service_open", "service_term", "recurrent_past"])
    )
    low, amount, high = sorted(draw(st.tuples(AMOUNT, AMOUNT, AMOUNT)))
    rated = draw(st.sampled_from([(False, None), (False, 21), (True, 6), (True, 21)]))
    months = draw(st.integers(1, 100)) if kind == "service_term" else None
    times = draw(st.integers(1, 10)) if kind in ("main", "option", "renewal", "prize") else 1
    less = draw(st.integers(0, low)) if kind == "recurrent_past" else 0
    return Part(kind, amount, *rated, times=times, months=months, less=less, low=low, high=high)


@settings(max_examples=150, deadline=None)
@given(listed=st.lists(parts(), min_size=1, max_size=6), more=parts())
def test_a_part_more_never_lowers_the_total_and_the_scenarios_are_ordered(
    base: RuleBase, listed: list[Part], more: Part
) -> None:
    made = Estimate(tuple(listed), False, 21)
    worked = estimate.worked(made, base.estimate)
    assert worked.low <= worked.total <= worked.high <= worked.top
    assert estimate.worked(made._replace(parts=(*made.parts, more)), base.estimate).total >= worked.total
    assert worked.with_vat is None or worked.with_vat >= worked.total


@settings(max_examples=100, deadline=None)
@given(listed=st.lists(parts(), min_size=1, max_size=4))
def test_what_is_written_is_read_back_the_same(base: RuleBase, listed: list[Part]) -> None:
    made = Estimate(tuple(listed), False, 21, made_on=739_000, made_by="ICT", answers=(("same_purpose", "none"),))
    wrong: list[str] = []
    kept = json.loads(json.dumps(estimatefile.block(made)))
    again = estimatefile.read(estimatefile.kept(kept), base.estimate, None, lambda _, said: wrong.append(said))
    assert (wrong, again) == ([], made)


# --- command and record -----------------------------------------------------------------------------------------------


def test_the_command_shows_the_working(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text("kind: main, amount: 121000, vat: including", "kind: service_open, amount: 500"), "utf-8")
    assert cli.main(["estimate", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "- Basisopdracht: € 121.000,00, met btw, 21 %; zonder btw: € 100.000,00" in shown
    assert "€ 500,00 per maand × 48 maanden, want er is geen vaste looptijd = € 24.000,00" in shown
    assert "Totaal zonder btw: € 124.000,00" in shown
    assert cli.main(["estimate", str(path), "--json", "--lang", "en"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["case"], data["total"], data["lines"][0]["rate"]) == ("a", "124000.00", 21)


def test_the_command_says_where_there_is_no_block(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("id: a\nas_of: 2026-03-02\nfacts: {value.estimate: 5}\n", "utf-8")
    assert cli.main(["estimate", str(path)]) == 2
    assert "a: Dit dossier heeft geen blok estimate." in capsys.readouterr().err


def test_the_record_holds_the_working_and_the_json_what_was_given(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text('kind: main, amount: 130000, low: 100000, high: 150000, note: "a | b"'), "utf-8")
    assert cli.main(["record", str(path), "--out", str(tmp_path), "--as-of", "2026-03-03"]) == 0
    shown = (tmp_path / "a.md").read_text("utf-8")
    assert "## Raming" in shown
    assert "Basisopdracht (a \\| b)" in shown
    assert "Bandbreedte zonder btw: van € 100.000,00 tot € 150.000,00." in shown
    assert "vanaf dit bedrag verandert de stand van onderhandelingsprocedure zonder voorafgaande bekendmaking" in shown
    assert "| Geraamde waarde, exclusief btw | € 130.000,00 | werkblad van de raming |" in shown
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert data["estimate"]["given"]["parts"][0]["low"] == "100000.00"
    assert [item["amount"] for item in data["estimate"]["crossed"]] == ["nwp.amount"]
    assert next(item for item in data["facts"] if item["fact"] == "value.estimate")["from"] == "estimate"


def test_the_public_edition_withholds_the_amounts_of_the_estimate(
    base: RuleBase, engines: Engines, dutch: Wording
) -> None:
    from advisor.render import markdown, recorddoc

    parts = (
        "kind: main, amount: 131313, low: 101010, high: 171717, note: as in 2024",
        "kind: option, amount: 2323, vat: including",
    )
    found = assess(case(base, *parts), engines, preview=True)
    whole = markdown.render(recorddoc.document(found, base, dutch)).decode()
    public = markdown.render(recorddoc.public_document(found, base, dutch)).decode()
    for amount in ("131.313,00", "102.929,83", "2.323,00", "as in 2024", "Bedragen binnen deze bandbreedte:"):
        assert amount in whole
    assert not any(
        amount in public
        for amount in ("131.313", "102.929", "173.636", "2.323", "1.919", "133.232", "as in 2024", "Bedragen binnen")
    )
    assert "## Raming" in public
