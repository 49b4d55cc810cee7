"""The core knows no screen: not when it is imported, and not when all of it is."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT


def test_importing_the_whole_core_loads_no_screen() -> None:
    code = (
        "import pkgutil, importlib, sys, advisor\n"
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(advisor.__path__, 'advisor.')]\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('textual', 'tui')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "[]"
