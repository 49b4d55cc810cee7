"""An assessment as a page of plain text for a terminal or a mail."""

from __future__ import annotations

import textwrap

from advisor import dutytext, recordparts
from advisor.assessing import Assessment
from advisor.duties import MAIN
from advisor.record import plain
from advisor.rulebase import RuleBase
from advisor.sentences import capital, engine_names, first_reason, flag_detail, preference, route_line
from advisor.wording import Wording

MARKS = {"available": "+", "unavailable": "-", "undetermined": "?"}
WIDTH = 100


def summary(found: Assessment, base: RuleBase, wording: Wording) -> str:
    """Title, regime, recommendation, every route with one line why, flags and what is missing; ends with a newline."""
    lines = [f"{plain(found.case.title)} ({found.case.id})"]
    lines += [wording.unreviewed] if wording.unreviewed else []
    lines.append(f"{wording.text('record', 'law_date')} {wording.date(found.case.as_of)}")
    regime = wording.text("regimes", found.regime or "undetermined", "name")
    lines += [f"{wording.text('record', 'regime')}: {regime}", ""]
    if found.recommended:
        name = wording.text("routes", found.recommended, "name")
        lines += _wrapped(f"{wording.text('record', 'recommended')}: {name}")
        lines += _wrapped(first_reason(found, wording), "  ")
        for item in found.preferences[:2]:
            lines += _wrapped(preference(item, wording), "  ")
    else:
        lines.append(wording.text("record", "no_recommendation"))
    lines += _set_aside(found, base, wording)
    if found.recommended:
        lines += ["", f"{wording.text('record', 'duties')}:"]
        for kind, duty in found.duties[found.recommended].items():
            if kind in MAIN:
                lines += _wrapped(f"* {dutytext.name(kind, wording)}: {dutytext.said(kind, duty, base, wording)}")
    lines += ["", f"{wording.text('record', 'all_routes')}:"]
    for route in found.routes:
        name = capital(wording.text("routes", route.id, "name"))
        lines += _wrapped(f"{MARKS[route.status]} {name}: {wording.text('status', route.status)}")
        lines += _wrapped(route_line(route, base, wording), "    ")
    if found.flags:
        lines += ["", f"{wording.text('record', 'flags')}:"]
        for flag in found.flags:
            lines += _wrapped(f"! {wording.text('flags', flag.id, 'title')}")
            detail = flag_detail(flag, found, base, wording)
            lines += _wrapped(f"{wording.text('flags', flag.id, 'todo')} {detail}".rstrip(), "    ")
    codes = found.case.answers.get("contract.cpv")
    if isinstance(codes, tuple):
        from advisor import cpv

        for text in cpv.sentences(base.folder, codes, wording):
            lines += ["", *_wrapped(text)]
    if found.known_until is not None:
        lines += ["", wording.text("law", "known_until").format(date=wording.date(found.known_until))]
    if found.missing:
        lines += ["", wording.text("record", "missing_intro")]
        lines += [f"? {capital(wording.fact(base.facts[item.fact]))}" for item in found.missing]
    lines += ["", wording.text("record", "engine_agreement").format(engines=engine_names(found, wording))]
    return "\n".join(lines) + "\n"


def _set_aside(found: Assessment, base: RuleBase, wording: Wording) -> list[str]:
    """The routes that are available and not recommended, since no ground of theirs is established."""
    lines: list[str] = []
    for piece in recordparts.set_aside(found, base, wording):
        if isinstance(piece, recordparts.Title):
            lines.append(f"{piece.text}:")
        elif isinstance(piece, recordparts.Listed):
            lines += [line for cell, _ in piece.items for line in _wrapped(cell.text, "  ")]
    return lines


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  " * (not indent))
