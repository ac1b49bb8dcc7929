"""Whole graphs read, replaced, merged into and deleted, as the SPARQL 1.1 Graph Store Protocol has it.

A graph is one of people's own, by its IRI, or the default graph, which is the current state. Each change is one
contribution. In what is read, the IRIs that stand for blank nodes are blank nodes again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from graph.answer import serialize
from graph.contributions import Contribution
from graph.delta import GENID, Delta, GraphChange, iri, normalized
from graph.derivation import TYPE, Effects, Neighbourhood
from graph.errors import AnswerFormatError, UnknownGraphError
from graph.named_graphs import content, graph_names, must_be_own
from graph.operations import iri_of
from graph.reading import DOCUMENT_FORMATS, Document, read_documents
from graph.standing.asked_for import see_to_standing
from graph.store import Store
from graph.terms import prefixes
from graph.updates import present
from ontology import PREFIXES

_GENID = re.compile(f"{re.escape(GENID)}[0-9a-f]+")


@dataclass(frozen=True)
class GraphWrite:
    """What became of a graph.

    Attributes:
        created: Whether there was no such graph before.
        contribution: The contribution; None where nothing changed.
    """

    created: bool
    contribution: Contribution | None


def list_graphs(store: Store) -> list[str]:
    """Return the IRIs of all named graphs, in order: those of people's own, empty ones too, and the history."""
    return sorted(graph_names(store.ask))


def graph_exists(store: Store, graph: str | None) -> bool:
    """Whether there is a graph of an IRI; None, the default graph, is always there.

    Raises:
        DatasetError: When it is no IRI.
    """
    return graph is None or bool(graph_names(store.ask, [_checked(graph)]))


def read_graph(store: Store, graph: str | None, format: str = "turtle") -> bytes:  # noqa: A002 - as elsewhere
    """Return a graph in a format.

    Args:
        store: Where it is.
        graph: Its IRI; None for the default graph, the current state.
        format: One of turtle, ntriples, jsonld, rdfxml, trig and nquads; in the last two, too, it stands as the default
            graph.

    Raises:
        DatasetError: When it is no IRI.
        UnknownGraphError: When there is no such graph.
        AnswerFormatError: When the format is not one of them.
    """
    if format not in DOCUMENT_FORMATS:
        raise AnswerFormatError(f"Cannot write a graph as {format}; choose one of {', '.join(DOCUMENT_FORMATS)}.")
    see_to_standing(store, "", named_graphs=[graph] if graph else ())
    if not graph_exists(store, graph):
        raise UnknownGraphError(graph or "")
    return serialize(map(_with_blanks, content(store.ask, graph or "")), DOCUMENT_FORMATS[format], prefixes())


def put_graph(
    store: Store,
    graph: str | None,
    documents: Sequence[Document],
    *,
    base_iri: str = "",
    by: str = "",
    message: str = "",
) -> GraphWrite:
    """Replace what a graph holds; a graph that is not there is made, also for no triples at all.

    To replace the default graph is to replace the whole current state, the vocabulary and the concept schemes
    included: what follows by rule is made anew from what is put there, and the history stays.

    Args:
        store: Where it is.
        graph: Its IRI; None for the default graph.
        documents: What it is to hold.
        base_iri: What relative IRIs in them are relative to; without it there must be none.
        by: Who does it; by default who is logged in.
        message: Why; by default that it was put there.

    Raises:
        DatasetError: When it is no IRI.
        ProtectedGraphError: When it is not for people to write.
        RdfSyntaxError: When a document has a fault; tells every such document, with line and column.
        ReadOnlyError: When the store was opened for reading.
        StoreWriteError: When it cannot be written. Whatever is raised, nothing is changed.
    """
    new = _read(store, graph, documents, base_iri)
    return _written(store, graph, new, message or _told("PUT", graph), by, is_whole=True)


