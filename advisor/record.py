"""A decision record of one assessment: Markdown to adopt, JSON to keep, and a paragraph ready to paste."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from advisor import dutytext, outcome_json, recordparts
from advisor.assessing import Assessment
from advisor.evidence import named_ground
from advisor.recordparts import Cell, Grid, Listed, Piece, Title, Words
from advisor.rulebase import RuleBase
from advisor.sentences import capital, engine_names, first_reason, flag_detail, ground_reasons, preference, route_line
from advisor.wording import Wording

FORMATS = ("md", "json")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LINE_START = re.compile(r"^(\s*)(\d+)?([.)+=-])(?=\s|$)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


def render(found: Assessment, base: RuleBase, wording: Wording, form: str) -> str:
    """The record as text in one of FORMATS; the same assessment gives the same bytes."""
    if form == "json":
        return json.dumps(outcome_json.as_dict(found, base, wording), ensure_ascii=False, indent=2) + "\n"
    if form == "md":
        return _Markdown(found, base, wording).text()
    raise ValueError(f"no record as {form}; known: {', '.join(FORMATS)}")


def plain(text: str) -> str:
    """A person's text on one line, without characters that steer a terminal or turn the reading direction."""
    return " ".join(_CONTROL.sub(" ", text).split())


def escaped(text: str) -> str:
    """A person's text as Markdown that shows it and does nothing else."""
    return _LINE_START.sub(r"\1\2\\\3", _MARKDOWN.sub(r"\\\1", plain(text)))


def _shown(cell: Cell) -> str:
    return escaped(cell.text) if cell.user else cell.text


def file_name(case_id: str) -> str:
    """A name for a case's files in every file system: letters, digits, dots and dashes, at most 80, no leading dot."""
    ascii_id = unicodedata.normalize("NFKD", case_id).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_id).strip(".-")[:80] or "case"


def paragraph(found: Assessment, base: RuleBase, wording: Wording) -> str:
    """The motivation to paste into a decision: law, facts, ground and procedure; or what lacks."""
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


