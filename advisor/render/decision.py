"""The decision that a record or a template drafts: its title, a sentence that describes it and what it cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor import evidence, recordversion
from advisor.render.tree import ARTICLES, MOTIVATION, Citation, Decision, Span

if TYPE_CHECKING:
    from advisor.assessing import Assessment
    from advisor.authority.house import House
    from advisor.rulebase import RuleBase
    from advisor.wording import Wording

#: The region whose decision model this is (OSLO, besluit).
REGION = "flanders"
#: The parts of a record that are neither weighed nor decided.
_BESIDE = frozenset({"annexes"})


def role(parts: tuple[str, ...]) -> str:
    """What stands below a heading that holds these parts: MOTIVATION, ARTICLES, or nothing of a decision."""
    if "articles" in parts:
        return ARTICLES
    return "" if _BESIDE & set(parts) else MOTIVATION


def decision(found: Assessment, base: RuleBase, house: House | None, wording: Wording) -> Decision | None:
    """The decision that a Flemish authority drafts; None for others, and where nothing is recommended.

    A record that is locked may have been adopted since: it is not said to be a draft.
    """
    if found.recommended is None or house is None or house.authority.region != REGION:
        return None
    route = found.route(found.recommended)
    ground = evidence.named_ground(route)
    assert ground is not None, "an available route has a ground that holds"
    say = wording.text
    before, after = say("slots", "decision_title").split("{object}")
    described = say("slots", "decision_description").format(
        route=say("routes", route.id, "name"), cite=wording.cite(ground.cite)
    )
    return Decision(
        title=(Span(before), Span(found.case.title, user=True), Span(after)),
        description=(Span(described),),
        grounds=say("record", "legal_ground"),
        citations=_citations((ground.cite, route.cite), base, wording),
        draft="" if recordversion.state(found, base) == recordversion.LOCKED else say("evidence", evidence.DRAFT),
        language=wording.language,
    )


def _citations(cites: tuple[str, ...], base: RuleBase, wording: Wording) -> tuple[Citation, ...]:
    """Each article cited once, with the address of its act; an act without an address is left out."""
    parts = dict.fromkeys(part.strip() for cite in cites for part in cite.split(";"))
    addresses = {part: base.sources.get(part.split(" ", 1)[0], {}).get("eli", "") for part in parts}
    return tuple(Citation(wording.cite(part), address) for part, address in addresses.items() if address)
