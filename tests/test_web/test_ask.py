"""The Ask page without a script: what the server answers at its addresses."""

import re
from html import unescape
from html.parser import HTMLParser

import httpx
import pytest

from app.web import Limits, Settings
from graph import Store, named_queries
from tests.test_viz.conftest import fast_first
from tests.test_web.asking import BEARINGS, FAULTY, KINDS, address
from tests.test_web.conftest import Served, serving

HOSTILE = '<script>alert(1)</script></script><img src=x onerror=alert(1)>" onfocus="alert(1)'


@pytest.fixture
def client(served_for_reading: Served) -> httpx.Client:
    return served_for_reading.client()


class _Cells(HTMLParser):
    """The cells of the table of a page, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._inside = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data


def table(page: str) -> list[list[str]]:
    cells = _Cells()
    cells.feed(page)
    return cells.rows


def test_the_empty_page_teaches_three_questions_that_have_answers(client: httpx.Client) -> None:
    page = client.get("/ask").text
    links = [link.replace("&amp;", "&") for link in re.findall(r'class="button" href="(/ask\?query=[^"]+)"', page)]
    assert len(links) == 3
    assert all(client.get(link).status_code == 200 for link in links)
    assert all("Nothing was found" not in client.get(link).text for link in links)


def test_a_query_in_the_address_is_answered_as_a_table(client: httpx.Client) -> None:
    answer = client.get(address(KINDS))
    assert answer.status_code == 200
    assert table(answer.text)[0] == ["kind", "n"]
    assert ["thesis en", "10"] in table(answer.text)


def test_the_page_holds_the_query_it_answers(client: httpx.Client) -> None:
    assert "?kind (COUNT(?s) AS ?n)" in client.get(address(KINDS)).text


def test_a_query_of_thirty_thousand_characters_is_answered(client: httpx.Client) -> None:
    long = KINDS + "\n# " + "all the same " * 2300
    assert len(long) > 30_000
    assert ["thesis en", "10"] in table(client.get(address(long)).text)


def test_yes_and_no_are_said_in_a_word(client: httpx.Client) -> None:
    assert '<p class="verdict">Yes</p>' in client.get(address("ASK { ?s a ca:Thesis }")).text
    assert '<p class="verdict">No</p>' in client.get(address("ASK { ?s a ca:Nothing }")).text


def test_an_item_is_a_link_to_its_page_by_its_title(client: httpx.Client) -> None:
    page = client.get(address("SELECT ?s { VALUES ?s { power:soft ca:Claim <https://example.org/x> } }")).text
    assert '<a href="/power/soft" title="https://w3id.org/claimatlas/power/soft">Soft power</a>' in page
    assert 'href="/ontology#Claim"' in page
    assert 'href="https://example.org/x"' in page


def test_an_iri_of_another_scheme_is_no_link(client: httpx.Client) -> None:
    page = client.get(address("SELECT ?s { VALUES ?s { <javascript:alert(1)> <urn:x:1> } }")).text
    assert 'href="javascript' not in page
    assert "javascript:alert(1)" in page


def test_triples_are_a_table_of_three_columns(client: httpx.Client) -> None:
    assert table(client.get(address(BEARINGS)).text)[0] == ["subject", "predicate", "object"]


def test_of_more_than_500_rows_the_first_are_shown_and_that_is_told(client: httpx.Client) -> None:
    page = client.get(address("SELECT ?s { ?s ?p ?o } LIMIT 501")).text
    assert len(table(page)) == 501  # with the head
    assert "501 rows" in page
    assert "the first 500 are shown" in page


def test_a_fault_is_told_with_its_line_and_the_query_stays(client: httpx.Client) -> None:
    answer = client.get(address(FAULTY))
    assert answer.status_code == 400
    assert "line 3" in answer.text
    assert "?a a ca:Thesis" in answer.text


@pytest.mark.parametrize("name", fast_first(named_queries(), "theses"))
def test_every_named_query_is_answered_from_its_address(client: httpx.Client, name: str) -> None:
    answer = client.get(address(name=name))
    assert answer.status_code == 200
    assert named_queries()[name].title in unescape(answer.text)
    assert len(table(answer.text)) > 1


def test_the_parameters_of_a_named_query_count_and_are_said(client: httpx.Client) -> None:
    soft = client.get(address(name="policies-eroding-power", power="power:soft")).text
    trust = client.get(address(name="policies-eroding-power", power="power:trust")).text
    assert len(table(soft)) > len(table(trust)) > 1
    assert 'id="ask-said">Power: Trust</p>' in trust
    assert '<option value="power:trust" selected>' in trust


@pytest.mark.parametrize(
    ("question", "status", "told"),
    [
        ({"name": "policies-eroding-powers"}, 404, "Did you mean policies-eroding-power"),
        ({"name": "policies-eroding-power", "power": "power:trusd"}, 404, "trust"),
        ({"name": "policies-eroding-power", "powr": "power:trust"}, 400, "no parameter"),
        ({"name": "statements-of-paragraph", "paragraph": "five"}, 400, "whole number"),
        ({"query": "INSERT DATA { <a:b> <a:b> <a:b> }"}, 400, "changes the store"),
        ({"query": "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"}, 403, "SERVICE"),
    ],
)
def test_what_cannot_be_asked_is_told_on_the_page(
    client: httpx.Client, question: dict[str, str], status: int, told: str
) -> None:
    answer = client.get(address(**question))
    assert answer.status_code == status
    assert told in re.search(r'id="ask-fault".*?</p>', answer.text, re.DOTALL)[0]  # type: ignore[index]


def test_a_named_query_is_put_into_the_editor_without_being_answered(client: httpx.Client) -> None:
    page = client.get(address(name="policies-eroding-power", power="power:trust", edit="1")).text
    area = re.search(r"<textarea.*?</textarea>", page, re.DOTALL)
    assert area
    assert "VALUES ?power { &lt;https://w3id.org/claimatlas/power/trust&gt; }" in area[0]
    assert table(page) == []


def test_a_named_query_is_filled_in_for_the_editor(client: httpx.Client) -> None:
    found = client.get("/ask/query.json", params={"name": "statements-of-paragraph", "paragraph": "7"}).json()
    assert "VALUES ?paragraph { 7 }" in found["query"]
    assert found["said"] == "Paragraph: 7"


@pytest.mark.parametrize("given", ["query", "title"])
def test_hostile_text_is_shown_as_text(given: str, store: Store) -> None:
    store.update(f"INSERT DATA {{ corpus:odd a ca:Claim ; rdfs:label {_quoted(HOSTILE)}@en }}")
    query = "SELECT ?s ?t { VALUES ?s { corpus:odd } ?s rdfs:label ?t }"
    with serving(store) as served:
        page = served.client().get(address(query if given == "title" else f"# {HOSTILE}\n{query}")).text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)" in page


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def test_terms_have_labels_and_definitions_and_prefixes_their_namespaces(client: httpx.Client) -> None:
    found = client.get("/ask/terms.json").json()
    terms = {term["name"]: term for term in found["terms"]}
    assert terms["ca:Claim"]["kind"] == "class"
    assert terms["ca:supports"]["kind"] == "property"
    assert all(term["label"] and term["definition"] for term in found["terms"])
    assert found["prefixes"]["power"] == "https://w3id.org/claimatlas/power/"


def test_every_prefix_that_is_told_needs_no_declaration(client: httpx.Client) -> None:
    prefixes = client.get("/ask/terms.json").json()["prefixes"]
    patterns = " ".join(f"OPTIONAL {{ {prefix}:x ?p{number} ?o }}" for number, prefix in enumerate(prefixes))
    assert client.get(address(f"ASK {{ {patterns} }}")).status_code == 200


def test_items_are_found_by_words_of_their_titles(client: httpx.Client) -> None:
    found = client.get("/ask/items.json", params={"q": "soft pow"}).json()
    assert {"https://w3id.org/claimatlas/power/soft"} <= {item["iri"] for item in found}


def test_items_are_found_by_kind(client: httpx.Client) -> None:
    found = client.get("/ask/items.json", params={"q": "china", "kind": "ca:Actor"}).json()
    assert found
    assert {item["kind"] for item in found} <= {"state", "organization", "group", "person", "actor"}


@pytest.mark.parametrize("kind", ["ca:Actor } DROP ALL", "owl:Thing", "?x"])
def test_a_kind_that_no_query_asks_for_is_refused(client: httpx.Client, kind: str) -> None:
    assert client.get("/ask/items.json", params={"q": "china", "kind": kind}).status_code == 422


def test_an_answer_makes_a_map(client: httpx.Client) -> None:
    answer = client.get(address(BEARINGS).replace("/ask", "/ask/map"))
    assert answer.status_code == 200
    assert '"answer"' in answer.text
    assert client.get(address(BEARINGS).replace("/ask", "/ask/map.json")).status_code == 200


@pytest.mark.parametrize("query", [KINDS, "ASK { ?s a ca:Thesis }"])
def test_an_answer_without_items_makes_no_map_and_that_is_told(client: httpx.Client, query: str) -> None:
    page = client.get(address(query).replace("/ask", "/ask/map"))
    assert page.status_code == 422
    assert 'id="ask-fault"' in page.text
    assert client.get(address(query).replace("/ask", "/ask/map.json")).json()["title"] == "No map"


def test_a_limit_of_rows_is_told(shipped: Store) -> None:
    with serving(shipped, Settings(limits=Limits(query_rows=20))) as served:
        answer = served.client().get(address("SELECT ?s { ?s ?p ?o }"))
    assert answer.status_code == 422
    assert "20" in re.search(r'id="ask-fault".*?</p>', answer.text, re.DOTALL)[0]  # type: ignore[index]


def test_a_query_that_is_too_long_is_refused(shipped: Store) -> None:
    with serving(shipped, Settings(limits=Limits(query_length=100))) as served:
        answer = served.client().get(address(f"ASK {{ }} # {'long ' * 20}"))
    assert answer.status_code == 414
    assert "longer than 100 characters" in answer.text


def test_who_may_not_read_may_not_ask(served_with_tokens: Served) -> None:
    for path in (address(KINDS), address(KINDS).replace("/ask", "/ask/map"), "/ask/terms.json", "/ask/items.json?q=a"):
        assert served_with_tokens.client().get(path).status_code == 401
        assert served_with_tokens.client("read").get(path).status_code in (200, 422)