class _Markdown:
    def __init__(self, found: Assessment, base: RuleBase, wording: Wording) -> None:
        self._found, self._base, self._wording = found, base, wording
        self._lines: list[str] = []

    def text(self) -> str:
        found, say = self._found, self._say
        self._add(f"# {say('title')}", "", f"> {recordparts.notice(found, self._base, self._wording)}", "")
        self._add(f"- {say('case')}: {escaped(found.case.title)} ({escaped(found.case.id)})")
        self._add(f"- {say('reference_date')}: {self._wording.date(found.case.as_of)}")
        regime = found.regime or "undetermined"
        self._add(f"- {say('regime')}: {self._wording.text('regimes', regime, 'name')}")
        self._add(f"- {recordparts.status(found, self._base, self._wording)}", "")
        self._recommendation()
        self._pieces(recordparts.proofs(found, self._base, self._wording))
        self._facts()
        self._pieces(recordparts.estimate(found, self._base, self._wording))
        self._routes()
        self._excluded()
        self._duties()
        self._flags()
        self._open_points()
        self._provenance()
        self._add(f"## {say('paste')}", "", paragraph(found, self._base, self._wording).rstrip())
        return "\n".join(self._lines) + "\n"

    def _say(self, key: str) -> str:
        return self._wording.text("record", key)

    def _add(self, *lines: str) -> None:
        self._lines.extend(lines)

    def _recommendation(self) -> None:
        found = self._found
        self._add(f"## {self._say('recommended')}", "")
        if found.recommended is None:
            self._add(self._say("no_recommendation"), "")
            self._pieces(recordparts.set_aside(found, self._base, self._wording))
            return
        route = found.route(found.recommended)
        self._add(f"**{capital(self._wording.text('routes', route.id, 'name'))}**", "")
        self._add(self._wording.text("routes", route.id, "what"), "", f"### {self._say('reasons')}", "")
        self._add(f"- {first_reason(found, self._wording)}")
        self._add(*(f"- {preference(item, self._wording)}" for item in found.preferences[:3]), "")
        self._add(f"### {self._say('legal_ground')}", "")
        for ground in route.holding:
            label = self._wording.text("grounds", ground.id, "label")
            sure = self._wording.text("status", ground.confidence)
            self._add(f"- {capital(label)} — {self._wording.cite(ground.cite)} ({sure})")
            self._add(*(f"  - {text}" for text in ground_reasons(ground, found, self._base, self._wording)))
            if ground.strict:
                self._add(f"  - {self._say('strict')}")
        self._add("")
        self._pieces(recordparts.set_aside(found, self._base, self._wording))

    def _pieces(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            if isinstance(piece, Title):
                self._add(f"{'#' * piece.level} {piece.text}", "")
            elif isinstance(piece, Words):
                self._add(_shown(piece.cell), "")
            elif isinstance(piece, Listed):
                for cell, below in piece.items:
                    self._add(f"- {_shown(cell)}", *(f"  - {_shown(part)}" for part in below))
                self._add("")
            else:
                self._table(piece)

    def _table(self, grid: Grid) -> None:
        self._add(f"| {' | '.join(grid.columns)} |", "|" + "---|" * len(grid.columns))
        self._add(*(f"| {' | '.join(_shown(cell) for cell in row)} |" for row in grid.rows), "")

    def _facts(self) -> None:
        say = self._say
        self._add(f"## {say('facts_table')}", "", f"{say('value_excl_vat')}", "")
        self._add(f"| {say('fact')} | {say('answer')} | {say('origin')} |", "|---|---|---|")
        for name in self._base.facts:
            if name in self._found.case.answers:
                fact = self._base.facts[name]
                answer = escaped(self._wording.value(fact, self._found.case.answers[name]))
                origin = recordparts.origin(name, self._found, self._wording)
                self._add(f"| {capital(self._wording.fact(fact))} | {answer} | {origin} |")
        self._add("")

    def _routes(self) -> None:
        say = self._say
        self._add(
            f"## {say('all_routes')}", "", f"| {say('route')} | {say('status')} | {say('why')} |", "|---|---|---|"
        )
        for route in self._found.routes:
            name = capital(self._wording.text("routes", route.id, "name"))
            line = route_line(route, self._base, self._wording)
            self._add(f"| {name} | {self._wording.text('status', route.status)} | {line} |")
        self._add("")

    def _excluded(self) -> None:
        closed = [route for route in self._found.routes if route.status == "unavailable"]
        if not closed:
            return
        self._add(f"## {self._say('excluded_because')}", "")
        for route in closed:
            self._add(f"- {capital(self._wording.text('routes', route.id, 'name'))}")
            for ground in route.bars or route.grounds:
                texts = ground_reasons(ground, self._found, self._base, self._wording)
                label = (
                    self._wording.text("rules", ground.id)
                    if route.bars
                    else self._wording.text("grounds", ground.id, "label")
                )
                self._add(f"  - {capital(label)} — {self._wording.cite(ground.cite)}")
                self._add(*(f"    - {text}" for text in texts))
        self._add("")

    def _duties(self) -> None:
        found = self._found
        if found.recommended is None:
            return
        self._add(f"## {self._say('duties')}", "")
        for kind, duty in found.duties[found.recommended].items():
            said = dutytext.said(kind, duty, self._base, self._wording)
            sure = self._wording.text("status", duty.confidence)
            source = f"{self._wording.cite(duty.cite)}; {sure}"
            self._add(f"- {dutytext.name(kind, self._wording)}: {said} ({source})")
            self._add(*(f"  - {variant}" for variant in dutytext.variants(duty, self._wording)))
        self._add("")

    def _flags(self) -> None:
        if not self._found.flags:
            return
        self._add(f"## {self._say('flags')}", "")
        for flag in self._found.flags:
            cite = f" ({self._wording.cite(flag.cite)})" if flag.cite else ""
            self._add(f"- **{self._wording.text('flags', flag.id, 'title')}**{cite}")
            self._add(f"  {self._wording.text('flags', flag.id, 'todo')}")
            detail = flag_detail(flag, self._found, self._base, self._wording)
            if detail:
                self._add(f"  {self._say('raised_by')} {detail}")
        self._add("")

    def _open_points(self) -> None:
        if not self._found.missing:
            return
        self._add(f"## {self._say('open_points')}", "", self._say("missing_intro"), "")
        for item in self._found.missing:
            decides = [
                self._say("regime") if name == "regime" else self._wording.text("routes", name, "name")
                for name in item.would_decide
            ]
            name = capital(self._wording.fact(self._base.facts[item.fact]))
            self._add(f"- {name}: {self._say('would_decide').format(routes=', '.join(decides))}")
            self._add(f"  {self._wording.text('facts', item.fact, 'find_out')}")
        self._add("")

    def _provenance(self) -> None:
        found, say = self._found, self._say
        self._add(f"## {say('provenance')}", "", f"- {say('law_date')} {self._wording.date(found.case.as_of)}")
        if found.known_until is not None:
            until = self._wording.date(found.known_until)
            self._add(f"- {self._wording.text('law', 'known_until').format(date=until)}")
        self._add(f"- {say('rule_base')}: {found.rule_version}, {found.rule_digest}")
        self._add(f"- {say('engine_agreement').format(engines=engine_names(found, self._wording))}")
        used = self._amounts()
        if used:
            self._add(f"- {say('amounts')}:")
            self._add(*(f"  - {text}" for text in used))
        self._add(f"- {say('disclaimer')}", "")

    def _amounts(self) -> list[str]:
        named: dict[str, Any] = {}
        for route in self._found.routes:
            for ground in route.grounds:
                named.update(dict.fromkeys(reason.amount for reason in ground.because if reason.amount))
        amounts = self._base.amounts_on(self._found.case.as_of)
        return [
            f"{self._wording.money(amounts[name].value)} — {self._wording.cite(amounts[name].cite)} "
            f"({self._wording.text('status', amounts[name].confidence)})"
            for name in named
            if amounts[name].unit == "eur"
        ]
