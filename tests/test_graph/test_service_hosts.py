"""SERVICE calls only hosts that are named, however a query is written."""

import pytest

from graph import NetworkRefusedError
from graph.service_hosts import refuse_calls

HOSTS = frozenset({"a.example", "b.example:81"})

ALLOWED = [
    "SELECT * { ?s ?p ?o }",
    'SELECT * { ?s ?p "SERVICE <http://evil.example/>" }',
    "SELECT * { SERVICE <http://a.example/sparql> { ?s ?p ?o } }",
    "SELECT * { service silent <https://A.EXAMPLE:8443/sparql> { ?s ?p ?o } }",
    "SELECT * { SERVICE # here\n <http://b.example:81/> { ?s ?p ?o } }",
    "SELECT * { ?s :service ?o } # SERVICE <http://evil.example/>",
]
REFUSED = [
    "SELECT * { SERVICE ?where { ?s ?p ?o } }",
    "SELECT * { SERVICE a:sparql { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://b.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://b.example:82/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://a.example@evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://evil.example#a.example> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://a.example.evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http:evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http:///evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://[::1/> { ?s ?p ?o } }",
    "BASE <http://evil.example/> SELECT * { SERVICE <a.example> { ?s ?p ?o } }",
    "BASE <http://evil.example/> SELECT * { SERVICE <//a.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://a.example\\u0040evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } SERVICE <http://evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE",
]


@pytest.mark.parametrize("query", ALLOWED)
def test_what_calls_no_other_host_passes(query: str) -> None:
    refuse_calls(query, HOSTS)


@pytest.mark.parametrize("query", REFUSED)
def test_what_may_call_another_host_is_refused(query: str) -> None:
    with pytest.raises(NetworkRefusedError, match=r"Only these may be called: a\.example, b\.example:81"):
        refuse_calls(query, HOSTS)


@pytest.mark.parametrize("query", [ALLOWED[2], *REFUSED])
def test_no_host_may_be_called_where_none_is_named(query: str) -> None:
    with pytest.raises(NetworkRefusedError, match="No other server may be called"):
        refuse_calls(query, frozenset())


def test_the_refusal_tells_line_and_address() -> None:
    with pytest.raises(NetworkRefusedError, match=r"line 2: SERVICE <http://evil\.example/> calls another server"):
        refuse_calls("SELECT * {\n SERVICE <http://evil.example/> {} }", HOSTS)
