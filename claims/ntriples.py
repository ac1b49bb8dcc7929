"""Items as N-Triples, written directly: the quickest way to triples where there are very many items.

The same triples as `encoding.triples` gives, which a test holds it to.
"""

from functools import cache

from claims.demands import fields_of
from claims.encoding import datatype_of, is_said, number_text, types_of
from claims.fields import Form
from claims.literals import escaped
from claims.model import Item
from ontology import PREFIXES

_TYPE = f"<{PREFIXES['rdf']}type>"


def as_ntriples(item: Item) -> str:
    """Return the triples of an item as N-Triples, one a line."""
    kind, subject, values = type(item), f"<{item.iri}> ", item.__dict__
    lines = [f"{subject}{said}" for said in _types(kind)]
    language = values.get("lang", "")
    for name, path, form, many in _fields(kind):
        value = values[name]
        if many:
            lines += [f"{subject}{path}{_term(one, form, language)} .\n" for one in value]
        elif value and form == "text":  # what most is, written without further ado
            lines.append(f'{subject}{path}"{escaped(value)}"@{language} .\n')
        elif is_said(kind, name, value):
            lines.append(f"{subject}{path}{_term(value, form, language)} .\n")
    return "".join(lines)


@cache
def _types(kind: type[Item]) -> tuple[str, ...]:
    return tuple(f"{_TYPE} <{one}> .\n" for one in types_of(kind))


@cache
def _fields(kind: type[Item]) -> tuple[tuple[str, str, Form, bool], ...]:
    """Return name, property, form of each field of a kind, and whether it has several values."""
    return tuple((field.name, f"<{field.path}> ", field.form, field.many) for field in fields_of(kind))


def _term(value: object, form: Form, language: str) -> str:
    if form == "link":
        return f"<{value}>"
    if form == "text":
        return f'"{escaped(str(value))}"@{language}'
    if form == "term":
        return f"<{PREFIXES['ca']}{value}>"
    if form == "boolean":
        return f'"{str(value).lower()}"^^<{PREFIXES["xsd"]}boolean>'
    text = number_text(value) if form == "number" else str(value)  # type: ignore[arg-type]
    datatype = datatype_of(value, form)
    return f'"{escaped(text)}"' + (f"^^<{datatype}>" if datatype else "")
