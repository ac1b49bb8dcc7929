"""The description of the SPARQL service: the tests of the W3C's manifest by their ids, and what is ours.

The manifest: https://w3c.github.io/rdf-tests/sparql/sparql11/service-description/.
"""

import pytest
from rdflib import RDF, Graph, URIRef

from app.web import Settings
from app.web.service_description import SD
from graph import Store
from tests.test_web.conftest import Served, serving

FORMATS = {
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "json-ld": "application/ld+json",
    "xml": "application/rdf+xml",
}
CLASSES = {"Service", "Dataset", "Graph", "NamedGraph"}
RELATIONS = {
    "endpoint": ("Service", None),
    "supportedLanguage": ("Service", {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"}),
    "feature": ("Service", {"EmptyGraphs", "BasicFederatedQuery"}),
    "resultFormat": ("Service", None),
    "inputFormat": ("Service", None),
    "defaultEntailmentRegime": ("Service", None),
    "defaultDataset": ("Service", {"Dataset"}),
    "defaultGraph": ("Dataset", {"Graph"}),
    "namedGraph": ("Dataset", {"NamedGraph"}),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", {"Graph"}),
}
"""Property → the class that it is of, and the classes or terms that it leads to, as the vocabulary has them."""


def described(served: Served, accept: str = "text/turtle", name: str = "turtle") -> Graph:
    """The description of a server."""
    answer = served.client().get("/sparql", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == accept
    return Graph().parse(data=answer.content, format=name)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib makes one to read JSON-LD
@pytest.mark.parametrize(("name", "accept"), FORMATS.items())
def test_it_comes_as_rdf_in_each_format(served_for_reading: Served, name: str, accept: str) -> None:
    """returns-rdf."""
    assert set(described(served_for_reading, accept, name).triples((None, RDF.type, SD.Service)))


def test_it_names_the_address_that_it_came_from(served_for_reading: Served) -> None:
    """has-endpoint-triple."""
    endpoint = URIRef(f"{served_for_reading.url}/sparql")
    assert set(described(served_for_reading).objects(None, SD.endpoint)) == {endpoint}


def test_it_uses_the_vocabulary_as_that_is_meant(served_for_reading: Served) -> None:
    """conforms-to-schema."""
    graph = described(served_for_reading)
    kinds = {str(kind).removeprefix(SD) for kind in graph.objects(None, RDF.type)}
    assert kinds == CLASSES
    for subject, predicate, value in graph:
        if predicate == RDF.type:
            continue
        of, to = RELATIONS[str(predicate).removeprefix(SD)]
        assert (subject, RDF.type, SD[of]) in graph
        leads_to = {str(kind).removeprefix(SD) for kind in (*graph.objects(value, RDF.type), value)}
        assert to is None or leads_to & to


def test_it_lists_the_named_graphs(served: Served) -> None:
    before = set(described(served).objects(None, SD.name))
    served.client().put("/store?graph=urn:g", content="", headers={"Content-Type": "text/turtle"})
    assert set(described(served).objects(None, SD.name)) - before == {URIRef("urn:g")}


def test_it_says_of_a_server_for_reading_that_it_takes_no_updates(served: Served, served_for_reading: Served) -> None:
    assert (None, SD.supportedLanguage, SD.SPARQL11Update) in described(served)
    assert (None, SD.supportedLanguage, SD.SPARQL11Update) not in described(served_for_reading)


def test_it_tells_whether_other_servers_can_be_asked(shipped: Store, served_for_reading: Served) -> None:
    with serving(shipped, Settings(outgoing=frozenset({"example.org"}))) as served:
        assert (None, SD.feature, SD.BasicFederatedQuery) in described(served)
    assert (None, SD.feature, SD.BasicFederatedQuery) not in described(served_for_reading)


def test_it_need_not_be_got_twice(served_for_reading: Served) -> None:
    client = served_for_reading.client()
    tag = client.get("/query").headers["ETag"]
    assert client.get("/query", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/query", headers={"Accept": "image/png"}).status_code == 406
