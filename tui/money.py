"""The page that asks an amount: what was typed, with or without VAT, and what it comes to without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.forms import Form, Given, Reading
from tui.widgets.choices import Choice
from tui.widgets.sheet import Block

if TYPE_CHECKING:
    from advisor.amount_entry import Reading as Amount

WITHOUT = ":without"
#: Rates that an amount with VAT can carry, in per cent.
RATES = (21, 12, 6)


class MoneyForm(Form):
    """An amount of money. It is kept without VAT; the person says what was typed."""

    has_field = True

    def lead(self) -> list[Block]:
        return [Block(self.say("money.hint"), "soft")]

    def choices(self) -> list[Choice]:
        with_vat = [Choice(f":{rate}", self.say("money.with", rate=rate)) for rate in RATES]
        return [Choice(WITHOUT, self.say("money.without")), *with_vat, self.unknown()]

    def _shown(self, answer: Any) -> Given:
        whole = f"{answer // 100:,}".replace(",", ".")
        return Given(text=f"{whole},{answer % 100:02d}", marked=frozenset({WITHOUT}))

    @staticmethod
    def _typed(given: Given) -> Amount:
        from advisor.amount_entry import read_money

        return read_money(given.text)

    def _without_vat(self, cents: int, given: Given) -> int | None:
        """The amount without VAT; None while it is not said what was typed."""
        from advisor.amount_entry import ex_vat

        if WITHOUT in given.marked:
            return cents
        rate = next((rate for rate in RATES if f":{rate}" in given.marked), None)
        return None if rate is None else ex_vat(cents, rate)

    def echo(self, given: Given) -> str:
        """The amount in figures and in words; without VAT where that differs."""
        from advisor.amount_entry import in_words

        cents = self._typed(given).cents
        if cents is None:
            return ""
        words = in_words(cents, self.wording.language)
        said = self.say("money.read_as", amount=self.wording.money(cents), words=words)
        without = self._without_vat(cents, given)
        if without is None or without == cents:
            return said
        return f"{said} {self.say('money.comes_to', amount=self.wording.money(without))}"

    def _read(self, given: Given) -> Reading:
        typed = self._typed(given)
        if typed.cents is None:
            fault = self.wording.text("interview", "amount", typed.message)
            shown = self.say("money.or").join(self.wording.money(cents) for cents in typed.candidates)
            return Reading(None, f"{fault} {self.say('money.readings', candidates=shown)}" if shown else fault)
        without = self._without_vat(typed.cents, given)
        if without is None:
            return Reading(None, self.say("money.basis"), lacks_choice=True)
        return Reading({self.fact.id: without})
