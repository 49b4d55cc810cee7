"""The Flemish decision model in HTML (RDFa): the terms of OSLO (besluit) and ELI on the draft decision of a record.

What a council still has to add (session, date, vote, signature) is not there, so it is not said; the decision says that
it is a draft. It is named within the page alone: an address that others may rely on is given by who publishes it.

The terms and how often each may stand there are those by which Gelinkt Notuleren checks a decision (SHACL).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from advisor.render.inline import inline
from advisor.render.tree import ARTICLES, MOTIVATION, Block, Decision, Heading, Line, Paragraph, plain

PREFIXES = {
    "besluit": "http://data.vlaanderen.be/ns/besluit#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "bibo": "http://purl.org/ontology/bibo/",
}
#: The languages of the Publications Office.
LANGUAGES = {"nl": "NLD", "fr": "FRA", "de": "DEU", "en": "ENG"}
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
_DRAFT = "http://purl.org/ontology/bibo/status/draft"


def marked(blocks: Sequence[Block], written: Sequence[str], decision: Decision) -> list[str]:
    """The HTML of the blocks, with the decision around its motivation and its articles.

    The model has one motivation and then the articles. Where the headings of an authority put them in another order
    nothing is marked.
    """
    roles = _roles(blocks)
    start = roles.index(MOTIVATION) if MOTIVATION in roles else len(roles)
    middle = roles.index(ARTICLES) if ARTICLES in roles else len(roles)
    end = len(roles) - roles[::-1].index(ARTICLES) if ARTICLES in roles else 0
    if not start < middle < end or set(roles[start:middle]) != {MOTIVATION} or set(roles[middle:end]) != {ARTICLES}:
        return list(written)
    if MOTIVATION in roles[end:]:
        return list(written)
    articles = [_article(block, text) for block, text in zip(blocks[middle:end], written[middle:end], strict=True)]
    return [
        *written[:start],
        _opening(decision),
        f'<div property="besluit:motivering" lang="{escape(decision.language)}">',
        *_cited(decision),
        *written[start:middle],
        "</div>",
        '<div property="prov:value" datatype="xsd:string">',
        *articles,
        "</div>",
        "</article>",
        *written[end:],
    ]


def _roles(blocks: Sequence[Block]) -> list[str]:
    """The role of each block: that of the heading of a part above it."""
    roles, role = [], ""
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            role = block.role
        roles.append(role)
    return roles


def _opening(decision: Decision) -> str:
    prefixes = " ".join(f"{name}: {address}" for name, address in PREFIXES.items())
    return (
        f'<article id="besluit" resource="#besluit" typeof="besluit:Besluit" prefix="{prefixes}">\n'
        f'<link property="eli:language" typeof="skos:Concept" href="{_LANGUAGE}{LANGUAGES[decision.language]}">\n'
        f'<p><strong property="eli:title" datatype="xsd:string">{inline(decision.title)}</strong></p>\n'
        f'<p property="eli:description" datatype="xsd:string">{inline(decision.description)}</p>'
        f"{_draft(decision)}"
    )


def _draft(decision: Decision) -> str:
    """That it is a draft, in sight: who takes the decision over takes that word away once it is adopted."""
    if not decision.draft:
        return ""
    said = f'<em property="bibo:status" typeof="bibo:DocumentStatus" resource="{_DRAFT}">{escape(decision.draft)}</em>'
    return f"\n<p>{said}</p>"


def _cited(decision: Decision) -> list[str]:
    """The rules cited, each with the address of its act."""
    points = [
        f'<li><a property="eli:cites" typeof="eli:LegalExpression" href="{escape(cited.address)}">'
        f"{escape(cited.text)}</a></li>"
        for cited in decision.citations
    ]
    return [f"<p><strong>{escape(decision.grounds)}</strong></p>", "<ul>", *points, "</ul>"] if points else []


def _article(block: Block, written: str) -> str:
    if not isinstance(block, Paragraph) or not block.article:
        return written
    label, rest = _split(block.spans)
    return (
        f'<div id="artikel-{block.article}" property="eli:has_part" resource="#artikel-{block.article}" '
        f'typeof="besluit:Artikel">\n'
        f'<p><span property="eli:number" datatype="xsd:string" content="{block.article}">{inline(label)}</span> '
        f'<span property="prov:value" datatype="xsd:string">{inline(rest)}</span></p>\n</div>'
    )


def _split(spans: Line) -> tuple[Line, Line]:
    """The label of an article (`Article 1.`), and what it says."""
    rest = list(spans[1:])
    while rest and not plain((rest[0],)).strip():
        del rest[0]
    return spans[:1], tuple(rest)
