"""Contributions over the JSON API: who changed what, when and why; the history of an item; undoing."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, cast

from fastapi import Path, Query, Request
from fastapi.responses import Response

from app.web.access import Reader
from app.web.api_adding import Changer, DryRun, Message, contribution, contribution_told
from app.web.api_answers import answer, bad_parameter, following, list_tag, page_answer, unchanged
from app.web.api_items import ITEM_PATH, NameInPath, item_answer
from app.web.api_models import (
    Change,
    Changes,
    ContributionFull,
    Event,
    FieldChange,
    History,
    Log,
    LogEntry,
    Removed,
)
from app.web.api_names import Names
from app.web.api_routes import api_router, get
from app.web.api_schema import refusals
from app.web.site import Site, SiteDep
from graph import Event as Happened
from graph import FieldChange as Changed
from graph import (
    ItemChange,
    RetractedItemError,
    Store,
    changed_items,
    changes_by,
    contribution_of,
    diff,
    find_item,
    history_of,
    log,
    number_of,
    number_of_changes,
    undo,
)
from graph import LogEntry as Logged

router = api_router("history")

_MOST = 5000
"""Of how many changes to items the outcome is worked out at most."""
_SAME: dict[int | str, dict[str, Any]] = {304: {"description": "The client has this answer already (If-None-Match)."}}
Number = Annotated[str, Path(description="Its number, or last.")]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[str, Query(description="Where the page before ended; `next` has it.")]


@get(router, "/api/contributions", response_model=Log, responses={**_SAME, **refusals(404, 422)})
def list_contributions(
    request: Request,
    site: SiteDep,
    _: Reader,
    by: Annotated[str, Query(max_length=200, description="Only those of this contributor.")] = "",
    since: Annotated[date | None, Query(description="Only from this day on.")] = None,
    until: Annotated[date | None, Query(description="Only up to this day, included.")] = None,
    item: Annotated[str, Query(description="Only what changed this item; it may be a retracted one.")] = "",
    after: Annotated[int | None, Query(ge=1, le=10**9, description="Only those before this number.")] = None,
    limit: Limit = 20,
) -> Response:
    """List contributions, newest first."""
    tag = list_tag(site, request)
    if same := unchanged(request, tag):
        return same
    entries = log(
        site.store, item=_item(site.store, item) if item else "", by=by, since=_bounded(since), until=_bounded(until),
        before=after or 0, limit=limit + 1,
    )  # fmt: skip
    more = str(entries[limit - 1].contribution.number) if len(entries) > limit else None
    page = Log(contributions=[_entry(entry) for entry in entries[:limit]], next=following(request, more))
    return page_answer(page, tag, page.next)


def _bounded(day: date | None) -> date | None:
    """Return a day that clocks everywhere can show."""
    return day and min(max(day, date(1900, 1, 1)), date(9000, 1, 1))


def _item(store: Store, name: str) -> str:
    """Return the IRI of an item that is there, or was."""
    try:
        return find_item(store, name)
    except RetractedItemError as error:
        return error.iri


def _entry(entry: Logged) -> LogEntry:
    made = contribution_told(entry.contribution).model_dump()
    return LogEntry(**made, items=entry.items, first=list(entry.first))


@get(router, "/api/contributions/{number}", response_model=ContributionFull, responses={**_SAME, **refusals(404, 422)})
def show_contribution(
    request: Request, number: Number, site: SiteDep, _: Reader, after: Cursor = "", limit: Limit = 100
) -> Response:
    """Tell what a contribution changed, field by field; its items in the order of their IRIs."""
    tag = list_tag(site, request)
    if same := unchanged(request, tag):
        return same
    made = contribution_of(site.store, number)
    kept = site.cache.get(("changed by", made.iri), lambda: "\n".join(changed_items(site.store, made)))
    items = kept.split("\n") if kept else []
    start = bisect_right(items, after)
    some = items[start : start + limit]
    more = some[-1] if start + limit < len(items) else None
    page = ContributionFull(
        contribution=contribution_told(made),
        changes=_changes(site, changes_by(site.store, made, some)),
        total=len(items),
        next=following(request, more),
    )
    return page_answer(page, tag, page.next)


@get(router, "/api/changes", response_model=Changes, responses={**_SAME, **refusals(404, 422)})
def list_changes(
    request: Request,
    site: SiteDep,
    _: Reader,
    start: Annotated[str, Query(alias="from", description="The number of the contribution after which to begin, or a "
                                "day at its beginning; 0 for before the first.")],
    end: Annotated[str, Query(alias="to", description="The contribution, or day, up to which to go, included.")]
    = "last",
    after: Annotated[int, Query(ge=0, le=10**6, description="How many to pass over; `next` has it.")] = 0,
    limit: Limit = 100,
) -> Response:  # fmt: skip
    """Tell what became of items between two contributions or days; what was done and taken back is not told."""
    tag = list_tag(site, request)
    if same := unchanged(request, tag):
        return same
    store = site.store
    first, last = sorted((number_of(store, start, is_start=True), number_of(store, end, is_start=False)))
    if number_of_changes(store, first, last) > _MOST:
        bad_parameter("from", f"More than {_MOST:,} changes lie between; ask for a shorter time, or by contribution.")
    found = diff(store, str(first), str(last))
    more = str(after + limit) if after + limit < len(found) else None
    some = _changes(site, found[after : after + limit])
    page = Changes(changes=some, total=len(found), next=following(request, more))
    return page_answer(page, tag, page.next)


@router.post(
    "/api/contributions/{number}/undo", response_model=Removed, status_code=201,
    responses={200: {"model": Removed, "description": "This was a dry run."}, **refusals(404, 409, 422, 429, 503)},
)  # fmt: skip
def undo_contribution(
    number: Number, site: SiteDep, visitor: Changer, message: Message = "", dry_run: DryRun = False
) -> Response:
    """Take a contribution back, by a new one that does the opposite."""
    done = undo(site.store, number, by=visitor.name, message=message, dry_run=dry_run)
    made = done.contribution
    told = Removed(dry_run=dry_run, contribution=contribution(made), items=list(done.items))
    return answer(told, 201 if made else 200, {"location": f"/api/contributions/{made.number}"} if made else {})


@get(router, f"{ITEM_PATH}/history", response_model=History, responses={**_SAME, **refusals(404)})
def item_history(request: Request, name: NameInPath, site: SiteDep, _: Reader) -> Response:
    """Tell what was done to an item, oldest first; also to one that was retracted."""
    if name != request.path_params["name"]:
        return item_answer(request, site, name)
    tag = list_tag(site, request)
    if same := unchanged(request, tag):
        return same
    iri = _item(site.store, name)
    told = History(item=iri, events=[event_told(event) for event in history_of(site.store, iri)])
    return page_answer(told, tag, None)


def event_told(event: Happened) -> Event:
    """Return what a contribution did to an item, as the API tells it."""
    fields = [field_told(field) for field in event.change.fields]
    return Event(contribution=contribution_told(event.contribution), what=cast("Any", event.change.what), fields=fields)


def field_told(field: Changed) -> FieldChange:
    """Return how a field changed, as the API tells it."""
    return FieldChange(name=field.name, before=list(field.before), after=list(field.after))


def _changes(site: Site, changes: Sequence[ItemChange]) -> list[Change]:
    names = Names(site.store)
    return [
        Change(
            iri=one.item,
            name=names.name(one.item),
            label=one.label,
            what=cast("Any", one.what),
            fields=[field_told(field) for field in one.fields],
        )
        for one in changes
    ]
