"""Puts the application together: routes, guards, errors, what is started and what is ended.

The order of the routers counts: those that take any path stand last.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.routing import APIRouter
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from app.web import (
    api,
    ask,
    atlas,
    forms,
    forms_edit,
    forms_retract,
    forms_source,
    graph_store,
    health,
    item_routes,
    palette,
    problems,
    protocol,
    sign_in,
)
from app.web.api_schema import describe
from app.web.guards import Guarded, Observed
from app.web.settings import Settings
from app.web.site import STATIC, Site
from graph import Store

_ROUTERS: tuple[APIRouter, ...] = (
    protocol.router,
    graph_store.router,
    health.router,
    sign_in.router,
    palette.router,
    atlas.router,
    ask.router,
    *api.ROUTERS,
    forms.router,
    forms_edit.router,
    forms_retract.router,
    forms_source.router,
    *item_routes.ROUTERS,
)
_THREADS = (os.cpu_count() or 1) + 1
"""How many requests for a store on this machine are worked on at once: more would only wait for one another's turn to
run Python, which doubled the time of each where 64 came at once. Those that a server far away answers may be more."""
_STREAMS = ("/sparql", "/query", "/update", "/store", "/api/items/bulk")
_ABOUT = """The argument of a text as a knowledge graph: statements, relations, policies, types of power.

Errors are `application/problem+json` (RFC 9457). Programs send `Authorization: Bearer TOKEN` where the server has
tokens. SPARQL is asked at `/sparql`, graphs are kept at `/store`, annotations at `/annotations/`.
"""
_TOLD = ["ETag", "Link", "Location", "Retry-After", "Accept-Post"]


class Compressed(GZipMiddleware):
    """Compresses answers, but for those to SPARQL, and graphs: that takes longer than to make them.

    They are sent as they come. Who serves them over a slow line has a proxy in front that compresses.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        is_stream = scope["type"] == "http" and scope["path"].startswith(_STREAMS)
        await (self.app(scope, receive, send) if is_stream else super().__call__(scope, receive, send))


class _Static(StaticFiles):
    """Static files: those that are asked for by version are kept by browsers for good, others are asked for anew."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file."""
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "max-age=31536000, immutable" if scope["query_string"] else "no-cache"
        return answer


def create_app(store: Store, settings: Settings | None = None) -> FastAPI:
    """Return the web application of a store, as ASGI.

    Args:
        store: The store; it stays open when the application ends.
        settings: How it is run; by default for this machine only.

    Raises:
        app.web.tokens.TokenFileError: When the token file cannot be used.
        graph.StoreError: When no process can be started that answers queries.
    """
    settings = settings or Settings()
    site = Site(store, settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if not site.is_remote:
            current_default_thread_limiter().total_tokens = _THREADS
        if settings.warm:
            atlas.warm(site)
            site.queries  # noqa: B018 - its processes start now, and not with the first question
        yield
        site.close()

    web = FastAPI(
        title="claimatlas", version=version("claimatlas"), description=_ABOUT, lifespan=lifespan,
        openapi_url="/api/openapi.json", docs_url=None, redoc_url=None,
    )  # fmt: skip
    web.state.site = site
    problems.install(web)
    describe(web)
    for router in _ROUTERS:
        web.include_router(router)
    web.mount("/static", _Static(directory=STATIC), name="static")
    # The last added stands outermost.
    web.add_middleware(Compressed, minimum_size=2048, compresslevel=5)
    if settings.origins:
        web.add_middleware(
            CORSMiddleware,
            allow_origins=sorted(settings.origins),
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=_TOLD,
        )
    web.add_middleware(Guarded, settings=settings)
    web.add_middleware(Observed, metrics=site.metrics)
    return web
