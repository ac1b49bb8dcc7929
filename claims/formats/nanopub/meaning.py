"""What a nanopublication says, as nodes and edges.

What it asserts in our own vocabulary is statements and relations. Any other assertion is one statement: what it says
in a sentence of its own where it has one, or else its triples, in words.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple, cast
from urllib.parse import unquote, unquote_plus

from rdflib import BNode, URIRef

from claims.formats.argument import Edge, Json, Node
from claims.formats.nanopub.parts import kept
from claims.formats.nanopub.rules import Nanopub
from claims.formats.nanopub.trig import Quad, Term, Text, by_namespace, compact
from claims.formats.schemes_by_name import name_of_scheme
from claims.model import KINDS, Statement
from ontology import PREFIXES

CITO, FOAF, PAV = "http://purl.org/spar/cito/", "http://xmlns.com/foaf/0.1/", "http://purl.org/pav/"
NAMESPACES = PREFIXES | {"pav": PAV, "cito": CITO, "foaf": FOAF, "sdo": "http://schema.org/"}
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_AIDA = ("http://purl.org/aida/", "https://purl.org/aida/")
_MOST_TRIPLES, _SENTENCE = 12, 5
"""How many triples are put into words; from how many words on a label is taken for a sentence."""


def name(short: str) -> URIRef:
    """Return the IRI of a prefixed name: `name("ca:premise")`."""
    prefix, _, local = short.partition(":")
    return URIRef(NAMESPACES[prefix] + local)


def _names(*short: str) -> tuple[URIRef, ...]:
    return tuple(map(name, short))


_A = name("rdf:type")
STATEMENTS: Mapping[Term, str] = {
    name(f"ca:{kind.__name__}"): kind.kind for kind in KINDS.values() if issubclass(kind, Statement)
}
"""Class of our vocabulary → kind of statement."""


class Ends(NamedTuple):
    """A kind of relation: its type as AIF has it, and the properties by which it names what it joins."""

    type: str
    source: URIRef
    target: URIRef


RELATIONS: Mapping[Term, Ends] = {
    name("ca:Inference"): Ends("RA", *_names("ca:premise", "ca:conclusion")),
    name("ca:Conflict"): Ends("CA", *_names("ca:attacker", "ca:attacked")),
    name("ca:Rephrase"): Ends("MA", *_names("ca:rephrases", "ca:rephrased")),
}
"""Class of our vocabulary → kind of relation."""

_TEXTS = (
    *_names("schema:text", "sdo:text", "dcterms:description", "rdfs:comment", "skos:definition", "sdo:description"),
    URIRef("http://purl.org/spar/c4o/hasContent"),
)
_TITLES = _names("rdfs:label", "skos:prefLabel", "dcterms:title", "schema:name", "sdo:name", "foaf:name")
_CALLED = (*_TITLES, URIRef("https://w3id.org/np/o/ntemplate/hasLabelFromApi"), URIRef(_DUBLIN_CORE + "title"))
_HOLDERS = _names("prov:wasAttributedTo", "pav:authoredBy", "dcterms:creator")
_SOURCES = (
    *_names("prov:hadPrimarySource", "prov:wasDerivedFrom", "prov:wasQuotedFrom", "dcterms:source"),
    *_names("pav:derivedFrom", "pav:importedFrom", "pav:retrievedFrom", "cito:citesAsEvidence"),
)
_DATES = _names("dcterms:created", "dcterms:issued", "dcterms:date", "pav:createdOn", "prov:generatedAtTime")


@dataclass(slots=True)
class Meaning:
    """What a nanopublication says: nodes, whose ids are IRIs, and edges."""

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)


class _Said:
    """Triples by subject and property."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[tuple[Term, Term], list[Term]] = {}
        for quad in quads:
            self._values.setdefault((quad.subject, quad.predicate), []).append(quad.object)

    def all(self, subject: Term, *properties: URIRef) -> list[Term]:
        """Return the values of properties, in order."""
        found = (self._values.get((subject, one), ()) for one in properties)
        return [*dict.fromkeys(chain.from_iterable(found))]

    def text(self, subject: Term, *properties: URIRef) -> Text | None:
        """Return the first literal among the values of properties, one in English where there is one."""
        texts = [value for value in self.all(subject, *properties) if isinstance(value, Text)]
        english = [value for value in texts if value.language in ("en", "")]
        return next(iter([*english, *texts]), None)


def meaning(one: Nanopub) -> Meaning:
    """Return what a nanopublication says; its first node keeps the nanopublication whole."""
    assertion = one.graphs[one.part("assertion")]
    own = _own(one, assertion) or Meaning([_foreign(one, assertion)])
    first, *others = own.nodes
    first.data["nanopub"] = cast(Json, kept(one))
    for other in others:
        other.data["nanopub"] = str(one.iri)
    first.data |= _dates(one)
    return own


def _dates(one: Nanopub) -> dict[str, Json]:
    made = _Said(one.graphs[one.part("pubinfo")]).text(one.iri, *_DATES)
    return {"created": made.value} if made else {}


def _own(one: Nanopub, assertion: list[Quad]) -> Meaning | None:
    """Return what an assertion in our vocabulary says; None for any other."""
    said, everywhere, found = _Said(assertion), _Said(one.quads), Meaning()
    typed = dict.fromkeys((quad.subject, quad.object) for quad in assertion if quad.predicate == _A)
    kinds: dict[Term, Term] = {}
    for subject, kind in typed:
        if kind in RELATIONS or kind in STATEMENTS:
            kinds[subject] = _more_precise(kind, kinds.get(subject))
    for subject, kind in sorted(kinds.items(), key=lambda pair: pair[1] in RELATIONS):
        if kind in RELATIONS:
            _add_relation(found, said, one, subject, RELATIONS[kind])
        else:
            found.nodes.append(_statement(said, everywhere, one, subject, STATEMENTS[kind]))
    return found if found.nodes else None


