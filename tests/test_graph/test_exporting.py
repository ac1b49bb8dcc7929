"""The store's content in every format of RDF, into another store and out again: the same triples."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rdflib import Graph

from graph import EXPORT_FORMATS, AnswerFormatError, Loaded, Store
from graph.delta import Delta, GraphChange
from graph.engines import Oxigraph
from graph.reading import DOCUMENT_FORMATS as FORMATS
from ontology import HISTORY, PREFIXES
from tests.quick import examples, fast_first

EXTENSIONS = {"turtle": "ttl", "ntriples": "nt", "nquads": "nq", "jsonld": "jsonld", "rdfxml": "rdf", "trig": "trig"}
WITH_GRAPHS = ("nquads", "trig")
MADE_BY = PREFIXES["prov"] + "wasGeneratedBy"


def empty() -> Store:
    return Store(Oxigraph(), "an empty store")


def held(store: Store, format: str) -> set[str]:  # noqa: A002
    """Return what a format is to hold of a store: the state, in some with people's graphs; not the marks of imports."""
    quads = ox.parse(store.export("nquads"), format=ox.RdfFormat.N_QUADS)
    names = [quad for quad in quads if quad.graph_name != ox.NamedNode(HISTORY) and quad.predicate.value != MADE_BY]
    return {str(one) for one in names if format in WITH_GRAPHS or one.graph_name == ox.DefaultGraph()}


def moved(store: Store, folder: Path, format: str) -> tuple[Store, Loaded]:  # noqa: A002
    """Return a new store that an export of another was loaded into."""
    file = folder / f"export.{EXTENSIONS[format]}"
    file.write_bytes(store.export(format))
    other = empty()
    return other, other.load([file])


def test_every_format_has_a_round_trip() -> None:
    assert set(EXTENSIONS) == set(EXPORT_FORMATS)


@pytest.fixture(scope="module")
def full(shipped: Store) -> Store:
    """A store with the essay's corpus, and graphs of one's own."""
    store = empty()
    store.engine.change([*ox.parse(shipped.export("nquads"), format=ox.RdfFormat.N_QUADS)], (), "")
    store.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p:q> 'a\\nb\"'@en , [ <urn:p:r> 1.50 ] } }")
    store.update("INSERT DATA { GRAPH <urn:h> { <urn:a> ca:supports <urn:b> } <urn:a> <urn:p:q> '  x\\t&<>\\r\\n'  }")
    return store


@pytest.mark.parametrize("name", fast_first(EXPORT_FORMATS, "nquads", "turtle"))
def test_an_export_into_an_empty_store_gives_the_same(full: Store, tmp_path: Path, name: str) -> None:
    other, loaded = moved(full, tmp_path, name)
    assert held(other, name) == held(full, name)
    assert loaded.left_out == ()
    assert loaded.graphs == (("urn:g", "urn:h") if name in WITH_GRAPHS else ())
    assert set(loaded.protected) == ({HISTORY} if name == "nquads" else set())


def test_trig_holds_graphs_of_peoples_own_and_no_history(full: Store) -> None:
    text = full.export("trig")
    assert b"<urn:g> {" in text
    assert HISTORY.encode() not in text.replace(b"@prefix", b"")


@pytest.mark.parametrize("name", [name for name in EXPORT_FORMATS if name != "nquads"])
def test_quotations_can_be_left_out_of_every_format_but_the_history(name: str) -> None:
    with empty() as store:
        store.update(
            "INSERT DATA { <urn:s> oa:exact 'slowly' . GRAPH <urn:g> { <urn:s> oa:prefix 'slowly' ; a <urn:c> } }"
        )
        assert b"slowly" not in store.export(name, quotes=False)
        assert b"slowly" in store.export(name)


def test_rdf_xml_is_read_by_another_reader(full: Store) -> None:
    found = Graph().parse(data=full.export("rdfxml"), format="xml")
    assert len(found) == len(held(full, "rdfxml")) + len(full.query(f"SELECT * {{ ?s <{MADE_BY}> ?o }}"))


