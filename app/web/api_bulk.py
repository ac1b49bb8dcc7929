"""Adding many items over the JSON API: the body is taken as it comes, and progress is told while they are added.

All become one contribution or none. Where the connection is cut before the last line was sent, it is as if nothing
had been sent, unless the adding was just being written.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Event
from typing import IO, Annotated, Any

from fastapi import Query, Request
from fastapi.responses import Response, StreamingResponse
from starlette.requests import ClientDisconnect

from app.web.access import Visitor
from app.web.api_adding import Changer, DryRun, Message, added
from app.web.api_answers import text_of
from app.web.api_bodies import must_be_of
from app.web.api_routes import api_router
from app.web.api_schema import refusals
from app.web.problems import body_of, problem_of
from app.web.site import Site, SiteDep
from claims import Draft, DraftError, DraftFault, many_fields, read_drafts
from graph import add

router = api_router("items")

_NDJSON = "application/x-ndjson"
_FORMATS = {
    _NDJSON: "jsonl",
    "application/jsonl": "jsonl",
    "application/json": "json",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/yaml": "yaml",
    "application/x-yaml": "yaml",
    "text/yaml": "yaml",
}
_TEXT = {"schema": {"type": "string"}}
_BODY = {"requestBody": {"required": True, "content": dict.fromkeys(_FORMATS, _TEXT)}}
_ANSWER = {
    "description": "Lines of JSON: done and of (how many drafts) while they are looked at; the last has result, as "
    "POST /api/items answers, or problem, when nothing was added.",
    "content": {_NDJSON: _TEXT},
}  # fmt: skip
_MOST_FAULTS = 1000
"""How many faults an answer lists."""


class _GoneError(Exception):
    """Nobody is there any more to be told what becomes of it."""


@router.post(
    "/api/items/bulk", openapi_extra=_BODY, response_class=Response,
    responses={200: _ANSWER, **refusals(413, 415, 429, 503)},
)  # fmt: skip
async def add_in_bulk(
    request: Request,
    site: SiteDep,
    visitor: Changer,
    message: Message = "",
    corpus: Annotated[str, Query(description="The corpus that they belong to; by default the only one.")] = "",
    kind: Annotated[str, Query(description="The kind of drafts that name none.")] = "",
    dry_run: DryRun = False,
    skip_bad: Annotated[bool, Query(description="Whether to add the good ones where some are bad.")] = False,
) -> Response:
    """Add many drafts, of a table or a file, as one contribution."""
    format_ = _FORMATS[must_be_of(request, *_FORMATS)]
    file = NamedTemporaryFile(suffix=f".{format_}")  # noqa: SIM115 - it is closed when the answer is sent
    try:
        async for piece in request.stream():
            await asyncio.to_thread(file.write, piece)
        file.flush()
    except BaseException as error:
        file.close()
        if isinstance(error, ClientDisconnect):
            return Response(status_code=400)
        raise
    wishes = {"message": message, "corpus": corpus, "dry_run": dry_run, "skip_bad": skip_bad}
    return StreamingResponse(_lines(site, visitor, file, format_, kind, wishes), media_type=_NDJSON)


async def _lines(
    site: Site, visitor: Visitor, file: IO[bytes], format_: str, kind: str, wishes: dict[str, Any]
) -> AsyncIterator[bytes]:
    """Add the drafts of a file, and yield the lines of the answer as they come."""
    loop, lines, is_gone = asyncio.get_running_loop(), asyncio.Queue[bytes | None](), Event()

    def tell(line: bytes | None) -> None:
        loop.call_soon_threadsafe(lines.put_nowait, line)

    def progress(done: int, of: int) -> None:
        if is_gone.is_set():
            raise _GoneError
        tell(json.dumps({"done": done, "of": of}).encode())

    def work() -> None:
        try:
            with file:
                drafts = list(_drafts(Path(file.name), format_, kind))
                done = add(site.store, drafts, by=visitor.name, progress=progress, **wishes)
            tell(b'{"result":' + text_of(added(site.store, done, dry_run=wishes["dry_run"])) + b"}")
        except _GoneError:
            pass
        except Exception as error:
            tell(json.dumps({"problem": _problem(error)}, default=str).encode("ascii"))
        finally:
            tell(None)

    task = loop.run_in_executor(None, work)
    try:
        while (line := await lines.get()) is not None:
            yield line + b"\n"
        await task
    finally:
        is_gone.set()


def _problem(error: Exception) -> dict[str, Any]:
    body = body_of(problem_of(error), "/api/items/bulk")
    return body | ({"errors": body["errors"][:_MOST_FAULTS]} if "errors" in body else {})


def _drafts(path: Path, format_: str, kind: str) -> Iterator[Draft | DraftFault]:
    """Yield the drafts of the body; their places are lines or rows of it, not of the file that it was put into."""
    try:
        for one in read_drafts(path, many=many_fields(), format=format_, kind=kind or None):
            yield replace(one, place=replace(one.place, file=""))
    except DraftError as error:
        faults = [replace(one, place=replace(one.place, file="")) for one in error.faults]
        raise DraftError(faults) from None
