"""A headless Chromium driven over its own protocol: open a page, press keys, read the terminal, keep downloads."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
    "--disable-background-networking", "--disable-sync", "--remote-debugging-port=0", "--window-size=1200,800",
)  # fmt: skip
#: The code of the keys that are no letter: name, number.
KEYS = {"Enter": 13, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38, "Tab": 9, " ": 32, "F8": 119}


class Browser:
    """One tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        #: The addresses of everything that the page asked for.
        self.asked: list[str] = []
        self.faults: list[str] = []
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self._socket:
            found = message.json()
            if "id" in found:
                self._waiting.pop(found["id"]).set_result(found)
            elif found["method"] == "Network.requestWillBeSent":
                self.asked.append(found["params"]["request"]["url"])
            elif found["method"] == "Log.entryAdded" and found["params"]["entry"]["level"] == "error":
                self.faults.append(found["params"]["entry"]["text"])

    async def call(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        found = await asyncio.wait_for(answer, 20)
        assert "error" not in found, f"{method}: {found}"
        return found["result"]

    async def run(self, script: str) -> Any:
        """The value of a script in the page."""
        found = await self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        return found["result"].get("value")

    async def press(self, *keys: str) -> None:
        for key in keys:
            code = KEYS.get(key, ord(key.upper()) if len(key) == 1 else 0)
            shown = {"key": key, "windowsVirtualKeyCode": code}
            if key == "Enter":
                shown["text"] = "\r"
            elif len(key) == 1:
                shown["text"] = key
            await self.call("Input.dispatchKeyEvent", type="keyDown", **shown)
            await self.call("Input.dispatchKeyEvent", type="keyUp", **shown)

    async def shot(self, path: Path) -> None:
        found = await self.call("Page.captureScreenshot")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(found["data"]))


@contextlib.asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Browser]:
    """A Chromium with a profile of its own in the folder; downloads go to `folder/downloads`."""
    downloads = folder / "downloads"
    downloads.mkdir(parents=True)
    process = await asyncio.create_subprocess_exec(
        "chromium", *QUIET, f"--user-data-dir={folder / 'profile'}", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        while b"DevTools listening on" not in (line := await asyncio.wait_for(process.stderr.readline(), 30)):
            assert line, "chromium stopped"
        port = line.decode().split("ws://", 1)[1].split("/", 1)[0]
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://{port}/json/list") as answer:
                tabs = await answer.json(content_type=None)
            address = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
            async with session.ws_connect(address, max_msg_size=0) as socket:
                tab = Browser(socket)
                for name in ("Page", "Network", "Log", "Runtime"):
                    await tab.call(f"{name}.enable")
                await tab.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
                yield tab
    finally:
        process.kill()
        await process.wait()
