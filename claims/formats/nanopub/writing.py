"""An argument as nanopublications, in our own vocabulary."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

from rdflib import URIRef

from claims.encoding import triples as triples_of
from claims.formats.argument import Argument, Edge, Node
from claims.formats.nanopub.meaning import NAMESPACES, RELATIONS, STATEMENTS, Ends, meaning, name
from claims.formats.nanopub.parts import kept, read_kept
from claims.formats.nanopub.rules import NANOPUBLICATION, NP, PARTS, Nanopub, broken_rules, fits
from claims.formats.nanopub.shape import KeptNanopub
from claims.formats.nanopub.trig import Quad, Term, Text, iri, is_iri
from claims.formats.schemes_by_name import name_of_scheme, scheme_named

_TOOL = "https://w3id.org/claimatlas"
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_DATE = NAMESPACES["xsd"] + "dateTime"
_KINDS = {kind: term for term, kind in STATEMENTS.items()}
_ENDS: Mapping[str, tuple[Term, Ends]] = {ends.type: (term, ends) for term, ends in RELATIONS.items()}
_RELATIONS = frozenset({"RA", "CA", "MA", "PA"})
_PLAIN = {"RA": "ca:supports", "CA": "ca:attacks", "MA": "ca:restates"}
_A = name("rdf:type")
_PREFIXES = {one: NAMESPACES[one] for one in ("aif", "ca", "dcterms", "pav", "prov", "rdfs", "schema", "scheme")}


def written(argument: Argument) -> Iterator[KeptNanopub]:
    """Yield the nanopublications that say an argument: one for each statement, with the relations that arrive at it."""
    places = _Places(argument)
    done: set[str] = set()
    for node in argument.nodes.values():
        found = read_kept(node.data.get("nanopub"))
        if found and node.id not in done and _still_says(found, argument, places):
            done |= {one.id for one in meaning(found).nodes}
            yield kept(found)
    for value in _listed(argument.data.get("nanopubs")):
        found = read_kept(value)
        if found and not broken_rules(found):
            yield kept(found)
    for group in places.groups(done):
        yield kept(_made(group, places))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _still_says(one: Nanopub, argument: Argument, places: "_Places") -> bool:
    """Whether the argument still has what a nanopublication says, just as it says it."""
    if broken_rules(one):
        return False
    said = meaning(one)
    same = all(_same(node, argument.nodes.get(node.id)) for node in said.nodes)
    relations = {node.id for node in said.nodes if node.type != "I"}
    ours = {(edge.source, edge.target) for one in relations for edge in places.edges_of(one)}
    told = {(edge.source, edge.target) for edge in said.edges}
    other = ours - told  # what bears on its relations is another's affair
    return same and told <= ours and all(places.is_relation(one) and one not in relations for one, _ in other)


def _same(node: Node, other: Node | None) -> bool:
    return other is not None and replace(other, item=None, data={}, spans=(), section="", paragraph=0) == replace(
        node, data={}
    )


class _Places:
    """Where everything of an argument goes: which relation to which statement, and by which IRI."""

    def __init__(self, argument: Argument) -> None:
        self.argument = argument
        self.sources, self.targets = argument.sources_of(), argument.targets_of()
        self._homes: dict[str, str] = {}
        self._around: dict[str, list[Edge]] = {}
        for edge in argument.edges:
            self._around.setdefault(edge.source, []).append(edge)
            self._around.setdefault(edge.target, []).append(edge)
        self.space = f"urn:claimatlas:{_quoted(argument.name) or 'argument'}:"

    def edges_of(self, id: str) -> list[Edge]:  # noqa: A002
        """Return the edges to and from a node."""
        return self._around.get(id, [])

    def is_relation(self, id: str) -> bool:  # noqa: A002
        """Whether a node is a relation: an edge from it to another says that it bears on that, and is no premise."""
        return id in self.argument.nodes and self.argument.nodes[id].type in _RELATIONS

    def knows(self, edge: Edge) -> bool:
        """Whether both ends of an edge are there."""
        return edge.source in self.argument.nodes and edge.target in self.argument.nodes

    def iri_of(self, id: str) -> URIRef:  # noqa: A002
        """Return the IRI of what an id names: itself, where it is one, the item's, or one that is made."""
        node = self.argument.nodes.get(id)
        if id.startswith(("http://", "https://", "urn:")) and is_iri(id):
            return iri(id)
        return iri(node.item.iri) if node and node.item else iri(self.space + _quoted(id))

    def holders_of(self, node: Node) -> dict[URIRef, str]:
        """Return the IRIs of who holds a statement, with their names."""
        known: tuple[str, ...] = getattr(node.item, "held_by", ())
        if len(known) == len(node.held_by):
            return {iri(one): called for one, called in zip(known, node.held_by, strict=True)}
        return {iri(f"{self.space}held-by:{_quoted(called)}"): called for called in node.held_by}

    def groups(self, done: set[str]) -> Iterator[list[Node]]:
        """Yield the nodes that are not done by the statement that they arrive at, the statement first."""
        nodes = self.argument.nodes
        found: dict[str, list[Node]] = {id: [] for id, node in nodes.items() if node.type == "I"}  # noqa: A001
        for id, node in nodes.items():  # noqa: A001
            if id not in done and (node.type == "I" or node.type in _ENDS):
                found.setdefault(self._home(id), []).append(node)
        for group in found.values():
            group.sort(key=lambda node: node.type != "I")
        yield from filter(None, found.values())

    def _home(self, id: str) -> str:  # noqa: A002
        """Return the statement that a node arrives at, through other relations too; itself where there is none."""
        path, here = {id: None}, id
        while here not in self._homes and self.argument.nodes[here].type != "I":
            onward = next((one for one in self.targets[here] if one not in path), None)
            if onward is None:
                self._homes |= {one: one for one in path}
                return id
            here = onward
            path[here] = None
        home = self._homes.get(here, here)
        self._homes |= dict.fromkeys(path, home)
        return home


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


