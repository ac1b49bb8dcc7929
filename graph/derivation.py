"""What follows by rule from a change: found in a small store aside that holds only what the change touches.

The rules themselves are said in `claims/derived.py`. Here they are run on the items that change, as they were and as
they will be, with the types of what those name. So the cost depends on the change, not on the size of the store.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from claims import PLAIN_PROPERTIES, RULES, Spo, consequences
from graph.asking import Ask, classes_of, outgoing, values_of
from graph.delta import Delta, iri, subject_of
from ontology import PREFIXES, concept_files, superclasses

TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_CA = PREFIXES["ca"]
_RELATIONS = frozenset(f"{_CA}{name}" for name in ("Inference", "Conflict", "Rephrase"))
_KIND = ox.NamedNode(_CA + "kind")
_SUBCLASS = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
_FEW = 2000
"""From how many triples up an engine works out sooner what follows."""
_INSERT = " ;\n".join(rule.insert for rule in RULES)
ANCHOR_CLASSES = {
    *(
        PREFIXES["oa"] + name
        for name in ("Annotation", "SpecificResource", "TextPositionSelector", "TextQuoteSelector")
    ),
    PREFIXES["ca"] + "FingerprintSelector",
}


@dataclass
class Effects:
    """What a change brings with it.

    Attributes:
        new: The triples that follow by rule and did not before.
        created: The items that are new to the store.
        vanished: The items of which nothing will be said any more.
        then: SPARQL Update that takes away what followed by rule and now does not; "" where there is nothing.
        followed: The triples that follow by rule before the change, of those that it removes.
        follow: The triples that follow by rule after the change, of those that it adds.
        absorbed: The triples that were said for themselves, and follow by rule after the change.
    """

    new: set[ox.Triple] = field(default_factory=set)
    created: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    then: str = ""
    followed: set[ox.Triple] = field(default_factory=set)
    follow: set[ox.Triple] = field(default_factory=set)
    absorbed: set[ox.Triple] = field(default_factory=set)

    def settled(self, delta: Delta) -> Delta:
        """Return the change in what is said for itself only: so that taking it back gives the state before, exactly."""
        added = {item: [t for t in some if t not in self.follow] for item, some in delta.added.items()}
        removed = {item: [t for t in some if t not in self.followed] for item, some in delta.removed.items()}
        for triple in sorted(self.absorbed, key=str):
            removed.setdefault(subject_of(triple), []).append(triple)
        added, removed = ({item: some for item, some in side.items() if some} for side in (added, removed))
        return Delta(added, removed, delta.graphs)


class Neighbourhood:
    """The items that a change touches, as they were and as they will be, and what is needed to judge them.

    Args:
        ask: Asks the store.
        delta: The change.

    Attributes:
        touched: The IRIs of the nodes whose triples change.
        before: Their triples as they stand in the store, those that follow by rule included.
        after: A store in memory of the nodes as they will be, with all that follows by rule, and the types of what
            they name.
        created: The items that are new to the store: nodes with a class, of which it says nothing yet.
        vanished: The items of which nothing will be said any more.
        new: The triples that will follow by rule and did not before.
        gone: The triples that followed by rule before and will not, unless something else stands behind them.
    """

    def __init__(self, ask: Ask, delta: Delta) -> None:
        removed, added = set(delta.all_removed()), set(delta.all_added())
        self.touched = {subject_of(t) for t in (*added, *removed)}
        self.touched |= _undercutting(ask, {subject_of(t) for t in (*added, *removed) if _makes_relation(t)})
        self.before = set(outgoing(ask, self.touched))
        stated = stated_among(self.before)
        types = set(classes_of(ask, self._named(delta, stated)))
        followed = set(_with_consequences(stated | types)[0]) if stated else set()
        wanted = stated_among((stated - removed) | added)
        consequences, self.after = _with_consequences(wanted | types)
        follows = set(consequences)
        self._followed, self._follow = removed & (self.before - stated), added - wanted
        self._absorbed = stated - removed - wanted
        self.new = {t for t in follows - (self.before - removed - self._absorbed) - types if self._is_ours(t)}
        self.created, self.vanished = self._come_and_gone()
        self.gone = (followed | (self.before - stated)) - follows - wanted

    def effects(self) -> Effects:
        """Return what the change brings with it."""
        known = self._followed, self._follow, self._absorbed
        return Effects(self.new, self.created, self.vanished, self.without_reason(), *known)

    def _come_and_gone(self) -> tuple[list[str], list[str]]:
        before = {subject_of(t): iri(t.object) for t in self.before if t.predicate == TYPE}
        known = {node for node, kind in before.items() if kind not in ANCHOR_CLASSES}
        quads = [q.triple for q in self.after.quads_for_pattern(None, TYPE, None)]
        anchors = {subject_of(t) for t in quads if iri(t.object) in ANCHOR_CLASSES}
        typed = self.touched & {subject_of(t) for t in quads}
        return sorted(typed - known - anchors), sorted(node for node in known if not self._says(node))

    def without_reason(self) -> str:
        """Return SPARQL Update that takes away what followed by rule and now does not; "" where there is nothing."""
        types = [t for t in self.gone if t.predicate == TYPE]
        rows = " ".join(f"({t.subject} {t.predicate} {t.object})" for t in self.gone if t.predicate != TYPE)
        texts = [f"DELETE DATA {{ {' '.join(f'{t} .' for t in types)} }}"] if types else []
        texts += [text for rule in RULES if (text := rule.delete_of(rows))] if rows else []
        return " ;\n".join(texts)

    def _is_ours(self, triple: ox.Triple) -> bool:
        """Whether a triple follows from the change: what is merely named has its classes in the store."""
        return triple.predicate not in (TYPE, _KIND) or subject_of(triple) in self.touched

    def _says(self, node: str) -> bool:
        return next(self.after.quads_for_pattern(ox.NamedNode(node), None, None), None) is not None

    def _named(self, delta: Delta, stated: set[ox.Triple]) -> set[str]:
        """Return the IRIs that the nodes name, and that are none of them."""
        triples = (*delta.all_added(), *delta.all_removed(), *stated)
        named = {iri(t.object) for t in triples if isinstance(t.object, ox.NamedNode)}
        return named - self.touched


def stated_among(triples: set[ox.Triple]) -> set[ox.Triple]:
    """Return those of all the triples of some nodes that do not follow from the others by rule."""
    classes: dict[str, set[str]] = {}
    for triple in triples:
        if triple.predicate == TYPE:
            classes.setdefault(subject_of(triple), set()).add(iri(triple.object))
    above = {node: {up for name in names for up in _above(name)} for node, names in classes.items()}
    return {t for t in triples if not _is_derived(t, above)}


def _is_derived(triple: ox.Triple, above: Mapping[str, set[str]]) -> bool:
    if triple.predicate == TYPE:
        return iri(triple.object) in above[subject_of(triple)]
    return triple.predicate.value in PLAIN_PROPERTIES


@cache
def _above(class_iri: str) -> tuple[str, ...]:
    """Return the IRIs of the vocabulary's classes above a class."""
    return tuple(_CA + name for name in superclasses(class_iri.removeprefix(_CA)))


