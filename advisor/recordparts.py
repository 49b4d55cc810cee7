"""Sections of the record that every format shows alike: evidence and estimate, as pieces without a format."""

from __future__ import annotations

from typing import NamedTuple

from advisor import evidence, evidencetext, recordversion
from advisor.assessing import Assessment, Ground
from advisor.estimate import COUNTED, LEFT_OUT, VALUE, Estimate, Line, Working, worked
from advisor.evidence import Condition
from advisor.rulebase import GRADES, RuleBase
from advisor.sentences import capital
from advisor.wording import Wording


class Cell(NamedTuple):
    """A text. `user`: a person typed it; `secret`: it names an amount of this purchase."""

    text: str
    user: bool = False
    secret: bool = False


class Title(NamedTuple):
    level: int
    text: str


class Words(NamedTuple):
    cell: Cell


class Listed(NamedTuple):
    """A list; each item with the texts below it."""

    items: tuple[tuple[Cell, tuple[Cell, ...]], ...]


class Grid(NamedTuple):
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


Piece = Title | Words | Listed | Grid


def origin(fact: str, found: Assessment, wording: Wording) -> str:
    """Where the answer to a fact comes from."""
    if fact == VALUE and found.case.estimate is not None:
        return wording.text("estimate", "from_worksheet")
    return wording.text("status", "from_base" if fact in found.case.from_base else "from_case")


def notice(found: Assessment, base: RuleBase, wording: Wording) -> str:
    """What stands above the record: its state, that it is no decision, and a language that is not reviewed."""
    state = recordversion.state(found, base)
    if state == evidence.DRAFT:
        told = [wording.text("record", "draft_notice")]
    else:
        day = found.case.version.locked_on
        shown = "" if day is None else wording.date(day)
        told = [wording.text("evidence", f"{state}_notice").format(date=shown)]
        number = len(found.case.from_base)
        told += [wording.text("evidence", "ready_base").format(number=number)] if number else []
    return " ".join([*told, wording.unreviewed]).rstrip()


def status(found: Assessment, base: RuleBase, wording: Wording) -> str:
    """`Status of the record: draft, version 2`; a first version that is open has no number to tell."""
    state, version = recordversion.state(found, base), found.case.version
    told = wording.text("evidence", state)
    if state == recordversion.LOCKED or version.number > 1:
        told = wording.text("evidence", "version").format(state=told, number=version.number)
    return wording.labelled(wording.text("evidence", "status"), told)


def correction(found: Assessment, wording: Wording) -> tuple[Cell, ...]:
    """What this version corrects, and why; nothing for a first version."""
    version = found.case.version
    if version.number == 1:
        return ()
    say = wording.text
    told = say("evidence", "corrects").format(number=version.number - 1, digest=version.corrects)
    # The reason may name an amount.
    reason = Cell(wording.labelled(say("evidence", "reason"), version.reason), user=True, secret=True)
    return (Cell(told), reason)


# --- evidence ---------------------------------------------------------------------------------------------------------


def set_aside(found: Assessment, base: RuleBase, wording: Wording) -> list[Piece]:
    """The routes that are available and not recommended, since no ground of theirs is established."""
    items = []
    for route in found.routes:
        if route.status == "available" and not route.established:
            for ground in route.holding:
                text = wording.text("evidence", "set_aside_line").format(
                    route=capital(wording.text("routes", route.id, "name")),
                    ground=wording.text("grounds", ground.id, "label"),
                    facts="; ".join(
                        evidencetext.statement(fact, found.case.answers, base, wording) for fact in ground.unproved
                    ),
                )
                items.append((Cell(text), ()))
    if not items:
        return []
    return [Title(3, wording.text("evidence", "set_aside")), Listed(tuple(items))]


