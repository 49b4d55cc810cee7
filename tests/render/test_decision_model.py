"""The HTML of a Flemish record carries the decision that it drafts in the terms of the Flemish decision model."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from pyRdfa import pyRdfa
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from advisor.assessing import Assessment
from advisor.authority import house
from advisor.authority.house import House
from advisor.render import html, recorddoc
from advisor.render.tree import Heading
from advisor.rulebase import RuleBase
from advisor.wording import Wording
from tests.conftest import ROOT

PROFILES = ROOT / "rules" / "examples" / "authorities"
BESLUIT = Namespace("http://data.vlaanderen.be/ns/besluit#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
PROV = Namespace("http://www.w3.org/ns/prov#")


def graph(made: bytes) -> Graph:
    """The triples that an RDFa processor reads."""
    return pyRdfa(media_type="text/html").graph_from_source(io.BytesIO(made))


def profile(base: RuleBase, wording: Wording, name: str = "flemish-municipality") -> House:
    return house.read(base, PROFILES / f"{name}.yaml", wording, str(ROOT / "rules"))


def one(found: Graph, subject: URIRef, term: Any) -> Any:
    values = list(found.objects(subject, term))
    assert len(values) == 1, (term, values)
    return values[0]


@pytest.fixture(scope="module")
def recommended(assessments: dict[str, Assessment]) -> list[Assessment]:
    return [item for item in assessments.values() if item.recommended is not None]


def test_a_decision_has_one_title_description_and_motivation_and_numbered_articles(
    recommended: list[Assessment], base: RuleBase, dutch: Wording
) -> None:
    own = profile(base, dutch)
    assert recommended
    for item in recommended:
        found = graph(html.render(recorddoc.document(item, base, dutch, own)))
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
