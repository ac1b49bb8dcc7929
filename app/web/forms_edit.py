"""Editing in a browser: the fields of an item; where somebody else edited it meanwhile, both versions side by side."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from app.fields_to_ask import STATEMENTS
from app.web.access import Adder, FromOurForm
from app.web.form_check import Check, by_field, scheme_told
from app.web.form_editing import Editing, opened_item, sent_item
from app.web.form_ends import after_editing, on_map
from app.web.form_fields import short_names
from app.web.form_page import Schemes, faults_told, has_text, in_two
from app.web.form_sent import Sent, SentForm, why_not
from app.web.form_values import rows_of
from app.web.form_versions import done_since, undecided_fields, versions_of
from app.web.item_cards import Card, kind_words
from app.web.problems import Problem
from app.web.site import Site, SiteDep
from claims import DraftError
from graph import ChangedSinceError, Edit, Store, edit

router = APIRouter(include_in_schema=False)


@router.get("/items/{name:path}/edit")
def edit_form(request: Request, site: SiteDep, name: str, _: Adder) -> HTMLResponse:
    """The form with an item's fields."""
    return _page(request, site, opened_item(site.store, name))


@router.post("/items/{name:path}/edit/check", dependencies=[FromOurForm])
def check_edit(site: SiteDep, name: str, sent: SentForm) -> JSONResponse:
    """What is wrong with the form as it stands, for the page's script."""
    editing = sent_item(site.store, name, sent)
    faults: Mapping[str, list[str]] = {}
    try:
        edit(site.store, editing.card.iri, editing.changes, by=sent.visitor.name, dry_run=True)
    except DraftError as error:
        faults = by_field(error.faults)
    return JSONResponse({"faults": faults}, headers={"Cache-Control": "no-store"})


@router.post("/items/{name:path}/edit")
def edit_item(request: Request, site: SiteDep, name: str, sent: SentForm) -> Response:
    """Change the item as the form says; where somebody else has changed it, show both versions and change nothing."""
    editing = sent_item(site.store, name, sent)
    if sent.text("do"):
        return _page(request, site, editing, grow=sent.text("do").removeprefix("another "))
    if problem := why_not(request, sent):
        return _page(request, site, editing, problem=problem, status=problem.status_code)
    if undecided := undecided_fields(sent):
        return _versions_page(request, site, editing, undecided)
    try:
        done = _edited(site.store, editing, sent)
    except ChangedSinceError:
        return _versions_page(request, site, editing)
    except DraftError as error:
        return _page(request, site, editing, faults=by_field(error.faults), status=422)
    made = done.contribution if done else None
    return RedirectResponse(after_editing(editing.card, made.number) if made else on_map(editing.card.iri), 303)


def _edited(store: Store, editing: Editing, sent: Sent) -> Edit | None:
    """Edit the item; None where nothing was changed."""
    changes = editing.changes
    if not changes:
        return None
    return edit(
        store, editing.card.iri, changes, by=sent.visitor.name, message=editing.message, expected=editing.expected
    )


def _page(
    request: Request, site: Site, editing: Editing, *, faults: Mapping[str, Sequence[str]] | None = None,
    problem: Problem | None = None, status: int = 200, grow: str = "",
) -> HTMLResponse:  # fmt: skip
    faults = faults or {}
    fields = [one for one in editing.fields if one.name != "quote" or has_text(site.store, _corpus(editing.card))]
    rows = rows_of(site.store, fields, editing.values, faults)
    short, more = in_two(rows, short_names(editing.kind, editing.values))
    page = site.pages.render(
        request, "edit.html", status=status, editing=editing, problem=problem, grow=grow, base=json.dumps(editing.base),
        short=short, more=more, faults=faults_told(fields, faults), kind_words=kind_words,
        kinds=STATEMENTS if editing.kind in STATEMENTS else (), schemes=Schemes.of(site.store),
        check=Check(scheme=scheme_told(site.store, editing.values)),
    )  # fmt: skip
    page.headers.update(dict(problem.headers or {}) if problem else {})
    return page


def _corpus(card: Card) -> str:
    return card.iri.partition("/corpus/")[2].partition("/")[0]


def _versions_page(request: Request, site: Site, editing: Editing, undecided: Sequence[str] = ()) -> HTMLResponse:
    """The page with both versions of what either has changed; nothing is changed by it."""
    now = opened_item(site.store, editing.card.iri)
    versions = versions_of(site.store, editing, now, undecided)
    both = [one.name for one in versions if not one.choice]
    kept = replace(editing, expected=now.expected)
    return site.pages.render(
        request, "edit_versions.html", status=422 if undecided else 409, editing=kept, versions=versions, both=both,
        undecided=undecided, base=json.dumps(now.base), events=done_since(site.store, editing),
        sent=[(name, text) for name, texts in editing.values.items() for text in texts],
    )  # fmt: skip
