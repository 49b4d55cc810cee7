"""Markdown, plain text and HTML: a hostile text changes no structure and is shown as it was typed."""

from __future__ import annotations

import itertools
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from advisor.assessing import Assessment
from advisor.render import recorddoc, render
from advisor.render.tree import clean
from advisor.rulebase import RuleBase
from advisor.wording import Wording
from tests.render.samples import sample, texts

BIG = "<b>=#*_|" * 12_500
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens(markdown: str) -> list[str]:
    """The kinds of everything in a Markdown text, without the pieces that text is cut into."""
    found: list[str] = []
    for token in READER.parse(markdown):
        found.append(token.type)
        found += [child.type for child in token.children or () if child.type not in ("text", "text_special")]
    return found


def words(markdown: str) -> str:
    """The text that a reader of the Markdown sees."""
    return " ".join(
        "".join(child.content for child in token.children or ()) for token in READER.parse(markdown) if token.children
    )


class Page(HTMLParser):
    """The tags, attributes and texts of a page, without the properties and the widths of columns."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.isolated: list[str] = []
        self._inside = False
        self.feed(raw.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(pair for pair in attrs if pair[0] not in ("content", "style"))))
        if tag == "bdi":
            self._inside = True
            self.isolated.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "bdi":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.isolated[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


@given(texts.filter(clean))
@settings(max_examples=300, deadline=None)
def test_markdown_shows_a_hostile_text_and_does_nothing_else(text: str) -> None:
    shown = render(sample(text), "md").decode()
    assert tokens(shown) == tokens(render(sample("x"), "md").decode())
    assert words(shown).count(clean(text)) >= 11


@given(texts)
@settings(max_examples=300, deadline=None)
def test_html_shows_a_hostile_text_and_does_nothing_else(text: str) -> None:
    page, harmless = Page(render(sample(text), "html")), Page(render(sample("x"), "html"))
    if clean(text):
        assert page.tags == harmless.tags
        assert len(page.isolated) == 11
    assert set(page.isolated) == {clean(text)}


@given(texts)
@settings(deadline=None)
def test_plain_text_holds_the_words_of_a_hostile_text_on_lines_of_its_own_layout(text: str) -> None:
    shown = render(sample(text), "txt").decode()
    assert " ".join(shown.split()).count(clean(text)) >= 11
    for line in shown.splitlines():
        assert not line.isspace()
        assert all(letter == "\n" or letter >= " " for letter in line)


@pytest.mark.parametrize("form", ["md", "txt", "html"])
def test_a_text_of_a_hundred_thousand_characters_is_shown_whole(form: str) -> None:
    shown = render(sample(BIG), form).decode()
    assert shown.count("=") >= 11 * BIG.count("=")


def test_the_page_is_made_for_a_screen_reader_and_for_paper(
    assessments: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    for name in ("V09", "N3"):
        raw = render(recorddoc.document(assessments[name], base, dutch), "html")
        tags = Page(raw).tags
        names = [tag for tag, _ in tags]
        assert names.count("h1") == 1
        assert names.count("main") == 1
        assert dict(tags[0][1]) == {"lang": "nl-BE"}
        assert "script" not in names
        assert not any(
            key.startswith("on") or key in ("src", "href") for _, attributes in tags for key, _ in attributes
        )
        levels = [int(tag[1]) for tag in names if tag in ("h1", "h2", "h3", "h4")]
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        heads = [dict(attributes).get("scope") for tag, attributes in tags if tag == "th"]
        assert heads
        assert set(heads) == {"col", "row"}
        drawing = next(dict(attributes) for tag, attributes in tags if tag == "svg")
        assert drawing["role"] == "img"
        named = {dict(attributes).get("id") for tag, attributes in tags if tag in ("title", "desc")}
        assert set((drawing["aria-labelledby"] or "").split()) <= named
        assert b"@media print" in raw
        assert b"default-src &#x27;none&#x27;" in raw


def test_the_path_goes_from_the_regimes_over_the_grounds_to_the_route(
    assessments: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    from advisor.render import flow

    steps = flow.path(assessments["V11"], base, dutch).steps
    assert [step.outcome for step in steps] == ["no"] * 5 + ["yes", "yes", "end"]
    assert steps[-1].text == "Procedure: onderhandelingsprocedure zonder voorafgaande bekendmaking"
    assert "art. 42 §1, 1°, b" in steps[-2].note
    waiting = flow.path(assessments["N3"], base, dutch).steps
    assert waiting[-1].text == "Er is nog geen aanbeveling mogelijk."
    assert waiting[-2].outcome == "open"
