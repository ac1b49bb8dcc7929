"""Requests to the JSON API that change nothing: refused ones, dry runs, named queries."""

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from graph import log, open_store
from tests.test_web.conftest import Served, serving
from tests.test_web.test_api_changes import EVIDENCE, ITEM, OBJECTION, change, lines, tag_of


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """The shipped essay in memory, served to everybody as admin; for tests that change nothing."""
    with open_store(":memory:") as store, serving(store) as served:
        yield served


@pytest.fixture
def api(served: Served) -> httpx.Client:
    return served.client()


def test_every_fault_of_every_draft_is_told_at_once_and_nothing_added(api: httpx.Client, served: Served) -> None:
    bad = [{**OBJECTION, "text": "", "attacks": "nobody-knows"}, EVIDENCE, {"kind": "clam", "label": "x"}]
    answer = api.post("/api/items", json=bad)
    assert answer.status_code == 422
    told = {(one["draft"], one.get("field")) for one in answer.json()["errors"]}
    assert {(1, "text"), (1, "attacks"), (3, "kind")} <= told
    assert log(served.store)[0].contribution.number == 1


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"{", 400, "line 1, column 2"),
        (b"", 400, "line 1"),
        (b"\xff\xfe{", 400, "UTF-8"),
        (b"[" * 100_000, 400, "deeply"),
        (b"9" * 5000, 400, "digits"),
        (b"[]", 422, "no draft"),
        (b"{}", 422, "no draft"),
        (b"null", 422, ""),
        (b"12", 422, "list of items"),
        (b'"text"', 422, "list of items"),
        (b'[["a"]]', 422, "fields and values"),
        (b'{"label": "a", "label": "b"}', 422, "twice"),
        (b'{"kind": "claim", "label": "\\ud800", "text": "It is so."}', 422, "half a character"),
        (b'{"\\ud800": 1}', 422, ""),
        (b'{"kind": "claim", "label": "a\\u0000b", "text": "It is so and so."}', 422, "control character"),
        (b'{"kind": {"a": 1}, "label": "b"}', 422, "text or a number"),
        (b'{"kind": "claim", "label": NaN}', 422, "not a number"),
        (b'{"kind": "claim", "label": 1e999999999, "text": ""}', 422, ""),
    ],
)
def test_a_body_that_is_no_draft_is_refused_with_its_fault(
    api: httpx.Client, body: bytes, status: int, told: str
) -> None:
    answer = api.post("/api/items", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert told in answer.text


def test_an_edit_that_says_what_is_there_makes_no_contribution(api: httpx.Client) -> None:
    item = api.get(f"/api/items/{ITEM}").json()
    answer = change(api, ITEM, {"label": item["label"]}, item["etag"])
    assert (answer.status_code, answer.json()["contribution"], answer.json()["changes"]) == (200, None, [])


def test_the_fields_of_an_item_can_be_sent_back_as_they_are(api: httpx.Client) -> None:
    for name in (ITEM, "power:trust", "tariff-threats-immigration", "united-states"):
        item = api.get(f"/api/items/{name}").json()
        answer = change(api, name, item["fields"], item["etag"], dry_run="true")
        assert (answer.status_code, answer.json().get("changes")) == (200, []), answer.text


def test_a_dry_run_of_an_edit_changes_nothing(api: httpx.Client) -> None:
    before = api.get(f"/api/items/{ITEM}").json()
    answer = change(api, ITEM, {"label": "Another"}, before["etag"], dry_run="true")
    assert [one["after"] for one in answer.json()["changes"]] == [["Another"]]
    assert api.get(f"/api/items/{ITEM}").json() == before


def test_an_edit_without_if_match_is_428_and_tells_the_tag(api: httpx.Client) -> None:
    answer = api.patch(f"/api/items/{ITEM}", json={"label": "Another"})
    assert (answer.status_code, answer.headers["etag"]) == (428, tag_of(api, ITEM))


@pytest.mark.parametrize("tag", ['"nonsense"', "nonsense", '""', '"0x"', 'W/"1.2"'])
def test_a_tag_that_is_none_is_412(api: httpx.Client, tag: str) -> None:
    answer = change(api, ITEM, {"label": "Another"}, tag)
    assert (answer.status_code, answer.json()["changed"]) == (412, [])


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"text": ""}, "text"),
        ({"nonsense": 1}, "nonsense"),
        ({"subject": "nobody-knows"}, "subject"),
        ({"kind": "clam"}, "kind"),
        ({"iri": "https://example.org/x"}, "iri"),
        ({"label": None}, "label"),
        ({"label": ["a", "b"]}, "label"),
        ({"label": {"a": "b"}}, "label"),
        ({"label": "a\u0000b"}, "label"),
        ({"implicit": "maybe"}, "implicit"),
    ],
)
def test_a_wrong_value_in_an_edit_is_422_at_its_field(api: httpx.Client, fields: dict[str, Any], named: str) -> None:
    answer = change(api, ITEM, fields, "*")
    assert (answer.status_code, {one.get("field") for one in answer.json()["errors"]}) == (422, {named})