def proofs(found: Assessment, base: RuleBase, wording: Wording) -> list[Piece]:
    """For each ground of the recommended route its conditions, their state and proof; then what the record lacks."""
    pieces: list[Piece] = [Title(2, wording.text("evidence", "heading"))]
    if found.recommended is not None:
        for ground in found.route(found.recommended).holding:
            pieces += _ground(ground, found, base, wording)
    if len(pieces) == 1 and found.recommended is not None:
        pieces.append(Words(Cell(wording.text("evidence", "none"))))
    open_ones = evidence.lacking(found, base)
    if open_ones:
        pieces.append(Title(3, wording.text("evidence", "lacking")))
        pieces.append(
            Listed(tuple((Cell(evidencetext.lacks(item, found.case.answers, base, wording)), ()) for item in open_ones))
        )
    return pieces


def _ground(ground: Ground, found: Assessment, base: RuleBase, wording: Wording) -> list[Piece]:
    items = evidence.conditions(ground, found.case, base)
    if not items:
        return []
    entries = {entry["fact"]: entry for entry in base.evidence["facts"]}
    burdens = {burden["id"]: burden for burden in base.evidence["burdens"]}
    say = wording.text
    rows = []
    for item in items:
        if item.to_prove:
            proof = say("evidence", "proofs", item.fact)
            holder = wording.joined([say("evidence", "roles", role) for role in entries[item.fact]["holder"]])
        else:
            proof, holder = say("evidence", "no_proof"), "-"
        answer = _condition(item, found, base, wording)
        rows.append((answer, _state(item, base, wording), Cell(proof), Cell(capital(holder))))
    columns = tuple(say("evidence", key) for key in ("condition", "state", "proof", "holder"))
    named = dict.fromkeys(entries[item.fact]["burden"] for item in items if item.to_prove)
    borne = []
    for name in named:
        cite = wording.cite(burdens[name]["cite"])
        borne.append((Cell(f"{say('evidence', 'burden')}: {say('evidence', 'burdens', name)} ({cite})"), ()))
    label = f"{capital(say('grounds', ground.id, 'label'))} — {wording.cite(ground.cite)}"
    return [Title(3, label), Grid(columns, tuple(rows)), *([Listed(tuple(borne))] if borne else [])]


def _condition(item: Condition, found: Assessment, base: RuleBase, wording: Wording) -> Cell:
    """A condition as the reader sees it: the statement of the fact, else its name and the answer."""
    fact = base.facts[item.fact]
    answer = found.case.answers.get(item.fact)
    if isinstance(answer, bool):
        return Cell(evidencetext.statement(item.fact, found.case.answers, base, wording))
    shown = wording.text("rules", "shown").format(fact=capital(wording.fact(fact)), answer=wording.value(fact, answer))
    return Cell(shown, secret=fact.type in ("money", "money_list") and answer is not None)


def _state(item: Condition, base: RuleBase, wording: Wording) -> Cell:
    by = "" if item.proof is None else item.proof.by
    return Cell(evidencetext.state(item, base, wording), user=bool(by) and by not in base.evidence["roles"])


# --- estimate ---------------------------------------------------------------------------------------------------------


def estimate(found: Assessment, base: RuleBase, wording: Wording) -> list[Piece]:
    """The working of the estimate: who made it, every part, the totals, the range and what is still to check."""
    given = found.case.estimate
    if given is None:
        return []
    working = worked(given, base.estimate, found.case.as_of)
    return working_pieces(given, working, base, wording, found)


