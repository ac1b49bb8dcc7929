"""A real server for the tests of the web application, in a thread of its own on loopback."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from starlette.routing import BaseRoute, Mount, Route

from app.web import Settings, create_app
from graph import Store, open_store

TOKENS = {"read": "reader-token-0123456789", "add": "adder-token-0123456789", "admin": "admin-token-0123456789"}
"""Role → the token of whom the token file of `tokens` gives it to."""


_TLS = ssl.create_default_context()  # it is not used, but each client would make one, which takes long


@dataclass(frozen=True)
class Served:
    """A server under test.

    Attributes:
        url: its address, without a slash at the end.
        store: what it serves.
        clients: those that were made; they are closed with the server.
    """

    url: str
    store: Store
    clients: list[httpx.Client] = field(default_factory=list)

    def client(self, role: str = "", **more: object) -> httpx.Client:
        """A client of the server, with the token of a role."""
        headers = {"Authorization": f"Bearer {TOKENS[role]}"} if role else {}
        client = httpx.Client(base_url=self.url, headers=headers, timeout=60, verify=_TLS, **more)  # type: ignore[arg-type]
        self.clients.append(client)
        return client


_FIRST: list[BaseRoute] = []


def _application(store: Store, settings: Settings) -> FastAPI:
    """Return the application, whose routers are those of the first that was made.

    Each application works its routers out anew at its first request, which takes longer than most tests.
    """
    web = create_app(store, settings)
    _FIRST.extend([] if _FIRST else web.router.routes)
    routes = zip(web.router.routes, _FIRST, strict=True)
    web.router.routes[:] = [own if isinstance(own, Route | Mount) else first for own, first in routes]
    return web


@contextmanager
def serving(store: Store, settings: Settings | None = None) -> Iterator[Served]:
    """Serve a store for as long as the context lasts."""
    listening = socket.create_server(("127.0.0.1", 0))
    settings = replace(settings or Settings(), warm=False)  # most tests need neither
    config = uvicorn.Config(
        _application(store, settings), log_config=None, access_log=False, timeout_graceful_shutdown=5
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()  # what asks before it is ready waits in the queue of the socket
    served = Served(f"http://127.0.0.1:{listening.getsockname()[1]}", store)
    try:
        yield served
    finally:
        for client in served.clients:
            client.close()
        server.should_exit = True
        thread.join(20)
        listening.close()


Serving = Callable[..., Served]


@pytest.fixture
def served(store: Store) -> Iterator[Served]:
    """The shipped essay in memory, to be changed, served to everybody as admin."""
    with serving(store) as served:
        yield served


@pytest.fixture(scope="session")
def served_for_reading(shipped: Store) -> Iterator[Served]:
    """The shipped essay in memory, served for reading; for tests that change nothing."""
    with serving(shipped) as served:
        yield served


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    """A token file with somebody in each role: Rita reads, Ada adds, Ann is admin."""
    path = tmp_path / "tokens.txt"
    names = {"read": "Rita", "add": "Ada Lovelace", "admin": "Ann"}
    path.write_text("".join(f"{names[role]} {role} {token}\n" for role, token in TOKENS.items()), "utf-8")
    return path


@pytest.fixture
def served_with_tokens(store: Store, token_file: Path) -> Iterator[Served]:
    """The shipped essay in memory, served to those who have tokens."""
    with serving(store, Settings(token_file=token_file)) as served:
        yield served


@pytest.fixture
def opened_folder(folder: Path) -> Iterator[Store]:
    """A store in a folder, with the shipped essay in it."""
    with open_store(folder) as store:
        yield store
