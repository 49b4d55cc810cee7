"""The interview in a real browser: `wijzer serve` and a headless Chromium."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import socket
import sys
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from advisor.desk.casebook import Casebook
from tests.system.browsing import Browser, browser

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed; `make test-system` does"),
]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.asynccontextmanager
async def served(folder: Path, *words: str) -> AsyncIterator[str]:
    """The address of a server with its data in the folder."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tui", "serve", "--port", str(port), *words,
        env={**os.environ, "WIJZER_DATA": str(folder / "data"), "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), 30)
        assert f"http://127.0.0.1:{port}" in line.decode()
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        await process.wait()


async def until(found: Callable[[], Awaitable[bool]], seconds: float = 15) -> None:
    """Waits until a condition holds."""
    for _ in range(int(seconds * 20)):
        if await found():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come")


async def answers(folder: Path) -> dict[str, object]:
    """The answers of the newest case; none where there is no case yet."""
    path = folder / "data" / "casebook.sqlite3"
    if not path.exists():
        return {}
    with Casebook.open(path) as book:
        cases = book.page(size=1).cases
        return dict(book.state(cases[0].id).answers) if cases else {}


async def opened(tab: Browser, address: str) -> None:
    """Opens the page; the program has the keyboard."""

    async def has_keyboard() -> bool:
        return bool(await tab.run("document.activeElement.className === 'xterm-helper-textarea'"))

    await tab.call("Page.navigate", url=address)
    await until(has_keyboard)
    # The first byte comes before the first page.
    await asyncio.sleep(2)


async def test_a_whole_interview_and_the_record_as_a_download(tmp_path: Path) -> None:
    shots, downloads = Path(os.environ.get("WIJZER_PAGES", tmp_path)), tmp_path / "downloads"
    async with served(tmp_path) as address, browser(tmp_path) as tab:
        await opened(tab, address)
        assert await tab.run("document.documentElement.lang") == "nl"
        assert await tab.run("document.title") == "Procedurewijzer"
        await tab.shot(shots / "browser-start.png")
        await tab.press("/")
        # No hand is faster than this.
        await asyncio.sleep(0.5)
        await tab.press(*"leveringen 20000 gemeente")
        await asyncio.sleep(0.5)
        await tab.press("Enter")

        async def more_than(number: int) -> bool:
            return len(await answers(tmp_path)) > number

        await until(lambda: more_than(2))
        assert (await answers(tmp_path))["value.estimate"] == 2_000_000
        await asyncio.sleep(1)
        await tab.shot(shots / "browser-question.png")
        for _ in range(2):
            # The tenth line of the pages with nine: none of these.
            before = len(await answers(tmp_path))
            await tab.press("0")
            await asyncio.sleep(0.2)
            await tab.press("Enter")
            await until(partial(more_than, before))
            await asyncio.sleep(0.5)
        await tab.press("F8")
        await asyncio.sleep(1)
        await tab.shot(shots / "browser-advice.png")
        await tab.press("e")
        await asyncio.sleep(1)
        await tab.press("Enter")

        async def is_there() -> bool:
            return (downloads / "2026-001.zip").exists()

        await until(is_there)
        with zipfile.ZipFile(downloads / "2026-001.zip") as archive:
            record, shown = json.loads(archive.read("2026-001.json")), archive.read("2026-001.md").decode()
        assert record["recommended"][0]["route"] == "low_value"
        assert "€ 20.000,00" in shown
        host = address.split("/")[2]
        assert {urlsplit(url).netloc for url in tab.asked if not url.startswith(("about:", "data:", "blob:"))} == {host}
        assert tab.faults == []


async def test_another_site_cannot_open_a_session(tmp_path: Path) -> None:
    async with served(tmp_path) as address, aiohttp.ClientSession() as session:
        for headers in ({"Origin": "http://evil.example"}, {}, {"Origin": address.rstrip("/"), "Host": "evil.example"}):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(f"{address}ws", headers=headers)
            assert refused.value.status == 403, headers


async def test_no_more_sessions_than_there_is_room_for(tmp_path: Path) -> None:
    async with served(tmp_path, "--sessions", "1") as address, aiohttp.ClientSession() as session:
        headers = {"Origin": address.rstrip("/")}
        async with session.ws_connect(f"{address}ws", headers=headers):
            async with session.get(address) as page:
                assert page.status == 503
                assert "Alle plaatsen zijn bezet" in await page.text()
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(f"{address}ws", headers=headers)
            assert refused.value.status == 503

        async def has_room() -> bool:
            async with session.get(address) as page:
                return page.status == 200

        await until(has_room)
