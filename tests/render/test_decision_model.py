"""The HTML of a Flemish record carries the decision that it drafts in the terms of the Flemish decision model."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from advisor import cli, recordversion, templates
from advisor.assessing import Assessment, assess
from advisor.authority import house
from advisor.authority.house import House
from advisor.case import read_cases
from advisor.engines import Engines
from advisor.render import FORMATS, html, recorddoc, render
from advisor.render.tree import Document, Heading
from advisor.rulebase import RuleBase
from advisor.wording import Wording
from tests.conftest import ROOT
from tests.render.decision_shape import BESLUIT, BIBO, DRAFT, ELI, PROV, breaches, graph

PROFILES = ROOT / "rules" / "examples" / "authorities"
EXAMPLE = ROOT / "rules" / "examples" / "playground-equipment.yaml"


def profile(base: RuleBase, wording: Wording, name: str = "flemish-municipality") -> House:
    return house.read(base, PROFILES / f"{name}.yaml", wording, str(ROOT / "rules"))


def one(found: Graph, subject: URIRef, term: Any) -> Any:
    values = list(found.objects(subject, term))
    assert len(values) == 1, (term, values)
    return values[0]


@pytest.fixture(scope="module")
def recommended(assessments: dict[str, Assessment]) -> list[Assessment]:
    return [item for item in assessments.values() if item.recommended is not None]


@pytest.fixture(scope="module")
def ready(base: RuleBase, engines: Engines) -> Assessment:
    (case,) = read_cases(base, EXAMPLE.read_bytes(), EXAMPLE.name)
    return assess(case, engines)


def test_a_decision_has_one_title_description_and_motivation_and_numbered_articles(
    recommended: list[Assessment], base: RuleBase, dutch: Wording
) -> None:
    own = profile(base, dutch)
    assert recommended
    for item in recommended:
        found = graph(html.render(recorddoc.document(item, base, dutch, own)))
        assert breaches(found) == [], item.case.id
        (decision,) = found.subjects(RDF.type, BESLUIT.Besluit)
        assert decision.endswith("#besluit"), "named within the page alone"
        title = str(one(found, decision, ELI.title))
        assert title.startswith("Keuze van de plaatsingsprocedure: ")
        assert str(one(found, decision, ELI.language)).endswith("/language/NLD")
        route = dutch.text("routes", item.recommended or "", "name")
        assert route in str(one(found, decision, ELI.description))
        motivation = one(found, decision, BESLUIT.motivering)
        assert motivation.language == "nl"
        assert "Motivering" in motivation
        articles = list(found.objects(decision, ELI.has_part))
        numbers = sorted(int(one(found, article, ELI.number)) for article in articles)
        assert numbers == list(range(1, len(articles) + 1))
        for article in articles:
            assert (article, RDF.type, BESLUIT.Artikel) in found
            assert str(one(found, article, PROV.value)).strip() in str(one(found, decision, PROV.value))
        # Nothing is cited but acts by their address.
        assert all(str(act).startswith("http") for act in found.objects(decision, ELI.cites))


def test_what_only_the_council_can_add_is_not_said(
    recommended: list[Assessment], base: RuleBase, dutch: Wording
) -> None:
    made = html.render(recorddoc.document(recommended[0], base, dutch, profile(base, dutch)))
    for term in (
        "date_publication",
        "first_date_entry_in_force",
        "passed_by",
        "besluit:Zitting",
        "besluit:heeftStemming",
    ):
        assert term.encode() not in made


@pytest.mark.parametrize("name", ["walloon-municipality", "brussels-municipality", "german-speaking-municipality"])
def test_the_model_is_for_flanders(name: str, recommended: list[Assessment], base: RuleBase, dutch: Wording) -> None:
    own = profile(base, dutch, name)
    for document in (
        recorddoc.document(recommended[0], base, dutch, own),
        recorddoc.document(recommended[0], base, dutch),
    ):
        assert document.decision is None
        assert b"besluit:" not in html.render(document)


def test_without_a_recommendation_there_is_no_decision(
    assessments: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    none = [item for item in assessments.values() if item.recommended is None]
    assert none
    for item in none:
        assert recorddoc.document(item, base, dutch, profile(base, dutch)).decision is None


def test_the_public_edition_withholds_the_amount_in_the_data_too(
    recommended: list[Assessment], base: RuleBase, dutch: Wording
) -> None:
    known = {amount.value for amount in base.amounts_on(recommended[0].case.as_of).values()}
    item = next(one for one in recommended if {None, *known}.isdisjoint({one.case.answers.get("value.estimate")}))
    made = graph(html.render(recorddoc.public_document(item, base, dutch, profile(base, dutch))))
    amount = dutch.money(item.case.answers["value.estimate"])
    assert not [text for text in made.objects() if isinstance(text, Literal) and amount in text]
    assert [text for text in made.objects() if "[vertrouwelijk]" in text]


def test_a_title_that_a_person_typed_stays_a_title(
    recommended: list[Assessment], base: RuleBase, dutch: Wording
) -> None:
    title = '</strong><div typeof="besluit:Besluit" resource="http://evil.example">"\u202e'
    item = recommended[0]._replace(case=recommended[0].case._replace(title=title))
    found = graph(html.render(recorddoc.document(item, base, dutch, profile(base, dutch))))
    (decision,) = found.subjects(RDF.type, BESLUIT.Besluit)
    assert '<div typeof="besluit:Besluit"' in str(one(found, decision, ELI.title))
    assert not [node for node in found.all_nodes() if isinstance(node, URIRef) and "evil" in node]


def test_headings_in_an_order_that_the_model_does_not_know_are_not_marked(
    recommended: list[Assessment], base: RuleBase, dutch: Wording
) -> None:
    document = recorddoc.document(recommended[0], base, dutch, profile(base, dutch))
    after = replace(document, blocks=(*document.blocks, Heading(2, "Nog een motivering", "motivation")))
    assert b"besluit:Besluit" in html.render(document)
    assert b"besluit:Besluit" not in html.render(after)
    plain = replace(document, decision=None)
    assert html.render(after).replace(b"<h2>Nog een motivering</h2>\n", b"") == html.render(plain)


def test_an_open_record_says_that_its_decision_is_a_draft_and_a_locked_one_does_not(
    ready: Assessment, base: RuleBase, dutch: Wording
) -> None:
    own = profile(base, dutch)
    made = html.render(recorddoc.document(ready, base, dutch, own))
    assert one(graph(made), URIRef("#besluit"), BIBO.status) == DRAFT
    assert b">ontwerp</em>" in made, "in sight, so that who takes the decision over can take it away"
    found = graph(
        html.render(recorddoc.document(recordversion.locked(ready, base, ready.case.as_of), base, dutch, own))
    )
    assert breaches(found) == []
    assert not list(found.objects(URIRef("#besluit"), BIBO.status))


#: What is put in place of what, to spoil a record, and what is then told.
SPOILT = {
    "no title": ('property="eli:title"', "", "title: found 0"),
    "no description": ('property="eli:description"', "", "description: found 0"),
    "no motivation": ('property="besluit:motivering"', "", "motivering: found 0"),
    "two motivations": ('property="eli:description"', 'property="eli:description besluit:motivering"', "motivering: found 2"),
    "a motivation without a language": (' lang="nl">\n<p><strong>Rechts', ' lang="">\n<p><strong>Rechts', "neither a string"),
    "no ruling": ('<div property="prov:value" datatype="xsd:string">', "<div>", "value: found 0"),
    "no language": ('typeof="skos:Concept"', "", "no http://www.w3.org/2004/02/skos/core#Concept"),
    "a citation of no kind": (' typeof="eli:LegalExpression"', "", "cites: .* is no"),
    "an article of no kind": (' typeof="besluit:Artikel"', "", "has_part: #artikel-1 is no"),
    "a number that stands twice": ('content="2"', 'content="1"', "numbered"),
    "an article that is not tied to the decision": ('property="eli:has_part" resource="#artikel-2"', 'about="#artikel-2"', "numbered"),
    "an article of which the ruling knows nothing": ('<span property="prov:value" datatype="xsd:string">', '<span property="prov:value" datatype="xsd:string" content="elders">', "not in the ruling"),
    "an address of another": ('resource="#besluit"', 'resource="http://data.lblod.info/id/besluiten/1"', "not given here"),
    "a date of the council": ('property="eli:description"', 'property="eli:description eli:date_publication"', "not of a draft"),
    "a decision in a decision": ("<h2>BESLUIT", '<h2 typeof="besluit:Besluit">BESLUIT', "found 2"),
    "no decision": ('typeof="besluit:Besluit"', "", "found 0"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_record_is_noticed(name: str, recommended: list[Assessment], base: RuleBase, dutch: Wording) -> None:
    old, new, told = SPOILT[name]
    made = html.render(recorddoc.document(recommended[0], base, dutch, profile(base, dutch))).decode()
    assert old in made
    assert re.search(told, "\n".join(breaches(graph(made.replace(old, new).encode()))))


def decision_template(language: str, item: Assessment, base: RuleBase, own: House | None) -> Document:
    wording = Wording.load(language, str(ROOT / "rules"))
    (template,) = [one for one in templates.templates(base, language) if one.id == "decision"]
    return templates.document(template, item, base, wording, own)


@pytest.mark.parametrize(("language", "named", "draft"), [("nl", "NLD", "ontwerp"), ("fr", "FRA", "projet")])
def test_the_template_of_a_decision_carries_the_model_in_its_language(
    language: str, named: str, draft: str, recommended: list[Assessment], base: RuleBase, dutch: Wording
) -> None:
    own = profile(base, dutch)
    for item in recommended:
        made = html.render(decision_template(language, item, base, own))
        found = graph(made)
        assert breaches(found) == [], item.case.id
        decision = URIRef("#besluit")
        assert str(one(found, decision, ELI.language)).endswith(f"/{named}")
        assert one(found, decision, BESLUIT.motivering).language == language
        assert len(list(found.objects(decision, ELI.has_part))) == 3
        assert f">{draft}</em>" in made.decode()


def test_the_command_takes_the_profile_that_is_given_or_that_the_case_names(tmp_path: Path) -> None:
    own = PROFILES / "flemish-municipality.yaml"
    named = tmp_path / "case.yaml"
    named.write_text(EXAMPLE.read_text("utf-8") + "authority: profile.yaml\n", "utf-8")
    (tmp_path / "profile.yaml").write_bytes(own.read_bytes())
    for number, (words, marked) in enumerate(
        [([EXAMPLE], False), ([EXAMPLE, "--authority", own], True), ([named], True)]
    ):
        out = tmp_path / f"{number}.html"
        assert cli.main(["template", "decision", *map(str, words), "--format", "html", "--out", str(out)]) == 0
        assert (not breaches(graph(out.read_bytes()))) == marked


def test_a_profile_with_a_mistake_is_refused_for_a_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "profile.yaml"
    wrong.write_text("region: atlantis\n", "utf-8")
    words = ["template", "decision", str(EXAMPLE), "--authority", str(wrong), "--out", str(tmp_path / "x")]
    assert cli.main(words) == 2
    assert "atlantis" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_a_title_that_a_person_typed_stays_a_title_in_a_template(
    recommended: list[Assessment], base: RuleBase, dutch: Wording
) -> None:
    title = '</bdi></p></article><div typeof="besluit:Besluit" resource="http://evil.example">{route}'
    item = recommended[0]._replace(case=recommended[0].case._replace(title=title))
    found = graph(html.render(decision_template("nl", item, base, profile(base, dutch))))
    assert breaches(found) == []
    assert '<div typeof="besluit:Besluit"' in str(one(found, URIRef("#besluit"), ELI.title))


def test_a_template_without_articles_or_of_another_authority_drafts_no_decision(
    recommended: list[Assessment], base: RuleBase, dutch: Wording
) -> None:
    item, own = recommended[0], profile(base, dutch)
    assert decision_template("nl", item, base, None).decision is None
    assert decision_template("fr", item, base, profile(base, dutch, "walloon-municipality")).decision is None
    for template in templates.that_fit(item, base, "nl"):
        made = templates.document(template, item, base, dutch, own)
        assert (made.decision is None) == (template.id != "decision")


def test_a_template_with_articles_is_the_same_in_every_format_with_and_without_a_profile(
    recommended: list[Assessment], base: RuleBase, dutch: Wording
) -> None:
    own = profile(base, dutch)
    made, bare = (decision_template("nl", recommended[0], base, house) for house in (own, None))
    for form in set(FORMATS) - {"html"}:
        assert render(made, form) == render(bare, form), form


def test_the_model_is_in_the_html_alone(recommended: list[Assessment], base: RuleBase, dutch: Wording) -> None:
    made = recorddoc.document(recommended[0], base, dutch, profile(base, dutch))
    assert made.attachment is not None
    assert "decision" not in json.loads(made.attachment.content)
    for form in set(FORMATS) - {"html"}:
        assert render(made, form) == render(replace(made, decision=None), form), form
