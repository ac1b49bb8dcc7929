"""What changed, when, by whom and why: the list of contributions, each with a page, and what came of them since a day.

`/changes` lists them, newest first; `/changes.atom` is the same for feed readers; `/contributions/NUMBER` tells one of
them item by item and field by field.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, islice
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.item_fields import short_name
from app.web.access import Reader
from app.web.change_view import Became, Made, became, made_of
from app.web.changes_feed import MEDIA_TYPE, feed
from app.web.conditions import is_known, tag_of
from app.web.item_cards import BASE, address_of
from app.web.item_pages import alternates
from app.web.item_rdf import EXTENSIONS, links, rdf_response, split_extension, wanted
from app.web.problems import Problem
from app.web.site import Site, SiteDep
from graph import (
    Contribution,
    LogEntry,
    RetractedItemError,
    UnknownContributionError,
    contribution_of,
    describe_in_history,
    diff,
    find_item,
    log,
)

router = APIRouter(include_in_schema=False)
_GET = ["GET", "HEAD"]
SHOWN, IN_FEED, ITEMS_SHOWN = 40, 60, 100
"""How many contributions a page of the list has, how many the feed, and how many items a page of a contribution."""
MOST_COMPARED = 2000
"""Over how many changed items what came of them is worked out."""

_DAYS = {"today": 0, "yesterday": 1, "week": 7, "month": 30}
_NAMES = """SELECT DISTINCT ?name { GRAPH <https://w3id.org/claimatlas/history> {
  ?agent a prov:Agent ; rdfs:label ?name } } ORDER BY ?name LIMIT 500"""
_ORDER = ("added", "edited", "retracted", "restored")


@dataclass(frozen=True)
class Wish:
    """Which contributions somebody wants to see, as the address says it."""

    by: str = ""
    item: str = ""
    since: str = ""
    before: int = 0

    def address(self, path: str = "/changes", **other: object) -> str:
        """Return the address of a page with some of it otherwise."""
        values = {"by": self.by, "item": self.item, "since": self.since} | other
        asked = urlencode({name: value for name, value in values.items() if value})
        return f"{path}?{asked}" if asked else path


@dataclass(frozen=True)
class Listed:
    """A contribution in the list: how many items it changed, and the names of some."""

    made: Made
    items: int
    first: tuple[str, ...]


Text = Annotated[str, Query(max_length=2000)]


@router.api_route("/changes", methods=_GET)
def changes(
    request: Request, site: SiteDep, _: Reader, by: Text = "", item: Text = "", since: Text = "", until: Text = "",
    before: Annotated[int, Query(ge=0, le=10**15)] = 0, show: str = "",
) -> Response:  # fmt: skip
    """The last contributions, newest first; with `show=items`, what became of items since a day."""
    wish = Wish(by.strip(), item.strip(), since.strip(), before)
    iri, start = _item(site, wish.item), _day(wish.since)
    entries = log(
        site.store, item=iri, by=wish.by, since=start, until=_day(until.strip()), before=before, limit=SHOWN + 1
    )
    page = entries[:SHOWN]
    came = _came_of(site, start) if show == "items" and start else None
    return site.pages.render(
        request, "changes.html", wish=wish, days=_by_day(page), names=_names(site), show=show,
        older=wish.address(before=page[-1].contribution.number) if len(entries) > SHOWN else "",
        feed=wish.address("/changes.atom", since=""), came=came, start=start,
        item_name=short_name(iri) if iri else "", item_address=address_of(iri) if iri else "",
        undone=request.query_params.get("undone", ""), since_days=tuple(_DAYS),
    )  # fmt: skip


@router.api_route("/changes.atom", methods=_GET)
def changes_feed(request: Request, site: SiteDep, _: Reader, by: Text = "", item: Text = "") -> Response:
    """The last contributions for feed readers, as Atom."""
    wish = Wish(by.strip(), item.strip())
    tag = tag_of(site.version, request.url.path, request.url.query) if site.version is not None else ""
    headers = {"ETag": tag} if tag else {}
    if tag and is_known(request, tag):
        return Response(status_code=304, headers=headers)
    entries = log(site.store, item=_item(site, wish.item), by=wish.by, limit=IN_FEED)
    root = str(request.base_url).rstrip("/")
    return Response(feed(entries, root, wish.address("/changes.atom")), headers=headers, media_type=MEDIA_TYPE)


@router.api_route("/contributions/{number}", methods=_GET)
def contribution_page(
    request: Request, site: SiteDep, _: Reader, number: str, page: Annotated[int, Query(ge=1, le=10**9)] = 1
) -> Response:
    """One contribution: who, when, why, and what became of each item."""
    bare, extension = split_extension(number)
    made = contribution_of(site.store, bare)
    want = wanted(request, extension)
    link = links(f"/contributions/{made.number}", made.iri)
    if want.format != "html":
        return rdf_response(request, site, want, lambda: describe_in_history(site.store, made.iri), Link=link)
    answer = _contribution(request, site, made, page)
    answer.headers.update({"link": link, "vary": "Accept"})
    return answer


@router.api_route("/contribution/{name}", methods=_GET)
def contribution_by_iri(request: Request, site: SiteDep, _: Reader, name: str) -> Response:
    """Lead from the IRI of a contribution to its page."""
    bare, extension = split_extension(name)
    made = contribution_of(site.store, f"{BASE}/contribution/{bare}")
    want = wanted(request, extension)
    suffix = f".{next(short for short, media in EXTENSIONS.items() if media in want.content_type)}" if extension else ""
    return RedirectResponse(f"/contributions/{made.number}{suffix}", 303, {"Vary": "Accept"})


def _contribution(request: Request, site: Site, made: Contribution, page: int) -> Response:
    entry = _entry(site, made)
    all_changes = diff(site.store, str(made.number - 1), str(made.number)) if entry.items <= MOST_COMPARED else []
    ordered = sorted(all_changes, key=lambda change: (_ORDER.index(change.what), change.label, change.item))
    start = (page - 1) * ITEMS_SHOWN
    counts = {what: sum(1 for one in ordered if one.what == what) for what in _ORDER}
    return site.pages.render(
        request, "contribution.html", made=made_of(made, 5000), iri=made.iri, items=entry.items,
        changes=[became(one) for one in ordered[start : start + ITEMS_SHOWN]], page=page,
        pages=max(-(-len(ordered) // ITEMS_SHOWN), 1), counts={what: n for what, n in counts.items() if n},
        is_large=entry.items > MOST_COMPARED, last=site.store.last[0], schema=_schema(made, ordered[:ITEMS_SHOWN]),
        alternates=alternates(f"/contributions/{made.number}"),
    )  # fmt: skip


def _entry(site: Site, made: Contribution) -> LogEntry:
    return log(site.store, before=made.number + 1, limit=1)[0]


def _schema(made: Contribution, changed: Sequence[object]) -> dict[str, object]:
    """Return a contribution in the words of schema.org."""
    is_new = bool(changed) and all(getattr(one, "what", "") == "added" for one in changed)
    things = [{"@type": "Thing", "@id": getattr(one, "item", ""), "name": getattr(one, "label", "")} for one in changed]
    return {
        "@context": "https://schema.org",
        "@type": "CreateAction" if is_new else "UpdateAction",
        "@id": made.iri,
        "agent": {"@type": "Person", "@id": made.agent, "name": made.by},
        "endTime": made.at.isoformat(),
        "description": made.message,
        "instrument": {"@type": "SoftwareApplication", "name": made.tool},
        "result" if is_new else "object": things,
    }


def _item(site: Site, name: str) -> str:
    """Return the IRI of an item that is there, or was; "" for no name."""
    try:
        return find_item(site.store, name) if name else ""
    except RetractedItemError as error:
        return error.iri


def _day(text: str) -> date | None:
    """Return the day that an address names, by its date or by a word.

    Raises:
        Problem: When it names none (422).
    """
    if not text:
        return None
    if text in _DAYS:
        return date.today() - timedelta(days=_DAYS[text])
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-23") else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> date:
    raise Problem(422, f"“{text[:40]}” is no day; write it as 2026-11-23, or today, yesterday, week, month.")


def _names(site: Site) -> list[str]:
    return [row["name"] for row in site.store.ask(_NAMES)]


def _by_day(entries: Sequence[LogEntry]) -> list[tuple[date, list[Listed]]]:
    grouped = groupby(entries, key=lambda entry: entry.contribution.at.astimezone().date())
    return [(day, [Listed(made_of(one.contribution), one.items, one.first) for one in some]) for day, some in grouped]


def _came_of(site: Site, start: date) -> dict[str, list[Became]] | None:
    """Return what became of items since a day, by what was done; None where it is too much to tell."""
    entries = log(site.store, since=start, limit=MOST_COMPARED)
    if sum(entry.items for entry in entries) > MOST_COMPARED:
        return None
    try:
        found = diff(site.store, start.isoformat())
    except UnknownContributionError:  # a store without any
        return {}
    told = {what: [became(one) for one in found if one.what == what] for what in _ORDER}
    return {what: list(islice(some, MOST_COMPARED)) for what, some in told.items() if some}