def post_graph(
    store: Store,
    graph: str | None,
    documents: Sequence[Document],
    *,
    base_iri: str = "",
    by: str = "",
    message: str = "",
) -> GraphWrite:
    """Add to what a graph holds; see `put_graph` for what it takes, returns and raises."""
    new = _read(store, graph, documents, base_iri)
    return _written(store, graph, new, message or _told("POST", graph), by, is_whole=False)


def delete_graph(store: Store, graph: str | None, *, by: str = "", message: str = "") -> GraphWrite:
    """Delete a graph; it stays in the history. Of the default graph, all content goes: the whole current state.

    Args:
        store: Where it is.
        graph: Its IRI; None for the default graph.
        by: Who does it; by default who is logged in.
        message: Why; by default that it was deleted.

    Raises:
        DatasetError: When it is no IRI.
        ProtectedGraphError: When it is not for people to write.
        UnknownGraphError: When there is no such graph.
        ReadOnlyError: When the store was opened for reading.
        StoreWriteError: When it cannot be written; nothing is changed.
    """
    message = message or _told("DELETE", graph)
    store.contribute(Delta())  # a store that is open for reading only says so before all else
    if graph is None:
        return _written(store, None, set(), message, by, is_whole=True)
    must_be_own([_checked(graph)])
    with store.writing:
        if not graph_exists(store, graph):
            raise UnknownGraphError(graph)
        change = GraphChange(removed=list(content(store.ask, graph)), goes=True)
        return GraphWrite(False, store.contribute(Delta(graphs={graph: change}), by, message))


def _checked(graph: str) -> str:
    iri_of(graph)
    return graph


def _told(verb: str, graph: str | None) -> str:
    return f"Graph Store {verb} {'default' if graph is None else f'<{graph}>'}"


def _read(store: Store, graph: str | None, documents: Iterable[Document], base_iri: str) -> set[ox.Triple]:
    store.contribute(Delta())  # a store that is open for reading only says so before all else
    if graph is not None:
        must_be_own([_checked(graph)])
    if base_iri:
        iri_of(base_iri)
    return normalized(read_documents(documents, base_iri))


def _written(
    store: Store, graph: str | None, new: set[ox.Triple], message: str, by: str, *, is_whole: bool
) -> GraphWrite:
    with store.writing:
        is_there = graph_exists(store, graph)
        old = set(content(store.ask, graph or "")) if is_whole else present(store.ask, new, graph or "")
        added, removed = _sorted(new - old), _sorted(old - new)
        if graph is not None:
            delta = Delta(graphs={graph: GraphChange(added, removed, comes=not is_there)})
            return GraphWrite(not is_there, store.contribute(delta, by, message))
        delta = Delta.of(added, removed)
        return GraphWrite(False, store.contribute(delta, by, message, effects=_effects(store, delta)))


def _sorted(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    return sorted(triples, key=str)


def _effects(store: Store, delta: Delta) -> Effects:
    """Return what a change to the current state brings with it; only items of our vocabulary bear the mark of it."""
    effects = Neighbourhood(store.ask, delta).effects()
    ours = {item for item in effects.created if any(_has_our_class(triple) for triple in delta.added.get(item, ()))}
    return replace(effects, created=[item for item in effects.created if item in ours])


def _has_our_class(triple: ox.Triple) -> bool:
    return triple.predicate == TYPE and iri(triple.object).startswith(PREFIXES["ca"])


def _with_blanks(triple: ox.Triple) -> ox.Triple:
    return ox.Triple(*_blank_terms(triple))  # type: ignore[arg-type]


def _blank_terms(triple: ox.Triple) -> Iterator[object]:
    """Yield the terms of a triple, with blank nodes for the IRIs that stand for some."""
    for term in triple:
        if isinstance(term, ox.NamedNode) and _GENID.fullmatch(term.value):
            yield ox.BlankNode(f"b{term.value.removeprefix(GENID)}")  # RDF/XML wants a letter first
        elif isinstance(term, ox.Triple):
            yield _with_blanks(term)
        else:
            yield term
