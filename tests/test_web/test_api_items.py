"""Items over the JSON API: lists, one in full, its neighbours, search."""

from urllib.parse import quote

import httpx
import pytest

from graph import Store, add, edit, find_item, retract
from ontology import PREFIXES
from tests.test_web.conftest import Served

CORPUS = "https://w3id.org/claimatlas/corpus/long-american-century/"
THESIS = "ignoring-attraction-loses"
NAMES = [THESIS, f"corpus:{THESIS}", f"{CORPUS}{THESIS}", "power:trust", "https://w3id.org/claimatlas/power/trust"]


@pytest.fixture
def api(served_for_reading: Served) -> httpx.Client:
    return served_for_reading.client()


def all_pages(api: httpx.Client, address: str) -> list[dict[str, object]]:
    """Every page of a list, by its `next`; the Link header says the same."""
    pages, following = [], address
    while following:
        answer = api.get(following)
        assert answer.status_code == 200, answer.text
        pages.append(answer.json())
        following = pages[-1]["next"]
        assert answer.links.get("next", {}).get("url") == following
    return pages


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("safe", ["", "/:"])
def test_an_item_is_found_by_each_of_its_names(api: httpx.Client, name: str, safe: str) -> None:
    item = api.get(f"/api/items/{quote(name, safe=safe)}").json()
    assert item["iri"].rpartition("/")[2] == name.replace(":", "/").rpartition("/")[2]
    again = [api.get(f"/api/items/{quote(item[one], safe='')}").json()["iri"] for one in ("iri", "id", "name")]
    assert again == [item["iri"]] * 3


def test_an_item_tells_what_it_says_and_where_it_is(api: httpx.Client) -> None:
    item = api.get(f"/api/items/{THESIS}").json()
    told = {name: item[name] for name in ("id", "name", "kind", "label", "page", "editable")}
    assert told == {
        "id": f"corpus:{THESIS}",
        "name": THESIS,
        "kind": "thesis",
        "label": "Ignoring attraction is a losing strategy in the long run",
        "page": f"/corpus/long-american-century/{THESIS}",
        "editable": True,
    }
    assert item["place"].startswith("Real power, paragraph")


def test_the_fields_of_an_item_are_those_of_a_draft(api: httpx.Client, shipped: Store) -> None:
    fields = api.get(f"/api/items/{THESIS}").json()["fields"]
    assert (fields["kind"], fields["commitment"], fields["implicit"]) == ("thesis", "asserted", False)
    named = [find_item(shipped, name) for name in (*fields["held_by"], *fields["subject"])]
    assert all(iri.startswith("https://w3id.org/claimatlas/") for iri in named)


def test_the_links_of_an_item_go_both_ways_with_what_they_lead_to(api: httpx.Client) -> None:
    links = api.get(f"/api/items/{THESIS}").json()["links"]
    into = [link for link in links if (link["property"], link["direction"]) == ("ca:supports", "in")]
    assert {link["relation"] for link in into} == {"supported by"}
    assert all(link["other"]["name"] and link["other"]["kind"] and link["other"]["label"] for link in into)
    other = api.get(f"/api/items/{into[0]['other']['name']}").json()
    back = [link["other"]["iri"] for link in other["links"] if link["property"] == "ca:supports" and link["other"]]
    assert f"{CORPUS}{THESIS}" in back


def test_of_very_many_links_the_first_are_given_and_the_rest_counted(api: httpx.Client, shipped: Store) -> None:
    item = api.get("/api/items/united-states").json()
    given = [link for link in item["links"] if link["property"] == "ca:about" and link["direction"] == "in"]
    left = [left["left_out"] for left in item["links_left_out"] if left["property"] == "ca:about"]
    about = shipped.query(f"SELECT ?s {{ ?s ca:about <{CORPUS}united-states> }}")
    assert len(given) == 60
    assert [len(given) + one for one in left] == [len(about)]


def test_an_item_that_cannot_be_edited_says_so(api: httpx.Client) -> None:
    item = api.get("/api/items/scheme:example").json()
    assert (item["kind"], item["editable"], item["fields"]) == ("argument-scheme", False, {})


