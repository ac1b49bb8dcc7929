"""What OpenAPI tells of the SPARQL 1.1 Protocol: parameters, bodies, media types and statuses."""

from typing import Any

from starlette.responses import Response

from app.web.formats import GRAPHS, TABLES, Format
from app.web.problems import PROBLEM
from app.web.protocol_request import FORM, QUERY
from app.web.protocol_request import UPDATE as UPDATE_TYPE

_TEXT: dict[str, Any] = {"schema": {"type": "string"}}
_IRIS = {"type": "array", "items": {"type": "string", "format": "uri"}}
_QUERY_FIELDS: dict[str, Any] = {
    "query": {"type": "string", "description": "A SELECT, ASK, CONSTRUCT or DESCRIBE query."},
    "default-graph-uri": _IRIS | {"description": "Graphs that are asked together, instead of the default graph."},
    "named-graph-uri": _IRIS | {"description": "Graphs that GRAPH finds."},
    "format": {"type": "string", "description": "The format, by a word such as csv or a media type; before Accept."},
    "timeout": {"type": "string", "description": "How many seconds the query may take, up to the server's limit."},
}
_UPDATE_FIELDS: dict[str, Any] = {
    "update": {"type": "string", "description": "Operations of SPARQL Update, separated by semicolons."},
    "using-graph-uri": _IRIS | {"description": "Graphs that patterns are looked for in, as if by USING."},
    "using-named-graph-uri": _IRIS | {"description": "Graphs that GRAPH finds, as if by USING NAMED."},
}
_REFUSALS = {
    "400": "The request or the SPARQL has a fault; of SPARQL, `line` and `column` are told.",
    "401": "A token is needed.",
    "403": "This visitor may not do that, or SPARQL calls a server that it may not.",
    "405": "An update is sent by POST.",
    "406": "There is no such format of this answer; `offers` lists those there are.",
    "409": "A graph that is to be made is there, or one that is to be changed is not.",
    "413": "The body, or the query in it, is too long.",
    "414": "The query is too long.",
    "415": "The body is of no type that holds SPARQL, or not in UTF-8.",
    "422": "The answer would have too many rows, or needs too much memory.",
    "429": "Too many changes in a minute.",
    "503": "The query took too long, or others are waiting.",
    "507": "The store cannot be written.",
}


def problems(*statuses: str, told: dict[str, str] | None = None) -> dict[int | str, dict[str, Any]]:
    """Return the responses of OpenAPI for refusals: each a problem as RFC 9457 has it."""
    words = _REFUSALS | (told or {})
    shape = {"type": "object", "required": ["type", "title", "status", "detail"]}
    return {status: {"description": words[status], "content": {PROBLEM: {"schema": shape}}} for status in statuses}


def content(*formats: Format) -> dict[str, Any]:
    """Return the content of OpenAPI for what is written in any of some formats."""
    return {name: _TEXT for one in formats for name in (one.media_type, *one.others)}


def parameters(fields: dict[str, Any], *, required: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return parameters of an address."""
    return [
        {"name": name, "in": "query", "schema": schema, "required": name in required} for name, schema in fields.items()
    ]


def _form(fields: dict[str, Any]) -> dict[str, Any]:
    return {FORM: {"schema": {"type": "object", "properties": fields}}}


_ANSWER: dict[str, Any] = {"description": "The answer.", "content": content(*TABLES, *GRAPHS)}
_DATASETS = {name: field for name, field in (_QUERY_FIELDS | _UPDATE_FIELDS).items() if name.endswith("-uri")}
_DONE: dict[int | str, dict[str, Any]] = {"204": {"description": "The update was made."}}

GET: dict[str, Any] = {
    "response_class": Response,
    "summary": "Ask a query, or what this service can do",
    "openapi_extra": {"parameters": parameters(_QUERY_FIELDS)},
    "responses": {
        "200": _ANSWER | {"description": "The answer; without a query, the description of the service."},
        "303": {"description": "A browser is led to the page for questions."},
        "304": {"description": "The client has this answer already (If-None-Match)."},
        **problems("400", "401", "403", "405", "406", "414", "422", "503"),
    },
}
"""Of GET."""

POST: dict[str, Any] = {
    "response_class": Response,
    "summary": "Ask a query, or make an update",
    "openapi_extra": {
        "parameters": parameters(_DATASETS),
        "requestBody": {
            "required": True,
            "content": {**_form(_QUERY_FIELDS | _UPDATE_FIELDS), QUERY: _TEXT, UPDATE_TYPE: _TEXT},
        },
    },
    "responses": {
        "200": _ANSWER,
        **_DONE,
        **problems("400", "401", "403", "406", "409", "413", "415", "422", "429", "503", "507"),
    },
}
"""Of POST."""

UPDATE: dict[str, Any] = {
    "response_class": Response,
    "status_code": 204,
    "summary": "Make an update",
    "openapi_extra": {
        "parameters": parameters({name: field for name, field in _UPDATE_FIELDS.items() if name != "update"}),
        "requestBody": {"required": True, "content": {**_form(_UPDATE_FIELDS), UPDATE_TYPE: _TEXT}},
    },
    "responses": {**_DONE, **problems("400", "401", "403", "409", "413", "415", "429", "503", "507")},
}
"""Of POST to the address for updates alone."""
