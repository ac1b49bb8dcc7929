"""Whole graphs read, put, added to and deleted, as the Graph Store Protocol has it."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from graph import (
    AnswerFormatError,
    DatasetError,
    Document,
    ProtectedGraphError,
    RdfSyntaxError,
    ReadOnlyError,
    Store,
    UnknownGraphError,
    check_store,
    delete_graph,
    diff,
    graph_exists,
    is_protected_graph,
    list_graphs,
    log,
    post_graph,
    put_graph,
    read_graph,
    undo,
)
from graph.engines import Oxigraph
from graph.reading import DOCUMENT_FORMATS
from tests.quick import examples
from tests.test_graph.changing import HISTORY, amiss, past, state

NAME = "http://example.org/person/1.ttl"
CARD = """@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix v: <http://www.w3.org/2006/vcard/ns#> .
  <{}> a foaf:Person ; foaf:businessCard [ a v:VCard ; v:fn "{}" ] ."""


def card(name: str, person: str = "") -> list[Document]:
    return [Document(CARD.format(person, name).encode())]


def same(store: Store, graph: str | None, *documents: Document) -> bool:
    """Whether a graph is what documents say."""
    expected = Graph()
    for document in documents:
        expected.parse(data=document.content, format="turtle", publicID=NAME)
    return isomorphic(Graph().parse(data=read_graph(store, graph), format="turtle"), expected)


# ---- The W3C's tests of the protocol, in their order, without HTTP ----


@pytest.mark.parametrize("graph", [NAME, None])
def test_what_is_put_is_read_again(empty: Store, graph: str | None) -> None:
    put = put_graph(empty, graph, card("John Doe"), base_iri=NAME)
    assert put.created == (graph is not None)
    assert same(empty, graph, *card("John Doe"))
    again = put_graph(empty, graph, card("Jane Doe"), base_iri=NAME)
    assert not again.created
    assert again.contribution
    assert same(empty, graph, *card("Jane Doe"))


@pytest.mark.parametrize("graph", [NAME, None])
def test_what_is_posted_is_added(empty: Store, graph: str | None) -> None:
    put_graph(empty, graph, card("John Doe"), base_iri=NAME)
    parts = [Document(f"<> <http://xmlns.com/foaf/0.1/{name}> 'Doe' .".encode()) for name in ("name", "familyName")]
    done = post_graph(empty, graph, parts, base_iri=NAME)
    assert not done.created
    assert same(empty, graph, *card("John Doe"), *parts)
    assert post_graph(empty, graph, parts, base_iri=NAME).contribution is None


def test_to_post_to_a_graph_that_is_not_there_makes_it(empty: Store) -> None:
    assert post_graph(empty, NAME, card("Alice", "urn:alice")).created
    assert list_graphs(empty) == [NAME, HISTORY]


def test_an_empty_graph_can_be_put_replaced_and_emptied(empty: Store) -> None:
    assert put_graph(empty, NAME, []).created
    assert read_graph(empty, NAME, "ntriples") == b""
    assert put_graph(empty, NAME, [Document(b"")]).contribution is None
    assert put_graph(empty, NAME, card("Alice", "urn:alice")).contribution
    put_graph(empty, NAME, [])
    assert graph_exists(empty, NAME)
    assert read_graph(empty, NAME, "ntriples") == b""


def test_a_deleted_graph_is_not_there_any_more(empty: Store) -> None:
    put_graph(empty, NAME, card("Alice", "urn:alice"))
    delete_graph(empty, NAME)
    assert not graph_exists(empty, NAME)
    for gone in (lambda: delete_graph(empty, NAME), lambda: read_graph(empty, NAME)):
        with pytest.raises(UnknownGraphError, match=NAME):
            gone()


# ---- What is taken, and what is not ----

SAME = {
    "turtle": b"<a> <http://e.org/p> <b> , 'x'@en .",
    "ntriples": b'<http://e.org/a> <http://e.org/p> <http://e.org/b> .\n<http://e.org/a> <http://e.org/p> "x"@en .',
    "trig": b"{ <a> <p> <b> , 'x'@en }",
    "nquads": b'<http://e.org/a> <http://e.org/p> <http://e.org/b> .\n<http://e.org/a> <http://e.org/p> "x"@en .',
    "jsonld": b'{"@id": "a", "http://e.org/p": [{"@id": "b"}, {"@value": "x", "@language": "en"}]}',
    "rdfxml": b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">
      <rdf:Description rdf:about="a"><e:p rdf:resource="b"/><e:p xml:lang="en">x</e:p></rdf:Description></rdf:RDF>""",
}