def _with_consequences(triples: Iterable[ox.Triple]) -> tuple[Iterator[ox.Triple], ox.Store]:
    """Return what follows from triples by rule, and a store of both, with the tree of the vocabulary's classes."""
    given = {*triples, *class_tree()}
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in given)
    if len(given) > _FEW or any(t.predicate == _SUBCLASS for t in given - {*class_tree()}):
        known = set(store)
        store.update(_INSERT)
        return (quad.triple for quad in store if quad not in known), store
    follows = [*_followed(given)]
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in follows)
    return iter(follows), store


def _followed(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield what follows from triples by rule, worked out without an engine."""
    terms: dict[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {}
    said: list[Spo] = []
    for triple in triples:
        parts = (triple.subject, triple.predicate, triple.object)
        subject, path, value = map(str, parts)
        terms.update(zip((subject, path, value), parts, strict=True))
        said.append((subject, path, value))
    for texts in consequences(said):
        yield ox.Triple(*(terms.get(text) or ox.NamedNode(text[1:-1]) for text in texts))  # type: ignore[arg-type]


@cache
def class_tree() -> tuple[ox.Triple, ...]:
    """Return which class stands below which, from the vocabulary."""
    quads = ox.parse(concept_files()[0].read_bytes(), format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in quads if quad.predicate == _SUBCLASS)


def _makes_relation(triple: ox.Triple) -> bool:
    return triple.predicate == TYPE and iri(triple.object) in _RELATIONS


def _undercutting(ask: Ask, nodes: set[str]) -> set[str]:
    """Return the conflicts that attack nodes: whether they attack or undercut depends on what those are."""
    attacks = (
        ask(f"SELECT ?conflict {{ VALUES ?o {{ {values} }} ?conflict ca:attacked ?o }}") for values in values_of(nodes)
    )
    return {row["conflict"] for answer in attacks for row in answer}
