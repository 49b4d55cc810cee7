"""What other programs import from `advisor`: its names, its documentation and its refusals."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest

import advisor
from advisor import CaseMistakes, Engines, RuleMistake, assess, case_of, load_rules, read_cases
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "api.md").read_text("utf-8")
DAY = date(2026, 3, 2)


def test_every_public_name_is_the_one_of_its_module_and_is_documented() -> None:
    assert set(advisor._HOMES) == set(advisor.__all__)
    for name in advisor.__all__:
        found = getattr(advisor, name)
        assert found is getattr(import_module(f"advisor.{advisor._HOMES[name]}"), name)
        assert found.__doc__
        assert f"`{name}" in GUIDE
    with pytest.raises(AttributeError, match="no attribute 'asess'"):
        _ = advisor.asess


def test_assess_stays_a_function_whatever_was_imported_before() -> None:
    code = "import advisor.assessing, advisor.interview; from advisor import assess; print(callable(assess))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "True"


def test_the_examples_of_the_guide_run_and_name_only_what_is_public(capsys: pytest.CaptureFixture[str]) -> None:
    examples = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)
    assert len(examples) == 4
    scope: dict[str, object] = {}
    for example in examples:
        for node in ast.walk(ast.parse(example)):
            if isinstance(node, ast.ImportFrom) and node.module == "advisor":
                assert {alias.name for alias in node.names} <= set(advisor.__all__)
        exec(example, scope)  # noqa: S102 - our own documentation
    out = capsys.readouterr().out
    assert "comes first: accepted_invoice" not in out  # 48,500 lies above the limit for an accepted invoice
    assert re.search(r"^available \w+ \['LPP art\. ", out, flags=re.MULTILINE)
    assert re.search(r"^True \d+ \d+$", out, flags=re.MULTILINE)
    assert "did you mean value.estimate?" in out


def test_a_case_of_plain_values_is_the_case_of_the_file_that_says_the_same() -> None:
    rules = load_rules()
    file = (
        b"id: hall\ntitle: Hall\nas_of: 2026-03-02\nfacts:\n  buyer.kind: municipality\n"
        b"  value.estimate: 48500.50\n  lots.divided: true\n  urgency.imperative: unknown\n  value.lots: [100, 48400.5]\n"
    )
    (read,) = read_cases(rules.base, file, "hall")
    facts = {
        "buyer.kind": "municipality",
        "value.estimate": Decimal("48500.50"),
        "lots.divided": True,
        "urgency.imperative": None,
        "value.lots": [100, Decimal("48400.5")],
    }
    made = case_of(rules, DAY, facts, id="hall", title="Hall")
    assert made._replace(lines={}) == read._replace(lines={})
    assert assess(made, rules).routes == assess(read, rules).routes


def test_a_float_is_refused_because_it_has_no_exact_cents() -> None:
    with pytest.raises(TypeError, match=r"value\.estimate: a float"):
        case_of(load_rules(), DAY, {"value.estimate": 48500.1})  # type: ignore[dict-item]


def test_every_mistake_of_a_case_is_named_at_once() -> None:
    with pytest.raises(CaseMistakes) as refusal:
        case_of(load_rules(), DAY, {"value.estimat": 1, "buyer.kind": "village"}, titel="x")
    assert [part in str(refusal.value) for part in ("value.estimat ", "village", "titel")] == [True] * 3


def test_a_folder_without_rules_is_refused(tmp_path: object) -> None:
    with pytest.raises(RuleMistake):
        load_rules(str(tmp_path))
    assert isinstance(load_rules(ROOT / "rules"), Engines)
