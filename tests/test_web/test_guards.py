"""What every request passes: the name of the server, the origin of pages, the size of bodies; headers; the log."""

import logging
import socket
from urllib.parse import urlsplit

import pytest

from app.web import Limits, Settings
from app.web.metrics import Metrics
from graph import Store
from tests.test_web.conftest import Served, serving


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST:8000"])
def test_this_machine_is_called_by_its_own_names(served_for_reading: Served, host: str) -> None:
    assert served_for_reading.client().get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "192.168.1.7", "localhost.evil.example", "", "a@b"]
)
def test_other_names_are_refused(served_for_reading: Served, host: str) -> None:
    answer = served_for_reading.client().get("/health", headers={"Host": host})
    assert (answer.status_code, answer.headers["content-type"]) == (421, "application/problem+json")


def test_a_further_name_can_be_given(shipped: Store) -> None:
    with serving(shipped, Settings(host_names=frozenset({"atlas.example"}))) as served:
        assert served.client().get("/health", headers={"Host": "atlas.example"}).status_code == 200


@pytest.mark.parametrize("settings", [Settings(host="0.0.0.0"), Settings(host="10.0.0.4")])
def test_a_server_for_others_goes_by_any_number(settings: Settings) -> None:
    assert settings.answers_to("10.1.2.3")


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://127.0.0.1:1"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_pages_of_other_sites_cannot_change_anything(served_for_reading: Served, headers: dict[str, str]) -> None:
    answer = served_for_reading.client().post("/sign-out", headers=headers)
    assert answer.json()["title"] == "Foreign origin"


def test_a_page_of_a_named_origin_may(shipped: Store) -> None:
    with serving(shipped, Settings(origins=frozenset({"https://friend.example"}))) as served:
        answer = served.client().post("/sign-out", headers={"Origin": "https://friend.example"})
        assert answer.json()["title"] == "Old form"


def test_only_a_named_origin_may_read_what_it_asked(shipped: Store) -> None:
    with serving(shipped, Settings(origins=frozenset({"https://friend.example"}))) as served, served.client() as client:
        allowed = [
            client.get("/health", headers={"Origin": origin}).headers.get("access-control-allow-origin")
            for origin in ("https://friend.example", "https://evil.example")
        ]
    assert allowed == ["https://friend.example", None]


def test_a_body_that_says_it_is_too_long_is_refused(served_for_reading: Served) -> None:
    answer = served_for_reading.client().post("/sign-out", content=b"x" * (Limits().body + 1))
    assert (answer.status_code, "longer than 1,048,576 bytes" in answer.json()["detail"]) == (413, True)


def test_a_body_that_turns_out_too_long_is_refused(served_for_reading: Served) -> None:
    parts = (b"csrf=" + b"x" * 65536 for _ in range(20))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = served_for_reading.client().post("/sign-out", content=parts, headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/health", "/sign-in", "/nothing", "/static/site.css", "/static/missing.css"])
def test_every_answer_carries_the_usual_headers(served_for_reading: Served, path: str) -> None:
    headers = served_for_reading.client().get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")


@pytest.mark.parametrize(("method", "path"), [("POST", "/health"), ("PUT", "/sign-in"), ("DELETE", "/static/site.css")])
def test_a_wrong_method_is_told_with_the_right_ones(served_for_reading: Served, method: str, path: str) -> None:
    answer = served_for_reading.client().request(method, path)
    assert (answer.status_code, "GET" in answer.headers["allow"]) == (405, True)


def test_a_browser_gets_a_page_for_what_is_not_there(served_for_reading: Served) -> None:
    answer = served_for_reading.client().get("/nothing", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, "There is nothing at this address." in answer.text) == (404, True)


def test_the_log_tells_no_texts(served_for_reading: Served, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("claimatlas.access").propagate = True
    with caplog.at_level(logging.INFO, logger="claimatlas.access"), served_for_reading.client() as client:
        client.get("/health?q=a-private-question")
        client.get("/ready")  # a request is noted when it has been answered, before the next on the same connection
    assert "/health 200" in caplog.text
    assert "private" not in caplog.text


def test_metrics_count_requests_by_route(served: Served) -> None:
    with served.client() as client:
        client.get("/health")
        client.get("/nothing/at/all")
        text = client.get("/metrics").text
    assert 'claimatlas_requests_total{method="GET",route="/health",status="200"} 1.0' in text
    assert 'claimatlas_requests_total{method="GET",route="none",status="404"} 1.0' in text


def test_the_server_is_ready_when_its_store_answers(served: Served) -> None:
    assert served.client().get("/ready").json() == {"status": "ready", "contributions": served.store.last[0]}


def raw(served: Served, request: bytes) -> bytes:
    """The first bytes that the server sends to what may be no HTTP at all."""
    to = urlsplit(served.url)
    with socket.create_connection((to.hostname or "", to.port or 0), timeout=20) as connection:
        connection.sendall(request)
        return connection.recv(4096)


@pytest.mark.parametrize(
    "request_",
    [b"GET / HTTP/1.1\r\n\r\n", b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"],
)
def test_what_is_no_request_gets_no_server_error(served_for_reading: Served, request_: bytes) -> None:
    assert raw(served_for_reading, request_).startswith((b"HTTP/1.1 400", b"HTTP/1.1 421"))


def test_an_error_that_nobody_foresaw_is_told_without_its_words(
    served: Served, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> bytes:
        raise ZeroDivisionError("inner words")

    monkeypatch.setattr(Metrics, "text", fails)
    answer = served.client().get("/metrics")
    assert (answer.status_code, answer.json()["title"], "inner words" in answer.text) == (500, "Defect", False)
    assert "inner words" in caplog.text
