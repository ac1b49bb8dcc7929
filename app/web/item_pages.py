"""Every item has a page at the path of its IRI: for people as HTML, for programs as Turtle, N-Triples, JSON-LD.

`/items/NAME` leads there from any name; an item whose IRI is not of this project is shown in place. What was retracted
is told so (410): when, by whom, why, and what it said last.
"""

from email.utils import format_datetime
from functools import cache
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.item_fields import short_name
from app.web.access import Reader
from app.web.change_view import made_of
from app.web.form_ends import on_map
from app.web.item_cards import BASE, address_of
from app.web.item_rdf import EXTENSIONS, Wanted, links, rdf_response, split_extension, wanted
from app.web.item_schema import schema_of
from app.web.item_view import heading_of, item_name, look_of, view_of
from app.web.site import Site, SiteDep
from app.web.standing_view import comes_out
from claims import KINDS
from graph import (
    LogEntry,
    RetractedItemError,
    UnknownItemError,
    describe,
    describe_in_history,
    find_item,
    last_said,
    log,
)
from ontology import HISTORY
from viz import STATEMENTS

router = APIRouter(include_in_schema=False)
_GET = ["GET", "HEAD"]
_TITLES, _TEXTS = ("label", "prefLabel", "title"), ("text", "definition", "comment")
_CALLED = f"SELECT ?name {{{{ GRAPH <{HISTORY}> {{{{ <{{0}}> a prov:Agent ; rdfs:label ?name }}}} }}}} LIMIT 1"
_ON_MAPS = (*STATEMENTS, "policy", "power", "actor")
PageNumber = Annotated[int, Query(ge=1, le=10**9)]


@router.api_route("/corpus/{path:path}", methods=_GET)
@router.api_route("/power/{path:path}", methods=_GET)
@router.api_route("/instrument/{path:path}", methods=_GET)
@router.api_route("/topic/{path:path}", methods=_GET)
@router.api_route("/scheme/{path:path}", methods=_GET)
@router.api_route("/genid/{path:path}", methods=_GET)
def item_page(request: Request, site: SiteDep, _: Reader, path: str, of: str = "", page: PageNumber = 1) -> Response:
    """The page of the item whose IRI has this path."""
    return _item(request, site, BASE + request.scope["path"], of, page)


@router.api_route("/agent/{path:path}", methods=_GET)
def agent_page(request: Request, site: SiteDep, _: Reader, path: str, of: str = "", page: PageNumber = 1) -> Response:
    """The page of somebody: of one who is named as an actor, as an item; of one who only contributes, what they did."""
    iri = BASE + request.scope["path"]
    try:
        return _item(request, site, iri, of, page)
    except UnknownItemError:
        bare, extension = split_extension(iri)
        name = _contributor(site, bare)
        if not name:
            raise
    want = wanted(request, extension)
    if want.format == "html":
        return RedirectResponse(f"/changes?by={quote(name, safe='')}", 303, {"Vary": "Accept"})
    return rdf_response(request, site, want, lambda: describe_in_history(site.store, bare))


@router.api_route("/items/{name:path}", methods=_GET)
def any_item(request: Request, site: SiteDep, _: Reader, name: str, of: str = "", page: PageNumber = 1) -> Response:
    """Lead from any name of an item to its page."""
    if name.startswith(f"{BASE}/ontology"):
        return RedirectResponse(address_of(name), 303)
    try:
        iri, extension = _found(site, name)
    except RetractedItemError as error:
        return _retracted(request, site, error, wanted(request))
    if iri.startswith(f"{BASE}/"):
        suffix = f".{extension}" if extension else ""
        asked = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{address_of(iri)}{suffix}{asked}", 303)
    return _shown(request, site, iri, wanted(request, extension), of, page)


def _item(request: Request, site: Site, iri: str, of: str, page: int) -> Response:
    try:
        found, extension = _found(site, iri)
    except RetractedItemError as error:
        return _retracted(request, site, error, wanted(request, split_extension(iri)[1]))
    except UnknownItemError:
        raise _unknown(site, iri) from None
    if found not in (iri, split_extension(iri)[0]):  # an exact title that looks like an IRI
        raise UnknownItemError(item_name(iri), ())
    return _shown(request, site, found, wanted(request, extension), of, page)


