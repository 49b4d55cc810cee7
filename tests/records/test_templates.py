"""Templates: which fit a case, what is filled in, what stays blank, and that a person's text stays text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import cli, templatefile, templates
from advisor.assessing import Assessment, assess
from advisor.case import read_cases
from advisor.engines import Engines
from advisor.render import FORMATS, render
from advisor.rulebase import RuleBase
from advisor.rulefiles import RuleMistake
from advisor.wording import Wording
from tests.conftest import ROOT

EXAMPLE = ROOT / "rules" / "examples" / "playground-equipment.yaml"
IDS = [
    "decision", "firms", "motivation", "low_value", "research", "in_house", "lots", "market_consultation", "central",
]  # fmt: skip


@pytest.fixture(scope="module")
def decided(base: RuleBase, engines: Engines) -> list[Assessment]:
    found = []
    for name in ("decided", "borderline"):
        path = ROOT / "tests" / "law" / f"{name}.yaml"
        found += [assess(case, engines) for case in read_cases(base, path.read_bytes(), path.name)]
    return found


@pytest.fixture(scope="module")
def example(base: RuleBase, engines: Engines) -> Assessment:
    (case,) = read_cases(base, EXAMPLE.read_bytes(), EXAMPLE.name)
    return assess(case, engines)


def filled(name: str, found: Assessment, base: RuleBase, wording: Wording, form: str = "md") -> str:
    (template,) = [one for one in templates.templates(base, wording.language) if one.id == name]
    return render(templates.document(template, found, base, wording), form).decode()


def test_both_languages_have_the_same_templates_and_blocks(base: RuleBase) -> None:
    dutch, french = (templates.templates(base, language) for language in ("nl", "fr"))
    assert [one.id for one in dutch] == IDS
    for one, other in zip(dutch, french, strict=True):
        assert (one.id, one.routes) == (other.id, other.routes)
        assert [list(block) for block in one.blocks] == [list(block) for block in other.blocks]
        places = [sorted(re.findall(r"{(\w+)}", str(item.blocks))) for item in (one, other)]
        assert places[0] == places[1], one.id
        blanks = [str(item.blocks).count(templates.BLANK) for item in (one, other)]
        assert blanks[0] == blanks[1], one.id


@pytest.mark.parametrize("language", templates.LANGUAGES)
def test_every_template_is_filled_in_for_every_case_that_it_fits(
    language: str, decided: list[Assessment], base: RuleBase
) -> None:
    wording = Wording.load(language, str(ROOT / "rules"))
    used: set[str] = set()
    for template in templates.templates(base, language):
        for found in decided:
            try:
                route = templates.fitting(template, found)
            except templates.NotFitting:
                assert template.routes
                assert all(found.status(name) != "available" for name in template.routes)
                continue
            used.add(template.id)
            shown = render(templates.document(template, found, base, wording), "md").decode()
            assert "{" not in shown.replace(found.case.title, "")
            if template.routes:
                assert route is not None
                assert found.status(route.id) == "available"
    assert used == set(IDS), set(IDS) - used


def test_the_motivation_names_the_ground_with_its_article_grade_and_facts(
    example: Assessment, base: RuleBase, dutch: Wording
) -> None:
    shown = filled("motivation", example, base, dutch)
    assert "Rechtsgrond: goed te keuren uitgave onder het bedrag (Overheidsopdrachtenwet art. 42 §1, 1°, a" in shown
    assert "steunt op een andere bron" in shown
    assert "€ 128.500,00 (moet lager zijn dan € 140.000,00" in shown
    assert "Openbare procedure: De aanbesteder mag altijd" not in shown, "what is open is no reason against it"
    assert templates.BLANK in shown


def test_a_draft_says_so_and_its_points_of_attention_come_first(
    decided: list[Assessment], base: RuleBase, dutch: Wording
) -> None:
    found = next(item for item in decided if item.flags and item.recommended)
    shown = filled("decision", found, base, dutch)
    assert shown.index(dutch.text("flags", found.flags[0].id, "title")) < shown.index("## Aanhef")


@pytest.mark.parametrize(("language", "word"), [("nl", "Artikel"), ("fr", "Article")])
def test_the_articles_of_a_decision_are_numbered_from_one(
    language: str, word: str, example: Assessment, base: RuleBase
) -> None:
    shown = filled("decision", example, base, Wording.load(language, str(ROOT / "rules")))
    assert re.findall(rf"^\*\*{word} (\d)\.\*\* ", shown, re.MULTILINE) == ["1", "2", "3"]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_can_be_made(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / f"d.{form}"
    words = ["template", "decision", str(EXAMPLE), "--format", form, "--out", str(path)]
    assert cli.main(words) == 0
    assert path.stat().st_size > 500
    assert cli.main(words) == 2, "nothing is written over"
    assert "already there" in capsys.readouterr().err


def test_a_template_that_does_not_fit_says_which_procedure_it_waits_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["template", "in_house", str(EXAMPLE), "--out", str(tmp_path / "x")]) == 2
    assert "not available: inhouse-opdracht" in capsys.readouterr().err
    assert cli.main(["template", "list", str(EXAMPLE)]) == 0
    shown = capsys.readouterr().out
    assert "+ decision" in shown
    assert "- in_house" in shown
    assert cli.main(["template", "desision", str(EXAMPLE)]) == 2
    assert "did you mean decision" in capsys.readouterr().err
    assert cli.main(["template", "decision", str(EXAMPLE), "--lang", "en"]) == 2


@settings(max_examples=40, deadline=None)
@given(
    title=st.text(min_size=1, max_size=60)
    | st.sampled_from(["{route}", "{}", "{", "}}", "# x", "=1+1", "<b>", "{title}"])
)
def test_a_title_is_never_read_as_a_place_or_a_heading(title: str) -> None:
    base, engines, wording = _shared()
    (case,) = read_cases(base, EXAMPLE.read_bytes(), EXAMPLE.name)
    found = assess(case._replace(title=title), engines, preview=True)
    plain = assess(case._replace(title="X"), engines, preview=True)
    for name in ("decision", "firms"):
        headings = [line for line in filled(name, found, base, wording).splitlines() if line.startswith("#")]
        assert headings == [line for line in filled(name, plain, base, wording).splitlines() if line.startswith("#")]


_MADE: list[tuple[RuleBase, Engines, Wording]] = []


def _shared() -> tuple[RuleBase, Engines, Wording]:
    if not _MADE:
        from advisor import rulebase

        base = rulebase.load(str(ROOT / "rules"))
        _MADE.append((base, Engines(base), Wording.load("nl", str(ROOT / "rules"))))
    return _MADE[0]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "expected one list of templates"),
        (b"[]", "expected one list of templates"),
        (b"a: b", "expected one list of templates"),
        (b"- {id: a, title: A, routes: [opem], blocks: [{text: x}]}", "1: a: the route opem is not known.*open"),
        (b"- {id: a, title: A, routes: open, blocks: [{text: x}]}", "routes: expected a list of texts"),
        (b"- {id: a, title: A, blocks: []}", "a: blocks: expected a list of blocks"),
        (b"- {id: a, title: A, block: [{text: x}]}", "the key block is not known.*blocks"),
        (b"- {id: a, blocks: [{text: x}]}", "title: expected a text"),
        (b"- {id: A B, title: A, blocks: [{text: x}]}", "id: expected small letters"),
        (b"- {id: a, title: A, blocks: [{txt: x}]}", "expected one of heading"),
        (b"- {id: a, title: A, blocks: [{text: x, list: [y]}]}", "expected one of heading"),
        (b"- {id: a, title: A, blocks: [{insert: law}]}", "insert: expected one of facts"),
        (b'- {id: a, title: A, blocks: [{text: "{estimat}"}]}', "{estimat} is no place here.*estimate"),
        (b'- {id: a, title: A, blocks: [{heading: "{estimate}"}]}', "{estimate} is no place here"),
        (b'- {id: a, title: A, blocks: [{text: "{estimate"}]}', "a brace is not closed"),
        (b"- {id: a, title: A, blocks: [{list: []}]}", "list: expected at least one text"),
        (b"- {id: a, title: A, blocks: [{articles: []}]}", "articles: expected at least one text"),
        (b'- {id: a, title: A, blocks: [{articles: ["{estimat}"]}]}', "{estimat} is no place here.*estimate"),
        (b"- {id: a, title: A, blocks: [{table: [x], rows: 0}]}", "rows: expected a number from 1 to 50; found 0"),
        (b"- {id: a, title: A, blocks: [{table: [x], rows: 51}]}", "rows: expected a number from 1 to 50; found 51"),
        (b"- {id: a, title: A, blocks: [{text: x}]}\n- {id: a, title: B, blocks: [{text: y}]}", "a stands twice"),
        (b"- x", "expected a template: a mapping"),
        (b"- [", "expected"),
    ],
)
def test_a_template_file_with_a_mistake_is_refused(raw: bytes, told: str, base: RuleBase) -> None:
    with pytest.raises(RuleMistake, match=told):
        templatefile.read(Path("nl.yaml"), raw, base)
