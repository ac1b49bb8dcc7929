"""Adding items over the JSON API: one draft or several, as one contribution, all or none."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.responses import Response

from app.web.access import Visitor, must_be, visitor_of
from app.web.api_answers import answer
from app.web.api_bodies import DRAFTS_BODY, JsonText, drafts_of
from app.web.api_models import Added, BadDraft, Caution, Contribution, Fault
from app.web.api_names import Names, address_in_api
from app.web.api_routes import api_router
from app.web.api_schema import refusals
from app.web.site import SiteDep
from app.web.tokens import Role
from claims import Draft, DraftFault, Item
from graph import Addition, Brief, Store, add
from graph import Contribution as Made

router = api_router("items")

_LISTED = 1000
"""How many items, cautions and bad drafts an answer lists."""

Message = Annotated[str, Query(max_length=2000, description="Why; it is kept in the history.")]
DryRun = Annotated[bool, Query(description="Whether to tell what would become of it, and change nothing.")]


async def changer(request: Request, dry_run: DryRun = False) -> Visitor:
    """Return who makes a request, if they may add; what only tries does not count as a change.

    Raises:
        Problem: When they may not (401, 403), or change too much (429).
    """
    visitor = visitor_of(request)
    return visitor if dry_run and visitor.may_add else must_be(request, Role.ADD)


Changer = Annotated[Visitor, Depends(changer)]
"""A visitor who may add; a request that is no dry run is counted."""


@router.post(
    "/api/items", response_model=Added, status_code=201, openapi_extra=DRAFTS_BODY,
    responses={
        200: {"model": Added, "description": "Nothing new: it is there already, or this was a dry run."},
        **refusals(404, 413, 415, 422, 429, 503),
    },
)  # fmt: skip
def add_items(
    site: SiteDep,
    visitor: Changer,
    text: JsonText,
    message: Message = "",
    corpus: Annotated[str, Query(description="The corpus that they belong to; by default the only one.")] = "",
    dry_run: DryRun = False,
    skip_bad: Annotated[bool, Query(description="Whether to add the good ones where some are bad.")] = False,
) -> Response:
    """Add one draft, or a list of drafts, as one contribution; with a fault in any of them, none."""
    done = add(
        site.store, drafts_of(text), by=visitor.name, message=message, corpus=corpus, dry_run=dry_run,
        skip_bad=skip_bad,
    )  # fmt: skip
    told = added(site.store, done, dry_run=dry_run)
    headers = {"location": address_in_api(told.items[0].id)} if done.contribution and told.items else {}
    return answer(told, 201 if done.contribution else 200, headers)


def added(store: Store, done: Addition, *, dry_run: bool) -> Added:
    """Return what became of drafts, as the API tells it."""
    names = Names(store)
    return Added(
        dry_run=dry_run,
        contribution=contribution(done.contribution),
        items=[names.brief(_brief(item)) for item in done.items[:_LISTED]],
        total=len(done.items),
        already=done.already,
        cautions=[Caution(item=one.item, message=one.message) for one in done.cautions[:_LISTED]],
        bad=[_bad(draft, faults) for draft, faults in done.bad[:_LISTED]],
    )


def _brief(item: Item) -> Brief:
    label = getattr(item, "label", "") or getattr(item, "title", "")
    return Brief(item.iri, type(item).__name__, label, getattr(item, "text", "") or getattr(item, "definition", ""))


def contribution(made: Made | None) -> Contribution | None:
    """Return a contribution as the API tells it; None for none."""
    return contribution_told(made) if made else None


def contribution_told(made: Made) -> Contribution:
    """Return a contribution as the API tells it."""
    return Contribution(number=made.number, iri=made.iri, by=made.by, at=made.at, message=made.message, tool=made.tool)


def _bad(draft: Draft, faults: Sequence[DraftFault]) -> BadDraft:
    return BadDraft(draft=draft.place.number, errors=[fault_told(fault) for fault in faults])


def fault_told(fault: DraftFault) -> Fault:
    """Return a fault of a draft as the API tells it."""
    number = fault.place.number or None
    return Fault(
        message=fault.message, field=fault.field or None, draft=number, place=str(fault.place) or None,
        rule=fault.rule or None,
    )  # fmt: skip
