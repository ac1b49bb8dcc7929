"""The named queries over the JSON API: which there are, and their answers."""

from typing import Annotated, Any, Literal

from fastapi import Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from app.web.access import Reader
from app.web.answering import answer_query
from app.web.api_answers import answer
from app.web.api_routes import api_router, get
from app.web.api_schema import refusals
from app.web.formats import GRAPHS, TABLES
from app.web.protocol import address_of
from app.web.protocol_request import Operation
from app.web.protocol_schema import content
from app.web.site import SiteDep
from graph import NamedQuery, form_of, named_queries, named_query

router = api_router("queries")


class Parameter(BaseModel):
    """A parameter of a named query."""

    name: str
    kind: str = Field(description="The class of the item that it takes, such as ca:PowerType, or “number”.")
    meaning: str
    default: str


class Named(BaseModel):
    """A named query."""

    name: str
    title: str
    description: str
    form: Literal["table", "graph"]
    parameters: list[Parameter]
    sparql: str = Field(description="The query as it stands, with the parameters' defaults.")
    address: str = Field(description="Where it is answered.")


class NamedQueries(BaseModel):
    """The named queries."""

    queries: list[Named]


@get(router, "/api/queries", response_model=NamedQueries, responses=refusals())
def list_queries(_: Reader) -> Response:
    """List the named queries with their parameters."""
    return answer(NamedQueries(queries=[_told(query) for query in named_queries().values()]))


def _told(query: NamedQuery) -> Named:
    parameters = [
        Parameter(name=one.name, kind=one.kind, meaning=one.meaning, default=one.default) for one in query.parameters
    ]
    return Named(
        name=query.name,
        title=query.title,
        description=query.description,
        form="graph" if form_of(query.sparql) == "graph" else "table",
        parameters=parameters,
        sparql=query.sparql,
        address=f"/api/queries/{query.name}",
    )


_CONTENT = {
    name: {"schema": {"type": ["object", "array"]} if "json" in name else {"type": "string"}}
    for name in content(*TABLES, *GRAPHS)
}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"description": "The answer.", "content": _CONTENT},
    304: {"description": "The client has this answer already (If-None-Match)."},
}
_PARAMETERS: dict[str, Any] = {
    "name": "parameters",
    "in": "query",
    "style": "form",
    "explode": True,
    "description": "A value for each parameter of the query that is not to have its default: an item, or a number.",
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
}


@get(
    router, "/api/queries/{name}", responses={**_ANSWER, **refusals(404, 406, 422, 503)}, response_class=Response,
    openapi_extra={"parameters": [_PARAMETERS]},
)  # fmt: skip
async def answer_named(
    request: Request,
    name: Annotated[str, Path(description="The name of the query.")],
    site: SiteDep,
    _: Reader,
    format: Annotated[str, Query(description="The format, by a word such as csv or a media type; before Accept.")] = "",  # noqa: A002
) -> Response:
    """Answer a named query, in SPARQL JSON or as Accept says."""
    query = named_query(name)
    values = {key: value for key, value in request.query_params.items() if key != "format"}
    sparql = await run_in_threadpool(query.filled, site.store, values)
    operation = Operation("query", sparql, wanted=(format,) if format else ())
    return await answer_query(request, site, operation, address_of(request))
