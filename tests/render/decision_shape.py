"""What a draft decision must be in the Flemish decision model, and what is wrong with one.

How often each term may stand there is what Gelinkt Notuleren asks of a decision (its SHACL shape of besluit:Besluit). On
top of that a draft claims nothing that only the council can add, and names nothing in a place that is not its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from pyRdfa import pyRdfa
from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

BESLUIT = Namespace("http://data.vlaanderen.be/ns/besluit#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
PROV = Namespace("http://www.w3.org/ns/prov#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
BIBO = Namespace("http://purl.org/ontology/bibo/")
ROLE = URIRef("http://www.w3.org/1999/xhtml/vocab#role")
DRAFT = URIRef("http://purl.org/ontology/bibo/status/draft")

#: Each text stands there once.
TEXTS = (ELI.title, ELI.description, BESLUIT.motivering, PROV.value)
#: What other things are, and how many of them there may be.
THINGS = {
    ELI.language: (SKOS.Concept, 1, 1),
    BIBO.status: (BIBO.DocumentStatus, 0, 1),
    ELI.has_part: (BESLUIT.Artikel, 1, None),
    ELI.cites: (ELI.LegalExpression, 0, None),
}
OF_AN_ARTICLE = (ELI.number, PROV.value)


def graph(made: bytes) -> Graph:
    """The triples that an RDFa processor reads in a page."""
    return pyRdfa(media_type="text/html").graph_from_source(io.BytesIO(made))


def breaches(found: Graph) -> list[str]:
    """What keeps the page from holding one decision that the model allows; nothing where it holds one."""
    decisions = list(found.subjects(RDF.type, BESLUIT.Besluit))
    if len(decisions) != 1:
        return [f"expected one decision; found {len(decisions)}"]
    return [*_of_decision(found, decisions[0]), *_of_articles(found, decisions[0]), *_named(found)]


def _of_decision(found: Graph, decision: Node) -> Iterator[str]:
    for term in TEXTS:
        yield from _one_text(found, decision, term)
    for term, (kind, least, most) in THINGS.items():
        things = list(found.objects(decision, term))
        if len(things) < least or (most is not None and len(things) > most):
            yield f"{term}: found {len(things)}"
        yield from (f"{term}: {thing} is no {kind}" for thing in things if (thing, RDF.type, kind) not in found)
    known = {RDF.type, *TEXTS, *THINGS}
    yield from (f"{term}: not of a draft" for term in set(found.predicates(decision)) - known)


def _of_articles(found: Graph, decision: Node) -> Iterator[str]:
    articles = list(found.objects(decision, ELI.has_part))
    ruling = str(found.value(decision, PROV.value, any=True))
    for article in articles:
        for term in OF_AN_ARTICLE:
            yield from _one_text(found, article, term)
        if str(found.value(article, PROV.value, any=True)).strip() not in ruling:
            yield f"{article}: not in the ruling"
        extra = set(found.predicates(article)) - {RDF.type, *OF_AN_ARTICLE}
        yield from (f"{term}: not of an article" for term in extra)
    numbers = sorted(str(number) for article in articles for number in found.objects(article, ELI.number))
    if numbers != sorted(str(number) for number in range(1, len(articles) + 1)):
        yield f"the articles are numbered {numbers}"


def _one_text(found: Graph, subject: Node, term: URIRef) -> Iterator[str]:
    values = list(found.objects(subject, term))
    if len(values) != 1:
        yield f"{term}: found {len(values)}"
    for value in values:
        if not isinstance(value, Literal) or not str(value).strip():
            yield f"{term}: no text"
        elif value.datatype != XSD.string and value.language is None:
            yield f"{term}: neither a string nor a text in a language"


def _named(found: Graph) -> Iterator[str]:
    """Whatever the page says something of is named within the page, but for what it points to by its type alone."""
    for subject in set(found.subjects()):
        own = str(subject).startswith("#")
        # A processor reads `role`, which is there for a screen reader, as data too.
        if not own and not set(found.predicates(subject)) <= {RDF.type, ROLE}:
            yield f"{subject}: the page speaks of what is not its own"
        kinds = {kind for kind in found.objects(subject, RDF.type) if str(kind).startswith(BESLUIT)}
        if kinds and not own:
            yield f"{subject}: a name that is not given here"
