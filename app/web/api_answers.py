"""How the routes of the JSON API answer: JSON, entity tags, pages; and which parameters they take."""

import difflib
from collections.abc import Hashable, Mapping
from typing import Any, NoReturn

from fastapi import Request
from fastapi.responses import Response
from pydantic import BaseModel

from app.web.conditions import is_known, tag_of
from app.web.problems import Problem
from app.web.site import Site

JSON = "application/json"
_FRESH = {"Cache-Control": "private, no-cache", "Vary": "Accept, Authorization, Cookie"}


def answer(told: BaseModel | bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a model, or JSON text, as JSON."""
    text = told if isinstance(told, bytes) else text_of(told)
    return Response(text, status, {**_FRESH, **(headers or {})}, JSON)


def text_of(model: BaseModel) -> bytes:
    """Return a model as JSON text; half a character of a pair, which no text can hold, as a question mark."""
    try:
        return model.model_dump_json().encode("utf-8")
    except ValueError:
        return model.model_dump_json(ensure_ascii=True).encode("ascii")


def page_answer(told: BaseModel | bytes, tag: str | None, following: str | None) -> Response:
    """Return a page of a list, with its tag and the address of the following page."""
    headers = {"etag": tag} if tag else {}
    if following:
        headers["link"] = f'<{following}>; rel="next"'
    return answer(told, headers=headers)


def list_tag(site: Site, request: Request, *more: Hashable) -> str | None:
    """Return the tag of an answer that depends on the whole store; None where nothing can be known of that."""
    return None if site.version is None else tag_of(site.version, str(request.url), *more)


def unchanged(request: Request, tag: str | None) -> Response | None:
    """Return the answer to a client that has it already (If-None-Match); None for another."""
    if tag and is_known(request, tag):
        return Response(status_code=304, headers={**_FRESH, "etag": tag})
    return None


def following(request: Request, after: str | None) -> str | None:
    """Return the address of the page after a place; None where there is none."""
    if after is None:
        return None
    url = request.url.include_query_params(after=after)
    return f"{url.path}?{url.query}"


def bad_parameter(name: str, message: str) -> NoReturn:
    """Refuse a parameter of the address.

    Raises:
        Problem: 422.
    """
    errors = [{"field": name, "in": "query", "message": message}]
    raise Problem(422, f"{name}: {message}", "Invalid input", errors=errors)


async def only_known(request: Request) -> None:
    """Refuse parameters that a route does not have: they are typing errors mostly.

    Raises:
        Problem: 422; tells the parameter that was meant.
    """
    parameters = [one for one in _operation(request).get("parameters", ()) if one["in"] == "query"]
    if any(one["schema"].get("type") == "object" for one in parameters):  # it stands for any
        return
    known = [one["name"] for one in parameters]
    unknown = [name for name in dict.fromkeys(request.query_params) if name not in known]
    if unknown:
        errors = [{"field": name, "in": "query", "message": _unknown(name, known)} for name in unknown]
        told = "; ".join(f"{one['field'][:100]}: {one['message']}" for one in errors[:10])
        raise Problem(422, told, "Unknown parameter", errors=errors[:100])


def _operation(request: Request) -> dict[str, Any]:
    path = getattr(request.scope.get("route"), "path_format", "")
    method = "get" if request.method == "HEAD" else request.method.lower()
    operations: dict[str, dict[str, Any]] = request.app.openapi()["paths"].get(path, {})
    return operations.get(method, {})


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name.lower(), known, 1)
    hint = f" Did you mean {near[0]}?" if near else f" There are {', '.join(known)}." if known else ""
    return f"There is no such parameter here.{hint}"
