"""What a page asks of the person, and what the person gave as answers to record. One form for each kind of page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.glyphs import glyphs
from tui.widgets.choices import ONE, SEVERAL, Choice
from tui.widgets.sheet import GAP, Block

if TYPE_CHECKING:
    from advisor.derive import Answer
    from advisor.interview import Page
    from tui.session import Session

#: Keys of lines that every page has: not known (yet), and none of the lines of a gate.
UNKNOWN, NONE = ":unknown", ":none"
YES, NO = ":yes", ":no"


class Given(NamedTuple):
    """What the person typed and marked."""

    text: str = ""
    marked: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()


class Reading(NamedTuple):
    """The answers to record, or None with what is wrong. `lacks_choice`: the field is good, a line is to choose."""

    answers: dict[str, Answer] | None
    fault: str = ""
    lacks_choice: bool = False


class Form:
    """A question page with one fact. `has_field`: something is typed."""

    has_field = False
    mode = ONE

    def __init__(self, page: Page, session: Session) -> None:
        self.page, self.session = page, session
        self.texts = session.texts
        self.wording = session.texts.wording
        self.fact = session.base.facts[page.facts[0]]

    # --- what is shown ----------------------------------------------------------------------------------------------

    def title(self) -> str:
        return self.wording.text("facts", self.fact.id, "question")

    def lead(self) -> list[Block]:
        """Said before the lines."""
        return []

    def choices(self) -> list[Choice]:
        return [self.unknown()]

    def unknown(self) -> Choice:
        return Choice(UNKNOWN, self.say("question.unknown"), divider=self.say("question.or"))

    def explanation(self, pointed: str | None, *, unknown: bool) -> list[Block]:  # noqa: ARG002
        """Why this is asked, what it means, and how to find out."""
        return self._explained(self.fact.id, unknown=unknown)

    def _explained(self, fact: str, *, unknown: bool) -> list[Block]:
        find_out = [
            Block(self.say("question.find_out"), "heading"),
            Block(self.wording.text("facts", fact, "find_out"), "doubt" if unknown else "text"),
        ]
        blocks = [
            Block(self.say("question.why"), "heading"),
            Block(self.wording.text("facts", fact, "why")),
            GAP,
            Block(self.say("question.meaning"), "heading"),
            Block(self.wording.text("facts", fact, "help")),
        ]
        return [*find_out, GAP, *blocks] if unknown else [*blocks, GAP, *find_out]

    def law(self) -> list[Block]:
        """The articles that read the facts of the page."""
        cites = [self.wording.cite(cite) for cite in self.session.interview.articles(self.page)]
        lines = [Block(cite, "text", glyphs().bullet) for cite in cites] or [Block(self.say("question.no_law"))]
        return [GAP, Block(self.say("question.law"), "heading"), *lines]

    def say(self, key: str, **values: object) -> str:
        return self.texts.say(key, **values)

    # --- what is given ----------------------------------------------------------------------------------------------

    def given(self) -> Given:
        """The answer that was given before, as it is shown on the page; empty where there is none."""
        if self.fact.id not in self.session.answers:
            return Given()
        answer = self.session.answers[self.fact.id]
        return Given(marked=frozenset({UNKNOWN})) if answer is None else self._shown(answer)

    def _shown(self, answer: Any) -> Given:
        return Given(marked=frozenset({str(answer)}))

    def echo(self, given: Given) -> str:  # noqa: ARG002
        """What was typed, read back in words."""
        return ""

    def read(self, given: Given) -> Reading:
        """The answers that were given."""
        if UNKNOWN in given.marked:
            return Reading({self.fact.id: None})
        return self._read(given)

    def _read(self, given: Given) -> Reading:
        if not given.marked:
            return self.nothing("question.nothing")
        return Reading({self.fact.id: next(iter(given.marked))})

    def nothing(self, key: str, **values: object) -> Reading:
        return Reading(None, self.say(key, **values))


class ChoiceForm(Form):
    """One of the values of the fact."""

    def choices(self) -> list[Choice]:
        named = ((value, self.wording.text("facts", self.fact.id, "values", value)) for value in self.fact.values)
        return [*(Choice(value, _capital(text)) for value, text in named), self.unknown()]


class YesNoForm(Form):
    """Yes or no."""

    def choices(self) -> list[Choice]:
        named = ((YES, "yes"), (NO, "no"))
        return [*(Choice(key, _capital(self.wording.text("status", name))) for key, name in named), self.unknown()]

    def _shown(self, answer: Any) -> Given:
        return Given(marked=frozenset({YES if answer else NO}))

    def _read(self, given: Given) -> Reading:
        if not given.marked:
            return self.nothing("question.nothing")
        return Reading({self.fact.id: YES in given.marked})


class NumberForm(Form):
    """A number: a percentage or years."""

    has_field = True

    def _shown(self, answer: Any) -> Given:
        return Given(text=self.wording.number(answer))

    def lead(self) -> list[Block]:
        return [Block(self.say("question.number_hint"), "soft")]

    def _value(self, given: Given) -> int | None:
        from tui.written import read_number

        return read_number(given.text)

    def echo(self, given: Given) -> str:
        value = self._value(given)
        if value is None:
            return ""
        return self.say("question.read_as", value=self.wording.value(self.fact, value))

    def _read(self, given: Given) -> Reading:
        if not given.text.strip():
            return self.nothing("question.nothing_typed")
        value = self._value(given)
        if value is None:
            return self.nothing("question.no_number")
        low, high = self.fact.min, self.fact.max
        if (low is not None and value < low) or (high is not None and value > high):
            named = {"low": self.wording.number(low or 0), "high": self.wording.number(high or 0)}
            return self.nothing("question.out_of_range" if high is not None else "question.too_low", **named)
        return Reading({self.fact.id: value})


class DateForm(NumberForm):
    """A day."""

    def _shown(self, answer: Any) -> Given:
        return Given(text=self.wording.date(answer))

    def _value(self, given: Given) -> int | None:
        from tui.written import read_date

        return read_date(given.text)

    def lead(self) -> list[Block]:
        return [Block(self.say("question.date_hint"), "soft")]

    def _read(self, given: Given) -> Reading:
        if not given.text.strip():
            return self.nothing("question.nothing_typed")
        value = self._value(given)
        return self.nothing("question.no_date") if value is None else Reading({self.fact.id: value})


class GateForm(Form):
    """Several may apply, or none: each line yes, not sure, or not; `none of these` is a line of its own."""

    mode = SEVERAL

    def title(self) -> str:
        return self.wording.text("interview", "pages", self.page.id, "title")

    def lead(self) -> list[Block]:
        return [Block(self.say("question.gate_hint", unsure=glyphs().unsure, marked=glyphs().marked), "soft")]

    def choices(self) -> list[Choice]:
        lines = [Choice(item.id, self.wording.text("interview", "items", item.id)) for item in self.page.items]
        return [*lines, Choice(NONE, self.say("question.none"), divider=self.say("question.or"), alone=True)]

    def explanation(self, pointed: str | None, *, unknown: bool) -> list[Block]:  # noqa: ARG002
        """The line at the pointer, explained."""
        from advisor.pages import item_help

        item = next((item for item in self.page.items if item.id == pointed), None)
        blocks = [
            Block(self.say("question.why"), "heading"),
            Block(self.wording.text("interview", "pages", self.page.id, "why")),
            Block(self.wording.text("interview", "pages", self.page.id, "help")),
        ]
        if item is None:
            return blocks
        return [
            Block(self.say("question.about_line", line=self.wording.text("interview", "items", item.id)), "heading"),
            Block(item_help(item, self.wording)),
            GAP,
            Block(self.say("question.find_out"), "heading"),
            Block(self.wording.text("facts", item.fact, "find_out")),
            GAP,
            *blocks,
        ]

    def given(self) -> Given:
        answers: Mapping[str, Answer] = self.session.answers
        if not any(item.fact in answers for item in self.page.items):
            return Given()
        marked, unsure = self.session.interview.marks(self.page, answers)
        if self.page.id in self.session.state.origins.values():
            # A line that is asked on its own page leaves its fact open.
            marked |= {item.id for item in self.page.items if item.fact not in answers}
        return Given(marked=marked if marked or unsure else frozenset({NONE}), unsure=unsure)

    def read(self, given: Given) -> Reading:
        if not given.marked and not given.unsure:
            return self.nothing("question.gate_untouched", none=self.say("question.none"))
        marked = given.marked - {NONE}
        return Reading(self.session.interview.gate_answers(self.page, marked, given.unsure))


def form_of(page: Page, session: Session) -> Form:
    """The form for a page."""
    if page.kind == "money":
        from tui.money import MoneyForm

        return MoneyForm(page, session)
    kinds: dict[str, type[Form]] = {
        "choice": ChoiceForm,
        "yesno": YesNoForm,
        "number": NumberForm,
        "date": DateForm,
        "gate": GateForm,
    }
    return kinds[page.kind](page, session)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
