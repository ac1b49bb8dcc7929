"""The SPARQL 1.1 Graph Store HTTP Protocol: whole graphs are got, put, added to and deleted.

https://www.w3.org/TR/sparql11-http-rdf-update/. `/store?default` is the default graph, the current state;
`/store?graph=IRI` a graph by its name; `/store/ANY/PATH` the graph that is named by that address itself. POST to
`/store` makes a new graph, and tells where (Location). GET of `/store` gives all graphs together, in N-Quads alone.

Everybody may read who may read at all, the history graph too; changes need the role admin, and each is a contribution.
201 tells that a graph was made, 204 that one was changed or deleted, 404 that there is none, 412 that it is not as the
client knows it (If-Match): the tag of a graph changes with its own content only. PATCH is not there: `/update` is.
"""

import asyncio
from collections.abc import Callable
from hashlib import blake2b
from typing import TypeVar
from uuid import uuid4

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.web.access import Visitor, must_be
from app.web.conditions import check_match, is_known, named_tags
from app.web.formats import DATASETS, DOCUMENTS, Chosen, chosen
from app.web.graph_documents import ACCEPT_POST, documents_of
from app.web.graph_store_schema import DELETE, GET, POST, PUT
from app.web.plain_routes import OtherMethods, PlainRoute
from app.web.problems import Problem
from app.web.protocol import address_of
from app.web.protocol_request import address_pairs, is_absolute
from app.web.site import Site, site_of
from app.web.tokens import Role
from graph import GraphWrite, delete_graph, graph_exists, post_graph, put_graph, read_graph

T = TypeVar("T")

_KEPT = 4 * 1024**2
"""Up to how many bytes a graph is kept as it was written."""
_WHOLE = "all"
"""What stands for all graphs together."""

router = APIRouter(tags=["Graph store"], route_class=PlainRoute)


