"""Annotations made, changed and deleted through the Web Annotation Protocol."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import check_store, show_item
from tests.quick import examples
from tests.test_web.bridges import (
    BASE,
    CONTEXT,
    MEDIA_TYPE,
    START,
    at,
    comment,
    make_bridges,
    post,
    put,
    quoting,
    selector,
    serving_folder,
)  # fmt: skip
from tests.test_web.conftest import Served


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that has the text on bridges, to be copied."""
    folder = tmp_path_factory.mktemp("bridges")
    make_bridges(folder)
    return folder


@pytest.fixture(scope="module")
def server(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of that, for tests that do not mind one another."""
    with serving_folder(copytree(made, tmp_path_factory.mktemp("shared") / "bridges")) as served:
        yield served


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Iterator[Served]:
    """A server of that, for one test."""
    with serving_folder(copytree(made, tmp_path / "bridges")) as served:
        yield served


# --- making ---

WORDS = ["costs much", "pays back slowly", "single year", "ferry 🌉 at", "years builds none – and waits"]
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u202d\u202e\ufffe\uffff"), max_size=80
)


@given(quote=st.sampled_from(WORDS), text=TEXTS, motivation=st.sampled_from(["commenting", "assessing", "describing"]))
@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_posted_is_what_is_got(server: Served, quote: str, text: str, motivation: str) -> None:
    sent = comment(server.store, f"Said: {text}; said so.", quoting(quote), motivation=motivation)
    with server.client() as client:
        made = post(client, sent)
        assert made.status_code == 201, made.text
        got = client.get(made.headers["location"])
    said = got.json()
    assert said == made.json()
    assert got.headers["etag"] == made.headers["etag"]
    assert said["motivation"] == motivation
    assert {name: said["body"][name] for name in sent["body"]} == sent["body"]
    assert said["target"]["source"] == sent["target"]["source"]
    assert selector(said, "TextQuoteSelector")["exact"] == quote


def test_a_text_becomes_a_claim_of_whoever_posts_it(own: Served) -> None:
    sent = comment(own.store, "A century is long. Few can wait.", creator={"name": "Somebody else"})
    with own.client() as client:
        said = post(client, sent).json()
    item = show_item(own.store, said["body"]["id"])
    assert (item.kind, item.label, item.text) == ("claim", "A century is long", "A century is long. Few can wait.")
    assert said["creator"]["name"] != "Somebody else"
    assert item.passage == "for a century"


def test_titles_are_short_and_no_two_alike(own: Served) -> None:
    text = "This comment goes on and on, for it has very many things to say of bridges and of much else besides"
    with own.client() as client:
        items = [post(client, comment(own.store, text)).json()["body"]["id"] for _ in range(3)]
    titles = [show_item(own.store, item).label for item in items]
    assert len(set(titles)) == 3
    assert all(len(title) <= 60 for title in titles)


def test_an_iri_as_body_is_a_further_anchor_of_that_item(own: Served) -> None:
    item = f"{BASE}/corpus/bridges/bridges-cost-much"
    sent = comment(own.store, "", quoting("pays back slowly"), body=item, motivation="identifying")
    with own.client() as client:
        made, again = post(client, sent), post(client, sent)
        items = client.get("/items/bridges-cost-much/annotations").json()["items"]
    assert (made.status_code, again.status_code) == (201, 409)
    assert [one["canonical"] for one in items] == [f"{item}-2-anchor", f"{item}-anchor"]
    assert again.json()["annotation"] in made.headers["location"]


@pytest.mark.parametrize(
    "selectors",
    [
        [quoting("A bridge", prefix="", suffix=" pays back for")],
        [quoting("A bridge", prefix="nobody should.\n\n")],
        [at(START, START + 8)],
        [at(START, START + 8), quoting("A bridge")],
        [quoting("a BRIDGE, pays back... for"), at(START, START + len("A bridge pays back for"))],
    ],
)
def test_a_passage_can_be_selected_in_several_ways(own: Served, selectors: list[dict[str, Any]]) -> None:
    with own.client() as client:
        made = post(client, comment(own.store, "Bridges outlast us.", *selectors))
    assert made.status_code == 201, made.text
    assert selector(made.json(), "TextPositionSelector")["start"] == START


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no context": ({"@context": "http://example.org/"}, "@context"),
    "another type": ({"type": "Note"}, "type"),
    "a motivation that nobody knows": ({"motivation": "shouting"}, "motivation"),
    "no body": ({"body": None}, "body"),
    "two bodies": ({"body": ["a", "b"]}, "body"),
    "an item that is not there": ({"body": f"{BASE}/corpus/bridges/nothing"}, "body"),
    "an empty text": ({"body": {"type": "TextualBody", "value": " "}}, "body.value"),
    "a text in HTML": ({"body": {"type": "TextualBody", "value": "<b>x</b>", "format": "text/html"}}, "body.format"),
    "no language": ({"body": {"type": "TextualBody", "value": "Words of it", "language": "en> ."}}, "body.language"),
    "half a character": ({"body": {"type": "TextualBody", "value": "half \ud83d of it"}}, "body.value"),
    "no target": ({"target": "http://example.org/"}, "target"),
    "no source of ours": ({"target": {"source": "http://example.org/", "selector": at(0, 5)}}, "target.source"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_wrong_with_an_annotation_is_told_at_its_place(server: Served, what: str) -> None:
    change, place = BAD[what]
    before = server.store.last
    with server.client() as client:
        answer = post(client, comment(server.store, "A century is long enough.") | change)
    assert answer.status_code == 422
    assert place in [one["field"] for one in answer.json()["errors"]]
    assert server.store.last == before


@pytest.mark.parametrize(
    ("selectors", "told"),
    [
        ([quoting("a tunnel under the sea")], "do not stand in the text"),
        ([quoting("A bridge")], "stand in 2 places"),
        ([quoting("A bridge", prefix="never before this")], "prefix and suffix"),
        ([quoting(" – ")], "words of the passage"),
        ([at(5, 3)], "within the text"),
        ([at(0, 10**6)], "within the text"),
        ([{"type": "TextPositionSelector", "start": "0", "end": True}], "whole numbers"),
        ([at(0, 10), quoting("for a century")], "at the position"),
        ([{"type": "XPathSelector", "value": "/p"}], "TextQuoteSelector"),
    ],
)
def test_a_passage_that_cannot_be_found_is_told(server: Served, selectors: list[dict[str, Any]], told: str) -> None:
    with server.client() as client:
        answer = post(client, comment(server.store, "A century is long enough.", *selectors))
    assert answer.status_code == 422
    assert told in answer.json()["detail"]


def test_a_text_that_is_not_attached_cannot_be_annotated(served: Served) -> None:
    essay = f"{BASE}/corpus/long-american-century/essay"
    with served.client() as client:
        sent = {"@context": CONTEXT, "type": "Annotation", "body": {"type": "TextualBody", "value": "Ten words or so."}}
        answer = post(client, sent | {"target": {"source": essay, "selector": at(0, 10)}})
    assert answer.status_code == 422
    assert "not attached" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        ("{", MEDIA_TYPE, 400),
        ("[]", MEDIA_TYPE, 422),
        ("[" * 100_000, MEDIA_TYPE, 400),
        ("{}", "text/turtle", 415),
        ("{}", "", 415),
        ("{}", "application/json", 422),
    ],
)
def test_what_is_no_annotation_is_refused(server: Served, content: str, media_type: str, status: int) -> None:
    with server.client() as client:
        answer = client.post("/annotations/", content=content, headers={"Content-Type": media_type})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


# --- changing ---


def test_what_was_got_can_be_put_back_and_changes_nothing(own: Served) -> None:
    with own.client() as client:
        made = post(client, comment(own.store, "A century is long enough."))
        before = own.store.last
        again = put(client, made.headers["location"], made.json(), made.headers["etag"])
    assert (again.status_code, again.json()) == (200, made.json())
    assert again.headers["etag"] == made.headers["etag"]
    assert own.store.last == before


def test_passage_text_and_motivation_can_be_changed(own: Served) -> None:
    with own.client() as client:
        made = post(client, comment(own.store, "A century is long enough."))
        sent = comment(own.store, "A year is short enough.", quoting("single year"), motivation="assessing")
        said = put(client, made.headers["location"], sent, made.headers["etag"]).json()
    assert said["id"] == made.json()["id"]
    assert (said["motivation"], said["body"]["value"]) == ("assessing", "A year is short enough.")
    assert selector(said, "TextQuoteSelector")["exact"] == "single year"
    assert show_item(own.store, said["body"]["id"]).passage == "single year"


def test_nothing_is_changed_that_the_client_does_not_know_as_it_is(own: Served) -> None:
    with own.client() as client:
        made = post(client, comment(own.store, "A century is long enough."))
        address, old = made.headers["location"], made.headers["etag"]
        put(client, address, comment(own.store, "A century is longer."), old)
        before = own.store.last
        late = put(client, address, comment(own.store, "A century is short."), old)
        blind = client.put(address, json=comment(own.store, "A century is short."))
        statuses = [late.status_code, blind.status_code, client.delete(address).status_code]
        statuses.append(client.delete(address, headers={"If-Match": old}).status_code)
    assert statuses == [412, 428, 428, 412]
    assert own.store.last == before


def test_deleting_an_anchor_leaves_its_item(own: Served) -> None:
    with own.client() as client:
        [one] = client.get("/items/bridges-cost-much/annotations").json()["items"]
        tag = client.get(one["id"]).headers["etag"]
        assert client.delete(one["id"], headers={"If-Match": tag}).status_code == 204
        assert client.get(one["id"]).status_code == 404
        assert client.get("/items/bridges-cost-much/annotations").json()["items"] == []


def test_deleting_the_annotation_that_brought_a_claim_retracts_the_claim(own: Served) -> None:
    with own.client() as client:
        made = post(client, comment(own.store, "A century is long enough."))
        address = made.json()["body"]["id"].removeprefix(BASE)
        assert client.get(address).status_code == 200
        assert client.delete(made.headers["location"], headers={"If-Match": made.headers["etag"]}).status_code == 204
        assert client.get(address).status_code == 410


def test_who_only_reads_can_make_and_change_nothing(served_with_tokens: Served) -> None:
    with served_with_tokens.client("read") as client:
        assert post(client, {}).status_code == 403
        address = client.get("/annotations/").json()["first"]["items"][0]["id"]
        assert put(client, address, {}, "*").status_code == 403
        assert client.delete(address, headers={"If-Match": "*"}).status_code == 403
    with served_with_tokens.client() as client:
        assert client.get("/annotations/").status_code == 401


def test_other_methods_are_told_which_there_are(served_for_reading: Served) -> None:
    with served_for_reading.client() as client:
        answer = client.patch("/annotations/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


@pytest.mark.slow
def test_a_store_in_which_annotations_were_made_and_changed_is_sound(own: Served) -> None:
    with own.client() as client:
        made = post(client, comment(own.store, "A century is long enough."))
        sent = comment(own.store, "A year is short enough.", quoting("single year"), motivation="assessing")
        put(client, made.headers["location"], sent, made.headers["etag"])
        body = f"{BASE}/corpus/bridges/bridges-cost-much"
        more = post(client, comment(own.store, "", quoting("pays back slowly"), body=body))
        client.delete(more.headers["location"], headers={"If-Match": more.headers["etag"]})
    assert [str(one) for one in check_store(own.store) if one.check != "orphans"] == []
