"""What OpenAPI tells of every route alike: the shape of problems, and which statuses are problems."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

from app.web.problems import PROBLEM

_REF = {"schema": {"$ref": "#/components/schemas/Problem"}}
_TOLD = {
    400: "The request cannot be read.",
    401: "A token is needed, or nobody has this one.",
    403: "This visitor may not do that.",
    404: "There is no such thing; `nearest` has ids that look like it.",
    406: "There is no such format; `offers` has those there are.",
    409: "It has changed since.",
    410: "It was retracted.",
    412: "It has changed since it was read; `theirs` has it as it is.",
    413: "The body is too long.",
    415: "The body is of another type.",
    422: "The input has faults; `errors` has each of them.",
    428: "If-Match is needed.",
    429: "Too many changes in a minute.",
    503: "The store does not answer, or other queries are at work.",
}


_DONE = {"200": "The answer.", "201": "It was done; Location has what it made."}


class ProblemFault(BaseModel):
    """One fault of an input."""

    model_config = ConfigDict(extra="allow")

    message: str = Field(description="What is wrong, and how to mend it.")


class ProblemModel(BaseModel):
    """Why a request was refused, as RFC 9457 has it."""

    model_config = ConfigDict(extra="allow", title="Problem")

    type: str = Field(description="An address that names the kind of problem.")
    title: str = Field(description="The kind of problem in a few words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What was wrong, where, and how to mend it.")
    instance: str | None = Field(None, description="The path that was asked for.")
    errors: list[ProblemFault] | None = Field(None, description="Each fault of the input.")
    nearest: list[str] | None = Field(None, description="Ids that look like one that is unknown.")


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI tells of refusals: those of some statuses, and any other."""
    told = {status: _TOLD.get(status) or HTTPStatus(status).phrase for status in sorted({400, 401, 403, *statuses})}
    responses: dict[int | str, dict[str, Any]] = {
        status: {"description": words, "content": {PROBLEM: _REF}} for status, words in told.items()
    }
    return {**responses, "default": {"description": "Any other refusal.", "content": {PROBLEM: _REF}}}


def describe(web: FastAPI) -> None:
    """Have the OpenAPI document of an application hold the shape of problems, and tell of tokens."""
    made: Callable[[], dict[str, Any]] = web.openapi

    def openapi() -> dict[str, Any]:
        if web.openapi_schema:
            return web.openapi_schema
        document = made()
        parts = document.setdefault("components", {})
        schemas = parts.setdefault("schemas", {})
        template = "#/components/schemas/{model}"
        problem = ProblemModel.model_json_schema(ref_template=template)
        schemas |= problem.pop("$defs", {})
        schemas["Problem"] = problem
        parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"token": []}, {}]
        for path, operations in document["paths"].items():
            for operation in operations.values() if path.startswith("/api/") else ():
                _word(operation)
        return document

    web.openapi = openapi  # type: ignore[method-assign]


def _word(operation: dict[str, Any]) -> None:
    """Say in words of ours what FastAPI says in its own."""
    for status in ("200", "201"):
        if operation["responses"].get(status, {}).get("description") == "Successful Response":
            operation["responses"][status]["description"] = _DONE[status]
    if "description" in operation:
        operation["summary"] = re.split(r"[.;:]\s", f"{operation['description']} ")[0].strip(". ")
