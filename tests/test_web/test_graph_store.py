"""Whole graphs over HTTP: got, put, added to, deleted; refused and compared. Real servers throughout."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from tests.test_web.bare import serving_nothing
from tests.test_web.conftest import Served
from tests.test_web.raw import exchanged

TTL, NT = {"Content-Type": "text/turtle"}, {"Accept": "application/n-triples"}
G, ONE, TWO = "/store?graph=urn:g", "<urn:a> <urn:p> 1 .", "<urn:a> <urn:p> 2 ."
HISTORY = "/store?graph=https://w3id.org/claimatlas/history"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with nothing in its store."""
    with serving_nothing(tmp_path_factory.mktemp("bare")) as served:
        yield served


@pytest.fixture
def client(bare: Served) -> httpx.Client:
    """A client of that server, with nothing in its store (any more)."""
    client = bare.client()
    client.post("/update", data={"update": "DROP ALL"}).raise_for_status()
    return client


@dataclass(frozen=True)
class Bad:
    """A request that is refused, with what status and words."""

    status: int
    method: str
    target: str
    content: str | bytes = ""
    type: str = "text/turtle"
    told: str = ""


BAD = {
    "two graphs": Bad(400, "GET", "/store?default&graph=urn:g", told="one graph"),
    "the same twice": Bad(400, "GET", "/store?graph=urn:g&graph=urn:g", told="one graph"),
    "a path and a name": Bad(400, "DELETE", "/store/a?graph=urn:g", told="one graph"),
    "no graph to get": Bad(400, "GET", "/store", told="?default"),
    "no graph to put": Bad(400, "PUT", "/store", ONE, told="?default"),
    "no graph to delete": Bad(400, "DELETE", "/store", told="?default"),
    "a relative name": Bad(400, "PUT", "/store?graph=a", ONE, told="whole IRI"),
    "an empty name": Bad(400, "PUT", "/store?graph=", ONE, told="whole IRI"),
    "a name with a space": Bad(400, "GET", "/store?graph=urn:a%20b", told="whole IRI"),
    "a name that is nearly one": Bad(400, "GET", "/store?graph=http://%5Ba/"),
    "a name that is not UTF-8": Bad(400, "GET", "/store?graph=urn:%FF", told="UTF-8"),
    "Turtle with a fault": Bad(400, "PUT", G, "<urn:a> <urn:b> .", told="1:17"),
    "Turtle that is not UTF-8": Bad(400, "PUT", G, b"<urn:a> <urn:b> '\xff' ."),
    "JSON-LD with a fault": Bad(400, "POST", G, "{", "application/ld+json"),
    "JSON-LD that is elsewhere": Bad(400, "POST", G, '{"@context": "http://127.0.0.1:9/c"}', "application/ld+json"),
    "named graphs": Bad(400, "PUT", G, "<urn:g> { <urn:a> <urn:p> 1 }", "application/trig", "named graph"),
    "a form without files": Bad(400, "POST", G, "--b--", "multipart/form-data; boundary=b", "no files"),
    "a form without bounds": Bad(400, "POST", G, "a", "multipart/form-data"),
    "no Content-Type": Bad(415, "PUT", G, ONE, "", "text/turtle"),
    "another Content-Type": Bad(415, "POST", G, ONE, "text/plain", "text/turtle"),
    "another charset": Bad(415, "PUT", G, ONE, "text/turtle; charset=latin-1", "UTF-8"),
    "a graph that is not there": Bad(404, "GET", "/store?graph=urn:none", told="urn:none"),
    "a graph that is not there to delete": Bad(404, "DELETE", "/store/none", told="/store/none"),
    "the history put": Bad(403, "PUT", HISTORY, ONE, told="history"),
    "the history added to": Bad(403, "POST", HISTORY, ONE, told="history"),
    "the history deleted": Bad(403, "DELETE", HISTORY, told="history"),
    "another method": Bad(405, "PATCH", G, told="GET, HEAD, PUT, POST, DELETE, OPTIONS"),
}


@pytest.mark.parametrize("bad", [pytest.param(bad, id=name) for name, bad in BAD.items()])
def test_what_is_wrong_is_told_with_its_status(client: httpx.Client, bad: Bad) -> None:
    headers = {"Content-Type": bad.type} if bad.type else {}
    answer = client.request(bad.method, bad.target, content=bad.content, headers=headers)
    assert answer.status_code == bad.status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert bad.told in answer.json()["detail"]
    assert client.get(G).status_code == 404  # nothing was changed


def test_faults_of_every_file_are_told_with_their_place(client: httpx.Client) -> None:
    files = {"one": ("one.ttl", "<urn:a>\n <urn:b> ."), "two": ("two.nt", "<urn:a> <urn:b> ."), "three": ("3.ttl", ONE)}
    told = client.post(G, files=files).json()
    assert [(fault["file"], fault["line"]) for fault in told["errors"]] == [("one.ttl", 2), ("two.nt", 1)]
    assert (told["status"], told["line"]) == (400, 2)


def test_a_format_that_there_is_not_is_not_acceptable(client: httpx.Client) -> None:
    answer = client.get("/store?default", headers={"Accept": "application/pdf"})
    assert (answer.status_code, "text/turtle" in answer.json()["offers"]) == (406, True)


