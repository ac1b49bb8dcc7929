"""Changing and retracting items over the JSON API: nobody overwrites what somebody else has changed meanwhile."""

from typing import Annotated, Any, NoReturn

from fastapi import Query, Request
from fastapi.responses import Response

from app.item_fields import changed_fields, said, written_fields
from app.web.api_adding import Changer, DryRun, Message, contribution
from app.web.api_answers import answer, bad_parameter
from app.web.api_bodies import PATCH_BODY, PatchText, patch_of
from app.web.api_contributions import event_told
from app.web.api_items import ITEM_PATH, NameInPath, changed_by, fields_told, item_tag
from app.web.api_models import Edited, FieldChange, Removed
from app.web.api_names import listed
from app.web.api_routes import api_router
from app.web.api_schema import refusals
from app.web.problems import Problem
from app.web.site import SiteDep
from graph import Edit, GraphError, Store, edit, find_item, history_of, item_of, last_change_of, retract

router = api_router("items")

_IF_MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string", "pattern": r"^[\x21-\x7e]+$"},
    "description": "The ETag of the item as you know it, or * for however it is.",
}


@router.patch(
    ITEM_PATH, response_model=Edited, responses=refusals(404, 410, 412, 413, 415, 422, 428, 429, 503),
    openapi_extra={**PATCH_BODY, "parameters": [_IF_MATCH | {"required": True}]},
)  # fmt: skip
def change_item(
    request: Request,
    name: NameInPath,
    site: SiteDep,
    visitor: Changer,
    text: PatchText,
    message: Message = "",
    dry_run: DryRun = False,
) -> Response:
    """Change fields of an item, if it is still as you know it; null empties a field."""
    changes = patch_of(text)
    store = site.store
    with store.writing:
        iri = find_item(store, name)
        if not _wanted(request):
            told = "Send If-Match with the ETag of the item as you know it, so that no change of others gets lost."
            raise Problem(428, told, headers={"ETag": item_tag(store, iri)})
        _must_match(request, store, iri, changes)
        last = last_change_of(store, iri)
        done = edit(store, iri, changes, by=visitor.name, message=message, expected=last, dry_run=dry_run)
        tag = item_tag(store, iri)
    body = Edited(
        dry_run=dry_run,
        contribution=contribution(done.contribution),
        item=listed(store, [iri])[0],
        fields=fields_told(done.after),
        changes=_changed(done),
        etag=tag,
    )
    return answer(body, headers={"etag": tag})


def _changed(done: Edit) -> list[FieldChange]:
    before, after = written_fields(done.before), written_fields(done.after)
    names = changed_fields(before, after)
    return [FieldChange(name=name, before=said(before.get(name)), after=said(after.get(name))) for name in names]


@router.delete(
    ITEM_PATH, response_model=Removed, responses=refusals(404, 410, 412, 422, 429, 503),
    openapi_extra={"parameters": [_IF_MATCH]},
)  # fmt: skip
def retract_item(
    request: Request,
    name: NameInPath,
    site: SiteDep,
    visitor: Changer,
    reason: Annotated[str, Query(min_length=1, max_length=2000, description="Why; it is kept in the history.")],
    cascade: Annotated[bool, Query(description="Whether to take out too what would then stand for nothing.")] = False,
    dry_run: DryRun = False,
) -> Response:
    """Take an item out of the current state, with the relations that join it; it stays in the history."""
    if not reason.strip():
        bad_parameter("reason", "Is empty; say why.")
    with site.store.writing:
        iri = find_item(site.store, name)
        if _wanted(request):
            _must_match(request, site.store, iri, {})
        done = retract(site.store, [iri], reason, by=visitor.name, cascade=cascade, dry_run=dry_run)
    return answer(Removed(dry_run=dry_run, contribution=contribution(done.contribution), items=list(done.items)))


def _wanted(request: Request) -> list[str]:
    """Return the tags of If-Match."""
    header = ", ".join(request.headers.getlist("if-match"))
    return [one.strip() for one in header.split(",") if one.strip()]


def _must_match(request: Request, store: Store, iri: str, changes: dict[str, Any]) -> None:
    """Refuse to change an item that is not as the visitor knows it.

    Raises:
        Problem: 412; has both versions, and who changed it when.
    """
    wanted = _wanted(request)
    known = {changed_by(tag) for tag in wanted}
    if "*" not in wanted and (last_change_of(store, iri).rpartition("/")[2] or "0") not in known:
        _refuse(store, iri, changes, known)


def _refuse(store: Store, iri: str, changes: dict[str, Any], known: set[str]) -> NoReturn:
    events = history_of(store, iri)
    seen = [n for n, event in enumerate(events) if event.contribution.iri.rpartition("/")[2] in known]
    since = events[seen[-1] + 1 :] if seen else events if "0" in known else events[-1:]
    by = ", ".join(f"{event.contribution.by} (#{event.contribution.number})" for event in since[-5:])
    try:
        theirs = fields_told(item_of(store, iri))
    except GraphError:
        theirs = {}
    raise Problem(
        412,
        f"It was changed by {by} since you read it. Look at both versions, then send yours with the new ETag."
        if by
        else "It is not as you know it (If-Match). Read it again, then send your change with the new ETag.",
        "Changed since",
        headers={"ETag": item_tag(store, iri)},
        yours=changes,
        theirs=theirs,
        changed=[event_told(event).model_dump(mode="json") for event in since],
        etag=item_tag(store, iri),
    )
