"""One page of the interview as lines of text: what it says, and what a typed line answers. No cursor, no colour."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from advisor.amount_entry import in_words, read_date, read_money, read_number
from advisor.estimate import VALUE
from advisor.pages import item_help
from advisor.quantity import whole

if TYPE_CHECKING:
    from advisor.derive import Answer
    from advisor.interview import Interview, Page
    from advisor.rulebase import Fact
    from advisor.wording import Wording

WIDTH = 78
YES = {"j", "ja", "o", "oui", "y", "yes"}
NO = {"n", "nee", "no", "non", "nein"}
_MARK = re.compile(r"(x?)(\d{1,2})")


class Typed(NamedTuple):
    """What a line says: answers, a message that says why it is none, or an `amount` that waits for the VAT question."""

    answers: dict[str, Answer] | None = None
    message: str = ""
    amount: int | None = None


class PlainPage:
    """A page in one language."""

    def __init__(self, page: Page, interview: Interview, wording: Wording) -> None:
        self.page = page
        self._interview = interview
        self._wording = wording

    @property
    def fact(self) -> Fact:
        """The fact of a question page."""
        return self._interview.engines.base.facts[self.page.facts[0]]

    @property
    def has_worksheet(self) -> bool:
        """Whether the page asks the amount that a worksheet works out."""
        return self.page.kind == "money" and self.fact.id == VALUE

    def say(self, key: str, **values: object) -> str:
        """A text of plain mode with its places filled."""
        return self._wording.text("interview", "plain", key).format(**values)

    def heading(self, number: int) -> str:
        """`Page 3 - Value`: the number of the page and its topic."""
        return self.say("page", number=number, topic=self._wording.text("interview", "topics", self.page.topic))

    def title(self) -> str:
        """The question."""
        if self.page.kind == "gate":
            return self._wording.text("interview", "pages", self.page.id, "title")
        return self._wording.text("facts", self.fact.id, "question")

    def question(self, number: int) -> str:
        """Heading, question, choices and how to answer."""
        lines = ["", self.heading(number), *_wrapped(self.title())]
        if self.page.kind == "gate":
            texts = [self._wording.text("interview", "items", item.id) for item in self.page.items]
            lines += _numbered(texts)
            lines += [f" 0. {self.say('none_of_these')}", *_wrapped(self.say("choose_many"))]
        elif self.page.kind == "choice":
            lines += _numbered([self._wording.value(self.fact, value) for value in self.fact.values])
            lines += _wrapped(self.say("choose_one"))
        else:
            lines += _wrapped(self.say(f"choose_{self.page.kind}"))
        if self.has_worksheet:
            lines += _wrapped(self._wording.text("estimate", "plain", "offer"))
        return "\n".join([*lines, *_wrapped(self.say("keys")), *_wrapped(self.say("more"))])

    def help(self) -> str:
        """Why the question is put, what it means, and how to find the answer out."""
        section = ("interview", "pages") if self.page.kind == "gate" else ("facts",)
        owner = self.page.id if self.page.kind == "gate" else self.fact.id
        lines = []
        for key in ("why", "help", "find_out"):
            if self._wording.has(section[0], *section[1:], owner, key):
                lines += _wrapped(self.say(key, text=self._wording.text(section[0], *section[1:], owner, key)))
        for item in self.page.items:
            label = self._wording.text("interview", "items", item.id)
            lines += _wrapped(f"- {label}: {item_help(item, self._wording)}")
        return "\n".join(lines)

    def articles(self) -> str:
        """The articles that read the answer."""
        cites = [self._wording.cite(cite) for cite in self._interview.articles(self.page)]
        return "\n".join(_wrapped(self.say("articles", text="; ".join(cites)) if cites else self.say("no_articles")))

    def not_known(self) -> dict[str, Answer]:
        """The answers of who does not know (yet)."""
        if self.page.kind == "gate":
            lines = frozenset(item.id for item in self.page.items)
            return self._interview.gate_answers(self.page, frozenset(), lines)
        return {self.fact.id: None}

    def read(self, line: str) -> Typed:
        """What a typed line answers."""
        text = line.strip().lower()
        if self.page.kind == "gate":
            return self._gate(text)
        if self.page.kind == "money":
            return self._money(line)
        answer: Answer = None
        if self.page.kind == "choice":
            number = whole(text) or 0
            answer = self.fact.values[number - 1] if 1 <= number <= len(self.fact.values) else None
        elif self.page.kind == "yesno":
            answer = True if text in YES else False if text in NO else None
        elif self.page.kind == "date":
            answer = read_date(text)
        else:
            return self._number(text)
        if answer is None:
            return Typed(message=self.say("not_understood"))
        return Typed({self.fact.id: answer})

    def read_back(self, cents: int) -> str:
        """How an amount was read, in digits and in words."""
        words = in_words(cents, self._wording.language)
        return "\n".join(_wrapped(self.say("read_as", amount=self._wording.money(cents), words=words)))

    def shown(self, answers: Mapping[str, Answer], *, whole: bool = False) -> str:
        """The answers of this page as a person reads them.

        Facts that are not among them are left out. `whole`: all was answered, so that a line without its fact is one
        that was marked and is asked next.
        """
        facts = self._interview.engines.base.facts
        if self.page.kind != "gate":
            return self._wording.value(self.fact, answers[self.fact.id])
        marked, unknown = self._interview.marks(self.page, answers)
        not_known = self._wording.text("status", "asked_not_known")
        if len(unknown) == len(self.page.items):
            return not_known
        texts = []
        for item in self.page.items:
            label = self._wording.text("interview", "items", item.id)
            if item.id in unknown:
                texts.append(f"{label} ({not_known})")
            elif item.id in marked and item.opened is None:
                texts.append(f"{label} ({self._wording.value(facts[item.fact], answers[item.fact])})")
            elif item.id in marked or (whole and item.fact not in answers):
                texts.append(label)
        return "; ".join(texts) or self.say("none_of_these")

    def _gate(self, text: str) -> Typed:
        if text == "0":
            return Typed(self._interview.gate_answers(self.page, frozenset()))
        marked: set[str] = set()
        unknown: set[str] = set()
        for word in text.replace(",", " ").split():
            match = _MARK.fullmatch(word)
            if match is None or not 1 <= int(match[2]) <= len(self.page.items):
                return Typed(message=self.say("not_understood"))
            (unknown if match[1] else marked).add(self.page.items[int(match[2]) - 1].id)
        if not marked and not unknown:
            return Typed(message=self.say("not_understood"))
        return Typed(self._interview.gate_answers(self.page, frozenset(marked - unknown), frozenset(unknown)))

    def _money(self, line: str) -> Typed:
        reading = read_money(line)
        if reading.cents is not None:
            return Typed(amount=reading.cents)
        message = self._wording.text("interview", "amount", reading.message)
        if reading.candidates:
            amounts = self.say("or").join(self._wording.money(cents) for cents in reading.candidates)
            message = f"{message} {self.say('readings', amounts=amounts)}"
        return Typed(message=message)

    def _number(self, text: str) -> Typed:
        value = read_number(text)
        if value is None:
            return Typed(message=self.say("not_understood"))
        low, high = self.fact.min or 0, self.fact.max
        if value < low or (high is not None and value > high):
            shown = self._wording.number(high) if high is not None else "..."
            return Typed(message=self.say("out_of_range", low=self._wording.number(low), high=shown))
        return Typed({self.fact.id: value})


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent="  " if text.startswith("- ") else "")


def _numbered(texts: list[str]) -> list[str]:
    return [f"{number:2}. {text}" for number, text in enumerate(texts, 1)]
