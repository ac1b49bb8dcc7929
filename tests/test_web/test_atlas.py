"""The atlas over HTTP: which page holds what, when it is sent again, and what is told to one visitor alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from app.web import Settings
from graph import Store, add, open_store
from tests.test_web.atlas_visits import HOSTILE, made_up
from tests.test_web.conftest import TOKENS, Served, serving

ITEM = "globalization-enhances-american-power"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A corpus that is too large for one page, served for reading."""
    with open_store(made_up(tmp_path_factory.mktemp("large")), read_only=True) as store, serving(store) as served:
        yield served


def page_of(served: Served, address: str, role: str = "") -> BeautifulSoup:
    answer = served.client(role, follow_redirects=True).get(address)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def test_the_start_page_of_a_small_corpus_has_all_of_it(served_for_reading: Served) -> None:
    page = page_of(served_for_reading, "/")
    assert (page.find(id=ITEM) is not None, page.find(class_="left-out")) == (True, None)


def test_the_start_page_of_a_large_corpus_counts_all_of_it(large: Served) -> None:
    page = page_of(large, "/")
    assert "2,400 statements" in page.find(class_="left-out").text  # type: ignore[union-attr]
    assert len(page.find_all("div", id=True, class_=False)) < 1500


def test_what_the_start_page_names_and_has_not_leads_to_its_world(large: Served) -> None:
    page = page_of(large, "/")
    named = [str(link["href"]) for link in page.select(".start-theses a")]
    assert any(address.startswith("/map?around=made-up-") for address in named)
    assert all(address.startswith(("#/argument/", "/map?around=")) for address in named)


def test_each_source_on_the_start_page_leads_somewhere(large: Served) -> None:
    tiles = [str(link["href"]) for link in page_of(large, "/").select(".start-tiles h4 a")]
    assert tiles
    assert page_of(large, tiles[0]).find(id="_stage") is not None


def test_the_world_around_an_item_has_it_and_not_everything(large: Served) -> None:
    page = page_of(large, "/map?around=made-up-5:s-500")
    assert page.find(id="s-500") is not None
    assert "300 statements nearest" in page.find(class_="left-out").text  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["s-500", "made-up-5:s-500", "https://w3id.org/claimatlas/corpus/made-up-5/s-500"])
def test_an_item_goes_by_its_id_its_prefixed_id_and_its_iri(large: Served, name: str) -> None:
    answer = large.client().get("/map", params={"around": name})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/map?around=made-up-2:policy-1",
        "/map?around=power:trust",
        "/map?view=power",
        "/map?around=made-up-5:actor-0",
        "/map?part=made-up-3:section-2",
        "/map",
    ],
)
def test_every_part_of_a_large_corpus_has_a_page(large: Served, address: str) -> None:
    assert page_of(large, address).find(id="_stage") is not None


def test_what_no_map_can_show_leads_to_its_own_page(large: Served) -> None:
    answer = large.client().get("/map?around=instrument:tariff")
    assert (answer.status_code, answer.headers["location"]) == (303, "/instrument/tariff")


def test_a_map_around_nothing_is_not_found(served_for_reading: Served) -> None:
    answer = served_for_reading.client().get("/map?around=no-such-thing", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999999999999999"])
def test_a_page_that_is_no_number_is_refused(large: Served, query: str) -> None:
    assert large.client().get(f"/map?around=s-500&{query}").status_code == 422


def test_a_page_that_the_browser_has_is_not_sent_again(served_for_reading: Served) -> None:
    with served_for_reading.client() as browser:
        browser.get("/")
        first = browser.get("/")
        again = browser.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])


def test_after_a_change_the_page_is_sent_again(served: Served) -> None:
    with served.client() as browser:
        browser.get("/")
        first = browser.get("/")
        text = "A claim that is added while the server runs, to be seen at once."
        add(served.store, {"kind": "claim", "label": "Seen at once", "text": text, "supports": ITEM})
        again = browser.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, "Seen at once" in again.text) == (200, True)


def test_a_page_runs_only_scripts_of_the_server(served_for_reading: Served) -> None:
    answer = served_for_reading.client().get("/")
    page = BeautifulSoup(answer.text, "html.parser")
    run = [script.get("src", "") for script in page("script") if script.get("type") != "application/json"]
    assert all(str(address).startswith("/static/atlas") for address in run)
    assert not page("style")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert not page.select("[onclick], [style]")


