"""How firm the advice is, and which other procedures the law allows: said before the advice itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.widgets.sheet import Block

if TYPE_CHECKING:
    from tui.session import Session


def standing(session: Session) -> Block:
    """How firm the advice is, what going on may still bring, its version, and that its language is not reviewed."""
    more = session.next_page() is not None
    if session.interview.certain(session.answers):
        key = "advice.certain" if more else "advice.complete"
    else:
        key = "advice.not_certain" if more else "advice.open_end"
    said = " ".join(filter(None, (session.texts.say(key), _version(session), session.texts.wording.unreviewed)))
    return Block(said, "good" if key in ("advice.certain", "advice.complete") else "doubt")


def _version(session: Session) -> str:
    """That the record is locked, or which version is made; nothing for a first one that is open."""
    version = session.state.version
    if version.locked_on is not None:
        day = session.texts.wording.date(version.locked_on)
        return session.texts.say("lock.standing", number=version.number, date=day)
    return session.texts.say("lock.begun", number=version.number) if version.number > 1 else ""


def also(session: Session) -> list[Block]:
    """The other procedures that the law allows or may still allow, in one line each."""
    found, wording = session.assessment(), session.texts.wording
    blocks = []
    for key, status in (("advice.also_allowed", "available"), ("advice.also_possible", "undetermined")):
        names = [
            wording.text("routes", route.id, "short")
            for route in found.routes
            if route.status == status and route.id != found.recommended
        ]
        if names:
            blocks.append(Block(wording.labelled(session.texts.say(key), "; ".join(names)), "soft"))
    return blocks