@router.api_route("/store", methods=["GET"], name="Get a graph", **GET)
@router.api_route("/store", methods=["HEAD"], include_in_schema=False)
@router.api_route("/store/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def get(request: Request) -> Response:
    """Give a graph."""
    must_be(request, Role.READ)
    site, graph = site_of(request), _named(request)
    accept = ", ".join(request.headers.getlist("accept"))
    wanted = tuple(value for name, value in address_pairs(request) if name == "format" and value)
    if graph == "":
        return await _dataset(request, site, accept, wanted)
    choice = chosen(accept, wanted, DOCUMENTS)
    body = await _in_thread(site, lambda: _written(site, graph, choice.name))
    return _representation(request, body, _tag(choice.name, body), choice)


@router.api_route("/store", methods=["PUT"], name="Put a graph", **PUT)
@router.api_route("/store/{path:path}", methods=["PUT"], include_in_schema=False)
async def put(request: Request) -> Response:
    """Replace what a graph holds, or make it."""
    visitor = must_be(request, Role.ADMIN)
    created = await _write(request, _must_name(request), visitor, put_graph)
    return Response(status_code=201 if created else 204)


@router.api_route("/store", methods=["POST"], name="Add to a graph, or make one", **POST)
@router.api_route("/store/{path:path}", methods=["POST"], include_in_schema=False)
async def post(request: Request) -> Response:
    """Add to what a graph holds, or make one: without a name, one of a new name."""
    visitor = must_be(request, Role.ADMIN)
    named = _named(request)
    graph = f"{address_of(request).rstrip('/')}/{uuid4()}" if named == "" else named
    created = await _write(request, graph, visitor, post_graph)
    headers = {"location": graph} if named == "" and graph else None
    return Response(status_code=201 if created else 204, headers=headers)


async def _write(request: Request, graph: str | None, visitor: Visitor, write: Callable[..., GraphWrite]) -> bool:
    """Write the documents of a request to a graph; return whether the graph was made."""
    site, documents = site_of(request), await documents_of(request)

    def change() -> bool:
        with site.store.writing:
            _check(request, site, graph)
            base = graph or address_of(request)
            return write(site.store, graph, documents, base_iri=base, by=visitor.name).created

    return await _in_thread(site, change)


@router.api_route("/store", methods=["DELETE"], name="Delete a graph", **DELETE)
@router.api_route("/store/{path:path}", methods=["DELETE"], include_in_schema=False)
async def delete(request: Request) -> Response:
    """Delete a graph."""
    visitor = must_be(request, Role.ADMIN)
    site, graph = site_of(request), _must_name(request)

    def change() -> None:
        with site.store.writing:
            _check(request, site, graph)
            delete_graph(site.store, graph, by=visitor.name)

    await _in_thread(site, change)
    return Response(status_code=204)


for _path in ("/store", "/store/{path:path}"):
    _others = OtherMethods("GET", "HEAD", "PUT", "POST", "DELETE", headers={"accept-post": ACCEPT_POST})
    router.add_route(_path, _others, include_in_schema=False)  # type: ignore[arg-type] # Starlette takes ASGI here


def _named(request: Request) -> str | None:
    """Return the IRI of the graph that a request is about: None for the default graph, "" where it names none.

    Raises:
        Problem: When it names several, or not by a whole IRI (400).
    """
    names = [(name, value) for name, value in address_pairs(request) if name in ("default", "graph")]
    path = request.path_params.get("path", "")
    if len(names) + bool(path) > 1:
        raise Problem(400, "Name one graph: by ?default, by ?graph=IRI, or by a path below /store.")
    if path:
        raw = request.scope.get("raw_path") or request.scope["path"].encode()
        return f"{request.scope['scheme']}://{request.headers.get('host', '')}{raw.decode('ascii')}"
    if not names:
        return ""
    name, value = names[0]
    if name == "graph" and not is_absolute(value):
        raise Problem(400, f"The parameter graph takes a whole IRI, such as https://example.org/a, not “{value}”.")
    return value if name == "graph" else None


def _must_name(request: Request) -> str | None:
    graph = _named(request)
    if graph == "":
        raise Problem(400, "Name a graph: by ?default, by ?graph=IRI, or by a path below /store.")
    return graph


async def _dataset(request: Request, site: Site, accept: str, wanted: tuple[str, ...]) -> Response:
    """Return all graphs together, to whoever asks for what can hold them."""
    try:
        choice = chosen(accept if "quads" in accept else "none/none", wanted, DATASETS)
    except Problem:
        told = "Name a graph: by ?default, by ?graph=IRI, or by a path below /store. All graphs together are written"
        raise Problem(400, f"{told} as {DATASETS[0].media_type} only.") from None
    body = await _in_thread(site, lambda: site.store.export("nquads"))
    return _representation(request, body, _tag(_WHOLE, body), choice)


def _representation(request: Request, body: bytes, tag: str, choice: Chosen) -> Response:
    headers = {"vary": "Accept", "cache-control": "private, no-cache", "etag": tag}
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers={**headers, "content-type": choice.content_type})


def _written(site: Site, graph: str | None, format_name: str) -> bytes:
    key, version = ("graph", graph, format_name), site.version
    body = site.cache.find(key)
    if body is None:
        body = read_graph(site.store, graph, format_name)
        if len(body) <= _KEPT:
            site.cache.keep(key, version, body)
    return body


def _tag(format_name: str, body: bytes) -> str:
    """Return the tag of a graph as it is written: it names the format, to be compared with what is there."""
    return f'"{format_name}.{blake2b(body, digest_size=16).hexdigest()}"'


def _check(request: Request, site: Site, graph: str | None) -> None:
    """Refuse a change of a graph that is not as the client knows it; nobody else may change it until it is made."""
    named = named_tags(request)
    if not named:
        return
    if not graph_exists(site.store, graph):
        check_match(request, None)
        return
    formats = {one.name for one in DOCUMENTS} & {tag.strip('"').partition(".")[0] for tag in named}
    check_match(request, {_tag(name, _written(site, graph, name)) for name in formats})


async def _in_thread(site: Site, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(site.threads, work)
