"""Tabs of windows that stay open: a page for a test without a new process of the browser's.

For a window (a context) of its own the browser starts a process, which takes longer than most tests do with the page.
A tab of a window that is open already is as new, where nothing that was kept in the tab before is left in the window.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, BrowserContext, Error, Page

ONE_PROCESS = "--process-per-site"
"""What the browser is started with, so that the tabs of a window that show one site share a process."""

_SITES = ("file:///kept.html", "http://127.0.0.1/")
"""What tests show: a tab for each stays open in each window, so that its process does not end."""

_MEDIA = ("color_scheme", "contrast", "forced_colors", "reduced_motion")
_free: WeakKeyDictionary[Browser, list[BrowserContext]] = WeakKeyDictionary()


@contextmanager
def tab(browser: Browser, **options: Any) -> Iterator[Page]:
    """A new page that shares nothing with any other that is open.

    Args:
        browser: The browser.
        options: What `Browser.new_context` takes. What a page cannot be set to makes a window of its own.
    """
    if options.keys() - {"viewport", *_MEDIA}:
        with browser.new_context(**options) as context:
            yield context.new_page()
        return
    free = _free.setdefault(browser, [])
    window = free.pop() if free else _open(browser)
    page = window.new_page()
    page.set_viewport_size(options.pop("viewport", {"width": 1280, "height": 720}))
    page.emulate_media(**options)
    try:
        yield page
    finally:
        with suppress(Error):  # a window that does not come clean is used no more
            _leave(window, page)
            free.append(window)


def _open(browser: Browser) -> BrowserContext:
    window = browser.new_context()
    for site in _SITES:
        page = window.new_page()
        page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
        page.goto(site)
    return window


def _leave(window: BrowserContext, page: Page) -> None:
    """Close a page, and remove what it kept."""
    address = urlsplit(page.url)
    page.close()
    window.clear_cookies()
    window.clear_permissions()
    session = window.new_cdp_session(window.pages[0])
    session.send("Network.clearBrowserCache")
    if address.scheme in ("file", "http"):
        origin = f"{address.scheme}://{address.netloc}"
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    session.detach()
