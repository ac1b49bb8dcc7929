"""Standing on the server: on the pages of items, on a page of its own, and over the JSON API."""

from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import httpx
import numpy as np
import pytest

from graph import (
    REASONS,
    STANDARDS,
    Store,
    add,
    assess,
    create_store,
    differences,
    edit,
    find_item,
    open_store,
    standing_changes,
    standing_of,
    weakest_points,
)
from graph.arrays.upkeep import arrays_of
from tests.test_web.conftest import Served, serving
from viz import STANDINGS

PAGE = "/corpus/long-american-century/"
DEFENDED = "interdependence-source-of-strength"
WEAK_POINT = "us-drives-the-bus"
HTML = {"Accept": "text/html"}
HOSTILE = "</script><img src=x onerror='a()'>{{7*7}}”"


@pytest.fixture
def api(served_for_reading: Served) -> httpx.Client:
    return served_for_reading.client()


def page(client: httpx.Client, address: str) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


# ---- The page of an item ----


@pytest.mark.parametrize("item", [DEFENDED, "assault-undercuts-american-power", "better-feared-than-loved"])
def test_the_page_of_a_statement_tells_its_standing_by_sign_word_reason_and_strength(
    api: httpx.Client, shipped: Store, item: str
) -> None:
    verdict = standing_of(shipped).verdict(find_item(shipped, item))
    seen, sign = page(api, PAGE + item), STANDINGS[verdict.standing]
    assert (
        f'<span aria-hidden="true">{sign.glyph}</span> {sign.word.capitalize()}</span>: {REASONS[verdict.reason]}.'
        in seen
    )
    assert "<meter" in seen


def test_the_page_of_a_statement_tells_why_with_links_to_what_decides(api: httpx.Client) -> None:
    seen = page(api, PAGE + DEFENDED)
    assert f'“<a href="{PAGE}{WEAK_POINT}"><bdi>' in seen
    assert "speaks against it, but falls" in seen


def test_the_page_of_a_statement_leads_to_what_would_be_if_it_fell(api: httpx.Client) -> None:
    seen = page(api, PAGE + WEAK_POINT)
    assert f"#/focus/{WEAK_POINT}?sel={WEAK_POINT}&reject={WEAK_POINT}" in seen
    assert f"&accept={WEAK_POINT}" in seen
    listed = (
        f"/standing?reject={quote('https://w3id.org/claimatlas/corpus/long-american-century/' + WEAK_POINT, safe='')}"
    )
    assert listed in seen
    assert "as you suppose" in page(api, listed)


@pytest.mark.parametrize("item", ["china", "greenland-threat", "essay"])
def test_what_is_no_part_of_the_argument_has_no_standing(api: httpx.Client, item: str) -> None:
    assert 'id="standing"' not in page(api, PAGE + item)


def test_a_step_has_a_standing_and_no_strength(api: httpx.Client) -> None:
    seen = page(api, PAGE + "imposes-because-hard-power-brandished")
    assert 'id="standing"' in seen
    assert "<meter" not in seen


def test_the_page_changes_with_the_next_objection(served: Served) -> None:
    client = served.client()
    assert "Stands</span>: nothing speaks against it." in page(client, PAGE + WEAK_POINT)
    add(
        served.store, {"kind": "counterargument", "label": "It does not", "text": "It does not.", "attacks": WEAK_POINT}
    )
    assert "Stands</span>: nothing" not in page(client, PAGE + WEAK_POINT)


def test_hostile_titles_stay_text(served: Served) -> None:
    for item in (DEFENDED, WEAK_POINT):
        edit(served.store, find_item(served.store, item), {"label": f"{item[:5]}{HOSTILE}"[:60]})
    client = served.client()
    for address in (PAGE + DEFENDED, "/standing", f"/standing?reject={WEAK_POINT}"):
        answer = client.get(address, headers=HTML)
        assert answer.status_code == 200
        assert "<img" not in answer.text
        assert "{{7*7}}" in answer.text


# ---- The page of its own ----


