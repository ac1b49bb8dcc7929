"""What a person is told when a server does not do as it should, and what is tried again: on a real small server."""

import base64
import json
import ssl
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pyoxigraph as ox
import pytest

from graph import ServerError, StoreError, open_store
from graph.engines.connection import UnsureError, without_password
from graph.engines.sparql_server import SparqlServer
from ontology import HISTORY
from tests.test_graph.conftest import free_port

RESULTS = "application/sparql-results+json"
NO = json.dumps({"head": {}, "boolean": False}).encode()
ROWS = json.dumps(
    {"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "uri", "value": "urn:s"}}]}}
).encode()

Reply = Callable[[BaseHTTPRequestHandler], None]


def say(status: int, content: bytes, kind: str = RESULTS, **headers: str) -> Reply:
    """Return what answers with a status and a content."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(content)

    return reply


def hang_up(request: BaseHTTPRequestHandler) -> None:
    """End the connection without an answer."""
    request.close_connection = True
    request.connection.close()


class Played(ThreadingHTTPServer):
    """A server that answers as it is told: `plays` holds, by path, what to answer in turns; the last for ever."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.plays: dict[str, list[Reply]] = {"/query": [say(200, NO)], "/update": [say(204, b"")]}
        self.seen: list[tuple[str, str]] = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: connections are cut on purpose."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Played

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.path, self.headers.get("Authorization", "")))
        plays = self.server.plays.get(self.path)
        if plays is None:
            say(404, b"nothing here", "text/plain")(self)
            return
        (plays.pop(0) if len(plays) > 1 else plays[0])(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def played() -> Iterator[Played]:
    with Played() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def engine(played: Played) -> Iterator[SparqlServer]:
    made = SparqlServer(played.url)
    yield made
    made.close()


CUT = b'HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 500\r\n\r\n{"head"'


def cut_off(request: BaseHTTPRequestHandler) -> None:
    """Begin an answer, and break it off."""
    request.wfile.write(CUT)
    hang_up(request)


WRONG = [
    (say(200, b"<html>Please log in</html>", "text/html"), "answered with text/html, not with application/sparql"),
    (say(200, ROWS[:40]), "broke off its answer"),
    (say(200, b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": }]}}'), "cannot be read"),
    (say(500, b"out of luck", "text/plain"), r"answered 500 \(Internal Server Error\): out of luck"),
    (say(500, b"<html><h1>Oops</h1></html>", "text/html"), r"answered 500 \(Internal Server Error\)$"),
    (say(302, b"", "text/plain", Location="http://elsewhere.example/"), "answered 302"),
    (say(403, b"", "text/plain"), "does not allow that"),
    (cut_off, "broke off its answer"),
    (hang_up, "broke off its answer"),
    (say(503, b"busy", "text/plain"), "answered 503"),
]


@pytest.mark.parametrize(("reply", "told"), WRONG, ids=[told for _, told in WRONG])
def test_an_answer_that_is_none_is_told(played: Played, engine: SparqlServer, reply: Reply, told: str) -> None:
    played.plays["/query"] = [reply]
    with pytest.raises(ServerError, match=told) as caught:
        engine.ask("SELECT ?s { ?s ?p ?o }")
    assert played.url in str(caught.value)
    assert "<h" not in str(caught.value)


PASSING = [say(503, b"", "text/plain"), say(429, b"", "text/plain", Retry_After="0"), hang_up, cut_off]


@pytest.mark.parametrize("reply", PASSING, ids=["busy", "too many", "gone", "cut off"])
def test_a_query_is_asked_again_when_the_server_was_away_for_a_moment(
    played: Played, engine: SparqlServer, reply: Reply
) -> None:
    played.plays["/query"] = [reply, reply, say(200, ROWS)]
    assert [row["s"] for row in engine.ask("SELECT ?s { ?s ?p ?o }")] == ["urn:s"]


@pytest.mark.parametrize("reply", [hang_up, cut_off], ids=["gone", "cut off"])
def test_an_update_is_sent_once_and_it_is_said_that_nobody_knows(
    played: Played, engine: SparqlServer, reply: Reply
) -> None:
    played.plays["/update"] = [reply]
    with pytest.raises(UnsureError, match="not known whether the change was made"):
        engine.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    assert [path for path, _ in played.seen].count("/update") == 1


YES = json.dumps({"head": {}, "boolean": True}).encode()
ADDED = [ox.Quad(ox.NamedNode("urn:c"), ox.NamedNode("urn:p"), ox.Literal(1), ox.NamedNode(HISTORY))]


def test_a_change_whose_answer_was_lost_is_known_by_its_history(played: Played, engine: SparqlServer) -> None:
    played.plays |= {"/update": [hang_up], "/query": [say(200, YES)]}
    engine.change(ADDED, (), "")
    assert [path for path, _ in played.seen].count("/update") == 1


def test_a_change_that_is_not_in_the_history_was_not_made(played: Played, engine: SparqlServer) -> None:
    played.plays |= {"/update": [hang_up], "/query": [say(200, NO)]}
    with pytest.raises(UnsureError):
        engine.change(ADDED, (), "")


def test_a_server_without_updates_is_told(played: Played, engine: SparqlServer) -> None:
    del played.plays["/update"]
    with pytest.raises(StoreError, match="takes no updates"):
        engine.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")


def test_a_server_that_asks_who_one_is_says_how_to_tell_it(played: Played) -> None:
    played.plays["/query"] = [say(401, b"", "text/plain", WWW_Authenticate='Basic realm="x"')]
    with pytest.raises(ServerError, match="CLAIMATLAS_USER and CLAIMATLAS_PASSWORD"):
        SparqlServer(played.url)


def test_a_wrong_password_is_told_as_such_and_not_shown(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMATLAS_USER", "ada")
    monkeypatch.setenv("CLAIMATLAS_PASSWORD", "secret")
    played.plays["/query"] = [say(401, b"", "text/plain", WWW_Authenticate='Basic realm="x"')]
    with pytest.raises(ServerError, match="does not accept the user and password") as caught:
        SparqlServer(played.url)
    assert "secret" not in str(caught.value)


def only_with(header: str) -> Reply:
    """Return what answers only requests that carry a header of authorization."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        if request.headers.get("Authorization") == header:
            say(200, NO)(request)
        else:
            say(401, b"", "text/plain", WWW_Authenticate='Basic realm="x"')(request)

    return reply


BASIC = "Basic " + base64.b64encode(b"ada:secret").decode()


def test_a_password_of_the_environment_is_given_where_it_is_asked_for(
    played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMATLAS_USER", "ada")
    monkeypatch.setenv("CLAIMATLAS_PASSWORD", "secret")
    played.plays["/query"] = [only_with(BASIC)]
    SparqlServer(played.url).close()
    assert played.seen[0] == ("/query", "")


def test_a_password_in_the_address_is_given_and_not_shown(played: Played) -> None:
    played.plays["/query"] = [only_with(BASIC)]
    engine = SparqlServer(played.url.replace("//", "//ada:secret@"))
    assert engine.shown == played.url
    engine.close()


def test_a_token_of_the_environment_is_given(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMATLAS_TOKEN", "t0ken")
    played.plays["/query"] = [only_with("Bearer t0ken")]
    SparqlServer(played.url).close()


def test_an_address_where_nothing_listens_is_told() -> None:
    address = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(ServerError, match=rf"{address} cannot be reached: .* Is the server running\?"):
        open_store(address)


def test_an_address_that_is_no_sparql_server_is_told(played: Played) -> None:
    played.plays.clear()
    with pytest.raises(ServerError, match=rf"{played.url}/query answered 404: nothing here\. Check the address"):
        open_store(played.url)


def test_a_certificate_that_nobody_vouches_for_is_refused(played: Played, own_certificate: tuple[str, str]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*own_certificate)
    played.socket = context.wrap_socket(played.socket, server_side=True)
    with pytest.raises(ServerError, match=r"certificate of https://127.0.0.1:.* is not to be trusted"):
        SparqlServer(played.url.replace("http:", "https:"))


def test_a_certificate_of_an_authority_that_was_named_is_taken(
    played: Played, own_certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*own_certificate)
    played.socket = context.wrap_socket(played.socket, server_side=True)
    monkeypatch.setenv("SSL_CERT_FILE", own_certificate[0])
    SparqlServer(played.url.replace("http:", "https:")).close()


@pytest.fixture(scope="module")
def own_certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A certificate that vouches for itself, and its key."""
    import subprocess

    folder = tmp_path_factory.mktemp("tls")
    certificate, key = str(folder / "certificate.pem"), str(folder / "key.pem")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", key, "-out", certificate, "-days", "3650", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*command, "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    return certificate, key


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://ada:secret@host:1/x", "http://host:1/x"),
        ("https://host/x#update=https://ada:secret@host/u", "https://host/x"),
        ("http://host/", "http://host"),
    ],
)
def test_an_address_is_shown_without_a_password(url: str, shown: str) -> None:
    assert without_password(url) == shown
