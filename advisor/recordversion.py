"""Which version of a record one has: open or locked, and which locked version it corrects.

A record goes from draft to ready by what its case establishes (advisor.evidence). A ready one can be locked: from then
on it stays as it is, and a correction is a new version that names the digest of the one before. So the versions of a
record are a chain, and each link can be checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor import quantity

if TYPE_CHECKING:
    from advisor.assessing import Assessment
    from advisor.case import Case
    from advisor.evidence import Lacking
    from advisor.rulebase import RuleBase

LOCKED = "locked"
#: A reason stands in one line of the record.
LONGEST_REASON = 500


class Version(NamedTuple):
    """`number` from 1; `locked_on` an ordinal, None while it is open; `corrects` the digest of the version before."""

    number: int = 1
    locked_on: int | None = None
    corrects: str = ""
    reason: str = ""


#: A first version that is open.
FIRST = Version()


class NotReady(Exception):
    """A draft cannot be locked. `lacking` is what it lacks."""

    def __init__(self, lacking: tuple[Lacking, ...]) -> None:
        super().__init__(f"the record is a draft: it lacks {len(lacking)} things")
        self.lacking = lacking


class NoCorrection(Exception):
    """A record cannot be corrected so; the message says why and what to do."""


def stem(case: Case) -> str:
    """The name of the files of a record: that of its case, and the version where it is locked or a correction."""
    from advisor.record import file_name

    name = file_name(case.id)
    number, is_locked = case.version.number, case.version.locked_on is not None
    return f"{name}.v{number}" if is_locked or number > 1 else name


def state(found: Assessment, base: RuleBase) -> str:
    """What the record is: draft, ready or locked. What lacks something is a draft, whatever its version says."""
    from advisor import evidence

    if evidence.lacking(found, base):
        return evidence.DRAFT
    return evidence.READY if found.case.version.locked_on is None else LOCKED


def locked(found: Assessment, base: RuleBase, day: int) -> Assessment:
    """The assessment as that of a locked record. Raises NotReady."""
    from advisor import evidence

    if lacking := evidence.lacking(found, base):
        raise NotReady(lacking)
    version = found.case.version._replace(locked_on=day)
    return found._replace(case=found.case._replace(version=version))


def corrected(case: Case, before: dict[str, Any], reason: str) -> Case:
    """The case as the version after a locked record, whose data `before` are. Raises NoCorrection."""
    told = before["record"]
    said = " ".join(reason.split())
    version = read(told["version"])
    if told["state"] != LOCKED or version is None:
        raise NoCorrection(f"it is not locked but {told['state']}; make it again instead of correcting it")
    if told["case"].get("id") != case.id:
        raise NoCorrection(f"it is a record of the case {told['case'].get('id')}, and this is {case.id}")
    if not 0 < len(said) <= LONGEST_REASON:
        raise NoCorrection(f"expected a reason of at most {LONGEST_REASON} characters; found {len(said)}")
    return case._replace(version=Version(version.number + 1, None, told["digest"], said))


def as_dict(version: Version) -> dict[str, Any]:
    """The `version` of a record as JSON."""
    day = version.locked_on
    return {
        "number": version.number,
        "locked_on": None if day is None else quantity.date_text(day),
        "corrects": version.corrects or None,
        "reason": version.reason or None,
    }


def read(data: dict[str, Any]) -> Version | None:
    """The version that `as_dict` wrote; None where it says no such thing."""
    number, day, corrects, reason = (data.get(key) for key in ("number", "locked_on", "corrects", "reason"))
    made = Version(
        number if isinstance(number, int) and number is not True else 0,
        quantity.ordinal(day) if isinstance(day, str) else None,
        corrects if isinstance(corrects, str) else "",
        reason if isinstance(reason, str) else "",
    )
    first = made.number == 1 and not made.corrects and not made.reason
    later = made.number > 1 and bool(made.corrects and made.reason)
    return made if (first or later) and as_dict(made) == data else None
