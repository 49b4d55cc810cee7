"""The record as data that can be verified years later: the assessment, the case behind it, and a digest over both.

Format 1. The digest is the SHA-256 of the canonical form (RFC 8785) of everything but the digest itself.
"""

from __future__ import annotations

import copy
import hashlib
import json
from typing import TYPE_CHECKING, Any

from advisor import __version__, estimatefile, outcome_json, quantity, recordversion, rulefiles

if TYPE_CHECKING:
    from advisor.assessing import Assessment
    from advisor.authority.house import House
    from advisor.rulebase import RuleBase
    from advisor.wording import Wording

FORMAT = 1
#: The business term of eForms for the estimated value, the one that names an amount of the purchase.
VALUE_TERM = "BT-27"


def sealed(found: Assessment, base: RuleBase, wording: Wording, house: House | None = None) -> dict[str, Any]:
    """The assessment as JSON data, with a `record` that says what it was made from; the same input, the same data."""
    content = outcome_json.as_dict(found, base, wording)
    content["record"] = {
        "format": FORMAT,
        "program": __version__,
        "language": wording.language,
        "state": recordversion.state(found, base),
        "version": recordversion.as_dict(found.case.version),
        "rules": {"version": base.version, "law": base.digest, "text": text_digest(base, wording.language)},
        "authority": None if house is None else {"name": house.authority.name, "digest": house.digest},
        "case": case_data(found, base),
        "eforms": eforms(found, base),
    }
    content["record"]["digest"] = digest_of(content)
    return content


def case_data(found: Assessment, base: RuleBase) -> dict[str, Any]:
    """The case as a case file writes it, and which of its facts nobody was asked."""
    case = found.case
    data: dict[str, Any] = {
        "id": case.id,
        "title": case.title,
        "as_of": quantity.date_text(case.as_of),
        "facts": {
            name: outcome_json.answer_text(base, name, case.answers[name])
            for name in base.facts
            if name in case.answers
        },
        "from_base": sorted(case.from_base),
        "unsure": sorted(case.unsure),
        "evidence": {
            name: {
                "state": proof.state,
                **({"by": proof.by} if proof.by else {}),
                **({"on": quantity.date_text(proof.on)} if proof.on is not None else {}),
            }
            for name, proof in sorted(case.evidence.items())
        },
    }
    if case.estimate is not None:
        data["estimate"] = estimatefile.block(case.estimate)
    return data


def eforms(found: Assessment, base: RuleBase) -> dict[str, Any]:
    """What a notice of this purchase would say, by the business terms of eForms (regulation (EU) 2019/1780).

    BT-105 type of procedure, BT-23 nature, BT-262 main CPV code, BT-27 estimated value in euro excluding VAT; null
    where the case does not say it, or where no notice has such a procedure.
    """
    answers = found.case.answers
    codes, value = answers.get("contract.cpv"), answers.get("value.estimate")
    return {
        "BT-105": None if found.recommended is None else base.routes[found.recommended].eforms,
        "BT-23": answers.get("contract.nature"),
        "BT-262": codes[0] if isinstance(codes, tuple) and codes else None,
        VALUE_TERM: quantity.decimal_text(value) if isinstance(value, int) else None,
    }


def text_digest(base: RuleBase, language: str) -> str:
    """The digest of the wording of a language."""
    folder = rulefiles.rule_folder(base.folder) / "text" / language
    return rulefiles.digest({path.name: path.read_bytes() for path in sorted(folder.glob("*.yaml"))})


def canonical(content: Any) -> bytes:
    """The one form that equal data has: keys in order, no space (RFC 8785). Raises ValueError for what has none."""
    import rfc8785

    return rfc8785.dumps(content)


def digest_of(content: dict[str, Any]) -> str:
    """The digest of a record, whether one stands in it or not."""
    bare = copy.copy(content)
    bare["record"] = {key: value for key, value in content["record"].items() if key != "digest"}
    return "sha256:" + hashlib.sha256(canonical(bare)).hexdigest()


def as_text(content: dict[str, Any]) -> str:
    """The record as a file: indented for a person who looks; the digest does not depend on that."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
