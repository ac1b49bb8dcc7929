"""The JSON API put together: its routes in the order in which they are tried, and the page that tells of them."""

from app.web import (
    api_about,
    api_adding,
    api_bulk,
    api_contributions,
    api_editing,
    api_items,
    api_neighbours,
    api_overview,
    api_page,
    api_queries,
    api_search,
    api_standing,
)
from app.web.api_routes import other_methods

_KNOWN = (
    api_about.router,
    api_overview.router,
    api_search.router,
    api_queries.router,
    api_bulk.router,
    api_adding.router,
    api_neighbours.router,
    api_standing.router,
    api_contributions.router,
    api_items.router,
    api_editing.router,
)
ROUTERS = (*_KNOWN, api_page.router, other_methods(*_KNOWN))
"""The routers of the JSON API; those of names that may hold anything come last."""
