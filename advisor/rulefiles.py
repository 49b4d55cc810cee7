"""From the rule files to checked plain data: finds them, reads them, and says what is wrong with file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from advisor.yamlfile import FileMistake, Mapping, Scalar, Sequence, read_documents, read_text

#: Folders that decide nothing: their content is not part of the digest of the law.
NOT_LAW = ("text/", "interview/", "examples/", "cpv/", "proofs/", "authority/", "templates/")

#: What stands before an id in a message, where the same word may name something else.
_OWNERS = {"amounts": "amount ", "estimate": "estimate ", "evidence": "evidence "}


class RuleMistake(Exception):
    """The rule base cannot be used. `messages` holds one line a mistake, each with its file and line."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


def rule_folder(given: str | None) -> Path:
    """The folder that holds the rules: `given`, else `_rules` beside this file, else the checkout's `rules`.

    Raises RuleMistake, naming the places, where none of them holds `facts.yaml`.
    """
    here = Path(__file__).resolve().parent
    places = [Path(given)] if given else [here / "_rules", here.parent / "rules"]
    for place in places:
        if (place / "facts.yaml").is_file():
            return place
    looked = ", ".join(str(place / "facts.yaml") for place in places)
    raise RuleMistake([f"no rule base found; looked for {looked}"])


def contents(folder: Path) -> dict[str, bytes]:
    """The rule files by their name inside the folder, sorted."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml") if path.is_file())
    return {name: (folder / name).read_bytes() for name in names}


def digest(files: dict[str, bytes]) -> str:
    """SHA-256 over sorted names and bytes, lengths included; `sha256:` and 64 hexadecimal digits."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode())
        total.update(files[name])
    return "sha256:" + total.hexdigest()


def law_files(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files that decide: all but the wording, the interview and the worked examples."""
    return {name: raw for name, raw in files.items() if not name.startswith(NOT_LAW)}


def checked(files: dict[str, bytes]) -> dict[str, Any]:
    """The rule base as plain data. Raises RuleMistake with every mistake found."""
    from pydantic import ValidationError

    from advisor import schema
    from advisor.rulecheck import mistakes, normalised

    gathered, where = _gather(law_files(files))
    try:
        found = schema.RuleFiles.model_validate(gathered)
    except ValidationError as error:
        raise RuleMistake([_worded(item, gathered, where) for item in error.errors()]) from None
    data = normalised(found)
    wrong = mistakes(found, data)
    if wrong:
        raise RuleMistake([f"{where.get(owner, 'rules')}: {owner}: {text}" for owner, text in wrong])
    return data


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the rule files taken together, as `rules/rules.schema.json` publishes it."""
    from advisor import schema

    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema.RuleFiles.model_json_schema()}


def _law_order(item: tuple[str, bytes]) -> tuple[int, str]:
    """The law before the duties, those before advice and a pending reform; inside a folder by name, so by article."""
    folders = ("law/", "duties/", "advice/", "reform/")
    name = item[0]
    return next((number for number, folder in enumerate(folders) if name.startswith(folder)), len(folders)), name


def _gather(files: dict[str, bytes]) -> tuple[dict[str, Any], dict[str, str]]:
    """All files as one mapping, and for each id the place (`file:line`) where it stands."""
    gathered: dict[str, Any] = {"rules": []}
    where: dict[str, str] = {}
    wrong: list[str] = []
    for name, raw in sorted(files.items(), key=_law_order):
        try:
            documents = read_documents(read_text(raw))
            if len(documents) != 1:
                raise FileMistake(1, f"expected one YAML document, found {len(documents)}")
        except FileMistake as mistake:
            wrong.append(f"{name}:{mistake.line}: {mistake.message}")
            continue
        document = documents[0]
        if name in ("facts.yaml", "routes.yaml", "rulebase.yaml") and isinstance(document, Mapping):
            gathered.update(_simple(document, name, where))
        elif name in ("sources.yaml", "amounts.yaml", "bases.yaml", "estimate.yaml", "evidence.yaml"):
            gathered[name[:-5]] = _simple(document, name, where)
        elif name == "known-gaps.yaml":
            gathered["gaps"] = _simple(document, name, {})
        elif name == "advice/suitability.yaml" and isinstance(document, Mapping):
            body = _simple(document, name, where)
            gathered["criteria"] = body.get("criteria", [])
            gathered["rules"] += body.get("definitions", [])
        elif name.startswith(("law/", "duties/", "advice/", "reform/")) and isinstance(document, Sequence):
            gathered["rules"] += _simple(document, name, where)
        else:
            expected = "rules stand in law/, duties/, advice/ or reform/ as a list"
            wrong.append(f"{name}:1: no such file is expected here; {expected}")
    if wrong:
        raise RuleMistake(wrong)
    return gathered, where


def _simple(value: Any, name: str, where: dict[str, str]) -> Any:
    """Plain data for the schema; remembers where each `id` stands."""
    if isinstance(value, Mapping):
        found = {str(key): _simple(item, name, where) for key, item in value.items()}
        own = found.get("fact" if name == "evidence.yaml" and "fact" in found else "id")
        if isinstance(own, str):
            where.setdefault(_OWNERS.get(name[:-5], "") + own, f"{name}:{value.line}")
        return found
    if isinstance(value, Sequence):
        return [_simple(item, name, where) for item in value]
    if isinstance(value, Scalar) and value.is_null:
        return None
    return str(value)


def _worded(item: Any, gathered: dict[str, Any], where: dict[str, str]) -> str:
    """One mistake of the schema as `file:line: id: key: what was expected`."""
    path = list(item["loc"])
    owner = "rules"
    node: Any = gathered
    keys: list[str] = []
    for step in path:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            node = None
        own = node.get("fact" if path[0] == "evidence" and "fact" in node else "id") if isinstance(node, dict) else None
        if isinstance(own, str):
            owner, keys = _OWNERS.get(path[0], "") + own, []
        elif isinstance(step, str):
            keys.append(step)
    found = item.get("input")
    shown = f", found {found!r}" if isinstance(found, (str, int)) else ""
    message = item["msg"].removeprefix("Value error, ").replace("Input should be", "expected")
    if item["type"] == "extra_forbidden" and keys:
        message, shown = f"no such key here{nearest(keys[-1], _known_keys())}", ""
    if item["type"] == "missing":
        message, shown = "is missing", ""
    elif item["type"] == "too_short":
        message, shown = "needs at least one entry", ""
    key = f"{'.'.join(keys)}: " if keys else ""
    return f"{where.get(owner, 'rules')}: {owner}: {key}{message}{shown}"


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean …?` for the nearest known name, else nothing."""
    import difflib

    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]}?" if close else ""


def _known_keys() -> list[str]:
    from advisor import schema

    models = (schema.Rule, schema.Condition, schema.Amount, schema.AmountRow, schema.Fact, schema.Route, schema.Tier)
    return sorted({field.alias or name for model in models for name, field in model.model_fields.items()})
