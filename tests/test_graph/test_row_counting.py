"""Rows are counted exactly while they are written, whatever their literals hold and wherever the bytes are cut."""

from collections.abc import Sequence
from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.row_counting import COUNTERS, LineRows

FORMATS = {"csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV} | {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
HOSTILE = [
    "\n",
    "\r\n",
    '"',
    '""',
    "},{",
    '}},{"',
    "[{",
    "\\",
    '\\"},{',
    "<result>",
    "</result><result>",
    "'",
    ",",
    "\t",
    "",
]
DATATYPES = [f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("string", "integer", "boolean", "double")]

texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(st.sampled_from('{}[]",\\<>\n\r\t a1'), max_size=12), st.text(max_size=6)
)
plain = st.one_of(
    st.builds(ox.Literal, texts),
    st.builds(lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(kind)), texts, st.sampled_from(DATATYPES)),
    st.builds(lambda text: ox.Literal(text, language="en"), texts),
    st.just(ox.NamedNode("http://example.org/a,b;'")),
    st.just(ox.BlankNode("b")),
)
NODE = ox.NamedNode("http://example.org/s")
terms = st.one_of(plain, st.builds(lambda term: ox.Triple(NODE, NODE, term), plain), st.none())
rows = st.lists(st.tuples(terms, terms), max_size=8)


def solutions(table: Sequence[tuple[ox.Literal | None, ...]]) -> ox.QuerySolutions:
    """Return the table as an engine gives it: each row from a graph of its own, so that rows may repeat."""
    store = ox.Store()
    for number, row in enumerate(table):
        graph = ox.NamedNode(f"http://example.org/{number}")
        store.add(ox.Quad(NODE, NODE, NODE, graph))
        for name, term in zip("ab", row, strict=True):
            if term is not None:
                store.add(ox.Quad(NODE, ox.NamedNode(f"http://example.org/{name}"), term, graph))
    return asked(store, "SELECT ?a ?b { GRAPH ?g { :s :s :s OPTIONAL { :s :a ?a } OPTIONAL { :s :b ?b } } }")


def asked(store: ox.Store, query: str) -> ox.QuerySolutions:
    """Return what a SELECT query finds."""
    found = store.query(query, prefixes={"": "http://example.org/"})
    assert isinstance(found, ox.QuerySolutions)
    return found


def counted(name: str, data: bytes, cuts: list[int]) -> int:
    """Return how many rows are counted in an answer that comes in pieces."""
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    counter = COUNTERS[name]()
    seen = 0
    for start, end in pairwise(places):
        seen = counter.take(data[start:end])
    return seen


@pytest.mark.parametrize("name", FORMATS)
@given(table=rows, cuts=st.lists(st.integers(0, 4000), max_size=30))
def test_the_rows_counted_are_those_written(
    name: str, table: list[tuple[ox.Literal | None, ...]], cuts: list[int]
) -> None:
    data = solutions(table).serialize(format=FORMATS[name]) or b""
    assert counted(name, data, cuts) == len(table)


@pytest.mark.parametrize("name", FORMATS)
def test_the_count_is_the_same_however_the_bytes_are_cut(name: str) -> None:
    table = [(ox.Literal(text), ox.Literal(text)) for text in HOSTILE]
    data = solutions(table).serialize(format=FORMATS[name]) or b""
    assert {counted(name, data, [cut]) for cut in range(len(data))} == {len(table)}
    assert counted(name, data, list(range(len(data)))) == len(table)


BINDING_NOTHING = [
    ("SELECT * {}", 1),
    ("SELECT * { VALUES () { () () () } }", 3),
    ("SELECT ?x { VALUES ?x {} }", 0),
    ("SELECT ?x { VALUES ?x { UNDEF 1 UNDEF } }", 3),
]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("query", "number"), BINDING_NOTHING)
def test_rows_that_bind_nothing_count_too(name: str, query: str, number: int) -> None:
    data = asked(ox.Store(), query).serialize(format=FORMATS[name]) or b""
    assert counted(name, data, []) == number


JSON = b"""{ "head": { "link": [], "vars": ["a"] },
  "results": { "distinct": false, "bindings": [
    { "a": { "type": "literal", "value": "},{" } } ,
    { },
	{ "a" : { "type": "uri", "value": "urn:a" } } ] } }"""
XML = b"""<?xml version='1.0'?>
<s:sparql xmlns:s='x'>
 <s:results distinct='false'>
  <s:result>
  </s:result>
  <s:result index='2' />
 </s:results>
</s:sparql>"""
LAID_OUT = [("json", JSON, 3), ("xml", XML, 2), ("csv", b'a,b\n1,2\n"3\n","4"\n', 2)]


@pytest.mark.parametrize(("name", "data", "number"), LAID_OUT, ids=[name for name, _, _ in LAID_OUT])
def test_rows_are_counted_in_what_other_servers_write(name: str, data: bytes, number: int) -> None:
    assert {counted(name, data, [cut]) for cut in range(len(data))} == {number}


@given(st.lists(terms.filter(lambda term: term is not None), max_size=8), st.integers(1, 50))
def test_the_triples_counted_in_n_triples_are_those_written(objects: list[ox.Literal], size: int) -> None:
    data = ox.serialize((ox.Triple(NODE, NODE, term) for term in objects), format=ox.RdfFormat.N_TRIPLES) or b""
    counter = LineRows()
    for start in range(0, len(data), size):
        counter.take(data[start : start + size])
    assert counter.rows == len(objects)
