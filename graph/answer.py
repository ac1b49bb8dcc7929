"""The answer to a query: a table, yes or no, or a graph; shown as text, or written in a standard format."""

import csv
import io
import json
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.errors import AnswerFormatError
from graph.terms import Term, readable

if TYPE_CHECKING:
    from rdflib import Graph

_TABLES = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}
Raw = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Answer:
    """What a query gave; it can be read once or many times.

    `form` is "table" (SELECT), "boolean" (ASK) or "graph" (CONSTRUCT, DESCRIBE).
    """

    def __init__(self, raw: Raw, prefixes: dict[str, str]) -> None:
        self._prefixes = prefixes
        self._raw = raw
        self.form = {ox.QuerySolutions: "table", ox.QueryBoolean: "boolean"}.get(type(raw), "graph")

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns; ("answer",) for yes or no, subject, predicate and object for a graph."""
        if isinstance(self._raw, ox.QuerySolutions):
            return tuple(variable.value for variable in self._raw.variables)
        return ("answer",) if self.form == "boolean" else ("subject", "predicate", "object")

    @cached_property
    def terms(self) -> tuple[tuple[Term | None, ...], ...]:
        """The rows as RDF terms, None where a variable is unbound; none for yes or no."""
        if isinstance(self._raw, ox.QuerySolutions):
            names = self.variables
            return tuple(tuple(solution[name] for name in names) for solution in self._raw)
        if isinstance(self._raw, ox.QueryTriples):
            return tuple((t.subject, t.predicate, t.object) for t in self._raw)
        return ()

    def __bool__(self) -> bool:
        """Whether the answer is yes, or has any row."""
        return bool(self._raw) if isinstance(self._raw, ox.QueryBoolean) else bool(self.terms)

    def __len__(self) -> int:
        """How many rows or triples there are; 1 for yes or no."""
        return 1 if self.form == "boolean" else len(self.terms)

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Yield each row as {variable: value}: IRIs whole, literals by their text; unbound variables are left out."""
        for row in self.terms:
            pairs = zip(self.variables, row, strict=True)
            yield {name: _value(term) for name, term in pairs if term is not None}

    def rows(self) -> list[tuple[str, ...]]:
        """Return the rows as people read them: IRIs shortened by their prefixes, "" for what is unbound."""
        if self.form == "boolean":
            return [("yes" if self else "no",)]
        return [tuple(readable(term, self._prefixes) for term in row) for row in self.terms]

    def graph(self) -> "Graph":
        """Return the triples as an rdflib graph.

        Raises:
            AnswerFormatError: When the answer is a table or yes or no.
        """
        from rdflib import Graph

        return Graph().parse(data=self.serialize("ntriples"), format="nt")

    def serialize(self, format: str) -> bytes:  # noqa: A002 - the word that rdflib and pyoxigraph use
        """Return the answer in a standard format.

        Args:
            format: csv, tsv, json or xml for tables and yes or no; turtle, ntriples, json (JSON-LD), xml (RDF/XML),
                csv or tsv for graphs.

        Raises:
            AnswerFormatError: When the format is not for this form of answer.
        """
        if self.form == "graph":
            return self._serialize_graph(format)
        if format not in _TABLES:
            raise AnswerFormatError(
                f"A {self.form} cannot be written as {format}; choose {', '.join(_TABLES)}, or ask with CONSTRUCT."
            )
        if isinstance(self._raw, ox.QuerySolutions):
            if format == "json":
                return _json_table(self.variables, self.terms)
            return _solutions(self.variables, self.terms).serialize(format=_TABLES[format]) or b""
        assert isinstance(self._raw, ox.QueryBoolean)
        # CSV and TSV know no yes or no; SPARQL 1.1 leaves it to us: one column with true or false.
        if format in ("csv", "tsv"):
            return f"answer\n{str(bool(self)).lower()}\n".encode()
        return self._raw.serialize(format=_TABLES[format]) or b""

    def _serialize_graph(self, format: str) -> bytes:  # noqa: A002
        if format in ("csv", "tsv"):
            out = io.StringIO()
            writer = csv.writer(out, delimiter="," if format == "csv" else "\t", lineterminator="\n")
            writer.writerows(
                [self.variables, *[[_value(t) for t in row if t is not None] for row in self.terms]]
            )
            return out.getvalue().encode("utf-8")
        if format not in _GRAPHS:
            raise AnswerFormatError(
                f"A graph cannot be written as {format}; choose {', '.join(_GRAPHS)}, csv or tsv."
            )
        triples = [ox.Triple(*row) for row in self.terms]  # type: ignore[arg-type]  # terms come from triples
        return ox.serialize(triples, format=_GRAPHS[format], prefixes=self._prefixes) or b""