def test_scripts_and_styles_may_be_kept_for_good(served_for_reading: Served) -> None:
    page = page_of(served_for_reading, "/")
    loaded = [*page("link", rel="stylesheet"), *page("script", src=True)]
    addresses = [str(one.get("href") or one["src"]) for one in loaded]
    answers = [served_for_reading.client().get(address) for address in addresses]
    assert {(answer.status_code, "immutable" in answer.headers["cache-control"]) for answer in answers} == {(200, True)}


def test_what_was_just_added_is_told_with_a_form_to_undo_it(served: Served) -> None:
    text = "A claim that is added while the server runs, to be undone again."
    done = add(served.store, {"kind": "claim", "label": "To be undone", "text": text, "supports": ITEM})
    number = done.contribution.number  # type: ignore[union-attr]
    page = page_of(served, f"/map?around=to-be-undone&added={number}")
    notice = page.find(id="_notice")
    form = notice.find("form")  # type: ignore[union-attr]
    assert notice.p.text == f"Added: To be undone (contribution {number})"  # type: ignore[union-attr]
    assert (form["action"], form["method"]) == (f"/contributions/{number}/undo", "post")  # type: ignore[index]
    assert len(form.find("input", attrs={"name": "csrf"})["value"]) == 64  # type: ignore[union-attr,index]


@pytest.mark.parametrize("number", ["999", "x", "-1", "1e3", "٣", "99999999999999999999999"])
def test_a_contribution_that_is_not_there_is_not_told_of(served_for_reading: Served, number: str) -> None:
    assert page_of(served_for_reading, f"/map?around={ITEM}&added={number}").find(id="_notice") is None


def test_who_may_only_read_is_offered_no_undo_and_no_way_to_add(served_with_tokens: Served) -> None:
    page = page_of(served_with_tokens, f"/map?around={ITEM}&added=1", "read")
    assert page.select("#_notice form") == []
    assert [link["href"] for link in page.select("nav.site a")] == ["/standing", "/ask", "/changes"]


def test_who_may_add_is_led_to_the_form(served_with_tokens: Served) -> None:
    page = page_of(served_with_tokens, "/", "add")
    assert "/add" in [link["href"] for link in page.select("nav.site a")]


def test_who_may_not_read_is_shown_nothing(served_with_tokens: Served) -> None:
    assert served_with_tokens.client().get("/").status_code == 401


def test_who_signed_in_sees_their_name_and_can_sign_out(served_with_tokens: Served) -> None:
    with served_with_tokens.client(follow_redirects=True) as browser:
        csrf = browser.get("/sign-in").text.partition('name="csrf" value="')[2].partition('"')[0]
        page = BeautifulSoup(browser.post("/sign-in", data={"csrf": csrf, "token": TOKENS["add"]}).text, "html.parser")
    assert page.select_one("form.visitor span").text == "Ada Lovelace"  # type: ignore[union-attr]


def test_two_visitors_are_told_each_their_own(store: Store, token_file: Path) -> None:
    with serving(store, Settings(token_file=token_file, public=True)) as served:
        page_of(served, "/", "add")
        page = page_of(served, "/")
    assert page.select_one("a.visitor")["href"] == "/sign-in?then=%2F"  # type: ignore[index]


def test_hostile_titles_stay_texts(served: Served) -> None:
    text = "A claim whose title wants to be more than a title, and is not."
    done = add(served.store, {"kind": "claim", "label": HOSTILE[:60], "text": text, "id": "evil", "supports": ITEM})
    page = page_of(served, f"/map?around=evil&added={done.contribution.number}")  # type: ignore[union-attr]
    assert page.select("img") == []
    assert HOSTILE[:60] in page.find(id="_notice").text  # type: ignore[union-attr]


def test_the_text_of_a_small_corpus_is_on_its_page(served_for_reading: Served) -> None:
    assert served_for_reading.client().get("/reading").headers["location"] == "/#/reading"


def test_without_a_text_there_is_none_to_read(large: Served) -> None:
    answer = large.client().get("/reading")
    assert (answer.status_code, "source attach" in answer.json()["detail"]) == (404, True)
