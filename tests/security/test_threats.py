"""Each threat of docs/threats.md has its test; those that belong to no other room stand here."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from advisor import cli, evaluate, record
from advisor.engines import Engines
from advisor.rulebase import RuleBase
from tests.conftest import ROOT

CODE = sorted([*(ROOT / "advisor").rglob("*.py"), *(ROOT / "tui").rglob("*.py")])
DEEP = b"[" * 20_000
BOMB = b"a: &a [x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n" % ((at, at) + (at - 1,) * 8)
    for at in range(ord("b"), ord("j"))
)
HOSTILE = {
    "deep": DEEP,
    "aliases": BOMB,
    "a tag that makes an object": b"id: x\nas_of: 2026-03-02\nfacts: !!python/object/apply:os.system ['echo x']\n",
    "a merge": b"id: x\nas_of: 2026-03-02\nbase: &b {a: 1}\nfacts: {<<: *b}\n",
    "not text": bytes(range(256)),
    "a line of a megabyte": b"id: " + b"x" * 1_000_000,
    "a document after the end": b"id: x\n...\n--- !!binary |\n  AAAA\n",
}


def test_every_threat_names_a_test_that_exists() -> None:
    known = set(
        re.findall(r"def (test_\w+)", "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py")))
    )
    rows = [line for line in (ROOT / "docs" / "threats.md").read_text("utf-8").splitlines() if line.startswith("| ")][
        2:
    ]
    assert len(rows) > 10
    for row in rows:
        named = re.findall(r"`(test_\w+)`", row)
        assert named, row
        assert set(named) <= known, row


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_whole_and_fast(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(HOSTILE[name])
    assert cli.main(["assess", str(path)]) == 2
    told = capsys.readouterr().err
    assert "case.yaml" in told
    assert len(told) < 20_000


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_profile_is_refused_whole_and_fast(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "profile.yaml"
    path.write_bytes(HOSTILE[name])
    assert cli.main(["authority", "check", str(path)]) == 2
    assert "profile.yaml" in capsys.readouterr().err


@pytest.mark.parametrize(
    "case", ["../../etc/passwd", "/etc/passwd", "..", ".", "a/b\\c", "con:", "\x00", "x" * 500, "", "~"]
)
def test_the_id_of_a_case_never_leaves_the_folder(case: str, tmp_path: Path) -> None:
    name = record.file_name(case)
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}", name)
    assert (tmp_path / name).resolve().parent == tmp_path.resolve()


def _calls(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in ("eval", "exec", "compile", "__import__", "os.system", "os.popen") or name.startswith(
                ("pickle.", "marshal.", "yaml.load", "shelve.")
            ):
                found.append(name)
            if any(word.arg == "shell" and ast.unparse(word.value) != "False" for word in node.keywords):
                found.append(f"{name} with a shell")
    return found


def test_no_text_of_a_person_can_run() -> None:
    running = {path.name: found for path in CODE if (found := _calls(path))}
    # Both compile what `circuit` says of a rule base that was checked; nothing else makes code.
    assert running == {"evaluate.py": ["exec", "compile"], "manysheets.py": ["exec", "compile"]}


def test_only_checked_rules_become_code(base: RuleBase, engines: Engines) -> None:
    """The generated code holds names of our own making and numbers, and no text of a rule file."""
    day = base.known_to
    source = evaluate.source(engines.on(day).circuit)
    strings = {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    known = (
        {value for fact in base.facts.values() for value in fact.values}
        | set(base.facts)
        | {rule.id for rule in base.rules}
    )
    # A part of a rule is named after it, with a number.
    names = {text.partition("#")[0] for text in strings}
    assert names <= known, names - known
    assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.Import, ast.ImportFrom))]


def test_no_xml_is_read() -> None:
    for path in CODE:
        read = re.findall(
            r"\b(?:etree|minidom|sax|expat)\.?(?:parse|fromstring|XML|iterparse)\b", path.read_text("utf-8")
        )
        assert not read, path