@pytest.mark.parametrize("reading", STANDARDS)
def test_the_page_counts_what_stands_under_a_reading(api: httpx.Client, shipped: Store, reading: str) -> None:
    seen = page(api, f"/standing?reading={reading}")
    labels = standing_of(shipped, reading).labels[: len(standing_of(shipped).arrays.statements)]
    for label in (1, 0, -1):
        assert f'<td class="number">{int((labels == label).sum())}</td>' in seen.partition('class="total"')[2]
    assert STANDARDS[reading].text in seen


def test_the_page_tells_what_theses_hang_on(api: httpx.Client, shipped: Store) -> None:
    thesis = find_item(shipped, DEFENDED)
    (point,) = weakest_points(standing_of(shipped), thesis)
    seen = page(api, "/standing").partition(f'href="{PAGE}{DEFENDED}"')[2].partition("</li>")[0]
    assert f'href="{standing_of(shipped).arrays.iri(point.node).removeprefix("https://w3id.org/claimatlas")}"' in seen
    assert "Rejecting this leaves it open" in seen


def test_the_page_tells_where_the_authors_word_and_the_map_differ(api: httpx.Client, shipped: Store) -> None:
    seen = page(api, "/standing").partition('id="differ"')[2]
    found = differences(standing_of(shipped))
    assert found
    for one in found:
        assert f'href="{standing_of(shipped).arrays.iri(one.node).removeprefix("https://w3id.org/claimatlas")}"' in seen


def test_where_they_agree_the_page_says_so(tmp_path: Path) -> None:
    create_store(tmp_path, empty=True)
    with open_store(tmp_path) as store, serving(store) as served:
        assert "They agree" in page(served.client(), "/standing")


@pytest.mark.parametrize(
    "query", ["reading=lenient", "reject=no-such-thing", "accept=china", f"reject={WEAK_POINT}&accept={WEAK_POINT}"]
)
def test_what_cannot_be_supposed_is_refused(api: httpx.Client, query: str) -> None:
    assert api.get(f"/standing?{query}", headers=HTML).status_code == 422
    answer = api.get(f"/api/standing?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"]


# ---- The JSON API ----


def test_the_api_counts_and_lists_what_the_map_comes_to(api: httpx.Client, shipped: Store) -> None:
    told = api.get("/api/standing").json()
    found = standing_of(shipped)
    assert sum(sum(row.values()) for row in told["counts"].values()) == len(found.arrays.statements)
    assert {(one["iri"], one["standing"], one["reason"]) for one in told["theses"]} == {
        (row["t"], *found.verdict(row["t"])) for row in shipped.query("SELECT ?t { ?t a ca:Thesis }")
    }
    assert [one["iri"] for one in told["differences"]] == [found.arrays.iri(one.node) for one in differences(found)]
    assert told["changes"] == []


@pytest.mark.parametrize("reading", STANDARDS)
def test_the_api_tells_what_assumptions_change(api: httpx.Client, shipped: Store, reading: str) -> None:
    names = [WEAK_POINT, "better-feared-than-loved", "hard-power-wins-short-term"]
    told = api.get("/api/standing", params={"reading": reading, "reject": names[:2], "accept": names[2:]}).json()
    iris = [find_item(shipped, name) for name in names]
    after = assess(arrays_of(shipped), reading, accept=iris[2:], reject=iris[:2])
    changes = standing_changes(standing_of(shipped, reading), after).statements
    expected = {(after.arrays.iri(n), *pair) for pair, nodes in changes.items() for n in nodes}
    assert {(one["iri"], one["before"], one["after"]) for one in told["changes"]} == expected
    assert sorted(told["rejected"]) == sorted(iris[:2])
    assert told["accepted"] == iris[2:]


def test_the_api_explains_an_item(api: httpx.Client, shipped: Store) -> None:
    told = api.get(f"/api/items/{DEFENDED}/standing", params={"reading": "balanced", "reject": WEAK_POINT}).json()
    after = assess(arrays_of(shipped), "balanced", reject=[find_item(shipped, WEAK_POINT)])
    assert (told["standing"], told["reason"]) == after.verdict(find_item(shipped, DEFENDED))
    assert told["reading"] == "balanced"
    assert told["sentences"][0]["depth"] == 0
    assert {one["item"] for one in told["moves"]} >= {told["item"]}


