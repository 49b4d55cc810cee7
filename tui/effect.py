"""What a changed answer does: to the answers, the rules that apply, the recommendation and every procedure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.forms import form_of
from tui.glyphs import glyphs
from tui.setaside import told_answers
from tui.widgets.sheet import GAP, Block

if TYPE_CHECKING:
    from advisor.derive import Answer
    from advisor.interview import Page
    from tui.session import Session


class Effect:
    """One change: the page, its new answers, and the answers of other pages that it sets aside."""

    def __init__(self, session: Session, page: Page, answers: Mapping[str, Answer], aside: Sequence[str] = ()) -> None:
        self.session, self.texts = session, session.texts
        self._page, self._answers, self._aside = page, answers, tuple(aside)

    def say(self, key: str, **values: object) -> str:
        return self.texts.say(key, **values)

    def blocks(self, idle: Sequence[Page] = ()) -> list[Block]:
        """The whole of it. `idle`: the pages whose answers count no longer."""
        wording = self.texts.wording
        blocks = [Block(self.say("change.heading"), "heading"), GAP]
        for fact in self._differing():
            named = self.session.base.facts[fact]
            old = wording.value(named, self.session.answers.get(fact)) if fact in self.session.answers else None
            new = wording.value(named, self._answers[fact]) if fact in self._answers else None
            open_text = wording.text("status", "not_asked")
            blocks.append(Block(_capital(wording.fact(named)), "accent"))
            blocks.append(Block(self.say("change.from_to", old=old or open_text, new=new or open_text), indent=2))
        blocks += [GAP, Block(self.say("change.effect"), "heading")]
        outcome = self._outcome()
        changes = self.session.changes(self._page, self._answers, self._aside)
        blocks += outcome
        for route, now, then in changes:
            name = _capital(wording.text("routes", route, "name"))
            statuses = {"old": wording.text("status", now), "new": wording.text("status", then)}
            blocks.append(Block(name, "text", str(getattr(glyphs(), then))))
            blocks.append(Block(self.say("change.from_to", **statuses), "soft", indent=2))
        if not changes and not outcome:
            blocks.append(Block(self.say("change.none")))
        return [*blocks, *self._kept_apart(idle)]

    def _outcome(self) -> list[Block]:
        """What becomes of the rules that apply and of the recommendation, where that changes."""
        now, then = self.session.assessment(), self.session.would_be(self._page, self._answers, self._aside)
        blocks: list[Block] = []
        for name, old, new in (
            (self.say("change.regime"), self._regime(now.regime), self._regime(then.regime)),
            (self.say("change.recommended"), self._recommended(now.recommended), self._recommended(then.recommended)),
        ):
            if old != new:
                blocks.append(Block(name, "text", glyphs().first))
                blocks.append(Block(self.say("change.from_to", old=old, new=new), "soft", indent=2))
        return blocks

    def _regime(self, regime: str | None) -> str:
        return self.texts.wording.text("regimes", regime or "undetermined", "name")

    def _recommended(self, route: str | None) -> str:
        return self.say("change.nothing") if route is None else self.texts.wording.text("routes", route, "name")

    def _differing(self) -> list[str]:
        missing = object()
        answers: Mapping[str, object] = self.session.answers
        return [
            fact
            for fact in self.session.covered(self._page)
            if answers.get(fact, missing) != self._answers.get(fact, missing)
        ]

    def _kept_apart(self, idle: Sequence[Page]) -> list[Block]:
        """The later answers that the change touches: what cannot stand with it, and what does not count any more."""
        blocks: list[Block] = []
        for key, texts in (
            ("change.aside", told_answers(self._aside, self.session.answers, self.session)),
            ("change.idle", [form_of(page, self.session).title() for page in idle]),
        ):
            if texts:
                blocks += [GAP, Block(self.say(key), "heading")]
                blocks += [Block(text, "text", glyphs().bullet, 2) for text in texts]
        return blocks


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
