"""Is a change sound? Held against the shapes and the rules of the store before anything is written.

Only what the change touches is looked at: the items that change, the types of what they name, and one relation that
names each of them. So the cost does not grow with the store.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.asking import Ask
from graph.delta import Delta, iri
from graph.derivation import Neighbourhood
from graph.terms import local_name
from ontology import PREFIXES, shapes_file

if TYPE_CHECKING:
    from shacl import Shapes

_CA = PREFIXES["ca"]
NAMING = tuple(f"{_CA}{name}" for name in ("premise", "attacker", "rephrases", "figure"))
"""The properties by which a relation or statement names what would otherwise stand for nothing."""
_LABEL = ox.NamedNode(PREFIXES["rdfs"] + "label")


@dataclass(frozen=True)
class ItemFault:
    """What is wrong with an item after a change.

    Attributes:
        item: The item's IRI.
        path: The IRI of the property that is wrong; "" for the item as a whole.
        rule: The name of the shape or rule.
        message: What is wrong, and how to mend it.
    """

    item: str
    path: str
    rule: str
    message: str

    def __str__(self) -> str:
        where = f"{local_name(self.item)}, {local_name(self.path)}" if self.path else local_name(self.item)
        return f"{where}: {self.message}"


def faults_of(ask: Ask, delta: Delta, near: Neighbourhood) -> list[ItemFault]:
    """Return what would be wrong after a change; an empty list where it is sound.

    Args:
        ask: Asks the store.
        delta: The change.
        near: Its neighbourhood.
    """
    # What the removed triples named may now be named by nothing: it has to be judged too.
    ends = {iri(t.object) for t in delta.all_removed() if t.predicate.value in NAMING}
    for end in sorted(ends - near.touched):
        near.after.extend(_said_of(ask, end))
    near.after.extend(_named_by_others(ask, delta, near, ends))
    judged = (near.touched | ends) - set(near.vanished)
    return [*against_shapes(_text(near), judged), *_titles(ask, delta), *_dangling(ask, delta, near)]


@cache
def shapes() -> "Shapes":
    """Return the shapes, ready to hold triples against."""
    from shacl import Shapes

    return Shapes.from_turtle(shapes_file().read_text("utf-8"))


def against_shapes(text: str, judged: Collection[str]) -> Iterator[ItemFault]:
    """Yield what the shapes find wrong with items.

    Args:
        text: The items' triples with all that follows by rule, and the classes of what they name, as N-Triples.
        judged: The IRIs of the items; what is only named is not judged.
    """
    found = set()
    for result in shapes().validate_text(text, "ntriples").results:
        item = result.focus_node.strip("<>")
        if item in judged:
            path = result.path or ""
            simple = path.strip("<>") if path.startswith("<") else ""
            found.add(ItemFault(item, simple, local_name((result.root_shape or "").strip("<>")), result.message or ""))
    yield from sorted(found, key=str)


def _named_by_others(ask: Ask, delta: Delta, near: Neighbourhood, ends: set[str]) -> Iterator[ox.Quad]:
    """Yield, for each item that was there before, one triple of each kind by which another item names it."""
    known = ends | {iri(t.subject) for t in near.before if t.predicate.value == f"{_CA}kind"}
    gone = set(delta.all_removed())
    for node in sorted(known):
        for path in NAMING:
            query = f"CONSTRUCT {{ ?x <{path}> <{node}> }} WHERE {{ ?x <{path}> <{node}> }} LIMIT {len(gone) + 1}"
            named = (ox.Triple(s, p, o) for s, p, o in ask(query).terms)  # type: ignore[arg-type]
            still = next((triple for triple in named if triple not in gone), None)
            if still is not None:
                yield ox.Quad(still.subject, still.predicate, still.object)


def _said_of(ask: Ask, node: str) -> Iterator[ox.Quad]:
    answer = ask(f"CONSTRUCT {{ <{node}> ?p ?o }} WHERE {{ <{node}> ?p ?o }}")
    yield from (ox.Quad(s, p, o) for s, p, o in answer.terms)  # type: ignore[arg-type]
    answer = ask(f"CONSTRUCT {{ ?o a ?type }} WHERE {{ <{node}> ?p ?o . ?o a ?type }}")
    yield from (ox.Quad(s, p, o) for s, p, o in answer.terms)  # type: ignore[arg-type]


def _text(near: Neighbourhood) -> str:
    return (near.after.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b"").decode("utf-8")


def _titles(ask: Ask, delta: Delta) -> Iterator[ItemFault]:
    titles = {iri(t.subject): str(t.object) for t in delta.all_added() if t.predicate == _LABEL}
    removed = {(iri(t.subject), str(t.object)) for t in delta.all_removed() if t.predicate == _LABEL}
    return shared_titles(ask, titles, removed)


def shared_titles(
    ask: Ask, titles: Mapping[str, str], removed: Collection[tuple[str, str]] = ()
) -> Iterator[ItemFault]:
    """Yield the titles that another statement or policy of the same corpus has.

    Args:
        ask: Asks the store.
        titles: IRI → title as an RDF literal.
        removed: IRIs and titles that are on their way out.
    """
    items: dict[str, list[str]] = {}
    for item, title in titles.items():
        items.setdefault(title, []).append(item)
    rest = list(items)
    for start in range(0, len(rest), 500):
        # One variable: Virtuoso finds no text of a language among values of several.
        answer = ask(f"""SELECT ?other ?label {{ VALUES ?label {{ {" ".join(rest[start : start + 500])} }}
          ?other rdfs:label ?label . FILTER EXISTS {{ ?other a ?kind VALUES ?kind {{ ca:Statement ca:Policy }} }} }}""")
        for other, label in answer.terms:
            if isinstance(label, ox.Literal):
                for item in items.get(str(label), ()):
                    yield from _shared(item, label, iri(other), removed)


def _shared(item: str, title: ox.Literal, other: str, removed: Collection[tuple[str, str]]) -> Iterator[ItemFault]:
    """Yield the fault that an item has the title of another, where that one is of its corpus and keeps it."""
    same_corpus = item.rpartition("/")[0] == other.rpartition("/")[0]
    if item != other and same_corpus and (other, str(title)) not in removed:
        message = f"“{title.value}” is the title of {local_name(other)} already. Choose another."
        yield ItemFault(item, _LABEL.value, "unique", message)


def _dangling(ask: Ask, delta: Delta, near: Neighbourhood) -> Iterator[ItemFault]:
    """Find what would still name an item that is taken out."""
    own = {*delta.all_removed(), *near.gone}
    for node in near.vanished:
        answer = ask(f"CONSTRUCT {{ ?x ?p <{node}> }} WHERE {{ ?x ?p <{node}> }} LIMIT {len(own) + 20}")
        for triple in (ox.Triple(*one) for one in answer.terms):  # type: ignore[arg-type]
            if triple not in own:
                who = iri(triple.subject)
                how = local_name(triple.predicate.value)
                message = f"Would still be named by {local_name(who)} ({how}). Take that out too."
                yield ItemFault(node, "", "reference", message)
