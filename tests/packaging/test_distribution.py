"""What is handed out works: the wheel, the wheel built from the source distribution, and the editable install.

Each is run from a directory outside the checkout, without network, and each must give the same assessment.
"""

from __future__ import annotations

import configparser
import importlib.metadata
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from advisor import __version__

CHECKOUT = Path(__file__).resolve().parents[2]
NAME = "procedurewijzer"
CASE = """\
id: packaging-smoke
as_of: 2026-03-02
facts:
  buyer.kind: municipality
  contract.nature: supplies
  value.estimate: 48500.00
"""

pytestmark = pytest.mark.slow


def environment(home: Path) -> dict[str, str]:
    """The variables of a user who has nothing of ours: no path into the checkout, no settings of pip, an empty home."""
    dropped = ("PIP_", "PYTHON", "VIRTUAL_ENV", "XDG_", "WIJZER")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    places = {"HOME": str(home), "USERPROFILE": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    return kept | places | {"PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"}


def run(*command: str | Path, cwd: Path, home: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{command} gave {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def only(paths: list[Path]) -> Path:
    assert len(paths) == 1, paths
    return paths[0]


def source_files(folder: str) -> set[str]:
    """Paths in the checkout, relative to it, of all files that are source."""
    return {
        path.relative_to(CHECKOUT).as_posix()
        for path in (CHECKOUT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    out = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "build", "--no-isolation", "--sdist", "--outdir", out, CHECKOUT, cwd=out, home=home)
    return only(list(out.glob("*.tar.gz")))


@pytest.fixture(scope="module")
def unpacked(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(out, filter="data")
    return only(list(out.iterdir()))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", out, CHECKOUT, cwd=out, home=home)
    return only(list(out.glob("*.whl")))


@pytest.fixture(scope="module")
def wheel_from_sdist(unpacked: Path, tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    out = tmp_path_factory.mktemp("wheel-from-sdist")
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", out, unpacked, cwd=out, home=home)
    return only(list(out.glob("*.whl")))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("outside") / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


class Installation:
    """A wheel in a fresh environment, beside the third-party packages of the running one."""

    def __init__(self, wheel: Path, directory: Path, home: Path) -> None:
        self.home = home
        venv.create(directory, with_pip=False, symlinks=os.name != "nt")
        scripts = directory / ("Scripts" if os.name == "nt" else "bin")
        self.python = scripts / ("python.exe" if os.name == "nt" else "python")
        self.command = scripts / ("wijzer.exe" if os.name == "nt" else "wijzer")
        pip = (sys.executable, "-m", "pip", "--python", self.python)
        run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=directory, home=home)
        where = "import sysconfig; print(sysconfig.get_path('purelib'))"
        self.packages = Path(run(self.python, "-c", where, cwd=directory, home=home).strip())
        # A .pth file adds the directory but does not read the .pth files in it, so the checkout stays out of reach.
        others = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
        (self.packages / "third-party.pth").write_text("\n".join(others) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory, home: Path) -> Installation:
    return Installation(wheel, tmp_path_factory.mktemp("installed"), home)


@pytest.fixture(scope="module")
def installed_from_sdist(wheel_from_sdist: Path, tmp_path_factory: pytest.TempPathFactory, home: Path) -> Installation:
    return Installation(wheel_from_sdist, tmp_path_factory.mktemp("installed-from-sdist"), home)


def assess(case: Path, home: Path, *command: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*command, "assess", case, "--json", cwd=case.parent, home=home))
    return found


@pytest.fixture(scope="module")
def assessment_of_the_editable_install(case: Path, home: Path) -> dict[str, Any]:
    """From the running environment, which `make` fills with an editable install."""
    direct = importlib.metadata.distribution(NAME).read_text("direct_url.json")
    if direct is None or not json.loads(direct).get("dir_info", {}).get("editable"):
        pytest.skip("the running environment does not hold an editable install")
    return assess(case, home, Path(sysconfig.get_path("scripts")) / "wijzer")


def test_the_wheel_holds_the_two_packages_and_the_rules_inside_the_core(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = source_files("advisor") | source_files("tui")
    expected |= {f"advisor/_rules/{PurePosixPath(name).relative_to('rules')}" for name in source_files("rules")}
    assert names == expected
    assert "advisor/_rules/facts.yaml" in names


def test_the_wheel_names_its_command_version_and_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = only([Path(name) for name in archive.namelist() if name.endswith(".dist-info/METADATA")]).parent
        metadata = HeaderParser().parsestr(archive.read(f"{info.as_posix()}/METADATA").decode())
        scripts = configparser.ConfigParser()
        scripts.read_string(archive.read(f"{info.as_posix()}/entry_points.txt").decode())
        licence = archive.read(f"{info.as_posix()}/licenses/LICENSE")
    assert dict(scripts["console_scripts"]) == {"wijzer": "tui.__main__:main"}
    assert metadata["Name"] == NAME
    assert metadata["License-Expression"] == "EUPL-1.2"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Version"] == __version__
    assert licence == (CHECKOUT / "LICENSE").read_bytes()


def test_no_rule_in_the_wheel_was_changed_on_the_way(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in source_files("rules"):
            packed = archive.read(f"advisor/_rules/{PurePosixPath(name).relative_to('rules')}")
            assert packed == (CHECKOUT / name).read_bytes(), name
            assert b"\r" not in packed, f"{name} has line ends other than LF"


def test_the_source_distribution_holds_all_that_builds_and_tests(unpacked: Path) -> None:
    wanted = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", ".ci/run"}
    for folder in ("advisor", "constraints", "rules", "tests", "tui"):
        wanted |= source_files(folder)
    assert sorted(name for name in wanted if not (unpacked / name).is_file()) == []


def test_the_tests_of_the_source_distribution_can_be_collected(unpacked: Path, home: Path) -> None:
    run(sys.executable, "-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider", cwd=unpacked, home=home)


def test_a_wheel_built_from_the_source_distribution_is_the_same(wheel: Path, wheel_from_sdist: Path) -> None:
    assert wheel_from_sdist.name == wheel.name
    with zipfile.ZipFile(wheel) as ours, zipfile.ZipFile(wheel_from_sdist) as theirs:
        assert ours.namelist() == theirs.namelist()
        assert [name for name in ours.namelist() if ours.read(name) != theirs.read(name)] == []


@pytest.mark.parametrize("kind", ["installed", "installed_from_sdist"])
def test_an_installed_wheel_runs_on_its_own_files(kind: str, case: Path, request: pytest.FixtureRequest) -> None:
    installation: Installation = request.getfixturevalue(kind)
    script = "import advisor, tui; print(advisor.__file__); print(tui.__file__)"
    for file in run(installation.python, "-c", script, cwd=case.parent, home=installation.home).split("\n")[:2]:
        assert Path(file).is_relative_to(installation.packages)
    for command in ([installation.command], [installation.python, "-m", "tui"]):
        assert __version__ in run(*command, "--version", cwd=case.parent, home=installation.home)


@pytest.mark.parametrize("kind", ["installed", "installed_from_sdist"])
def test_an_installed_wheel_gives_the_assessment_of_the_editable_install(
    kind: str,
    case: Path,
    assessment_of_the_editable_install: dict[str, Any],
    request: pytest.FixtureRequest,
) -> None:
    installation: Installation = request.getfixturevalue(kind)
    found = assess(case, installation.home, installation.command)
    assert found["rule_base"]
    assert found == assessment_of_the_editable_install


def test_an_editable_install_copies_no_file_of_ours(assessment_of_the_editable_install: dict[str, Any]) -> None:
    assert assessment_of_the_editable_install["case"] == "packaging-smoke"
    packages = Path(sysconfig.get_path("purelib"))
    assert [name for name in ("advisor", "tui", "rules") if (packages / name).exists()] == []
