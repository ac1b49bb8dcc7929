"""What a store tells of the names in drafts: which item a name stands for, and whether an id is free."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

import pyoxigraph as ox
from rdflib.term import Literal, Node, URIRef

from claims import Item, Passages, Person, fields_of, is_identifier, triples
from graph.contributions import agent_iri
from graph.derivation import TYPE
from graph.items import nearest_ids
from graph.known_classes import known_classes
from graph.sources import StoreCorpus, passages_of
from graph.store import Store
from graph.terms import expand as expand_name
from graph.terms import prefixes
from ontology import HISTORY, PREFIXES

_CONCEPTS = ("power", "instrument", "topic", "scheme", "agent")
_TITLES = ("rdfs:label", "skos:prefLabel")
_TOGETHER = 500


class StoreSurroundings:
    """The surroundings of drafts in a store (see `claims.Surroundings`). What was asked once is remembered.

    Args:
        store: The store.
        corpus: The corpus that the drafts are for.
        by: The contributor's name.
        languages: The languages in which titles are looked for.
    """

    def __init__(self, store: Store, corpus: StoreCorpus, by: str, languages: Iterable[str] = ("en",)) -> None:
        self._ask = store.ask
        self.store = store
        self._languages = tuple(dict.fromkeys(("en", *languages)))
        self._prefixes = prefixes()
        self._found: dict[str, str | None] = {}
        self._stored: dict[str, set[ox.Triple]] = {}
        self._retired: set[str] = set()
        self._unused: set[tuple[str, str]] = set()
        self.classes = known_classes(store)
        self.corpus = corpus
        self.namespace = corpus.namespace
        self.authors = corpus.creators
        self.my_iri = agent_iri(by)
        self._by = by
        self._passages: Passages | None = None
        self._passages_read = False

    @cached_property
    def me(self) -> Person:
        """The contributor as a person: as the store has them, or else by the name that was given."""
        asked = self._ask(f"SELECT ?label {{ <{self.my_iri}> a ca:Person ; rdfs:label ?label }}")
        given = self._by if 2 <= len(self._by) <= _LONGEST_NAME else f"Contributor {self._by}"[:_LONGEST_NAME]
        return Person(iri=self.my_iri, label=next((row["label"] for row in asked), given))

    @property
    def passages(self) -> Passages | None:
        """The corpus's source with its text; None where the text is not attached."""
        if not self._passages_read:
            self._passages, self._passages_read = passages_of(self.store, self.corpus), True
        return self._passages

    def look_up(self, names: Collection[str], iris: Collection[str]) -> None:
        """Find many names and IRIs at once."""
        unknown = [name for name in names if name not in self._found]
        self._look_up_names(unknown)
        self._look_up_iris([iri for iri in iris if iri not in self._stored])

    def is_known(self, name: str) -> bool:
        """Whether it can be told without asking the store what a name stands for."""
        if name not in self._found:
            first = next(iter(self._candidates(name)), "")
            if first not in self.classes:
                return False
            self._found[name] = first
        return self._found[name] is not None

    def is_unused(self, title: str, language: str) -> bool:
        """Whether it is known that nothing in the store has a title."""
        return (title, language) in self._unused

    def find(self, name: str) -> str | None:
        """Return the IRI of what a name stands for, or None."""
        if name not in self._found:
            self._look_up_names([name])
        return self._found[name]

    def nearest(self, name: str) -> Sequence[str]:
        """Return ids that look like a name that was not found."""
        return nearest_ids(self.store, name)

    def is_taken(self, iri: str) -> bool:
        """Whether an IRI stands, or once stood, for something."""
        if iri not in self._stored:
            self._look_up_iris([iri])
        return bool(self._stored[iri]) or iri in self._retired

    def clashes(self, item: Item) -> bool:
        """Whether the item's IRI stands, or once stood, for something that says something else."""
        return self.is_taken(item.iri) and not self.is_there(item)

    def agrees(self, item: Item, paths: Collection[str]) -> bool:
        """Whether there is an item of that IRI and kind that says the same by some properties (IRIs)."""
        if not self.is_taken(item.iri):
            return False
        wanted = set(item_triples(item))
        said, stored = ({t for t in some if t.predicate.value in paths} for some in (wanted, self._stored[item.iri]))
        return said == stored and {t for t in wanted if t.predicate == TYPE} <= self._stored[item.iri]

    def is_there(self, item: Item) -> bool:
        """Whether the store says of the item's IRI just what the item says."""
        if not self.is_taken(item.iri):
            return False
        paths = {TYPE.value, *(field.path for field in fields_of(type(item)))}
        own = {t for t in self._stored[item.iri] if t.predicate.value in paths}
        wanted = set(item_triples(item))
        return {t for t in own if t.predicate != TYPE} == {t for t in wanted if t.predicate != TYPE} and wanted <= own

    def _look_up_names(self, names: Sequence[str]) -> None:
        for some in _groups([name for name in names if not self.is_known(name)]):
            candidates = {name: self._candidates(name) for name in some}
            there = self.classes.of({iri for iris in candidates.values() for iri in iris})
            for name, iris in candidates.items():
                self._found[name] = next((iri for iri in iris if iri in there), None)
            titles = [name for name in some if self._found[name] is None]
            if titles:
                self._found |= self._titled(titles)

    def _candidates(self, name: str) -> list[str]:
        """Return the IRIs that a name can be an id of, the likeliest first."""
        whole = expand_name(name, self._prefixes)
        if whole:
            return [whole]
        if not name or any(character in name for character in ' <>"{}|\\^`\n\r\t') or not name.isprintable():
            return []
        if not is_identifier(name) and expand_name(self.namespace + name, {}) is None:
            return []
        return [self.namespace + name, *(PREFIXES[prefix] + name for prefix in _CONCEPTS)]

    def _titled(self, titles: Sequence[str]) -> dict[str, str | None]:
        """Return title → the item that has it; an item of the corpus before others, none where several have it."""
        tagged = [(title, tag) for title in titles for tag in self._languages]
        literals = [str(ox.Literal(title, language=tag)) for title, tag in tagged]
        items: dict[str, set[str]] = {title: set() for title in titles}
        for some in _groups(literals):
            # Path by path, for Virtuoso finds no text of a language among values of several variables.
            values = f"VALUES ?title {{ {' '.join(some)} }}"
            ways = " UNION ".join(f"{{ {values} ?item {path} ?title }}" for path in _TITLES)
            for row in self._ask(f"SELECT ?item ?title {{ {ways} }}"):
                items[row["title"]].add(row["item"])
        self._unused |= {(title, tag) for title, tag in tagged if not items[title]}
        return {title: self._one_of(found) for title, found in items.items()}

    def _one_of(self, items: set[str]) -> str | None:
        own = {item for item in items if item.startswith(self.namespace)}
        wanted = own or items
        return next(iter(wanted)) if len(wanted) == 1 else None

    def _look_up_iris(self, iris: Sequence[str]) -> None:
        for some in _groups(iris):
            values = " ".join(f"<{iri}>" for iri in some)
            said: dict[str, set[ox.Triple]] = dict.fromkeys(some, _NOTHING)
            for s, p, o in self._ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o }}").terms:
                iri = s.value  # type: ignore[union-attr]
                said[iri] = said[iri] or set()
                said[iri].add(ox.Triple(s, p, o))  # type: ignore[arg-type]
            self._stored |= said
            past = f"SELECT DISTINCT ?i {{ VALUES ?i {{ {values} }} GRAPH <{HISTORY}> {{ ?change ca:changes ?i }} }}"
            self._retired |= {row["i"] for row in self._ask(past)}


_NOTHING: set[ox.Triple] = set()
"""What is said of IRIs that nothing is said of: one set for all of them, never changed."""
_LONGEST_NAME = 60
"""How many characters the title of an actor may have."""


def item_triples(item: Item) -> Iterator[ox.Triple]:
    """Yield the triples of an item as the store's engine has them."""
    return as_stored(triples(item))


def as_stored(found: Iterable[tuple[Node, Node, Node]]) -> Iterator[ox.Triple]:
    """Yield rdflib's triples as the store's engine has them; blank nodes are not expected."""
    return (ox.Triple(ox.NamedNode(str(s)), ox.NamedNode(str(p)), _term(o)) for s, p, o in found)


def _term(node: Node) -> ox.NamedNode | ox.Literal:
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, Literal) and node.language:
        return ox.Literal(str(node), language=node.language)
    datatype = node.datatype if isinstance(node, Literal) else None
    return ox.Literal(str(node), datatype=ox.NamedNode(str(datatype)) if datatype else None)


def _groups(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[start : start + _TOGETHER] for start in range(0, len(values), _TOGETHER))
