"""The list of pages: what it must hold, and what is said of a list that is wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from advisor import pages
from advisor.engines import Engines
from advisor.horizon import Horizon
from advisor.pages import GATE
from advisor.rulebase import RuleBase
from advisor.rulefiles import RuleMistake, law_files
from advisor.wording import Wording

ROOT = Path(__file__).resolve().parents[2]
#: In the set `ordinary`, and asked on a page of their own only where they matter, or nowhere since no rule reads them.
NOT_ON_A_GATE = {"buyer.kind", "buyer.region", "buyer.association_of_authorities", "framework.wanted"}


def test_every_special_ground_of_an_ordinary_purchase_is_closed_by_a_gate_page(base: RuleBase) -> None:
    closed = {fact for page in pages.load(base) for item in page.items for fact, _ in item.closed}
    assert set(base.bases["ordinary"]) - NOT_ON_A_GATE <= closed


def test_a_line_that_is_left_records_what_the_set_ordinary_says(base: RuleBase) -> None:
    wrong = []
    for page in pages.load(base):
        for item in page.items:
            for fact, answer in item.closed:
                said = base.bases["ordinary"].get(fact)
                shown = str(answer).lower() if isinstance(answer, bool) else answer
                if said is not None and said != shown:
                    wrong.append((fact, said, answer))
    assert wrong == []


def test_every_fact_that_a_rule_reads_has_a_page(base: RuleBase, engines: Engines) -> None:
    asked = {fact for page in pages.load(base) for fact in page.facts}
    read = {atom.fact for atom in engines.on(base.known_to).circuit.atoms()}
    assert {fact for fact in read if not base.facts[fact].derived} <= asked


def test_a_gate_page_fits_a_small_screen(base: RuleBase, dutch: Wording, english: Wording) -> None:
    gates = [page for page in pages.load(base) if page.kind == GATE]
    assert 3 <= len(gates) <= 4
    for page in gates:
        assert len(page.items) <= 9
        for item in page.items:
            for wording in (dutch, english):
                assert len(wording.text("interview", "items", item.id)) <= 66, item.id


def test_every_page_has_its_wording_in_every_language(base: RuleBase, dutch: Wording, english: Wording) -> None:
    for wording in (dutch, english):
        for page in pages.load(base):
            assert wording.text("interview", "topics", page.topic)
            if page.kind == GATE:
                for key in ("title", "why", "help"):
                    assert wording.text("interview", "pages", page.id, key)
            else:
                for key in ("question", "why", "help", "find_out"):
                    assert wording.text("facts", page.id, key)


def test_the_help_of_a_line_fits_the_line(base: RuleBase, dutch: Wording, english: Wording) -> None:
    """A line is marked or left: help that says when to answer yes or no belongs to the page of its fact."""
    items = [item for page in pages.load(base) for item in page.items]
    for wording, words in ((dutch, r"\bantwoord\b|\bkies \""), (english, r"\banswer\b|\bchoose \"")):
        for item in items:
            said = pages.item_help(item, wording)
            assert said
            assert not re.search(words, said, re.IGNORECASE), f"{item.id}: {said}"
            if item.opened is None or item.opened is False:
                assert wording.has("interview", "item_help", item.id), item.id
        assert set(wording.section("interview")["item_help"]) <= {item.id for item in items}


def test_both_languages_say_the_same_things(dutch: Wording, english: Wording) -> None:
    one, two = dutch.section("interview"), english.section("interview")
    assert {key: set(part) for key, part in one.items()} == {key: set(part) for key, part in two.items()}


def test_the_interview_is_no_part_of_the_law() -> None:
    files = {"interview/pages.yaml": b"", "examples/a.yaml": b"", "text/nl/facts.yaml": b"", "facts.yaml": b""}
    assert set(law_files(files)) == {"facts.yaml"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("topics: [{id: a, pages: [buyer.kinds]}]", "pages.yaml:1: the fact buyer.kinds is not known; did you mean buyer.kind?"),
        ("topics: [{id: a, pages: [contract.cpv]}]", "contract.cpv is a code_list"),
        ("topics: [{id: a, pages: [buyer.kind, buyer.kind]}]", "buyer.kind stands twice"),
        ("topics: [{id: a, page: []}]", "the key page is not known here; did you mean pages?"),
        ("topics:\n- id: a\n  pages:\n  - {id: g, items: []}", "pages.yaml:4: g: a gate page has at least one line"),
        (
            "topics: [{id: a, pages: [{id: g, items: [{id: x, fact: rd.services, opened: 1, closed: {rd.services: false}}]}]}]",
            "x: rd.services: expected true, false or unknown; found 1",
        ),
        (
            "topics: [{id: a, pages: [{id: g, items: [{id: x, fact: rd.services, opened: true, closed: {}}]}]}]",
            "closed: expected the facts recorded when the line is left",
        ),
        (
            "topics: [{id: a, pages: [{id: g, items: [{id: x, fact: rd.services, opened: false, closed: {rd.services: false}}]}]}]",
            "opened and closed record the same answer",
        ),
        (
            "topics: [{id: a, pages: [{id: g, items: [{id: x, fact: sole.reason, opened: ask, closed: {sole.reason: none}}]}]}]",
            "sole.reason is asked next, but has no own page",
        ),
        ("- a", "expected one mapping with the key topics"),
        ("a: [", "this is not YAML"),
    ],
)  # fmt: skip
def test_a_wrong_list_is_refused_with_its_place(base: RuleBase, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "interview").mkdir()
    (tmp_path / "interview" / "pages.yaml").write_text(text, "utf-8")
    with pytest.raises(RuleMistake) as refused:
        pages.load(base._replace(folder=str(tmp_path)))
    assert any(said in message for message in refused.value.messages), refused.value.messages


def test_a_missing_list_is_refused_by_name(base: RuleBase, tmp_path: Path) -> None:
    with pytest.raises(RuleMistake, match=r"interview/pages\.yaml: cannot be read"):
        pages.load(base._replace(folder=str(tmp_path)))


def test_a_changed_list_is_read_again(base: RuleBase, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules" / "interview", tmp_path / "interview")
    copied = base._replace(folder=str(tmp_path))
    before = pages.load(copied)
    (tmp_path / "interview" / "pages.yaml").write_text("topics: [{id: a, pages: [buyer.kind]}]", "utf-8")
    assert len(before) > len(pages.load(copied)) == 1


def test_the_longest_row_of_questions_is_known_for_each_gate_page(base: RuleBase, engines: Engines) -> None:
    listed = pages.load(base)
    horizon = Horizon(engines, base.known_to, listed, lambda _: {}, lambda *_: None)
    assert {page.id: horizon._rows[page.id] for page in listed if page.items}["circumstances"] >= 5
