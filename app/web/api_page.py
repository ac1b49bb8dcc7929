"""The page that tells people of the JSON API: what its OpenAPI document says, with a line to try for each route."""

import json
import shlex
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.web.access import Reader
from app.web.site import SiteDep

router = APIRouter(include_in_schema=False)

_METHODS = ("get", "post", "put", "patch", "delete")
_TRIED = {"name": "ignoring-attraction-loses", "number": "last", "q": "trade", "from": "0", "reason": "Said twice"}
_BY_PATH = {"/api/queries/{name}": {"name": "policies-eroding-power"}}


@dataclass(frozen=True)
class Parameter:
    """A parameter as the page tells it: its name, where it stands, whether it is needed, its kind, and its meaning."""

    name: str
    place: str
    required: bool
    kind: str
    meaning: str


@dataclass(frozen=True)
class Route:
    """A route as the page tells it.

    Attributes:
        method: Its method.
        path: Its path.
        anchor: What its heading goes by on the page.
        summary: What it does, in a few words.
        description: What it does, in full.
        parameters: Its parameters.
        bodies: The media types that it takes.
        statuses: Status → what it means.
        example: A line for a shell.
    """

    method: str
    path: str
    anchor: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    bodies: tuple[str, ...]
    statuses: tuple[tuple[str, str], ...]
    example: str


@router.get("/api")
def api_page(request: Request, site: SiteDep, _: Reader) -> HTMLResponse:
    """The page that tells of the API."""
    document = request.app.openapi()
    base = f"{request.url.scheme}://{request.headers.get('host', request.url.netloc)}"
    return site.pages.render(
        request, "api.html", title=document["info"]["title"], about=document["info"].get("description", ""),
        version=document["info"]["version"], groups=_groups(document, base),
    )  # fmt: skip


def _groups(document: dict[str, Any], base: str) -> dict[str, list[Route]]:
    """Return tag → the routes under it, those of the JSON API first."""
    found: dict[str, list[Route]] = {}
    for path, operations in sorted(document["paths"].items(), key=_order):
        for method in (one for one in _METHODS if one in operations):
            operation = operations[method]
            tag = next(iter(operation.get("tags", ())), "other")
            found.setdefault(tag, []).append(_route(method, path, operation, base))
    return found


def _order(one: tuple[str, Any]) -> tuple[bool, ...]:
    path = one[0]
    return not path.startswith("/api/"), not path.startswith("/api/items"), path.endswith("/bulk")


def _route(method: str, path: str, operation: dict[str, Any], base: str) -> Route:
    parameters = tuple(_parameter(one) for one in operation.get("parameters", ()))
    content = operation.get("requestBody", {}).get("content", {})
    return Route(
        method=method.upper(),
        path=path,
        anchor=operation.get("operationId", f"{method}{path}"),
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        parameters=parameters,
        bodies=tuple(content),
        statuses=tuple((status, one["description"]) for status, one in operation["responses"].items()),
        example=_example(method, path, parameters, content, base),
    )


def _parameter(one: dict[str, Any]) -> Parameter:
    schema = one.get("schema", {})
    kinds = [schema.get("type") or "", *(part.get("type", "") for part in schema.get("anyOf", ()))]
    words = [kind for kind in kinds if kind not in ("", "null")]
    limits = [f"{sign} {schema[name]}" for name, sign in (("minimum", "≥"), ("maximum", "≤")) if name in schema]
    default = [f"default {json.dumps(schema['default'])}"] if schema.get("default") not in (None, "") else []
    told = ", ".join([*map(str, words), *limits, *default])
    meaning = one.get("description") or schema.get("description", "")
    return Parameter(one["name"], one["in"], one.get("required", False), told, meaning)


def _example(method: str, path: str, parameters: tuple[Parameter, ...], content: dict[str, Any], base: str) -> str:
    """Return a line for a shell that tries a route."""
    known = _TRIED | _BY_PATH.get(path, {})
    address = path
    query = []
    for one in parameters:
        value = known.get(one.name, one.name.upper())
        address = address.replace(f"{{{one.name}}}", value)
        if one.required and one.place == "query":
            query.append(f"--url-query {shlex.quote(f'{one.name}={value}')}")
    headers = [f"-H {shlex.quote(f'{one.name}: *')}" for one in parameters if one.required and one.place == "header"]
    parts = ["curl", *([] if method == "get" else [f"-X {method.upper()}"]), *headers, *_body(content), *query]
    return " ".join([*parts, shlex.quote(base + address)])


def _body(content: dict[str, Any]) -> list[str]:
    if not content:
        return []
    media, schema = next((media, one.get("schema", {})) for media, one in content.items())
    example = schema.get("example") or next((o["example"] for o in schema.get("oneOf", ()) if "example" in o), None)
    data = shlex.quote(json.dumps(example)) if example else "@FILE"
    return [f"-H {shlex.quote(f'Content-Type: {media}')}", f"{'-d' if example else '--data-binary'} {data}"]