@pytest.mark.parametrize("params", [{}, {"reason": ""}, {"reason": "  "}])
def test_to_retract_needs_a_reason(api: httpx.Client, params: dict[str, str]) -> None:
    answer = api.delete(f"/api/items/{ITEM}", params=params)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "reason")


def test_a_fault_in_one_of_many_drafts_is_told_by_its_line_and_nothing_added(api: httpx.Client, served: Served) -> None:
    body = f'{json.dumps(OBJECTION)}\n{{"kind": "claim"\n{json.dumps({**EVIDENCE, "text": ""})}\n'
    answer = api.post("/api/items/bulk", content=body, headers={"Content-Type": "application/x-ndjson"})
    problem = lines(answer)[-1]["problem"]
    assert (problem["status"], {one["place"] for one in problem["errors"]}) == (422, {"line 2", "line 3"})
    assert log(served.store)[0].contribution.number == 1


def test_a_body_that_cannot_be_read_tells_no_path_of_the_server(api: httpx.Client) -> None:
    for body in (b"", b"\xff\xff\xff", b"{", b"\0\0\0\0"):
        answer = api.post("/api/items/bulk", content=body, headers={"Content-Type": "application/json"})
        assert (lines(answer)[-1]["problem"]["status"], "/tmp" in answer.text) == (422, False)


def test_a_cut_connection_adds_nothing(served: Served) -> None:
    at = urlsplit(served.url)
    with socket.create_connection((at.hostname or "", at.port or 0)) as raw:
        head = f"POST /api/items/bulk HTTP/1.1\r\nHost: {at.netloc}\r\nContent-Type: application/x-ndjson\r\n"
        raw.sendall(f"{head}Content-Length: 100000\r\n\r\n{json.dumps(OBJECTION)}\n".encode())
    assert served.client().get("/api/contributions").json()["contributions"][0]["number"] == 1


def test_a_named_query_is_answered_with_its_parameters(api: httpx.Client) -> None:
    answer = api.get("/api/queries/policies-eroding-power?power=trust")
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert len(answer.json()["results"]["bindings"]) > 3
    csv = api.get("/api/queries/policies-eroding-power?power=trust", headers={"Accept": "text/csv"})
    assert csv.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("no-such-query", 404),
        ("policies-eroding-power?powr=trust", 400),
        ("policies-eroding-power?power=nobody-knows", 404),
        ("policies-eroding-power?format=odd", 406),
    ],
)
def test_a_named_query_that_cannot_be_answered_says_why(api: httpx.Client, address: str, status: int) -> None:
    answer = api.get(f"/api/queries/{address}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_every_named_query_is_listed_and_answered_at_its_address(api: httpx.Client) -> None:
    queries = api.get("/api/queries").json()["queries"]
    assert len(queries) == 35
    assert all(api.get(one["address"]).status_code == 200 for one in queries)
