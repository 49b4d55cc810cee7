"""A look at everything that the program stands on: versions, engines, rule base, casebook, terminal, encoding.

Each finding says how it stands (`good`, `warning`, `bad`) and which advice of the wording goes with it. Nothing is
changed, but for the folders of this person that the first start would make anyway.
"""

from __future__ import annotations

import importlib.metadata
import locale
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from advisor import __version__, quantity
from advisor.desk import folders

if TYPE_CHECKING:
    from advisor.rulebase import RuleBase

GOOD, WARNING, BAD = "good", "warning", "bad"
#: Calendar days before the end of the known dates from which it is time to look for newer rules.
RENEWAL_DAYS = 90
#: What the program needs and what an extra brings; the extra is named in the advice.
PACKAGES = {
    "durable-rules": "", "platformdirs": "", "psutil": "", "pydantic": "", "python-sat": "", "pyyaml": "",
    "rfc8785": "", "textual": "", "python-docx": "documents", "odfdo": "documents", "typst": "documents",
    "pikepdf": "documents", "textual-serve": "browser", "sshsig": "signatures",
}  # fmt: skip
#: The least room in which every page can be read, in columns and rows.
ROOM = (80, 24)


class Finding(NamedTuple):
    """One thing looked at: its id in the wording, how it stands, what was found, the key of the advice ("": none)."""

    id: str
    state: str
    found: str
    advice: str = ""


def examine(rules: str | None, casebook: Path | None, today: int) -> Iterator[Finding]:
    """Every finding, in the order in which the program stands on them."""
    yield Finding("program", GOOD, __version__)
    yield _python()
    yield from _packages()
    yield from _rule_base(rules, today)
    yield from _casebook(casebook)
    yield _writable("cache", folders.cache())
    yield from _terminal()
    yield from _encoding()


def _python() -> Finding:
    found = f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}"
    return Finding(
        "python", GOOD if sys.version_info >= (3, 11) else BAD, found, "" if sys.version_info >= (3, 11) else "python"
    )


def _packages() -> Iterator[Finding]:
    absent: list[str] = []
    for name, extra in PACKAGES.items():
        try:
            yield Finding("package", GOOD, f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            if name == "durable-rules":
                yield Finding("package", GOOD, f"{name} –", "second_engine")
            elif extra:
                absent.append(f"{name} [{extra}]")
            else:
                yield Finding("package", BAD, f"{name} –", "package")
    if absent:
        yield Finding("extras", GOOD, ", ".join(absent), "extras")


# --- rules and engines ----------------------------------------------------------------------------------------------


def _rule_base(rules: str | None, today: int) -> Iterator[Finding]:
    from advisor import rulebase
    from advisor.rulefiles import RuleMistake

    try:
        base = rulebase.load(rules)
    except RuleMistake as mistake:
        yield Finding("rules", BAD, mistake.messages[0], "rules")
        return
    yield Finding("rules", GOOD, f"{base.version}, {base.digest[:12]}, {base.folder}")
    last = quantity.date_text(base.known_to)
    left = base.known_to - today
    state = BAD if left < 0 else WARNING if left < RENEWAL_DAYS else GOOD
    yield Finding("known_until", state, last, "" if state == GOOD else "known_until")
    yield _engines(base, today)


def _engines(base: RuleBase, today: int) -> Finding:
    """Both engines on a case of which nothing is known, on the last day known that is not after today."""
    from advisor.assessing import assess
    from advisor.case import Case
    from advisor.engines import Breach, Engines

    case = Case("doctor", "", max(base.known_from, min(today, base.known_to)), {})
    try:
        found = assess(case, Engines(base))
    except Breach as breach:
        return Finding("engines", BAD, str(breach), "engines")
    except (ImportError, OSError) as error:
        return Finding("engines", BAD, str(error), "package")
    return Finding("engines", GOOD, ", ".join(found.engines))


# --- files ----------------------------------------------------------------------------------------------------------


def _casebook(given: Path | None) -> Iterator[Finding]:
    from advisor.desk.casebook import Casebook, CasebookTrouble, default_path

    path = given or default_path()
    kind, remote = folders.file_system(path)
    if not path.exists():
        yield _writable("casebook_folder", path.parent)
    else:
        try:
            Casebook.open(path).close()
            number, damage = _looked_through(path)
        except CasebookTrouble as trouble:
            yield Finding("casebook", BAD, str(trouble), "casebook")
        else:
            yield (
                Finding("casebook", BAD, f"{path}: {damage}", "casebook")
                if damage
                else Finding("casebook", GOOD, f"{path} ({number})")
            )
    yield Finding("disk", WARNING if remote else GOOD, kind or "?", "network" if remote else "")


def _looked_through(path: Path) -> tuple[int, str]:
    """How many cases the file holds, and what SQLite itself finds wrong with it ("": nothing)."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        said = str(connection.execute("PRAGMA quick_check").fetchone()[0])
        number = connection.execute("SELECT COUNT(DISTINCT case_id) FROM event").fetchone()[0]
    except sqlite3.DatabaseError as error:
        return 0, str(error)
    finally:
        connection.close()
    return number, "" if said == "ok" else said


def _writable(name: str, folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Finding(name, WARNING if name == "cache" else BAD, f"{folder}: {error.strerror}", "writable")
    return Finding(name, GOOD, str(folder))


# --- terminal -------------------------------------------------------------------------------------------------------


def _terminal(size: Callable[[int], os.terminal_size] = os.get_terminal_size) -> Iterator[Finding]:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield Finding("terminal", GOOD, os.environ.get("TERM", "–"), "no_terminal")
        return
    try:
        columns, rows = size(sys.stdout.fileno())
    except OSError:
        columns, rows = 0, 0
    small = columns < ROOM[0] or rows < ROOM[1]
    dumb = os.environ.get("TERM", "") in ("", "dumb") and os.name != "nt"
    found = f"{os.environ.get('TERM', '–')}, {columns}×{rows}"
    yield Finding("terminal", WARNING if small or dumb else GOOD, found, "dumb" if dumb else "small" if small else "")
    yield Finding("colour", GOOD, os.environ.get("COLORTERM") or "–", "no_color" if "NO_COLOR" in os.environ else "")


def _encoding() -> Iterator[Finding]:
    used = (sys.stdout.encoding or "?").lower().replace("-", "")
    preferred = locale.getpreferredencoding(False)
    fine = used == "utf8"
    yield Finding(
        "encoding", GOOD if fine else WARNING, f"{sys.stdout.encoding}, {preferred}", "" if fine else "encoding"
    )
