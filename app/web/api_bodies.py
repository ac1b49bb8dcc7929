"""Bodies that the JSON API takes: read, decoded, and refused where they are no JSON in UTF-8."""

import json
import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Request

from app.web.problems import Problem
from claims import Draft, DraftError, DraftFault, many_fields, parse_drafts

_MEDIA = "application/json"
_MERGE = "application/merge-patch+json"


def media_type(request: Request) -> str:
    """Return the media type of a request's body, without parameters; "" where none is told."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def must_be_of(request: Request, *types: str) -> str:
    """Return the media type of a request's body, if it is one of some.

    Raises:
        Problem: 415; tells which there are.
    """
    found = media_type(request)
    if found not in types:
        said = f"is of type {found[:100]}" if found else "has no Content-Type"
        told = f"The body {said}; this address takes {', '.join(types)}."
        raise Problem(415, told, headers={"Accept-Post" if request.method == "POST" else "Accept-Patch": types[0]})
    charset = request.headers.get("content-type", "").lower().partition("charset=")[2].strip('"; ')
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"The body is in {charset[:40]}; send it in UTF-8.")
    return found


def _reading(*types: str) -> Callable[[Request], Coroutine[Any, Any, str]]:
    async def read(request: Request) -> str:
        must_be_of(request, *types)
        return decoded(await request.body())

    return read


def decoded(body: bytes) -> str:
    """Return a body as text, if it is JSON.

    Raises:
        Problem: 400; tells where it is broken.
    """
    try:
        text = body.decode("utf-8-sig")
        json.loads(text)
    except UnicodeDecodeError as error:
        raise Problem(400, f"The body is not UTF-8 text, from byte {error.start + 1} on.", "Unreadable body") from None
    except RecursionError:
        raise Problem(400, "The body is nested too deeply.", "Unreadable body") from None
    except json.JSONDecodeError as error:
        told = f"The body is no JSON: line {error.lineno}, column {error.colno}: {error.msg}."
        raise Problem(400, told, "Unreadable body", line=error.lineno, column=error.colno) from None
    except ValueError:
        raise Problem(400, "The body holds a number of more digits than can be read.", "Unreadable body") from None
    return text


JsonText = Annotated[str, Depends(_reading(_MEDIA))]
"""The body as text; it is JSON."""
PatchText = Annotated[str, Depends(_reading(_MERGE, _MEDIA))]
"""The body of a PATCH as text; it is JSON."""


def drafts_of(text: str) -> list[Draft | DraftFault]:
    """Return the drafts of a body that is JSON, with a fault in place of each one that cannot be read.

    Raises:
        DraftError: When it is neither an object nor a list.
        Problem: 422; when it holds no draft.
    """
    found = list(parse_drafts(text, "json", "", many=many_fields()))
    if not found:
        raise Problem(422, 'The body holds no draft; send {"kind": "claim", "label": "…", …}, or a list of such.')
    return found


def patch_of(text: str) -> dict[str, Any]:
    """Return the changes that a merge patch makes: field → its new value, None to empty it.

    Raises:
        DraftError: When it has faults.
        Problem: 422; when it is no object.
    """
    given = json.loads(text)
    if not isinstance(given, dict):
        raise Problem(422, 'The body is no object; send {"FIELD": "its new value"}.')
    found = list(parse_drafts(text, "json", "", many=many_fields()))
    faults = [one for one in found if isinstance(one, DraftFault)]
    if faults:
        raise DraftError(faults)
    fields: dict[str, Any] = {}
    for one in found:
        fields |= one.fields if isinstance(one, Draft) else {}
    emptied = (re.sub(r"[-\s]+", "_", name.strip()).lower() for name in given)
    return {**{name: None for name in emptied if name not in fields}, **fields}


_DRAFT = {
    "type": "object",
    "description": "The fields of one item; `GET /api/kinds` lists those of each kind.",
    "properties": {"kind": {"type": "string"}},
    "additionalProperties": True,
    "example": {
        "kind": "counterargument",
        "label": "Buyers can be replaced",
        "text": "A seller that finds other buyers has nothing to fear from one who stops buying.",
        "attacks": "asymmetry-empowers-less-dependent",
    },
}
DRAFTS_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {_MEDIA: {"schema": {"oneOf": [_DRAFT, {"type": "array", "items": _DRAFT, "minItems": 1}]}}},
    }
}
"""What OpenAPI tells of a body with drafts."""
_PATCH_SCHEMA = {
    "type": "object",
    "description": "Field → its new value; null empties it (RFC 7396).",
    "additionalProperties": {
        "oneOf": [
            {"type": ["string", "boolean", "number", "null"]},
            {"type": "array", "items": {"type": ["string", "number"]}},
        ]
    },
    "example": {"text": "A seller who finds other buyers need not fear one who stops buying."},
}
PATCH_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {_MERGE: {"schema": _PATCH_SCHEMA}, _MEDIA: {"schema": _PATCH_SCHEMA}},
    }
}
"""What OpenAPI tells of a body with fields to change."""
