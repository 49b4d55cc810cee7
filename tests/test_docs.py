"""The guides: their links lead somewhere, and their commands are commands of the program."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from advisor import cli
from advisor.cli import Refused
from tests.conftest import ROOT
from tui import plain, serve

PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
#: A whole line of a block of shell that begins with the program, without what comes after the comment sign.
COMMAND = re.compile(r"^(?:\S*bin/)?wijzer\b([^#\n]*)", re.MULTILINE)


def names(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = [
        link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link and not link.startswith("mailto:")
    ]
    assert not [link for link in links if not (page.parent / link).exists()]


def commands() -> list[str]:
    blocks = [
        block
        for page in PAGES
        for block in re.findall(r"```(?:sh|console)\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    ]
    return sorted({line.strip() for block in blocks for line in COMMAND.findall(block) if line.strip()})


@pytest.mark.parametrize("line", commands())
def test_every_command_in_the_guides_is_one_of_the_program(line: str) -> None:
    # Square brackets say that a part may be left out.
    name, *words = shlex.split(re.sub(r"[\[\]]|\(.*\)", " ", line).replace("…", ""))
    if name == "serve":
        serve.options(words)
    elif name == "interview":
        plain.parser().parse_args([word for word in words if word != "[...]"])
    elif not name.startswith("-"):
        assert name in cli.COMMANDS
        try:
            cli.parser_of(name).parse_args(words)
        except Refused as refused:
            # A command that asks for a file has one; a word in capitals stands for it.
            pytest.fail(str(refused))


def test_the_guides_have_commands_to_check() -> None:
    assert len(commands()) >= 20


def test_every_picture_in_the_guides_is_one_that_the_script_draws() -> None:
    from tests.tui.pictures import PICTURES

    drawn = {f"{title}-{language}.svg" for title in PICTURES for language in ("nl", "fr", "en", "de")}
    shown = {
        Path(link).name for page in PAGES for link in LINK.findall(page.read_text("utf-8")) if link.endswith(".svg")
    }
    assert shown
    assert shown <= drawn
