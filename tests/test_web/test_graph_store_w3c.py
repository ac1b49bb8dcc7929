"""Every test of the W3C's manifests for the Graph Store HTTP Protocol, against a real server."""

from collections.abc import Iterator

import httpx
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from tests.test_web.bare import serving_nothing
from tests.test_web.conftest import Served
from tests.test_web.graph_store_cases import CASES, NEW, OLDER, Step


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with nothing in its store."""
    with serving_nothing(tmp_path_factory.mktemp("bare")) as served:
        yield served


def emptied(served: Served) -> httpx.Client:
    """A client of a server, with nothing in its store (any more)."""
    client = served.client()
    client.post("/update", data={"update": "DROP ALL"}).raise_for_status()
    return client


@pytest.mark.parametrize("steps", [pytest.param(steps, id=name) for name, steps in CASES.items()])
def test_the_graph_store_is_as_its_tests_have_it(bare: Served, steps: tuple[Step, ...]) -> None:
    client, new = emptied(bare), ""
    for step in steps:
        new = _take(client, step, new)


@pytest.mark.parametrize("last", OLDER)
def test_the_graph_store_is_as_its_older_tests_have_it(bare: Served, last: str) -> None:
    before = [*OLDER][: [*OLDER].index(last)]
    client, new = emptied(bare), f"{bare.url}/store"
    client.put("/store/person/2.ttl", content="", headers={"Content-Type": "text/turtle"}).raise_for_status()
    for name in (*before, last):
        new = _take(client, OLDER[name], new)


def _take(client: httpx.Client, step: Step, new: str) -> str:
    """Take a step; return the name of the new graph."""
    headers = {"Content-Type": step.type} if step.type else {}
    target = new if step.target == NEW else f"/store{step.target.replace(NEW, new)}"
    answer = client.request(step.method, target, content=step.content, headers=headers | {"Accept": "text/turtle"})
    assert answer.status_code == step.status, answer.text
    if step.method == "HEAD":
        assert not answer.content
    if step.status == 200:
        assert answer.headers["Content-Type"] == "text/turtle; charset=utf-8"
    if step.graphs:
        expected = Graph()
        for turtle in step.graphs:
            expected.parse(data=turtle, format="turtle")
        assert isomorphic(Graph().parse(data=answer.text, format="turtle"), expected)
    return answer.headers["Location"] if step.names_new else new
