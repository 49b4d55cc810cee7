"""The command `rules`: the rule bases of releases, kept so that their records can be verified."""

from __future__ import annotations

import argparse
from pathlib import Path

from advisor import cli
from advisor.cli import DONE, Refused, loaded, write_whole


def add_rules(parser: argparse.ArgumentParser) -> None:
    """The arguments of `rules`."""
    parser.add_argument("what", choices=("list", "install", "pack"), help="what to do")
    parser.add_argument("file", nargs="?", metavar="PACK", help="the pack to install, or to write")
    cli.add_rules(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if (options.file is None) != (options.what == "list"):
        told = "it takes no file" if options.what == "list" else "name the file of the pack"
        raise Refused([f"rules {options.what}: {told}"])
    return {"list": _list, "install": _install, "pack": _pack}[options.what](options)


def _list(options: argparse.Namespace) -> int:
    """Prints the rule base of the program and those that are installed: version, digest, folder."""
    from advisor import rulepacks
    from advisor.desk import folders

    own = loaded(options.rules)
    print(f"{own.version}  {own.digest}  {own.folder}")
    for one in rulepacks.installed(folders.rules()):
        print(f"{one.version}  {one.digest}  {one.folder}")
    return DONE


def _install(options: argparse.Namespace) -> int:
    from advisor import rulepacks
    from advisor.desk import folders
    from advisor.rulefiles import RuleMistake

    try:
        raw = Path(options.file).read_bytes()
        made = rulepacks.install(raw, folders.rules())
    except OSError as error:
        raise Refused([f"{error.filename or options.file}: {error.strerror}"]) from None
    except rulepacks.PackMistake as mistake:
        raise Refused([f"{options.file}: {mistake}; nothing was installed"]) from None
    except RuleMistake as mistake:
        raise Refused([f"{options.file}: it is no rule base; nothing was installed", *mistake.messages[:5]]) from None
    print(f"{made.version}  {made.digest}  {made.folder}")
    return DONE


def _pack(options: argparse.Namespace) -> int:
    from advisor import rulepacks

    base = loaded(options.rules)
    path = Path(options.file)
    if path.exists():
        raise Refused([f"{path} is already there; name another file"])
    write_whole({path: rulepacks.pack(Path(base.folder))})
    print(f"{base.version}  {base.digest}  {path}")
    return DONE