def test_every_statement_step_and_objection_tells_its_standing_among_all_else(
    api: httpx.Client, shipped: Store
) -> None:
    found = standing_of(shipped)
    for node in np.flatnonzero(found.map.counts)[::97].tolist():
        told = api.get(f"/api/items/{quote(found.arrays.iri(node), safe='')}").json()["standing"]
        assert (told["standing"], told["reason"]) == found.verdict(node)


@pytest.mark.parametrize("item", ["china", "greenland-threat"])
def test_other_items_have_none(api: httpx.Client, item: str) -> None:
    assert api.get(f"/api/items/{item}").json()["standing"] is None
    answer = api.get(f"/api/items/{item}/standing")
    assert (answer.status_code, answer.json()["title"]) == (404, "No standing")


@pytest.mark.parametrize(
    "address", ["/api/standing", "/api/standing?reading=strict", f"/api/items/{DEFENDED}/standing"]
)
def test_a_client_that_has_it_gets_304_until_something_changes(served: Served, address: str) -> None:
    client = served.client()
    tag = client.get(address).headers["etag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    add(
        served.store, {"kind": "counterargument", "label": "It does not", "text": "It does not.", "attacks": WEAK_POINT}
    )
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


class Later:
    """A thread that does not start; what it was to do is done when somebody asks for it."""

    waiting: ClassVar[list[Callable[[], None]]] = []

    def __init__(self, target: Callable[..., None], args: tuple[object, ...], daemon: bool) -> None:
        self.waiting.append(lambda: target(*args))

    def start(self) -> None:
        """Do nothing."""


def test_a_large_argument_is_read_while_nobody_waits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.standing_ready._FEW", 1)
    monkeypatch.setattr("app.web.standing_ready.Thread", Later)
    monkeypatch.setattr(Later, "waiting", [])
    with serving(store) as served:
        client = served.client()
        for address in ("/standing", "/api/standing", f"/api/items/{DEFENDED}/standing"):
            answer = client.get(address, headers=HTML if address == "/standing" else {})
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
        told = client.get(f"/api/items/{DEFENDED}")
        assert told.json()["standing"] is None
        assert "etag" not in told.headers
        assert 'id="standing"' not in page(client, PAGE + DEFENDED)
        (work,) = Later.waiting
        work()
        assert client.get(f"/api/items/{DEFENDED}").json()["standing"]["standing"] == "stands"
        assert client.get("/standing", headers=HTML).status_code == 200


def test_the_start_page_tells_of_standing_as_soon_as_it_is_known(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for few in ("app.web.standing_ready._FEW", "app.web.worlds.MOST", "graph.standing.kept.SOON"):
        monkeypatch.setattr(few, 1)
    monkeypatch.setattr("app.web.standing_ready.Thread", Later)
    monkeypatch.setattr(Later, "waiting", [])
    with serving(store) as served:
        client = served.client()
        before = client.get("/", headers=HTML).text
        client.get("/standing", headers=HTML)
        Later.waiting[-1]()
        after = client.get("/", headers=HTML).text
    assert [page.count("Put forward by the author, and yet it falls") > 0 for page in (before, after)] == [False, True]


# ---- SPARQL ----


def test_the_protocol_asks_for_it_and_sees_each_change(served: Served) -> None:
    client = served.client()
    query = "SELECT (COUNT(*) AS ?n) { GRAPH standing: { ?s ca:standing ca:falls } }"

    def fallen() -> int:
        answer = client.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"})
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    before = fallen()
    assert before
    add(
        served.store, {"kind": "counterargument", "label": "It does not", "text": "It does not.", "attacks": WEAK_POINT}
    )
    assert fallen() != before


def test_its_graph_can_be_fetched_whole_and_not_be_written(served: Served) -> None:
    client = served.client()
    graph = {"graph": "https://w3id.org/claimatlas/standing/strict"}
    answer = client.get("/store", params=graph, headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    assert "ca:strictReading" in answer.text
    assert client.delete("/store", params=graph).status_code == 403
