"""The words by which a case is found: its title, its answers and the procedure that follows, in every language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.case import Case
    from advisor.desk.events import CaseState
    from advisor.engines import Engines
    from advisor.rulebase import RuleBase
    from advisor.wording import Wording


class Words:
    """Gives the words of one case after another; engines and wording are made for the first one.

    It has engines of its own, so that it may work in a thread beside a screen that uses others. `rules` is the folder
    of the rules (None: the program's own).
    """

    def __init__(self, base: RuleBase, languages: Sequence[str], rules: str | None) -> None:
        self._base, self._languages, self._rules = base, languages, rules

    @cached_property
    def _engines(self) -> Engines:
        from advisor.engines import Engines

        return Engines(self._base)

    @cached_property
    def _wordings(self) -> list[Wording]:
        from advisor.wording import Wording

        return [Wording.load(language, self._rules) for language in self._languages]

    def __call__(self, state: CaseState) -> str:
        from advisor.derive import ContradictingAnswers

        try:
            return words(state.case(self._base), self._engines, self._wordings)
        except ContradictingAnswers:
            return f"{state.title}\n{state.id}"


def words(case: Case, engines: Engines, wordings: Sequence[Wording]) -> str:
    """The text for the search index.

    An amount stands there in whole euros without a mark between the thousands. What was answered with no, or is not
    known, says nothing by which one would look for it.
    """
    found = [case.title, case.id]
    for name, answer in case.answers.items():
        fact = engines.base.facts[name]
        if answer is None or answer is False:
            continue
        if fact.type == "bool":
            found += [wording.fact(fact) for wording in wordings]
        elif fact.type == "money" and isinstance(answer, int):
            found.append(str(answer // 100))
        else:
            found += [wording.value(fact, answer) for wording in wordings]
    route = _recommended(case, engines)
    if route is not None:
        found += [wording.text("routes", route, "name") for wording in wordings]
    return "\n".join(dict.fromkeys(found))


def _recommended(case: Case, engines: Engines) -> str | None:
    """The recommended procedure; None where there is none, or where the answers cannot be assessed."""
    from advisor.assessing import assess
    from advisor.derive import ContradictingAnswers
    from advisor.exact import ImpossibleAnswers
    from advisor.rulebase import OutsideKnownDates

    try:
        return assess(case, engines, preview=True).recommended
    except (ContradictingAnswers, ImpossibleAnswers, OutsideKnownDates):
        return None
