"""What stands around an item, over the JSON API."""

import re
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from app.web.access import Reader
from app.web.api_answers import bad_parameter, following, list_tag, page_answer, text_of, unchanged
from app.web.api_items import ITEM_PATH, NameInPath, item_answer
from app.web.api_models import Edge, ItemRef, Neighbourhood, Node
from app.web.api_names import Names
from app.web.api_routes import api_router, get
from app.web.api_schema import refusals
from app.web.site import SiteDep
from graph import DEEPEST, ORDER, NearItem, Neighbours, Tie, find_item, neighbourhood

router = api_router("items")

_MOST = 60
_ORDER_TOLD = "distance, relation, IRI"
_RELATIONS = (
    "by distance; then by the relation that leads to them: "
    + ", ".join(f"{'←' if is_back else '→'} {relation}" for relation, is_back in ORDER)
    + " (← towards the item, → away from it); then by IRI, "
    + "but in the store's order where one relation leads to more than 200"
)
_ABOUT = f"""Tell what stands around an item, at most {_MOST} neighbours a page.

A step is a relation of the argument either way (an undercut is one step from the premises and the conclusion of what it
undercuts), a power link, or a property that ties statements and policies to actors and concepts. Steps lead on from
statements only. The neighbours come {_RELATIONS}.
"""
_PLACE = re.compile(r"([0-9]{1,3})\.([0-9]{1,3})\.(.+)", re.DOTALL)


@get(
    router, f"{ITEM_PATH}/neighbours", response_model=Neighbourhood, description=_ABOUT,
    responses={304: {"description": "The client has this answer already (If-None-Match)."}, **refusals(404, 410, 422)},
)  # fmt: skip
def neighbours(
    request: Request,
    name: NameInPath,
    site: SiteDep,
    _: Reader,
    depth: Annotated[int, Query(ge=1, le=DEEPEST, description="How many steps away.")] = 1,
    limit: Annotated[int, Query(ge=1, le=_MOST, description="How many at most.")] = 30,
    after: Annotated[str, Query(description="Where the page before ended; `next` has it.")] = "",
) -> Response:
    """Tell what stands around an item."""
    if name != request.path_params["name"]:
        return item_answer(request, site, name)
    begun = _PLACE.fullmatch(after)
    if after and not begun:
        bad_parameter("after", "Is no place in this list; take it from `next`.")
    tag = list_tag(site, request)
    if same := unchanged(request, tag):
        return same
    place = (int(begun[1]), int(begun[2]), begun[3]) if begun else None

    def make() -> str:
        found = neighbourhood(site.store, find_item(site.store, name), depth, limit, place)
        page = _page(found, Names(site.store), depth, request)
        return f"{page.next or ''}\n{text_of(page).decode()}"

    kept = site.cache.get(("neighbours", name, depth, limit, after, request.url.path), make)
    more, body = kept.split("\n", 1)
    return page_answer(body.encode(), tag, more or None)


def _page(found: Neighbours, names: Names, depth: int, request: Request) -> Neighbourhood:
    last = ".".join(map(str, found.nodes[-1].place)) if found.nodes and found.left_out else None
    return Neighbourhood(
        item=ItemRef(**_members(found.centre, names)),
        depth=depth,
        order=_ORDER_TOLD,
        nodes=[Node(distance=one.place.distance, **_members(one, names)) for one in found.nodes],
        edges=[_edge(tie) for tie in found.edges],
        reached=list(found.reached),
        left_out=found.left_out,
        complete=found.is_complete,
        next=following(request, last),
    )


def _members(item: NearItem, names: Names) -> dict[str, str]:
    return names.members(item.iri, item.kind, item.label)


def _edge(tie: Tie) -> Edge:
    prefix = {"broader": "skos", "subject": "dcterms"}.get(tie.relation, "ca")
    return Edge(
        source=tie.source,
        target=tie.target,
        relation=tie.relation,
        property=f"{prefix}:{tie.relation}",
        via=tie.via or None,
        on=tie.on or None,
    )
