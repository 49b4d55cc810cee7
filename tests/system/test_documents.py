"""The documents in the programs that readers use: LibreOffice, Chromium and Poppler (Debian packages).

Set WIJZER_PAGES to a folder to keep the pages as pictures and look at them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from advisor.assessing import assess
from advisor.case import read_cases
from advisor.engines import Engines
from advisor.render import recorddoc, render
from advisor.rulebase import RuleBase
from advisor.wording import Wording
from tests.conftest import ROOT
from tests.render.samples import HOSTILE, sample

PROGRAMS = ("soffice", "chromium", "pdftoppm", "pdftotext")
pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(
        any(shutil.which(name) is None for name in PROGRAMS),
        reason=f"not all of {', '.join(PROGRAMS)} are installed; `make test-system` installs them",
    ),
]


def run(*command: str | Path, home: Path) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
        env={**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"},
    )
    return done.stdout


@pytest.fixture(scope="module")
def files(
    base: RuleBase, engines: Engines, dutch: Wording, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("documents")
    path = ROOT / "tests" / "law" / "borderline.yaml"
    case = next(case for case in read_cases(base, path.read_bytes(), path.name) if case.id == "V09")
    document = recorddoc.document(assess(case, engines), base, dutch)
    found = {}
    for form in ("docx", "odt", "html", "pdf"):
        found[form] = folder / f"record.{form}"
        found[form].write_bytes(render(document, form))
    return found


def pages(pdf: Path, name: str, folder: Path) -> list[Path]:
    kept = Path(os.environ.get("WIJZER_PAGES", folder))
    kept.mkdir(parents=True, exist_ok=True)
    run("pdftoppm", "-r", "60", "-png", pdf, kept / name, home=folder)
    return sorted(kept.glob(f"{name}-*.png"))


def in_writer(path: Path, folder: Path) -> Path:
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, path, home=folder)
    return folder / f"{path.stem}.pdf"


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_libreoffice_opens_it_with_repeated_header_rows_and_numbered_pages(
    form: str, files: dict[str, Path], tmp_path: Path
) -> None:
    pdf = in_writer(files[form], tmp_path)
    text = run("pdftotext", "-layout", pdf, "-", home=tmp_path).split("\f")
    assert "Verslag over de keuze van de procedure" in text[0]
    assert "Antwoord" in text[0]
    assert "Antwoord" in text[1], "the header row of the facts stands again on the second page"
    assert f"Pagina 2 van {len(text) - 1}" in text[1]
    assert len(pages(pdf, form, tmp_path)) == len(text) - 1


@pytest.mark.parametrize("form", ["docx", "odt"])
@pytest.mark.parametrize("number", [0, 4, 16, 17, 19, 22, 23, 26])
def test_libreoffice_shows_a_hostile_text_as_text(form: str, number: int, tmp_path: Path) -> None:
    path = tmp_path / f"hostile.{form}"
    path.write_bytes(render(sample(HOSTILE[number]), form))
    text = run("pdftotext", in_writer(path, tmp_path), "-", home=tmp_path)
    assert "Eerste deel" in text
    assert "Einde." in text


def test_chromium_shows_the_page(files: dict[str, Path], tmp_path: Path) -> None:
    kept = Path(os.environ.get("WIJZER_PAGES", tmp_path))
    kept.mkdir(parents=True, exist_ok=True)
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}")
    shot = kept / "html.png"
    run("chromium", *quiet, "--window-size=900,2600", f"--screenshot={shot}", files["html"].as_uri(), home=tmp_path)
    assert shot.stat().st_size > 50_000
    printed = tmp_path / "printed.pdf"
    run(
        "chromium", *quiet, f"--print-to-pdf={printed}", "--no-pdf-header-footer", files["html"].as_uri(), home=tmp_path
    )
    text = run("pdftotext", "-layout", printed, "-", home=tmp_path)
    assert "Beslissingspad" in text
    assert "Stelsel: klassieke sectoren" in text
    pages(printed, "html-printed", tmp_path)


def test_the_text_of_the_pdf_can_be_copied(files: dict[str, Path], tmp_path: Path) -> None:
    text = run("pdftotext", "-layout", files["pdf"], "-", home=tmp_path)
    assert "€ 240.000,00" in text
    assert "Overheidsopdrachtenwet art. 36" in text
    assert "Stelsel: klassieke sectoren" in text, "the decision path is text, not dots"
    assert pages(files["pdf"], "pdf", tmp_path)
    shown = tmp_path / "hostile.pdf"
    shown.write_bytes(render(sample(HOSTILE[15]), "pdf"))
    assert '#panic("x")' in run("pdftotext", shown, "-", home=tmp_path)
