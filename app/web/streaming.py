"""Answers that are sent while they are being made, and work that ends when its client goes away."""

import asyncio
import logging
from asyncio import FIRST_COMPLETED, Future
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any, TypeVar

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from graph import BoundedAnswer, GraphError

T = TypeVar("T")

_SOON = 0.2
"""After how many seconds without a result it is watched whether the client is still there: most take less."""

_log = logging.getLogger("claimatlas.web")


class ClientGoneError(Exception):
    """The client went away before there was anything to send."""


async def unless_gone(receive: Receive, threads: Executor, work: Callable[[], T], stop: Callable[[], None]) -> T:
    """Return the result of some work that is done in a thread, unless the client goes away meanwhile.

    Args:
        receive: The receiving end of the request, whose body has been read.
        threads: Where to do the work.
        work: The work.
        stop: What makes the work end early.

    Raises:
        ClientGoneError: When the client went away; the work has been told to stop.
    """
    result = asyncio.get_running_loop().run_in_executor(threads, work)
    try:
        await asyncio.wait({result}, timeout=_SOON)
        if not result.done():
            await _or_gone(receive, result)
        if not result.done():
            raise ClientGoneError
        return result.result()
    finally:
        if not result.done():
            result.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody asks for it any more
            stop()


async def _or_gone(receive: Receive, result: Future[T]) -> None:
    """Wait until there is a result, or the client is gone."""
    watching = asyncio.ensure_future(_gone(receive))
    both: set[Future[Any]] = {result, watching}
    try:
        await asyncio.wait(both, return_when=FIRST_COMPLETED)
    finally:
        watching.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class StreamedAnswer(Response):
    """An answer that is sent while it is being made. Where it fails, the connection is cut, so that it shows.

    Args:
        answer: The answer.
        content_type: What it is written in.
        headers: Headers of the response.
        threads: Where to wait for its pieces.
    """

    def __init__(self, answer: BoundedAnswer, content_type: str, headers: Mapping[str, str], threads: Executor) -> None:
        super().__init__(headers={**headers, "content-type": content_type})
        del self.headers["content-length"]
        self._answer = answer
        self._threads = threads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer."""
        loop = asyncio.get_running_loop()
        watching = asyncio.ensure_future(_gone(receive))
        watching.add_done_callback(lambda _: loop.run_in_executor(self._threads, self._answer.close))
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if scope["method"] != "HEAD":
                await self._send_body(send)
            await send({"type": "http.response.body", "body": b""})
        except GraphError as error:
            # Without the end of the body, the server cuts the connection.
            if not watching.done():
                _log.warning("%s %s was cut off: %s", scope["method"], scope["path"], error)
        finally:
            watching.cancel()

    async def _send_body(self, send: Send) -> None:
        loop = asyncio.get_running_loop()
        pieces = iter(self._answer)
        while piece := await loop.run_in_executor(self._threads, next, pieces, b""):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
