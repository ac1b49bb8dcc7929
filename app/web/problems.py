"""What becomes of errors over HTTP: one table from error to status, one shape for machines, one page for people.

The shape is that of RFC 9457 (`application/problem+json`): type, title, status, detail, instance, and members that
say more: `line` and `column` of a query, `errors` with each fault of an input, `nearest` ids.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from claims import ClaimsError, DraftError, FormatError, PassageError, SourceError, UnknownCorpusError
from graph import (
    AnswerFormatError,
    ChangedSinceError,
    DatasetError,
    GraphError,
    GraphExistsError,
    InvalidChangeError,
    NetworkRefusedError,
    ParameterError,
    ProtectedGraphError,
    QueriesBusyError,
    QueryMemoryError,
    QuerySyntaxError,
    QueryTimeoutError,
    RdfSyntaxError,
    ReadOnlyError,
    RetractedItemError,
    ServerError,
    StoreError,
    StoreHeldError,
    StoreWriteError,
    TooManyRowsError,
    UndecidedInTimeError,
    UnknownContributionError,
    UnknownCorpusInStoreError,
    UnknownFileError,
    UnknownGraphError,
    UnknownItemError,
    UnknownQueryError,
)
from viz import MapError

PROBLEM = "application/problem+json"
TYPES = "https://w3id.org/claimatlas/problem/"
"""What the `type` of every problem starts with; the rest is its title in kebab-case."""

STATUS: tuple[tuple[type[Exception], int], ...] = (
    (RetractedItemError, 410),
    (UnknownItemError, 404),
    (UnknownGraphError, 404),
    (GraphExistsError, 409),
    (ProtectedGraphError, 403),
    (DatasetError, 400),
    (QueryTimeoutError, 503),
    (QueriesBusyError, 503),
    (UndecidedInTimeError, 503),
    (TooManyRowsError, 422),
    (QueryMemoryError, 422),
    (UnknownQueryError, 404),
    (UnknownContributionError, 404),
    (UnknownCorpusInStoreError, 404),
    (UnknownFileError, 404),
    (UnknownCorpusError, 404),
    (QuerySyntaxError, 400),
    (RdfSyntaxError, 400),
    (ParameterError, 400),
    (AnswerFormatError, 406),
    (NetworkRefusedError, 403),
    (ReadOnlyError, 403),
    (ChangedSinceError, 409),
    (InvalidChangeError, 422),
    (DraftError, 422),
    (PassageError, 422),
    (FormatError, 422),
    (SourceError, 422),
    (MapError, 422),
    (ServerError, 502),
    (StoreHeldError, 503),
    (StoreWriteError, 507),
    (StoreError, 503),
    (GraphError, 500),
    (ClaimsError, 500),
)
"""Error → status; the first that fits counts."""

_SOON = "5"
"""After how many seconds a query that could not be begun may be tried again."""
_log = logging.getLogger("claimatlas.web")


class Problem(HTTPException):
    """Something that a route refuses, with the status and the words for it.

    Args:
        status: The HTTP status.
        detail: What was wrong, where, and how to mend it.
        title: A few words that name the kind of problem; by default the status's own.
        headers: Headers of the answer.
        more: Further members of the problem.
    """

    def __init__(
        self, status: int, detail: str, title: str = "", headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(status, detail, dict(headers or {}))
        self.title = title or HTTPStatus(status).phrase
        self.more = more


def problem_of(error: Exception) -> Problem:
    """Return the problem that an error is to a visitor; one nobody foresaw is told without its words."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        return Problem(error.status_code, _said(error), headers=error.headers)
    if isinstance(error, RequestValidationError):
        return _of_validation(error)
    status = next((status for kind, status in STATUS if isinstance(error, kind)), None)
    if status is None:
        return Problem(500, "The server failed at this; the fault is in its log.", "Defect")
    headers = {"Retry-After": _SOON} if isinstance(error, QueriesBusyError) else None
    return Problem(status, str(error), _title(error), headers, **_more(error))


def _said(error: HTTPException) -> str:
    usual = HTTPStatus(error.status_code).phrase
    if error.detail and error.detail != usual:
        return str(error.detail)
    if error.status_code == HTTPStatus.NOT_FOUND:
        return "There is nothing at this address."
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return f"This address takes {dict(error.headers or {}).get('Allow', 'other methods')} only."
    return HTTPStatus(error.status_code).description or usual


