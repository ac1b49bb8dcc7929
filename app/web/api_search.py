"""Search by words over the JSON API."""

import json
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import Response

from app.web.access import Reader
from app.web.api_answers import bad_parameter, following, list_tag, page_answer, unchanged
from app.web.api_models import FoundPage
from app.web.api_names import LISTED, class_name, listed
from app.web.api_routes import api_router, get
from app.web.api_schema import refusals
from app.web.site import Site, SiteDep
from graph import find_by_words

router = api_router("search")

_KEPT = 2000
"""How many of the items that were found can be paged through."""
_SAME: dict[int | str, dict[str, Any]] = {304: {"description": "The client has this answer already (If-None-Match)."}}


@get(router, "/api/search", response_model=FoundPage, responses={**_SAME, **refusals(422)})
def find(
    request: Request,
    site: SiteDep,
    _: Reader,
    q: Annotated[
        str,
        Query(
            max_length=500,
            description='Words or beginnings of words, all of which must be there; `"a phrase"`, `-without`.',
        ),
    ],
    kind: Annotated[str, Query(description="Only items of this kind, as `GET /api/kinds` has them.")] = "",
    limit: Annotated[int, Query(ge=1, le=60, description="How many at most.")] = 20,
    after: Annotated[int, Query(ge=0, le=_KEPT, description="How many to pass over; `next` has it.")] = 0,
) -> Response:
    """Find statements, policies, actors, powers and topics by their titles and texts, best first.

    Case and accents do not count, nor do the endings of words. Titles weigh more than texts, whole words more than
    beginnings, rare words more than frequent ones. Without a word, nothing is found.
    """
    if kind and kind not in LISTED:
        bad_parameter("kind", f"There is no kind “{kind[:60]}”; there are {', '.join(LISTED)}.")
    tag = list_tag(site, request)
    if same := unchanged(request, tag):
        return same
    total, iris = _found(site, q, kind)
    more = str(after + limit) if after + limit < len(iris) else None
    page = FoundPage(items=listed(site.store, iris[after : after + limit]), next=following(request, more), total=total)
    return page_answer(page, tag, page.next)


def _found(site: Site, words: str, kind: str) -> tuple[int, list[str]]:
    """Return how many items have the words, and the first of them; they are kept for the pages that follow."""
    if not words.strip():
        return 0, []

    def look() -> str:
        found = find_by_words(site.store, words, _KEPT, kinds=_labels(site, kind) if kind else None)
        return json.dumps([found.total, [hit.iri for hit in found.hits]])

    total, iris = json.loads(site.cache.get(("search", " ".join(words.split()), kind), look))
    return total, iris


def _labels(site: Site, kind: str) -> set[str]:
    """Return how search calls a kind."""
    rows = site.store.query(f"SELECT ?label {{ ca:{class_name(kind)} rdfs:label ?label }}")
    return {row["label"] for row in rows}
