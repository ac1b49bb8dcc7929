"""The answer to a query: a table, yes or no, or a graph; read as text, or written in a standard format."""

import csv
import io
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from graph.errors import AnswerFormatError
from graph.terms import Term, prefixes, readable, value

if TYPE_CHECKING:
    from rdflib import Graph

_TABLE_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}
TABLE_FORMATS = tuple(_TABLE_FORMATS)
"""The formats of a table, and of yes or no."""

GRAPH_FORMATS = (*_GRAPH_FORMATS, "csv", "tsv")
"""The formats of a graph."""

Form = Literal["table", "boolean", "graph"]


class Answer:
    """What a query gave: `form` is "table" (SELECT), "boolean" (ASK) or "graph" (CONSTRUCT, DESCRIBE).

    Args:
        form: The form of the answer.
        data: SPARQL results in JSON for a table or yes or no; N-Triples for a graph. Both are what any engine gives.
    """

    def __init__(self, form: Form, data: bytes) -> None:
        self.form = form
        self._data = data

    @classmethod
    def of_rows(cls, variables: tuple[str, ...], rows: tuple[tuple[Term | None, ...], ...]) -> "Answer":
        """Return an answer whose rows are there already; it can be read, and not be written in a format.

        Args:
            variables: The names of the columns; () for triples.
            rows: The rows as RDF terms.
        """
        answer = cls("table" if variables else "graph", b"")
        answer.__dict__["terms"] = rows  # where the cached property would keep them
        if variables:
            answer.__dict__["variables"] = variables
        return answer

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns; ("answer",) for yes or no; subject, predicate and object for a graph."""
        if self.form == "table":
            return tuple(variable.value for variable in self._solutions().variables)
        return ("answer",) if self.form == "boolean" else ("subject", "predicate", "object")

    @cached_property
    def terms(self) -> tuple[tuple[Term | None, ...], ...]:
        """The rows as RDF terms, None where a variable is unbound; no rows for yes or no."""
        if self.form == "table":
            names = self.variables
            return tuple(tuple(solution[name] for name in names) for solution in self._solutions())
        if self.form == "graph":
            return tuple(
                (t.subject, t.predicate, t.object) for t in ox.parse(self._data, format=ox.RdfFormat.N_TRIPLES)
            )
        return ()

    def __bool__(self) -> bool:
        """Whether the answer is yes, or has any row."""
        if self.form == "boolean":
            return bool(self._parsed())
        return bool(self.terms)

    def __len__(self) -> int:
        """How many rows or triples there are; 1 for yes or no."""
        return 1 if self.form == "boolean" else len(self.terms)

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Yield each row as {variable: value}: IRIs whole, literals by their text; unbound variables are left out."""
        for row in self.terms:
            pairs = zip(self.variables, row, strict=True)
            yield {name: value(term) for name, term in pairs if term is not None}

    def rows(self) -> list[tuple[str, ...]]:
        """Return the rows as people read them: IRIs shortened by their prefixes, "" for what is unbound."""
        if self.form == "boolean":
            return [("yes" if self else "no",)]
        known = prefixes()
        return [tuple(readable(term, known) for term in row) for row in self.terms]

    def graph(self) -> "Graph":
        """Return the triples as an rdflib graph.

        Raises:
            AnswerFormatError: When the answer is a table or yes or no.
        """
        from rdflib import Graph

        if self.form != "graph":
            raise AnswerFormatError(f"A {self.form} is no graph; ask with CONSTRUCT or DESCRIBE.")
        return Graph().parse(data=self._data, format="nt")

    def serialize(self, format: str) -> bytes:  # noqa: A002 - the word that rdflib and pyoxigraph use
        """Return the answer in a standard format.

        Args:
            format: csv, tsv, json or xml (SPARQL results) for tables and yes or no; turtle, ntriples, json (JSON-LD),
                xml (RDF/XML), csv or tsv for graphs.

        Raises:
            AnswerFormatError: When the format is not one for this form of answer.
        """
        formats = GRAPH_FORMATS if self.form == "graph" else TABLE_FORMATS
        if format not in formats:
            what = "graph" if self.form == "graph" else "table" if self.form == "table" else "yes or no"
            raise AnswerFormatError(f"A {what} cannot be written as {format}; choose one of {', '.join(formats)}.")
        if self.form == "graph":
            return self._triples_as_table(format) if format in ("csv", "tsv") else self._triples_as(format)
        if self.form == "boolean" and format in ("csv", "tsv"):
            # CSV and TSV know no yes or no: one column with true or false, as most engines write it.
            return f"answer\n{str(bool(self)).lower()}\n".encode()
        return self._parsed().serialize(format=_TABLE_FORMATS[format]) or b""

    def _parsed(self) -> ox.QuerySolutions | ox.QueryBoolean:
        return ox.parse_query_results(self._data, format=ox.QueryResultsFormat.JSON)

    def _solutions(self) -> ox.QuerySolutions:
        parsed = self._parsed()
        if not isinstance(parsed, ox.QuerySolutions):
            raise TypeError("the engine gave yes or no where a table was asked for")
        return parsed

    def _triples_as(self, format: str) -> bytes:  # noqa: A002
        quads = ox.parse(self._data, format=ox.RdfFormat.N_TRIPLES)
        return serialize((quad.triple for quad in quads), _GRAPH_FORMATS[format], prefixes())

    def _triples_as_table(self, format: str) -> bytes:  # noqa: A002
        out = io.StringIO()
        writer = csv.writer(out, delimiter="," if format == "csv" else "\t", lineterminator="\n")
        writer.writerow(self.variables)
        writer.writerows([value(term) for term in row if term is not None] for row in self.terms)
        return out.getvalue().encode("utf-8")


def serialize(triples: Iterable[ox.Triple], format: ox.RdfFormat, prefixes: dict[str, str]) -> bytes:  # noqa: A002
    """Return the triples in a format, ordered by subject, so that all that is said of one thing stands together."""
    ordered = sorted(triples, key=lambda t: (str(t.subject), t.predicate != _TYPE, t.predicate.value, str(t.object)))
    return ox.serialize(ordered, format=format, prefixes=prefixes) or b""


_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
