"""Whether it is known already how the argument comes out: of a large store that is worked out while nobody waits.

To read the argument of a large store takes a minute the first time; after that it is kept, and kept true.
"""

from contextlib import suppress
from threading import Lock, Thread
from weakref import WeakKeyDictionary

from app.web.problems import Problem
from app.web.site import Site
from graph import GraphError, is_standing_at_hand, standing_of

_FEW = 20_000
"""Up to so many statements it is worked out at once: to read the argument takes a second or two."""
_SOON = "10"
_READY: "WeakKeyDictionary[Site, bool]" = WeakKeyDictionary()
"""For each site whether it is ready; one that is not there has not been asked for."""
_ASKING = Lock()


def is_ready(site: Site) -> bool:
    """Return whether standing can be told at once; if not, it is worked out from now on."""
    with _ASKING:
        known = _READY.get(site)
        if known is None:
            known = _READY[site] = is_standing_at_hand(site.store, _FEW)
            if not known:
                Thread(target=_work_out, args=(site,), daemon=True).start()
        return known


def must_be_ready(site: Site) -> None:
    """Refuse to tell of standing as long as it is not known.

    Raises:
        Problem: 503, with when to come back.
    """
    if not is_ready(site):
        told = (
            "How the argument comes out is being worked out: the store is large, and it is the first time. Try again."
        )
        raise Problem(503, told, "Not ready", {"Retry-After": _SOON})


def _work_out(site: Site) -> None:
    try:
        with suppress(GraphError):  # of a store that is closed meanwhile nobody asks any more
            standing_of(site.store)
            site.cache.clear()  # of the pages that were drawn without it
    finally:
        _READY[site] = True
