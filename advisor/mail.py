"""An assessment as five lines for a mail: result, reasons, reservations, the law it rests on, and what to do next."""

from __future__ import annotations

from advisor import __version__, recordversion
from advisor.assessing import Assessment
from advisor.evidence import named_ground
from advisor.record import plain
from advisor.rulebase import RuleBase
from advisor.sentences import capital, first_reason, ground_reasons
from advisor.wording import Wording

#: Reasons and reservations that are told one by one; of the rest, how many there are.
TOLD = 3


def mail(found: Assessment, base: RuleBase, wording: Wording) -> str:
    """Exactly five lines of plain text, each ended with a newline; nothing that a person typed can add one."""
    lines = (
        _result(found, wording),
        _reasons(found, base, wording),
        _reservations(found, base, wording),
        _law(found, wording),
        _next(found, base, wording),
    )
    return "".join(" ".join(line.splitlines()) + "\n" for line in lines)


def _say(wording: Wording, key: str, **values: object) -> str:
    return wording.text("mail", key).format(**values)


def _result(found: Assessment, wording: Wording) -> str:
    case = f"{plain(found.case.title)} ({plain(found.case.id)})"
    if found.recommended is None:
        return wording.labelled(case, _say(wording, "no_result"))
    return wording.labelled(case, _say(wording, "result", route=wording.text("routes", found.recommended, "name")))


def _reasons(found: Assessment, base: RuleBase, wording: Wording) -> str:
    if found.recommended is None:
        open_routes = [route.id for route in found.routes if route.status != "unavailable"]
        names = _some([wording.text("routes", name, "short") for name in open_routes], wording)
        return wording.labelled(_say(wording, "still_possible"), names)
    ground = named_ground(found.route(found.recommended))
    assert ground is not None, "an available route has a ground that holds"
    source = f"{wording.cite(ground.cite)}; {wording.text('status', ground.confidence)}"
    told = [
        f"{wording.text('grounds', ground.id, 'label')} ({source})",
        *(text.rstrip(".") for text in ground_reasons(ground, found, base, wording, marked=True)),
    ]
    reason = first_reason(found, wording)
    return wording.labelled(_say(wording, "reasons"), f"{_some(told, wording)}. {reason}".rstrip())


def _reservations(found: Assessment, base: RuleBase, wording: Wording) -> str:
    doubted = [name for name in base.facts if name in found.case.unsure]
    parts = [
        wording.labelled(_say(wording, key), _some(items, wording))
        for key, items in (
            ("doubted", [wording.fact(base.facts[name]) for name in doubted]),
            ("not_known", [wording.fact(base.facts[item.fact]) for item in found.missing if item.asked]),
            ("flags", [wording.text("flags", flag.id, "title") for flag in found.flags]),
        )
        if items
    ]
    others = sum(1 for item in found.missing if not item.asked)
    if others:
        parts.append(_say(wording, "not_asked", number=others))
    return wording.labelled(_say(wording, "reservations"), "; ".join(parts) or _say(wording, "none"))


def _law(found: Assessment, wording: Wording) -> str:
    said = _say(
        wording,
        "law",
        date=wording.date(found.case.as_of),
        version=found.rule_version,
        digest=found.rule_digest.partition(":")[2][:12],
    )
    return f"{said} {wording.unreviewed}".rstrip()


def _next(found: Assessment, base: RuleBase, wording: Wording) -> str:
    asked = next((item for item in found.missing if item.asked), None)
    if found.recommended is not None:
        step = wording.items("routes", found.recommended, "steps")[0]
    elif asked is not None:
        step = wording.text("facts", asked.fact, "find_out")
    else:
        step = _say(wording, "answer_more")
    status = wording.text("evidence", recordversion.state(found, base))
    return _say(wording, "made", program=__version__, status=status, step=step)


def _some(items: list[str], wording: Wording) -> str:
    """The first of the items, and how many there are besides."""
    told = [capital(items[0]), *items[1:TOLD]] if items else []
    if len(items) > TOLD:
        told.append(_say(wording, "more", number=len(items) - TOLD))
    return "; ".join(told)
