"""The Web Annotation Protocol: the container of anchors, its pages, and each annotation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from claims import SourceText
from graph import open_store
from tests.test_web.bridges import BASE, CONTEXT, MEDIA_TYPE, make_bridges, selector, serving_folder
from tests.test_web.conftest import Served, serving

LDP, OA = "http://www.w3.org/ns/ldp#", "http://www.w3.org/ns/oa#"
KEYS = {"@context", "id", "type", "canonical", "motivation", "created", "creator", "body", "target"}
"""What an annotation can say here, by the keys of the data model."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that has the text on bridges."""
    folder = tmp_path_factory.mktemp("bridges")
    make_bridges(folder)
    with serving_folder(folder) as served:
        yield served


# --- the container ---


def test_the_container_is_a_collection_of_all_anchors(served_for_reading: Served) -> None:
    with served_for_reading.client() as client:
        answer = client.get("/annotations/")
    said = answer.json()
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert said["@context"] == [CONTEXT, "http://www.w3.org/ns/ldp.jsonld"]
    assert set(said["type"]) == {"BasicContainer", "AnnotationCollection"}
    assert said["total"] == 729
    assert said["first"]["startIndex"] == 0
    assert all(one.keys() <= KEYS for one in said["first"]["items"])


def test_the_container_tells_what_can_be_done_with_it(served_for_reading: Served) -> None:
    with served_for_reading.client() as client:
        answer, asked = client.get("/annotations/"), client.options("/annotations/")
        link = answer.headers["link"]
        assert client.head("/annotations/").headers["link"] == link
    assert f'<{LDP}BasicContainer>; rel="type"' in link
    assert f'rel="{LDP}constrainedBy"' in link
    assert answer.headers["accept-post"] == asked.headers["accept-post"] == MEDIA_TYPE
    assert answer.headers["allow"] == asked.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert {"accept", "prefer"} <= {one.strip().lower() for one in answer.headers["vary"].split(",")}
    assert asked.status_code == 204


@pytest.mark.parametrize(
    ("wish", "first"),
    [
        (f"{OA}PreferContainedDescriptions", dict),
        (f"{OA}PreferContainedIRIs", str),
        (f"{LDP}PreferMinimalContainer", None),
        (f"{LDP}PreferMinimalContainer {OA}PreferContainedIRIs", str),
        ("http://example.org/whatever", dict),
    ],
)
def test_a_client_gets_as_much_of_the_container_as_it_prefers(
    served_for_reading: Served, wish: str, first: type | None
) -> None:
    with served_for_reading.client() as client:
        answer = client.get("/annotations/", headers={"Prefer": f'return=representation;include="{wish}"'})
    said = answer.json()
    if first is None:
        assert isinstance(said["first"], str)
    else:
        assert {type(one) for one in said["first"]["items"]} == {first}
    assert answer.headers["content-location"] == said["id"]
    assert answer.headers["preference-applied"] == "return=representation"


@pytest.mark.parametrize("iris", [0, 1])
def test_the_pages_together_have_every_annotation_once(served_for_reading: Served, iris: int) -> None:
    found: list[str] = []
    with served_for_reading.client() as client:
        address = f"/annotations/?iris={iris}&page=0"
        before = None
        while address:
            said = client.get(address).json()
            assert said["startIndex"] == len(found)
            assert said.get("prev") == before
            found += [one if iris else one["id"] for one in said["items"]]
            before, address = said["id"], said.get("next")
        assert client.get(f"/annotations/?page={729 // 60 + 1}").status_code == 404
    assert len(set(found)) == len(found) == said["partOf"]["total"] == 729


def test_the_anchors_of_the_shipped_essay_hold_none_of_its_words(served_for_reading: Served) -> None:
    with served_for_reading.client() as client:
        pages = [client.get(f"/annotations/?page={number}").json() for number in range(13)]
    kinds = {one["type"] for page in pages for item in page["items"] for one in item["target"]["selector"]}
    assert kinds == {"TextPositionSelector", f"{BASE}/ontology#FingerprintSelector"}


def test_an_attached_text_lends_its_words_to_the_anchors(folder: Path, essay: SourceText) -> None:
    with open_store(folder) as store:
        store.attach(essay)
        with serving(store) as served, served.client() as client:
            items = client.get("/annotations/").json()["first"]["items"]
    for one in items:
        span = selector(one, "TextPositionSelector")
        assert selector(one, "TextQuoteSelector")["exact"] == essay.text[span["start"] : span["end"]]


# --- one annotation ---


def test_an_annotation_says_who_made_it_and_what_can_be_done_with_it(server: Served) -> None:
    with server.client() as client:
        [one] = client.get("/items/bridges-cost-much/annotations").json()["items"]
        answer, asked = client.get(one["id"]), client.options(one["id"])
    said = answer.json()
    assert said == {"@context": CONTEXT, **one}
    assert said["canonical"] == f"{BASE}/corpus/bridges/bridges-cost-much-anchor"
    assert said["body"]["id"] == f"{BASE}/corpus/bridges/bridges-cost-much"
    assert said["body"]["value"] == "To build a bridge is dear."
    assert said["creator"]["name"]
    assert selector(said, "TextQuoteSelector")["exact"] == "costs much"
    assert f'<{LDP}Resource>; rel="type"' in answer.headers["link"]
    assert answer.headers["allow"] == asked.headers["allow"] == "GET, HEAD, PUT, DELETE, OPTIONS"


def test_an_annotation_is_not_sent_again_to_who_has_it(server: Served) -> None:
    with server.client() as client:
        address = client.get("/items/bridges-cost-much/annotations").json()["items"][0]["id"]
        tag = client.get(address).headers["etag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("path", ["nothing", "bridges/nothing", "https://example.org/x", "%3E%20?x", "a%20b", "/"])
def test_an_annotation_that_is_not_there_is_not_found(server: Served, path: str) -> None:
    with server.client() as client:
        assert client.get(f"/annotations/{path}").status_code == 404


@pytest.mark.parametrize(("accept", "status"), [("application/json", 200), ("text/turtle", 406), (MEDIA_TYPE, 200)])
def test_annotations_are_given_as_json_ld_only(server: Served, accept: str, status: int) -> None:
    with server.client() as client:
        assert client.get("/annotations/", headers={"Accept": accept}).status_code == status
