"""The web server of the interview: textual-serve with our page, a limit on sessions, and no stranger at the socket."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp_jinja2
import jinja2
from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server

from advisor.desk import folders
from tui.serve import WEB, user_folder

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from advisor.wording import Wording

#: Nothing from elsewhere is loaded, and no other site may show the page in a frame. xterm.js writes styles itself.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "img-src 'self' data:; connect-src 'self' {socket}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


class WebServer(Server):
    """Serves the command, a process for each session."""

    def __init__(
        self,
        command: str,
        host: str,
        port: int,
        *,
        wording: Wording,
        public_url: str | None,
        sessions: int,
        user_header: str | None,
    ) -> None:
        self.wording = wording
        super().__init__(command, host, port, title=self.told("title"), public_url=public_url, templates_path=str(WEB))
        self.most_sessions = sessions
        self.user_header = user_header
        self.open_sessions = 0

    def told(self, key: str) -> str:
        return self.wording.text("serve", key)

    # --- the application --------------------------------------------------------------------------------------------

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._guarded])
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(WEB), autoescape=True)
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index"),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.get("/download/{key}", self.handle_download, name="download"),
                web.static("/static", self.statics_path, name="static"),
                web.static("/own", WEB, name="own"),
            ]
        )
        app.on_startup.append(self.on_startup)
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def on_startup(self, app: web.Application) -> None:  # noqa: ARG002
        sys.stdout.write(f"{self.told('serving')} {self.public_url}\n")
        sys.stdout.flush()

    def initialize_logging(self) -> None:
        """Warnings alone: a log of what people do is not ours to keep."""
        logging.basicConfig(level="WARNING", format="%(name)s: %(message)s")

    @web.middleware
    async def _guarded(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Refuses a name of the host that is not ours: another site could have it point here."""
        if request.host not in self._hosts():
            raise web.HTTPForbidden(text=self.told("other_host"))
        response = await handler(request)
        if not response.prepared:
            policy = POLICY.format(socket=self._socket(request))
            response.headers.update({**HEADERS, "Content-Security-Policy": policy})
        return response

    def _socket(self, request: web.Request) -> str:
        """The address of the socket, by the name under which the browser knows us: one of ours."""
        scheme = "wss" if self.public_url.startswith("https:") else "ws"
        return f"{scheme}://{request.host}"

    def _hosts(self) -> set[str]:
        own = f"[{self.host}]" if ":" in self.host else self.host
        return {urlsplit(self.public_url).netloc, f"{own}:{self.port}", f"localhost:{self.port}"}

    # --- one session ------------------------------------------------------------------------------------------------

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page; a page that says so where there is no room for one more."""
        if self.open_sessions >= self.most_sessions:
            raise web.HTTPServiceUnavailable(text=self.told("full"), headers={"Retry-After": "60"})
        texts = {key: self.told(key) for key in ("no_script", "waiting", "ended", "again")}
        context = {
            "language": self.wording.language,
            "title": self.title,
            "texts": texts,
            "socket": f"{self._socket(request)}/ws",
            "font_size": _number(request, "fontsize", 16),
        }
        return aiohttp_jinja2.render_template("index.html", request, context)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """A session. Only our own page may open one, and no more than there is room for."""
        if request.headers.get("Origin") not in {self.public_url, *(f"http://{host}" for host in self._hosts())}:
            raise web.HTTPForbidden(text=self.told("other_host"))
        user = request.headers.get(self.user_header, "") if self.user_header else ""
        if self.user_header and not user:
            raise web.HTTPForbidden(text=self.told("nobody"))
        if self.open_sessions >= self.most_sessions:
            raise web.HTTPServiceUnavailable(text=self.told("full"))
        self.open_sessions += 1
        try:
            return await self._session(request, user)
        finally:
            self.open_sessions -= 1

    async def _session(self, request: web.Request, user: str) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=15)
        await socket.prepare(request)

        async def close() -> None:
            await socket.close()

        service = _Service(
            self.command,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=close,
            download_manager=self.download_manager,
        )
        if user:
            service.data = str(user_folder(folders.data(), user))
        try:
            await service.start(_number(request, "width", 80), _number(request, "height", 24))
            await self._process_messages(socket, service)
        except asyncio.CancelledError:
            await socket.close()
        except (ConnectionError, ValueError, AssertionError, KeyError, TypeError):
            # A message that is none of ours ends its own session and no other.
            await socket.close()
        finally:
            await service.stop()
        return socket


class _Service(AppService):
    """The process of one session, with a folder of its own where a proxy says whose it is."""

    data = ""

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment: dict[str, Any] = super()._build_environment(width, height)
        if self.data:
            environment[folders.VARIABLE] = self.data
        return environment


def _number(request: web.Request, name: str, default: int) -> int:
    text = request.query.get(name, "")
    return min(500, max(1, int(text))) if text.isascii() and text.isdecimal() else default
