"""Case files are read strictly, and a bad one is refused whole with every mistake named."""

from __future__ import annotations

from textwrap import dedent

import pytest

from advisor.case import CaseMistakes, read_cases
from advisor.rulebase import RuleBase

GOOD = """\
id: a
title: A
as_of: 2026-03-02
facts:
  contract.nature: works
  value.estimate: 48500.00
"""


def refused(base: RuleBase, text: str) -> list[str]:
    with pytest.raises(CaseMistakes) as mistakes:
        read_cases(base, text.encode(), "c.yaml")
    return mistakes.value.messages


def test_a_case_holds_exact_values(base: RuleBase) -> None:
    text = GOOD + "  contract.cpv: [03111000, 73110000-6]\n  framework.years: 3.5\n  urgency.imperative: unknown\n"
    (case,) = read_cases(base, text.encode(), "c.yaml")
    assert case.answers == {
        "contract.nature": "works",
        "value.estimate": 4_850_000,
        "contract.cpv": ("03111000", "73110000-6"),
        "framework.years": 350,
        "urgency.imperative": None,
    }


def test_the_facts_of_the_case_win_from_those_of_its_base(base: RuleBase) -> None:
    (case,) = read_cases(base, (GOOD + "  buyer.kind: province\nbase: ordinary\n").encode(), "c.yaml")
    assert case.answers["buyer.kind"] == "province"
    assert "buyer.kind" not in case.from_base
    assert "urgency.imperative" in case.from_base


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("  value.estimat: 1", "c.yaml:7: the fact value.estimat is not known; did you mean value.estimate?"),
        ("  lots.divided: yes", "c.yaml:7: lots.divided: expected true, false or unknown; found yes"),
        ("  lots.divided: True", "c.yaml:7: lots.divided: expected true, false or unknown; found True"),
        ("  lots.divided:", "c.yaml:7: lots.divided: expected true, false or unknown; found nothing"),
        ("  buyer.region: flandres", "; did you mean flanders?"),
        ("  value.lot: 1e3", "c.yaml:7: value.lot: expected an amount in euro excluding VAT like 48500.00"),
        ("  value.lot: 1.005", "at most two decimals"),
        ("  value.lot: .nan", "found .nan"),
        ("  value.lot: .inf", "found .inf"),
        ("  value.lot: -5", "no exponent, sign"),
        ("  value.lot: 1_000", "found 1_000"),
        ("  value.lot: 1:30", "found 1:30"),
        ("  value.lot: 010", "leading zero"),
        ("  value.lot: 0x1F", "found 0x1F"),
        ("  value.lot: [1]", "expected one value"),
        ("  inhouse.activity_share_pct: 101", "at most 100; found 101"),
        ("  contract.cpv: 73110000-6", "expected a list"),
        ("  contract.cpv: [7311]", "expected a CPV code like 73110000-6; found 7311"),
        ("  repetition.award_on: 2026-02-30", "expected a date like 2026-03-02 or unknown; found 2026-02-30"),
        ("  value.lots: [1, 1.234]", "found 1.234"),
        ("  repetition.years_running: 3", "is not known"),
        ("  contract.nature: supplies", "c.yaml:7: the key contract.nature stands twice (first on line 5); keep one"),
        ("  value.lot: !!python/object:os.system x", "the tag"),
        ("  value.lot: &a 1", "anchors"),
        ("  value.lot: *a", "anchors"),
        ("  value.lot: {<<: {a: b}}", "merge keys"),
        ("  value.lot: \x07", "c.yaml:7: this is not YAML"),
        ("  ? [a]\n  : b", "a key must be a word"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_what_was_expected(base: RuleBase, line: str, message: str) -> None:
    assert message in "\n".join(refused(base, GOOD + line + "\n"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("just a word", "expected a case"),
        ("- 1", "expected a case"),
        ("id: a\nfacts: {}", "as_of is missing"),
        ("id: a\nas_of: 2026-03-02", "facts: expected a mapping"),
        ("as_of: 2026-03-02\nfacts: {}", "id: expected a name"),
        ("id: a\nas_of: 2017-06-29\nfacts: {}", "lies outside the dates known (2017-06-30 to 2027-12-31)"),
        ("id: a\nas_of: 2028-01-01\nfacts: {}", "lies outside the dates known"),
        ("id: a\nas_of: 2 March\nfacts: {}", "as_of: expected a date"),
        ("id: a\nas_of: 2026-03-02\nfacts: {}\nbase: ordinry", "did you mean ordinary?"),
        ("id: a\nas_of: 2026-03-02\nfacts: {}\ntitel: x", "the key titel is not known in a case; did you mean title?"),
        ("id: a\nas_of: 2026-03-02\nfacts: {}\nexpect: {availabel: [open]}", "did you mean available?"),
        ("id: a\nas_of: 2026-03-02\nfacts: {}\nexpect: {available: [opne]}", "did you mean open?"),
        ("id: a\nas_of: 2026-03-02\nfacts: {}\nexpect: {grounds: {nwp.amout: holds}}", "did you mean nwp.amount?"),
        ("- {id: a, as_of: 2026-03-02, facts: {}}\n- {id: a, as_of: 2026-03-02, facts: {}}", "stands twice"),
        ("{" * 40 + "}" * 40, "nested deeper"),
    ],
)
def test_a_file_that_is_no_case_is_refused(base: RuleBase, text: str, message: str) -> None:
    assert message in "\n".join(refused(base, text))


def test_every_mistake_is_named_at_once(base: RuleBase) -> None:
    found = refused(base, GOOD + "  a.b: 1\n  value.lot: x\n  lots.divided: y\n")
    assert [message.split(":")[1] for message in found] == ["7", "8", "9"]


def test_bytes_that_are_not_utf8_are_refused_with_their_line(base: RuleBase) -> None:
    with pytest.raises(CaseMistakes, match=r"c\.yaml:7: byte .* is not UTF-8"):
        read_cases(base, GOOD.encode() + b"  value.lot: \xff\n", "c.yaml")


def test_a_file_too_large_is_refused_before_it_is_read(base: RuleBase) -> None:
    with pytest.raises(CaseMistakes, match="at most"):
        read_cases(base, b" " * 8_000_001, "c.yaml")


def test_json_is_read_the_same_way(base: RuleBase) -> None:
    text = '{\n\t"id": "a",\n\t"as_of": "2026-03-02", "title": "caf\\u00e9 \\ud83d\\ude00",\n\t"facts": {"value.estimate": 48500.00}}'
    (case,) = read_cases(base, text.encode(), "c.json")
    assert case.answers == {"value.estimate": 4_850_000}
    assert case.title == "café 😀"


def test_a_byte_order_mark_does_no_harm(base: RuleBase) -> None:
    assert len(read_cases(base, b"\xef\xbb\xbf" + GOOD.encode(), "c.yaml")) == 1


def test_documents_and_lines_are_cases_too(base: RuleBase) -> None:
    two = GOOD + "---\n" + GOOD.replace("id: a", "id: b")
    assert [case.id for case in read_cases(base, two.encode(), "c.yaml")] == ["a", "b"]
    lines = '{"id": "a", "as_of": "2026-03-02", "facts": {}}\n\n{"id": "b", "as_of": "2026-03-02", "facts": {}}\n'
    assert [case.id for case in read_cases(base, lines.encode(), "c.jsonl")] == ["a", "b"]


def test_another_reference_date_replaces_the_one_in_the_file(base: RuleBase) -> None:
    text = dedent(GOOD).replace("as_of: 2026-03-02\n", "")
    (case,) = read_cases(base, text.encode(), "c.yaml", as_of=739_000)
    assert case.as_of == 739_000
