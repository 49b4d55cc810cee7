"""The answers that stand, in words: page by page, and those that a later one put aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.forms import NONE, form_of
from tui.glyphs import glyphs
from tui.setaside import told_answers
from tui.widgets.sheet import GAP, Block

if TYPE_CHECKING:
    from advisor.interview import Page
    from tui.session import Session


def answered(session: Session) -> list[Page]:
    """The pages whose answers stand, by subject: a change leaves each in its place."""
    return sorted(session.trail(), key=session.interview.pages.index)


def title(page: Page, session: Session) -> str:
    """The question of a page."""
    return form_of(page, session).title()


def said(page: Page, session: Session) -> str:
    """What was answered on the page."""
    texts, wording = session.texts, session.texts.wording
    form = form_of(page, session)
    if page.kind != "gate":
        fact = page.facts[0]
        told = wording.value(session.base.facts[fact], session.answers.get(fact))
        return f"{told} ({texts.say('review.doubted')})" if fact in session.state.unsure else told
    given = form.given()
    lines = [wording.text("interview", "items", item.id) for item in page.items if item.id in given.marked]
    lines += [
        f"{wording.text('interview', 'items', item.id)} ({texts.say('review.unsure')})"
        for item in page.items
        if item.id in given.unsure
    ]
    return texts.say("question.none") if NONE in given.marked or not lines else "; ".join(lines)


def put_aside(session: Session) -> list[Block]:
    """The answers that a later one put aside."""
    state = session.state
    told = told_answers(state.aside, state.aside, session)
    blocks = [GAP, Block(session.texts.say("review.aside"), "heading")] if told else []
    return blocks + [Block(text, "text", glyphs().bullet, 2) for text in told]
