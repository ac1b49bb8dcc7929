"""Named queries: SPARQL files under `queries/`, each with title, description and parameters in its head comment.

A file is a whole query that runs as it stands in any engine: each parameter is a line `VALUES ?name { default }`, and
giving a value puts it in the default's place. The head comment reads:

    # title: Policies that erode a type of power
    # description: One or two sentences.
    # parameter power (ca:PowerType): what it stands for

A parameter is an item of the class in brackets, or a whole `number`; UNDEF as its default stands for all. The one that
is called `most` stands for all limits of the query, as `LIMIT default`: what lists a whole kind, or follows a chain,
takes so many and looks up their titles only then, so that the answer does not take much longer where there are a
million.

How the queries are written, so that engines answer them quickly however large the store is: what is asked about stands
in each part of a UNION, for it is not carried into them; a chain is followed by one part for each number of steps, for
a path of any length reaches everything; what is optional has one pattern at a time, one within the other, else it may
be worked out for the whole store; and what does not hang together but by a part in brackets stands in brackets too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graph.answer import Answer
from graph.errors import ParameterError, UnknownQueryError
from graph.items import find_item
from graph.store import Store

_MOST = "most"
_NUMBERS = ("-?[0-9]+", "[1-9][0-9]{0,17}")
_PARAMETER = re.compile(r"parameter (\w+) \((number|\w+:\w+)\): (.+)")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a named query: `kind` is "number", or the class of an item (given by id or label)."""

    name: str
    kind: str
    meaning: str
    default: str


@dataclass(frozen=True)
class NamedQuery:
    """A named query; `sparql` runs as it stands, with the parameters' defaults."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    sparql: str

    def run(self, store: Store, values: Mapping[str, str] | None = None) -> Answer:
        """Answer the query, with values for some or all of its parameters.

        Raises:
            ParameterError: When a value is of the wrong kind, or for a parameter that the query has not; tells all.
            UnknownItemError: When an item is not in the store.
        """
        return store.query(self.filled(store, values))

    def filled(self, store: Store, values: Mapping[str, str] | None = None) -> str:
        """Return the query as SPARQL, with values for some or all of its parameters.

        Raises:
            ParameterError: When a value is of the wrong kind, or for a parameter that the query has not; tells all.
            UnknownItemError: When an item is not in the store.
        """
        values = values or {}
        known = {parameter.name: parameter for parameter in self.parameters}
        faults = [
            f"it has no parameter “{name}” (it has {', '.join(known) or 'none'})" for name in values.keys() - known
        ]
        faults += [
            f"“{name}” needs a whole number{' from 1' if name == _MOST else ''}, not “{value}”"
            for name, value in values.items()
            if name in known and known[name].kind == "number" and not re.fullmatch(_NUMBERS[name == _MOST], value)
        ]
        if faults:
            raise ParameterError(f"Query {self.name}: {'; '.join(sorted(faults))}.")
        sparql = self.sparql
        for name, value in values.items():
            if value == known[name].default:  # which may be UNDEF
                continue
            # A function, so that a backslash in the value stays one.
            term = _term(store, known[name].kind, value)
            sparql = re.sub(_place_of(name), lambda found, t=term: f"{found[1]}{t}{found[3]}", sparql)  # type: ignore[misc]
        return sparql


@cache
def named_queries() -> Mapping[str, NamedQuery]:
    """Return the named queries by name."""
    found = (file for file in (files("graph") / "queries").iterdir() if file.name.endswith(".rq"))
    queries = (_read(file.name.removesuffix(".rq"), file.read_text("utf-8")) for file in found)
    return {query.name: query for query in sorted(queries, key=lambda query: query.name)}


def named_query(name: str) -> NamedQuery:
    """Return the named query.

    Raises:
        UnknownQueryError: When there is none of that name; names the nearest.
    """
    known = named_queries()
    if name not in known:
        from rapidfuzz import process

        nearest = [match for match, _, _ in process.extract(name, list(known), limit=3)]
        raise UnknownQueryError(f"There is no query “{name}”. Did you mean {', '.join(nearest)}?")
    return known[name]


def _read(name: str, text: str) -> NamedQuery:
    head = [line.removeprefix("#").strip() for line in text.splitlines() if line.startswith("#")]
    fields = dict(line.split(": ", 1) for line in head if line.startswith(("title: ", "description: ")))
    parameters = tuple(_parameter(match, text) for line in head if (match := _PARAMETER.fullmatch(line)))
    return NamedQuery(name, fields["title"], fields["description"], parameters, text)


def _parameter(match: re.Match[str], text: str) -> Parameter:
    name, kind, meaning = match.groups()
    found = re.search(_place_of(name), text)
    if found is None:
        raise ValueError(f"parameter {name} has no line VALUES ?{name} {{ … }}")
    return Parameter(name, kind, meaning, found[2])


def _place_of(name: str) -> str:
    """Return what finds a parameter's value in a query: what stands before it, the value, and what stands after."""
    return r"(LIMIT )([0-9]+)()" if name == _MOST else rf"(VALUES \?{name} \{{ )([^}}]*?)( \}})"


def _term(store: Store, kind: str, value: str) -> str:
    """Return the value as SPARQL."""
    return value if kind == "number" else f"<{find_item(store, value, kind)}>"
