"""The documentation builds without a network and without a warning, and its reference knows everything that exists."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from advisor.cli import COMMANDS
from advisor.rulebase import RuleBase
from tests.conftest import ROOT


class Page(HTMLParser):
    """What a page names: its anchors, its links, and what a browser fetches for it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.text = text
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids |= {found[name] for name in ("id", "name") if name in found}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag in ("link", "script", "img", "object", "iframe", "source"):
            self.fetched += [found[name] for name in ("href", "src", "data") if name in found]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built by the command of `make docs` where every connection fails."""
    folder = tmp_path_factory.mktemp("site")
    closed = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    done = subprocess.run(
        [sys.executable, "docs/website.py", str(folder)],
        cwd=ROOT,
        env={**os.environ, **closed, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def reference(pages: dict[Path, Page], name: str) -> str:
    (page,) = (page for path, page in pages.items() if path.parts[-2:] == ("reference", f"{name}.html"))
    return page.text


def test_no_page_fetches_anything_from_elsewhere(site: Path, pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        assert not [name for name in page.fetched if urlsplit(name).scheme not in ("", "data")], path
    styles = [path.read_text("utf-8") for path in site.rglob("*.css")]
    assert styles
    assert not [
        text
        for text in styles
        if "url(http" in text or "url(//" in text or "@import" in text.replace('@import url("basic.css")', "")
    ]


def links(path: Path, page: Page) -> Iterator[tuple[Path, str]]:
    for link in page.links:
        parts = urlsplit(link)
        if not parts.scheme:
            yield (path.parent / unquote(parts.path)).resolve() if parts.path else path, unquote(parts.fragment)


def test_every_link_within_the_site_leads_somewhere(site: Path, pages: dict[Path, Page]) -> None:
    known = {path.resolve(): page for path, page in pages.items()}
    for path, page in pages.items():
        for target, anchor in links(path.resolve(), page):
            assert target.exists(), (path.relative_to(site), target)
            if anchor and target in known:
                assert anchor in known[target].ids, (path.relative_to(site), target.name, anchor)


def test_every_command_is_in_the_reference_with_its_exit_codes(pages: dict[Path, Page]) -> None:
    text = reference(pages, "commands")
    for name in COMMANDS:
        assert f"wijzer {name}<" in text, name
    assert "bad input or use" in text
    assert "--locked-on" in text


def test_every_fact_outcome_and_amount_is_in_the_reference(pages: dict[Path, Page], base: RuleBase) -> None:
    facts, outcomes, amounts = (reference(pages, name) for name in ("facts", "outcomes", "amounts"))
    for name in base.facts:
        assert f">{name}<" in facts, name
    for name in (*base.routes, *base.regimes):
        assert f">{name}<" in outcomes, name
    for rule in base.rules:
        if rule.effect in ("ground", "flag", "topic", "duty"):
            assert f">{rule.id}</span>" in outcomes or f">{rule.id}<" in outcomes, rule.id
    for amount in base.dated_amounts:
        assert f">{amount['id']}<" in amounts, amount["id"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_whole_law_is_in_the_reference_in_words(language: str, pages: dict[Path, Page], base: RuleBase) -> None:
    text = reference(pages, f"law-{language}")
    for rule in base.rules_on(base.segments()[-1]):
        assert f">{rule.id}<" in text, rule.id


def test_every_guide_is_on_the_site(site: Path) -> None:
    for path in [*(ROOT / "docs").rglob("*.md"), *(ROOT / "spec").glob("*.md")]:
        assert (site / path.relative_to(ROOT)).with_suffix(".html").exists(), path
