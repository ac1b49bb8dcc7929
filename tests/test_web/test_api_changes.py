"""Changing over the JSON API: adding, editing, retracting, undoing, and what is told of contributions."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from app.web import Limits, Settings
from graph import Store, find_item
from tests.test_web.conftest import Served, serving

ITEM = "asymmetry-empowers-less-dependent"
OBJECTION = {
    "kind": "counterargument",
    "label": "Buyers can be replaced",
    "text": "A seller that finds other buyers has nothing to fear from one who stops buying.",
    "attacks": ITEM,
}
EVIDENCE = {
    "kind": "evidence",
    "label": "Soybeans found new buyers",
    "text": "When one country stopped buying soybeans, sellers shipped them elsewhere within a year.",
    "supports": "Buyers can be replaced",
    "citation": "A trade report",
}


@pytest.fixture
def api(served: Served) -> httpx.Client:
    return served.client()


def tag_of(api: httpx.Client, name: str) -> str:
    return api.get(f"/api/items/{name}").headers["etag"]


def change(api: httpx.Client, name: str, fields: dict[str, Any], tag: str, **more: str) -> httpx.Response:
    return api.patch(f"/api/items/{name}", json=fields, headers={"If-Match": tag}, params=more)


def test_a_draft_is_added_and_its_place_told(api: httpx.Client) -> None:
    answer = api.post("/api/items", json=OBJECTION, params={"message": "An objection"})
    assert (answer.status_code, answer.headers["location"]) == (201, "/api/items/corpus:buyers-can-be-replaced")
    told = answer.json()
    assert [item["kind"] for item in told["items"]] == ["counterargument", "person", "conflict"]
    assert (told["contribution"]["message"], told["total"], told["dry_run"]) == ("An objection", 3, False)
    assert api.get(answer.headers["location"]).json()["label"] == "Buyers can be replaced"


def test_several_drafts_that_name_one_another_become_one_contribution(api: httpx.Client) -> None:
    answer = api.post("/api/items", json=[EVIDENCE, OBJECTION])
    assert answer.status_code == 201
    assert [one["items"] for one in api.get("/api/contributions").json()["contributions"]][:2] == [
        answer.json()["total"],
        0,
    ]


def test_the_same_drafts_again_add_nothing(api: httpx.Client) -> None:
    api.post("/api/items", json=OBJECTION)
    again = api.post("/api/items", json=OBJECTION)
    assert (again.status_code, again.json()["contribution"], again.json()["already"]) == (200, None, 1)


def test_a_dry_run_tells_what_would_be_added_and_what_is_odd(api: httpx.Client, served: Served) -> None:
    api.post("/api/items", json=OBJECTION)
    twin = {**OBJECTION, "label": "Buyers are replaceable"}
    answer = api.post("/api/items?dry_run=true", json=twin)
    assert (answer.status_code, answer.json()["contribution"]) == (200, None)
    assert ["buyers-can-be-replaced" in one["message"] for one in answer.json()["cautions"]] == [True]
    assert not served.store.query("ASK { ?s rdfs:label 'Buyers are replaceable'@en }")


def test_bad_drafts_can_be_skipped(api: httpx.Client) -> None:
    answer = api.post("/api/items?skip_bad=true", json=[{**EVIDENCE, "supports": ITEM}, {**OBJECTION, "text": ""}])
    assert answer.status_code == 201
    assert [(one["draft"], one["errors"][0]["field"]) for one in answer.json()["bad"]] == [(2, "text")]


def test_an_edit_changes_fields_and_null_empties_one(api: httpx.Client) -> None:
    api.post("/api/items", json=[OBJECTION, EVIDENCE])
    name = "soybeans-found-new-buyers"
    fields = {"label": "Soybeans went elsewhere", "citation": None, "subject": ["power:trust"]}
    answer = change(api, name, fields, tag_of(api, name), message="Plainer")
    told = answer.json()
    assert answer.status_code == 200
    assert {one["name"]: (one["before"], one["after"]) for one in told["changes"]} == {
        "label": (["Soybeans found new buyers"], ["Soybeans went elsewhere"]),
        "citation": (["A trade report"], []),
        "subject": ([], ["power:trust"]),
    }
    assert (told["contribution"]["message"], told["fields"]["citation"]) == ("Plainer", [])
    assert told["etag"] == answer.headers["etag"] == tag_of(api, name)


@pytest.mark.parametrize("tag", ["*", '"x", {}', "{}"])
def test_if_match_takes_the_tag_among_others_and_a_star(api: httpx.Client, tag: str) -> None:
    assert change(api, ITEM, {"label": "Another"}, tag.format(tag_of(api, ITEM))).status_code == 200


def test_a_change_elsewhere_is_no_reason_to_refuse_an_edit(api: httpx.Client) -> None:
    tag = tag_of(api, ITEM)
    api.post("/api/items", json=OBJECTION)
    assert change(api, ITEM, {"label": "Another"}, tag).status_code == 200


def test_an_edit_of_what_changed_meanwhile_is_412_with_both_versions(api: httpx.Client) -> None:
    tag = tag_of(api, ITEM)
    change(api, ITEM, {"label": "First"}, tag, message="I was first")
    answer = change(api, ITEM, {"label": "Second"}, tag)
    told = answer.json()
    assert (answer.status_code, told["yours"], told["theirs"]["label"]) == (412, {"label": "Second"}, "First")
    assert [(one["contribution"]["message"], one["fields"][0]["after"]) for one in told["changed"]] == [
        ("I was first", ["First"])
    ]
    assert answer.headers["etag"] == told["etag"] == tag_of(api, ITEM)
    assert change(api, ITEM, {"label": "Second"}, answer.headers["etag"]).status_code == 200


def test_of_many_edits_at_once_with_one_tag_just_one_is_made(api: httpx.Client, served: Served) -> None:
    tag = tag_of(api, ITEM)
    with ThreadPoolExecutor(8) as threads:
        statuses = list(
            threads.map(lambda n: change(served.client(), ITEM, {"label": f"Label {n}"}, tag).status_code, range(8))
        )
    assert sorted(statuses) == [200] + [412] * 7
    assert len(api.get(f"/api/items/{ITEM}/history").json()["events"]) == 1


def test_an_item_is_retracted_with_a_reason_and_can_be_had_back(api: httpx.Client) -> None:
    api.post("/api/items", json=OBJECTION)
    name = "buyers-can-be-replaced"
    gone = api.delete(f"/api/items/{name}", params={"reason": "Said twice"}, headers={"If-Match": tag_of(api, name)})
    assert gone.status_code == 200
    assert [iri.rpartition("/")[2] for iri in gone.json()["items"]] == [name, f"{name}-against-{ITEM}"]
    assert api.get(f"/api/items/{name}").status_code == 410
    back = api.post(f"/api/contributions/{gone.json()['contribution']['number']}/undo")
    assert (back.status_code, back.headers["location"]) == (201, "/api/contributions/4")
    assert api.get(f"/api/items/{name}").status_code == 200


def test_what_others_rest_on_is_retracted_with_them_only(api: httpx.Client) -> None:
    api.post("/api/items", json=[OBJECTION, EVIDENCE])
    name = "buyers-can-be-replaced"
    refused = api.delete(f"/api/items/{name}?reason=Wrong")
    assert (refused.status_code, "soybeans-found-new-buyers" in refused.text) == (422, True)
    tried = api.delete(f"/api/items/{name}?reason=Wrong&cascade=true&dry_run=true").json()
    assert (tried["contribution"], len(tried["items"])) == (None, 4)


def test_an_item_that_changed_meanwhile_is_not_retracted(api: httpx.Client) -> None:
    tag = tag_of(api, ITEM)
    change(api, ITEM, {"label": "First"}, tag)
    assert api.delete(f"/api/items/{ITEM}?reason=Wrong", headers={"If-Match": tag}).status_code == 412


def test_what_was_changed_since_cannot_be_undone(api: httpx.Client) -> None:
    change(api, ITEM, {"label": "First"}, "*")
    change(api, ITEM, {"label": "Second"}, "*")
    answer = api.post("/api/contributions/2/undo")
    assert (answer.status_code, "#3" in answer.json()["detail"]) == (409, True)
    assert api.post("/api/contributions/99/undo").status_code == 404


def test_a_contribution_tells_what_it_changed_a_page_at_a_time(api: httpx.Client) -> None:
    api.post("/api/items", json=[OBJECTION, EVIDENCE])
    change(api, ITEM, {"label": "First"}, "*")
    added = api.get("/api/contributions/2?limit=2").json()
    rest = api.get(added["next"]).json()
    items = [one["iri"] for page in (added, rest) for one in page["changes"]]
    assert (len(items), items == sorted(items), added["total"]) == (4, True, 5)
    edited = api.get("/api/contributions/last").json()["changes"]
    assert [(one["what"], one["fields"][0]["after"]) for one in edited] == [("edited", ["First"])]


def test_contributions_are_listed_by_whom_of_what_and_from_where(served_with_tokens: Served) -> None:
    ada, ann = served_with_tokens.client("add"), served_with_tokens.client("admin")
    ada.post("/api/items", json=OBJECTION)
    change(ann, ITEM, {"label": "First"}, "*")

    def numbers(query: str) -> list[int]:
        return [one["number"] for one in ada.get(f"/api/contributions?{query}").json()["contributions"]]

    assert numbers("by=Ada Lovelace") == [2]
    assert numbers(f"item={ITEM}") == [3]
    assert numbers("after=3") == [2, 1]
    assert numbers("until=2001-01-01") == []
    assert numbers("since=0001-01-01&until=9999-12-31&limit=2") == [3, 2]


def test_what_changed_between_two_contributions_is_told(api: httpx.Client) -> None:
    change(api, ITEM, {"label": "First"}, "*")
    change(api, ITEM, {"label": "Second"}, "*")
    change(api, "power:trust", {"label": "Trust in words"}, "*")
    told = api.get("/api/changes?from=1&to=3").json()
    assert [(one["name"], one["fields"][0]["after"]) for one in told["changes"]] == [(ITEM, ["Second"])]
    assert api.get("/api/changes?from=1&limit=1").json()["total"] == 2


def test_a_contribution_is_in_the_name_of_the_visitor(served_with_tokens: Served) -> None:
    answer = served_with_tokens.client("add").post("/api/items", json=OBJECTION)
    assert answer.json()["contribution"]["by"] == "Ada Lovelace"


@pytest.mark.parametrize(("role", "status"), [("", 401), ("read", 403), ("add", 201), ("admin", 201)])
def test_to_add_needs_the_role(served_with_tokens: Served, role: str, status: int) -> None:
    assert served_with_tokens.client(role).post("/api/items", json=OBJECTION).status_code == status


def test_dry_runs_do_not_count_as_changes(store: Store) -> None:
    with serving(store, Settings(limits=Limits(writes=2))) as served, served.client() as api:
        tried = [api.post("/api/items?dry_run=true", json=OBJECTION).status_code for _ in range(4)]
        made = [api.post("/api/items", json=OBJECTION).status_code for _ in range(3)]
    assert (tried, made) == ([200] * 4, [201, 200, 429])


def lines(answer: httpx.Response) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.text.splitlines()]


BULK = {
    "application/x-ndjson": "\n".join(map(json.dumps, (EVIDENCE, OBJECTION))),
    "application/json": json.dumps([EVIDENCE, OBJECTION]),
    "application/yaml": json.dumps([EVIDENCE, OBJECTION]),
    "text/csv": "kind,label,text,attacks,supports,citation\n"
    + "\n".join(",".join(one.get(name, "") for name in ("kind", "label", "text", "attacks", "supports", "citation"))
                for one in (EVIDENCE, OBJECTION)).replace("soybeans, sellers", "soybeans sellers"),
}  # fmt: skip


@pytest.mark.parametrize("media_type", BULK)
def test_many_drafts_are_taken_in_each_format(api: httpx.Client, media_type: str) -> None:
    answer = api.post(
        "/api/items/bulk", content=BULK[media_type], headers={"Content-Type": f"{media_type}; charset=utf-8"}
    )
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")
    *progress, last = lines(answer)
    assert progress[-1] == {"done": 2, "of": 2}
    assert (last["result"]["total"], last["result"]["contribution"]["number"]) == (5, 2)


def test_many_drafts_are_taken_as_they_come(api: httpx.Client) -> None:
    def pieces() -> Any:
        for number in range(1500):
            draft = {
                **OBJECTION,
                "label": f"Objection {number}",
                "text": f"This is said against it in way {number} of many.",
            }
            yield (json.dumps(draft) + "\n").encode()

    answer = api.post("/api/items/bulk", content=pieces(), headers={"Content-Type": "application/x-ndjson"})
    told = lines(answer)
    assert [one["done"] for one in told[:-1]] == [1000, 1500]
    assert (told[-1]["result"]["total"], len(told[-1]["result"]["items"])) == (3001, 1000)


def test_what_is_too_long_in_all_is_413_however_it_comes(store: Store) -> None:
    with serving(store, Settings(limits=Limits(upload=1000))) as served, served.client() as api:
        headers = {"Content-Type": "application/x-ndjson"}
        for content in (b" " * 1001, iter([b" " * 600, b" " * 600])):
            answer = api.post("/api/items/bulk", content=content, headers=headers)
            assert (answer.status_code, "1,000 bytes" in answer.json()["detail"]) == (413, True)


def test_a_browser_is_told_who_it_is_and_gets_a_session(served_with_tokens: Served) -> None:
    with served_with_tokens.client() as browser:
        first = browser.get("/api/me")
        again = browser.get("/api/me")
    assert first.json() == again.json()
    assert (first.json()["role"], len(first.json()["csrf"])) == ("none", 64)
    assert ("set-cookie" in first.headers, "set-cookie" in again.headers) == (True, False)


def test_a_program_is_told_who_it_is_and_gets_no_session(served_with_tokens: Served) -> None:
    answer = served_with_tokens.client("add").get("/api/me")
    assert answer.json() == {"name": "Ada Lovelace", "role": "add", "csrf": None}
    assert "set-cookie" not in answer.headers


def test_an_item_of_a_draft_is_found_at_once(api: httpx.Client, served: Served) -> None:
    api.post("/api/items", json=OBJECTION)
    assert find_item(served.store, "buyers-can-be-replaced")
    assert [one["name"] for one in api.get("/api/search?q=buyers replaced").json()["items"]] == [
        "buyers-can-be-replaced"
    ]
    page = api.get("/api/items?kind=counterargument&limit=200").json()["items"]
    assert "buyers-can-be-replaced" in {one["name"] for one in page}
