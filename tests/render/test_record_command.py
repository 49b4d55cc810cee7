"""`wijzer record` in every format, its public edition, and what it says where the extra is not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from advisor import cli
from advisor.render import FORMATS
from tests.conftest import ROOT

CASE = """\
id: school-bus
title: A <b>bus</b> for the school
as_of: 2026-03-02
facts:
  buyer.kind: municipality
  contract.nature: supplies
  value.estimate: 48500.00
"""
STARTS = {
    "md": b"# ",
    "json": b"{",
    "html": b"<!DOCTYPE html>",
    "txt": b"Verslag",
    "docx": b"PK",
    "odt": b"PK",
    "pdf": b"%PDF-1.7",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, "utf-8")
    return path


def test_a_record_in_every_format_is_written(case: Path, tmp_path: Path) -> None:
    forms = ",".join(STARTS)
    assert cli.main(["record", str(case), "--format", forms, "--out", str(tmp_path / "out")]) == cli.DONE
    for form, start in STARTS.items():
        assert (tmp_path / "out" / f"school-bus.{form}").read_bytes().startswith(start)
    assert not list((tmp_path / "out").glob(".*")), "nothing unfinished is left"


def test_the_public_edition_has_a_name_of_its_own_and_no_amount(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert cli.main(["record", str(case), "--public", "--format", "md,txt,html", "--out", str(out)]) == cli.DONE
    for form in ("md", "txt", "html"):
        shown = (out / f"school-bus.public.{form}").read_text("utf-8")
        assert "48.500" not in shown
        assert "vertrouwelijk" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "doc"], "--format: doc is not known; known: md, json, txt, html, docx, odt, pdf"),
        (["--public"], "--public: json holds every answer"),
    ],
)
def test_what_cannot_be_written_is_refused(
    words: list[str], said: str, case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["record", str(case), *words, "--out", str(tmp_path / "out")]) == cli.BAD_INPUT
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("form", "library"), [("docx", "docx"), ("odt", "odfdo"), ("pdf", "typst")])
def test_without_the_extra_a_format_says_what_to_install(
    form: str,
    library: str,
    case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    assert cli.main(["record", str(case), "--format", f"md,{form}", "--out", str(tmp_path / "out")]) == cli.BAD_INPUT
    assert f"{form} needs the extra `documents` ({library} is not installed)" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_no_renderer_loads_its_library_before_it_renders() -> None:
    modules = ", ".join(module for module, _ in FORMATS.values())
    code = (
        f"import sys, {modules}, advisor.render.flow, advisor.render.recorddoc\n"
        "print([name for name in ('docx', 'odfdo', 'typst', 'lxml', 'pikepdf', 'PIL') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "[]"
