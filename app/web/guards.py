"""What every request passes before it reaches a route, and every answer before it leaves.

As ASGI layers, from the outside in: `Observed` notes and counts each request; `Guarded` refuses names that are not
ours, requests that pages of other sites send, and bodies that are too long, and gives answers their headers.
"""

import logging
import time
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.metrics import Metrics
from app.web.problems import Problem, answer_to, problem_response
from app.web.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""What a page may do: nothing but what this server serves; a route that sends a policy of its own keeps it."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_UPLOADS = ("/api/items/bulk", "/store", "/update")
_SAFE = ("GET", "HEAD", "OPTIONS")
_access_log = logging.getLogger("claimatlas.access")


class Guarded:
    """Lets only requests through that are meant for this server.

    Args:
        inner: What stands behind it.
        settings: How the server is run.
    """

    def __init__(self, inner: ASGIApp, settings: Settings) -> None:
        self._inner = inner
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        request = Request(scope)
        problem = self._refusal(request)
        if problem:
            await problem_response(request, problem)(scope, receive, _with_headers(send, _Seen()))
            return
        seen = _Seen()
        outward = _with_headers(send, seen)
        try:
            await self._inner(scope, _measured(receive, self._longest(request)), outward)
        except Exception as error:
            if seen.begun:
                raise  # the answer is cut off, so that nobody takes it for whole
            await answer_to(request, error)(scope, receive, outward)

    def _refusal(self, request: Request) -> Problem | None:
        host = request.headers.get("host", "")
        name = urlsplit(f"//{host}").netloc.rpartition("@")[2]
        if not self._settings.answers_to(_without_port(name)):
            told = f"This server does not go by the name “{host[:100]}”. Who runs it can add names with --host-name."
            return Problem(421, told)
        if request.method not in _SAFE and not self._is_same_site(request, host):
            return Problem(403, "A page of another site may not change anything here.", "Foreign origin")
        try:
            length = int(request.headers.get("content-length", "0"))
        except ValueError:
            return Problem(400, "Content-Length is no number.")
        return _too_long(self._longest(request)) if length > self._longest(request) else None

    def _is_same_site(self, request: Request, host: str) -> bool:
        origin = request.headers.get("origin")
        if origin is None:
            return request.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
        return origin in self._settings.origins or urlsplit(origin).netloc == host

    def _longest(self, request: Request) -> int:
        limits = self._settings.limits
        return limits.upload if request.url.path.startswith(_UPLOADS) else limits.body


def _without_port(name: str) -> str:
    bare, colon, port = name.rpartition(":")
    return bare if colon and port.isdigit() else name


def _too_long(most: int) -> Problem:
    return Problem(413, f"The body is longer than {most:,} bytes, which is the most that is taken here.")


def _measured(receive: Receive, most: int) -> Receive:
    """Return the receiving end of a request whose body must not get longer than announced bodies may be."""
    have = 0

    async def measured() -> Message:
        nonlocal have
        message = await receive()
        have += len(message.get("body", b""))
        if have > most:
            raise _too_long(most)
        return message

    return measured


def _with_headers(send: Send, seen: "_Seen") -> Send:
    async def sending(message: Message) -> None:
        seen.note(message)
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


class Observed:
    """Notes each request in the access log and the metrics: method, path, status, time, size; never any text.

    Args:
        inner: What stands behind it.
        metrics: Where to count.
    """

    def __init__(self, inner: ASGIApp, metrics: Metrics) -> None:
        self._inner = inner
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        seen = _Seen()

        async def sending(message: Message) -> None:
            seen.note(message)
            await send(message)

        scope.setdefault("state", {})
        with self._metrics.under_way():
            try:
                await self._inner(scope, receive, sending)
            finally:
                self._tell(scope, seen)

    def _tell(self, scope: Scope, seen: "_Seen") -> None:
        seconds = time.perf_counter() - seen.asked
        route = getattr(scope.get("route"), "path", "")  # as it is declared: the metrics tell no ids apart
        self._metrics.count(scope["method"], route, seen.status, seconds)
        name = getattr(scope.get("state", {}).get("visitor"), "name", "") or "-"
        spent = f"{seconds * 1000:.1f} ms {seen.size} bytes"
        _access_log.info("%s %s %s %d %s", name, scope["method"], scope["path"], seen.status, spent)


class _Seen:
    """What was seen of an answer: when it was asked for, whether it has begun, its status and size."""

    def __init__(self) -> None:
        self.asked = time.perf_counter()
        self.begun = False
        self.status = 500
        self.size = 0

    def note(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            self.status = message["status"]
        self.size += len(message.get("body", b""))
