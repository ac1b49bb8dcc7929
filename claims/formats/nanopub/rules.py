"""The rules that a nanopublication must keep: https://nanopub.net/guidelines/working_draft/, “Well-formed”.

To them are added those that its tools (nanopub-java) and the public test suite hold to.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rdflib import BNode, URIRef

from claims.formats.nanopub.signature import signature_fits
from claims.formats.nanopub.trig import Quad, Term, Text, is_iri, term_text
from claims.formats.nanopub.trusty import artifact_code, has_module, hash_of
from ontology import PREFIXES

NP = "http://www.nanopub.org/nschema#"
_A = URIRef(PREFIXES["rdf"] + "type")
NANOPUBLICATION = URIRef(NP + "Nanopublication")
PARTS = {
    "assertion": URIRef(NP + "hasAssertion"),
    "provenance": URIRef(NP + "hasProvenance"),
    "pubinfo": URIRef(NP + "hasPublicationInfo"),
}
"""Part of a nanopublication → the property by which its head names the graph."""

RULES: Mapping[str, str] = {
    "head": "there is exactly one head, a graph that says that it is a np:Nanopublication",
    "assertion": "its head names exactly one assertion (np:hasAssertion)",
    "provenance": "its head names exactly one provenance (np:hasProvenance)",
    "publication info": "its head names exactly one publication info (np:hasPublicationInfo)",
    "names": "it and its graphs are named by IRIs, and not by blank nodes or literals",
    "different": "it and its four graphs have five different IRIs",
    "prefix": "the IRIs of its graphs begin with its own",
    "not empty": "none of its graphs is empty",
    "own graphs": "its graphs are its own, and no other nanopublication's",
    "outside": "all triples stand in its four graphs",
    "provenance of": "its provenance says something of its assertion",
    "info of": "its publication info says something of it",
    "IRIs": "all IRIs in it are absolute, and without spaces or quotes",
    "blank nodes": "a blank node stands in one nanopublication only, since it has no name outside it",
    "literals": "its literals are of the datatypes that they name",
    "trusty": "its content is what the code at the end of its IRI was made from",
    "signature": "its signature is one of its content, made with the key that stands beside it",
}
"""Name of a rule → the rule."""


class Broken(NamedTuple):
    """One broken rule: its name in `RULES`, and what breaks it."""

    rule: str
    what: str

    def __str__(self) -> str:
        return f"it breaks the rule “{self.rule}” ({RULES[self.rule]}): {self.what}"


@dataclass(slots=True)
class Nanopub:
    """One nanopublication.

    Attributes:
        iri: Its IRI.
        heads: The graphs that say that it is one.
        parts: Part → the graphs that its head names for it: one each where it is well-formed.
        graphs: Its graphs, by their IRIs, in the order of the file.
        outside: Graphs beside these that seem to be its own, and have no place in it.
        prefixes: Prefix → namespace, as declared where it begins.
    """

    iri: Term
    heads: list[Term] = field(default_factory=list)
    parts: dict[str, list[Term]] = field(default_factory=dict)
    graphs: dict[Term, list[Quad]] = field(default_factory=dict)
    outside: list[Term | None] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)

    def part(self, name: str) -> Term:
        """Return the graph of a part, of a nanopublication that is well-formed."""
        return self.parts[name][0]

    @property
    def quads(self) -> Iterator[Quad]:
        """Its quads."""
        return (quad for quads in self.graphs.values() for quad in quads)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What is to be known of the other nanopublications of a file.

    Attributes:
        graphs: Graph → how many nanopublications have it.
        blank: Blank node → how many nanopublications name it.
    """

    graphs: Mapping[Term, int] = field(default_factory=dict)
    blank: Mapping[Term, int] = field(default_factory=dict)


def broken_rules(one: Nanopub, others: Neighbours | None = None) -> list[Broken]:
    """Return the rules that a nanopublication breaks, the gravest first; none for a well-formed one."""
    shape = [*_head(one), *_parts(one)]
    if shape:
        return shape
    others = others or Neighbours()
    rules = (_names, _graphs, _outside, _references, _iris)
    found = [broken for rule in rules for broken in rule(one)] + [*_shared(one, others)]
    return found or [*_trusty(one), *_signature(one)]


def _head(one: Nanopub) -> Iterator[Broken]:
    if len(one.heads) != 1:
        yield Broken("head", f"there are {len(one.heads)}, {_listed(one.heads)}")


def _parts(one: Nanopub) -> Iterator[Broken]:
    rules = {"assertion": "assertion", "provenance": "provenance", "pubinfo": "publication info"}
    for part, rule in rules.items():
        named = one.parts.get(part, [])
        if len(named) != 1:
            yield Broken(rule, f"it names {_listed(named)}" if named else "it names none")


def _names(one: Nanopub) -> Iterator[Broken]:
    names = [one.iri, *one.heads, *(one.part(part) for part in PARTS)]
    wrong = [name for name in names if not isinstance(name, URIRef)]
    if wrong:
        yield Broken("names", _listed(wrong))
        return
    if len(set(names)) < len(names):
        again = dict.fromkeys(name for name in names if names.count(name) > 1)
        yield Broken("different", f"{_listed([*again])} stands for several")
    strange = [name for name in names[1:] if not str(name).startswith(str(one.iri))]
    if strange:
        yield Broken("prefix", _listed(strange))


def _graphs(one: Nanopub) -> Iterator[Broken]:
    for part in PARTS:
        if not one.graphs.get(one.part(part)):
            yield Broken("not empty", f"its {part} {term_text(one.part(part))} is empty or missing")