NOT_IN_XML = {
    "a property without a name": "<urn:a> <urn:p:1> 'x'",
    "a property that ends with a slash": "<urn:a> <https://example.org/> 'x'",
    "a control character": "<urn:a> <urn:p:q> 'x\\u0001'",
    "a character that is none": "<urn:a> <urn:p:q> '\\uFFFE'",
}


@pytest.mark.parametrize("triple", NOT_IN_XML.values(), ids=NOT_IN_XML)
def test_what_rdf_xml_cannot_hold_is_told_and_not_lost(triple: str) -> None:
    with empty() as store:
        store.update(f"INSERT DATA {{ {triple} }}")
        with pytest.raises(AnswerFormatError, match=r"RDF/XML cannot hold 1 of these triples: .*Choose turtle"):
            store.export("rdfxml")


def test_json_ld_has_no_triples_about_triples() -> None:
    with empty() as store:
        name = ox.NamedNode("urn:a")
        store.engine.change([ox.Quad(name, name, ox.Triple(name, name, name))], (), "")
        with pytest.raises(AnswerFormatError, match="JSON-LD cannot hold 1"):
            store.export("jsonld")
        assert b"<<(" in store.export("trig")


IRIS = st.sampled_from(["urn:a", "https://example.org/ü?b=1&c='", "https://example.org/%41", "urn:x:1", "urn:a.b-c"])
PROPERTIES = st.sampled_from(
    ["urn:p", "urn:p:q1", "https://example.org/ü#é", "https://example.org/a.b", "urn:1", "urn:x:"]
)
XSD = st.sampled_from(["integer", "decimal", "double", "boolean", "date", "dateTime", "anyURI"]).map(
    PREFIXES["xsd"].__add__
)
WORDS = st.text(max_size=8) | st.sampled_from(
    ["1", "01", "1.50", "1e400", "NaN", "true", "2024-01-01", " \t", "\r\n", "]]>"]
)
LITERALS = (
    st.builds(ox.Literal, WORDS)
    | st.builds(lambda text, name: ox.Literal(text, datatype=ox.NamedNode(name)), WORDS, XSD | st.just("urn:t"))
    | st.builds(lambda text, tag: ox.Literal(text, language=tag), WORDS, st.sampled_from(["en", "de-CH-1901", "x-a"]))
)
TRIPLES = st.builds(
    lambda s, p, o: ox.Triple(ox.NamedNode(s), ox.NamedNode(p), o), IRIS, PROPERTIES, LITERALS | IRIS.map(ox.NamedNode)
)


@pytest.mark.parametrize("name", EXPORT_FORMATS)
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TRIPLES, max_size=6), st.lists(TRIPLES, max_size=4))
def test_odd_triples_come_back_from_every_format(
    tmp_path: Path, name: str, state: list[ox.Triple], own: list[ox.Triple]
) -> None:
    with empty() as store:
        store.contribute(Delta.of(_kept(state)))
        if own:
            store.contribute(Delta(graphs={"urn:g": GraphChange(_kept(own), comes=True)}))
        try:
            exported = store.export(name)
        except AnswerFormatError:
            assert name == "rdfxml"
            assume(False)
        other, _ = moved(store, tmp_path, name)
        assert held(other, name) == held(store, name)
        assert other.export(name) == exported or name == "nquads" or _marked(other)


def _kept(triples: list[ox.Triple]) -> list[ox.Triple]:
    """Return triples as stores keep them."""
    aside = ox.Store()
    aside.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    return [quad.triple for quad in aside]


def _marked(store: Store) -> bool:
    return bool(store.query(f"ASK {{ ?s <{MADE_BY}> ?o }}"))


def test_the_formats_of_files_and_of_exports_agree() -> None:
    from graph.reading import FORMATS as READ

    assert {READ[f".{extension}"] for extension in EXTENSIONS.values()} == set(FORMATS.values())
