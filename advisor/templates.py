"""Templates filled in from a case: decision, list of firms, motivation, memos and notes, as documents of the one tree.

Templates are data (`rules/templates`). What the law says comes from the rules, with article and grade; blanks
stay visible.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from advisor import recordparts, rulefiles, templatefile
from advisor.authority import purchase
from advisor.evidence import conditions, named_ground
from advisor.evidencetext import answered, state
from advisor.render import decision
from advisor.render.recorddoc import TAGS
from advisor.render.tree import (
    ARTICLES,
    MOTIVATION,
    Block,
    Bullets,
    Document,
    Heading,
    Item,
    Labels,
    Meta,
    Paragraph,
    Quote,
    Row,
    Span,
    Table,
)
from advisor.sentences import capital, first_reason, ground_reasons, preference, route_line
from advisor.templatefile import Template

if TYPE_CHECKING:
    from advisor.assessing import Assessment, RouteStatus
    from advisor.authority.house import House
    from advisor.rulebase import RuleBase
    from advisor.wording import Wording

LANGUAGES = ("nl", "fr")
BLANK = "……"


class NotFitting(Exception):
    """The case does not admit the template; the message says why."""


def templates(base: RuleBase, language: str) -> tuple[Template, ...]:
    """All templates of a language. Raises RuleMistake for a file that is not as expected."""
    path = rulefiles.rule_folder(base.folder) / "templates" / f"{language}.yaml"
    return templatefile.read(path, path.read_bytes(), base)


def fitting(template: Template, found: Assessment) -> RouteStatus | None:
    """The route that a template is filled in for; None where it is about no route. Raises NotFitting."""
    if not template.routes:
        return found.route(found.recommended) if found.recommended is not None else None
    open_ones = [name for name in template.routes if found.status(name) == "available"]
    if not open_ones:
        raise NotFitting(", ".join(template.routes))
    return found.route(found.recommended if found.recommended in open_ones else open_ones[0])


def that_fit(found: Assessment, base: RuleBase, language: str) -> tuple[Template, ...]:
    """The templates of a language that a case admits; none in a language without templates. Raises RuleMistake."""
    fit = []
    for template in templates(base, language) if language in LANGUAGES else ():
        with suppress(NotFitting):
            fitting(template, found)
            fit.append(template)
    return tuple(fit)


def document(
    template: Template, found: Assessment, base: RuleBase, wording: Wording, house: House | None = None
) -> Document:
    """The template filled in; one with articles is the draft of a decision of the authority. Raises NotFitting."""
    filled = _Filled(template, found, base, wording)
    word = wording.text
    return Document(
        title=template.title,
        language=TAGS[wording.language],
        meta=Meta(subject=Span(f"{found.case.title} ({found.case.id})", user=True), day=found.case.as_of),
        blocks=(*filled.opening(), *_with_roles([block for part in template.blocks for block in filled.block(part)])),
        labels=Labels(word("document", "page"), word("document", "replaced"), word("document", "withheld")),
        decision=decision.decision(found, base, house, wording) if _decides(template) else None,
    )


def _decides(template: Template) -> bool:
    return any("articles" in part for part in template.blocks)


def _with_roles(blocks: list[Block]) -> list[Block]:
    """The blocks of a template with what their headings are in a decision: above the articles, all is motivation."""
    articles = [at for at, block in enumerate(blocks) if isinstance(block, Paragraph) and block.article]
    headings = [at for at, block in enumerate(blocks[: articles[0]] if articles else ()) if isinstance(block, Heading)]
    roles = dict.fromkeys(headings, MOTIVATION) | dict.fromkeys(headings[-1:], ARTICLES)
    return [
        replace(block, role=roles[at]) if isinstance(block, Heading) and at in roles else block
        for at, block in enumerate(blocks)
    ]


class _Filled:
    def __init__(self, template: Template, found: Assessment, base: RuleBase, wording: Wording) -> None:
        self._found, self._base, self._wording = found, base, wording
        self._route = fitting(template, found)
        self._ground = None if self._route is None else named_ground(self._route)

    def _places(self) -> dict[str, Span]:
        """What each place in a text becomes; a person's text is marked as such."""
        from advisor import dutytext

        found, wording, route, ground = self._found, self._wording, self._route, self._ground
        value = found.case.answers.get("value.estimate")
        codes, gross = found.case.answers.get("contract.cpv"), purchase.of(found, self._base).with_vat
        lots = found.duties.get(route.id, {}).get("lots") if route is not None else None
        plain = {
            "as_of": wording.date(found.case.as_of),
            "estimate": wording.money(value) if isinstance(value, int) else BLANK,
            "with_vat": BLANK if gross is None else wording.money(gross),
            "cpv": ", ".join(map(str, codes)) if isinstance(codes, tuple) and codes else BLANK,
            "route": BLANK if route is None else wording.text("routes", route.id, "name"),
            "route_cite": BLANK if route is None else wording.cite(route.cite),
            "ground": BLANK if ground is None else wording.text("grounds", ground.id, "label"),
            "ground_cite": BLANK if ground is None else wording.cite(ground.cite),
            "ground_grade": BLANK if ground is None else wording.text("status", ground.confidence),
            "lots": BLANK if lots is None else dutytext.said("lots", lots, self._base, wording).rstrip("."),
            "lots_cite": BLANK if lots is None else wording.cite(lots.cite),
        }
        return {"title": Span(found.case.title, user=True), **{key: Span(text) for key, text in plain.items()}}

    def _line(self, text: str) -> tuple[Span, ...]:
        """A text with its places filled, each a piece of its own: nothing in a person's text is read again."""
        places, spans = self._places(), []
        for number, part in enumerate(text.replace("}", "{").split("{")):
            spans.append(places[part] if number % 2 else Span(part))
        return tuple(span for span in spans if span.text)

    def opening(self) -> tuple[Block, ...]:
        """What must not be missed: that it is a draft, and what to look at before it is used."""
        found, base, wording = self._found, self._base, self._wording
        notice = Quote((Span(recordparts.notice(found, base, wording)),))
        flags = [
            Item(
                (
                    (
                        Span(
                            wording.labelled(
                                wording.text("flags", flag.id, "title"), wording.text("flags", flag.id, "todo")
                            )
                        ),
                    ),
                )
            )
            for flag in found.flags
        ]
        return (notice, Bullets(tuple(flags))) if flags else (notice,)

    def block(self, part: Mapping[str, Any]) -> tuple[Block, ...]:
        """The blocks of one part of the template."""
        if "heading" in part:
            return (Heading(2, part["heading"]),)
        if "text" in part:
            return (Paragraph(self._line(part["text"])),)
        if "list" in part:
            return (Bullets(tuple(Item((self._line(text),)) for text in part["list"])),)
        if "articles" in part:
            label = self._wording.text("slots", "article")
            return tuple(
                Paragraph((Span(label.format(number=at), strong=True), Span(" "), *self._line(text)), article=at)
                for at, text in enumerate(part["articles"], start=1)
            )
        if "table" in part:
            header = tuple(part["table"])
            blank = Row(tuple((Span(BLANK),) for _ in header))
            return (Table(header, (blank,) * int(part["rows"])),)
        told = getattr(self, f"_{part['insert']}")()
        return (Bullets(tuple(Item((line,)) for line in told or [(Span(BLANK),)])),)

    def _facts(self) -> list[tuple[Span, ...]]:
        if self._ground is None:
            return []
        told = ground_reasons(self._ground, self._found, self._base, self._wording, marked=True)
        return [(Span(capital(text)),) for text in told]

    def _evidence(self) -> list[tuple[Span, ...]]:
        if self._ground is None:
            return []
        base, wording, case = self._base, self._wording, self._found.case
        return [
            (
                Span(f"{answered(item.fact, case.answers, base, wording)} — "),
                Span(state(item, base, wording), user=True),
                Span(f" — {BLANK}"),
            )
            for item in conditions(self._ground, case, base)
        ]

    def _reasons(self) -> list[tuple[Span, ...]]:
        told = [
            first_reason(self._found, self._wording),
            *(preference(item, self._wording) for item in self._found.preferences),
        ]
        return [(Span(text),) for text in told if text]

    def _others(self) -> list[tuple[Span, ...]]:
        """Why the procedures that are not open are not; the reasons say why one that is open comes later."""
        wording = self._wording
        return [
            (
                Span(
                    wording.labelled(
                        capital(wording.text("routes", route.id, "name")), route_line(route, self._base, wording)
                    )
                ),
            )
            for route in self._found.routes
            if route.status != "available"
        ]
