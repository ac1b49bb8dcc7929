"""SPARQL over HTTP: what is answered, in which format, with which status, and to whom. Real servers throughout."""

import json

import httpx
import pytest
from rdflib import Graph

from app.web import Settings
from graph import Store
from tests.test_web.conftest import Served, serving
from tests.test_web.raw import exchanged

ASK, TABLE, GRAPH = "ASK {}", "SELECT ?t { ?t a ca:Thesis } ORDER BY ?t", "CONSTRUCT WHERE { ?t a ca:Thesis }"
QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
URLENCODED = "application/x-www-form-urlencoded"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
YASGUI = "application/sparql-results+json,*/*;q=0.9"

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv; charset=utf-8", "text/tab-separated-values; charset=utf-8"
TURTLE, TRIPLES = "text/turtle; charset=utf-8", "application/n-triples"
JSON_LD, RDF_XML = "application/ld+json", "application/rdf+xml"


def asked(served: Served, query: str, accept: str = "*/*", **parameters: str) -> httpx.Response:
    """Ask by GET."""
    return served.client().get("/sparql", params={"query": query, **parameters}, headers={"Accept": accept})


@pytest.mark.parametrize(
    ("query", "accept", "content_type"),
    [
        (TABLE, "*/*", JSON),
        (ASK, "", JSON),
        (GRAPH, "*/*", TURTLE),
        (TABLE, XML, XML),
        (ASK, XML, XML),
        (TABLE, "text/csv", CSV),
        (ASK, "text/csv", CSV),
        (TABLE, "text/tab-separated-values", TSV),
        (TABLE, "application/json", "application/json"),
        (TABLE, "text/xml", "text/xml; charset=utf-8"),
        (TABLE, "text/csv;q=0.5, application/sparql-results+xml;q=0.6, image/png", XML),
        (TABLE, "application/*", JSON),
        (TABLE, "application/sparql-results+json;q=0, */*", XML),
        (TABLE, YASGUI, JSON),
        (GRAPH, YASGUI, TURTLE),
        (GRAPH, "application/n-triples", TRIPLES),
        (GRAPH, "text/plain", "text/plain; charset=utf-8"),
        (GRAPH, "application/ld+json", JSON_LD),
        (GRAPH, "application/rdf+xml", RDF_XML),
        (GRAPH, "text/turtle; charset=utf-8", TURTLE),
        (GRAPH, "application/rdf+xml;q=0.9, text/turtle;q=0.8", RDF_XML),
    ],
)
def test_an_answer_is_in_the_format_that_the_client_likes_best(
    served_for_reading: Served, query: str, accept: str, content_type: str
) -> None:
    answer = asked(served_for_reading, query, accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, content_type)
    assert answer.headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("query", "word", "content_type"),
    [
        (TABLE, "csv", CSV),
        (TABLE, "json", JSON),
        (TABLE, "application/sparql-results+xml", XML),
        (TABLE, "application/sparql-results xml", XML),
        (GRAPH, "xml", RDF_XML),
        (GRAPH, "json-ld", JSON_LD),
        (GRAPH, "nt", TRIPLES),
    ],
)
@pytest.mark.parametrize("name", ["format", "output", "results"])
def test_a_parameter_names_the_format_before_accept(
    served_for_reading: Served, query: str, word: str, content_type: str, name: str
) -> None:
    answer = asked(served_for_reading, query, "application/json;q=0.1, text/plain;q=0.1", **{name: word})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, content_type)


@pytest.mark.parametrize(
    ("query", "accept"), [(TABLE, "text/turtle"), (GRAPH, JSON), (ASK, "image/png"), (TABLE, "*/*;q=0")]
)
def test_a_format_that_there_is_not_is_not_acceptable(served_for_reading: Served, query: str, accept: str) -> None:
    answer = asked(served_for_reading, query, accept)
    assert answer.status_code == 406
    assert ("text/turtle" if query == GRAPH else JSON) in answer.json()["offers"]
    assert asked(served_for_reading, query, format="yaml").status_code == 406