def _made(group: list[Node], places: _Places) -> Nanopub:
    """Return the nanopublication of a statement and the relations that arrive at it."""
    first = places.iri_of(group[0].id)
    own = iri(first + (".nanopub" if "#" in first else "#nanopub"))
    head, assertion, provenance, pubinfo = (iri(f"{own}-{part}") for part in ("head", *PARTS))
    one = Nanopub(own, [head], {"assertion": [assertion], "provenance": [provenance], "pubinfo": [pubinfo]})
    one.prefixes = {"np": NP, **_PREFIXES, **_near(first)}
    _put(one, head, [(own, _A, NANOPUBLICATION), *((own, PARTS[part], one.part(part)) for part in PARTS)])
    _put(one, assertion, _asserted(group, places))
    _put(one, provenance, _provenance(group, assertion, places))
    _put(one, pubinfo, _pubinfo(group[0], own))
    return one


def _near(own: URIRef) -> dict[str, str]:
    """Return prefixes for what stands beside an IRI, and for what stands below it."""
    beside = re.match(r".*[/:#]", own)
    return {"beside": beside[0] if beside else "", "this": f"{own}#"}


def _put(one: Nanopub, graph: URIRef, triples: Iterable[tuple[Term, Term, Term]]) -> None:
    one.graphs[graph] = [*dict.fromkeys(Quad(graph, *triple) for triple in triples)]


def _asserted(group: list[Node], places: _Places) -> Iterator[tuple[Term, Term, Term]]:
    for node in group:
        if node.item is not None:
            yield from (tuple(map(_term, triple)) for triple in triples_of(node.item))  # type: ignore[misc]
        yield from _statement(node, places) if node.type == "I" else _relation(node, places)


def _term(term: object) -> Term:
    """Return a term of rdflib as one of ours."""
    if isinstance(term, URIRef):
        return iri(term)
    return Text(str(term), str(getattr(term, "datatype", "") or ""), getattr(term, "language", "") or "")


