"""What changed, when, by whom and why: the list, the feed, and the page of each contribution."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import httpx
import pytest
from rdflib import Graph, URIRef

from graph import add, contribution_of, edit, log, open_store, retract
from ontology import CA
from tests.test_web.conftest import Served, serving

BASE = "https://w3id.org/claimatlas"
THESIS = f"{BASE}/corpus/long-american-century/assault-undercuts-american-power"
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "</p><script>alert(1)</script> & \x0b"


def page(client: httpx.Client, address: str, status: int = 200) -> str:
    """A page as a browser asks for it."""
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    return answer.text


def numbers(text: str) -> list[int]:
    """The numbers of the contributions in a list."""
    return [int(one) for one in re.findall(r'id="change-(\d+)"', text)]


@pytest.fixture(scope="module")
def changed() -> Iterator[Served]:
    """The shipped essay after five changes by two people, for tests that change nothing."""
    with open_store(":memory:") as store:
        edit(store, THESIS, {"label": "A new title"}, by="Ada", message="Shorter")
        edit(store, THESIS, {"text": "Assailing interdependence undercuts power."}, by="Bert", message="Clearer")
        added = add(store, {"kind": "claim", "label": "Trade binds", "text": "Trade binds countries."}, by="Ada")
        retract(store, [added.items[0].iri], "It was said before", by="Bert")
        edit(store, "trust", {"definition": "That others rely on a country's word."}, by="Ada", message="In short")
        with serving(store) as served:
            yield served


def test_contributions_are_listed_newest_first_under_their_day(changed: Served) -> None:
    with changed.client() as client:
        text = page(client, "/changes")
    assert numbers(text) == [6, 5, 4, 3, 2, 1]
    assert f'<time datetime="{date.today()}"' in text
    assert all(words in text for words in ("Ada", "Bert", "Clearer", "It was said before", "1 item:"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("by=Ada", [6, 4, 2]),
        ("by=Nobody", []),
        ("item=assault-undercuts-american-power", [3, 2]),
        ("item=trade-binds", [5, 4]),
        ("by=Bert&item=assault-undercuts-american-power", [3]),
        ("since=today", [6, 5, 4, 3, 2, 1]),
        (f"since={date.today() + timedelta(days=1)}", []),
        (f"until={date.today() - timedelta(days=1)}", []),
        ("before=4", [3, 2, 1]),
    ],
)
def test_the_list_can_be_narrowed(changed: Served, asked: str, found: list[int]) -> None:
    with changed.client() as client:
        assert numbers(page(client, f"/changes?{asked}")) == found


@pytest.mark.parametrize("since", ["2026-13-01", "soon", "20261123", "2026-11-23T00:00"])
def test_what_is_no_day_is_told(served_for_reading: Served, since: str) -> None:
    with served_for_reading.client() as client:
        answer = client.get("/changes", params={"since": since})
    assert answer.status_code == 422
    assert since in answer.json()["detail"]


def test_a_long_list_comes_page_by_page(served: Served) -> None:
    for number in range(90):
        edit(served.store, THESIS, {"label": f"Title {number}"}, by="Ada")
    found: list[int] = []
    with served.client() as client:
        address = "/changes"
        while address:
            text = page(client, address)
            found += numbers(text)
            older = re.search(r'rel="next" href="([^"]*)"', text)
            address = older[1] if older else ""
    assert found == list(range(91, 0, -1))


def test_what_came_of_items_since_a_day_leaves_out_what_was_taken_back(changed: Served) -> None:
    with changed.client() as client:
        text = page(client, "/changes?since=yesterday&show=items")
    told = text[text.index('id="came"') : text.index('class="day"')]
    assert "A new title" in told
    assert "Trade binds" not in told


def test_a_contribution_tells_each_field_before_and_after(changed: Served) -> None:
    with changed.client() as client:
        text = page(client, "/contributions/2")
    assert re.search(r"<del>.*Assailing interdependence undercuts American power</bdi></del>", text)
    assert re.search(r"<ins>.*A new title</bdi></ins>", text)
    assert 'action="/contributions/2/undo"' in text
    assert "Edited" in text


@pytest.mark.parametrize(("number", "what"), [(4, "Added"), (5, "Retracted"), (6, "Edited")])
def test_a_contribution_tells_what_became_of_items(changed: Served, number: int, what: str) -> None:
    with changed.client() as client:
        assert f"{what} <span" in page(client, f"/contributions/{number}")


def test_a_contribution_is_reached_by_its_iri_too(changed: Served) -> None:
    made = contribution_of(changed.store, "3")
    with changed.client() as client:
        answer = client.get(made.iri.removeprefix(BASE))
        assert (answer.status_code, answer.headers["location"]) == (303, "/contributions/3")
        graph = Graph().parse(data=client.get("/contributions/3.ttl").content, format="turtle")
    assert str(graph.value(URIRef(made.iri), CA.message)) == "Clearer"
    assert len(list(graph.subjects(CA.changes, URIRef(THESIS)))) == 1


@pytest.mark.parametrize("address", ["/contributions/99", "/contributions/x", "/contribution/20260101T000000-aaaaaaaa"])
def test_a_contribution_that_is_not_there_is_not_found(served_for_reading: Served, address: str) -> None:
    with served_for_reading.client() as client:
        assert client.get(address).status_code == 404


def test_who_only_reads_can_undo_nothing(served_with_tokens: Served) -> None:
    edit(served_with_tokens.store, THESIS, {"label": "A new title"}, by="Ada")
    with served_with_tokens.client("read") as client:
        assert "/undo" not in page(client, "/contributions/2")
    with served_with_tokens.client() as client:
        assert client.get("/changes").status_code == 401


def test_the_feed_says_what_the_list_says(changed: Served) -> None:
    with changed.client() as client:
        answer = client.get("/changes.atom")
        again = client.get("/changes.atom", headers={"If-None-Match": answer.headers["etag"]})
        of_ada = client.get("/changes.atom?by=Ada").content
    feed = ET.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}id") for one in entries] == [e.contribution.iri for e in log(changed.store)]
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    assert len(ET.fromstring(of_ada).findall(f"{ATOM}entry")) == 3
    assert again.status_code == 304


def test_hostile_messages_stay_texts_in_list_page_and_feed(served: Served) -> None:
    edit(served.store, THESIS, {"label": "A new title"}, by=HOSTILE, message=HOSTILE)
    with served.client() as client:
        texts = [page(client, address) for address in ("/changes", "/contributions/2", THESIS.removeprefix(BASE))]
        feed = ET.fromstring(client.get("/changes.atom").content)
    assert all("<script>alert" not in text and "&lt;script&gt;" in text for text in texts)
    assert "<script>" in (feed.findtext(f"{ATOM}entry/{ATOM}title") or "")
