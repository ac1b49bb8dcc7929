"""Every test of the W3C's manifest for the SPARQL 1.1 Protocol, against a real server."""

from collections.abc import Iterator

import httpx
import pytest
from rdflib import Graph

from tests.test_web.bare import serving_nothing
from tests.test_web.conftest import Served
from tests.test_web.protocol_cases import CASES, Case, Step, graph, says


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with nothing in its store."""
    with serving_nothing(tmp_path_factory.mktemp("bare")) as served:
        yield served


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_the_protocol_is_as_its_tests_have_it(bare: Served, case: Case) -> None:
    client, turtle = bare.client(), {"Content-Type": "text/turtle"}
    client.post("/update", data={"update": "DROP ALL"}).raise_for_status()
    for number in case.graphs:
        put = client.put("/store", params={"graph": graph(number)}, content=says(number), headers=turtle)
        assert put.status_code == 201
    for step in case.steps:
        headers = {"Content-Type": step.type} if step.type else {}
        _check(client.request(step.method, step.target, content=step.content, headers=headers), step)


def _check(answer: httpx.Response, step: Step) -> None:
    assert answer.status_code == step.status, answer.text
    media_type = answer.headers.get("Content-Type", "").partition(";")[0]
    if step.status >= 400:
        assert media_type == "application/problem+json"
        assert answer.json()["status"] == step.status
    if step.kind in ("boolean", "tabular"):
        assert media_type == "application/sparql-results+json"
        assert ("boolean" if step.kind == "boolean" else "results") in answer.json()
    if step.kind == "RDF":
        assert media_type == "text/turtle"
        Graph().parse(data=answer.content, format="turtle")
    if step.yes is not None:
        assert answer.json()["boolean"] is step.yes
