"""Money, numbers and dates as a person types them in Belgium: read strictly, never guessed.

Amounts are integer cents. A dot or a space groups thousands, a comma starts the cents. A dot that would start the cents
is refused with the possible readings, since `139.99` may be meant either way; save where four or more digits stand
before it, ungrouped.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

#: Past this no amount is read: it is a slip of the keyboard.
MAX_DIGITS = 13
_SPACES = re.compile("[ \u00a0\u202f\u2009]")
_EURO = re.compile(r"(?:€|euro|eur)", re.IGNORECASE)
_PLAIN = re.compile(r"(0|[1-9]\d*)(?:,(\d{1,2}))?", re.ASCII)
_GROUPED = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+)(?:,(\d{1,2}))?", re.ASCII)
_LONG_POINT = re.compile(r"([1-9]\d{3,})\.(\d{2})", re.ASCII)
_POINT_CENTS = re.compile(r"(0|[1-9]\d*)\.(\d{1,2})", re.ASCII)
_NUMBER = re.compile(r"(0|[1-9]\d{0,8})(?:[.,](\d{1,2}))?", re.ASCII)
_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})|(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_COMMA_THOUSANDS = re.compile(r"([1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: `cents`, or None with the key of the message that says why and the readings that are possible.

    The keys stand in the wording under interview/amount: empty, ambiguous, not_an_amount, too_large.
    """

    cents: int | None
    message: str = ""
    candidates: tuple[int, ...] = ()


def read_money(text: str) -> Reading:
    """The amount in a text such as `139.999`, `139 999,00`, `€ 139.999,00` or `139999,5`."""
    cleaned = _SPACES.sub(" ", text).strip()
    bare = _EURO.sub("", cleaned, count=1).strip() if _EURO.match(cleaned) or _EURO.search(cleaned[-4:]) else cleaned
    if not bare:
        return Reading(None, "empty")
    if sum(letter.isdigit() for letter in bare) > MAX_DIGITS + 2:
        return Reading(None, "too_large")
    for shape in (_PLAIN, _GROUPED, _LONG_POINT):
        match = shape.fullmatch(bare)
        if match is not None:
            return _within(_cents(match[1], match[2]))
    match = _POINT_CENTS.fullmatch(bare)
    if match is not None:
        joined = () if match[1] == "0" else (_cents(match[1] + match[2], None),)
        return Reading(None, "ambiguous", _distinct(_cents(match[1], match[2]), *joined))
    match = _COMMA_THOUSANDS.fullmatch(bare)
    if match is not None:
        thousands = _cents(match[1], match[2])
        first, *rest = match[1].split(",")
        # `1,390` may also be one euro and thirty-nine cents, written with a nought too many.
        small = [_cents(first, rest[0][:2])] if len(rest) == 1 and match[2] is None and rest[0].endswith("0") else []
        return Reading(None, "ambiguous", _distinct(thousands, *small))
    return Reading(None, "not_an_amount")


def read_number(text: str) -> int | None:
    """A number such as `85`, `12,5` or `12.50 %` in hundredths; None where it is not one."""
    match = _NUMBER.fullmatch(_SPACES.sub(" ", text).strip().removesuffix("%").strip())
    return None if match is None else _cents(match[1], match[2])