def _more_precise(kind: Term, other: Term | None) -> Term:
    return kind if other is None or other == name("ca:Claim") or kind in RELATIONS else other


def _statement(said: _Said, everywhere: _Said, one: Nanopub, subject: Term, kind: str) -> Node:
    text, title = said.text(subject, name("schema:text")), said.text(subject, name("rdfs:label"))
    commitment = [_last(value) for value in said.all(subject, name("ca:commitment"))]
    cited = [_told(value) for value in said.all(subject, name("schema:citation"))]
    return Node(
        _id(subject, one),
        "I",
        text.value if text else "",
        title=title.value if title else "",
        kind=kind,
        held_by=tuple(_called(value, everywhere) for value in said.all(subject, name("ca:heldBy"))),
        commitment=commitment[0] if commitment else "",
        citation=tuple(cited),
        lang=text.language if text else "",
    )


def _add_relation(found: Meaning, said: _Said, one: Nanopub, subject: Term, ends: Ends) -> None:
    text, title = said.text(subject, name("schema:text")), said.text(subject, name("rdfs:label"))
    node = Node(_id(subject, one), ends.type, text.value if text else "", title=title.value if title else "")
    node.scheme = _scheme(said, subject)
    node.lang = text.language if text else ""
    found.nodes.append(node)
    found.edges += (Edge(_id(value, one), node.id) for value in said.all(subject, ends.source))
    found.edges += (Edge(node.id, _id(value, one)) for value in said.all(subject, ends.target))


def _scheme(said: _Said, subject: Term) -> str:
    called = said.text(subject, name("dcterms:type"))
    schemes = [str(value) for value in said.all(subject, name("ca:scheme"))]
    if called or not schemes:
        return called.value if called else ""
    return name_of_scheme(schemes[0]) or _last(URIRef(schemes[0]))


def _id(term: Term, one: Nanopub) -> str:
    """Return the id of what a term names; a blank node has a name in its nanopublication only."""
    return f"{one.iri}#_{term}" if isinstance(term, BNode) else _told(term)


def _told(term: Term) -> str:
    return term.value if isinstance(term, Text) else str(term)


def _foreign(one: Nanopub, assertion: list[Quad]) -> Node:
    """Return the one statement that an assertion in another vocabulary is."""
    everywhere, graph = _Said(one.quads), one.part("assertion")
    text, title = _sentence(one, assertion)
    provenance = _Said(one.graphs[one.part("provenance")])
    cited = [value for value in provenance.all(graph, *_SOURCES) if not isinstance(value, BNode)]
    return Node(
        str(one.iri),
        "I",
        text.value,
        title=title,
        held_by=tuple(_called(value, everywhere) for value in provenance.all(graph, *_HOLDERS)),
        citation=tuple(map(_told, cited)),
        lang=text.language,
    )


def _sentence(one: Nanopub, assertion: list[Quad]) -> tuple[Text, str]:
    """Return what an assertion says in a sentence, and its title."""
    said = _Said(assertion)
    for subject in _subjects(one, assertion):
        title = said.text(subject, *_TITLES)
        text = said.text(subject, *_TEXTS)
        if text:
            return text, title.value if title else ""
        if title and len(title.value.split()) >= _SENTENCE:
            return title, ""
    for term in (term for quad in assertion for term in quad[1:]):
        if isinstance(term, URIRef) and str(term).startswith(_AIDA):
            return Text(unquote_plus(term.partition("/aida/")[2])), ""
    return Text(_in_words(one, assertion)), ""


def _subjects(one: Nanopub, assertion: list[Quad]) -> Iterator[Term]:
    """Yield what an assertion is about: itself, its nanopublication, and the one thing that it begins with, if so."""
    yield from (one.part("assertion"), one.iri)
    objects = {quad.object for quad in assertion if quad.object != quad.subject}
    roots = {quad.subject for quad in assertion} - objects
    if len(roots) == 1:
        yield from roots


def _in_words(one: Nanopub, assertion: list[Quad]) -> str:
    everywhere, spaces = _Said(one.quads), by_namespace(one.prefixes)
    news = [quad for quad in assertion if quad.predicate not in _CALLED] or assertion
    told = [" ".join(_word(term, everywhere, spaces) for term in quad[1:]) for quad in news[:_MOST_TRIPLES]]
    more = len(news) - len(told)
    return "; ".join(told) + (f"; and {more} more" if more > 0 else "")


def _word(term: Term, everywhere: _Said, spaces: Mapping[str, str]) -> str:
    if isinstance(term, Text):
        return f"“{term.value}”"
    if isinstance(term, BNode):
        return f"_:{term}"
    if term == _A:
        return "is a"
    label = everywhere.text(term, *_CALLED)
    short = compact(str(term), spaces)
    return label.value if label else f"{short[0]}:{short[2]}" if short else f"<{term}>"


def _called(term: Term, everywhere: _Said) -> str:
    """Return the name of someone: the label, or the last part of the IRI."""
    label = None if isinstance(term, Text) else everywhere.text(term, *_CALLED)
    return label.value if label else _last(term)


def _last(term: Term) -> str:
    if isinstance(term, Text):
        return term.value
    return unquote(str(term).rstrip("/#").replace("#", "/").rpartition("/")[2]) or str(term)
