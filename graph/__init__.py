"""The store: RDF in, SPARQL out; named queries, the networkx projection, search and checks.

Read `opening.py` first (`open_store`), then `store.py` and `answer.py`. Knows `claims` and `ontology`; draws nothing.
"""

from typing import TYPE_CHECKING

from graph.answer import Answer
from graph.checks import Finding, check_store
from graph.errors import (
    AnswerFormatError,
    Fault,
    GraphError,
    NetworkRefusedError,
    NotAStoreError,
    ParameterError,
    QuerySyntaxError,
    RdfSyntaxError,
    ReadOnlyError,
    ServerError,
    StoreError,
    StoreHeldError,
    StoreVersionError,
    StoreWriteError,
    UnknownItemError,
    UnknownQueryError,
)
from graph.items import Item, Link, find_item, main_thesis, show_item
from graph.opening import create_store, open_store
from graph.passages import find_passages, quotations
from graph.queries import NamedQuery, Parameter, named_queries, named_query
from graph.store import EXPORT_FORMATS, Loaded, Store
from graph.terms import prefixes
from graph.text_search import Hit, search

if TYPE_CHECKING:
    from graph.network import projection

__all__ = [
    "EXPORT_FORMATS",
    "Answer",
    "AnswerFormatError",
    "Fault",
    "Finding",
    "GraphError",
    "Hit",
    "Item",
    "Link",
    "Loaded",
    "NamedQuery",
    "NetworkRefusedError",
    "NotAStoreError",
    "Parameter",
    "ParameterError",
    "QuerySyntaxError",
    "RdfSyntaxError",
    "ReadOnlyError",
    "ServerError",
    "Store",
    "StoreError",
    "StoreHeldError",
    "StoreVersionError",
    "StoreWriteError",
    "UnknownItemError",
    "UnknownQueryError",
    "check_store",
    "create_store",
    "find_item",
    "find_passages",
    "main_thesis",
    "named_queries",
    "named_query",
    "open_store",
    "prefixes",
    "projection",
    "quotations",
    "search",
    "show_item",
]


def __getattr__(name: str) -> object:
    """Load the projection on first use: it needs networkx, which most commands can do without."""
    if name == "projection":
        from graph.network import projection

        return projection
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
