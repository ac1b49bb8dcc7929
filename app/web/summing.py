"""The summary of a corpus for its start page: of a large one it takes seconds, so that it is made beside, and kept.

While a new one is made after a change, the former is shown: what it counts is off by that change for a moment.
"""

from collections.abc import Hashable
from contextlib import suppress
from threading import Lock, Thread
from weakref import WeakKeyDictionary

from app.web.site import Site
from graph import GraphError, Summary, is_standing_at_hand, summary


class _Kept:
    """The last summary of a site, with the version of the store that it is of."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.made: tuple[Hashable, Summary] | None = None
        self.is_under_way = False


_KEPT: WeakKeyDictionary[Site, _Kept] = WeakKeyDictionary()
_AT_ONCE = 2000
"""Up to so many statements a summary takes no time to speak of, and is always that of the moment."""


def summed(site: Site) -> tuple[Hashable, Summary]:
    """Return the summary of the store and the version that it is of: this, or of a large store perhaps the former."""
    kept = _KEPT.setdefault(site, _Kept())
    version = site.version
    made = kept.made
    if version is None:
        return None, summary(site.store)
    if made is not None and _is_of(made, site, version):
        return made
    if made is None or sum(made[1].kinds.values()) <= _AT_ONCE:
        with kept.lock:
            return _make(site, kept)
    if not kept.is_under_way:
        kept.is_under_way = True
        Thread(target=_make_beside, args=(site, kept), daemon=True).start()
    return made


def _is_of(made: tuple[Hashable, Summary], site: Site, version: Hashable) -> bool:
    """Whether a summary is of a version of the store, and tells of standing if that can be told by now."""
    return made[0] == version and (made[1].standing is not None or not is_standing_at_hand(site.store, 0))


def _make(site: Site, kept: _Kept) -> tuple[Hashable, Summary]:
    version = site.version
    if kept.made is not None and _is_of(kept.made, site, version):
        return kept.made
    kept.made = (version, summary(site.store))
    return kept.made


def _make_beside(site: Site, kept: _Kept) -> None:
    try:
        with suppress(GraphError), kept.lock:  # a store that is closed meanwhile needs no summary
            _make(site, kept)
    finally:
        kept.is_under_way = False
