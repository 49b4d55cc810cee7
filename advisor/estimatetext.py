"""The working of an estimate as lines of plain text: for a terminal, a pipe and a screen reader."""

from __future__ import annotations

from advisor import recordparts
from advisor.assessing import Assessment
from advisor.estimate import COUNTED, LEFT_OUT, Estimate, Line, worked
from advisor.record import plain
from advisor.recordparts import Listed, Piece, Title, Words, formula
from advisor.rulebase import RuleBase
from advisor.sentences import capital
from advisor.wording import Wording


def lines(found: Assessment, base: RuleBase, wording: Wording) -> list[str]:
    """Title and working of a case that has an estimate."""
    assert found.case.estimate is not None, "the case has an estimate"
    pieces = recordparts.estimate(found, base, wording)
    shown = _lines(pieces, found.case.estimate, base, wording, found.case.as_of)
    return [f"{plain(found.case.title)} ({plain(found.case.id)})", *shown]


def working_lines(given: Estimate, base: RuleBase, wording: Wording, day: int) -> list[str]:
    """The working of an estimate whose case is not assessed yet: every part, the totals and what is still to check."""
    working = worked(given, base.estimate, day)
    pieces = recordparts.working_pieces(given, working, base, wording)
    return _lines(pieces, given, base, wording, day)


def _lines(pieces: list[Piece], given: Estimate, base: RuleBase, wording: Wording, day: int) -> list[str]:
    """The section of the record, a line for each part in the place of a table."""
    shown: list[str] = []
    for piece in pieces:
        if isinstance(piece, Title):
            shown += ["", f"{piece.text}:"]
        elif isinstance(piece, Words):
            shown.append(plain(piece.cell.text))
        elif isinstance(piece, Listed):
            for cell, below in piece.items:
                shown.append(f"- {plain(cell.text)}")
                shown += [f"  - {plain(part.text)}" for part in below]
        else:
            shown += [_part(line, wording) for line in worked(given, base.estimate, day).lines]
    return shown


def _part(line: Line, wording: Wording) -> str:
    """What a part is, how it comes to its amount, and the amount without VAT."""
    say, part = wording.text, line.part
    text = say("estimate", "line").format(
        kind=capital(say("estimate", "kinds", part.kind)), working=formula(line, wording)
    )
    key = "including" if part.including else "excluding" if part.rate is not None else "excluding_unknown"
    if line.how != "once":
        text += f" = {wording.money(line.typed)}"
    text += f", {say('estimate', key).format(rate=part.rate)}"
    if part.including:
        text += f"; {say('estimate', 'without').lower()}: {wording.money(line.without)}"
    if line.status == LEFT_OUT:
        text += f"; {say('estimate', 'not_counted').format(text=plain(part.reason))}"
    elif line.status != COUNTED:
        text += f"; {say('estimate', 'replaced')}"
    if part.note:
        text = say("estimate", "noted").format(text=text, note=plain(part.note))
    return f"- {text}"
