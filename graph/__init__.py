"""The store: RDF in, SPARQL out; named queries, the networkx projection, search and checks.

Read `store.py` first (`open_store`), then `answer.py`. Knows `claims` and `ontology`; draws nothing.
"""

from typing import TYPE_CHECKING

from graph.answer import Answer
from graph.store import Store, create_store, open_store

if TYPE_CHECKING:
    from graph.network import projection

__all__ = ["Answer", "Store", "create_store", "open_store", "projection"]


def __getattr__(name: str) -> object:
    """Load the projection on first use: it needs networkx, which most commands can do without."""
    if name == "projection":
        from graph.network import projection

        return projection
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
