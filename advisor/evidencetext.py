"""The evidence of a condition in words: how it stands, what proves it, who has the proof, who bears the burden."""

from __future__ import annotations

from collections.abc import Mapping

from advisor import evidence
from advisor.derive import Answer
from advisor.evidence import Condition, Lacking
from advisor.rulebase import RuleBase
from advisor.sentences import capital
from advisor.wording import Wording


def state(item: Condition, base: RuleBase, wording: Wording) -> str:
    """How a condition stands, by whom or by what, and since when."""
    say = wording.text
    if item.proof is None:
        if item.from_base:
            return say("evidence", "from_base")
        asserted = item.state == evidence.ASSERTED
        return say("evidence", "asserted_unnamed") if asserted else say("evidence", "states", item.state)
    text, by = say("evidence", "states", item.state), item.proof.by
    named = by in base.evidence["roles"]
    if by:
        who = say("evidence", "roles", by) if named else by
        text = say("evidence", "by" if named else "by_document").format(state=text, by=who)
    if item.proof.on is not None:
        text = say("evidence", "on").format(text=text, date=wording.date(item.proof.on))
    return text


def answered(fact: str, answers: Mapping[str, Answer], base: RuleBase, wording: Wording) -> str:
    """The condition as it was answered: a statement, or the name of the fact and the value."""
    answer = answers.get(fact)
    if isinstance(answer, bool):
        return statement(fact, answers, base, wording)
    shown = capital(wording.fact(base.facts[fact]))
    return wording.text("rules", "shown").format(fact=shown, answer=wording.value(base.facts[fact], answer))


def asked(fact: str, base: RuleBase, wording: Wording) -> list[str]:
    """What proves the fact, who has it, and who bears the burden; one line where nothing is to be proved."""
    say = wording.text
    entry = next((entry for entry in base.evidence["facts"] if entry["fact"] == fact), None)
    if entry is None:
        return [wording.labelled(say("evidence", "proof"), say("evidence", "no_proof"))]
    burden = next(burden for burden in base.evidence["burdens"] if burden["id"] == entry["burden"])
    holder = wording.joined([say("evidence", "roles", role) for role in entry["holder"]])
    borne = f"{say('evidence', 'burdens', burden['id'])} ({wording.cite(burden['cite'])})"
    return [
        wording.labelled(say("evidence", "proof"), say("evidence", "proofs", fact)),
        wording.labelled(say("evidence", "holder"), holder),
        wording.labelled(say("evidence", "burden"), borne),
    ]


def statement(fact: str, answers: Mapping[str, Answer], base: RuleBase, wording: Wording) -> str:
    """What the answer to a fact says; the name of the fact where it is no yes or no, since it may be an amount."""
    answer = answers.get(fact)
    if isinstance(answer, bool):
        return wording.text("facts", fact, "yes" if answer else "no").rstrip(".")
    return capital(wording.fact(base.facts[fact]))


def lacks(item: Lacking, answers: Mapping[str, Answer], base: RuleBase, wording: Wording) -> str:
    """What a record lacks before it is ready."""
    text = wording.text("evidence", item.key)
    return text if item.fact is None else text.format(fact=statement(item.fact, answers, base, wording))