def test_an_update_that_worked_has_no_content(served: Served) -> None:
    for content, kind in (("INSERT DATA { <urn:a> a <urn:b> }", UPDATE), ("update=CREATE+GRAPH+<urn:g>", URLENCODED)):
        answer = served.client().post("/update", content=content, headers={"Content-Type": kind})
        assert (answer.status_code, answer.content) == (204, b"")
        assert "Content-Type" not in answer.headers
    assert served.store.query("ASK { <urn:a> a <urn:b> GRAPH <urn:g> {} }")


def test_an_update_may_be_longer_than_a_query(served: Served) -> None:
    triples = " ".join(f"<urn:{number}> a <urn:{'many' * 30}> ." for number in range(1_000))
    assert served.client().post("/update", data={"update": f"INSERT DATA {{ {triples} }}"}).status_code == 204


def test_relative_iris_are_relative_to_the_address(served_for_reading: Served) -> None:
    answer = asked(served_for_reading, "CONSTRUCT { <a> <b> <?c> } WHERE {}", "application/n-triples")
    base = f"{served_for_reading.url}/sparql"
    told = f"<{served_for_reading.url}/a> <{served_for_reading.url}/b> <{base}?c> ."
    assert answer.text.strip() == told


def test_rdflibs_name_for_the_default_graph_means_it(served_for_reading: Served) -> None:
    query = "ASK { ?t a ca:Thesis GRAPH ?g { ?s ?p ?o } }"
    answer = asked(served_for_reading, query, **{"default-graph-uri": "urn:x-rdflib:default"})
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize(("role", "query", "update"), [("", 401, 401), ("read", 200, 403), ("admin", 200, 204)])
def test_who_may_ask_and_who_may_change(served_with_tokens: Served, role: str, query: int, update: int) -> None:
    client = served_with_tokens.client(role)
    assert client.post("/sparql", data={"query": ASK}).status_code == query
    assert client.get("/sparql", params={"query": ASK}).status_code == query
    assert client.get("/sparql").status_code == query
    for door in ("/sparql", "/update"):
        assert client.post(door, data={"update": "INSERT DATA { <urn:a> a <urn:b> }"}).status_code == update
    assert bool(served_with_tokens.store.query("ASK { <urn:a> a <urn:b> }")) is (update == 204)


def test_what_an_admin_changes_bears_their_name(served_with_tokens: Served) -> None:
    served_with_tokens.client("admin").post("/update", data={"update": "INSERT DATA { <urn:a> a <urn:b> }"})
    history = "SELECT ?name { GRAPH ?g { ?c prov:wasAssociatedWith/rdfs:label ?name } } ORDER BY DESC(?c)"
    assert "Ann" in {name for row in served_with_tokens.store.query(history) for name in row.values()}


def test_a_store_for_reading_takes_no_update(served_for_reading: Served) -> None:
    answer = served_for_reading.client().post("/update", data={"update": "CLEAR ALL"})
    assert (answer.status_code, answer.json()["title"]) == (403, "Read only")


