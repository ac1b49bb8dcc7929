"""From triples to an argument; `aif_rdf.parse` is the door.

What the hub has no field for stays as it is said: in a node's data under `rdf`, each a property and a value as
N-Triples writes them; in the argument's data, each with its subject, for what is no node. `iri` is a node's IRI where
it does not follow from its id, and `blank` is true where it has none.
"""

from collections.abc import Iterable
from itertools import chain

from claims.formats.aif_rdf.terms import (
    RDF_TYPE,
    RDFS_LABEL,
    Term,
    Triple,
    class_name,
    id_for,
    iri_for,
    is_link,
    leads_to_subject,
    local,
    n3,
    role_of,
    scheme_told,
    type_by_property,
    type_of,
    written,
)
from claims.formats.argument import Argument, Edge, Json, Node

Said = dict[Term, list[tuple[Term, Term]]]
"""Subject → its properties and their values, in order."""


def read_triples(triples: Iterable[Triple], argument: Argument) -> None:
    """Fill an argument with what triples say."""
    said: Said = {}
    for subject, name, value in triples:
        said.setdefault(subject, []).append((name, value))
    types = _types(said, argument)
    edges = _edges(said, types).in_order(types)
    ids = _ids([*types, *chain.from_iterable(edges)])
    rests = {term: _read_node(term, said[term], types[term], ids[term], argument) for term in types}
    for (source, target), edge in edges.items():
        argument.edges.append(Edge(ids[source], ids[target], edge.data))
        for end in {source, target} - types.keys():
            edge.data |= _naming(end, ids[end])
    labels = _Labels(ids)
    for term, rest in rests.items():
        kept: list[Json] = [[n3(name), labels.n3(value)] for name, value in rest]
        argument.nodes[ids[term]].data |= {"rdf": kept} if kept else {}
    others: list[Json] = [
        [labels.n3(term), n3(name), labels.n3(value)]
        for term, pairs in said.items()
        if term not in types
        for name, value in pairs
    ]
    argument.data = {"rdf": others} if others else {}


def _types(said: Said, argument: Argument) -> dict[Term, str]:
    """Return the nodes with their types: what is of a class of AIF's, or has a property that only nodes have."""
    types: dict[Term, str] = {}
    for term, pairs in said.items():
        classes = [type_of(local(value)) for name, value in pairs if name.value == RDF_TYPE]
        told = [one for one in classes if one is not None]
        if told:
            types[term] = next((one for one in told if one), "")
            continue
        guessed = [one for name, _ in pairs if (one := type_by_property(local(name))) is not None]
        if guessed:
            types[term] = next((one for one in guessed if one), "")
            if types[term]:
                message = f"It is of no class of AIF's; its properties are those of {types[term]} nodes."
                argument.note("warning", f"node {id_for(term.value)}", message)
    return types


def _ids(terms: Iterable[Term]) -> dict[Term, str]:
    """Return an id for each of the terms, in whose order those that would be called alike are counted."""
    ids: dict[Term, str] = {}
    taken: set[str] = set()
    counts: dict[str, int] = {}
    for term in dict.fromkeys(terms):
        stem = "blank" if term.kind == "blank" else id_for(term.value)
        id_ = f"{stem}-1" if term.kind == "blank" else stem
        while id_ in taken:
            counts[stem] = counts.get(stem, 1) + 1
            id_ = f"{stem}-{counts[stem]}"
        taken.add(id_)
        ids[term] = id_
    return ids


def _read_node(
    term: Term, pairs: list[tuple[Term, Term]], type_: str, id_: str, argument: Argument
) -> list[tuple[Term, Term]]:
    """Add a node, and return what of it the hub has no field for."""
    node = argument.add(Node(id_, type_, data=_naming(term, id_)))
    rest = [pair for pair in pairs if not _is_told_otherwise(*pair, type_)]
    leading = _take_leading(node, rest)
    rest = [pair for pair in rest if pair is not leading and not _take(node, *pair)]
    classes = [value.value for name, value in rest if name.value == RDF_TYPE]
    node.scheme = node.scheme or scheme_told(node.data.get("fulfils"), classes)
    told = node.data.get("source")
    # AIFdb writes a locution's whole text there, where it finds no name in it.
    names = (name for name in (told if isinstance(told, list) else []) if isinstance(name, str) and name != node.text)
    node.held_by = tuple(dict.fromkeys(names))
    return rest


