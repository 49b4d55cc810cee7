"""The HTML of records and templates is as the standard wants it: no parse error, no name twice, none that is missing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import html5lib
import pytest

from advisor import templates
from advisor.assessing import Assessment
from advisor.authority import house
from advisor.render import html, recorddoc
from advisor.rulebase import RuleBase
from advisor.wording import LANGUAGES, Wording
from tests.conftest import ROOT

PROFILES = sorted((ROOT / "rules" / "examples" / "authorities").glob("*.yaml"))
#: Attributes that name others, by their id.
NAMES_OTHERS = ("aria-labelledby", "aria-describedby", "for", "headers")


def faults(page: bytes) -> list[str]:
    """What a parser of the standard finds wrong in a page, and ids that stand twice or are named but missing."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(page, transport_encoding="utf-8")
    ids = Counter(name for element in root.iter() if (name := element.get("id")) is not None)
    named = [name for element in root.iter() for key in NAMES_OTHERS for name in (element.get(key) or "").split()]
    targets = [link[1:] for element in root.iter() if (link := element.get("href") or "").startswith("#")]
    return [
        *(f"line {place[0]}: {code}" for place, code, _ in parser.errors),
        *(f"{name} stands {number} times" for name, number in ids.items() if number > 1),
        *(f"{name} is missing" for name in (*named, *targets) if name not in ids),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_record_is_valid_html_in_both_editions(
    language: str, assessments: dict[str, Assessment], base: RuleBase
) -> None:
    wording = Wording.load(language, str(ROOT / "rules"))
    for item in list(assessments.values())[::3]:
        for made in (recorddoc.document, recorddoc.public_document):
            assert faults(html.render(made(item, base, wording))) == [], item.case.id


@pytest.mark.parametrize("path", PROFILES, ids=[path.stem for path in PROFILES])
def test_the_record_of_every_example_of_an_authority_is_valid_html(
    path: Path, assessments: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    own = house.read(base, path, dutch, str(ROOT / "rules"))
    for item in list(assessments.values())[::5]:
        assert faults(html.render(recorddoc.document(item, base, dutch, own))) == [], item.case.id


@pytest.mark.parametrize("language", templates.LANGUAGES)
def test_every_template_is_valid_html(language: str, assessments: dict[str, Assessment], base: RuleBase) -> None:
    wording = Wording.load(language, str(ROOT / "rules"))
    own = house.read(base, ROOT / "rules/examples/authorities/flemish-municipality.yaml", wording, str(ROOT / "rules"))
    for item in list(assessments.values())[::5]:
        for template in templates.that_fit(item, base, language):
            made = templates.document(template, item, base, wording, own)
            assert faults(html.render(made)) == [], (item.case.id, template.id)


@pytest.mark.parametrize(
    ("put", "told"),
    [
        ("<p><div></p>", "unexpected-end-tag"),
        ("<table><p>x</table>", "voodoo"),
        ("<b a=1 a=2></b>", "duplicate-attribute"),
        ('<b id="x"></b><b id="x"></b>', "x stands 2 times"),
        ('<b aria-labelledby="nobody"></b>', "nobody is missing"),
        ('<a href="#nowhere">x</a>', "nowhere is missing"),
    ],
)
def test_a_fault_in_the_html_is_noticed(
    put: str, told: str, assessments: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    page = html.render(recorddoc.document(assessments["V11"], base, dutch))
    assert told in "\n".join(faults(page.replace(b"</main>", put.encode() + b"</main>")))
