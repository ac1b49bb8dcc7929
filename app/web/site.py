"""What all routes share: the store, who may do what, finished pages, templates."""

from collections.abc import Hashable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import jinja2
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from app.web.access import Access, visitor_of
from app.web.cache import Cache
from app.web.metrics import Metrics
from app.web.settings import Settings
from graph import Store

if TYPE_CHECKING:
    from graph import BoundedQueries

STATIC = Path(__file__).parent / "static"
_WAITING = 64
"""How many requests may wait for queries to end."""


class Pages:
    """Makes pages from templates; texts are escaped always."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("app.web"), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self._templates.globals["static"] = _static

    def render(self, request: Request, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page.

        Args:
            request: What it answers; a browser without a session gets one.
            name: The template.
            status: The HTTP status.
            values: What the template needs beside `visitor`, `csrf`, `may_sign_in` and `here`.
        """
        page = HTMLResponse(status_code=status)
        try:
            visitor = visitor_of(request)
        except Exception:  # a token that nobody has; the page that tells so is for anybody
            visitor = self._access.unknown
        session = visitor.session or self._access.begin(request, page)
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        values |= {"visitor": visitor, "csrf": self._access.csrf(session), "here": here, "path": request.url.path}
        values |= {"may_sign_in": self._access.tokens is not None}
        page.body = self._templates.get_template(name).render(values).encode("utf-8", "replace")
        page.headers["content-length"] = str(len(page.body))
        page.headers["cache-control"] = "private, no-cache"
        return page


def _static(name: str) -> str:
    """Return the address of a static file; it changes when the file does, so that browsers may keep it for good."""
    changed = (STATIC / name).stat().st_mtime_ns if (STATIC / name).is_file() else 0
    return f"/static/{quote(name)}?{changed:x}"


class Site:
    """What all routes share.

    Attributes:
        store: The store.
        settings: How the server is run.
        access: Who may do what.
        pages: Makes pages.
        cache: Finished pages and answers.
        metrics: What is counted.
        read_only: Whether nobody can change anything.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        limits = settings.limits
        self.store = store
        self.settings = settings
        self.read_only = settings.read_only or store.read_only
        self.access = Access(settings, read_only=self.read_only)
        self.pages = Pages(self.access)
        self.metrics = Metrics()
        self.cache = Cache(limits.cache, lambda: self.version)

    @cached_property
    def queries(self) -> "BoundedQueries":
        """Answers SPARQL queries within limits."""
        from graph import BoundedQueries

        limits = self.settings.limits
        return BoundedQueries(
            self.store, workers=self.settings.workers, seconds=limits.query_seconds, rows=limits.query_rows,
            memory=limits.query_memory, queue=_WAITING, allow_hosts=self.settings.outgoing,
        )  # fmt: skip

    @cached_property
    def threads(self) -> ThreadPoolExecutor:
        """Threads that wait for answers to SPARQL; apart from those of pages, which must not wait for them."""
        return ThreadPoolExecutor(self.settings.workers + _WAITING, thread_name_prefix="sparql")

    @property
    def version(self) -> Hashable | None:
        """What changes whenever the store does; None where others may change it, so that nothing can be kept."""
        return None if self.is_remote else self.store.last[0]

    @property
    def is_remote(self) -> bool:
        """Whether the store is a server elsewhere."""
        return self.store.location.startswith(("http://", "https://"))

    def close(self) -> None:
        """End the processes that answer queries; the store stays open."""
        if "queries" in self.__dict__:
            self.queries.close()
        if "threads" in self.__dict__:
            self.threads.shutdown(wait=False, cancel_futures=True)


def site_of(request: Request) -> Site:
    """Return what all routes share."""
    site: Site = request.app.state.site
    return site


async def _site(request: Request) -> Site:
    return site_of(request)  # not in a thread: to hand it over to one takes longer


SiteDep = Annotated[Site, Depends(_site)]
