"""Answers to queries over HTTP: within limits, as they come, and for as long as somebody is there to read them.

Small answers are sent whole, with their length, and kept for as long as the store stays as it is. Others are sent while
they are being made. A limit that is met before anything was sent becomes a problem:

- 503 where the same query might do at a quieter time: it took too long, or could not be begun (then with Retry-After);
- 422 where it would not: the answer has too many rows, or the query needs too much memory.

Later, the connection is cut, so that nobody takes the answer for whole.
"""

import re

from starlette.requests import Request
from starlette.responses import Response

from app.web.conditions import is_known, tag_of
from app.web.formats import GRAPHS, TABLES, Chosen, Format, chosen
from app.web.protocol_request import Operation
from app.web.site import Site
from app.web.streaming import ClientGoneError, StreamedAnswer, unless_gone
from graph import BoundedAnswer, Stopper, form_of

_KEPT = 256 * 1024
"""Up to how many bytes an answer is kept."""
_CLIENT_GONE = 499
"""What the log shows of a request whose client went away; nobody gets it. The number is nginx's."""
# What these give differs from one time to the next.
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|SERVICE)\b|\\[uU]", re.IGNORECASE)


async def answer_query(request: Request, site: Site, operation: Operation, base: str) -> Response:
    """Return the answer to a query.

    Args:
        request: The request that it came with.
        site: What all routes share.
        operation: The query.
        base: What relative IRIs in it are relative to.

    Raises:
        Problem: When the client takes none of the formats of such an answer (406).
        GraphError: When the query has a fault, or met a limit before anything of its answer was sent.
    """
    formats = GRAPHS if form_of(operation.text) == "graph" else TABLES
    choice = chosen(", ".join(request.headers.getlist("accept")), operation.wanted, formats)
    version = site.version
    if version is None or _CHANGING.search(operation.text):
        answer = await _asked(request, site, operation, base, choice, formats)
        return _response(site, *answer, {"vary": "Accept", "cache-control": "no-store"})
    key = ("sparql", operation.text, operation.dataset, choice, base)
    headers = {"vary": "Accept", "cache-control": "private, no-cache"}
    if request.method != "POST":
        headers["etag"] = tag_of(version, key, weak=True)
        if is_known(request, headers["etag"]):
            return Response(status_code=304, headers=headers)
    kept = site.cache.find(key)
    if kept is not None:
        return _response(site, kept, choice, headers)
    body, choice = await _asked(request, site, operation, base, choice, formats)
    if isinstance(body, bytes) and len(body) <= _KEPT:
        site.cache.keep(key, version, body)
    return _response(site, body, choice, headers)


async def _asked(
    request: Request, site: Site, operation: Operation, base: str, choice: Chosen, formats: tuple[Format, ...]
) -> tuple[bytes | BoundedAnswer | None, Chosen]:
    """Return the answer, whole where that is little, and what it is written in; None where the client went away."""
    form = "graph" if formats is GRAPHS else "table"
    default, named = operation.dataset or (None, None)
    most = site.settings.limits.query_seconds
    stopper = Stopper()

    def ask() -> BoundedAnswer:
        return site.queries.ask(
            operation.text, {form: choice.name}, default_graphs=default, named_graphs=named, base_iri=base,
            seconds=min(most, operation.seconds or most), stopper=stopper,
        )  # fmt: skip

    try:
        answer = await unless_gone(request.receive, site.threads, ask, stopper.stop)
    except ClientGoneError:
        return None, choice
    if answer.form == "graph" and formats is not GRAPHS:  # the keyword was hidden by an escape
        choice = chosen("", (), GRAPHS)
    return answer.read() if answer.is_whole else answer, choice


def _response(site: Site, body: bytes | BoundedAnswer | None, choice: Chosen, headers: dict[str, str]) -> Response:
    if body is None:
        return Response(status_code=_CLIENT_GONE)
    if isinstance(body, BoundedAnswer):
        return StreamedAnswer(body, choice.content_type, headers, site.threads)
    return Response(body, headers={**headers, "content-type": choice.content_type})