def test_a_client_that_has_the_answer_does_not_get_it_again(served: Served) -> None:
    answer = asked(served, TABLE)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    known = {"If-None-Match": f'"other", {answer.headers["ETag"]}', "Accept": "*/*"}
    again = served.client().get("/sparql", params={"query": TABLE}, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == answer.headers["ETag"]
    assert asked(served, TABLE, "text/csv").headers["ETag"] != answer.headers["ETag"]
    served.store.update("INSERT DATA { <urn:a> a ca:Thesis }")
    assert served.client().get("/sparql", params={"query": TABLE}, headers=known).status_code == 200


def test_a_change_is_seen_by_the_next_query(served: Served) -> None:
    for number in range(1, 4):
        served.client().post("/update", data={"update": f"INSERT DATA {{ <urn:{number}> <urn:counted> 1 }}"})
        answer = asked(served, "SELECT (COUNT(*) AS ?n) { ?s <urn:counted> 1 }", "text/csv")
        assert answer.text.split() == ["n", str(number)]


def test_what_differs_each_time_is_never_kept(served_for_reading: Served) -> None:
    answers = [asked(served_for_reading, "SELECT (RAND() AS ?n) {}") for _ in range(2)]
    assert answers[0].text != answers[1].text
    assert all("ETag" not in answer.headers and "no-store" in answer.headers["Cache-Control"] for answer in answers)


def test_head_tells_what_get_would_without_a_body(served_for_reading: Served) -> None:
    got = asked(served_for_reading, TABLE)
    told = served_for_reading.client().head("/sparql", params={"query": TABLE})
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert told.headers[name] == got.headers[name]
    query = "/sparql?query=ASK%7B%7D"
    for request in (f"HEAD {query}", "HEAD /sparql", "HEAD /sparql?query=ASK"):
        raw = exchanged(served_for_reading.url, request, request, f"GET {query}")
        assert raw.count(b"HTTP/1.1 ") == 3
        assert [part.partition(b"\r\n\r\n")[2] for part in raw.split(b"HTTP/1.1 ")[1:3]] == [b"", b""]


@pytest.mark.parametrize(("path", "allow"), [("/sparql", "GET, HEAD, POST, OPTIONS"), ("/update", "POST, OPTIONS")])
def test_options_tells_what_an_address_takes(served_for_reading: Served, path: str, allow: str) -> None:
    answer = served_for_reading.client().options(path)
    assert (answer.status_code, answer.headers["Allow"]) == (204, allow)
    assert QUERY in answer.headers["Accept-Post"]


def test_a_page_elsewhere_may_ask_where_it_is_allowed(shipped: Store) -> None:
    asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    with serving(shipped, Settings(origins=frozenset({"https://yasgui.example"}))) as served:
        for origin, status in (("https://yasgui.example", 200), ("https://evil.example", 400)):
            preflight = served.client().options("/sparql", headers={"Origin": origin, **asking})
            assert preflight.status_code == status
            answer = served.client().post("/sparql", data={"query": ASK}, headers={"Origin": origin})
            assert answer.status_code == (200 if status == 200 else 403)
            assert (answer.headers.get("Access-Control-Allow-Origin") == origin) is (status == 200)


def test_a_person_with_a_browser_is_led_to_the_page_for_questions(served_for_reading: Served) -> None:
    assert asked(served_for_reading, ASK, BROWSER).headers["Location"] == "/ask?query=ASK+%7B%7D"
    described = served_for_reading.client().get("/sparql", headers={"Accept": BROWSER})
    assert (described.status_code, described.headers["Location"]) == (303, "/ask")
    downloaded = asked(served_for_reading, TABLE, BROWSER, format="csv")
    assert (downloaded.status_code, downloaded.headers["Content-Type"]) == (200, CSV)


def test_service_reaches_only_hosts_that_are_allowed(shipped: Store, served_for_reading: Served) -> None:
    there = served_for_reading.url.removeprefix("http://")
    query = f"SELECT ?t {{ SERVICE <http://{there}/query> {{ ?t a <https://w3id.org/claimatlas/ontology#Thesis> }} }}"
    with serving(shipped, Settings(outgoing=frozenset({there}))) as served:
        answer = asked(served, query)
        assert len(answer.json()["results"]["bindings"]) > 2
        assert "ETag" not in answer.headers
        other = asked(served, query.replace(there, "localhost:9"))
        assert (other.status_code, there in other.json()["detail"]) == (403, True)


def test_the_schema_tells_media_types_and_statuses(served_for_reading: Served) -> None:
    paths = served_for_reading.client().get("/api/openapi.json").json()["paths"]
    answers = paths["/sparql"]["get"]["responses"]
    assert JSON in answers["200"]["content"]
    assert "application/problem+json" in answers["400"]["content"]
    assert set(paths["/sparql"]["post"]["requestBody"]["content"]) == {URLENCODED, QUERY, UPDATE}
    assert {"get", "put", "post", "delete"} <= set(paths["/store"])


def test_json_and_turtle_answers_agree_with_the_store(served_for_reading: Served) -> None:
    store = served_for_reading.store
    assert asked(served_for_reading, TABLE).json() == json.loads(store.query(TABLE).serialize("json"))
    got = Graph().parse(data=asked(served_for_reading, GRAPH).text, format="turtle")
    assert set(got) == set(store.query(GRAPH).graph())
