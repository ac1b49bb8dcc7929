"""Signing in with a token, and out again."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.web.access import COOKIE, AnyVisitor, FromOurForm
from app.web.site import SiteDep
from app.web.tokens import digest_of

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def sign_in_page(request: Request, site: SiteDep, then: Annotated[str, Query()] = "/") -> HTMLResponse:
    """The page that asks for a token."""
    return site.pages.render(request, "sign_in.html", then=_inside(then), fault="")


@router.post("/sign-in", dependencies=[FromOurForm])
def sign_in(
    request: Request, site: SiteDep, token: Annotated[str, Form()] = "", then: Annotated[str, Form()] = "/"
) -> Response:
    """Begin a session for whoever has the token."""
    grant = site.access.tokens.of(token.strip()) if site.access.tokens else None
    if site.access.tokens and grant is None:
        fault = "Nobody has this token. Ask who runs the server for one."
        return site.pages.render(request, "sign_in.html", status=403, then=_inside(then), fault=fault)
    answer = RedirectResponse(_inside(then), 303)
    # A new session: what an earlier page of this browser knew is of no use any more.
    site.access.begin(request, answer, digest_of(token.strip()) if grant else "")
    return answer


@router.post("/sign-out", dependencies=[FromOurForm])
def sign_out(_: AnyVisitor) -> Response:
    """End the session."""
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(COOKIE)
    return answer


def _inside(address: str) -> str:
    """Return an address if it is one of this server, else that of its first page."""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_ours and address.isprintable() else "/"
