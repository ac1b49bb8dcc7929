"""What tests of the graph package share: a real SPARQL server on this machine, and empty stores."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph import Store, open_store
from graph.engines import Oxigraph


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Oxigraph server that is started for a file's tests, and ended with them."""
    address = f"127.0.0.1:{free_port()}"
    program = Path(sys.executable).with_name("oxigraph")
    log = (tmp_path_factory.mktemp("server") / "log").open("w")
    environment = os.environ | {"RUST_LOG": "error"}
    with subprocess.Popen([program, "serve", "--bind", address], stdout=log, stderr=log, env=environment) as server:
        with httpx.Client(transport=httpx.HTTPTransport(retries=20)) as client:
            client.get(f"http://{address}/", timeout=30)
        yield f"http://{address}"
        server.terminate()
    log.close()


@pytest.fixture
def bare() -> Iterator[Store]:
    """An empty store in memory."""
    with Store(Oxigraph(), "an empty store") as store:
        yield store


@pytest.fixture(params=["memory", "server"])
def empty(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store in memory, and one on a server."""
    if request.param == "memory":
        yield request.getfixturevalue("bare")
        return
    with open_store(request.getfixturevalue("url")) as store:
        store.engine.update("DROP ALL")
        yield store
