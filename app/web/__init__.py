"""The web application: pages for people, SPARQL and a JSON API for machines.

Read `application.py` first (what is put together), then `site.py` (what all routes share), `access.py` (who may do
what) and `problems.py` (what becomes of errors). One file for each group of routes.
"""

from typing import TYPE_CHECKING

from app.web.settings import Limits, Settings

if TYPE_CHECKING:
    from app.web.application import create_app

__all__ = ["Limits", "Settings", "create_app"]


def __getattr__(name: str) -> object:
    """Load on first use what needs FastAPI: the command line tells its options without it."""
    if name != "create_app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from app.web.application import create_app

    return create_app
