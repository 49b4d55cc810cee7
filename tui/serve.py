"""`wijzer serve`: the interview in a browser, by textual-serve, with a page of its own.

It listens on this computer alone, unless a proxy in front of it is named: the program itself knows no passwords.
"""

from __future__ import annotations

import argparse
import hashlib
import ipaddress
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from advisor.cli import BAD_INPUT, DONE, Refused
from tui.language import LANGUAGES

if TYPE_CHECKING:
    from tui.webserver import WebServer

WEB = Path(__file__).parent / "web"
MOST_SESSIONS = 20


def run(argv: Sequence[str]) -> int:
    """Runs the server until it is stopped; the exit code."""
    try:
        server(options(argv)).serve()
    except Refused as refused:
        for message in refused.messages:
            sys.stderr.write(f"wijzer: {message}\n")
        return BAD_INPUT
    except OSError as error:
        sys.stderr.write(f"wijzer: serve: {error.strerror or error}; give another --port or --host\n")
        return BAD_INPUT
    return DONE


def options(words: Sequence[str]) -> argparse.Namespace:
    """The options, held to what is safe. Raises Refused."""
    found = parser().parse_args(list(words))
    if not is_loopback(found.host) and found.behind_proxy is None:
        told = "other computers could reach it, and the program asks no password"
        raise Refused([f"--host {found.host}: {told}; name the proxy in front of it with --behind-proxy https://…"])
    if found.behind_proxy is not None:
        parts = urlsplit(found.behind_proxy)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise Refused(
                [f"--behind-proxy: expected an address like https://wijzer.example; found {found.behind_proxy}"]
            )
        if parts.path not in ("", "/"):
            raise Refused(["--behind-proxy: the program wants a host of its own, without a path after the name"])
    elif found.user_header is not None:
        raise Refused(["--user-header: only a proxy can be trusted to say who someone is; give --behind-proxy too"])
    if not 1 <= found.sessions <= 1000:
        raise Refused([f"--sessions: expected a number from 1 to 1000; found {found.sessions}"])
    return found


def parser() -> argparse.ArgumentParser:
    """The options of `wijzer serve`."""

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            raise Refused([f"serve: {message}; `wijzer serve --help` says what is possible"])

    made = Parser(prog="wijzer serve", description="The interview in a browser. It stops with Ctrl+C.")
    made.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, this computer)")
    made.add_argument("--port", type=int, default=8765, help="port to listen on (default: 8765)")
    made.add_argument("--lang", choices=LANGUAGES, default="nl", help="language of the page (default: nl)")
    made.add_argument(
        "--sessions", type=int, default=MOST_SESSIONS, metavar="N", help=f"most at a time (default: {MOST_SESSIONS})"
    )
    made.add_argument("--behind-proxy", metavar="URL", help="the public address of the proxy that asks who someone is")
    made.add_argument(
        "--user-header", metavar="NAME", help="header in which the proxy says who it is: each has cases of their own"
    )
    made.add_argument("--rules", metavar="DIR", help="a rule base other than the program's own")
    return made


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def command(found: argparse.Namespace) -> str:
    """The command of one session, for the shell of this platform."""
    words = [sys.executable, "-P", "-m", "tui", "interview", "--lang", found.lang]
    if found.rules is not None:
        words += ["--rules", str(Path(found.rules).resolve())]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def user_folder(data: Path, user: str) -> Path:
    """The folder of one person's cases. A name is never part of a path: two names cannot share a folder."""
    return data / "people" / hashlib.sha256(user.encode()).hexdigest()[:32]


def server(found: argparse.Namespace) -> WebServer:
    """The server of these options. Raises Refused where the extra `browser` is not installed."""
    from advisor.wording import Wording

    try:
        from tui.webserver import WebServer
    except ImportError as error:
        raise Refused(
            [f"serve: {error.name} is not installed; install the extra: pip install 'procedurewijzer[browser]'"]
        ) from None
    wording = Wording.load(found.lang, found.rules)
    return WebServer(
        command(found),
        found.host,
        found.port,
        wording=wording,
        public_url=found.behind_proxy.rstrip("/") if found.behind_proxy else None,
        sessions=found.sessions,
        user_header=found.user_header,
    )
