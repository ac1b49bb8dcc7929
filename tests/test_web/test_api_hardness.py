"""What every route of the application does with what nobody should send: one shape of refusal, and never a failure."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.web import Limits, Settings, create_app
from graph import open_store
from tests.test_web.conftest import TOKENS, Served, serving

BODY = 20_000
"""How many bytes a body may have here."""
ODD_NAMES = ("a/b", "%3Chttp:%2F%2Fa%3E%20%7B%7D%00")
MORE_ODD_NAMES = (
    "%00", "%FF", "http:%2F%2F[", "%2F", "%ED%A0%80", "..%2f..%2fetc", "'%22%3E", "a" * 5000, "%F0%9F%A6%84", ":",
    "ca:Claim", "x%0D%0AA:%20b",
)  # fmt: skip
BODIES = {
    "nothing": b"",
    "not UTF-8": b"\xff\xfe\xfa{",
    "NUL": b'{"kind": "claim", "label": "a\x00b"}\x00',
    "NUL as an escape": b'{"kind": "claim", "label": "a\\u0000b", "text": "It is so and not otherwise."}',
    "half a character": b'{"kind": "claim", "label": "\\ud800", "\\udfff": "\\ud800", "text": ["\\ud800"]}',
    "huge numbers": b'{"kind": "claim", "label": 1e999999, "text": %s}' % (b"9" * 4000),
    "more digits than can be read": b"1" * 5000,
    "deep": b"[" * 9000 + b"]" * 9000,
    "deep objects": b'{"a":' * 3000 + b"1" + b"}" * 3000,
    "cut off": b'{"kind": "claim", "label',
    "NaN": b'{"kind": "claim", "label": NaN, "text": -Infinity}',
    "too long": b" " * (BODY + 1),
}
TYPES = ("application/json", "application/merge-patch+json", "text/csv", "application/x-www-form-urlencoded",
         "application/x-ndjson", "text/turtle", "application/sparql-update", "multipart/form-data; boundary=x",
         "application/ld+json", "application/yaml", "text/plain; charset=utf-16", "nonsense", "")  # fmt: skip


def routes_of(web: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path of every route, also of those that the OpenAPI document does not tell."""

    def walk(routes: object) -> Iterator[tuple[str, str]]:
        for route in routes:  # type: ignore[attr-defined]
            if hasattr(route, "original_router"):
                yield from walk(route.original_router.routes)
            elif getattr(route, "methods", None):
                yield from ((method, route.path) for method in route.methods)

    return walk(web.routes)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The shipped essay in memory, for those who have tokens, with low limits."""
    tokens: Path = tmp_path_factory.mktemp("tokens") / "tokens.txt"
    tokens.write_text("".join(f"{role.title()} {role} {token}\n" for role, token in TOKENS.items()), "utf-8")
    limits = Limits(body=BODY, upload=BODY, writes=10**6, query_seconds=5)
    with (
        open_store(":memory:") as store,
        serving(store, Settings(token_file=tokens, limits=limits, workers=1)) as served,
    ):
        yield served


@pytest.fixture(scope="module")
def routes() -> list[tuple[str, str]]:
    """Method and path of every route, with something in the place of each parameter."""
    with open_store(":memory:", read_only=True) as store:
        found = sorted(set(routes_of(create_app(store))))
    assert len(found) > 50
    return [(method, re.sub(r"\{[^}]*\}", "x", path)) for method, path in found]


def faults_in(answer: httpx.Response) -> list[str]:
    """What is wrong with an answer: a failure, or a refusal of another shape."""
    at = f"{answer.request.method} {answer.request.url.raw_path.decode()[:150]}: {answer.status_code}"
    if answer.status_code >= 500:
        return [f"{at} {answer.text[:300]}"]
    if answer.status_code < 400 or answer.request.method == "HEAD":
        return []
    if answer.headers.get("content-type") != "application/problem+json":
        is_page = "text/html" in answer.headers.get("content-type", "") and not answer.request.url.path.startswith(
            "/api/"
        )
        return [] if is_page else [f"{at} {answer.headers.get('content-type')}"]
    told = json.loads(answer.content)
    is_whole = {"type", "title", "status", "detail", "instance"} <= told.keys() and told["detail"]
    return [] if is_whole and told["status"] == answer.status_code else [f"{at} {answer.text[:300]}"]


def statuses(faults: list[str], answer: httpx.Response) -> int:
    """The status of an answer; its faults are noted."""
    faults += faults_in(answer)
    return answer.status_code


def test_a_method_that_no_address_has_is_refused_everywhere(guarded: Served, routes: list[tuple[str, str]]) -> None:
    faults: list[str] = []
    with guarded.client("admin") as client:
        found = {path: statuses(faults, client.request("PROPFIND", path)) for _, path in routes}
    assert (faults, {path: status for path, status in found.items() if status != 405}) == ([], {})


def test_every_address_of_the_api_tells_which_methods_it_has(guarded: Served, routes: list[tuple[str, str]]) -> None:
    with guarded.client("admin") as client:
        for path in {path for _, path in routes if path.startswith("/api/")}:
            known = {method for method, one in routes if one == path}
            answer = client.request("PROPFIND", path)
            assert known <= set(answer.headers["allow"].split(", ")), path


def test_get_and_head_tell_the_same_but_for_the_body(guarded: Served, routes: list[tuple[str, str]]) -> None:
    with guarded.client("admin") as client:
        for method, path in routes:
            if method == "HEAD" and path.startswith("/api/"):
                head, get = client.head(path), client.get(path)
                assert (head.status_code, head.content) == (get.status_code, b""), path


@pytest.mark.parametrize("token", ["", "Bearer guessed-it-did-i-not", "Bearer \xff", "Bearer", "Basic YTpi"])
def test_without_a_token_that_somebody_has_nothing_is_told_or_done(
    guarded: Served, routes: list[tuple[str, str]], token: str
) -> None:
    faults: list[str] = []
    headers = {b"Authorization": token.encode("latin-1")} if token else {}
    with guarded.client() as client:
        found = {
            (method, path): statuses(faults, client.request(method, path, headers=headers)) for method, path in routes
        }
    assert faults == []
    open_to_all = re.compile(r"/(health|ready|sign-in|sign-out|static/.*|api/me|api/openapi.json|favicon.*)$")
    told = {one: status for one, status in found.items() if not open_to_all.match(one[1])}
    assert {one: status for one, status in told.items() if one[1].startswith("/api") and status != 401} == {}
    assert {one for one, status in told.items() if one[0] not in ("GET", "HEAD", "OPTIONS") and status < 400} == set()


@pytest.mark.slow
def test_no_body_of_any_type_makes_any_route_fail(guarded: Served, routes: list[tuple[str, str]]) -> None:
    faults: list[str] = []
    with guarded.client("admin") as client:
        for method, path in routes:
            if method not in ("GET", "HEAD", "OPTIONS"):
                for number, (name, body) in enumerate(BODIES.items()):
                    media_types = TYPES if name == "cut off" else (TYPES[0], TYPES[number % len(TYPES)])
                    for media_type in media_types:
                        headers = {"Content-Type": media_type, "If-Match": "*"}
                        status = statuses(faults, client.request(method, path, content=body, headers=headers))
                        if name == "too long" and status not in (401, 403):
                            faults += [] if status == 413 else [f"{method} {path} took too much: {status}"]
    assert faults == []


@pytest.mark.parametrize("name", [*ODD_NAMES, *(pytest.param(name, marks=pytest.mark.slow) for name in MORE_ODD_NAMES)])
def test_no_name_in_any_address_makes_any_route_fail(guarded: Served, routes: list[tuple[str, str]], name: str) -> None:
    faults: list[str] = []
    with guarded.client("admin") as client:
        for method, path in routes:
            if method in ("GET", "DELETE", "PATCH") and "/x" in path:
                address = path.replace("/x", f"/{name}", 1) + ("?reason=Why" if method == "DELETE" else "")
                body = b'{"label": "Another"}' if method == "PATCH" else None
                headers = {"If-Match": "*", "Content-Type": "application/json"} if body else {}
                faults += faults_in(client.request(method, guarded.url + address, content=body, headers=headers))
    assert faults == []


@pytest.mark.slow
def test_no_parameter_makes_any_route_fail(guarded: Served, routes: list[tuple[str, str]]) -> None:
    faults: list[str] = []
    values = ("%00%ED%A0%80", "9" * 400, "%22%7D%20DROP%20ALL")
    document = httpx.get(f"{guarded.url}/api/openapi.json").json()["paths"]
    with guarded.client("admin") as client:
        for path, operations in document.items():
            for method, operation in operations.items():
                for one in operation.get("parameters", ()):
                    for value in values if one["in"] == "query" else ():
                        address = re.sub(r"\{[^}]*\}", "trust", path)
                        answer = client.request(method.upper(), f"{guarded.url}{address}?{one['name']}={value}")
                        faults += faults_in(answer)
    assert faults == []
