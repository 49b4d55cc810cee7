"""Opens the screen: reads the few options, finds the casebook, starts the application."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path

from tui.language import LANGUAGES, first_language

USAGE = """\
usage: wijzer interview [--lang nl|fr|en|de] [--case ID] [--casebook FILE] [--records FOLDER] [--rules FOLDER]
       wijzer interview --plain [...]"""
OPTIONS = ("--lang", "--case", "--casebook", "--records", "--rules")


def run(words: list[str]) -> int:
    """Runs the interview; returns the exit code: 0, or 2 for words that are not understood."""
    if words[:1] in (["--help"], ["-h"]):
        sys.stdout.write(USAGE + "\n")
        return 0
    options = read_options(words)
    if options is None:
        sys.stderr.write(USAGE + "\n")
        return 2
    in_browser = "TEXTUAL_DRIVER" in os.environ
    if not in_browser and not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write("wijzer: the interview needs a terminal; use `wijzer interview --plain` without one\n")
        return 2
    return _open(options)


def read_options(words: list[str]) -> dict[str, str] | None:
    """The options by name; None where a word is not understood."""
    found: dict[str, str] = {}
    rest = list(words)
    while rest:
        name, _, value = rest.pop(0).partition("=")
        if name not in OPTIONS or name in found:
            return None
        if not value:
            if not rest:
                return None
            value = rest.pop(0)
        found[name] = value
    return None if found.get("--lang", "nl") not in LANGUAGES else found


def _open(options: dict[str, str]) -> int:
    from advisor.desk import folders
    from tui.app import application

    casebook = options.get("--casebook")
    records = options.get("--records")
    app = application(
        Path(casebook) if casebook else None,
        first_language(options.get("--lang")),
        datetime.datetime.now().astimezone().date().toordinal(),
        resume=options.get("--case"),
        rules=options.get("--rules"),
        records=Path(records) if records else None,
        settings=folders.settings(),
    )
    case = options.get("--case")
    if case is not None:
        from advisor.desk.casebook import CasebookTrouble, UnknownCase

        try:
            app.session.book.state(case)
        except UnknownCase:
            sys.stderr.write(f"wijzer: there is no case {case} in {app.session.book.path}\n")
            return 2
        except CasebookTrouble as trouble:
            sys.stderr.write(f"wijzer: {trouble}\n")
            return 2
    app.run()
    return app.return_code or 0
