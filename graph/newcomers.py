"""Items that are all new, judged together: what follows from them by rule, and what is wrong with them.

The same as `derivation.py` and `validation.py` do for any change, in the case where nothing is there to be changed:
so everything can stay text, and many items are judged at once, beside the thread that prepares the next ones.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from claims import Expansion, Item, Policy, Spo, Statement, as_ntriples, consequences, fields_of
from graph.asking import Ask
from graph.delta import BODY
from graph.derivation import class_tree
from graph.known_classes import KnownClasses
from graph.portions import Group
from graph.validation import NAMING, ItemFault, against_shapes, shared_titles
from ontology import PREFIXES

_TYPE = f"<{PREFIXES['rdf']}type>"
_CA = PREFIXES["ca"]
_PLACES = {f"<{path}>" for path in (BODY.value, PREFIXES["oa"] + "hasSource", _CA + "section")}
_OF_CLASSES = (_TYPE, f"<{_CA}kind>")
_GROUP = 100
"""How many items share one change in the history where there are many."""


@dataclass(slots=True)
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


@dataclass(frozen=True)
class Known:
    """What is known of a store already when new items are judged.

    Attributes:
        ask: Asks the store for the rest.
        classes: Of which classes its nodes are.
        unused: Tells of a title and its language whether it is known that nothing has it.
    """

    ask: Ask
    classes: KnownClasses
    unused: Callable[[str, str], bool] = lambda title, language: False


def judge(known: Known, items: Sequence[Item], said: bytes, context: str) -> Judgement:
    """Judge items that are not in the store yet, and new anchors of those that are.

    Args:
        known: What is known of the store.
        items: The items.
        said: Their triples and those of anchors, as N-Triples.
        context: What has to be known of other new items that they name, or that name them, as N-Triples.
    """
    own = {item.iri for item in items}
    text = said.decode("utf-8")
    triples = [*_spo(text)]
    anchors, places = _of_anchors(triples, own) if "#hasBody>" in text else (set(), set())
    named = {name for item in items for name in names_of(item)} | places
    classes = known.classes.of(named - own)
    around = context + "".join(f"<{node}> {_TYPE} <{one}> .\n" for node, of_node in classes.items() for one in of_node)
    follows = consequences([*triples, *_spo(around)])
    derived: list[str] = []
    beside: list[str] = []
    for subject, path, value in sorted(follows):
        is_ours = path not in _OF_CLASSES or subject[1:-1] in own or subject[1:-1] in anchors
        (derived if is_ours else beside).append(f"{subject} {path} {value} .\n")
    wrong = against_shapes("".join([text, around, *derived, *beside, _tree()]), own | anchors)
    return Judgement("".join(derived).encode("utf-8"), (*wrong, *shared_titles(known.ask, _titles(items, known))))


def _spo(text: str) -> Iterator[Spo]:
    """Yield the triples of an N-Triples text of which each line is a triple."""
    for line in text.split("\n"):
        if line:
            subject, path, rest = line.split(" ", 2)
            yield subject, path, rest[:-2]


def _of_anchors(triples: Iterable[Spo], own: Collection[str]) -> tuple[set[str], set[str]]:
    """Return the IRIs of anchors and their parts, and those of the items and places that they name."""
    anchors, places = set(), set()
    for subject, path, value in triples:
        node = subject[1:-1]
        if node not in own:
            anchors.add(node)
            if path in _PLACES:
                places.add(value[1:-1])
    return anchors, places


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
def _tree() -> str:
    """Return which class stands below which, so that the shapes know those above the vocabulary's, too."""
    return _ntriples(class_tree()).decode("utf-8")


def _ntriples(triples: Iterable[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _titles(items: Iterable[Item], known: Known) -> dict[str, str]:
    """Return IRI → title, as an RDF literal, of items whose titles another item of their corpus has, maybe."""
    titled = (item for item in items if isinstance(item, Statement | Policy))
    asked = (item for item in titled if not known.unused(item.label, item.lang))
    return {item.iri: str(ox.Literal(item.label, language=item.lang)) for item in asked}
