"""Annotations made, changed and taken out: anchors of items, each a contribution of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count

import pyoxigraph as ox

from claims import Draft, Item, triples
from graph.adding import add
from graph.annotated import Annotation, annotations
from graph.asking import outgoing
from graph.contributions import Contribution
from graph.delta import Delta, iri
from graph.derivation import Neighbourhood
from graph.described import anchor_parts
from graph.errors import InvalidChangeError, UnknownItemError
from graph.sources import StoreCorpus, corpora_of, passages_of
from graph.store import Store
from graph.surroundings import as_stored
from graph.terms import expand, local_name
from graph.updates import present
from graph.validation import faults_of
from ontology import PREFIXES

_OA = PREFIXES["oa"]
_MOTIVATED = ox.NamedNode(f"{_OA}motivatedBy")


@dataclass(frozen=True)
class Annotated:
    """What became of an annotation: its IRI, and the contribution; None where the store had it already."""

    iri: str
    contribution: Contribution | None


@dataclass(frozen=True)
class Passage:
    """A passage of a source: the source's IRI, and its characters, from the first to after the last."""

    source: str
    start: int
    end: int


def annotate(
    store: Store, item: str, passage: Passage, *, motivation: str = "identifying", by: str = "", message: str = ""
) -> Annotated:
    """Anchor an item at a further passage.

    Args:
        store: Where it is.
        item: Its IRI.
        passage: The passage.
        motivation: The name of a motivation of the Web Annotation vocabulary.
        by: Who does it; by default who is logged in.
        message: Why.

    Raises:
        InvalidChangeError: When the item can have no anchor, or the passage is not in the source's text.
        ReadOnlyError: When the store was opened for reading.
    """
    with store.writing:
        note, found = _anchor(store, item, passage, motivation)
        if present(store.ask, found) == found:
            return Annotated(note, None)
        title = _title(store, item)
        return Annotated(note, _made(store, Delta({item: _sorted(found)}), by, message or f"Anchored “{title}”"))


def add_annotated(
    store: Store, draft: Mapping[str, object], passage: Passage, *, motivation: str, by: str = "", message: str = ""
) -> Annotated:
    """Add a statement that an annotation brings, anchored at its passage.

    Args:
        store: Where to add it.
        draft: The statement, as a draft; it belongs to the corpus of the passage's source.
        passage: The passage.
        motivation: The name of a motivation of the Web Annotation vocabulary.
        by: Who adds it; by default who is logged in.
        message: Why; by default what was added.

    Raises:
        claims.DraftError: When the draft has faults; has all of them.
        InvalidChangeError: When the passage is not in the source's text.
        ReadOnlyError: When the store was opened for reading.
    """
    with store.writing:
        corpus = _corpus(store, passage.source)
        planned = add(store, Draft(draft), by=by, corpus=corpus.name, dry_run=True)
        if not planned.items:
            raise InvalidChangeError(["The store says that already; give the IRI of the item as the body."])
        added = {item.iri: _sorted(as_stored(triples(item))) for item in planned.items}
        first = _first(planned.items)
        note, found = _anchor(store, first.iri, passage, motivation)
        added[first.iri] += _sorted(found)
        title = getattr(first, "label", local_name(first.iri))
        return Annotated(note, _made(store, Delta(added), by, message or f"Added “{title}”"))


def move_annotation(store: Store, note: Annotation, passage: Passage, *, by: str = "", message: str = "") -> Annotated:
    """Have an annotation name another passage; it keeps its IRI.

    Args:
        store: Where it is.
        note: The annotation as it is.
        passage: The passage that it is to name.
        by: Who does it; by default who is logged in.
        message: Why.

    Raises:
        InvalidChangeError: When the passage is not in the source's text.
        ReadOnlyError: When the store was opened for reading.
    """
    with store.writing:
        old = set(_own_triples(store, note))
        fresh, found = _anchor(store, note.item, passage, note.motivation or "identifying", note)
        new = {_renamed(triple, fresh, note.iri) for triple in found}
        delta = Delta({note.item: _sorted(new - old)}, {note.item: _sorted(old - new)})
        return Annotated(note.iri, _made(store, delta, by, message or f"Moved “{_title(store, note.item)}”"))


