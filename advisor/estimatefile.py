"""The `estimate:` block of a case file: read strictly into an Estimate, and written again in the same form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from advisor import estimate, quantity
from advisor.estimate import Estimate, Part, Plain
from advisor.rulefiles import nearest
from advisor.yamlfile import Mapping as Written
from advisor.yamlfile import Scalar, Sequence

KEYS = ("made_on", "made_by", "vat", "rate", "counts", "questions", "parts")
PART_KEYS = ("kind", "amount", "low", "high", "vat", "rate", "note")
MONEY = ("amount", "low", "high", "residual", "more", "less")
#: The most times or months that a part may count: more is a slip of the keyboard.
MOST = 1200
LONGEST_TEXT = 500
Wrong = Callable[[int, str], None]

_SAID = {
    "two_wholes": "{one} ({a}) and {two} ({b}) are both given as the whole purchase; give one of the two",
    "two_ways": "{one} gives {a} and {two} gives {b} for the same purchases; say which of the two `counts:`",
    "over_maximum": "the parts come to {a}, over the maximum of {b}; raise the maximum or lower the parts",
    "answer": "questions: {question} is answered {answer}, while {parts} part(s) of that kind stand in the estimate",
}


def read(block: Any, rules: Plain, nature: str | None, wrong: Wrong) -> Estimate | None:
    """The estimate of a block; None where something is wrong, each mistake told with its line."""
    return _Reader(rules, nature, wrong).estimate(block)


def kept(block: Any) -> Any:
    """A block that was kept as JSON, in the form that `read` takes."""
    if isinstance(block, dict):
        found = Written()
        found.update({Scalar(str(key), 1, True): kept(value) for key, value in block.items()})
        return found
    if isinstance(block, list):
        return Sequence(kept(item) for item in block)
    return Scalar(str(block), 1, True)


def block(given: Estimate) -> dict[str, Any]:
    """The estimate as a case file writes it: texts, lists and mappings."""
    found: dict[str, Any] = {}
    if given.made_on is not None:
        found["made_on"] = quantity.date_text(given.made_on)
    if given.made_by:
        found["made_by"] = given.made_by
    found |= {"vat": _basis(given.including), "rate": _rate(given.rate)}
    if given.counts:
        found["counts"] = given.counts
    if given.answers:
        found["questions"] = dict(given.answers)
    found["parts"] = [_part(part, given) for part in given.parts]
    return found


def _part(part: Part, given: Estimate) -> dict[str, str]:
    found = {"kind": part.kind, "amount": quantity.decimal_text(part.amount)}
    if part.times != 1:
        found["times"] = str(part.times)
    if part.months is not None:
        found["months"] = str(part.months)
    for name in ("residual", "more", "less", "low", "high"):
        value = getattr(part, name)
        if value:
            found[name] = quantity.decimal_text(value)
        elif value == 0 and name in ("residual", "low", "high"):
            found[name] = "0"
    if part.including != given.including:
        found["vat"] = _basis(part.including)
    if part.rate != given.rate:
        found["rate"] = _rate(part.rate)
    if not part.counts:
        found |= {"counts": "false", "reason": part.reason}
    if part.note:
        found["note"] = part.note
    return found


def _basis(including: bool) -> str:
    return "including" if including else "excluding"


def _rate(rate: int | None) -> str:
    return "unknown" if rate is None else str(rate)


def said(found: estimate.Contradiction) -> str:
    """A contradiction as the message of a file: both amounts, and what to do."""
    values = {
        name: quantity.decimal_text(value) if isinstance(value, int) else value for name, value in found.values.items()
    }
    return _SAID[found.key].format(**values)


class _Reader:
    def __init__(self, rules: Plain, nature: str | None, wrong: Wrong) -> None:
        self._rules = rules
        self._methods = estimate.methods(rules)
        self._nature = nature
        self._mistakes = 0
        self._tell = wrong

    def _wrong(self, line: int, message: str) -> None:
        self._mistakes += 1
        self._tell(line, f"estimate: {message}")

    def estimate(self, found: Any) -> Estimate | None:
        if not isinstance(found, Written):
            self._wrong(getattr(found, "line", 1), f"expected a mapping with {', '.join(KEYS)}")
            return None
        self._known(found, KEYS)
        including, rate = self._vat(found, None)
        listed = found.get("parts")  # type: ignore[call-overload]
        if not isinstance(listed, Sequence) or not listed:
            self._wrong(getattr(listed, "line", found.line), "parts: expected a list of at least one part")
            return None
        parts = [self._part(item, including, rate) for item in listed]
        group = [name for name, method in self._methods.items() if method["group"]]
        given = Estimate(
            parts=tuple(part for part in parts if part is not None),
            including=including,
            rate=rate,
            made_on=self._day(found, "made_on"),
            made_by=self._text(found, "made_by"),
            counts=self._one_of(found, "counts", group) or "",
            answers=self._answers(found),
        )
        if self._failed():
            return None
        if given.counts and given.counts not in {part.kind for part in given.parts}:
            self._wrong(found.line, f"counts: no part of the kind {given.counts} is given")
        for contradiction in estimate.contradictions(given, self._rules):
            self._wrong(found.line, said(contradiction))
        if not self._failed() and estimate.worked(given, self._rules).top >= estimate.TOO_LARGE:
            self._wrong(found.line, "the total is too large to be an estimate")
        return None if self._failed() else given

    def _failed(self) -> bool:
        return self._mistakes > 0

    def _part(self, item: Any, including: bool, rate: int | None) -> Part | None:
        if not isinstance(item, Written):
            self._wrong(getattr(item, "line", 1), "expected a part: a mapping with kind and amount")
            return None
        before = self._mistakes
        kind = self._one_of(item, "kind", list(self._methods))
        if kind is None:
            if "kind" not in item:
                self._wrong(item.line, f"a part names its kind: one of {', '.join(self._methods)}")
            return None
        method = self._methods[kind]
        self._known(item, (*PART_KEYS, *estimate.fields(method)), f" of {kind}")
        if self._nature is not None and method["natures"] and self._nature not in method["natures"]:
            natures = " or ".join(method["natures"])
            self._wrong(item.line, f"{kind} counts for {natures}; this contract is {self._nature}")
        money = {name: self._money(item, name) for name in MONEY if name in item}
        if "amount" not in item:
            self._wrong(item.line, f"{kind}: the amount is missing")
        own_basis, own_rate = self._vat(item, (including, rate))
        counts = self._one_of(item, "counts", ["true", "false"]) != "false"
        reason = self._text(item, "reason")
        if not counts and not reason:
            self._wrong(item.line, f"{kind}: a part that is left out gives its reason")
        if self._mistakes > before:
            return None
        part = Part(
            kind=kind,
            amount=money["amount"] or 0,
            including=own_basis,
            rate=own_rate,
            times=self._count(item, "times") or 1,
            months=self._count(item, "months"),
            residual=money.get("residual"),
            more=money.get("more") or 0,
            less=money.get("less") or 0,
            low=money.get("low"),
            high=money.get("high"),
            counts=counts,
            reason=reason,
            note=self._text(item, "note"),
        )
        for message in shape_mistakes(part, method):
            self._wrong(item.line, f"{kind}: {message}")
        return part

    def _known(self, found: Written, keys: tuple[str, ...], of: str = "") -> None:
        for key in found:
            if key not in keys:
                self._wrong(key.line, f"the key {key}{of} is not known{nearest(key, keys)}")

    def _vat(self, found: Written, default: tuple[bool, int | None] | None) -> tuple[bool, int | None]:
        """The basis and the rate: both are asked once for the block, and a part may have its own."""
        basis = self._one_of(found, "vat", ["excluding", "including"])
        rates = [str(rate) for rate in self._rules["vat_rates"]]
        written = self._one_of(found, "rate", [*rates, "unknown"])
        if default is None:
            for name, options in (("vat", "excluding or including"), ("rate", f"one of {', '.join(rates)} or unknown")):
                if name not in found:
                    self._wrong(found.line, f"{name} is missing: {options}")
        including = basis == "including" if basis or default is None else default[0]
        rate = None if written in (None, "unknown") else int(str(written))
        if written is None and default is not None:
            rate = default[1]
        if including and rate is None and (basis or written):
            self._wrong(found.line, "an amount including VAT needs its rate")
        return including, rate

    def _scalar(self, found: Mapping[Any, Any], key: str) -> Scalar | None:
        value = found.get(key)
        if value is None or isinstance(value, Scalar):
            return value
        self._wrong(value.line, f"{key}: expected one value")
        return None

    def _text(self, found: Mapping[Any, Any], key: str) -> str:
        value = self._scalar(found, key)
        if value is not None and len(value) > LONGEST_TEXT:
            self._wrong(value.line, f"{key}: expected at most {LONGEST_TEXT} characters; found {len(value)}")
        return str(value or "")

    def _one_of(self, found: Mapping[Any, Any], key: str, options: list[str]) -> str | None:
        value = self._scalar(found, key)
        if value is None or value in options:
            return None if value is None else str(value)
        shown = f"expected one of {', '.join(options)}; found {value or 'nothing'}"
        self._wrong(value.line, f"{key}: {shown}{nearest(value, options)}")
        return None

    def _money(self, found: Mapping[Any, Any], key: str) -> int | None:
        value = self._scalar(found, key)
        cents = None if value is None else quantity.hundredths(value)
        if value is not None and cents is None:
            self._wrong(value.line, f"{key}: expected an amount in euro like 48500.00; found {value or 'nothing'}")
        return cents

    def _count(self, found: Mapping[Any, Any], key: str) -> int | None:
        value = self._scalar(found, key)
        if value is None:
            return None
        number = 0 if value.startswith("0") else quantity.whole(value) or 0
        if 1 <= number <= MOST:
            return number
        self._wrong(value.line, f"{key}: expected a whole number from 1 to {MOST}; found {value or 'nothing'}")
        return None

    def _day(self, found: Mapping[Any, Any], key: str) -> int | None:
        value = self._scalar(found, key)
        day = None if value is None else quantity.ordinal(value)
        if value is not None and day is None:
            self._wrong(value.line, f"{key}: expected a date like 2026-03-02; found {value or 'nothing'}")
        return day

    def _answers(self, found: Mapping[Any, Any]) -> tuple[tuple[str, str], ...]:
        asked = found.get("questions")
        known = {question["id"]: question["answers"] for question in self._rules["questions"]}
        if asked is None:
            return ()
        if not isinstance(asked, Written):
            self._wrong(asked.line, f"questions: expected a mapping with {', '.join(known)}")
            return ()
        self._known(asked, tuple(known), " of questions")
        answers = [(name, self._one_of(asked, name, known[name])) for name in known if name in asked]
        return tuple((name, answer) for name, answer in answers if answer is not None)


def shape_mistakes(part: Part, method: Plain) -> list[str]:
    """What a part lacks, or has too much, for its method."""
    found = []
    needs = method["formula"] == "months"
    if needs and part.months is None:
        found.append("months is missing: the term in months; without a term use the open-ended kind")
    limit = method["residual_over_months"]
    if limit and part.months is not None:
        if part.months > limit and part.residual is None:
            found.append(f"residual is missing: over {limit} months the residual value counts (0 where there is none)")
        if part.months <= limit and part.residual is not None:
            found.append(f"residual does not count for a term of at most {limit} months; leave it out")
    if (part.low is None) != (part.high is None):
        found.append("low and high go together")
    elif part.low is not None and part.high is not None and not part.low <= part.amount <= part.high:
        low, amount, high = (quantity.decimal_text(value) for value in (part.low, part.amount, part.high))
        found.append(f"expected low <= amount <= high; found {low}, {amount}, {high}")
    if part.less > (part.amount if part.low is None else part.low) + part.more:
        found.append(f"less ({quantity.decimal_text(part.less)}) is more than there is")
    return found
