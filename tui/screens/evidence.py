"""What proves each condition of a procedure, who has the proof and who must give it, and where to note it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget
from textual.widgets import Input

from tui.screens.page import PageScreen
from tui.widgets.choices import LIST, ONE, Choice, Choices
from tui.widgets.entry import Entry
from tui.widgets.sheet import GAP, Block, Sheet
from tui.written import read_date

if TYPE_CHECKING:
    from advisor.evidence import Condition, Proof


class EvidenceScreen(PageScreen):
    """The conditions of the grounds that hold of one procedure; Enter on one notes what proves it."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back", "undo", "redo")
    HELP_KEY = "evidence"

    def __init__(self, route: str) -> None:
        super().__init__()
        self.route = route

    def parts(self) -> Sequence[Widget]:
        return (Sheet(id="title"), Choices(id="choices"), Sheet(id="status"))

    def conditions(self) -> list[Condition]:
        """Every condition once, in the order of the grounds."""
        from advisor.evidence import conditions

        session = self.session
        found = session.assessment()
        listed: dict[str, Condition] = {}
        for ground in found.route(self.route).holding:
            for item in conditions(ground, found.case, session.base):
                listed.setdefault(item.fact, item)
        return list(listed.values())

    def show(self) -> None:
        wording = self.texts.wording
        self.head(self.say("evidence.title"), self.session.state.title)
        name = wording.text("routes", self.route, "name")
        items = self.conditions()
        intro = Block(self.say("evidence.hint" if items else "evidence.none"), "soft")
        title = Block(name[:1].upper() + name[1:], "heading")
        self.query_one("#title", Sheet).update([title, intro, GAP])
        choices = self.query_one("#choices", Choices)
        choices.present(LIST, [self._line(item) for item in items], pointer=choices.pointer if items else None)
        self.query_one("#status", Sheet).update([GAP, *self._standing()])
        self.set_focus(choices if items else None, scroll_visible=False)

    def _line(self, item: Condition) -> Choice:
        from advisor.evidencetext import answered, asked, state

        base, wording = self.session.base, self.texts.wording
        told = [
            wording.labelled(wording.text("evidence", "state"), state(item, base, wording)),
            *asked(item.fact, base, wording),
        ]
        kind = {"shown": "good", "asserted": "text"}.get(item.state, "doubt")
        return Choice(
            item.fact, answered(item.fact, self.session.answers, base, wording), sub="\n".join(told), kind=kind
        )

    def _standing(self) -> list[Block]:
        """Whether the record would be a draft, and what it lacks; only the recommended procedure has a record."""
        from advisor.evidence import lacking
        from advisor.evidencetext import lacks

        found, base, wording = self.session.assessment(), self.session.base, self.texts.wording
        if found.recommended != self.route:
            return []
        open_ones = lacking(found, base)
        status = wording.text("evidence", "draft" if open_ones else "ready")
        blocks = [Block(wording.labelled(wording.text("evidence", "status"), status), "doubt" if open_ones else "good")]
        return blocks + [Block(lacks(item, found.case.answers, base, wording), "text", "-", 2) for item in open_ones]

    def action_onward(self) -> None:
        pointed = self.query_one("#choices", Choices).pointed
        if pointed is not None:
            self.app.push_screen(ProofScreen(pointed.key), self._noted)

    def on_choices_taken(self) -> None:
        self.action_onward()

    def _noted(self, noted: bool | None) -> None:
        self.renew()
        if noted:
            self.tell(self.say("evidence.noted"))


class ProofScreen(PageScreen):
    """Asks how one condition stands and by what or whom; gives whether something was noted."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back")
    HELP_KEY = "proof"

    def __init__(self, fact: str) -> None:
        super().__init__()
        self.fact = fact

    def parts(self) -> Sequence[Widget]:
        return (
            Sheet(id="title"),
            Choices(id="choices"),
            Sheet(id="by"),
            Entry("field", id="entry"),
            Sheet(id="on"),
            Entry("on-field", id="on-entry", figures=True),
        )

    def _typed(self, name: str) -> str:
        return " ".join(self.query_one(f"#{name}", Entry).value.split())

    def begin(self) -> None:
        proof = self.session.state.evidence.get(self.fact)
        roles = self.session.base.evidence["roles"]
        if proof is None:
            return
        with self.prevent(Input.Changed):
            if proof.by not in roles:
                self.query_one("#entry", Entry).field.value = proof.by
            if proof.on is not None:
                self.query_one("#on-entry", Entry).field.value = self.texts.wording.date(proof.on)

    def show(self) -> None:
        from advisor.evidencetext import answered, asked

        base, wording = self.session.base, self.texts.wording
        self.head(self.say("evidence.title"), self.session.state.title)
        told = [Block(text, "soft") for text in asked(self.fact, base, wording)]
        heading = Block(answered(self.fact, self.session.answers, base, wording), "heading")
        self.query_one("#title", Sheet).update([heading, *told, GAP])
        choices = self.query_one("#choices", Choices)
        choices.present(ONE, self._lines(), choices.marked or self._standing(), pointer=choices.pointer)
        self.query_one("#by", Sheet).update([GAP, Block(self.say("evidence.by"))])
        self.query_one("#on", Sheet).update([Block(self.say("evidence.on"))])
        self.set_focus(choices, scroll_visible=False)

    def _lines(self) -> list[Choice]:
        wording = self.texts.wording
        by, asserted = wording.text("evidence", "by"), wording.text("evidence", "states", "asserted")
        lines = [
            Choice(f"asserted:{role}", by.format(state=asserted, by=wording.text("evidence", "roles", role)))
            for role in self.session.base.evidence["roles"]
        ]
        return lines + [
            Choice(f"{state}:", wording.text("evidence", "states", state)) for state in ("shown", "disputed", "unknown")
        ]

    def _standing(self) -> frozenset[str]:
        proof = self.session.state.evidence.get(self.fact)
        if proof is None:
            return frozenset()
        return frozenset({f"asserted:{proof.by}" if proof.state == "asserted" else f"{proof.state}:"})

    def on_choices_changed(self) -> None:
        self.tell("")

    def on_input_changed(self) -> None:
        self.tell("")

    def on_input_submitted(self) -> None:
        self.action_onward()

    def action_onward(self) -> None:
        marked = self.query_one("#choices", Choices).marked
        if not marked:
            self.fault(self.say("evidence.choose"))
            return
        state, _, role = next(iter(marked)).partition(":")
        typed, day = self._typed("entry"), self._typed("on-entry")
        on = read_date(day)
        if state in ("shown", "disputed") and not typed:
            self._refuse("evidence.needs_by", "entry")
        elif role and typed:
            # Kept in the field: what a role asserts and what a document shows are noted apart.
            self._refuse("evidence.role_or_document", "entry")
        elif day and on is None:
            self._refuse("question.no_date", "on-entry")
        elif state in ("asserted", "shown") and self.session.answers.get(self.fact) is None:
            self.fault(self.say("evidence.needs_answer"))
        else:
            self._note(state, role or typed, on)

    def _refuse(self, key: str, name: str) -> None:
        self.fault(self.say(key))
        self.set_focus(self.query_one(f"#{name}", Entry).field)

    def _note(self, state: str, by: str, on: int | None) -> None:
        from advisor.evidence import Proof

        proof: Proof = Proof(state, by, on)
        if self.kept(lambda: self.session.prove(self.fact, proof)):
            self.dismiss(True)

    def action_back(self) -> None:
        self.dismiss(False)
