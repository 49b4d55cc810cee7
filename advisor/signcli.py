"""The command `sign`: a detached signature of records with an SSH key, made by OpenSSH itself."""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

from advisor.cli import DONE, Refused


def add_sign(parser: argparse.ArgumentParser) -> None:
    """The arguments of `sign`."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="records; each gets its signature beside it, FILE.sig")
    parser.add_argument("--key", required=True, metavar="KEY", help="the SSH key, such as ~/.ssh/id_ed25519")
    parser.set_defaults(run=_sign)


def _sign(options: argparse.Namespace) -> int:
    """Signs each file; OpenSSH asks for the pass phrase, and knows agents and security keys."""
    import shutil

    from advisor.signatures import ENDING, NAMESPACE
    from advisor.verifycli import content_of

    program = shutil.which("ssh-keygen")
    if program is None:
        raise Refused(["ssh-keygen is not installed: it comes with OpenSSH, which makes the signature"])
    for name in options.files:
        # What is no record is not signed as one.
        content_of(name)
        if Path(name + ENDING).exists():
            raise Refused([f"{name}{ENDING} is already there; a signature is never replaced"])
    for name in options.files:
        # The path as it is on the command line could be read as an option.
        path = Path(name).resolve()
        command = [program, "-q", "-Y", "sign", "-n", NAMESPACE, "-f", str(Path(options.key).expanduser()), str(path)]
        done = subprocess.run(command, check=False)  # noqa: S603 -- a list of words, no shell
        if done.returncode:
            raise Refused([f"{name}: ssh-keygen did not sign it; what it said stands above"])
        print(f"{name}{ENDING}")
    return DONE