def _statement(node: Node, places: _Places) -> Iterator[tuple[Term, Term, Term]]:
    own, lang = places.iri_of(node.id), node.lang or places.argument.lang
    yield own, _A, name("aif:I-node")
    if node.item is None:
        yield own, _A, _KINDS.get(node.kind, name("ca:Claim"))
        yield own, name("schema:text"), _text(node.text, lang)
        yield from ((own, name("ca:heldBy"), holder) for holder in places.holders_of(node))
    if node.title and not hasattr(node.item, "label"):
        yield own, name("rdfs:label"), _text(node.title, lang)
    if node.commitment and not hasattr(node.item, "commitment"):
        yield own, name("ca:commitment"), iri(NAMESPACES["ca"] + _quoted(node.commitment))
    yield from ((own, name("schema:citation"), Text(one)) for one in node.citation)


def _text(text: str, lang: str) -> Text:
    return Text(text, "", lang if _LANGUAGE.fullmatch(lang) else "")


def _relation(node: Node, places: _Places) -> Iterator[tuple[Term, Term, Term]]:
    own = places.iri_of(node.id)
    kind, ends = _ENDS[node.type]
    edges = [edge for edge in places.edges_of(node.id) if node.item is None or places.knows(edge)]
    into = [edge.source for edge in edges if edge.target == node.id]
    sources = [places.iri_of(one) for one in into if not places.is_relation(one)]
    targets = [edge.target for edge in edges if edge.source == node.id]
    yield from ((own, _A, one) for one in (kind, name(f"aif:{node.type}-node")))
    yield from ((own, ends.source, one) for one in sources)
    for target in targets:
        yield own, ends.target, places.iri_of(target)
        yield from ((one, _plain(node, target, places), places.iri_of(target)) for one in sources)
    yield from _scheme(own, node)
    for short, text in (("rdfs:label", node.title), ("schema:text", node.text)):
        if text:
            yield own, name(short), _text(text, node.lang)


def _plain(node: Node, target: str, places: _Places) -> URIRef:
    """Return the property of the plain triple beside a relation."""
    attacked = places.argument.nodes.get(target)
    undercuts = node.type == "CA" and attacked is not None and attacked.type == "RA"
    return name("ca:undercuts" if undercuts else _PLAIN[node.type])


def _scheme(own: URIRef, node: Node) -> Iterator[tuple[Term, Term, Term]]:
    known = getattr(node.item, "scheme", None) or scheme_named(node.scheme)
    if known:
        yield own, name("ca:scheme"), iri(known)
    if node.scheme and node.scheme != name_of_scheme(known):
        yield own, name("dcterms:type"), Text(node.scheme)


def _provenance(group: list[Node], assertion: URIRef, places: _Places) -> Iterator[tuple[Term, Term, Term]]:
    """Yield who holds what is asserted, and where it comes from; where nobody knows, only that it is something."""
    yield assertion, _A, name("prov:Entity")
    for node in group:
        for holder, called in places.holders_of(node).items():
            yield assertion, name("prov:wasAttributedTo"), holder
            yield holder, name("rdfs:label"), Text(called)
        for cited in node.citation:
            yield assertion, name("prov:hadPrimarySource" if _is_address(cited) else "dcterms:source"), _cited(cited)


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and is_iri(text)


def _cited(text: str) -> Term:
    return iri(text) if _is_address(text) else Text(text)


def _pubinfo(node: Node, own: URIRef) -> Iterator[tuple[Term, Term, Term]]:
    """Yield how the nanopublication was made; when, only where the argument says so: the same is written each time."""
    yield own, name("pav:createdWith"), iri(_TOOL)
    created, older = node.data.get("created"), read_kept(node.data.get("nanopub"))
    if isinstance(created, str) and created:
        yield own, name("dcterms:created"), _date(created)
    if older and older.iri != own:
        yield own, name("prov:wasRevisionOf"), older.iri


def _date(text: str) -> Text:
    dated = Text(text, _DATE)
    return dated if fits(dated) else Text(text)
