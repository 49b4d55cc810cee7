"""The gate of `make mutate-code`: what counts as noticed, and how it ends."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("mutmut", reason="mutmut needs `fork`")

from tests import mutants


def ended(codes: list[int | None], monkeypatch: pytest.MonkeyPatch, folder: Path, failed: int = 0) -> int:
    """How the gate ends over a module whose mutants ended with these codes."""
    (folder / "pyproject.toml").write_text('[tool.mutmut]\nonly_mutate = ["advisor/one.py"]\n', "utf-8")
    kept = folder / "mutants" / "advisor" / "one.py.meta"
    kept.parent.mkdir(parents=True)
    kept.write_text(
        json.dumps({"exit_code_by_key": {f"m{number}": code for number, code in enumerate(codes)}}), "utf-8"
    )
    monkeypatch.chdir(folder)
    done = subprocess.CompletedProcess([], failed, stdout="a test fails without any mutant")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    return mutants.main()


KILLED, SURVIVED, TIMEOUT, SKIPPED, SUSPICIOUS, UNREACHED = 1, 0, 36, 34, 35, 33


def test_85_per_cent_is_enough_and_less_is_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert ended([KILLED] * 17 + [SURVIVED] * 3, monkeypatch, tmp_path / "a") == 0
    assert ended([KILLED] * 16 + [SURVIVED] * 4, monkeypatch, tmp_path / "b") == 1


def test_a_mutant_that_runs_for_ever_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert ended([TIMEOUT], monkeypatch, tmp_path) == 0


@pytest.mark.parametrize("code", [SURVIVED, SKIPPED, SUSPICIOUS, UNREACHED, None])
def test_what_no_test_has_failed_on_is_not_noticed_and_is_named(
    code: int | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended([code], monkeypatch, tmp_path) == 1
    assert ": m0\n" in capsys.readouterr().out


def test_a_module_without_mutants_is_no_pass(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended([], monkeypatch, tmp_path) == 2
    assert "advisor/one.py: mutmut made no mutant of it" in capsys.readouterr().out


def test_a_run_that_failed_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended([KILLED], monkeypatch, tmp_path, failed=1) == 2
    assert "a test fails without any mutant" in capsys.readouterr().out
