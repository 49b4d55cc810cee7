"""The JSON Schema of a case file, made from the facts and outcomes of a rule base.

It tells an editor or another program what may stand where. The reader in `case.py` stays the judge: it also knows the
dates, the links between facts and the sums.
"""

from __future__ import annotations

from typing import Any

from advisor import estimatefile
from advisor.case import BY_ROUTE, DESCRIPTION, FLAG_LISTS, STATUS_LISTS, TOPIC_LISTS, UNKNOWN
from advisor.evidence import STATES
from advisor.rulebase import Fact, RuleBase

#: An amount: digits and at most two decimals. A number as JSON or YAML writes it, or the same as text.
MONEY = r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
CODE = r"^[0-9]{8}(-[0-9])?$"
#: A CPV code without quotes, as YAML reads it.
WRITTEN = {"type": "integer", "minimum": 0, "maximum": 99_999_999}


def case_schema(base: RuleBase) -> dict[str, Any]:
    """The schema of one case or a list of cases (JSON Schema 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Case file of Procedurewijzer",
        "oneOf": [{"$ref": "#/$defs/case"}, {"type": "array", "items": {"$ref": "#/$defs/case"}}],
        "$defs": {"case": _case(base), "estimate": _estimate(base), "proof": _proof(base)},
    }


def _case(base: RuleBase) -> dict[str, Any]:
    facts = {fact.id: _answer(fact) for fact in base.facts.values() if not fact.derived}
    properties: dict[str, Any] = {
        "id": {"type": "string", "minLength": 1, "maxLength": 200},
        "title": {"type": "string"},
        "as_of": {"type": "string", "pattern": DATE, "description": "publication, or else the invitation to tender"},
        "base": {"enum": list(base.bases)},
        "facts": {"type": "object", "properties": facts, "additionalProperties": False},
        "estimate": {"$ref": "#/$defs/estimate"},
        "evidence": {
            "type": "object",
            "propertyNames": {"enum": list(facts)},
            "additionalProperties": {"$ref": "#/$defs/proof"},
        },
        "unsure": {"type": "array", "items": {"enum": list(facts)}, "uniqueItems": True},
        "authority": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200,
            "description": "a profile file beside the case",
        },
        "expect": _expect(base),
        **{name: {"type": "string"} for name in DESCRIPTION},
    }
    return {
        "type": "object",
        "required": ["id", "as_of", "facts"],
        "properties": properties,
        "additionalProperties": False,
    }


def _answer(fact: Fact) -> dict[str, Any]:
    shape = {
        "bool": {"type": "boolean"},
        "enum": {"enum": list(fact.values)},
        "date": {"type": "string", "pattern": DATE},
        "money": _decimal(fact),
        "number": _decimal(fact),
        "money_list": {"type": "array", "items": _decimal(fact)},
        "code_list": {"type": "array", "items": {"anyOf": [{"type": "string", "pattern": CODE}, WRITTEN]}},
    }[fact.type]
    unit = {"money": "euro excluding VAT", "money_list": "euro excluding VAT, one amount a lot"}.get(fact.type, "")
    about = "; ".join(text for text in (unit, fact.note) if text)
    return {"anyOf": [shape, {"const": UNKNOWN}], **({"description": about} if about else {})}


def _decimal(fact: Fact) -> dict[str, Any]:
    number: dict[str, Any] = {"type": "number", "minimum": (fact.min or 0) / 100}
    if fact.max is not None:
        number["maximum"] = fact.max / 100
    return {"anyOf": [number, {"type": "string", "pattern": MONEY}]}


def _estimate(base: RuleBase) -> dict[str, Any]:
    money = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": MONEY}]}
    count = {"type": "integer", "minimum": 1}
    basis = {"enum": ["excluding", "including"]}
    rate = {"enum": [*base.estimate["vat_rates"], UNKNOWN]}
    kinds = [method["id"] for method in base.estimate["methods"]]
    group = sorted({method["id"] for method in base.estimate["methods"] if method["group"]})
    part = {
        **dict.fromkeys(estimatefile.MONEY, money),
        "kind": {"enum": kinds},
        "vat": basis,
        "rate": rate,
        "times": count,
        "months": count,
        "counts": {"type": "boolean"},
        "reason": {"type": "string"},
        "note": {"type": "string"},
    }
    questions = {question["id"]: {"enum": list(question["answers"])} for question in base.estimate["questions"]}
    properties = {
        "made_on": {"type": "string", "pattern": DATE},
        "made_by": {"type": "string", "maxLength": 500},
        "vat": basis,
        "rate": rate,
        "counts": {"enum": group},
        "questions": {"type": "object", "properties": questions, "additionalProperties": False},
        "parts": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["kind", "amount"],
                "properties": part,
                "additionalProperties": False,
            },
        },
    }
    return {"type": "object", "required": ["parts"], "properties": properties, "additionalProperties": False}


def _proof(base: RuleBase) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["state"],
        "properties": {
            "state": {"enum": list(STATES)},
            "by": {"type": "string", "description": f"{', '.join(base.evidence['roles'])}, or a document or person"},
            "on": {"type": "string", "pattern": DATE},
        },
        "additionalProperties": False,
    }


def _expect(base: RuleBase) -> dict[str, Any]:
    routes = {"enum": list(base.routes)}
    grounds = {"enum": [rule.id for rule in base.rules if rule.effect == "ground"]}
    named = {
        effect: {"type": "array", "items": {"enum": sorted({rule.id for rule in base.rules if rule.effect == effect})}}
        for effect in ("flag", "topic")
    }
    return {
        "type": "object",
        "properties": {
            "regime": {"enum": [*base.regimes, "undetermined"]},
            **{name: {"type": "array", "items": routes} for name in STATUS_LISTS},
            **dict.fromkeys(FLAG_LISTS, named["flag"]),
            **dict.fromkeys(TOPIC_LISTS, named["topic"]),
            "grounds": {
                "type": "object",
                "propertyNames": grounds,
                "additionalProperties": {"enum": ["holds", "fails", "unknown"]},
            },
            "recommended_first": {"anyOf": [routes, {"type": "array", "items": routes}]},
            "targets": {"type": "object"},
            **{name: {"type": "object", "propertyNames": routes} for name in BY_ROUTE},
        },
        "additionalProperties": False,
    }
