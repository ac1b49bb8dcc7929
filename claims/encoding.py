"""Items as triples, and back: `triples` and `read_item`. Reading what was written gives an equal item."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from claims.demands import FieldOf, fields_of, rules_of
from claims.fields import Form
from claims.model import KINDS, Item
from ontology import CA

Triple = tuple[Node, Node, Node]

_CLASSES = {CA[kind.__name__]: kind for kind in KINDS.values()}
_DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def triples(item: Item) -> Iterator[Triple]:
    """Yield the triples of an item: its class, and its fields. What follows from them by rule is not among them."""
    subject = URIRef(item.iri)
    for above in types_of(type(item)):
        yield subject, RDF.type, above
    language = getattr(item, "lang", "")
    for field in fields_of(type(item)):
        value = getattr(item, field.name)
        if is_said(type(item), field.name, value):
            path = _iri(field.path)
            for one in value if field.many else (value,):
                yield subject, path, _term(one, field.form, language)


def read_item(graph: Graph, iri: str) -> Item:
    """Return the item of that IRI from any graph that holds its triples.

    Triples that are no field of its kind are passed over; of texts in several languages, English ones are read, or
    the first by the language's name.

    Raises:
        LookupError: When the graph holds no item of that IRI of a kind of `KINDS`, or one of two kinds that exclude
            each other.
        pydantic.ValidationError: When its triples are not what its shape demands.
    """
    subject = URIRef(iri)
    kind = _kind(graph, subject)
    found: dict[str, Any] = {"iri": iri}
    language = _language(graph, subject, kind)
    if "lang" in kind.model_fields:
        found["lang"] = language
    for field in fields_of(kind):
        values = [_value(term, field.form) for term in _terms(graph, subject, field, language)]
        if values or (not field.required and _is_always_said(kind, field.name)):
            found[field.name] = values[0] if len(values) == 1 and not field.many else values
    return kind(**found)


def _kind(graph: Graph, subject: URIRef) -> type[Item]:
    """Return the most precise of the item's kinds."""
    types = set(graph.objects(subject, RDF.type))
    kinds = {kind for term, kind in _CLASSES.items() if term in types}
    if not kinds:
        raise LookupError(f"there is no item {subject}")
    precise = {kind for kind in kinds if not any(other is not kind and issubclass(other, kind) for other in kinds)}
    if len(precise) > 1:
        raise LookupError(f"{subject} is several things at once: {', '.join(sorted(one.kind for one in precise))}")
    return precise.pop()


def _language(graph: Graph, subject: URIRef, kind: type[Item]) -> str:
    paths = [_iri(field.path) for field in fields_of(kind) if field.form == "text"]
    terms = (term for path in paths for term in graph.objects(subject, path))
    tags = sorted({term.language for term in terms if isinstance(term, Literal) and term.language})
    return "en" if "en" in tags or not tags else tags[0]


def _terms(graph: Graph, subject: URIRef, field: FieldOf, language: str) -> Iterator[Node]:
    """Yield what a field's property says; of texts, those in another language are passed over."""
    for term in graph.objects(subject, _iri(field.path)):
        other = isinstance(term, Literal) and term.language not in (None, language)
        if not (field.form == "text" and other):
            yield term


@cache
def types_of(kind: type[Item]) -> tuple[URIRef, ...]:
    """Return the classes that are said of items of a kind; those above them follow."""
    return (CA[kind.__name__], *map(URIRef, kind.also))


@cache
def _iri(path: str) -> URIRef:
    return URIRef(path)


def is_said(kind: type[Item], name: str, value: object) -> bool:
    """Whether a value of a field is written: no value is not, nor “no”, except where the shape wants an answer."""
    return value is not None and (value is not False or _is_always_said(kind, name))


def number_text(value: Decimal | int) -> str:
    """Return a number's plain text, without an exponent; stores write it so."""
    return format(value, "f" if isinstance(value, Decimal) else "d")


@cache
def _is_always_said(kind: type[Item], name: str) -> bool:
    """Whether the shape wants the field in the triples even where it has its default value."""
    rule = rules_of(kind).get(name)
    return rule is not None and rule.min_count > 0


def _term(value: Any, form: Form, language: str) -> Node:
    if form == "link":
        return URIRef(value)
    if form == "text":
        return Literal(value, lang=language)
    if form == "term":
        return CA[value]
    if form == "number":
        return Literal(number_text(value), datatype=datatype_of(value, form))
    if form == "date":
        return Literal(value, datatype=datatype_of(value, form))
    return Literal(value)


def datatype_of(value: Any, form: Form) -> URIRef | None:
    """Return the datatype of a plain value; None for a string. Of numbers it is the one that stores give them."""
    if form == "number":
        return XSD.integer if value == int(value) else XSD.decimal
    return _DATES[len(value)] if form == "date" else None


def _value(term: Node, form: Form) -> str | None:
    """Return what a term says; where it is not of the field's form, what no field of that form takes."""
    if _is_of(term, form):
        return str(term).removeprefix(str(CA)) if form == "term" else str(term)
    return None if form in ("text", "string") else term.n3()


def _is_of(term: Node, form: Form) -> bool:
    if form in ("link", "term"):
        return isinstance(term, URIRef) and (form == "link" or term.startswith(str(CA)))
    if not isinstance(term, Literal) or term.ill_typed:
        return False
    if form == "text":
        return bool(term.language)
    kinds = {
        "string": (None, XSD.string),
        "boolean": (XSD.boolean,),
        "number": (XSD.integer, XSD.decimal),
        "date": (_DATES.get(len(term)),),
    }
    return not term.language and term.datatype in kinds[form]
