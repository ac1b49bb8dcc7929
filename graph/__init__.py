"""The store: RDF in, SPARQL out; adding and history; named queries, the networkx projection, search and checks.

Read `opening.py` first (`open_store`), then `store.py` (every change goes through `Store.contribute`), `adding.py` and
`answer.py`. Knows `claims` and `ontology`; draws nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from graph.answer import Answer
from graph.checks import Finding, check_store
from graph.contributions import Contribution
from graph.creating import create_on_server, create_store
from graph.errors import (
    AnswerFormatError,
    ChangedSinceError,
    DatasetError,
    Fault,
    GraphError,
    GraphExistsError,
    InvalidChangeError,
    NetworkRefusedError,
    NotAStoreError,
    ParameterError,
    ProtectedGraphError,
    QueriesBusyError,
    QueryLimitError,
    QueryMemoryError,
    QuerySyntaxError,
    QueryTimeoutError,
    RdfSyntaxError,
    ReadOnlyError,
    RetractedItemError,
    ServerError,
    StandingBehindError,
    StoreError,
    StoreHeldError,
    StoreVersionError,
    StoreWriteError,
    TooManyRowsError,
    UndecidedInTimeError,
    UnknownContributionError,
    UnknownCorpusInStoreError,
    UnknownFileError,
    UnknownGraphError,
    UnknownItemError,
    UnknownQueryError,
)
from graph.items import Item, Link, find_item, main_thesis, show_item
from graph.loading import Loaded
from graph.opening import open_store
from graph.passages import find_passages, quotations
from graph.queries import NamedQuery, Parameter, named_queries, named_query
from graph.reading import FORMATS as RDF_EXTENSIONS
from graph.standing.asked_for import DEFAULT_READING, see_to_standing
from graph.store import EXPORT_FORMATS, Store
from graph.syntax import form_of
from graph.terms import prefixes
from graph.text.searching import Found, Hit, bring_up_to_date, find_by_words, rebuild_text_index, search

if TYPE_CHECKING:
    from graph.adding import Addition, add
    from graph.annotated import (
        Annotation,
        annotation_count,
        annotation_iris,
        annotation_iris_of,
        annotations,
        makers,
        quotes_of,
    )
    from graph.annotating import Passage, add_annotated, annotate, annotation_of, move_annotation, remove_annotation
    from graph.argument_steps import ArgumentStep, steps_of, steps_told
    from graph.arrays.argument_arrays import NODE_KINDS, ArgumentArrays
    from graph.arrays.upkeep import arrays_of
    from graph.bounded_answer import BoundedAnswer, Stopper
    from graph.bounded_queries import BoundedQueries, query_within
    from graph.cautions import Caution
    from graph.contribution_changes import changed_items, changes_by, number_of_changes
    from graph.copying import Copied, copy_store
    from graph.described import describe, describe_in_history, last_said
    from graph.disputes.dispute import Dispute, Move, dispute_of
    from graph.disputes.explanation import Explanation, explain
    from graph.disputes.weakest import WeakPoint, WeakPoints, hangs_on, weakest_points
    from graph.draft_network import draft_projection
    from graph.editing import Edit, edit, item_of, last_change_of
    from graph.extensions.defence import Defence, defence_of
    from graph.extensions.extensions import Extensions, extensions_of_attacks
    from graph.extensions.semantics import PROBLEMS, SEMANTICS
    from graph.history import (
        Event,
        FieldChange,
        ItemChange,
        LogEntry,
        contribution_of,
        diff,
        history_of,
        log,
        number_of,
    )
    from graph.holding import argument_of, files_of, holding_of
    from graph.importing import Imported, import_arguments
    from graph.items import place_of
    from graph.linked import End, LinkGroup, ends_of, link_groups, statements_in
    from graph.listing import Brief, briefs, items_of_kind
    from graph.named_graphs import is_protected_graph
    from graph.near_duplicates import alike
    from graph.neighbour_steps import Tie
    from graph.neighbour_ways import ORDER
    from graph.neighbourhoods import DEEPEST, NearItem, Neighbours, neighbourhood
    from graph.network import projection
    from graph.own_graphs import GraphWrite, delete_graph, graph_exists, list_graphs, post_graph, put_graph, read_graph
    from graph.reading import Document
    from graph.registering import register_source
    from graph.repairing import repair
    from graph.retracting import Retraction, retract, undo
    from graph.source_texts import Reading, ReadingParagraph, ReadingSection, reading_of, readings
    from graph.sources import StoreCorpus, corpora_of, corpus_of, passages_of
    from graph.standing.assessment import Assessment, ContradictionError, Verdict, assess
    from graph.standing.differences import Difference, differences
    from graph.standing.kept import is_standing_at_hand, standing_of
    from graph.standing.map_part import MapPart
    from graph.standing.overview import StandingChanges, standing_changes, standing_counts, theses_in
    from graph.standing.projected import ProjectedStanding
    from graph.standing.reasons import REASONS
    from graph.standing.standards import STANDARDS, ProofStandard
    from graph.standing.strength import Strengths, strengths
    from graph.standing.summed import SummedStanding
    from graph.standing.what_if import WhatIf
    from graph.summaries import Concept, Matrix, Part, Policy, Source, Summary, Tally, Thesis, matrix, summary


__all__ = [
    "DEEPEST",
    "DEFAULT_READING",
    "EXPORT_FORMATS",
    "NODE_KINDS",
    "ORDER",
    "PROBLEMS",
    "RDF_EXTENSIONS",
    "REASONS",
    "SEMANTICS",
    "STANDARDS",
    "Addition",
    "Annotation",
    "Answer",
    "AnswerFormatError",
    "ArgumentArrays",
    "ArgumentStep",
    "Assessment",
    "BoundedAnswer",
    "BoundedQueries",
    "Brief",
    "Caution",
    "ChangedSinceError",
    "Concept",
    "ContradictionError",
    "Contribution",
    "Copied",
    "DatasetError",
    "Defence",
    "Difference",
    "Dispute",
    "Document",
    "Edit",
    "End",
    "Event",
    "Explanation",
    "Extensions",
    "Fault",
    "FieldChange",
    "Finding",
    "Found",
    "GraphError",
    "GraphExistsError",
    "GraphWrite",
    "Hit",
    "Imported",
    "InvalidChangeError",
    "Item",
    "ItemChange",
    "Link",
    "LinkGroup",
    "Loaded",
    "LogEntry",
    "MapPart",
    "Matrix",
    "Move",
    "NamedQuery",
    "NearItem",
    "Neighbours",
    "NetworkRefusedError",
    "NotAStoreError",
    "Parameter",
    "ParameterError",
    "Part",
    "Passage",
    "Policy",
    "ProjectedStanding",
    "ProofStandard",
    "ProtectedGraphError",
    "QueriesBusyError",
    "QueryLimitError",
    "QueryMemoryError",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "RdfSyntaxError",
    "ReadOnlyError",
    "Reading",
    "ReadingParagraph",
    "ReadingSection",
    "RetractedItemError",
    "Retraction",
    "ServerError",
    "Source",
    "StandingBehindError",
    "StandingChanges",
    "Stopper",
    "Store",
    "StoreCorpus",
    "StoreError",
    "StoreHeldError",
    "StoreVersionError",
    "StoreWriteError",
    "Strengths",
    "Summary",
    "SummedStanding",
    "Tally",
    "Thesis",
    "Tie",
    "TooManyRowsError",
    "UndecidedInTimeError",
    "UnknownContributionError",
    "UnknownCorpusInStoreError",
    "UnknownFileError",
    "UnknownGraphError",
    "UnknownItemError",
    "UnknownQueryError",
    "Verdict",
    "WeakPoint",
    "WeakPoints",
    "WhatIf",
    "add",
    "add_annotated",
    "alike",
    "annotate",
    "annotation_count",
    "annotation_iris",
    "annotation_iris_of",
    "annotation_of",
    "annotations",
    "argument_of",
    "arrays_of",
    "assess",
    "briefs",
    "bring_up_to_date",
    "changed_items",
    "changes_by",
    "check_store",
    "contribution_of",
    "copy_store",
    "corpora_of",
    "corpus_of",
    "create_on_server",
    "create_store",
    "defence_of",
    "delete_graph",
    "describe",
    "describe_in_history",
    "diff",
    "differences",
    "dispute_of",
    "draft_projection",
    "edit",
    "ends_of",
    "explain",
    "extensions_of_attacks",
    "files_of",
    "find_by_words",
    "find_item",
    "find_passages",
    "form_of",
    "graph_exists",
    "hangs_on",
    "history_of",
    "holding_of",
    "import_arguments",
    "is_protected_graph",
    "is_standing_at_hand",
    "item_of",
    "items_of_kind",
    "last_change_of",
    "last_said",
    "link_groups",
    "list_graphs",
    "log",
    "main_thesis",
    "makers",
    "matrix",
    "move_annotation",
    "named_queries",
    "named_query",
    "neighbourhood",
    "number_of",
    "number_of_changes",
    "open_store",
    "passages_of",
    "place_of",
    "post_graph",
    "prefixes",
    "projection",
    "put_graph",
    "query_within",
    "quotations",
    "quotes_of",
    "read_graph",
    "reading_of",
    "readings",
    "rebuild_text_index",
    "register_source",
    "remove_annotation",
    "repair",
    "retract",
    "search",
    "see_to_standing",
    "show_item",
    "standing_changes",
    "standing_counts",
    "standing_of",
    "statements_in",
    "steps_of",
    "steps_told",
    "strengths",
    "summary",
    "theses_in",
    "undo",
    "weakest_points",
]

_LAZY = {
    "standing.strength": ("Strengths", "strengths"),
    "standing.what_if": ("WhatIf",),
    "standing.standards": (
        "STANDARDS",
        "ProofStandard",
    ),
    "standing.reasons": ("REASONS",),
    "standing.kept": ("is_standing_at_hand", "standing_of"),
    "extensions.defence": ("Defence", "defence_of"),
    "extensions.extensions": ("Extensions", "extensions_of_attacks"),
    "extensions.semantics": ("PROBLEMS", "SEMANTICS"),
    "standing.differences": ("Difference", "differences"),
    "disputes.dispute": ("Dispute", "Move", "dispute_of"),
    "disputes.explanation": ("Explanation", "explain"),
    "standing.map_part": ("MapPart",),
    "standing.overview": ("StandingChanges", "standing_changes", "standing_counts", "theses_in"),
    "standing.projected": ("ProjectedStanding",),
    "standing.summed": ("SummedStanding",),
    "disputes.weakest": ("WeakPoint", "WeakPoints", "hangs_on", "weakest_points"),
    "standing.assessment": (
        "Assessment",
        "ContradictionError",
        "Verdict",
        "assess",
    ),
    "holding": ("argument_of", "files_of", "holding_of"),
    "importing": ("Imported", "import_arguments"),
    "adding": ("Addition", "add"),
    "annotated": (
        "Annotation",
        "annotation_count",
        "annotation_iris",
        "annotation_iris_of",
        "annotations",
        "makers",
        "quotes_of",
    ),
    "annotating": (
        "Passage",
        "add_annotated",
        "annotate",
        "annotation_of",
        "move_annotation",
        "remove_annotation",
    ),
    "argument_steps": (
        "ArgumentStep",
        "steps_of",
        "steps_told",
    ),
    "arrays.argument_arrays": ("NODE_KINDS", "ArgumentArrays"),
    "arrays.upkeep": ("arrays_of",),
    "bounded_answer": ("BoundedAnswer", "Stopper"),
    "bounded_queries": ("BoundedQueries", "query_within"),
    "cautions": ("Caution",),
    "contribution_changes": (
        "changed_items",
        "changes_by",
        "number_of_changes",
    ),
    "described": (
        "describe",
        "describe_in_history",
        "last_said",
    ),
    "draft_network": ("draft_projection",),
    "editing": (
        "Edit",
        "edit",
        "item_of",
        "last_change_of",
    ),
    "history": (
        "Event",
        "FieldChange",
        "ItemChange",
        "LogEntry",
        "contribution_of",
        "diff",
        "history_of",
        "log",
        "number_of",
    ),
    "items": ("place_of",),
    "linked": (
        "End",
        "LinkGroup",
        "ends_of",
        "link_groups",
        "statements_in",
    ),
    "listing": (
        "Brief",
        "briefs",
        "items_of_kind",
    ),
    "copying": ("Copied", "copy_store"),
    "named_graphs": ("is_protected_graph",),
    "near_duplicates": ("alike",),
    "neighbour_steps": ("Tie",),
    "neighbour_ways": ("ORDER",),
    "neighbourhoods": (
        "DEEPEST",
        "NearItem",
        "Neighbours",
        "neighbourhood",
    ),
    "network": ("projection",),
    "own_graphs": (
        "GraphWrite",
        "delete_graph",
        "graph_exists",
        "list_graphs",
        "post_graph",
        "put_graph",
        "read_graph",
    ),
    "reading": ("Document",),
    "registering": ("register_source",),
    "repairing": ("repair",),
    "retracting": (
        "Retraction",
        "retract",
        "undo",
    ),
    "source_texts": (
        "Reading",
        "ReadingParagraph",
        "ReadingSection",
        "reading_of",
        "readings",
    ),
    "sources": (
        "StoreCorpus",
        "corpora_of",
        "corpus_of",
        "passages_of",
    ),
    "summaries": (
        "Concept",
        "Matrix",
        "Part",
        "Policy",
        "Source",
        "Summary",
        "Tally",
        "Thesis",
        "matrix",
        "summary",
    ),
}


def __getattr__(name: str) -> object:
    """Load on first use what needs networkx or the model of claims: most commands can do without."""
    module = next((module for module, names in _LAZY.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"graph.{module}"), name)
