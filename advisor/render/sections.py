"""The sections of a decision record as blocks of a document tree, in one language.

Confidential are the amounts of this purchase wherever they stand, the text to paste where it names one, and the data
file. Amounts of the law are public.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from advisor import dutytext, evidence, record, recordparts, sealed
from advisor.assessing import Assessment, Ground, RouteStatus
from advisor.render import flow
from advisor.render.tree import Block, Bullets, Heading, Item, Line, Paragraph, Quote, Row, Span, Table
from advisor.rulebase import RuleBase
from advisor.sentences import capital, engine_names, first_reason, flag_detail, ground_reasons, preference, route_line
from advisor.wording import Wording

#: Facts of these types are what the buyer expects to pay, which a bidder may not know.
CONFIDENTIAL_TYPES = ("money", "money_list")


def _line(text: str, *, strong: bool = False, confidential: bool = False) -> Line:
    return (Span(text, strong=strong, confidential=confidential),)


def _cell(cell: recordparts.Cell) -> Line:
    return (Span(cell.text, user=cell.user, confidential=cell.secret),)


class Sections:
    """The sections of one record in one language; each method gives the blocks of one."""

    def __init__(self, found: Assessment, base: RuleBase, wording: Wording) -> None:
        self._found, self._base, self._wording = found, base, wording
        self._blocks: list[Block] = []

    def opening(self) -> tuple[Block, ...]:
        """What stands above the parts: the notice, the case, its date, regime and status."""
        found, say = self._found, self._say
        regime = self._wording.text("regimes", found.regime or "undetermined", "name")
        case = (
            Span(f"{say('case')}: "),
            Span(found.case.title, user=True),
            Span(" ("),
            Span(found.case.id, user=True),
            Span(")"),
        )
        state = recordparts.status(found, self._base, self._wording)
        date = f"{say('reference_date')}: {self._wording.date(found.case.as_of)}"
        notice = recordparts.notice(found, self._base, self._wording)
        lines = (case, _line(date), _line(f"{say('regime')}: {regime}"), _line(state))
        corrects = tuple(_cell(cell) for cell in recordparts.correction(found, self._wording))
        return Quote(_line(notice)), Bullets(tuple(Item((line,)) for line in (*lines, *corrects)))

    def part(self, name: str) -> tuple[Block, ...]:
        """The blocks of one of PARTS that come from the assessment, with headings from level 3."""
        self._blocks = []
        for section in self._of(name):
            section()
        return tuple(
            replace(item, level=item.level + 1) if isinstance(item, Heading) else item for item in self._blocks
        )

    def _of(self, name: str) -> tuple[Callable[[], None], ...]:
        """The sections of a part, in the order in which they stand."""
        match name:
            case "legal_grounds":
                return (self._ground,)
            case "facts":
                return (self._facts,)
            case "reasoning":
                return (self._recommendation, self._proofs, self._estimate, self._routes, self._excluded)
            case "advice":
                return (self._flags,)
            case "annexes":
                return (self._duties, self._codes, self._open_points, self._provenance, self._paste)
        return ()

    def _say(self, key: str) -> str:
        return self._wording.text("record", key)

    def _add(self, *blocks: Block) -> None:
        self._blocks.extend(blocks)

    def _heading(self, key: str, level: int = 2) -> None:
        self._add(Heading(level, self._say(key)))

    def _list(self, items: list[Item]) -> None:
        if items:
            self._add(Bullets(tuple(items)))

    def _recommendation(self) -> None:
        found = self._found
        self._heading("recommended")
        if found.recommended is None:
            self._add(Paragraph(_line(self._say("no_recommendation"))), flow.path(found, self._base, self._wording))
            self._pieces(recordparts.set_aside(found, self._base, self._wording))
            return
        route = found.route(found.recommended)
        self._add(Paragraph(_line(capital(self._wording.text("routes", route.id, "name")), strong=True)))
        self._add(Paragraph(_line(self._wording.text("routes", route.id, "what"))))
        self._add(flow.path(found, self._base, self._wording))
        self._heading("reasons", 3)
        reasons = [first_reason(found, self._wording)]
        reasons += [preference(item, self._wording) for item in found.preferences[:3]]
        self._list([Item((_line(text),)) for text in reasons])
        self._pieces(recordparts.set_aside(found, self._base, self._wording))

    def _ground(self) -> None:
        """The grounds of the recommended route, and the amounts of the law that were tested, with its date."""
        found = self._found
        if found.recommended is None:
            self._add(Paragraph(_line(self._say("no_recommendation"))))
        else:
            self._grounds(found.route(found.recommended))
        if used := self._amounts():
            date = self._wording.date(found.case.as_of)
            self._heading("amounts")
            self._add(Paragraph(_line(f"{self._say('law_date')} {date}")))
            self._list([Item((_line(text),)) for text in used])

    def _grounds(self, route: RouteStatus) -> None:
        self._heading("legal_ground")
        grounds = []
        for ground in route.holding:
            label = capital(self._wording.text("grounds", ground.id, "label"))
            sure = self._wording.text("status", ground.confidence)
            below = self._reasons(ground)
            if ground.strict:
                below.append(Item((_line(self._say("strict")),)))
            grounds.append(Item((_line(f"{label} — {self._wording.cite(ground.cite)} ({sure})"),), tuple(below)))
        self._list(grounds)

    def _pieces(self, pieces: list[recordparts.Piece]) -> None:
        for piece in pieces:
            if isinstance(piece, recordparts.Title):
                self._add(Heading(piece.level, piece.text))
            elif isinstance(piece, recordparts.Words):
                self._add(Paragraph(_cell(piece.cell)))
            elif isinstance(piece, recordparts.Listed):
                self._list(
                    [Item((_cell(one),), tuple(Item((_cell(part),)) for part in below)) for one, below in piece.items]
                )
            else:
                self._add(Table(piece.columns, tuple(Row(tuple(map(_cell, row))) for row in piece.rows)))

    def _reasons(self, ground: Ground) -> list[Item]:
        """The tested facts of a ground; those that name an amount of the purchase are confidential."""
        texts = ground_reasons(ground, self._found, self._base, self._wording)
        without = ground._replace(because=tuple(item for item in ground.because if not self._secret(item.fact)))
        open_texts = ground_reasons(without, self._found, self._base, self._wording)
        return [Item((_line(text),), confidential=text not in open_texts) for text in texts]

    def _secret(self, fact: str) -> bool:
        return self._base.facts[fact].type in CONFIDENTIAL_TYPES

    def _facts(self) -> None:
        say, wording, case = self._say, self._wording, self._found.case
        self._heading("facts_table")
        self._add(Paragraph(_line(say("value_excl_vat"))))
        rows = []
        for fact in (fact for name, fact in self._base.facts.items() if name in case.answers):
            answer = case.answers[fact.id]
            secret = self._secret(fact.id) and answer is not None
            cell = (Span(wording.value(fact, answer), user=True, confidential=secret),)
            origin = recordparts.origin(fact.id, self._found, wording)
            rows.append(Row((_line(capital(wording.fact(fact))), cell, _line(origin))))
        self._add(Table((say("fact"), say("answer"), say("origin")), tuple(rows)))

    def _routes(self) -> None:
        say, wording = self._say, self._wording
        self._heading("all_routes")
        rows = [
            Row(
                (
                    _line(capital(wording.text("routes", route.id, "name"))),
                    _line(wording.text("status", route.status)),
                    _line(route_line(route, self._base, wording)),
                )
            )
            for route in self._found.routes
        ]
        self._add(Table((say("route"), say("status"), say("why")), tuple(rows)))

    def _excluded(self) -> None:
        closed = [route for route in self._found.routes if route.status == "unavailable"]
        if not closed:
            return
        self._heading("excluded_because")
        items = []
        for route in closed:
            grounds = []
            for ground in route.bars or route.grounds:
                wanted = ("rules", ground.id) if route.bars else ("grounds", ground.id, "label")
                text = f"{capital(self._wording.text(*wanted))} — {self._wording.cite(ground.cite)}"
                grounds.append(Item((_line(text),), tuple(self._reasons(ground))))
            items.append(Item((_line(capital(self._wording.text("routes", route.id, "name"))),), tuple(grounds)))
        self._list(items)

    def _duties(self) -> None:
        found, wording = self._found, self._wording
        if found.recommended is None:
            return
        self._heading("duties")
        items = []
        for kind, duty in found.duties[found.recommended].items():
            said = dutytext.said(kind, duty, self._base, wording)
            source = f"{wording.cite(duty.cite)}; {wording.text('status', duty.confidence)}"
            below = tuple(Item((_line(variant),)) for variant in dutytext.variants(duty, wording))
            items.append(Item((_line(f"{dutytext.name(kind, wording)}: {said} ({source})"),), below))
        self._list(items)

    def _flags(self) -> None:
        if not self._found.flags:
            return
        self._heading("flags")
        items = []
        for flag in self._found.flags:
            title = Span(self._wording.text("flags", flag.id, "title"), strong=True)
            cite = (Span(f" ({self._wording.cite(flag.cite)})"),) if flag.cite else ()
            lines = [(title, *cite), _line(self._wording.text("flags", flag.id, "todo"))]
            if detail := flag_detail(flag, self._found, self._base, self._wording):
                lines.append(_line(f"{self._say('raised_by')} {detail}"))
            items.append(Item(tuple(lines)))
        self._list(items)

    def _codes(self) -> None:
        """What the notice to come would say, by the business terms of eForms; its value is that of this purchase."""
        told = {term: value for term, value in sealed.eforms(self._found, self._base).items() if value is not None}
        if self._found.recommended is None or not told:
            return
        self._heading("notice_codes")
        items = []
        for term, value in told.items():
            label = f"{term}, {self._wording.text('record', 'business_terms', term)}"
            items.append(Item((_line(self._wording.labelled(label, value), confidential=term == sealed.VALUE_TERM),)))
        self._list(items)

    def _open_points(self) -> None:
        if not self._found.missing:
            return
        self._heading("open_points")
        self._add(Paragraph(_line(self._say("missing_intro"))))
        items = []
        for item in self._found.missing:
            decides = [
                self._say("regime") if name == "regime" else self._wording.text("routes", name, "name")
                for name in item.would_decide
            ]
            name = capital(self._wording.fact(self._base.facts[item.fact]))
            text = f"{name}: {self._say('would_decide').format(routes=', '.join(decides))}"
            items.append(Item((_line(text), _line(self._wording.text("facts", item.fact, "find_out")))))
        self._list(items)

    def _provenance(self) -> None:
        found, say, wording = self._found, self._say, self._wording
        self._heading("provenance")
        texts = [f"{say('law_date')} {wording.date(found.case.as_of)}"]
        if found.known_until is not None:
            texts.append(wording.text("law", "known_until").format(date=wording.date(found.known_until)))
        texts.append(f"{say('rule_base')}: {found.rule_version}, {found.rule_digest}")
        texts.append(say("engine_agreement").format(engines=engine_names(found, wording)))
        items = [Item((_line(text),)) for text in texts]
        self._list([*items, Item((_line(say("disclaimer")),))])

    def _amounts(self) -> list[str]:
        """The amounts of the law that the grounds tested."""
        tested = (reason for route in self._found.routes for ground in route.grounds for reason in ground.because)
        named = dict.fromkeys(reason.amount for reason in tested if reason.amount)
        amounts, wording = self._base.amounts_on(self._found.case.as_of), self._wording
        return [
            f"{wording.money(amounts[name].value)} — {wording.cite(amounts[name].cite)} "
            f"({wording.text('status', amounts[name].confidence)})"
            for name in named
            if amounts[name].unit == "eur"
        ]

    def _paste(self) -> None:
        """The text to paste; it goes into a draft, so the public edition leaves it out where it names an amount."""
        found = self._found
        named = []
        if found.recommended is not None:
            ground = evidence.named_ground(found.route(found.recommended))
            # A ground without a test of its own is motivated by the nature and the estimate.
            named = [reason.fact for reason in ground.because] if ground and ground.because else ["value.estimate"]
        secret = any(map(self._secret, named))
        self._heading("paste")
        texts = record.paragraph(found, self._base, self._wording).rstrip().split("\n\n")
        self._add(*(Paragraph(_line(text), confidential=secret) for text in texts))

    def _proofs(self) -> None:
        self._pieces(recordparts.proofs(self._found, self._base, self._wording))

    def _estimate(self) -> None:
        self._pieces(recordparts.estimate(self._found, self._base, self._wording))
