"""Adding in a browser: choose what to add or begin at an item, fill in a short form, see it on the map."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from app.fields_to_ask import ADDABLE
from app.web.access import Adder, FromOurForm
from app.web.form_check import Check, Filled, by_field, check
from app.web.form_ends import after_adding, on_map
from app.web.form_fields import form_fields
from app.web.form_page import add_page, choose_page, corpus_for
from app.web.form_sent import Sent, SentForm, why_not
from app.web.form_start import Start, start_of
from app.web.form_values import sent_values
from app.web.site import Site, SiteDep
from claims import DraftError
from graph import Store, UnknownItemError, find_item

router = APIRouter(include_in_schema=False)
_LONGEST_MESSAGE = 500


@router.get("/add")
def add_form(request: Request, site: SiteDep, visitor: Adder) -> HTMLResponse:
    """The form for a new item, or the choice of what to add."""
    start = start_of(site.store, request.query_params)
    if not start.kind:
        return choose_page(request, site)
    filled = Filled(start.kind, start.values, corpus_for(site.store, start.corpus), visitor.name, start.message)
    is_begun = bool(start.values)
    return add_page(request, site, start, filled, checked=check(site.store, filled) if is_begun else None, told=False)


@router.post("/add/check", dependencies=[FromOurForm])
def check_form(request: Request, site: SiteDep, sent: SentForm) -> JSONResponse:
    """What is to be said of the form as it stands, for the page's script."""
    filled = _filled(site.store, start_of(site.store, request.query_params), sent)
    return JSONResponse(check(site.store, filled).as_json(), headers={"Cache-Control": "no-store"})


@router.post("/add")
def add_item(request: Request, site: SiteDep, sent: SentForm) -> Response:
    """Add what the form says, and go where it can be seen; or the form again with all that is wrong."""
    start = start_of(site.store, request.query_params)
    filled = _filled(site.store, start, sent)
    if sent.text("do"):
        return _again(request, site, start, filled, sent.text("do"))
    if problem := why_not(request, sent):
        checked = check(site.store, filled)
        return add_page(request, site, start, filled, checked=checked, problem=problem, status=problem.status_code)
    try:
        addition = filled.add(site.store, dry_run=False)
    except DraftError as error:
        told = check(site.store, filled)
        checked = Check(by_field(error.faults), told.notes, told.alike, told.drawing, told.scheme)
        return add_page(request, site, start, filled, checked=checked, status=422)
    if addition.contribution is None:
        return RedirectResponse(_there_already(site.store, filled), 303)
    return RedirectResponse(after_adding(addition.items, addition.contribution.number), 303)


def _again(request: Request, site: Site, start: Start, filled: Filled, what: str) -> HTMLResponse:
    """The form again as it stands: with a preview, with room for another value, or for another kind of item."""
    name = what.removeprefix("another ") if what.startswith("another ") else ""
    checked = check(site.store, filled)
    return add_page(request, site, start, filled, checked=checked, told=what == "preview", grow=name)


def _filled(store: Store, start: Start, sent: Sent) -> Filled:
    kind = sent.text("kind")
    kind = kind if kind in ADDABLE else start.kind or "claim"
    corpus = corpus_for(store, sent.text("corpus") or start.corpus)
    values = sent_values(sent.form, form_fields(kind))
    return Filled(kind, values, corpus, sent.visitor.name, sent.text("message")[:_LONGEST_MESSAGE])


def _there_already(store: Store, filled: Filled) -> str:
    """Return the address of what says the same already: somebody sent a form twice, perhaps."""
    title = next(iter(filled.values.get("label") or filled.values.get("title") or ()), "")
    try:
        return on_map(find_item(store, title)) if title else "/"
    except UnknownItemError:
        return "/"
