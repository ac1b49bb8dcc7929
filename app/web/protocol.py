"""The SPARQL 1.1 Protocol: `/sparql` takes queries and updates, `/query` and `/update` one of the two.

https://www.w3.org/TR/sparql11-protocol/. The two further addresses are those of Oxigraph's server, so that what asks
such a server can ask this one. Without a query, `/sparql` and `/query` describe the service (`service_description.py`);
a person with a browser is led to the page for questions. `protocol_request.py` tells what a request may look like and
what is wrong with others, `answering.py` tells of answers and limits.

Updates need the role admin; one that worked is answered by 204.
"""

import asyncio
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.web.access import Visitor, must_be
from app.web.answering import answer_query
from app.web.formats import prefers_page
from app.web.plain_routes import OtherMethods, PlainRoute
from app.web.problems import Problem
from app.web.protocol_request import ACCEPT_POST, Kind, Operation, address_pairs, operation_of
from app.web.protocol_schema import GET, POST, UPDATE
from app.web.service_description import describe_service
from app.web.site import Site, site_of
from app.web.tokens import Role
from graph import UnknownGraphError

_FORMATS = {"format", "output", "results"}
_VARY = {"Vary": "Accept"}

router = APIRouter(tags=["SPARQL"], route_class=PlainRoute)
_hidden: dict[str, Any] = {"include_in_schema": False}


@router.api_route("/sparql", methods=["GET"], name="Query by GET", **GET)
@router.api_route("/sparql", methods=["HEAD"], **_hidden)
@router.api_route("/query", methods=["GET", "HEAD"], **_hidden)
async def query_by_get(request: Request) -> Response:
    """Answer the query in the address; without one, describe the service."""
    must_be(request, Role.READ)
    site = site_of(request)
    names = {name for name, _ in address_pairs(request)}
    is_for_person = prefers_page(request.headers.get("accept", "")) and not names & _FORMATS
    if not names - _FORMATS:
        return RedirectResponse("/ask", 303, _VARY) if is_for_person else await describe_service(request, site)
    operation = await operation_of(request, site.settings.limits.query_length)
    if is_for_person and not operation.dataset:
        return RedirectResponse(f"/ask?{urlencode({'query': operation.text})}", 303, _VARY)
    return await answer_query(request, site, operation, address_of(request))


@router.api_route("/sparql", methods=["POST"], name="Query or update by POST", **POST)
async def query_or_update(request: Request) -> Response:
    """Answer the query, or make the update, of a form or body."""
    must_be(request, Role.READ)
    site = site_of(request)
    operation = await operation_of(request, site.settings.limits.query_length)
    if operation.kind == "update":
        return await _update(request, site, operation, must_be(request, Role.ADMIN))
    return await answer_query(request, site, operation, address_of(request))


@router.api_route("/query", methods=["POST"], **_hidden)
async def query_by_post(request: Request) -> Response:
    """Answer the query of a form or body."""
    must_be(request, Role.READ)
    site = site_of(request)
    operation = _only("query", await operation_of(request, site.settings.limits.query_length))
    return await answer_query(request, site, operation, address_of(request))


@router.api_route("/update", methods=["POST"], name="Update", **UPDATE)
async def update(request: Request) -> Response:
    """Make the update of a form or body."""
    visitor = must_be(request, Role.ADMIN)
    site = site_of(request)
    operation = _only("update", await operation_of(request, site.settings.limits.query_length))
    return await _update(request, site, operation, visitor)


for _path, _methods in (("/sparql", "GET HEAD POST"), ("/query", "GET HEAD POST"), ("/update", "POST")):
    _others = OtherMethods(*_methods.split(), headers={"accept-post": ACCEPT_POST})
    router.add_route(_path, _others, include_in_schema=False)  # type: ignore[arg-type] # Starlette takes ASGI here


def address_of(request: Request) -> str:
    """Return the address of a request without its parameters: what relative IRIs are relative to."""
    return f"{request.scope['scheme']}://{request.headers.get('host', '')}{request.scope['path']}"


def _only(kind: Kind, operation: Operation) -> Operation:
    if operation.kind != kind:
        told = f"This address takes one {kind}; send the {operation.kind} to /{operation.kind} or /sparql."
        raise Problem(400, told)
    return operation


async def _update(request: Request, site: Site, operation: Operation, visitor: Visitor) -> Response:
    def change() -> None:
        site.store.update(
            operation.text, allow_hosts=site.settings.outgoing, using_graphs=operation.default_graphs,
            using_named_graphs=operation.named_graphs, base_iri=address_of(request), by=visitor.name,
        )  # fmt: skip

    try:
        await asyncio.get_running_loop().run_in_executor(site.threads, change)
    except UnknownGraphError as error:  # not the 404 that it is elsewhere: this address is there
        raise Problem(409, str(error), "Unknown graph") from error
    return Response(status_code=204)
