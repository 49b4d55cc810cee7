"""The public edition, over every answer that names an amount: none of them stands in any file, nor in its properties."""

from __future__ import annotations

import re

import pytest

from advisor.assessing import Assessment, assess
from advisor.derive import ContradictingAnswers
from advisor.engines import Engines
from advisor.exact import ImpossibleAnswers
from advisor.recordversion import Version
from advisor.render import FORMATS, recorddoc, render
from advisor.render.sections import CONFIDENTIAL_TYPES
from advisor.render.tree import Document
from advisor.rulebase import RuleBase
from advisor.wording import Wording
from tests.render.test_tree import everything, spans_of


def markers(base: RuleBase) -> dict[str, int]:
    """One amount in cents for each fact that names one, recognised by its first digits, which no law has."""
    secret = [name for name, fact in base.facts.items() if fact.type in CONFIDENTIAL_TYPES]
    return {name: 9_173_001_37 + at * 1_00 for at, name in enumerate(secret)}


def found_in(text: str) -> list[str]:
    return re.findall(r"9[.,\s\u00a0\u202f]?173[.,\s\u00a0\u202f]?\d{3}", text)


def planted(assessment: Assessment, name: str, engines: Engines, base: RuleBase) -> Assessment | None:
    """The case with the marker as the answer to this fact; None where the other answers rule it out."""
    value, answers = markers(base)[name], dict(assessment.case.answers)
    if base.facts[name].type == "money_list":
        # The amounts of the lots come to the estimate.
        answers |= {name: (value,), "value.estimate": value}
    else:
        answers |= {name: value}
    try:
        return assess(assessment.case._replace(answers=answers), engines)
    except (ContradictingAnswers, ImpossibleAnswers):
        return None


def public_of(found: Assessment, base: RuleBase, wording: Wording) -> Document:
    return recorddoc.public_document(found, base, wording)


def test_there_are_amounts_to_plant(base: RuleBase) -> None:
    assert {"value.estimate", "value.expenditure_to_approve"} <= set(markers(base))


def test_no_planted_amount_stands_in_the_public_edition_of_any_case(
    assessments: dict[str, Assessment], base: RuleBase, engines: Engines, dutch: Wording
) -> None:
    tried = dict.fromkeys(markers(base), 0)
    for assessment in list(assessments.values())[::4]:
        for name in tried:
            if (found := planted(assessment, name, engines, base)) is None:
                continue
            whole = " ".join(span.text for span in spans_of(recorddoc.document(found, base, dutch).blocks))
            assert found_in(whole), f"{assessment.case.id}: the confidential edition tells {name}"
            document = public_of(found, base, dutch)
            left = " ".join(span.text for span in spans_of(document.blocks))
            assert not found_in(left), f"{assessment.case.id}: {name} stands in the public edition"
            assert document.attachment is None
            tried[name] += 1
    assert min(tried.values()) > 0, f"each was tried in some case: {tried}"


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "pdf"])
def test_no_planted_amount_stands_in_a_public_file(
    form: str, assessments: dict[str, Assessment], base: RuleBase, engines: Engines, dutch: Wording
) -> None:
    for name in markers(base):
        candidates = (planted(assessment, name, engines, base) for assessment in assessments.values())
        found = next(candidate for candidate in candidates if candidate is not None)
        shown = everything(render(public_of(found, base, dutch), form), form)
        assert not found_in(shown.decode("utf-8", "replace")), name


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "pdf"])
def test_the_reason_of_a_correction_stands_in_no_public_file(
    form: str, assessments: dict[str, Assessment], base: RuleBase, dutch: Wording
) -> None:
    found = next(iter(assessments.values()))
    version = Version(2, None, "sha256:" + "0" * 64, "De raming was 9.173.001,37 euro.")
    found = found._replace(case=found.case._replace(version=version))
    assert found_in(everything(render(recorddoc.document(found, base, dutch), form), form).decode("utf-8", "replace"))
    shown = everything(render(public_of(found, base, dutch), form), form).decode("utf-8", "replace")
    assert not found_in(shown)
    assert version.corrects in shown
