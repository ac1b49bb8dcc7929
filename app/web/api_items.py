"""Items over the JSON API: lists of them, and all about one."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Annotated, Any, cast

from fastapi import Depends, Query, Request
from fastapi.responses import Response

from app.item_fields import written_fields
from app.web.access import Reader
from app.web.api_answers import answer, bad_parameter, following, list_tag, page_answer, unchanged
from app.web.api_models import ItemFull, ItemPage, ItemStanding, LeftOut, Link, Value
from app.web.api_names import LISTED, Names, class_name, listed
from app.web.api_routes import api_router, get
from app.web.api_schema import refusals
from app.web.conditions import is_known
from app.web.site import Site, SiteDep
from app.web.standing_ready import is_ready
from app.web.standing_view import asked_of, number_of, standing_fields
from claims import Item
from graph import (
    InvalidChangeError,
    LinkGroup,
    Store,
    UnknownItemError,
    briefs,
    corpora_of,
    find_item,
    item_of,
    items_of_kind,
    last_change_of,
    link_groups,
    place_of,
    quotations,
)
from ontology import PREFIXES

router = api_router("items")

ITEM_PATH = "/api/items/{name:path}"
_SAME: dict[int | str, dict[str, Any]] = {304: {"description": "The client has this answer already (If-None-Match)."}}


async def item_name(request: Request, name: str) -> str:
    """Return the name of an item as the address has it: an encoded slash in it separates nothing."""
    raw = request.scope.get("raw_path", b"").decode("latin-1")
    tail = request.scope["route"].path.removeprefix(ITEM_PATH)
    return name if not tail or raw.endswith(tail) else f"{name}{tail}"


NameInPath = Annotated[str, Depends(item_name)]
"""The name of an item: its id, `prefix:id`, or its IRI with the slashes encoded."""


@get(router, "/api/items", response_model=ItemPage, responses={**_SAME, **refusals(404, 422)})
def list_items(
    request: Request,
    site: SiteDep,
    _: Reader,
    kind: Annotated[str, Query(description=f"Only of this kind: {', '.join(LISTED)}.")] = "",
    section: Annotated[str, Query(description="Only what stands in this section: its name.")] = "",
    corpus: Annotated[str, Query(description="Only of this corpus.")] = "",
    after: Annotated[str, Query(description="Where the page before ended; `next` has it.")] = "",
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> Response:
    """List items by kind, and those of a kind by their IRIs; a page at a time."""
    if kind and kind not in LISTED:
        bad_parameter("kind", f"There is no kind “{kind[:60]}”; there are {', '.join(LISTED)}.")
    if corpus and corpus not in (known := [*corpora_of(site.store), "notes"]):
        bad_parameter("corpus", f"There is no corpus “{corpus[:60]}”; there are {', '.join(known)}.")
    tag = list_tag(site, request)
    if same := unchanged(request, tag):
        return same
    place = find_item(site.store, section, "ca:Section") if section else ""
    found = _page(site, [kind] if kind else LISTED, place, corpus, after, limit + 1)
    last = f"{found[limit - 1][0]} {found[limit - 1][1]}" if len(found) > limit else None
    items = listed(site.store, [iri for _, iri in found[:limit]])
    page = ItemPage(items=items, next=following(request, last))
    return page_answer(page, tag, page.next)


def _page(site: Site, kinds: Sequence[str], section: str, corpus: str, after: str, limit: int) -> list[tuple[str, str]]:
    """Return the kinds and IRIs of the items that follow a place in the list."""
    begun, _, last = after.partition(" ")
    if after and begun not in kinds:
        bad_parameter("after", "Is no place in this list; take it from `next`.")
    found: list[tuple[str, str]] = []
    for kind in kinds[kinds.index(begun) if after else 0 :]:
        iris = _of_kind(site, kind, section, corpus)
        start = bisect_right(iris, last) if kind == begun else 0
        found += [(kind, iri) for iri in iris[start : start + limit - len(found)]]
        if len(found) == limit:
            break
    return found


def _of_kind(site: Site, kind: str, section: str, corpus: str) -> list[str]:
    """Return the IRIs of the items of a kind in order; they are kept, for to order very many takes a while."""
    key = ("items", kind, section, corpus)
    kept = site.cache.get(
        key, lambda: "\n".join(items_of_kind(site.store, class_name(kind), section=section, corpus=corpus))
    )
    return kept.split("\n") if kept else []


@get(router, ITEM_PATH, response_model=ItemFull, responses={**_SAME, **refusals(404, 410)})
def show_item(request: Request, name: NameInPath, site: SiteDep, _: Reader) -> Response:
    """Tell all about an item: what it says, its fields, where it stands, and its links both ways."""
    return item_answer(request, site, name)


def item_answer(request: Request, site: Site, name: str) -> Response:
    """Return the answer that tells all about an item."""
    iri = find_item(site.store, name)
    tag = item_tag(site.store, iri)
    if site.version is not None and is_known(request, tag):
        return Response(status_code=304, headers={"etag": tag})
    ready = is_ready(site)  # until then the standing is not told, and the answer is not to be kept
    return answer(_full(site, iri, tag, ready), headers={"etag": tag} if ready else {})


def item_tag(store: Store, iri: str) -> str:
    """Return the tag of an item: by what it was changed last, and what the store was changed by last.

    The former is what counts when it is to be changed; its links can change with other items.
    """
    parts = (last_change_of(store, iri), store.last[1])
    return '"{}.{}"'.format(*(part.rpartition("/")[2] or "0" for part in parts))


def changed_by(tag: str) -> str:
    """Return what a tag says of by what its item was changed last."""
    return tag.removeprefix("W/").strip('"').partition(".")[0]


def _full(site: Site, iri: str, tag: str, ready: bool) -> ItemFull:
    store = site.store
    names = Names(store)
    brief = names.brief(briefs(store, [iri])[0])
    groups = link_groups(store, iri)
    try:
        fields = fields_told(item_of(store, iri))
    except (UnknownItemError, InvalidChangeError):  # no kind that drafts can be of, or not sound as it stands
        fields = {}
    return ItemFull(
        **brief.model_dump(),
        place=place_of(store, iri),
        passage=quotations(store, iri).get(iri, ""),
        editable=bool(fields),
        fields=fields,
        standing=_standing(site, iri) if ready else None,
        links=[link for group in groups for link in _links(group, names)],
        links_left_out=[
            LeftOut(left_out=left, **_relation(group))
            for group in groups
            if (left := group.total - len(group.ends) - len(group.values)) > 0
        ],
        etag=tag,
    )


def _standing(site: Site, iri: str) -> ItemStanding | None:
    asked = asked_of(site)
    node = number_of(asked, iri)
    return None if node is None else ItemStanding.model_validate(standing_fields(asked, node))


def _links(group: LinkGroup, names: Names) -> list[Link]:
    relation = _relation(group)
    links = [Link(**relation, other=names.ref(end), value=None) for end in group.ends]
    return links + [Link(**relation, other=None, value=value) for value in group.values]


def _relation(group: LinkGroup) -> dict[str, Any]:
    direction = "in" if group.is_incoming else "out"
    return {"relation": group.relation, "property": short_property(group.path), "direction": direction}


def short_property(iri: str) -> str:
    """Return a property with its prefix, such as ca:supports; whole where its prefix is not known."""
    found = (f"{prefix}:{iri[len(space) :]}" for prefix, space in PREFIXES.items() if iri.startswith(space))
    return next((name for name in found if "/" not in name), iri)


def fields_told(item: Item) -> dict[str, Value]:
    """Return an item's fields as a draft would give them."""
    return cast("dict[str, Value]", dict(written_fields(item)))