@pytest.mark.parametrize("name", SAME)
def test_every_format_is_read_and_written(bare: Store, name: str) -> None:
    put_graph(bare, NAME, [Document(SAME[name], name)], base_iri="http://e.org/x")
    written = read_graph(bare, NAME, name)
    found = {quad.triple for quad in ox.parse(written, format=DOCUMENT_FORMATS[name])}
    assert found == {quad.triple for quad in ox.parse(SAME["ntriples"], format=ox.RdfFormat.N_TRIPLES)}


FAULTS = [
    (Document(b"<urn:a> <urn:p>\n 1 . x", name="body"), r"body:2:6: "),
    (Document(b"<a> <p> 1 ."), "the content:1:1: No scheme"),
    (Document(b"{}", "toml"), "unknown format “toml”; known are turtle, ntriples"),
    (Document(b"<urn:a> <urn:p> 1 <urn:g> .", "nquads"), "the content:1:17: "),
    (Document(b"<urn:a> <urn:p> <urn:b> <urn:g> .", "nquads"), "holds the named graph <urn:g>"),
    (Document(b"GRAPH <urn:g> { <urn:a> <urn:p> 1 }", "trig"), "holds the named graph <urn:g>"),
    (Document(b'{"@context": "http://127.0.0.1:9/c", "a": 1}', "jsonld"), "its @context stands elsewhere, and is not"),
    (Document(b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', "rdfxml"), "declares XML entities"),
    (Document(b"\xff\xfe", "turtle"), "the content:1:1: "),
]


@pytest.mark.parametrize(("document", "told"), FAULTS)
@pytest.mark.parametrize("write", [put_graph, post_graph])
def test_a_fault_is_told_with_its_place_and_nothing_is_changed(
    bare: Store, write: Callable[..., object], document: Document, told: str
) -> None:
    for graph in (NAME, None):
        with pytest.raises(RdfSyntaxError, match=told):
            write(bare, graph, [Document(b""), document])
    assert (list_graphs(bare), bare.last[0]) == ([], 0)


def test_the_faults_of_all_documents_are_told_at_once(bare: Store) -> None:
    documents = [Document(b"<urn:a", name="one"), Document(b"", name="two"), Document(b"x", name="three")]
    with pytest.raises(RdfSyntaxError) as caught:
        put_graph(bare, NAME, documents)
    assert [fault.file for fault in caught.value.faults] == ["one", "three"]


@pytest.mark.parametrize("graph", ["g", "", "http://example.org/a b", "urn:g> { } } ; DROP ALL #"])
def test_a_graph_is_named_by_a_whole_iri(bare: Store, graph: str) -> None:
    for use in (
        lambda: graph_exists(bare, graph),
        lambda: read_graph(bare, graph),
        lambda: put_graph(bare, graph, []),
        lambda: delete_graph(bare, graph),
        lambda: put_graph(bare, NAME, [], base_iri=graph or "x"),
    ):
        with pytest.raises(DatasetError, match="is not a whole IRI"):
            use()


@pytest.mark.parametrize("graph", [HISTORY, "https://w3id.org/claimatlas/mine", "https://w3id.org/claimatlas"])
@pytest.mark.parametrize("write", [put_graph, post_graph, lambda store, graph, _: delete_graph(store, graph)])
def test_a_graph_that_claimatlas_keeps_itself_is_only_read(
    bare: Store, write: Callable[..., object], graph: str
) -> None:
    put_graph(bare, NAME, card("A", "urn:a"), message="Seen myself")
    before = past(bare)
    assert is_protected_graph(graph)
    with pytest.raises(ProtectedGraphError, match="Nothing was changed"):
        write(bare, graph, [])
    assert past(bare) == before
    assert b"Seen myself" in read_graph(bare, HISTORY)


def test_the_state_and_graphs_elsewhere_are_not_protected() -> None:
    assert not any(map(is_protected_graph, [NAME, "https://w3id.org/claimatlas2/x", "urn:g"]))


def test_an_unknown_format_is_told(bare: Store) -> None:
    with pytest.raises(AnswerFormatError, match="choose one of turtle"):
        read_graph(bare, None, "csv")


@pytest.mark.parametrize("graph", [NAME, None])
@pytest.mark.parametrize("write", [put_graph, post_graph, lambda store, graph, _: delete_graph(store, graph)])
def test_a_store_that_is_open_for_reading_keeps_its_graphs(
    shipped: Store, write: Callable[..., object], graph: str | None
) -> None:
    with pytest.raises(ReadOnlyError):
        write(shipped, graph, [])


# ---- The history, and the current state ----


def test_each_write_is_one_contribution(bare: Store) -> None:
    put_graph(bare, NAME, card("A", "urn:a"), by="Ada")
    post_graph(bare, None, card("A", "urn:a"), by="Ada", message="Seen myself")
    put_graph(bare, None, [], by="Bob")
    delete_graph(bare, NAME, by="Bob")
    told = [(entry.contribution.by, entry.contribution.message) for entry in log(bare)]
    assert told == [
        ("Bob", f"Graph Store DELETE <{NAME}>"),
        ("Bob", "Graph Store PUT default"),
        ("Ada", "Seen myself"),
        ("Ada", f"Graph Store PUT <{NAME}>"),
    ]


def test_every_write_can_be_taken_back(bare: Store) -> None:
    put_graph(bare, NAME, card("A", "urn:a"))
    put_graph(bare, NAME, card("B", "urn:a"))
    put_graph(bare, None, card("C", "urn:a"))
    delete_graph(bare, NAME)
    undo(bare, "4")
    assert same(bare, NAME, *card("B", "urn:a"))
    undo(bare, "3")
    assert same(bare, None)
    undo(bare, "2")
    assert same(bare, NAME, *card("A", "urn:a"))
    undo(bare, "1")
    assert list_graphs(bare) == [HISTORY]


@pytest.mark.slow
def test_the_current_state_put_again_as_it_was_read_changes_nothing(store: Store) -> None:
    whole = read_graph(store, None, "ntriples")
    assert put_graph(store, None, [Document(whole, "ntriples")]).contribution is None


@pytest.mark.slow
def test_a_whole_state_can_be_put_and_had_back(store: Store, shipped: Store) -> None:
    before, history = state(store), past(store)
    put_graph(store, None, [])
    assert state(store) == set()
    put_graph(store, None, [Document(read_graph(shipped, None))])
    assert {line for line in state(store) if b"wasGeneratedBy" not in line} == before
    assert amiss(store) == []
    assert check_store(store) == []
    assert history < past(store)
    delete_graph(store, None)
    assert state(store) == set()
    for number in ("4", "3", "2"):
        undo(store, number)
    assert state(store) == before


ITEMS = b"""@prefix ca: <https://w3id.org/claimatlas/ontology#> .
  <urn:i> a ca:Inference ; ca:premise <urn:a> ; ca:conclusion <urn:b> . <urn:a> ca:supports <urn:z> ."""


@pytest.mark.parametrize("write", [put_graph, post_graph])
def test_what_follows_by_rule_follows_from_what_is_put(bare: Store, write: Callable[..., object]) -> None:
    write(bare, None, [Document(ITEMS)])
    assert bare.query("SELECT ?a ?b { ?a ca:supports ?b }").rows() == [("<urn:a>", "<urn:b>")]
    assert ("urn:i", "added") in {(change.item, change.what) for change in diff(bare, "0")}
    assert bare.query("ASK { <urn:i> prov:wasGeneratedBy ?contribution }")


def test_a_state_is_put_again_emptied_and_had_back(bare: Store) -> None:
    put_graph(bare, None, [Document(ITEMS)])
    before = state(bare)
    assert put_graph(bare, None, [Document(read_graph(bare, None))]).contribution is None
    delete_graph(bare, None)
    assert state(bare) == set()
    undo(bare, "last")
    assert state(bare) == before


# ---- Any graph ----

NODE = st.sampled_from(["<urn:a>", "<urn:b>", "_:x", "_:y", "_:z"])
OBJECT = st.one_of(
    NODE, st.sampled_from(['"é\\n\\""', '"1"@en', "1.50", "true", '"<https://w3id.org/claimatlas/genid/1>"'])
)
TRIPLES = st.lists(st.builds("{} <urn:p> {} .".format, NODE, OBJECT), max_size=8).map("\n".join)


@settings(max_examples=examples(60), deadline=None)
@given(TRIPLES, st.sampled_from(["turtle", "ntriples", "jsonld", "rdfxml", "trig"]), st.sampled_from([NAME, None]))
def test_any_graph_goes_in_and_out_as_it_is(text: str, name: str, graph: str | None) -> None:
    with Store(Oxigraph(), "an empty store") as store:
        put_graph(store, graph, [Document(text.encode())])
        written = read_graph(store, graph, name)
        put_graph(store, "urn:again", [Document(written, name)])
        kept = ox.Store()
        kept.load(text, format=ox.RdfFormat.TURTLE)
        expected = kept.dump(format=ox.RdfFormat.N_QUADS)
        assert canonical(read_graph(store, "urn:again", "ntriples")) == canonical(expected)


def canonical(triples: bytes | None) -> set[str]:
    dataset = ox.Dataset(ox.parse(triples or b"", format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, dataset))