def working_pieces(
    given: Estimate, working: Working, base: RuleBase, wording: Wording, found: Assessment | None = None
) -> list[Piece]:
    """The working of an estimate; with its case assessed, also the amounts that its range crosses."""
    say = wording.text
    about = []
    if given.made_on is not None:
        about.append((Cell(say("estimate", "made").format(date=wording.date(given.made_on))), ()))
    if given.made_by:
        about.append((Cell(say("estimate", "made_by").format(by=given.made_by), user=True), ()))
    about.append((Cell(f"{say('estimate', 'basis')}: {wording.cite(base.estimate['cite'])}"), ()))
    columns = ("part", "working", "typed", "without", "with_vat", "article")
    rows = tuple(_row(line, wording) for line in working.lines)
    pieces: list[Piece] = [
        Title(2, say("estimate", "heading")),
        Listed(tuple(about)),
        Grid(tuple(say("estimate", key) for key in columns), rows),
        Listed(tuple((cell, ()) for cell in _totals(working, wording))),
    ]
    if found is not None and working.low < working.top:
        pieces += _crossed(found, base, wording)
    checks = [say("estimate", "remarks", key) for key in working.remarks]
    unread = dict.fromkeys(
        say("estimate", "kinds", line.part.kind) for line in working.lines if line.method["confidence"] == GRADES[-1]
    )
    if unread:
        checks.append(say("estimate", "unread").format(kinds=", ".join(unread)))
    if checks:
        pieces.append(Title(3, say("estimate", "remarks_heading")))
        pieces.append(Listed(tuple((Cell(text), ()) for text in checks)))
    return pieces


def formula(line: Line, wording: Wording) -> str:
    """How a part comes to its amount, in amounts and words."""
    part = line.part
    return wording.text("estimate", "how", line.how).format(
        amount=wording.money(part.amount),
        factor=line.factor,
        months=part.months,
        residual=wording.money(part.residual or 0),
        more=wording.money(part.more),
        less=wording.money(part.less),
    )


def _row(line: Line, wording: Wording) -> tuple[Cell, ...]:
    say, part = wording.text, line.part
    name = capital(say("estimate", "kinds", part.kind))
    if line.status != COUNTED:
        why = part.reason if line.status == LEFT_OUT else say("estimate", "replaced")
        name = f"{name}: {say('estimate', 'not_counted').format(text=why) if line.status == LEFT_OUT else why}"
    if part.note:
        name = say("estimate", "noted").format(text=name, note=part.note)
    key = "including" if part.including else "excluding" if part.rate is not None else "excluding_unknown"
    basis = say("estimate", key).format(rate=part.rate)
    directive = wording.cite(line.method["transposes"])
    gross = say("estimate", "not_known") if line.with_vat is None else wording.money(line.with_vat)
    return (
        # A note or a reason may name an amount, too.
        Cell(name, user=bool(part.note or part.reason), secret=bool(part.note or part.reason)),
        Cell(formula(line, wording), secret=True),
        Cell(f"{wording.money(line.typed)}, {basis}", secret=True),
        Cell(wording.money(line.without), secret=True),
        Cell(gross, secret=line.with_vat is not None),
        Cell(say("estimate", "directive").format(cite=wording.cite(line.method["cite"]), directive=directive)),
    )


def _totals(working: Working, wording: Wording) -> list[Cell]:
    say = wording.text
    found = [Cell(f"{say('estimate', 'total')}: {wording.money(working.total)}", secret=True)]
    if working.with_vat is not None:
        found.append(Cell(f"{say('estimate', 'total_with_vat')}: {wording.money(working.with_vat)}", secret=True))
    if working.low < working.high:
        low, high = wording.money(working.low), wording.money(working.high)
        found.append(Cell(say("estimate", "range").format(low=low, high=high), secret=True))
    if working.everything is not None:
        text = say("estimate", "everything").format(amount=wording.money(working.everything))
        found.append(Cell(text, secret=True))
    return found


def _crossed(found: Assessment, base: RuleBase, wording: Wording) -> list[Piece]:
    """The amounts of the law within the range. They tell what is estimated, so they are as secret as the estimate."""
    if not found.crossed:
        return [Words(Cell(wording.text("estimate", "crossed_none"), secret=True))]
    amounts = base.amounts_on(found.case.as_of)
    below = []
    for name, routes in found.crossed:
        text = wording.text("estimate", "crossed_line").format(
            amount=wording.money(amounts[name].value),
            cite=wording.cite(amounts[name].cite),
            routes=wording.joined([wording.text("routes", route, "name") for route in routes]),
        )
        below.append(Cell(text, secret=True))
    return [Listed(((Cell(wording.text("estimate", "crossed"), secret=True), tuple(below)),))]