def _title(error: Exception) -> str:
    """Return the words of an error's name: QuerySyntaxError gives Query syntax."""
    if isinstance(error, RdfSyntaxError):
        return "RDF syntax"
    name = type(error).__name__.removesuffix("Error")
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    return words[:1].upper() + words[1:]


def _more(error: Exception) -> dict[str, Any]:
    if isinstance(error, QuerySyntaxError):
        return {"line": error.line, "column": error.column}
    if isinstance(error, RdfSyntaxError):
        return _of_rdf(error)
    if isinstance(error, UnknownItemError):
        return {"nearest": list(getattr(error, "nearest", ()))}
    if isinstance(error, DraftError):
        return {"errors": [_draft_fault(fault) for fault in error.faults]}
    if isinstance(error, InvalidChangeError | PassageError | ParameterError):
        return {"errors": [{"message": str(fault)} for fault in getattr(error, "faults", ())]}
    return {}


def _of_rdf(error: RdfSyntaxError) -> dict[str, Any]:
    """Return every fault, and as with SPARQL the place of the first."""
    first = error.faults[0]
    return {"line": first.line, "column": first.column, "errors": [asdict(fault) for fault in error.faults]}


def _draft_fault(fault: Any) -> dict[str, Any]:
    told = {name: getattr(fault, name, None) for name in ("place", "field", "rule")}
    message = getattr(fault, "message", None) or str(fault)
    number = getattr(told["place"], "number", 0)
    return {
        "message": message,
        **({"draft": number} if number else {}),
        **{name: str(value) for name, value in told.items() if value and str(value)},
    }


def _of_validation(error: RequestValidationError) -> Problem:
    faults = [
        {
            "field": ".".join(map(str, one["loc"][1:])),
            "in": str(one["loc"][0]),
            "message": one["msg"],
        }
        for one in error.errors()
    ]
    is_unreadable = any(one["type"] == "json_invalid" for one in error.errors())
    told = "; ".join(f"{fault['field'] or fault['in']}: {fault['message']}" for fault in faults)
    if is_unreadable:
        return Problem(400, f"The body is no JSON: {told}.", "Unreadable body", errors=faults)
    return Problem(422, told, "Invalid input", errors=faults)


def body_of(problem: Problem, path: str) -> dict[str, Any]:
    """Return the members of a problem, as RFC 9457 has them."""
    kind = TYPES + "-".join(problem.title.lower().split())
    return {
        "type": kind,
        "title": problem.title,
        "status": problem.status_code,
        "detail": problem.detail,
        "instance": path,
        **problem.more,
    }


def install(web: FastAPI) -> None:
    """Have every error of the application told as a problem."""
    for kind in (HTTPException, RequestValidationError, *(kind for kind, _ in STATUS)):
        web.add_exception_handler(kind, _told)


async def _told(request: Request, error: Exception) -> Response:
    return answer_to(request, error)


def answer_to(request: Request, error: Exception) -> Response:
    """Return the answer to a request that ended in an error; one nobody foresaw goes to the log."""
    problem = problem_of(error)
    if problem.title == "Defect":
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem_response(request, problem)


def problem_response(request: Request, problem: Problem) -> Response:
    """Return a problem as an answer: a page for a browser that asks for one, JSON for anybody else."""
    headers = dict(problem.headers or {})
    if _wants_page(request):
        site = request.app.state.site
        page: Response = site.pages.render(request, "problem.html", status=problem.status_code, problem=problem)
        page.headers.update(headers)
        return page
    content = json.dumps(body_of(problem, request.url.path), ensure_ascii=False, default=str, separators=(",", ":"))
    # Half a character of a pair, which only broken input has, is no UTF-8: it stays the escape that it was sent as.
    return Response(content.encode("utf-8", "backslashreplace"), problem.status_code, headers, PROBLEM)


def _wants_page(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    is_page = "text/html" in accept.partition(",")[0] or request.headers.get("sec-fetch-dest") in ("document", "iframe")
    return is_page and not request.url.path.startswith("/api/")
