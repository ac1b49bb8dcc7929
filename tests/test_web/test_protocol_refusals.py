"""What SPARQL over HTTP refuses: with which status, and with which words. Real servers throughout."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.web import Limits, Settings
from graph import open_store
from tests.test_web.conftest import Served, serving


@dataclass(frozen=True)
class Bad:
    """A request that is refused, with what status."""

    status: int
    method: str = "POST"
    target: str = "/sparql"
    content: str | bytes = ""
    type: str = ""
    told: str = ""


QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
URLENCODED = "application/x-www-form-urlencoded"
ASK = "/sparql?query=ASK%7B%7D"
ELSEWHERE = b"ASK { SERVICE <http://example.org/> {} }"
BAD = {
    "nothing is asked": Bad(400, target="/sparql", type=URLENCODED, told="no query"),
    "a parameter is misspelt": Bad(400, "GET", "/sparql?qeury=ASK%7B%7D", told="no query"),
    "both kinds at once": Bad(400, content="query=ASK{}&update=CLEAR+ALL", type=URLENCODED, told="and an update"),
    "one in the address too": Bad(400, target=ASK, content="ASK {}", type=QUERY, told="2 param"),
    "an update beside a query": Bad(400, target="/sparql?update=CLEAR+ALL", content="ASK {}", type=QUERY),
    "the parameter of an update": Bad(400, "GET", ASK + "&using-graph-uri=urn:a", told="default-graph"),
    "the parameter of a query": Bad(400, target="/update?default-graph-uri=urn:a", content="CLEAR ALL", type=UPDATE),
    "a graph that is no IRI": Bad(400, "GET", ASK + "&named-graph-uri=a", told="whole IRI"),
    "a graph with a space": Bad(400, "GET", ASK + "&named-graph-uri=urn:a%20b", told="whole IRI"),
    "a graph with a bad host": Bad(400, "GET", ASK + "&named-graph-uri=http://%5Ba/"),
    "a timeout in words": Bad(400, "GET", ASK + "&timeout=soon", told="seconds"),
    "no time at all": Bad(400, "GET", ASK + "&timeout=0", told="seconds"),
    "an address that is not UTF-8": Bad(400, "GET", ASK + "%23%FF", told="UTF-8"),
    "a form that is not UTF-8": Bad(400, content="query=ASK{}%23%FF", type=URLENCODED, told="UTF-8"),
    "a body that is not UTF-8": Bad(400, content=b"ASK {} # \xff", type=QUERY, told="byte 10"),
    "an update at the door for queries": Bad(400, target="/query", content="CLEAR ALL", type=UPDATE, told="/update"),
    "a query at the door for updates": Bad(400, target="/update", content="ASK {}", type=QUERY, told="/query"),
    "an update that is a query": Bad(400, target="/update", content="ASK {}", type=UPDATE, told="ASK"),
    "a query that is an update": Bad(400, content="CLEAR ALL", type=QUERY, told="CLEAR changes the store"),
    "a form of parts": Bad(415, content="--a--", type="multipart/form-data; boundary=a", told=QUERY),
    "an odd Content-Type": Bad(415, content="ASK {}", type=";;;"),
    "another charset": Bad(415, content="ASK {}", type=f"{QUERY}; charset=latin-1", told="UTF-8"),
    "another charset of a form": Bad(415, content="query=ASK{}", type=f"{URLENCODED}; charset=utf-16"),
    "too long a query in a body": Bad(413, content="ASK {} #" + 100_000 * "x", type=QUERY, told="50,000"),
    "too long a query in a form": Bad(413, content="query=ASK{}%23" + 100_000 * "x", type=URLENCODED),
    "too long a query in the address": Bad(414, "GET", ASK + 60_000 * "+", told="50,000"),
    "too long a body": Bad(413, content=1024**2 * "#" + "ASK {}", type=QUERY),
    "deletion": Bad(405, "DELETE", told="GET, HEAD, POST, OPTIONS"),
    "an update by GET": Bad(405, "GET", "/update?update=CLEAR+ALL", told="POST"),
    "a call to another server": Bad(403, content=ELSEWHERE, type=QUERY, told="SERVICE"),
    "a load from another server": Bad(403, content="LOAD <http://example.org/>", type=UPDATE, told="LOAD"),
    "the history": Bad(403, content="CLEAR GRAPH <https://w3id.org/claimatlas/history>", type=UPDATE, told="history"),
    "a graph that is there": Bad(409, content="CREATE GRAPH <urn:a> ; CREATE GRAPH <urn:a>", type=UPDATE),
    "a graph that is not there": Bad(409, content="DROP GRAPH <urn:none>", type=UPDATE, told="urn:none"),
}


@pytest.fixture(scope="module")
def strict() -> Iterator[Served]:
    """A server that anybody may change, with a lower limit for queries, so that an address can be longer."""
    settings = Settings(limits=Limits(query_length=50_000, writes=100_000))
    with open_store(":memory:") as store, serving(store, settings) as served:
        yield served


@pytest.mark.parametrize("bad", [pytest.param(bad, id=name) for name, bad in BAD.items()])
def test_what_is_wrong_is_told_with_its_status(strict: Served, bad: Bad) -> None:
    headers = {"Content-Type": bad.type} if bad.type else {}
    answer = strict.client().request(bad.method, bad.target, content=bad.content, headers=headers)
    assert answer.status_code == bad.status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert bad.told in answer.json()["detail"] + answer.headers.get("Allow", "")


@pytest.mark.parametrize("door", ["/sparql", "/query"])
def test_a_fault_of_syntax_has_its_place(served_for_reading: Served, door: str) -> None:
    answer = served_for_reading.client().post(door, data={"query": "SELECT *\n{ ?s foo:p ?o }"})
    assert answer.status_code == 400
    told = answer.json()
    assert (told["line"], told["column"]) == (2, 6)
    assert "foo:" in told["detail"]


def test_a_fault_in_an_update_has_its_place_and_changes_nothing(served: Served) -> None:
    update = "INSERT DATA { <urn:a> a <urn:b> } ;\nINSERT DATA { <urn:c> a }"
    answer = served.client().post("/update", content=update, headers={"Content-Type": UPDATE})
    assert (answer.status_code, answer.json()["line"]) == (400, 2)
    assert not served.store.query("ASK { <urn:a> ?p ?o }")
