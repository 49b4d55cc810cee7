"""What `wijzer serve` refuses, whose cases are whose, and the command of a session."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from advisor.cli import Refused
from tui import serve


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.9.1"])
def test_this_computer_needs_no_proxy(host: str) -> None:
    assert serve.options(["--host", host]).host == host


@pytest.mark.parametrize("host", ["10.0.0.5", "192.168.1.5", "wijzer.example", "::", ""])
def test_an_address_for_others_needs_a_proxy_in_front(host: str) -> None:
    with pytest.raises(Refused, match="--behind-proxy"):
        serve.options(["--host", host])
    assert serve.options(["--host", host, "--behind-proxy", "https://wijzer.example"]).host == host


@pytest.mark.parametrize(
    "address",
    ["wijzer.example", "ftp://wijzer.example", "https://", "https://wijzer.example/pad", "https://w.example/?a"],
)
def test_the_address_of_the_proxy_is_a_whole_one(address: str) -> None:
    with pytest.raises(Refused, match="--behind-proxy"):
        serve.options(["--behind-proxy", address])


def test_nobody_but_a_proxy_may_say_who_someone_is() -> None:
    with pytest.raises(Refused, match="--user-header"):
        serve.options(["--user-header", "X-User"])


@pytest.mark.parametrize("number", ["0", "-1", "1001", "many"])
def test_the_number_of_sessions_is_limited(number: str) -> None:
    with pytest.raises(Refused, match="sessions"):
        serve.options(["--sessions", number])


def test_each_person_has_a_folder_and_no_name_leaves_it(tmp_path: Path) -> None:
    names = ["an", "An", "../an", "an/..", "/etc", "a" * 5000, "é", ""]
    folders = [serve.user_folder(tmp_path, name) for name in names]
    assert len(set(folders)) == len(names)
    assert {folder.parent for folder in folders} == {tmp_path / "people"}


@pytest.mark.skipif(sys.platform == "win32", reason="the shell of Windows quotes otherwise")
def test_a_folder_of_rules_is_one_word_of_the_command(tmp_path: Path) -> None:
    folder = tmp_path / "rules; rm -rf x"
    words = shlex.split(serve.command(serve.options(["--rules", str(folder), "--lang", "fr"])))
    assert words[-4:] == ["--lang", "fr", "--rules", str(folder)]


def test_mistakes_end_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.run(["--host", "10.0.0.5"]) == 2
    assert "the program asks no password" in capsys.readouterr().err
