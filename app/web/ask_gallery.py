"""The named queries as the Ask page shows them: each a form, whose parameters are chosen from what the store holds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from app.web.cache import Cache
from graph import NamedQuery, Parameter, Store, named_queries

_MOST = 120
"""Up to how many items are offered in a list; among more, one searches."""

_CHOICES = """SELECT ?item ?title {{ ?item a {} ; rdfs:label|skos:prefLabel ?title }} ORDER BY ?title ?item LIMIT {}"""


@dataclass(frozen=True)
class Field:
    """A parameter as a field of a form.

    Attributes:
        name: Its name.
        kind: "number", or the class of an item.
        label: Its name in words.
        meaning: What it stands for.
        value: What stands in the field at first.
        choices: Id → title of all items that can be chosen; empty where there are too many for a list.
    """

    name: str
    kind: str
    label: str
    meaning: str
    value: str
    choices: Mapping[str, str]

    @property
    def said(self) -> str:
        """The value in words."""
        return self.choices.get(self.value, self.value)


@dataclass(frozen=True)
class Card:
    """A named query with its fields."""

    query: NamedQuery
    fields: tuple[Field, ...]


def gallery(store: Store, cache: Cache) -> tuple[Card, ...]:
    """Return the named queries by title, each with its fields.

    Args:
        store: Whose items can be chosen.
        cache: Keeps the choices.
    """
    queries = sorted(named_queries().values(), key=lambda query: query.title)
    return tuple(Card(query, fields_of(query, store, cache, {})) for query in queries)


def fields_of(query: NamedQuery, store: Store, cache: Cache, values: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the parameters of a named query as fields.

    Args:
        query: The named query.
        store: Whose items can be chosen.
        cache: Keeps the choices.
        values: What stands in them; by default the query's own defaults.
    """
    return tuple(_field(parameter, store, cache, values) for parameter in query.parameters)


def _field(parameter: Parameter, store: Store, cache: Cache, values: Mapping[str, str]) -> Field:
    value = values.get(parameter.name, parameter.default)
    choices: dict[str, str] = {}
    if parameter.kind != "number":
        choices = json.loads(cache.get(("ask choices", parameter.kind), lambda: _choices(store, parameter.kind)))
    if choices and value not in choices:
        choices = {value: "all" if value == "UNDEF" else value} | choices
    label = parameter.name[:1].upper() + parameter.name[1:].replace("_", " ")
    return Field(parameter.name, parameter.kind, label, parameter.meaning, value, choices)


def _choices(store: Store, kind: str) -> str:
    found: dict[str, str] = {}
    for item, title in store.query(_CHOICES.format(kind, _MOST + 1)).rows():
        found.setdefault(item, title)
    return json.dumps(found if len(found) <= _MOST else {})
