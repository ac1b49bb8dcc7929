"""Past a server's cap on rows: the same query again for the next rows, until there are no more.

Virtuoso gives 10,000 rows at most, and says so in a header alone; it sorts no more than that either where it is to
skip some. So the query, sorted, becomes a subquery, and what is skipped is skipped outside. Of a graph that is made
it tells nothing at all: there the pattern is what is gone through page by page.
"""

import json
from collections.abc import Callable, Iterator

import pyoxigraph as ox

from graph.answer import Answer
from graph.errors import ServerError
from graph.syntax import tokens

CAP_HEADER = "X-SPARQL-MaxRows"
"""The header by which Virtuoso says that it left out rows."""
SUSPECT = 10_000
"""From how many triples on a graph that a capped server makes may have been cut off."""
_SOLUTIONS = 2_000
"""How many solutions of a pattern are made into triples at once."""

Fetch = Callable[[str], bytes]
"""Asks the server for one page: takes a query, returns the answer as it comes."""


def more_rows(sparql: str, first: bytes, cap: int, fetch: Fetch) -> bytes:
    """Return the whole answer to a SELECT query of which a server gave only the first rows, as SPARQL results in JSON.

    Args:
        sparql: The query.
        first: What was given.
        cap: How many rows the server gives at once.
        fetch: Asks for one page.

    Raises:
        ServerError: When the query says itself which graphs it is about, and so cannot be a subquery.
    """
    names = Answer("table", first).variables
    prologue, body = _parts(sparql, "SELECT", cap)
    is_sorted = "ORDER" in _outer_words(body)
    order = "" if is_sorted else f" ORDER BY {' '.join(f'?{name}' for name in names)}"
    inner = f"{{ {body} }}" if is_sorted else f"{{ SELECT * {{ {{ {body} }} }}{order} }}"
    rows: list[object] = []
    while True:
        page = fetch(f"{prologue} SELECT * {{ {inner} }} LIMIT {cap} OFFSET {len(rows)}")
        found = json.loads(page)["results"]["bindings"]
        rows += found
        if len(found) < cap:
            return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()


def more_triples(sparql: str, cap: int, fetch_rows: Fetch, fetch: Fetch) -> bytes:
    """Return the whole answer to a CONSTRUCT query of which a server may have given only the first triples.

    Args:
        sparql: The query.
        cap: How many triples the server gives at once.
        fetch_rows: Asks for one page of rows.
        fetch: Asks for one page of triples.

    Raises:
        ServerError: When the query is a DESCRIBE, or says itself which graphs it is about.
    """
    prologue, body = _parts(sparql, "CONSTRUCT", cap)
    template, pattern, rest = _template_and_pattern(body)
    names = Answer("table", fetch_rows(f"{prologue} SELECT * {{ {pattern} }} LIMIT 1")).variables
    order = "" if "ORDER" in _outer_words(rest) else f" ORDER BY {' '.join(f'?{name}' for name in names)}"
    inner = f"SELECT * {{ {pattern} }}{order}{rest}"
    triples: dict[ox.Triple, None] = {}
    offset = 0
    while True:
        page = f"{{ SELECT * {{ {{ {inner} }} }} LIMIT {_SOLUTIONS} OFFSET {offset} }}"
        got = fetch(f"{prologue} CONSTRUCT {{ {template} }} WHERE {{ {page} }}")
        found = [quad.triple for quad in ox.parse(got, format=ox.RdfFormat.N_TRIPLES)]
        if not found:
            return ox.serialize(iter(triples), format=ox.RdfFormat.N_TRIPLES) or b""
        triples.update(dict.fromkeys(found))
        offset += _SOLUTIONS


def _parts(sparql: str, form: str, cap: int) -> tuple[str, str]:
    """Return the declarations of a query, and the rest of it."""
    start = next((at for kind, text, at in tokens(sparql) if kind == "word" and text.upper() == form), None)
    if start is None or "FROM" in _outer_words(sparql):
        raise ServerError(
            f"The server gave only {cap:,} of the rows or triples, and the rest cannot be asked for. Ask for less by "
            "LIMIT, or leave out FROM or DESCRIBE."
        )
    return sparql[:start], sparql[start:]


def _outer_words(sparql: str) -> set[str]:
    """Return the keywords outside of braces."""
    return {text.upper() for text, depth in _with_depth(sparql) if depth == 0}


def _with_depth(sparql: str) -> Iterator[tuple[str, int]]:
    depth = 0
    for kind, text, _ in tokens(sparql):
        depth -= text == "}"
        if kind == "word":
            yield text, depth
        depth += text == "{"


def _template_and_pattern(body: str) -> tuple[str, str, str]:
    """Return what stands between the first outer braces, between the last ones (the same for one pair), and after."""
    groups: list[tuple[int, int]] = []
    depth, start = 0, 0
    for _, text, at in tokens(body):
        if text == "{":
            start = at + 1 if depth == 0 else start
            depth += 1
        elif text == "}":
            depth -= 1
            if depth == 0:
                groups.append((start, at))
    first, last = groups[0], groups[-1]
    return body[first[0] : first[1]], body[last[0] : last[1]], body[last[1] + 1 :]
