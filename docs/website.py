"""Builds the documentation as a site of static pages: `python docs/website.py FOLDER`. Nothing is fetched.

The guides keep the places that they have in the repository, so that one link leads right in both. The reference is made
from the program and its rules (docs/reference.py).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: What the guides link to beside the folder docs.
BESIDE = ("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "rules/rules.schema.json", "spec")
START = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=docs/index.html">
<title>Procedurewijzer</title></head><body><p><a href="docs/index.html">Procedurewijzer</a></p></body></html>
"""


def build(folder: Path) -> int:
    """Writes the site into the folder; 0, or 1 where Sphinx has something to say."""
    import reference
    from sphinx.cmd.build import build_main

    with tempfile.TemporaryDirectory() as made:
        source = Path(made) / "source"
        shutil.copytree(ROOT / "docs", source / "docs", ignore=shutil.ignore_patterns("*.py", "__pycache__", "*.cast"))
        for name in BESIDE:
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, target)
        reference.write(source / "docs" / "reference")
        code = build_main(
            [
                "-q",
                "-W",
                "--keep-going",
                "-n",
                "-c",
                str(ROOT / "docs"),
                "-d",
                f"{made}/trees",
                str(source),
                str(folder),
            ]
        )
    (folder / "index.html").write_text(START, "utf-8")
    return int(code != 0)


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1])))
