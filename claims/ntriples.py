"""Items as N-Triples, written directly: the quickest way to triples where there are very many items.

The same triples as `encoding.triples` gives, which a test holds it to.
"""

from claims.demands import fields_of
from claims.encoding import datatype_of, is_said, number_text, types_of
from claims.fields import Form
from claims.model import Item
from ontology import PREFIXES

_TYPE = f"<{PREFIXES['rdf']}type>"
# What has to be escaped in a literal: https://www.w3.org/TR/n-triples/#grammar-production-STRING_LITERAL_QUOTE
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}


def as_ntriples(item: Item) -> str:
    """Return the triples of an item as N-Triples, one a line."""
    kind, subject = type(item), f"<{item.iri}>"
    lines = [f"{subject} {_TYPE} <{one}> .\n" for one in types_of(kind)]
    language = getattr(item, "lang", "")
    for field in fields_of(kind):
        value = getattr(item, field.name)
        if is_said(kind, field.name, value):
            begin, some = f"{subject} <{field.path}> ", value if field.many else (value,)
            lines += (f"{begin}{_term(one, field.form, language)} .\n" for one in some)
    return "".join(lines)


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


def escaped(text: str) -> str:
    """Return a text as it stands between the quotation marks of a literal."""
    for character, written in _ESCAPED.items():  # the backslash first; few texts hold any, and to look is quick
        if character in text:
            text = text.replace(character, written)
    return text
