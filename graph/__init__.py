"""The store: RDF in, SPARQL out; adding and history; named queries, the networkx projection, search and checks.

Read `opening.py` first (`open_store`), then `store.py` (every change goes through `Store.contribute`), `adding.py` and
`answer.py`. Knows `claims` and `ontology`; draws nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from graph.answer import Answer
from graph.checks import Finding, check_store
from graph.contributions import Contribution
from graph.errors import (
    AnswerFormatError,
    ChangedSinceError,
    Fault,
    GraphError,
    InvalidChangeError,
    NetworkRefusedError,
    NotAStoreError,
    ParameterError,
    QuerySyntaxError,
    RdfSyntaxError,
    ReadOnlyError,
    RetractedItemError,
    ServerError,
    StoreError,
    StoreHeldError,
    StoreVersionError,
    StoreWriteError,
    UnknownContributionError,
    UnknownCorpusInStoreError,
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
    from graph.adding import Addition, add
    from graph.cautions import Caution
    from graph.editing import Edit, edit, item_of
    from graph.history import Event, FieldChange, ItemChange, LogEntry, contribution_of, diff, history_of, log
    from graph.network import projection
    from graph.registering import register_source
    from graph.retracting import Retraction, retract, undo
    from graph.source_texts import Reading, ReadingParagraph, ReadingSection, readings
    from graph.sources import StoreCorpus, corpora_of, corpus_of, passages_of
    from graph.summaries import Concept, Matrix, Part, Policy, Source, Summary, Tally, Thesis, summary

__all__ = [
    "EXPORT_FORMATS",
    "Addition",
    "Answer",
    "AnswerFormatError",
    "Caution",
    "ChangedSinceError",
    "Concept",
    "Contribution",
    "Edit",
    "Event",
    "Fault",
    "FieldChange",
    "Finding",
    "GraphError",
    "Hit",
    "InvalidChangeError",
    "Item",
    "ItemChange",
    "Link",
    "Loaded",
    "LogEntry",
    "Matrix",
    "NamedQuery",
    "NetworkRefusedError",
    "NotAStoreError",
    "Parameter",
    "ParameterError",
    "Part",
    "Policy",
    "QuerySyntaxError",
    "RdfSyntaxError",
    "ReadOnlyError",
    "Reading",
    "ReadingParagraph",
    "ReadingSection",
    "RetractedItemError",
    "Retraction",
    "ServerError",
    "Source",
    "Store",
    "StoreCorpus",
    "StoreError",
    "StoreHeldError",
    "StoreVersionError",
    "StoreWriteError",
    "Summary",
    "Tally",
    "Thesis",
    "UnknownContributionError",
    "UnknownCorpusInStoreError",
    "UnknownItemError",
    "UnknownQueryError",
    "add",
    "check_store",
    "contribution_of",
    "corpora_of",
    "corpus_of",
    "create_store",
    "diff",
    "edit",
    "find_item",
    "find_passages",
    "history_of",
    "item_of",
    "log",
    "main_thesis",
    "named_queries",
    "named_query",
    "open_store",
    "passages_of",
    "prefixes",
    "projection",
    "quotations",
    "readings",
    "register_source",
    "retract",
    "search",
    "show_item",
    "summary",
    "undo",
]

_LAZY = {
    "adding": ("Addition", "add"),
    "cautions": ("Caution",),
    "editing": ("Edit", "edit", "item_of"),
    "history": ("Event", "FieldChange", "ItemChange", "LogEntry", "contribution_of", "diff", "history_of", "log"),
    "network": ("projection",),
    "registering": ("register_source",),
    "retracting": ("Retraction", "retract", "undo"),
    "source_texts": ("Reading", "ReadingParagraph", "ReadingSection", "readings"),
    "sources": ("StoreCorpus", "corpora_of", "corpus_of", "passages_of"),
    "summaries": ("Concept", "Matrix", "Part", "Policy", "Source", "Summary", "Tally", "Thesis", "summary"),
}


def __getattr__(name: str) -> object:
    """Load on first use what needs networkx or the model of claims: most commands can do without."""
    module = next((module for module, names in _LAZY.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"graph.{module}"), name)
