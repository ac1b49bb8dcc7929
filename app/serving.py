"""Runs the web server: opens the store, takes the port, says where it is, and ends in good order."""

import logging
import signal
import socket
import sys
import webbrowser
from contextlib import suppress

import click
import uvicorn

from app.options import printable, say
from app.web import Settings, create_app
from graph import open_store

_TURN = 0.0005
"""For how many seconds a thread may run Python while others wait: a tenth of the usual, for the sake of short answers
beside long ones."""

_GRACE = 20
"""For how many seconds running requests may go on when the server is told to stop."""


def serve(location: str | None, settings: Settings, *, open_browser: bool = False) -> int:
    """Serve a store until the process is told to stop; return the exit code.

    Args:
        location: Where the store is, as for `open_store`.
        settings: How to serve it.
        open_browser: Whether to open the first page in a browser.

    Raises:
        click.ClickException: When the port cannot be taken, or the token file cannot be used.
        graph.StoreError: When the store cannot be opened.
    """
    from app.web.tokens import TokenFileError

    _log_to_stderr()
    sys.setswitchinterval(_TURN)
    # Told to end by the system or by Ctrl-C, it ends in the same way: what is running is finished, the store closed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with open_store(location, read_only=settings.read_only) as store, _listening(settings) as listening:
        try:
            web = create_app(store, settings)
        except TokenFileError as error:
            raise click.ClickException(str(error)) from error
        address = _address(listening, settings.host)
        how = " for reading only" if store.read_only else ""
        say(f"{printable(store.location)} is served at {address}{how}. Ctrl-C ends it.")
        if location == ":memory:":
            say("What is added is in memory, and gone when the server ends.")
        if open_browser:
            webbrowser.open(address)
        config = uvicorn.Config(
            web,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
            h11_max_incomplete_event_size=1024**2,
        )
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
    return 0


def _listening(settings: Settings) -> socket.socket:
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        told = f"Cannot listen on {settings.host}, port {settings.port}: {error.strerror or error}."
        raise click.ClickException(f"{told} Choose another with --port; 0 takes any that is free.") from error


def _address(listening: socket.socket, host: str) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - to show
    return f"http://{shown}:{listening.getsockname()[1]}/"


def _log_to_stderr() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    for name in ("claimatlas.access", "claimatlas.web"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(logging.INFO)
        logger.propagate = False
