"""Items as triples, and back: `triples` and `read_item`. Reading what was written gives an equal item."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from claims.fields import Form
from claims.model import KINDS, FieldOf, Item, fields_of
from ontology import CA, superclasses

Triple = tuple[Node, Node, Node]

_CLASSES = {CA[kind.__name__]: kind for kind in KINDS.values()}
_DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def triples(item: Item) -> Iterator[Triple]:
    """Yield the triples of an item: its class, and its fields. What follows from them by rule is not among them."""
    subject = URIRef(item.iri)
    for above in _types(type(item)):
        yield subject, RDF.type, above
    language = getattr(item, "lang", "")
    for field in fields_of(type(item)):
        value = getattr(item, field.name)
        if value is None or (field.form == "boolean" and value is False and not _is_always_said(field)):
            continue
        path = _iri(field.path)
        for one in value if field.many else (value,):
            yield subject, path, _term(one, field.form, language)


def read_item(graph: Graph, iri: str) -> Item:
    """Return the item of that IRI from any graph that holds its triples.

    Triples that are no field of its kind are passed over; of texts in several languages, English ones are read, or
    the first by the language's name.

    Raises:
        LookupError: When the graph holds no item of that IRI of a kind of `KINDS`.
        pydantic.ValidationError: When its triples are not what its shape demands.
    """
    subject = URIRef(iri)
    kind = _kind(graph, subject)
    found: dict[str, Any] = {"iri": iri}
    language = _language(graph, subject, kind)
    if "lang" in kind.model_fields:
        found["lang"] = language
    for field in fields_of(kind):
        terms = list(graph.objects(subject, URIRef(field.path)))
        if field.form == "text":
            terms = [term for term in terms if isinstance(term, Literal) and (term.language or "") == language]
        values = [_value(term, field.form) for term in terms]
        if values:
            found[field.name] = values if field.many or len(values) > 1 else values[0]
    return kind(**found)


def _kind(graph: Graph, subject: URIRef) -> type[Item]:
    """Return the most precise of the item's kinds."""
    types = set(graph.objects(subject, RDF.type))
    kinds = [_CLASSES[one] for one in types if isinstance(one, URIRef) and one in _CLASSES]
    if not kinds:
        raise LookupError(f"there is no item {subject}")
    return max(kinds, key=lambda kind: (len(superclasses(kind.__name__)), kind.__name__))


def _language(graph: Graph, subject: URIRef, kind: type[Item]) -> str:
    paths = [URIRef(field.path) for field in fields_of(kind) if field.form == "text"]
    terms = (term for path in paths for term in graph.objects(subject, path))
    tags = sorted({term.language or "" for term in terms if isinstance(term, Literal)})
    return "en" if "en" in tags or not tags else tags[0]


@cache
def _types(kind: type[Item]) -> tuple[URIRef, ...]:
    return (CA[kind.__name__], *map(URIRef, kind.also))


@cache
def _iri(path: str) -> URIRef:
    return URIRef(path)


@cache
def _is_always_said(field: FieldOf) -> bool:
    """False is said only where the vocabulary wants it said; elsewhere the triple is left out."""
    return field.path == str(CA.recommended)


def _term(value: Any, form: Form, language: str) -> Node:
    if form == "link":
        return URIRef(value)
    if form == "text":
        return Literal(value, lang=language)
    if form == "term":
        return CA[value]
    if form == "number":
        text = number_text(value)
        return Literal(text, datatype=XSD.decimal if "." in text else XSD.integer)
    if form == "date":
        return Literal(value, datatype=_DATES[len(value)])
    if form == "boolean":
        return Literal(value)
    return Literal(value)


def _value(term: Node, form: Form) -> str:
    """Return the term's text, which the field's type reads."""
    return str(term).replace("#", "/").rpartition("/")[2] if form == "term" else str(term)


def number_text(value: Decimal) -> str:
    """Return a number's plain text: no exponent, no zeros that say nothing; stores write it so."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