def _outside(one: Nanopub) -> Iterator[Broken]:
    for graph in one.outside:
        where = f"the graph {term_text(graph)}" if graph is not None else "some stand in no graph"
        yield Broken("outside", f"{where} is none of them" if graph is not None else where)


def _references(one: Nanopub) -> Iterator[Broken]:
    for part, rule, aim in (("provenance", "provenance of", one.part("assertion")), ("pubinfo", "info of", one.iri)):
        quads = one.graphs.get(one.part(part), [])
        if quads and not any(aim in (quad.subject, quad.object) for quad in quads):
            yield Broken(rule, f"no triple of it names {term_text(aim)}")


def _iris(one: Nanopub) -> Iterator[Broken]:
    terms = dict.fromkeys(term for quad in one.quads for term in _iris_of(quad))
    wrong = [term for term in (one.iri, *terms) if isinstance(term, URIRef) and not is_iri(str(term))]
    if wrong:
        yield Broken("IRIs", _listed(wrong))
    odd = [quad for quad in one.quads if not isinstance(quad.predicate, URIRef) or isinstance(quad.subject, Text)]
    if odd:
        yield Broken("IRIs", f"{_listed([odd[0].subject, odd[0].predicate])} begin a triple that RDF has not")


def _iris_of(quad: Quad) -> Iterator[Term]:
    yield from (term for term in quad if term is not None)
    if isinstance(quad.object, Text) and quad.object.datatype:
        yield URIRef(quad.object.datatype) if is_iri(quad.object.datatype) else str.__new__(URIRef, "?")


def _shared(one: Nanopub, others: Neighbours) -> Iterator[Broken]:
    shared = [graph for graph in one.graphs if others.graphs.get(graph, 1) > 1]
    if shared:
        yield Broken("own graphs", f"{_listed(shared)} belongs to another, too")
    blank = {term for quad in one.quads for term in quad if isinstance(term, BNode)}
    far = sorted(term for term in blank if others.blank.get(term, 1) > 1)
    if far:
        yield Broken("blank nodes", f"{len(far)} stand in another, too")


def _trusty(one: Nanopub) -> Iterator[Broken]:
    """Whether the IRI's code fits; one that does is what was published, faults in its literals included."""
    code = artifact_code(str(one.iri))
    if has_module(code, "RA"):
        if any(isinstance(term, BNode) for quad in one.quads for term in quad):
            yield Broken("trusty", "it has blank nodes, of which no such code can be made")
        elif hash_of(one.quads, code) != code:
            yield Broken("trusty", "it was changed since, or is not whole; get it anew, or give it another IRI")
        return
    wrong = [quad.object for quad in one.quads if isinstance(quad.object, Text) and not fits(quad.object)]
    if wrong:
        yield Broken("literals", _listed(wrong))


def _signature(one: Nanopub) -> Iterator[Broken]:
    if signature_fits(str(one.iri), [*one.quads]) is False:
        yield Broken("signature", "it was changed since it was signed, or signed with another key")


def _listed(terms: Sequence[Term]) -> str:
    told = [term_text(term)[:200] for term in terms[:5]]
    return ", ".join(told) + (f" and {len(terms) - 5} more" if len(terms) > 5 else "")


_ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_DAY = r"-?(?P<year>\d{4,})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_LEAP, _OTHER = 2000, 2001
_WHOLE, _REAL = r"[+-]?\d+", r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_FLOAT = rf"{_REAL}(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
_FORMS = {
    "boolean": "true|false|1|0",
    "integer": _WHOLE,
    "int": _WHOLE,
    "long": _WHOLE,
    "short": _WHOLE,
    "byte": _WHOLE,
    "nonNegativeInteger": r"\+?\d+|-0+",
    "unsignedInt": r"\+?\d+|-0+",
    "unsignedLong": r"\+?\d+|-0+",
    "positiveInteger": r"\+?0*[1-9]\d*",
    "negativeInteger": r"-0*[1-9]\d*",
    "decimal": _REAL,
    "double": _FLOAT,
    "float": _FLOAT,
    "date": _DAY + _ZONE,
    "dateTime": f"{_DAY}T{_TIME}{_ZONE}",
    "time": _TIME + _ZONE,
    "gYear": r"-?\d{4,}" + _ZONE,
    "gYearMonth": r"-?\d{4,}-(?:0[1-9]|1[0-2])" + _ZONE,
}
# https://www.w3.org/TR/xmlschema11-2/#built-in-datatypes: those that are met in published nanopublications
_PATTERNS = {PREFIXES["xsd"] + name: re.compile(form, re.ASCII) for name, form in _FORMS.items()}


def fits(literal: Text) -> bool:
    """Whether a literal's text is one of its datatype, of those of XML Schema that have a form to be held to.

    Example:
        >>> from ontology import PREFIXES
        >>> fits(Text("2024-02-30", PREFIXES["xsd"] + "date")), fits(Text("12", PREFIXES["xsd"] + "integer"))
        (False, True)
    """
    pattern = _PATTERNS.get(literal.datatype)
    found = pattern.fullmatch(literal.value.strip(" \t\r\n")) if pattern else None
    if pattern is None or found is None:
        return pattern is None
    said = found.groupdict()
    return "day" not in said or _is_day(said["year"], int(said["month"]), int(said["day"]))


def _is_day(year: str, month: int, day: int) -> bool:
    return day <= monthrange(_LEAP if isleap(int(year[-4:])) else _OTHER, month)[1]
