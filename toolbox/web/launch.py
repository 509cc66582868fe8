"""What the launcher starts with: store and sample hub before the first visit, heavy imports beside it, headers on all.

Figures behind the choices (a trial on two cores): a click costs 11 ms instead of 50 with ``TCP_NODELAY``, and
5 ms of processor time instead of 170 once the imported modules are frozen out of the garbage collection that
Streamlit runs after every script.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import secrets
import socket
import threading
import webbrowser
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from toolbox.model import ToolboxError

MAIN = Path(__file__).with_name("main.py")

log = logging.getLogger("toolbox")

#: In the order the pages need them; statsmodels, which takes longest, last.
HEAVY = (
    "pandas",
    "altair",
    "toolbox.web.released",
    "toolbox.reports",
    "toolbox.sample",
    "toolbox.reading",
    "scipy.stats",
    "fastexcel",
    "openpyxl",
    "statsmodels.stats.multitest",
)

HEADERS = {
    "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}


class SecurityHeaders:
    """Sets :data:`HEADERS` on every answer of the server; Streamlit itself sends none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                added = [
                    (name.encode(), text.encode()) for name, text in HEADERS.items() if name.encode() not in present
                ]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, sending)


class KnownHosts:
    """Refuses requests under a name that is none of ``server.allowedHosts``: a page elsewhere may have had its own
    name point at this machine. Streamlit itself checks this for its websocket only."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not is_known(
            Headers(scope=scope).get("host", ""), st.get_option("server.allowedHosts")
        ):
            refused = PlainTextResponse(
                "This server is not known by that name. See server.allowedHosts.", status_code=421
            )
            await refused(scope, receive, send)
            return
        await self.app(scope, receive, send)


def is_known(host: str, allowed: Sequence[str]) -> bool:
    """Whether a ``Host`` heading, with or without port, is one of the allowed names; any is where none is named.

    Example:
        >>> is_known("localhost:8501", ["localhost"]), is_known("[::1]:8501", ["::1"]), is_known("a.hub.eu", ["*.hub.eu"])
        (True, True, True)
        >>> is_known("elsewhere.example", ["localhost"]), is_known("elsewhere.example", [])
        (False, True)
    """
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    patterns = [pattern.strip().lower().rstrip(".") for pattern in allowed]
    return not patterns or any(
        pattern in ("*", name) or (pattern.startswith("*.") and name.endswith(pattern[1:])) for pattern in patterns
    )


class _Readiness:
    """Whether the store answers and the heavy imports are done; one per process."""

    def __init__(self) -> None:
        self.problem = "starting"
        self.warm = threading.Event()


readiness = _Readiness()


async def ready(request: Request) -> Response:
    """``GET /api/ready``: 200 when a visit will be served at full speed, 503 with the reason until then."""
    problem = readiness.problem or ("" if readiness.warm.is_set() else "warming")
    return JSONResponse({"ready": not problem, "reason": problem}, status_code=503 if problem else 200)


def warm() -> None:
    """Import what the pages will ask for, then keep those modules out of every later garbage collection."""
    try:
        for name in HEAVY:
            import_module(name)
    except Exception:
        log.exception("Warming up stopped; pages will import what they need when they need it.")
    gc.collect()
    gc.freeze()
    readiness.warm.set()


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Before the first visit: bring the store up to date and, the first time ever, load the invented sample hub.

    A store that cannot be used (locked, full, newer than this version) does not stop the server: each page then
    says in plain words what is wrong, which a process that never came up could not do.
    """
    from toolbox.web import state

    try:
        state.first_start()
        readiness.problem = ""
    except ToolboxError as refusal:
        log.error("The data folder cannot be used: %s", refusal.message)
        readiness.problem = refusal.code
    threading.Thread(target=warm, name="warm-up", daemon=True).start()
    if not st.get_option("server.headless"):
        asyncio.get_running_loop().call_later(0.3, open_browser)
    yield {}


def open_browser() -> None:
    """Show the start page to whoever ran the command. Streamlit does this for scripts, not for an ``st.App``."""
    address, base = st.get_option("server.address"), str(st.get_option("server.baseUrlPath")).strip("/")
    host = "localhost" if address in (None, "", "0.0.0.0", "::") else address
    webbrowser.open(f"http://{host}:{st.get_option('server.port')}/{base}")


def script_failed(failure: Exception) -> bool:
    """Show the visitor a refusal as it is, and a fault of ours as a number under which the log has the trace."""
    if isinstance(failure, ToolboxError):
        st.error(failure.message)
        return True
    number = secrets.token_hex(4).upper()
    log.error("Fault %s", number, exc_info=failure)
    st.error(
        "Something went wrong on this page, and it is not your doing. Nothing you saved is lost. "
        f"Reload the page to go on. If it happens again, give this number to whoever runs the toolbox: **{number}**"
    )
    return True


def no_delay() -> None:
    """Send small answers at once. ``streamlit run`` opens its socket so that asyncio does not set this itself."""
    accept = socket.socket.accept
    if getattr(accept, "sends_at_once", False):
        return

    def accept_at_once(self: socket.socket) -> tuple[socket.socket, Any]:
        connection, address = accept(self)
        if connection.family in (socket.AF_INET, socket.AF_INET6):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection, address

    accept_at_once.sends_at_once = True  # type: ignore[attr-defined]
    socket.socket.accept = accept_at_once  # type: ignore[method-assign]


def around() -> dict[str, Any]:
    """Everything ``st.App`` takes beside the script: lifespan, routes, middleware and what a fault looks like."""
    no_delay()
    return {
        "lifespan": lifespan,
        "routes": [Route("/api/ready", ready)],
        "middleware": [Middleware(SecurityHeaders), Middleware(KnownHosts)],
        "on_script_error": script_failed,
    }
