"""The clients that people have ask this server like any other: SPARQLWrapper, rdflib, curl, YASGUI, ourselves."""

import shutil
import subprocess

import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper

from graph import ServerError, open_store
from tests.test_web.conftest import Served

ONTOLOGY = "https://w3id.org/claimatlas/ontology#"
THESES = f"SELECT ?t {{ ?t a <{ONTOLOGY}Thesis> }}"
LINKS = f"CONSTRUCT {{ ?t a <{ONTOLOGY}Thesis> }} WHERE {{ ?t a <{ONTOLOGY}Thesis> }}"
A, P, B = URIRef("urn:a"), URIRef("urn:p"), Literal("o")
needs_curl = pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl")


def wrapper(served: Served, query: str, form: str, method: str = GET, way: str = URLENCODED) -> SPARQLWrapper:
    """SPARQLWrapper with a query to send."""
    client = SPARQLWrapper(f"{served.url}/sparql", returnFormat=form)
    client.setMethod(method)
    client.setRequestMethod(way)
    client.setQuery(query)
    return client


@pytest.mark.parametrize(("method", "way"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_asks_for_tables(served_for_reading: Served, method: str, way: str) -> None:
    there = len(served_for_reading.store.query(THESES))
    as_json = wrapper(served_for_reading, THESES, JSON, method, way).queryAndConvert()
    assert len(as_json["results"]["bindings"]) == there  # type: ignore[index,call-overload]
    as_xml = wrapper(served_for_reading, THESES, XML, method, way).queryAndConvert()
    assert len(as_xml.getElementsByTagName("result")) == there  # type: ignore[union-attr]
    for form in (CSV, TSV):
        text = wrapper(served_for_reading, THESES, form, method, way).queryAndConvert()
        assert len(text.splitlines()) == there + 1  # type: ignore[union-attr]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # SPARQLWrapper makes one
@pytest.mark.parametrize("form", [XML, TURTLE, N3, JSONLD])
def test_sparqlwrapper_asks_for_graphs(served_for_reading: Served, form: str) -> None:
    got = wrapper(served_for_reading, LINKS, form).queryAndConvert()
    graph = got if isinstance(got, Graph) else Graph().parse(data=got, format="turtle")  # type: ignore[arg-type]
    assert len(graph) == len(served_for_reading.store.query(THESES))


@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_updates(served: Served, way: str) -> None:
    wrapper(served, "INSERT DATA { <urn:a> <urn:p> 'o' }", JSON, POST, way).query()
    assert served.store.query("ASK { <urn:a> <urn:p> 'o' }")


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflibs_store_asks(served_for_reading: Served, form: str, method: str) -> None:
    graph = Graph(SPARQLStore(f"{served_for_reading.url}/query", returnFormat=form, method=method))
    assert len(list(graph.query(THESES))) == len(served_for_reading.store.query(THESES))
    assert next(graph.subjects(predicate=None, object=URIRef(f"{ONTOLOGY}Thesis")))


def test_rdflibs_store_updates_the_default_graph_and_others(served: Served) -> None:
    store = SPARQLUpdateStore(f"{served.url}/query", f"{served.url}/update")
    default = Graph(store, identifier=URIRef("urn:x-rdflib:default"))
    default.add((A, P, B))
    assert (A, P, B) in default
    named = Graph(store, identifier=URIRef("urn:g"))
    named.add((A, P, Literal("named")))
    assert list(named.objects(A, P)) == [Literal("named")]
    named.remove((A, P, None))
    assert len(named) == 0
    assert served.store.query("ASK { <urn:a> <urn:p> 'o' FILTER NOT EXISTS { GRAPH <urn:g> { ?s ?p ?o } } }")


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")  # rdflib uses it itself
def test_rdflibs_dataset_finds_named_graphs(served: Served) -> None:
    dataset = Dataset(SPARQLUpdateStore(f"{served.url}/query", f"{served.url}/update"))
    dataset.graph(URIRef("urn:g")).add((A, P, B))
    rows = list(dataset.query("SELECT ?g { GRAPH ?g { <urn:a> <urn:p> ?o } }"))
    assert [row[0] for row in rows] == [URIRef("urn:g")]  # type: ignore[index]


@needs_curl
def test_curl_asks_in_each_way(served_for_reading: Served) -> None:
    url = f"{served_for_reading.url}/sparql"
    direct = ["-H", "Content-Type: application/sparql-query", "--data-binary", THESES]
    ways = (["-G", "--data-urlencode", f"query={THESES}"], ["--data-urlencode", f"query={THESES}"], direct)
    answers = {
        subprocess.run(["curl", "-sf", "-H", "Accept: text/csv", *way, url], check=True, capture_output=True).stdout
        for way in ways
    }
    assert len(answers) == 1
    assert len(answers.pop().split()) == len(served_for_reading.store.query(THESES)) + 1


@needs_curl
def test_curl_puts_and_gets_a_graph(served: Served) -> None:
    url = f"{served.url}/store?graph=urn:g"
    put = ["curl", "-sf", "-T", "-", "-H", "Content-Type: text/turtle", url]
    subprocess.run(put, check=True, input=b"<urn:a> <urn:p> 'o' .")
    got = subprocess.run(["curl", "-sf", "-H", "Accept: application/n-triples", url], check=True, capture_output=True)
    assert got.stdout == b'<urn:a> <urn:p> "o" .\n'


def test_an_editor_in_a_page_asks_by_form(served_for_reading: Served) -> None:
    accept = {"Accept": "application/sparql-results+json,*/*;q=0.9"}
    answer = served_for_reading.client().post("/sparql", data={"query": THESES}, headers=accept)
    assert answer.headers["Content-Type"] == "application/sparql-results+json"
    described = served_for_reading.client().post("/sparql", data={"query": LINKS}, headers=accept)
    assert described.headers["Content-Type"].startswith("text/turtle")


def test_claimatlas_itself_reads_from_such_a_server(served_for_reading: Served) -> None:
    there = served_for_reading.store
    with open_store(served_for_reading.url) as remote:
        assert set(remote.query(THESES).terms) == set(there.query(THESES).terms)
        assert set(remote.graph()) == set(there.graph())
        assert sorted(remote.export("nquads").splitlines()) == sorted(there.export("nquads").splitlines())
        assert remote.last == there.last


def test_claimatlas_itself_cannot_write_the_history_of_such_a_server(served: Served) -> None:
    with open_store(served.url) as remote, pytest.raises(ServerError, match="not for anybody to write"):
        remote.update("INSERT DATA { <urn:a> <urn:p> 'o' }")
    assert not served.store.query("ASK { <urn:a> <urn:p> 'o' }")