def test_an_empty_graph_is_there_until_it_is_deleted(client: httpx.Client) -> None:
    assert client.put(G, content="", headers=TTL).status_code == 201
    answer = client.get(G, headers=NT)
    assert (answer.status_code, answer.content) == (200, b"")
    assert client.delete(G).status_code == 204
    assert client.get(G).status_code == 404


def test_the_default_graph_is_always_there(client: httpx.Client) -> None:
    assert client.get("/store?default", headers=NT).text == ""
    assert client.post("/store?default", content=ONE, headers=TTL).status_code == 204
    assert client.get("/store?default=", headers=NT).text.startswith("<urn:a> <urn:p> ")
    assert client.delete("/store?default").status_code == 204
    assert client.get("/store?default", headers=NT).text == ""


def test_relative_iris_are_relative_to_the_graph(client: httpx.Client, bare: Served) -> None:
    for target, base in (("?graph=http://example.org/x/y", "http://example.org/x/"), ("/x/y", f"{bare.url}/store/x/")):
        client.put(f"/store{target}", content="<a> <b> <> .", headers=TTL)
        assert client.get(f"/store{target}", headers=NT).text == f"<{base}a> <{base}b> <{base}y> .\n"


def test_a_graph_of_a_new_name_is_told_and_got_by_it(client: httpx.Client, bare: Served) -> None:
    places = {client.post("/store", content=ONE, headers=TTL).headers["Location"] for _ in range(2)}
    assert len(places) == 2
    for place in places:
        assert place.startswith(f"{bare.url}/store/")
        assert client.get(place, headers=NT).text == client.get("/store", params={"graph": place}, headers=NT).text


def test_a_change_may_rest_on_what_the_client_knows(client: httpx.Client) -> None:
    client.put(G, content=ONE, headers=TTL)
    tag = client.get(G).headers["ETag"]
    assert client.put(G, content=TWO, headers=TTL | {"If-Match": '"turtle.0"'}).status_code == 412
    assert client.put("/store?graph=urn:other", content=TWO, headers=TTL).status_code == 201  # changes no other's tag
    assert client.put(G, content=TWO, headers=TTL | {"If-Match": f'"x", {tag}'}).status_code == 204
    assert client.delete(G, headers={"If-Match": tag}).status_code == 412
    assert client.post(G, content=ONE, headers=TTL | {"If-None-Match": "*"}).status_code == 412
    assert client.delete(G, headers={"If-Match": "*"}).status_code == 204
    assert client.put(G, content=ONE, headers=TTL | {"If-Match": "*"}).status_code == 412
    assert client.put(G, content=ONE, headers=TTL | {"If-None-Match": "*"}).status_code == 201
    assert client.get(G, headers={"If-None-Match": tag}).status_code == 304


def test_each_format_has_its_tag_and_each_is_good_for_a_change(client: httpx.Client) -> None:
    accepts = ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml", "application/trig"]
    client.put(G, content=ONE, headers=TTL)
    tags = [client.get(G, headers={"Accept": accept}).headers["ETag"] for accept in accepts]
    assert len(set(tags)) == len(tags)
    for tag in tags:
        assert client.post(G, content=ONE, headers=TTL | {"If-Match": tag}).status_code == 204  # which changes nothing


def test_head_tells_what_get_would_and_leaves_the_connection_in_order(client: httpx.Client, bare: Served) -> None:
    client.put(G, content=ONE, headers=TTL)
    got, told = client.get(G), client.head(G)
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert told.headers[name] == got.headers[name]
    for target in (G, "/store?graph=urn:none", "/store", "/store/none", "/store?graph=a"):
        raw = exchanged(bare.url, f"HEAD {target}", f"HEAD {target}", f"GET {G}")
        parts = [part.partition(b"\r\n\r\n")[2] for part in raw.split(b"HTTP/1.1 ")[1:]]
        assert [len(part) for part in parts[:2]] == [0, 0]
        assert parts[2].rstrip().endswith(b" .")


def test_options_tells_what_a_graph_takes(client: httpx.Client) -> None:
    for target in ("/store", "/store/a/b"):
        answer = client.options(target)
        assert (answer.status_code, answer.headers["Allow"]) == (204, "GET, HEAD, PUT, POST, DELETE, OPTIONS")
        assert "text/turtle" in answer.headers["Accept-Post"]


def test_all_graphs_together_come_as_quads(client: httpx.Client) -> None:
    client.put(G, content=ONE, headers=TTL)
    answer = client.get("/store", headers={"Accept": "application/n-quads"})
    assert answer.headers["Content-Type"] == "application/n-quads"
    assert '<urn:a> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g> .' in answer.text.splitlines()
    assert client.get("/store?format=nq").text == answer.text


def test_the_history_may_be_read(client: httpx.Client) -> None:
    assert "prov#Activity" in client.get(HISTORY, headers=NT).text


@pytest.mark.parametrize(("role", "read", "write"), [("", 401, 401), ("read", 200, 403), ("admin", 200, 204)])
def test_who_may_read_and_who_may_change(served_with_tokens: Served, role: str, read: int, write: int) -> None:
    client = served_with_tokens.client(role)
    assert client.get("/store?default").status_code == read
    assert client.post("/store?default", content=ONE, headers=TTL).status_code == write
    assert client.put("/store/a", content=ONE, headers=TTL).status_code == (201 if write == 204 else write)
    assert client.delete("/store/a").status_code == write
