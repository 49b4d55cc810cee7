"""What a search line leads to, ready to show: what it fills in, where it goes, what the law says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from tui.widgets.choices import Choice
from tui.widgets.sheet import GAP, Block

if TYPE_CHECKING:
    from advisor.derive import Answer
    from advisor.lookup import Entry
    from advisor.searchline import Asked, Target, Vocabulary
    from tui.session import Session

FILL = "fill"


class Met(NamedTuple):
    """`told`: what is wrong or not understood; `lines`: where Enter leads; `found`: what was looked up."""

    asked: Asked
    told: list[Block]
    lines: list[Choice]
    found: list[Block]


class Searching:
    """Searches on a day (an ordinal), in the language of the session."""

    def __init__(self, session: Session, day: int) -> None:
        self.session, self.day = session, day
        self._known: tuple[str, Vocabulary, list[Target]] | None = None

    def _words(self) -> tuple[Vocabulary, list[Target]]:
        """The words and targets of the language of now."""
        from advisor.searchline import vocabulary
        from advisor.searchtargets import targets

        session = self.session
        if self._known is None or self._known[0] != session.language:
            wording = session.texts.wording
            found = targets(session.interview_on(self.day), wording)
            self._known = (session.language, vocabulary(wording), found)
        return self._known[1:]

    def meet(self, line: str) -> Met:
        """What the line leads to; an empty one to examples."""
        from advisor.searchline import find, read

        say, wording = self.session.texts.say, self.session.texts.wording
        known, targets = self._words()
        asked = read(line, known)
        if asked.fault:
            return Met(asked, [Block(self._fault(asked), "bad", "!")], [], [])
        if asked.command:
            return Met(asked, [], [], self._looked_up(asked))
        if not line.strip():
            return Met(asked, [], [], [Block(text, "soft") for text in wording.items("screen", "search", "examples")])
        lines = []
        if asked.answers:
            lines.append(Choice(FILL, say("search.fill"), sub="\n".join(self._filled(asked.answers))))
        met, unmet = find(targets, asked.words)
        lines += [Choice(f"{one.kind}:{one.id}", self._named(one)) for one in met]
        told = [Block(say("search.unread", words=", ".join(unmet)), "doubt", "?")] if unmet else []
        return Met(asked, told, lines, [])

    def _named(self, target: Target) -> str:
        return self.session.texts.wording.labelled(self.session.texts.say(f"search.{target.kind}"), target.title)

    def _filled(self, answers: Mapping[str, Answer]) -> list[str]:
        """Each fact with its answer, and the answer that stands where that is another."""
        wording, facts = self.session.texts.wording, self.session.base.facts
        standing = self.session.answers if self.session.case_id is not None else {}
        lines = []
        for fact in sorted(answers, key=list(facts).index):
            said = wording.value(facts[fact], answers[fact])
            if fact in standing and standing[fact] != answers[fact]:
                said = self.session.texts.say(
                    "change.from_to", old=wording.value(facts[fact], standing[fact]), new=said
                )
            lines.append(wording.labelled(wording.fact(facts[fact]), said))
        return lines

    def _fault(self, asked: Asked) -> str:
        """What is wrong with the line."""
        wording = self.session.texts.wording
        if not wording.has("screen", "search", "faults", asked.fault):
            told = wording.text("interview", "amount", asked.fault)
            amounts = wording.text("interview", "plain", "or").join(map(wording.money, asked.candidates))
            more = wording.text("interview", "plain", "readings").format(amounts=amounts) if amounts else ""
            return wording.labelled(asked.about, f"{told} {more}".rstrip())
        facts = self.session.base.facts
        about = wording.fact(facts[asked.about]) if asked.about in facts else asked.about
        return self.session.texts.say(f"search.faults.{asked.fault}", about=about)

    def _looked_up(self, asked: Asked) -> list[Block]:
        """What the law says, entry by entry."""
        from advisor.lookup import look_up
        from tui.language import LANGUAGES

        session, wording = self.session, self.session.texts.wording
        others = {language: session.texts_of(language).wording for language in LANGUAGES}
        entries: list[Entry] = look_up(asked.command, asked.rest, session.base, self.day, wording, others)
        if not entries:
            return [Block(self.session.texts.say("search.nothing"), "doubt")]
        blocks = [Block(self.session.texts.say("search.law", day=wording.date(self.day)), "soft"), GAP]
        for entry in entries:
            blocks.append(Block(entry.title, "heading"))
            for text in entry.lines:
                bare = text.lstrip()
                blocks.append(Block(bare, "text", indent=2 + len(text) - len(bare)))
            blocks.append(GAP)
        return blocks
