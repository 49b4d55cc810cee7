"""Writes what a release leaves behind: `python -m tests.releases.writing`, once, when the version is final.

A folder that is there already is never touched.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from advisor import __version__, cli, quantity, rulebase, rulepacks
from advisor.desk.casebook import Casebook
from advisor.desk.events import CaseState, written, written_proof
from advisor.evidence import Proof
from tests.conftest import ROOT

FOLDER = Path(__file__).resolve().parent
EXAMPLES = ROOT / "rules" / "examples"
LAW = ROOT / "tests" / "law"
LANGUAGES = ("nl", "fr", "en", "de")


def folders() -> list[Path]:
    """The folder of each release, the oldest first."""
    return sorted(path for path in FOLDER.iterdir() if (path / "SHA256SUMS").exists())


def sums(folder: Path) -> str:
    """The digest of each file of a release, a line each."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in paths
    )


def state_of(base: rulebase.RuleBase, state: CaseState) -> dict[str, Any]:
    """A case of a casebook as data that does not depend on the program."""
    return {
        "title": state.title,
        "day": quantity.date_text(state.day),
        "language": state.language,
        "answers": {name: written(base, name, answer) for name, answer in state.answers.items()},
        "evidence": {name: written_proof(proof) for name, proof in state.evidence.items()},
        "unsure": sorted(state.unsure),
        "parked": sorted(state.parked),
        "version": list(state.version),
        "copy_of": state.copy_of,
    }


def main() -> int:
    """Writes the folder of this version."""
    folder = FOLDER / __version__
    if folder.exists():
        sys.stderr.write(f"{folder} is there already; what a release wrote stays as it is\n")
        return 2
    (folder / "records").mkdir(parents=True)
    (folder / "rules.zip").write_bytes(rulepacks.pack(ROOT / "rules"))
    _records(folder / "records")
    _casebook(folder)
    (folder / "SHA256SUMS").write_text(sums(folder), "utf-8")
    return 0


def _records(folder: Path) -> None:
    example = str(EXAMPLES / "playground-equipment.yaml")
    profile = ["--authority", str(EXAMPLES / "authorities" / "flemish-municipality.yaml")]
    place = ["--out", str(folder)]
    _run("record", example, *place, "--format", "json,pdf,md", "--lock", "--locked-on", "2026-03-09", *profile)
    first = str(folder / "playground-equipment.v1.json")
    why = ["--corrects", first, "--reason", "De raming was die van vorig jaar."]
    _run("record", example, *place, "--format", "json", *why, *profile)
    for number, language in enumerate(LANGUAGES):
        # A few of the decided and borderline cases in each language, and all of the other examples once.
        for name in ("decided", "borderline"):
            one = folder / f"{name}-{language}.yaml"
            one.write_bytes(_every(LAW / f"{name}.yaml", 12, number * 3))
            _run("record", str(one), *place, "--format", "json", "--lang", language)
            one.unlink()
    for path in sorted(EXAMPLES.glob("*.yaml")):
        if path.name != "playground-equipment.yaml":
            _run("record", str(path), *place, "--format", "json")
    for path in folder.iterdir():
        path.chmod(0o644)


def _every(path: Path, step: int, first: int) -> bytes:
    """Some of the cases of a file."""
    head, *parts = path.read_bytes().split(b"\n- ")
    if head.startswith(b"- "):
        parts.insert(0, head[2:])
    return b"".join(b"- " + part.rstrip() + b"\n" for part in parts[first::step])


def _run(*words: str) -> None:
    code = cli.main(words)
    assert code == cli.DONE, words


def _casebook(folder: Path) -> None:
    base = rulebase.load(str(ROOT / "rules"))
    path = folder / "casebook.sqlite3"
    with Casebook.open(path, base=base, clock=_clock(iter(range(1000))).__next__) as book:
        first = _answered(book)
        book.lock(first, quantity.ordinal("2026-03-09") or 0, "sha256:" + "1" * 64)
        book.correct(first, "De raming was die van vorig jaar.")
        copy = book.copy_case(first)
        book.park(copy, "need.describable")
        other = book.new_case("Logiciel", quantity.ordinal("2026-03-02") or 0, "fr")
        book.record(other, "buyer.kind", {"buyer.kind": "ocmw_cpas"})
        book.undo(other)
        book.archive(other)
        told = {name: state_of(base, book.state(name)) for name in (first, copy, other)}
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")
    (folder / "casebook.json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _answered(book: Casebook) -> str:
    made = book.new_case("Speelpleinen", quantity.ordinal("2026-03-02") or 0, "nl")
    book.record(made, "buyer.kind", {"buyer.kind": "municipality"})
    book.record(made, "contract.nature", {"contract.nature": "supplies"})
    part = {"kind": "main", "amount": "121000.00"}
    sheet = {"vat": "including", "rate": "21", "parts": [part]}
    book.record(made, "value.estimate", {"value.estimate": 10_000_000}, worksheet=sheet)
    book.record(made, "contract.cpv", {"contract.cpv": ("37535200-9",), "need.market_consulted": None})
    book.prove(made, "value.estimate", Proof("shown", "nota van 1 maart", quantity.ordinal("2026-03-01")))
    book.doubt(made, "contract.nature", unsure=True)
    return made


def _clock(seconds: Iterator[int]) -> Iterator[str]:
    for second in seconds:
        yield f"2026-03-02T09:{second // 60:02d}:{second % 60:02d}.000+00:00"


if __name__ == "__main__":
    sys.exit(main())
