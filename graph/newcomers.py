"""Items that are all new, judged together: what follows from them by rule, and what is wrong with them.

The same as `derivation.py` and `validation.py` do for any change, in the case where nothing is there to be changed:
so everything can stay text, and many items are judged at once, beside the thread that prepares the next ones.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from claims import RULES, Expansion, Item, Policy, Statement, as_ntriples, fields_of
from graph.asking import Ask, classes_of
from graph.delta import BODY, iri, subject_of
from graph.derivation import class_tree
from graph.portions import Group
from graph.validation import NAMING, ItemFault, against_shapes, shared_titles
from ontology import PREFIXES

_FOLLOWING = ox.NamedNode("urn:claimatlas:following")
_TYPE = f"<{PREFIXES['rdf']}type>"
_CA = PREFIXES["ca"]
_PLACES = {PREFIXES["oa"] + "hasSource", _CA + "section"}
_GROUP = 100
"""How many items share one change in the history where there are many."""


@dataclass
class NewPart:
    """What is new of one draft: items, and anchors as the IRI of their item with their triples as N-Triples."""

    expansion: Expansion
    items: list[Item] = field(default_factory=list)
    anchors: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether there is anything."""
        return bool(self.items or self.anchors)


def grouped(parts: Sequence[NewPart], *, few: bool) -> tuple[Group, ...]:
    """Return the parts' items in groups, each with its triples: one item a group where they are few."""
    said: dict[str, list[bytes]] = {}
    created = set()
    for part in parts:
        for item in part.items:
            said.setdefault(item.iri, []).append(as_ntriples(item).encode("utf-8"))
            created.add(item.iri)
        for item_iri, triples in part.anchors:
            said.setdefault(item_iri, []).append(triples)
    iris = list(said)
    size = 1 if few else _GROUP
    groups = (iris[start : start + size] for start in range(0, len(iris), size))
    return tuple(
        Group(tuple(some), b"".join(text for iri in some for text in said[iri]), frozenset(created.intersection(some)))
        for some in groups
    )


class Batch:
    """What a part of a batch has to know of the rest: the classes of new items, and which new relations name them.

    Args:
        expansions: All expansions of the batch; of those that are not filled yet, their own items' classes are known.
    """

    def __init__(self, expansions: Iterable[Expansion]) -> None:
        self._classes = {one.iri: one.kind for one in expansions if one.iri and one.kind}
        self._naming: dict[str, str] = {}

    def take(self, items: Iterable[Item]) -> None:
        """Take note of items that are new."""
        for item in items:
            self._classes[item.iri] = type(item)
            for named, line in _naming_lines(item):
                self._naming.setdefault(named, line)

    def names(self, iri: str) -> bool:
        """Whether a new item names another in a way that gives it something to stand for."""
        return iri in self._naming

    def around(self, items: Sequence[Item]) -> str:
        """Return the triples of the rest of the batch that some items have to be judged with, as N-Triples."""
        named = {iri for item in items for iri in names_of(item)} & self._classes.keys()
        naming = (self._naming[item.iri] for item in items if item.iri in self._naming)
        return "".join([*(_class_line(iri, self._classes[iri]) for iri in named), *naming])


@dataclass(frozen=True)
class Judgement:
    """What follows from new items by rule (as N-Triples), and what is wrong with them."""

    derived: bytes
    faults: tuple[ItemFault, ...]


def judge(ask: Ask, items: Sequence[Item], said: bytes, context: str) -> Judgement:
    """Judge items that are not in the store yet, and new anchors of those that are.

    Args:
        ask: Asks the store.
        items: The items.
        said: Their triples and those of anchors, as N-Triples.
        context: What has to be known of other new items that they name, or that name them, as N-Triples.
    """
    own = {item.iri for item in items}
    triples = [quad.triple for quad in ox.parse(said, format=ox.RdfFormat.N_TRIPLES)] if b"#hasBody>" in said else []
    anchors = {subject_of(triple) for triple in triples} - own
    bodies = {iri(triple.object) for triple in triples if triple.predicate == BODY}
    places = {iri(triple.object) for triple in triples if triple.predicate.value in _PLACES}
    named = {name for item in items for name in names_of(item)} | bodies | places
    given = b"".join([said, context.encode("utf-8"), _ntriples(classes_of(ask, named - own)), _tree()])
    aside = ox.Store()
    aside.load(given, format=ox.RdfFormat.N_TRIPLES)
    aside.update(_insert())
    derived = aside.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=_FOLLOWING) or b""
    wrong = against_shapes((given + derived).decode("utf-8"), own | anchors)
    return Judgement(derived, (*wrong, *shared_titles(ask, _titles(items))))


def names_of(item: Item) -> Iterator[str]:
    """Yield the IRIs that an item names."""
    for one in fields_of(type(item)):
        if one.form == "link":
            value = getattr(item, one.name)
            yield from value if one.many else (value,) if value else ()


def _class_line(iri: str, kind: type[Item]) -> str:
    return f"<{iri}> {_TYPE} <{_CA}{kind.__name__}> .\n"


def _naming_lines(item: Item) -> Iterator[tuple[str, str]]:
    """Yield (IRI, triple) for all that an item names in a way that gives the named something to stand for."""
    for one in fields_of(type(item)):
        if one.path in NAMING:
            value = getattr(item, one.name)
            for named in value if one.many else (value,):
                yield named, f"<{item.iri}> <{one.path}> <{named}> .\n"


@cache
def _insert() -> str:
    """Return SPARQL Update that puts all that follows by rule into a graph of its own."""
    return " ;\n".join(rule.insert_into(_FOLLOWING.value) for rule in RULES)


@cache
def _tree() -> bytes:
    return _ntriples(class_tree())


def _ntriples(triples: Iterable[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _titles(items: Iterable[Item]) -> dict[str, str]:
    """Return IRI → title, as an RDF literal, of the items whose titles no other item of their corpus may have."""
    titled = (item for item in items if isinstance(item, Statement | Policy))
    return {item.iri: str(ox.Literal(item.label, language=item.lang)) for item in titled}
