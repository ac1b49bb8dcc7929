"""What the tests of engines share: real servers, and stores on each engine."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from graph import Store, open_store
from graph.engines import Oxigraph
from graph.engines.current_graph import CURRENT
from graph.engines.lease import WRITING
from graph.engines.sparql_server import SparqlServer
from graph.named_graphs import graph_names
from graph.unfinished import COPYING
from ontology import HISTORY
from tests.test_graph.conftest import free_port
from tests.virtuoso import PASSWORD, USER, virtuoso

ENGINES = ("memory", "disk", "oxigraph", "virtuoso")
"""Every kind of engine that a store is held to the same facts on."""


@contextmanager
def oxigraph_server(folder: Path) -> Iterator[str]:
    """Run an Oxigraph server on this machine; yield its address."""
    address = f"127.0.0.1:{free_port()}"
    program = Path(sys.executable).with_name("oxigraph")
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            [program, "serve", "--bind", address], stdout=log, stderr=log, env=os.environ | {"RUST_LOG": "error"}
        ) as server,
    ):
        try:
            with httpx.Client(transport=httpx.HTTPTransport(retries=20)) as client:
                client.get(f"http://{address}/", timeout=30)
            yield f"http://{address}"
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """What starts a server when it is first asked for, and tells its address."""
    started = {}
    running = []

    def address(engine: str) -> str:
        if engine not in started:
            folder = tmp_path_factory.mktemp(engine)
            server = virtuoso(folder) if engine == "virtuoso" else oxigraph_server(folder)
            started[engine] = server.__enter__()
            running.append(server)
        return started[engine]

    yield address
    for server in running:
        server.__exit__(None, None, None)


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may write to the servers of the tests."""
    monkeypatch.setenv("CLAIMATLAS_USER", USER)
    monkeypatch.setenv("CLAIMATLAS_PASSWORD", PASSWORD)


def emptied(address: str) -> SparqlServer:
    """Return a server as an engine, with nothing of a store left on it."""
    server = SparqlServer(address)
    for graph in (CURRENT, HISTORY, WRITING, COPYING, *graph_names(Store(server, address).ask)):
        server.update(f"DROP SILENT GRAPH <{graph}>")
    if not server.current:
        server.update("CLEAR DEFAULT")
    return server


@pytest.fixture(params=[*ENGINES[:3], pytest.param(ENGINES[3], marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest) -> str:
    """The name of an engine."""
    return str(request.param)


@pytest.fixture
def store(
    engine: str,
    addresses: Callable[[str], str],
    shipped_content: bytes,
    credentials: None,
    request: pytest.FixtureRequest,
) -> Iterator[Store]:
    """A store on an engine, with the shipped essay in it, to be changed."""
    if engine == "disk":
        with open_store(request.getfixturevalue("folder")) as made:
            yield made
        return
    held = Oxigraph() if engine == "memory" else emptied(addresses(engine))
    with held.writing:
        held.add_many([shipped_content])
    with Store(held, engine, is_shared=engine not in ("memory",)) as made:
        yield made