def read_date(text: str) -> int | None:
    """A day such as `22/11/2026`, `22-11-2026`, `22.11.2026` or `2026-11-22` as an ordinal; None where it is none."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    day, month, year = (match[1], match[3], match[4]) if match[1] else (match[7], match[6], match[5])
    try:
        return datetime.date(int(year), int(month), int(day)).toordinal()
    except ValueError:
        return None


def ex_vat(cents: int, rate: int) -> int:
    """The amount without VAT of an amount that includes it at `rate` per cent; half a cent is rounded up."""
    whole = 100 + rate
    return (2 * cents * 100 + whole) // (2 * whole)


def in_words(cents: int, language: str) -> str:
    """The amount in words, in `nl`, `en`, `fr` or `de`, to read it back. Raises ValueError for another language."""
    if language == "fr":
        return _in_french(*divmod(cents, 100))
    if language == "de":
        return _in_german(*divmod(cents, 100))
    if language not in _WORDS:
        raise ValueError(f"no words for amounts in {language}")
    spell, joined = _WORDS[language]
    euro, rest = divmod(cents, 100)
    said = f"{spell(euro)} euro"
    return f"{said} {joined} {spell(rest)} {'cent' if language == 'nl' or rest == 1 else 'cents'}" if rest else said


def _cents(whole: str, decimals: str | None) -> int:
    return int(re.sub("[ .,]", "", whole)) * 100 + int((decimals or "").ljust(2, "0"))


def _within(cents: int) -> Reading:
    return Reading(cents) if cents < 10 ** (MAX_DIGITS + 2) else Reading(None, "too_large")


def _distinct(*candidates: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(candidates))


_NL_SMALL = (
    "nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
    "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
)  # fmt: skip
_NL_TENS = ("", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_EN_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**9, "miljard", "billion"), (10**6, "miljoen", "million"))


_DE_SMALL = (
    "null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
    "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
)  # fmt: skip
_DE_TENS = ("", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")


def _dutch(number: int) -> str:
    if number == 0:
        return _NL_SMALL[0]
    parts = []
    for size, name, _ in _SCALES:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_dutch(count)} {name}")
    thousands, number = divmod(number, 1000)
    if thousands:
        parts.append(("" if thousands == 1 else _dutch_under_thousand(thousands)) + "duizend")
    if number:
        parts.append(_dutch_under_thousand(number))
    return " ".join(parts)


def _dutch_under_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    said = "" if not hundreds else "honderd" if hundreds == 1 else f"{_NL_SMALL[hundreds]}honderd"
    if rest == 0:
        return said
    if rest < 20:
        # Inside a longer word `een` takes no accents.
        return said + (_NL_SMALL[rest] if not said or rest > 1 else "een")
    tens, unit = divmod(rest, 10)
    if unit == 0:
        return said + _NL_TENS[tens]
    small = "een" if unit == 1 else _NL_SMALL[unit]
    return f"{said}{small}{'ën' if small.endswith('e') else 'en'}{_NL_TENS[tens]}"


def _english(number: int) -> str:
    if number == 0:
        return _EN_SMALL[0]
    parts = []
    for size, _, name in (*_SCALES, (1000, "", "thousand")):
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_english(count)} {name}")
    if number:
        joined = "and " if parts and number < 100 else ""
        parts.append(joined + _english_under_thousand(number))
    return " ".join(parts)


def _english_under_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [f"{_EN_SMALL[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        tens, unit = divmod(rest, 10)
        parts.append(_EN_TENS[tens] + (f"-{_EN_SMALL[unit]}" if unit else ""))
    elif rest:
        parts.append(_EN_SMALL[rest])
    return " and ".join(parts)


_FR_SMALL = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
# As in Belgium: septante and nonante.
_FR_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "septante", "quatre-vingt", "nonante")


def _in_french(euro: int, rest: int) -> str:
    unit = "d'euros" if euro and euro % 10**6 == 0 else "euros" if euro > 1 else "euro"
    said = f"{_french(euro)} {unit}"
    return f"{said} et {_french(rest)} centime{'s' if rest > 1 else ''}" if rest else said


def _french(number: int) -> str:
    if number == 0:
        return _FR_SMALL[0]
    parts = []
    for size, name in ((10**9, "milliard"), (10**6, "million")):
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_french(count)} {name}{'s' if count > 1 else ''}")
    thousands, number = divmod(number, 1000)
    if thousands:
        parts.append("mille" if thousands == 1 else f"{_french_under_thousand(thousands, plural='')} mille")
    if number:
        parts.append(_french_under_thousand(number, plural="s"))
    return " ".join(parts)


def _french_under_thousand(number: int, plural: str) -> str:
    """`plural` is the s of `deux cents` and `quatre-vingts`, which falls away where another number follows."""
    hundreds, rest = divmod(number, 100)
    parts = []
    if hundreds:
        parts.append("cent" if hundreds == 1 else f"{_FR_SMALL[hundreds]} cent{'' if rest else plural}")
    if rest >= 20:
        tens, unit = divmod(rest, 10)
        joint = " et " if unit == 1 and tens != 8 else "-"
        parts.append(_FR_TENS[tens] + (f"{joint}{_FR_SMALL[unit]}" if unit else plural if tens == 8 else ""))
    elif rest:
        parts.append(_FR_SMALL[rest])
    return " ".join(parts)


_WORDS = {"nl": (_dutch, "en"), "en": (_english, "and")}


def _in_german(euro: int, rest: int) -> str:
    said = f"{_german(euro)} Euro"
    return f"{said} und {_german(rest)} Cent" if rest else said


def _german(number: int) -> str:
    """The number before a noun: `ein Euro`, `einhunderteinundzwanzig Euro`."""
    if number == 0:
        return _DE_SMALL[0]
    parts = []
    for size, one, many in ((10**9, "Milliarde", "Milliarden"), (10**6, "Million", "Millionen")):
        count, number = divmod(number, size)
        if count:
            parts.append(f"eine {one}" if count == 1 else f"{_german(count)} {many}")
    thousands, number = divmod(number, 1000)
    small = (f"{_german_under_thousand(thousands)}tausend" if thousands else "") + _german_under_thousand(number)
    return " ".join([*parts, small] if small else parts)


def _german_under_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    said = f"{_DE_SMALL[hundreds]}hundert" if hundreds else ""
    if rest < 20:
        return said + (_DE_SMALL[rest] if rest else "")
    tens, unit = divmod(rest, 10)
    return f"{said}{_DE_SMALL[unit]}und{_DE_TENS[tens]}" if unit else said + _DE_TENS[tens]
