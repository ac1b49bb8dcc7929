"""Who visits and what they may do: tokens, sessions of browsers, and what forms carry against forgery.

A program sends its token with each request (`Authorization: Bearer …`). A person signs in with theirs; from then on a
cookie, which scripts cannot read and other sites cannot send, names their session. Without a token file, everybody
who reaches the server may do everything: then it listens on this machine only.
"""

import getpass
import hmac
import secrets
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from fastapi import Depends, Request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.responses import Response

from app.web.problems import Problem
from app.web.settings import Settings
from app.web.tokens import Grant, Role, Tokens, digest_of

COOKIE = "claimatlas"
_LASTS = 12 * 3600
"""How many seconds a session lasts."""
_READERS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Visitor:
    """Who made a request.

    Attributes:
        name: Under which they contribute; "" for somebody unknown.
        role: What they may do.
        session: The id of their browser's session; "" for a program.
        is_known: Whether they showed a token.
    """

    name: str
    role: Role
    session: str = ""
    is_known: bool = False

    @property
    def may_add(self) -> bool:
        """Whether they may add and edit."""
        return self.role >= Role.ADD

    @property
    def is_admin(self) -> bool:
        """Whether they may change anything by SPARQL, and whole graphs."""
        return self.role >= Role.ADMIN


class Access:
    """Tells who visits.

    Args:
        settings: How the server is run.
        read_only: Whether the store can only be read.

    Raises:
        TokenFileError: When the token file cannot be used.
    """

    def __init__(self, settings: Settings, *, read_only: bool) -> None:
        self.tokens = Tokens(settings.token_file) if settings.token_file else None
        self._most = Role.READ if read_only or settings.read_only else Role.ADMIN
        self._anonymous = Role.READ if settings.public or settings.read_only else Role.NONE
        self.unknown = Visitor("", self._anonymous)
        self._secret = secrets.token_bytes(32)
        self._sealed = URLSafeTimedSerializer(self._secret, salt="session")
        self._writes = MovingWindowRateLimiter(MemoryStorage())
        self._rate = RateLimitItemPerMinute(settings.limits.writes)

    def visitor_of(self, request: Request) -> Visitor:
        """Return who makes a request.

        Raises:
            Problem: When a token is shown that nobody has (401).
        """
        session, digest = self._session_of(request)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if token and scheme.lower() == "bearer":
            session, digest = "", digest_of(token.strip())
        if self.tokens is None:
            return Visitor(_who_runs_it(), self._most, session)
        grant = self.tokens.of_digest(digest) if digest else None
        if grant is None and digest and not session:
            raise Problem(401, "Nobody has this token. Ask who runs the server for one.", headers=_CHALLENGE)
        return self._as(grant, session)

    def _as(self, grant: Grant | None, session: str) -> Visitor:
        if grant is None:
            return Visitor("", self._anonymous, session)
        return Visitor(grant.name, min(grant.role, self._most), session, is_known=True)

    def count_write(self, request: Request, visitor: Visitor) -> None:
        """Count a change against what a visitor may make in a minute.

        Raises:
            Problem: When they have made so many already (429); tells when they may go on.
        """
        who = visitor.name or (request.client.host if request.client else "")
        if not self._writes.hit(self._rate, who):
            wait = max(1, round(self._writes.get_window_stats(self._rate, who).reset_time - time.time()))
            told = f"At most {self._rate.amount} changes a minute are taken from one visitor; go on in {wait} s."
            raise Problem(429, told, headers={"Retry-After": str(wait)})

    def begin(self, request: Request, response: Response, digest: str = "") -> str:
        """Give a browser a session, signed in by a token's digest or not, and return its id."""
        session = secrets.token_urlsafe(16)
        is_safe = request.url.scheme == "https"
        response.set_cookie(
            COOKIE,
            self._sealed.dumps([session, digest]),
            max_age=_LASTS,
            httponly=True,
            samesite="strict",
            secure=is_safe,
        )
        return session

    def csrf(self, session: str) -> str:
        """Return what the forms of a session carry, so that no other site can send them."""
        return hmac.new(self._secret, f"form {session}".encode(), "sha256").hexdigest()

    def _session_of(self, request: Request) -> tuple[str, str]:
        """Return the id of a browser's session and the digest of the token that it signed in with; "" for none."""
        try:
            session, digest = self._sealed.loads(request.cookies.get(COOKIE, ""), max_age=_LASTS)
        except (BadSignature, ValueError, TypeError):
            return "", ""
        return str(session), str(digest)


_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="claimatlas"'}


@cache
def _who_runs_it() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a process of a user without a name
        return "somebody"


def visitor_of(request: Request) -> Visitor:
    """Return who makes a request; see `Access.visitor_of`."""
    if not hasattr(request.state, "visitor"):
        request.state.visitor = request.app.state.site.access.visitor_of(request)
    visitor: Visitor = request.state.visitor
    return visitor


def must_be(request: Request, role: Role) -> Visitor:
    """Return who makes a request, if they may; counts their changes.

    Raises:
        Problem: When they may not (401 for somebody unknown, 403 for somebody known), or change too much (429).
    """
    visitor = visitor_of(request)
    if visitor.role < role:
        raise _refusal(request, visitor, role)
    if role > Role.READ and request.method not in _READERS:
        request.app.state.site.access.count_write(request, visitor)
    return visitor


def _refusal(request: Request, visitor: Visitor, role: Role) -> Problem:
    site = request.app.state.site
    if site.read_only:
        return Problem(403, "This server only shows what is there; nothing can be changed here.", "Read only")
    if not visitor.is_known:
        return Problem(401, "Sign in, or send a token: Authorization: Bearer TOKEN.", headers=_CHALLENGE)
    told = f"{visitor.name} may {visitor.role.word}; this needs the role {role.word}."
    return Problem(403, told)


def _needs(role: Role) -> Callable[[Request], Coroutine[Any, Any, Visitor]]:
    # Not in a thread: to hand it over to one takes longer than to look.
    async def dependency(request: Request) -> Visitor:
        return must_be(request, role)

    return dependency


async def check_form(request: Request) -> None:
    """Refuse a form that did not come from a page of this server to this browser.

    Raises:
        Problem: 403; when the session has ended, or the form was forged.
    """
    access, visitor = request.app.state.site.access, visitor_of(request)
    sent = (await request.form()).get("csrf", "")
    if not visitor.session or not hmac.compare_digest(str(sent).encode(), access.csrf(visitor.session).encode()):
        raise Problem(403, "The page that this came from is too old. Go back, reload it and send it again.", "Old form")


AnyVisitor = Annotated[Visitor, Depends(visitor_of)]
"""Whoever visits."""
Reader = Annotated[Visitor, Depends(_needs(Role.READ))]
"""A visitor who may read."""
Adder = Annotated[Visitor, Depends(_needs(Role.ADD))]
"""A visitor who may add; a request that changes something is counted."""
Admin = Annotated[Visitor, Depends(_needs(Role.ADMIN))]
"""A visitor who may change anything."""
FromOurForm = Depends(check_form)
"""For routes that take forms: `dependencies=[FromOurForm]`."""