def remove_annotation(store: Store, note: Annotation, *, by: str = "", message: str = "") -> Contribution | None:
    """Take an annotation out; its item stays.

    Args:
        store: Where it is.
        note: The annotation.
        by: Who does it; by default who is logged in.
        message: Why.

    Raises:
        ReadOnlyError: When the store was opened for reading.
    """
    with store.writing:
        delta = Delta({}, {note.item: _sorted(_own_triples(store, note))})
        return _made(store, delta, by, message or f"Took an anchor of “{_title(store, note.item)}” out")


def annotation_of(store: Store, iri: str) -> Annotation:
    """Return the annotation of an IRI.

    Raises:
        UnknownItemError: When there is none.
    """
    found = annotations(store, [iri]) if expand(iri, {}) else []
    if not found:
        raise UnknownItemError(local_name(iri), ())
    return found[0]


def _made(store: Store, delta: Delta, by: str, message: str) -> Contribution | None:
    if not delta:
        return None
    near = Neighbourhood(store.ask, delta)
    faults = faults_of(store.ask, delta, near)
    if faults:
        raise InvalidChangeError([str(fault) for fault in faults])
    return store.contribute(delta, by, message, effects=near.effects())


def _anchor(
    store: Store, item: str, passage: Passage, motivation: str, instead: Annotation | None = None
) -> tuple[str, set[ox.Triple]]:
    """Return the annotation's IRI and its triples under the first number whose IRIs are free, or say the same.

    Args:
        store: The store.
        item: The IRI of the item.
        passage: The passage.
        motivation: The name of the motivation.
        instead: An annotation whose IRIs count as free, where nothing else uses them.
    """
    known = passages_of(store, corpus := _corpus(store, passage.source))
    if known is None:
        told = f"The text of {corpus.title} is not attached here; who runs the server can attach it."
        raise InvalidChangeError([told])
    try:
        anchor = known.anchor(item, "passage", f"{passage.start}-{passage.end}")
    except ValueError as error:
        raise InvalidChangeError([str(error)]) from None
    free = {iri(t.subject) for t in _own_triples(store, instead)} if instead else set()
    for number in count(1):
        made = {_motivated(triple, motivation) for triple in as_stored(known.triples(anchor, number))}
        nodes = {iri(triple.subject) for triple in made}
        there = set(outgoing(store.ask, nodes - free))
        if not there or made <= there:  # the classes of a selector follow by rule
            return next(iri(t.subject) for t in made if t.predicate == _MOTIVATED), made
    raise AssertionError  # the numbers do not end


def _corpus(store: Store, source: str) -> StoreCorpus:
    found = next((corpus for corpus in corpora_of(store).values() if corpus.source == source), None)
    if found is None:
        raise InvalidChangeError([f"<{source}> is no source of this store."])
    return found


def _own_triples(store: Store, note: Annotation) -> list[ox.Triple]:
    """Return the triples of an annotation, without a passage that is that of others too."""
    nodes = {note.iri}
    others = f"ASK {{ ?other oa:hasTarget <{note.passage}> FILTER(?other != <{note.iri}>) }}"
    if note.passage and not store.ask(others):
        nodes |= anchor_parts(store.ask, [note.iri]).keys()
    return list(outgoing(store.ask, nodes))


def _motivated(triple: ox.Triple, motivation: str) -> ox.Triple:
    if triple.predicate != _MOTIVATED:
        return triple
    return ox.Triple(triple.subject, triple.predicate, ox.NamedNode(_OA + motivation))


def _renamed(triple: ox.Triple, old: str, new: str) -> ox.Triple:
    if iri(triple.subject) != old:
        return triple
    return ox.Triple(ox.NamedNode(new), triple.predicate, triple.object)


def _first(items: Iterable[Item]) -> Item:
    """Return the statement among what a draft adds: the contributor, where they are new, comes along."""
    items = list(items)
    return next((item for item in items if hasattr(item, "commitment")), items[0])


def _sorted(found: Iterable[ox.Triple]) -> list[ox.Triple]:
    return sorted(found, key=str)


def _title(store: Store, item: str) -> str:
    rows = store.ask(f"SELECT ?label {{ <{item}> rdfs:label ?label }} LIMIT 1")
    return next((row["label"] for row in rows), local_name(item))
