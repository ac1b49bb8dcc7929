"""The atlas: the start page, and the world around any item, with what is told to one visitor put in."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from hashlib import sha256
from threading import Thread
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.drawing import MOST
from app.web.access import Reader, Visitor
from app.web.problems import Problem
from app.web.site import Site, SiteDep
from app.web.worlds import (
    BASE,
    asset_addresses,
    count_of,
    holds_all,
    main_of_source,
    power_page,
    section_of,
    section_page,
    start_page,
    world_page,
)
from graph import GraphError, UnknownContributionError, UnknownItemError, contribution_of, corpus_of, find_item
from viz import Notice, Visit, dressed, served_assets

router = APIRouter(include_in_schema=False)

_DONE = {"added": "Added", "edited": "Edited", "retracted": "Retracted", "undone": "Undone"}
_FOR_GOOD = "public, max-age=31536000, immutable"
_KIND = "SELECT ?label {{ <{0}> rdfs:label|skos:prefLabel|dcterms:title ?label }} LIMIT 1"
_STANDS_IN = """SELECT (COUNT(DISTINCT ?item) AS ?n) {{
  ?place oa:hasSource <{0}> . ?note oa:hasTarget ?place ; oa:hasBody ?item
}}"""
_FIRST_SECTION = "SELECT ?section {{ ?section dcterms:isPartOf <{0}> ; schema:position ?n }} ORDER BY ?n LIMIT 1"

Number = Annotated[int, Query(ge=0, le=2**53)]
Page = Annotated[int, Query(ge=1, le=2**31)]


@router.get("/")
def start(request: Request, visitor: Reader, site: SiteDep) -> Response:
    """The start page of the corpus, with all of it where it is not too large."""
    return _answer(request, site, visitor, lambda: start_page(site), Visit(notice=_notice(request, site, visitor)))


@router.get("/map")
def world(
    request: Request, visitor: Reader, site: SiteDep, around: str = "", part: str = "", view: str = "", page: Page = 1
) -> Response:
    """A map of a part of the corpus: around an item, of a section or a source, or of power; else the start page."""
    notice = _notice(request, site, visitor)
    if part:
        return _part(request, site, visitor, part, page)
    if view == "power":
        return _answer(request, site, visitor, lambda: power_page(site), Visit(view="power"))
    if not around:
        return _answer(request, site, visitor, lambda: start_page(site), Visit(notice=notice))
    item = find_item(site.store, around)
    if section_of(site, item):
        return _part(request, site, visitor, item, page)
    fresh = around if {"added", "edited"} & request.query_params.keys() else ""
    # The page around an item opens at it by itself; that of the whole corpus has to be told.
    visit = Visit(view="focus" if holds_all(site) else "", at=around, fresh=fresh, notice=notice)
    try:
        return _answer(request, site, visitor, lambda: world_page(site, item, page), visit)
    except UnknownItemError:
        if item.startswith(BASE):  # it is there, and no map can show it: it has a page
            return RedirectResponse(quote(f"/{item.removeprefix(BASE)}"), 303)
        raise


@router.get("/reading")
def reading(site: SiteDep, _: Reader) -> Response:
    """The text: of a small corpus on its page, else of the first source that is attached."""
    if holds_all(site):
        return RedirectResponse("/#/reading", 303)
    attached = sorted(site.store.attached())
    if not attached:
        raise Problem(404, "No text is attached. `claimatlas source attach FILE` attaches it to the store.", "No text")
    return RedirectResponse(f"/map?part={quote(corpus_of(site.store, attached[0]).source, safe='')}#/reading", 303)


@router.get("/static/atlas.css")
def style() -> Response:
    """The style sheet of the atlas."""
    return _asset("style")


@router.get("/static/atlas-first.js")
def first_script() -> Response:
    """What runs before a page of the atlas is drawn."""
    return _asset("first")


@router.get("/static/atlas.js")
def script() -> Response:
    """The script of the atlas."""
    return _asset("script")


def warm(site: Site) -> None:
    """Make the start page of a large corpus in the background, so that it is there when somebody comes."""

    def make() -> None:
        with suppress(GraphError):  # who asks for the page is told
            if count_of(site) > MOST:
                start_page(site)

    Thread(target=make, daemon=True).start()


def visited(request: Request, site: Site, visitor: Visitor, page: str, visit: Visit | None = None) -> Response:
    """Return a page of the atlas (see `worlds.py`) as an answer to one visitor."""
    return _answer(request, site, visitor, lambda: page, visit or Visit(), can_be_kept=False)


def _part(request: Request, site: Site, visitor: Visitor, name: str, page: int) -> Response:
    """Answer with the page of a section or a source; of a long source with that of its main thesis or first section."""
    iri = find_item(site.store, name)
    section = section_of(site, iri)
    if section is None:
        raise Problem(404, f"“{name[:200]}” is no section and no source.", "Not found")
    if not section.number and not _is_short(site, iri):
        first = next((row["section"] for row in site.store.ask(_FIRST_SECTION.format(iri))), "")
        thesis = "" if section.corpus in site.store.attached() else main_of_source(site, iri)
        if thesis:
            return RedirectResponse(f"/map?around={quote(thesis, safe='')}", 303)
        if first:
            return RedirectResponse(f"/map?part={quote(first, safe='')}", 303)
    return _answer(request, site, visitor, lambda: section_page(site, section, page), Visit())


def _is_short(site: Site, source: str) -> bool:
    return next(int(row["n"]) for row in site.store.ask(_STANDS_IN.format(source))) <= MOST


def _notice(request: Request, site: Site, visitor: Visitor) -> Notice | None:
    """Return what the address says was just done; None where it says nothing, or nothing that is so."""
    for name, words in _DONE.items():
        number = request.query_params.get(name, "")
        if number.isascii() and number.isdecimal():
            try:
                done = contribution_of(site.store, number)
            except UnknownContributionError:
                return None
            undo = f"/contributions/{done.number}/undo" if visitor.may_add else ""
            return Notice(words, _title(request, site) or done.message, done.number, undo)
    return None


def _title(request: Request, site: Site) -> str:
    """Return the title of the item that the page is around, where it is the one that was changed."""
    around = request.query_params.get("around", "")
    if not around or not {"added", "edited"} & request.query_params.keys():
        return ""
    try:
        return next((row["label"] for row in site.store.ask(_KIND.format(find_item(site.store, around)))), "")
    except UnknownItemError:
        return ""


def _answer(
    request: Request, site: Site, visitor: Visitor, make: Callable[[], str], visit: Visit, *, can_be_kept: bool = True
) -> Response:
    """Answer with a page, or with the word that the browser has it already."""
    response = HTMLResponse()
    session = visitor.session or site.access.begin(request, response)
    visit = _told(request, site, visitor, site.access.csrf(session), visit)
    response.headers["cache-control"] = "private, no-cache"
    if can_be_kept and site.version is not None:
        tag = sha256(repr((site.version, str(request.url), asdict(visit), asset_addresses())).encode()).hexdigest()[:24]
        response.headers["etag"] = f'W/"{tag}"'
        if tag in request.headers.get("if-none-match", ""):
            response.status_code = 304
            del response.headers["content-length"]
            return response
    response.body = dressed(make(), visit).encode("utf-8", "replace")
    response.headers["content-length"] = str(len(response.body))
    return response


def _told(request: Request, site: Site, visitor: Visitor, csrf: str, visit: Visit) -> Visit:
    """Return a visit with who visits, and what they may do."""
    adding = [("Add", "/add")] if visitor.may_add else []
    links = [("Standing", "/standing"), ("Ask", "/ask"), *adding, ("Changes", "/changes")]
    signs = site.access.tokens is not None
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return replace(
        visit,
        links=tuple(links),
        name=visitor.name,
        may_add=visitor.may_add,
        csrf=csrf,
        sign_in=f"/sign-in?then={quote(here, safe='')}" if signs and not visitor.is_known else "",
        sign_out="/sign-out" if signs and visitor.is_known else "",
    )


def _asset(name: str) -> Response:
    kind, text = served_assets()[name]
    return Response(text, media_type=kind, headers={"Cache-Control": _FOR_GOOD})
