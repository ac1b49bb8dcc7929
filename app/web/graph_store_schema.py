"""What OpenAPI tells of the Graph Store HTTP Protocol: parameters, bodies, media types and statuses."""

from typing import Any

from starlette.responses import Response

from app.web.formats import DATASETS, DOCUMENTS
from app.web.graph_documents import MEDIA_TYPES, MULTIPART
from app.web.protocol_schema import content, parameters, problems

_TOLD = {
    "400": "The request names no graph, or several, or not by a whole IRI; or the RDF has a fault: `line`, `column`.",
    "403": "This visitor may not do that, or nobody may change this graph.",
    "404": "There is no such graph.",
    "412": "The graph is not as the client knows it (If-Match, If-None-Match).",
    "413": "The body is too long.",
    "415": "The body is of no media type, or of one that is not RDF, or not in UTF-8.",
}
_GRAPH = parameters(
    {
        "graph": {"type": "string", "format": "uri", "description": "The IRI of a graph."},
        "default": {"type": "string", "description": "The default graph is meant; the value does not matter."},
    }
)
_MATCH = [
    {"name": name, "in": "header", "required": False, "schema": {"type": "string"}}
    for name in ("If-Match", "If-None-Match")
]
_TEXT = {"schema": {"type": "string"}}
_FORM = {"schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}}
_CHANGES = ("400", "401", "403", "412", "413", "415", "429", "507")


def _refusals(*statuses: str) -> dict[int | str, dict[str, Any]]:
    return problems(*statuses, told=_TOLD)


GET: dict[str, Any] = {
    "response_class": Response,
    "summary": "Get a graph",
    "openapi_extra": {"parameters": [*_GRAPH, *parameters({"format": {"type": "string"}})]},
    "responses": {
        "200": {"description": "The graph.", "content": content(*DOCUMENTS, *DATASETS)},
        "304": {"description": "The client has it already (If-None-Match)."},
        **_refusals("400", "401", "403", "404", "406"),
    },
}
"""Of GET."""

PUT: dict[str, Any] = {
    "response_class": Response,
    "status_code": 204,
    "summary": "Replace what a graph holds, or make it",
    "openapi_extra": {
        "parameters": [*_GRAPH, *_MATCH],
        "requestBody": {"required": True, "content": {**dict.fromkeys(MEDIA_TYPES, _TEXT), MULTIPART: _FORM}},
    },
    "responses": {
        "201": {"description": "The graph was made."},
        "204": {"description": "The graph was replaced."},
        **_refusals(*_CHANGES),
    },
}
"""Of PUT."""

POST: dict[str, Any] = {
    "response_class": Response,
    "status_code": 204,
    "summary": "Add to what a graph holds; without a name, make a graph of a new name",
    "openapi_extra": PUT["openapi_extra"],
    "responses": {
        "201": {"description": "The graph was made; without a name, Location tells it."},
        "204": {"description": "The graph was added to."},
        **_refusals(*_CHANGES),
    },
}
"""Of POST."""

DELETE: dict[str, Any] = {
    "response_class": Response,
    "status_code": 204,
    "summary": "Delete a graph",
    "openapi_extra": {"parameters": [*_GRAPH, *_MATCH]},
    "responses": {
        "204": {"description": "The graph was deleted."},
        **_refusals("400", "401", "403", "404", "412", "429", "507"),
    },
}
"""Of DELETE."""
