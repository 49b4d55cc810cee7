"""The parts of a record that a decision needs beside the reasoning: what it is about, competence, advice, finances and
articles.

They rest on the authority's profile; without one they say whom to ask and leave room to fill in.
"""

from __future__ import annotations

from advisor import dutytext, evidence
from advisor.assessing import Assessment
from advisor.authority import purchase
from advisor.authority import text as authoritytext
from advisor.authority.house import House
from advisor.authority.profile import Competence, Resolved, resolve
from advisor.render.tree import Block, Bullets, Heading, Item, Paragraph, Span
from advisor.rulebase import RuleBase
from advisor.wording import Wording

#: Room that a person fills in.
BLANK = "……"


class Slots:
    """The parts of one record in one language."""

    def __init__(self, found: Assessment, base: RuleBase, wording: Wording, house: House | None) -> None:
        self._found, self._base, self._wording, self._house = found, base, wording, house
        told = purchase.of(found, base)
        self._told = told
        self._competence: Competence | None = None if house is None else resolve(house.law, house.authority, told)

    def part(self, name: str) -> tuple[Block, ...]:
        """The blocks of one of PARTS, without its heading; nothing where the part rests on the assessment alone."""
        match name:
            case "facts":
                return self._about()
            case "competence":
                return self._answers("choice", "award")
            case "advice":
                return self._answers("check", "supervision", "supervision_award")
            case "finances":
                return self._finances()
            case "articles":
                return self._articles()
        return ()

    def _say(self, key: str, **shown: object) -> str:
        return self._wording.text("slots", key).format(**shown)

    def _about(self) -> tuple[Block, ...]:
        """Who buys what and why, as far as the case and the profile tell it; the rest is left to fill in."""
        answers, say, house = self._found.case.answers, self._say, self._house
        codes, years = answers.get("contract.cpv"), answers.get("framework.years")
        shown = None if years is None else self._wording.value(self._base.facts["framework.years"], years)
        lines = [
            ("buyer", Span(BLANK) if house is None else Span(house.authority.name, user=True)),
            ("session", Span(BLANK)),
            ("object", Span(self._found.case.title, user=True)),
            ("cpv", Span(", ".join(map(str, codes)) if isinstance(codes, tuple) and codes else BLANK)),
            ("need", Span(BLANK)),
            ("specification", Span(BLANK)),
            ("duration", Span(BLANK if shown is None else say("years", years=shown))),
            ("criteria", Span(BLANK)),
        ]
        if answers.get("need.market_consulted") is True:
            lines.append(("consultation", Span(BLANK)))
        items = tuple(Item(((Span(self._wording.labelled(say(key), "")), told),)) for key, told in lines)
        return (Heading(3, say("about")), Bullets(items))

    def _answers(self, *names: str) -> tuple[Block, ...]:
        if self._competence is None:
            return (Paragraph((Span(self._say(f"no_profile_{names[0]}")),)),)
        return (Bullets(tuple(self._answer(name, getattr(self._competence, name)) for name in names)),)

    def _answer(self, name: str, found: Resolved) -> Item:
        house = self._house
        assert house is not None, "an answer rests on a profile"
        label = self._wording.text("authority", "labels", name)
        first, *rest = authoritytext.answer(house.law, house.authority, found, self._wording)
        # The basis of a delegation is a person's text.
        below = tuple(Item(((Span(text, user=True),),)) for text in rest)
        return Item(((Span(self._wording.labelled(label, first)),),), below)

    def _finances(self) -> tuple[Block, ...]:
        told, say = self._told, self._say
        net, gross = (None if cents is None else self._wording.money(cents) for cents in (told.estimate, told.with_vat))
        lines = [
            (Span(self._wording.labelled(say("without_vat"), net or BLANK), confidential=net is not None),),
            (Span(self._wording.labelled(say("with_vat"), gross or BLANK), confidential=gross is not None),),
            (Span(self._wording.labelled(say("rates"), self._rates() or BLANK)),),
        ]
        house = self._house
        if house is None:
            budget = [say("budget")]
        else:
            budget = [self._wording.text("authority", "budget_keys", key) for key in house.authority.budget_keys]
        lines += [(Span(self._wording.labelled(label, BLANK)),) for label in budget]
        return (Bullets(tuple(Item((line,)) for line in lines)),)

    def _rates(self) -> str:
        """The rates of VAT of the parts of the estimate, in per cent."""
        given = self._found.case.estimate
        rates = sorted({part.rate for part in given.parts if part.rate is not None}) if given is not None else []
        return ", ".join(f"{rate} %" for rate in rates)

    def _articles(self) -> tuple[Block, ...]:
        found, say, wording = self._found, self._say, self._wording
        if found.recommended is None:
            return (Paragraph((Span(say("nothing_to_decide")),)),)
        route = found.route(found.recommended)
        ground = evidence.named_ground(route)
        assert ground is not None, "an available route has a ground that holds"
        estimate = self._told.estimate
        amount = Span(BLANK) if estimate is None else Span(wording.money(estimate), confidential=True)
        before, after = wording.text("slots", "approves").split("{amount}")
        texts = [
            (Span(before), amount, Span(after)),
            (Span(say("chooses", route=wording.text("routes", route.id, "name"), cite=wording.cite(ground.cite))),),
        ]
        publication = found.duties[route.id].get("publication")
        if publication is not None:
            texts.append((Span(dutytext.said("publication", publication, self._base, wording)),))
        texts.append((Span(say("funded")),))
        if self._competence is not None:
            house, sent = self._house, self._competence.supervision
            assert house is not None, "a competence rests on a profile"
            # What the law leaves open is no article; the part on advice tells it.
            if sent.needed or sent.key == "supervision_publish":
                texts.append((Span(authoritytext.answer(house.law, house.authority, sent, wording)[0]),))
        return tuple(
            Paragraph((Span(say("article", number=number), strong=True), Span(" "), *line), article=number)
            for number, line in enumerate(texts, start=1)
        )
