"""The worksheet of the estimate, line by line: the parts are asked one by one, and the working is read back."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from advisor import estimate, estimatefile
from advisor.amount_entry import read_date, read_money
from advisor.estimate import Estimate, Part
from advisor.quantity import whole

if TYPE_CHECKING:
    from advisor.estimate import Contradiction, Plain
    from advisor.rulebase import RuleBase
    from advisor.wording import Wording

WIDTH = 78
EXCLUDING = {"z", "zonder", "s", "sans", "w", "without", "o", "ohne"}
INCLUDING = {"m", "met", "a", "avec", "i", "including"}
YES = {"j", "ja", "o", "oui", "y", "yes"}
NO = {"n", "nee", "no", "non"}


class Worksheet:
    """One worksheet. `line` gives the next line typed, `write` shows one; `nature` hides what cannot count."""

    def __init__(
        self,
        base: RuleBase,
        wording: Wording,
        line: Callable[[], str],
        write: Callable[[str], None],
        nature: object = None,
    ) -> None:
        self._rules: Plain = base.estimate
        self._methods = estimate.methods(base.estimate)
        self._base = base
        self._wording = wording
        self._line = line
        self._write = write
        self._kinds = [
            kind for kind, method in self._methods.items() if nature not in ("works", "supplies", "services")
            or not method["natures"] or nature in method["natures"]
        ]  # fmt: skip

    def run(self, day: int) -> Estimate:
        """Asks until the person takes the result over. `day` is the reference date."""
        while True:
            given = self._filled()
            self._show(given, day)
            self._ask("accept")
            if self._line().lower() != "o":
                return given
            self._tell("again")

    def total(self, given: Estimate) -> int:
        """What the estimate comes to, without VAT."""
        return estimate.worked(given, self._rules).total

    def _filled(self) -> Estimate:
        including, rate = self._basis()
        made_on = self._optional("date", read_date)
        given = Estimate((), including, rate, made_on=made_on)
        while True:
            if (kind := self._kind(bool(given.parts))) is None:
                asked = self._with_answers(given)
                wrong = estimate.contradictions(asked, self._rules)
                if not wrong:
                    return asked
                self._fault(self._said(wrong[0]))
                # What contradicts is asked again from the part that brought it.
                given = given._replace(parts=given.parts[:-1], counts="")
                continue
            part = self._part(kind, including, rate)
            added = self._weighed(given._replace(parts=(*given.parts, part)))
            if added is not None:
                given = added
                self._tell("added", text=self._described(part))

    def _weighed(self, given: Estimate) -> Estimate | None:
        """The estimate with the new part, once nothing contradicts it; None where the part cannot stand."""
        for found in estimate.contradictions(given, self._rules):
            if found.key != "two_ways":
                self._fault(self._said(found))
                return None
            given = given._replace(counts=self._which(found))
        return given

    def _which(self, found: Contradiction) -> str:
        self._write_wrapped(self._say("plain", "which").format(**self._values(found)))
        while True:
            answer = self._line()
            if answer in ("1", "2"):
                return str(found.values["one" if answer == "1" else "two"])
            self._fault(self._plain("number", most=2))

    # --- what is asked --------------------------------------------------------------------------------------------

    def _basis(self) -> tuple[bool, int | None]:
        self._ask("basis")
        while (answer := self._line().lower()) not in EXCLUDING | INCLUDING:
            self._ask("basis")
        including = answer in INCLUDING
        rates = [str(rate) for rate in self._rules["vat_rates"]]
        self._tell("rate", rates=", ".join(rates))
        while True:
            answer = self._line().lower().rstrip("%").strip()
            if answer in rates:
                return including, int(answer)
            if answer == "x" and not including:
                return including, None
            self._fault(self._plain("rate_needed" if answer == "x" else "rate_again", rates=", ".join(rates)))

    def _kind(self, some: bool) -> str | None:
        """The kind of the next part; None where everything is in."""
        names = [self._say("kinds", kind) for kind in self._kinds]
        listed = "\n".join(f"{number:2}. {name}" for number, name in enumerate(names, 1))
        if not some:
            self._write(listed)
        self._ask("choose")
        while True:
            answer = self._line()
            if answer == "?":
                self._write(listed)
                continue
            number = -1 if (found := whole(answer)) is None else found
            if 1 <= number <= len(self._kinds):
                return self._kinds[number - 1]
            if number == 0 and some:
                return None
            self._fault(self._plain("nothing") if number == 0 else self._plain("number", most=len(names)))

    def _part(self, kind: str, including: bool, rate: int | None) -> Part:
        method = self._methods[kind]
        by_month = method["formula"] in ("months", "open_ended")
        key = "amount_months" if by_month else f"amount_{method['formula']}"
        values: dict[str, Any] = {"amount": self._money(key)}
        asked = estimate.fields(method)
        if "times" in asked:
            values["times"] = self._count("times", optional=True) or 1
        if "months" in asked:
            values["months"] = self._count("months")
        limit = method["residual_over_months"]
        if limit and values["months"] > limit:
            values["residual"] = self._money("residual")
        for name in (name for name in ("more", "less") if name in asked):
            values[name] = self._money(name, optional=True) or 0
        if "counts" in asked:
            values |= self._left_out()
        low = self._money("low", optional=True)
        if low is not None:
            values |= {"low": low, "high": self._money("high")}
        part = Part(kind=kind, including=including, rate=rate, **values)
        if wrong := estimatefile.shape_mistakes(part, method):
            self._fault(wrong[0])
            return self._part(kind, including, rate)
        return part

    def _left_out(self) -> dict[str, Any]:
        self._ask("counts")
        while (answer := self._line().lower()) not in YES | NO:
            self._ask("counts")
        if answer in YES:
            return {}
        self._ask("reason")
        while not (reason := self._line()[: estimatefile.LONGEST_TEXT]):
            self._fault(self._plain("reason_needed"))
        return {"counts": False, "reason": reason}

    def _with_answers(self, given: Estimate) -> Estimate:
        """The questions beside the parts; where a part of that kind stands, the part is the answer."""
        answers = []
        for question in self._rules["questions"]:
            standing = [part.counts for part in given.parts if part.kind == question["part"]]
            answer = ("counted" if all(standing) else "left_out") if standing else self._answer(question["id"])
            if answer == "counted" and not standing:
                # There is something, and it is not in the worksheet yet: it is to be found out.
                answer = "unknown"
            answers.append((question["id"], answer))
        return given._replace(answers=tuple(answers))

    def _answer(self, question: str) -> str:
        text = self._plain("question", question=self._say("questions", question))
        while True:
            self._write_wrapped(text)
            answer = self._line().lower()
            if answer in YES | NO | {"x"}:
                return "counted" if answer in YES else "none" if answer in NO else "unknown"

    def _money(self, key: str, *, optional: bool = False) -> int | None:
        self._ask(key)
        while True:
            answer = self._line()
            if not answer and optional:
                return None
            reading = read_money(answer)
            if reading.cents is not None:
                return reading.cents
            shown = self._wording.text("interview", "amount", reading.message)
            amounts = self._wording.text("interview", "plain", "or").join(map(self._wording.money, reading.candidates))
            more = self._wording.text("interview", "plain", "readings").format(amounts=amounts) if amounts else ""
            self._fault(f"{shown} {more}".rstrip())

    def _count(self, key: str, *, optional: bool = False) -> int | None:
        self._ask(key)
        while True:
            answer = self._line()
            if not answer and optional:
                return None
            number = whole(answer) or 0
            if 1 <= number <= estimatefile.MOST:
                return number
            self._fault(self._plain("number", most=estimatefile.MOST))

    def _optional(self, key: str, read: Callable[[str], int | None]) -> int | None:
        self._ask(key)
        while answer := self._line():
            found = read(answer)
            if found is not None:
                return found
            self._ask(key)
        return None

    # --- what is said ---------------------------------------------------------------------------------------------

    def _show(self, given: Estimate, day: int) -> None:
        from advisor.estimatetext import working_lines

        for text in working_lines(given, self._base, self._wording, day):
            self._write_wrapped(text)

    def _described(self, part: Part) -> str:
        from advisor.recordparts import formula

        working = formula(estimate.line(part, self._methods[part.kind]), self._wording)
        return self._say("line").format(kind=self._say("kinds", part.kind), working=working)

    def _values(self, found: Contradiction) -> dict[str, str]:
        shown = {}
        for name, value in found.values.items():
            if isinstance(value, int):
                shown[name] = self._wording.money(value)
            else:
                section = {"question": "questions", "answer": "answers"}.get(name, "kinds")
                shown[name] = value if name == "parts" else self._say(section, value)
        return shown

    def _said(self, found: Contradiction) -> str:
        return self._say("mistakes", found.key).format(**self._values(found))

    def _say(self, *keys: str) -> str:
        return self._wording.text("estimate", *keys)

    def _plain(self, key: str, **values: object) -> str:
        return self._say("plain", key).format(**values)

    def _tell(self, key: str, **values: object) -> None:
        self._write_wrapped(self._plain(key, **values))

    def _ask(self, key: str) -> None:
        self._tell(key)

    def _fault(self, text: str) -> None:
        self._tell("fault", text=text)

    def _write_wrapped(self, text: str) -> None:
        indent = "  " if text.startswith("- ") else ""
        self._write("\n".join(textwrap.wrap(text, WIDTH, subsequent_indent=indent)) if text else "")