def test_a_client_that_has_an_item_gets_304(api: httpx.Client) -> None:
    first = api.get(f"/api/items/{THESIS}")
    assert first.headers["etag"] == first.json()["etag"]
    again = api.get(f"/api/items/{THESIS}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])


def test_a_client_that_has_an_item_gets_it_anew_when_its_links_changed(served: Served) -> None:
    api = served.client()
    tag = api.get(f"/api/items/{THESIS}").headers["etag"]
    text = "A country that many like has fewer of its wishes refused than one that is merely feared."
    draft = {"kind": "evidence", "label": "Fewer refusals", "text": text, "supports": THESIS, "citation": "A study"}
    add(served.store, draft)
    again = api.get(f"/api/items/{THESIS}", headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert "Fewer refusals" in again.text


@pytest.mark.parametrize("address", ["items?kind=thesis", "search?q=trade", f"items/{THESIS}/neighbours", "schemes"])
def test_a_client_that_has_a_list_gets_304(api: httpx.Client, address: str) -> None:
    tag = api.get(f"/api/{address}").headers["etag"]
    assert api.get(f"/api/{address}", headers={"If-None-Match": tag}).status_code == 304


def test_an_unknown_item_is_404_with_the_nearest_ids(api: httpx.Client) -> None:
    answer = api.get("/api/items/ignoring-attraction-lose")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert THESIS in answer.json()["nearest"]


def test_a_retracted_item_is_410_and_keeps_its_history(served: Served) -> None:
    retract(served.store, ["brief-restates-asymmetry"], "Said twice", by="Ada")
    api = served.client()
    gone = api.get("/api/items/brief-restates-asymmetry")
    assert (gone.status_code, "by Ada" in gone.json()["detail"]) == (410, True)
    events = api.get("/api/items/brief-restates-asymmetry/history").json()["events"]
    assert [(one["what"], one["contribution"]["message"]) for one in events] == [("retracted", "Said twice")]


def test_the_history_of_an_item_tells_each_change_field_by_field(served: Served) -> None:
    edit(served.store, THESIS, {"label": "Attraction cannot be ignored"}, by="Ada", message="Shorter")
    events = served.client().get(f"/api/items/{THESIS}/history").json()["events"]
    fields = [{"name": "label", "before": ["Ignoring attraction is a losing strategy in the long run"],
               "after": ["Attraction cannot be ignored"]}]  # fmt: skip
    assert [(one["what"], one["fields"], one["contribution"]["by"]) for one in events] == [("edited", fields, "Ada")]


@pytest.mark.parametrize("tail", ["history", "neighbours"])
def test_an_encoded_slash_belongs_to_the_name(served: Served, tail: str) -> None:
    add(served.store, {"kind": "topic", "id": tail, "label": "What was", "definition": "What was before."})
    iri = find_item(served.store, "What was")
    answer = served.client().get(f"/api/items/{quote(iri, safe='')}")
    assert (iri.endswith(f"/{tail}"), answer.json().get("iri")) == (True, iri)


@pytest.mark.parametrize("limit", [1, 7, 200])
def test_the_pages_of_a_list_hold_each_item_once(api: httpx.Client, shipped: Store, limit: int) -> None:
    pages = all_pages(api, f"/api/items?kind=rebuttal&limit={limit}")
    found = [item["iri"] for page in pages for item in page["items"]]  # type: ignore[attr-defined]
    assert found == sorted(row["s"] for row in shipped.query("SELECT ?s { ?s a ca:Rebuttal }"))


def test_the_list_of_all_items_goes_through_the_kinds(api: httpx.Client) -> None:
    pages = all_pages(api, "/api/items?limit=200")
    found = [(item["kind"], item["iri"]) for page in pages for item in page["items"]]  # type: ignore[attr-defined]
    kinds = list(dict.fromkeys(kind for kind, _ in found))
    assert len(set(found)) == len(found)
    assert kinds[:5] == ["claim", "thesis", "evidence", "counterargument", "rebuttal"]
    assert {"policy", "power-type", "argument-scheme", "section", "link"} <= set(kinds)


def test_a_list_can_be_of_one_section(api: httpx.Client, shipped: Store) -> None:
    pages = all_pages(api, "/api/items?kind=thesis&section=section-3")
    found = {item["iri"] for page in pages for item in page["items"]}  # type: ignore[attr-defined]
    rows = shipped.query("SELECT ?s { ?s a ca:Thesis ; ^oa:hasBody/oa:hasTarget/ca:section corpus:section-3 }")
    assert found == {row["s"] for row in rows} != set()


def test_a_list_can_be_of_one_corpus(api: httpx.Client) -> None:
    assert api.get("/api/items?kind=thesis&corpus=long-american-century").json()["items"]
    assert api.get("/api/items?kind=thesis&corpus=notes").json()["items"] == []


@pytest.mark.parametrize(
    ("address", "field", "hint"),
    [
        ("items?kind=clam", "kind", "claim"),
        ("items?corpus=nope", "corpus", "long-american-century"),
        ("items?after=nonsense", "after", "next"),
        ("items?limt=3", "limt", "Did you mean limit?"),
        ("items?limit=many", "limit", "integer"),
        ("items?limit=99999999999999999999999999", "limit", "200"),
        (f"items/{THESIS}/neighbours?depth=4", "depth", "3"),
        (f"items/{THESIS}/neighbours?after=1.2", "after", "next"),
        ("search", "q", "required"),
        ("search?q=a&kind=nope", "kind", "claim"),
        ("changes", "from", "required"),
        ("contributions?since=yesterday", "since", "date"),
    ],
)
def test_a_wrong_parameter_is_422_and_tells_what_is_right(
    api: httpx.Client, address: str, field: str, hint: str
) -> None:
    answer = api.get(f"/api/{address}")
    fault = answer.json()["errors"][0]
    assert (answer.status_code, fault["field"]) == (422, field)
    assert hint in fault["message"]


def test_search_finds_by_words_a_page_at_a_time(api: httpx.Client) -> None:
    pages = all_pages(api, "/api/search?q=trade&limit=10")
    found = [item["iri"] for page in pages for item in page["items"]]  # type: ignore[attr-defined]
    assert len(found) == len(set(found)) == pages[0]["total"]
    assert all("trade" in f"{item['label']} {item['text']} {item['name']}".lower() for item in pages[0]["items"])  # type: ignore[attr-defined]


def test_search_can_be_for_one_kind(api: httpx.Client) -> None:
    found = api.get("/api/search?q=trust&kind=power-type").json()
    assert [item["name"] for item in found["items"]] == ["power:trust"]
    assert found["total"] == 1


@pytest.mark.parametrize("words", ["", "%20", "%00", "%ED%A0%80", "%22%7D%20%2A"])
def test_search_for_no_word_finds_nothing(api: httpx.Client, words: str) -> None:
    assert api.get(f"/api/search?q={words}").json() == {"items": [], "next": None, "total": 0}


def test_every_kind_tells_its_fields(api: httpx.Client) -> None:
    kinds = {
        one["kind"]: {field["name"]: field for field in one["fields"]} for one in api.get("/api/kinds").json()["kinds"]
    }
    claim, policy = kinds["claim"], kinds["policy"]
    assert (claim["label"]["required"], claim["label"]["longest"], claim["text"]["many"]) == (True, 60, False)
    assert "rejected" in claim["commitment"]["choices"]
    assert (policy["wields"]["form"], policy["wields"]["many"], policy["wields"]["names"]) == (
        "link",
        True,
        ["power-type"],
    )


def test_every_scheme_tells_its_questions(api: httpx.Client) -> None:
    schemes = api.get("/api/schemes").json()["schemes"]
    assert len(schemes) == 39
    assert all(one["questions"] and one["definition"] and one["name"].startswith("scheme:") for one in schemes)


def test_the_sources_tell_their_sections(api: httpx.Client) -> None:
    (source,) = api.get("/api/sources").json()["sources"]
    assert [section["number"] for section in source["sections"]] == [1, 2, 3, 4, 5, 6]
    assert (source["corpus"], source["attached"]) == ("long-american-century", False)


def test_the_summary_counts_what_there_is(api: httpx.Client) -> None:
    found = api.get("/api/summary").json()
    assert found["kinds"]["thesis"] == len(found["theses"]) == 10
    assert [one["main"] for one in found["theses"]].count(True) == 1
    assert {one["power"] for one in found["bearings"]} <= {one["iri"] for one in found["powers"]}
    assert PREFIXES["power"] + "trust" in {one["iri"] for one in found["powers"]}