def _unknown(site: Site, iri: str) -> UnknownItemError:
    """Return the error that tells of items whose ids are like the end of an IRI that nothing has."""
    name = item_name(iri)
    try:
        return UnknownItemError(name, (short_name(find_item(site.store, name)),))
    except RetractedItemError:
        return UnknownItemError(name, ())
    except UnknownItemError as error:
        return error


def _found(site: Site, name: str) -> tuple[str, str]:
    """Return the IRI that a name stands for, and the extension that names a format; "" where there is none."""
    bare, extension = split_extension(name)
    if not extension:
        return find_item(site.store, name), ""
    try:
        return find_item(site.store, name), ""
    except UnknownItemError:
        return find_item(site.store, bare), extension


def _contributor(site: Site, iri: str) -> str:
    """Return the name of a contributor; "" for nobody."""
    if not iri.removeprefix(f"{BASE}/agent/").replace("-", "").isalnum():
        return ""
    return next((row["name"] for row in site.store.ask(_CALLED.format(iri))), "")


def _shown(request: Request, site: Site, iri: str, want: Wanted, of: str, page: int) -> Response:
    address = address_of(iri)
    link = links(address, iri)
    if want.format != "html":
        has_history = "history" in request.query_params
        last = next(iter(log(site.store, item=iri, limit=1)), None)
        return rdf_response(
            request, site, want, lambda: describe(site.store, iri, history=has_history), Link=link,
            Last_Modified=_modified(last),
        )  # fmt: skip
    kind = heading_of(site.store, iri).kind
    view = view_of(site.store, iri, only=of, page=page)
    here = f"{str(request.base_url).rstrip('/')}{address}"
    shown = site.pages.render(
        request, "item.html", view=view, schema=schema_of(view, kind, here), quoted=quote(iri, safe=""),
        map=on_map(iri) if view.look.name in _ON_MAPS else "", can_edit=kind in _kinds(),
        argument=_argument(iri) if view.is_statement else "",
        alternates=alternates(address), standing=None if of else comes_out(site, iri),
    )  # fmt: skip
    shown.headers["link"] = link
    shown.headers["vary"] = "Accept"
    return shown


def _argument(iri: str) -> str:
    """Return the address of a statement in the tree of the argument, on the map around it."""
    return f"/map?{urlencode({'around': iri})}#/argument?sel={quote(item_name(iri), safe='')}"


def _retracted(request: Request, site: Site, error: RetractedItemError, want: Wanted) -> Response:
    """Tell when an item was taken out, by whom and why, and what it said last.

    Raises:
        RetractedItemError: To programs: it becomes a problem, as elsewhere.
    """
    if want.format != "html":
        raise error
    said: dict[str, list[str]] = {}
    for row in last_said(site.store, error.iri, error.contribution):
        said.setdefault(item_name(row["predicate"]), []).append(row["object"])
    title, text = (next((said[name][0] for name in names if name in said), "") for names in (_TITLES, _TEXTS))
    kinds = [item_name(one) for one in said.get("type", ()) if one.startswith(f"{BASE}/ontology#")]
    return site.pages.render(
        request, "retracted.html", status=410, error=error, made=made_of(error.contribution), text=text,
        title=title or item_name(error.iri), look=look_of(min(kinds, default="")), address=address_of(error.iri),
    )  # fmt: skip


def _modified(last: LogEntry | None) -> str | None:
    return format_datetime(last.contribution.at, usegmt=True) if last else None


def alternates(address: str) -> list[tuple[str, str, str]]:
    """Return the other forms of a page: their words, media types and addresses."""
    words = {"ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD"}
    return [(word, EXTENSIONS[name], f"{address}.{name}") for name, word in words.items()]


@cache
def _kinds() -> frozenset[str]:
    """Return the names of the classes whose items can be edited."""
    return frozenset(kind.__name__ for kind in KINDS.values())
