"""The wheelhouse installs on a machine without network or compiler, and what it installs works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
CASE = """\
id: wheelhouse
as_of: 2026-03-02
base: ordinary
facts:
  contract.nature: supplies
  value.estimate: 48500.00
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="the wheelhouse is made with make, on Linux or macOS"),
]


@pytest.fixture(scope="module")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "wheelhouse"
    venv_of_this = Path(sys.prefix)
    subprocess.run(
        ["make", "-s", "-o", f"{venv_of_this}/.made", "wheelhouse", f"WHEELHOUSE={folder}", f"VENV={venv_of_this}"],
        cwd=CHECKOUT,
        check=True,
        timeout=300,
    )
    return folder


class Machine:
    """An environment with pip alone, an empty home, and neither an index nor a compiler that could be used."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder / "venv", with_pip=True)
        self.programs = folder / "venv" / "bin"
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "XDG_"))}
        self.variables = kept | {"HOME": str(folder), "PIP_CONFIG_FILE": os.devnull, "CC": "false", "PATH": "/nowhere"}

    def run(self, program: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.programs / program), *map(str, words)],
            cwd=self.folder,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


@pytest.fixture(scope="module")
def machine(wheelhouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    made = Machine(tmp_path_factory.mktemp("machine"))
    done = made.run("pip", "install", "--no-index", "--find-links", wheelhouse, "procedurewijzer[documents]")
    assert done.returncode == 0, done.stderr
    return made


def test_the_installation_is_in_order(machine: Machine) -> None:
    done = machine.run("wijzer", "doctor", "--json")
    assert done.returncode == 0, done.stdout
    findings = {finding["id"]: finding for finding in json.loads(done.stdout)}
    assert "generated evaluator" in findings["engines"]["found"]
    assert str(machine.folder) in findings["rules"]["found"]


def test_it_writes_every_kind_of_record(machine: Machine) -> None:
    (machine.folder / "case.yaml").write_text(CASE, "utf-8")
    kinds = ["md", "json", "html", "txt", "docx", "odt", "pdf"]
    done = machine.run("wijzer", "record", "case.yaml", "--format", ",".join(kinds), "--out", "records")
    assert done.returncode == 0, done.stderr
    assert sorted(path.suffix[1:] for path in (machine.folder / "records").iterdir()) == sorted(kinds)


def test_the_sheet_for_the_it_service_lies_beside_the_wheels(wheelhouse: Path) -> None:
    text = (wheelhouse / "install.md").read_text("utf-8")
    assert "--no-index --find-links" in text
