"""A profile's findings and its answers in words, and as plain data for programs."""

from __future__ import annotations

import re
import textwrap
from typing import Any

from advisor import quantity
from advisor.authority.law import Law
from advisor.authority.lint import Finding
from advisor.authority.profile import Authority, Competence, Resolved
from advisor.summary import WIDTH
from advisor.wording import Wording

SECTION = "authority"


def cite(text: str, wording: Wording) -> str:
    """A citation of rules/authority as the language writes it."""
    names = wording.section(SECTION)["acts"]
    words = re.compile(r"\b(" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + r")\b")
    said = wording.cite(words.sub(lambda match: str(names[match[1]]), text))
    return re.sub(r",(?=;|$)", "", said) if said else wording.text(SECTION, "no_article")


def organ(law: Law, authority: Authority, name: str, wording: Wording) -> str:
    """The organ as the authority itself writes it, in the language read where it writes in that one."""
    language = wording.language if wording.language in authority.languages else authority.language
    return law.body(authority.region, authority.body).organs[name][language]


def title(authority: Authority, wording: Wording) -> str:
    """One line that names the authority."""
    from advisor.record import plain

    return wording.text(SECTION, "title").format(
        name=plain(authority.name),
        body=wording.text("facts", "buyer.kind", "values", authority.body),
        region=wording.text(SECTION, "regions", authority.region),
    )


def finding(law: Law, authority: Authority, item: Finding, wording: Wording) -> str:
    """One finding as a sentence, with a word where it rests on what was not checked."""
    what = wording.text(SECTION, "what", item.what) if wording.has(SECTION, "what", item.what) else ""
    if item.what in law.body(authority.region, authority.body).organs:
        what = organ(law, authority, item.what, wording)
    kind = "replaced" if wording.has(SECTION, "replaced", item.act) else "acts"
    text = wording.text(SECTION, "findings", item.key).format(
        what=what,
        act=wording.text(SECTION, kind, item.act).rstrip(",") if item.act else "",
        by=wording.text(SECTION, "acts", item.by).rstrip(",") if item.by else "",
        day="" if item.day is None else wording.date(item.day),
        amount="" if item.amount is None else wording.money(item.amount),
        limit="" if item.limit is None else wording.money(item.limit),
        cite=cite(item.cite, wording),
    )
    text = text[:1].upper() + text[1:]
    return f"{text} {wording.text(SECTION, 'unsure')}" if item.confidence == "unverified" else text


def answer(law: Law, authority: Authority, found: Resolved, wording: Wording) -> list[str]:
    """One answer as sentences: who or what, the notes, what to ask, and the article with how sure it is."""
    text = wording.text(SECTION, "answers", found.key).format(
        organ="" if found.organ is None else organ(law, authority, found.organ, wording),
        informs="" if found.informs is None else organ(law, authority, found.informs, wording),
        amount="" if found.amount is None else wording.money(found.amount),
        days=found.days,
        facts="; ".join(wording.text(SECTION, "open", fact) for fact in found.open_facts),
    )
    lines = [text[:1].upper() + text[1:]]
    if found.needed and found.reaction_days is not None:
        lines.append(wording.text(SECTION, "reaction").format(days=found.reaction_days))
    if found.delegation is not None:
        from advisor.record import plain

        own = found.delegation
        decided = wording.text(SECTION, "decided")
        lines.append(decided.format(day=wording.date(own.decided_on), basis=plain(own.basis)))
    lines += [wording.text(SECTION, "notes", note) for note in found.notes]
    if found.amount is not None and found.confidence == "unverified":
        lines.append(wording.text(SECTION, "unverified_amount").format(amount=wording.money(found.amount)))
    if found.ask_secretary:
        lines.append(wording.text(SECTION, "ask_secretary"))
    grade = wording.text("status", found.confidence)
    return [*lines, wording.text(SECTION, "source").format(cite=cite(found.cite, wording), grade=grade)]


def page(law: Law, authority: Authority, found: Competence, wording: Wording) -> str:
    """Every answer under its label; ends with a newline."""
    lines: list[str] = []
    for name, item in zip(Competence._fields, found, strict=True):
        first, *rest = answer(law, authority, item, wording)
        label = wording.text(SECTION, "labels", name)
        lines += textwrap.wrap(f"{label}: {first}", WIDTH, subsequent_indent="  ")
        for text in rest:
            lines += textwrap.wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(lines) + "\n"


def finding_as_dict(law: Law, authority: Authority, item: Finding, wording: Wording) -> dict[str, Any]:
    """A finding for programs: its key, its line, its amounts as text, and its sentence."""
    return {
        "finding": item.key,
        "line": item.line,
        "what": item.what or None,
        "act": item.act or None,
        "replaced_by": item.by or None,
        "date": None if item.day is None else quantity.date_text(item.day),
        "amount": None if item.amount is None else quantity.decimal_text(item.amount),
        "limit": None if item.limit is None else quantity.decimal_text(item.limit),
        "confidence": item.confidence or None,
        "text": finding(law, authority, item, wording),
    }


def answer_as_dict(law: Law, authority: Authority, found: Resolved, wording: Wording) -> dict[str, Any]:
    """An answer for programs."""
    return {
        "answer": found.key,
        "organ": found.organ,
        "organ_name": None if found.organ is None else organ(law, authority, found.organ, wording),
        "informs": found.informs,
        "needed": found.needed,
        "ask_secretary": found.ask_secretary,
        "cite": found.cite,
        "source": list(found.source),
        "confidence": found.confidence,
        "amount": None if found.amount is None else quantity.decimal_text(found.amount),
        "days": found.days,
        "reaction_days": found.reaction_days,
        "decided_on": None if found.delegation is None else quantity.date_text(found.delegation.decided_on),
        "notes": list(found.notes),
        "open_facts": list(found.open_facts),
        "text": " ".join(answer(law, authority, found, wording)),
    }