def _is_told_otherwise(name: Term, value: Term, type_: str) -> bool:
    """Return whether a triple is said by the node's type, or by an edge."""
    if name.value == RDF_TYPE:
        return bool(type_) and local(value) == class_name(type_)
    return is_link(local(name)) and value.kind != "literal"


def _take_leading(node: Node, pairs: list[tuple[Term, Term]]) -> tuple[Term, Term] | None:
    """Set a node's text, or else its title, and by it the language that its other texts have to be in.

    Statements have claimText, relations have a label; return which of the triples was taken.
    """
    fields = {"claimText": "text", "label": "title"} if node.type in ("I", "L", "") else {"label": "text"}
    for which, field in fields.items():
        for pair in pairs:
            if _which(pair[0]) == which and pair[1].is_text and pair[1].value:
                setattr(node, field, pair[1].value)
                node.lang = pair[1].lang
                return pair
    return None


def _which(name: Term) -> str:
    return "label" if name.value == RDFS_LABEL else local(name)


def _take(node: Node, name: Term, value: Term) -> bool:
    """Set the field that a triple is for; return whether there was one, and it was free."""
    which = _which(name)
    if which == "fulfils":
        return value.kind == "iri" and node.type not in ("I", "L") and _put(node, which, value.value)
    if not value.is_text or value.lang != (node.lang if which == "label" else ""):
        return False
    if which == "creationDate":
        return _put(node, which, value.value)
    return _take_source(node, value.value) if which == "source" else _take_name(node, which, value.value)


def _put(node: Node, key: str, value: str) -> bool:
    if key in node.data:
        return False
    node.data[key] = value
    return True


def _take_source(node: Node, name: str) -> bool:
    sources = node.data.setdefault("source", [])
    if isinstance(sources, list):
        sources.append(name)
    return True


def _take_name(node: Node, which: str, text: str) -> bool:
    field = {"schemeName": "scheme", "label": "title" if node.type in ("I", "L", "") else ""}.get(which, "")
    if not field or not text or getattr(node, field):
        return False
    setattr(node, field, text)
    return True


def _naming(term: Term, id_: str) -> dict[str, Json]:
    """Return the data that tells how a node is named, where that does not follow from its id."""
    if term.kind == "blank":
        return {"blank": True}
    return {} if term.value == iri_for(id_) else {"iri": term.value}


Ends = tuple[Term, Term]
"""Where an edge leads from, and where to."""


class _Edges:
    """The edges, each once, though both of its ends may tell it."""

    def __init__(self) -> None:
        self._edges: dict[Ends, Edge] = {}
        self._told: dict[Ends, dict[str, int]] = {}
        self._count = 0

    def add(self, ends: Ends, teller: Term, property_: str) -> None:
        """Note that a node tells an edge."""
        self._count += 1
        edge = self._edges.setdefault(ends, Edge(n3(ends[0]), n3(ends[1])))
        self._told.setdefault(ends, {}).setdefault(n3(teller), self._count)
        if role_of(property_):
            edge.data.setdefault("property", property_)

    def in_order(self, types: dict[Term, str]) -> dict[Ends, Edge]:
        """Return the edges by the node that is to tell them, those that lead to it first: as they are written.

        Their ends are called as RDF writes them: what is no node has an id only by the place of its edge.
        """
        places = {n3(term): place for place, term in enumerate(types)}

        def place(ends: Ends) -> tuple[int, bool, bool, int]:
            owner, _, at_source = written(self._edges[ends], types.get(ends[0]), types.get(ends[1]))
            told = self._told[ends]
            return places.get(owner, -1), at_source, owner not in told, told.get(owner, min(told.values()))

        return {ends: self._edges[ends] for ends in sorted(self._edges, key=place)}


def _edges(said: Said, types: dict[Term, str]) -> _Edges:
    edges = _Edges()
    for subject in types:
        for name, value in said[subject]:
            property_ = local(name)
            if is_link(property_) and value.kind != "literal":
                back = leads_to_subject(property_, types[subject], types.get(value))
                edges.add((value, subject) if back else (subject, value), subject, property_)
    return edges


class _Labels:
    """Labels for blank nodes: those of AIF's nodes are their ids, the others are counted."""

    def __init__(self, ids: dict[Term, str]) -> None:
        self._labels = {term: id_ for term, id_ in ids.items() if term.kind == "blank"}
        self._count = 0

    def n3(self, term: Term) -> str:
        if term.kind != "blank":
            return n3(term)
        if term not in self._labels:
            self._count += 1
            self._labels[term] = f"other-{self._count}"
        return f"_:{self._labels[term]}"
