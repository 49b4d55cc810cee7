"""The words by which a case is found: its title, its answers and the procedure that follows, in every language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.case import Case
    from advisor.engines import Engines
    from advisor.wording import Wording


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
