"""A decision record of one assessment: Markdown to adopt, JSON to keep, and a paragraph ready to paste."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from advisor.assessing import Assessment
from advisor.evidence import named_ground
from advisor.rulebase import RuleBase
from advisor.sentences import capital, ground_reasons
from advisor.wording import Wording

if TYPE_CHECKING:
    from advisor.authority.house import House

FORMATS = ("md", "json")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


def render(found: Assessment, base: RuleBase, wording: Wording, form: str, house: House | None = None) -> str:
    """The record as text in one of FORMATS, as the profile has it; the same assessment gives the same bytes."""
    if form == "json":
        from advisor import sealed

        return sealed.as_text(sealed.sealed(found, base, wording, house))
    if form == "md":
        from advisor.render import markdown, recorddoc

        return markdown.render(recorddoc.document(found, base, wording, house)).decode()
    raise ValueError(f"no record as {form}; known: {', '.join(FORMATS)}")


def plain(text: str) -> str:
    """A person's text on one line, without characters that steer a terminal or turn the reading direction."""
    return " ".join(_CONTROL.sub(" ", text).split())


def file_name(case_id: str) -> str:
    """A name for a case's files in every file system: letters, digits, dots and dashes, at most 80, no leading dot."""
    ascii_id = unicodedata.normalize("NFKD", case_id).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_id).strip(".-")[:80] or "case"


def paragraph(found: Assessment, base: RuleBase, wording: Wording) -> str:
    """The motivation to paste into a decision: law, facts, ground and procedure; or what lacks.

    In a language that is not reviewed it ends with a line that says so, to be taken out by who has read it.
    """
    said = _paragraph(found, base, wording)
    return f"{said}\n[{wording.unreviewed}]\n" if wording.unreviewed else said


def _paragraph(found: Assessment, base: RuleBase, wording: Wording) -> str:
    if found.recommended is None:
        facts = [wording.fact(base.facts[item.fact]) for item in found.missing]
        if not facts:
            return wording.text("record", "no_recommendation") + "\n"
        return wording.text("record", "paragraph_none").format(facts="; ".join(facts)) + "\n"
    route = found.route(found.recommended)
    ground = named_ground(route)
    assert ground is not None, "an available route has a ground that holds"
    outside = base.routes[route.id].kind == "outside"
    facts = [text.rstrip(".") for text in ground_reasons(ground, found, base, wording, marked=True)]
    if not facts:
        facts = _main_facts(found, base, wording)
    return (
        wording.text("record", "paragraph_outside" if outside else "paragraph")
        .format(
            as_of=wording.date(found.case.as_of),
            cite=wording.cite(ground.cite),
            facts="; ".join(facts),
            ground=wording.text("grounds", ground.id, "label"),
            route=wording.text("routes", route.id, "name"),
        )
        .rstrip()
        + "\n"
    )


def _main_facts(found: Assessment, base: RuleBase, wording: Wording) -> list[str]:
    """Nature and estimate, for a route that asks no condition of its own."""
    named = ("contract.nature", "value.estimate")
    return [
        wording.text("rules", "shown").format(
            fact=capital(wording.fact(base.facts[name])), answer=wording.value(base.facts[name], answer)
        )
        for name in named
        if (answer := found.derived.values.get(name)) is not None
    ] or [wording.text("status", "not_asked")]
