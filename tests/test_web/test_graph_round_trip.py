"""Any graph that is put into the graph store, in any format, comes back as it was, in any format."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from tests.test_web.bare import serving_nothing
from tests.test_web.conftest import Served

G = "/store?graph=urn:g"
FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}

iris = st.sampled_from(["a", "b#c", "d?e=f", "ä", "%20", "g/h/"]).map(lambda name: ox.NamedNode(f"urn:x:{name}"))
blanks = st.sampled_from("xyz").map(ox.BlankNode)
# What XML can hold: no control characters.
texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=8).map(lambda text: f"{text}\n\t\"'\\&<")
literals = st.one_of(
    texts.map(ox.Literal),
    texts.map(lambda text: ox.Literal(text, language="en-gb")),
    texts.map(lambda text: ox.Literal(text, datatype=ox.NamedNode("urn:x:type"))),
    st.integers(-(2**62), 2**62).map(ox.Literal),
    st.booleans().map(ox.Literal),
)
properties = st.sampled_from(["urn:x:p", "urn:x#q"]).map(ox.NamedNode)
triples = st.builds(ox.Triple, st.one_of(iris, blanks), properties, st.one_of(iris, blanks, literals))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with nothing in its store."""
    with serving_nothing(tmp_path_factory.mktemp("bare")) as served:
        yield served


def canonical(quads: list[ox.Quad]) -> set[ox.Quad]:
    """A graph whose blank nodes have names that depend on it alone."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


@settings(max_examples=examples(25), deadline=None)
@given(graph=st.sets(triples, max_size=8), there=st.sampled_from([*FORMATS]), back=st.sampled_from([*FORMATS]))
def test_any_graph_comes_back_as_it_was_put(bare: Served, graph: set[ox.Triple], there: str, back: str) -> None:
    client = bare.clients[0] if bare.clients else bare.client()
    content = ox.serialize(graph, format=FORMATS[there])
    assert client.put(G, content=content, headers={"Content-Type": there}).status_code in (201, 204)
    answer = client.get(G, headers={"Accept": back})
    got = list(ox.parse(answer.content, format=FORMATS[back]))
    assert canonical(got) == canonical([ox.Quad(*triple) for triple in graph])
