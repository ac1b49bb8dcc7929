"""Every item at the path of its IRI, in every form that a request can ask for."""

import json
import re
import warnings
from pathlib import Path

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from app.web import Settings
from claims import SourceText
from graph import Store, add, edit, register_source, retract
from ontology import CA, OA, PREFIXES
from tests.test_viz.conftest import fast_first
from tests.test_web.conftest import Served, serving

BASE = "https://w3id.org/claimatlas"
ESSAY = f"{BASE}/corpus/long-american-century"
THESIS = "/corpus/long-american-century/assault-undercuts-american-power"
STEP = "/corpus/long-american-century/imposes-because-hard-power-brandished"
FORMS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld"}
TYPES = {"text/turtle": "turtle", "application/n-triples": "nt", "application/ld+json": "json-ld"}
PLACES = [
    THESIS,
    STEP,
    "/corpus/long-american-century/greenland-threat",
    "/corpus/long-american-century/greenland-threat-wields-hard",
    "/corpus/long-american-century/united-states",
    "/corpus/long-american-century/trump-term-count",
    "/corpus/long-american-century/essay",
    "/corpus/long-american-century/section-1",
    "/corpus/long-american-century/leverage-against-lament",
    "/corpus/long-american-century/assault-undercuts-american-power-anchor",
    "/power/trust",
    "/power/",
    "/instrument/tariff",
    "/topic/hard-power",
    "/scheme/example",
    "/scheme/example-q1",
    "/ontology",
    "/contributions/1",
]
HOSTILE = "</script><img src=x onerror=alert(1)>{{ 7*7 }}\u202e\"'&"


def graph_at(client: httpx.Client, address: str, format_: str, **headers: str) -> Graph:
    """What an address gives, read as RDF."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib reads JSON-LD by what it has deprecated
        return Graph().parse(data=answer.content, format=format_)


def page(client: httpx.Client, address: str, status: int = 200) -> str:
    """A page as a browser asks for it."""
    answer = client.get(address, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


def schema_in(text: str) -> dict[str, object]:
    """The schema.org JSON-LD in a page."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


@pytest.mark.parametrize("place", fast_first(PLACES, THESIS, STEP, "/power/", "/ontology", "/contributions/1"))
def test_all_forms_of_an_item_say_the_same(served_for_reading: Served, place: str) -> None:
    with served_for_reading.client() as client:
        turtle = graph_at(client, place, "turtle", Accept="text/turtle")
        assert len(turtle) > 1
        for media_type, format_ in TYPES.items():
            assert isomorphic(graph_at(client, place, format_, Accept=media_type), turtle)
        for extension, format_ in FORMS.items():
            assert isomorphic(graph_at(client, f"{place}.{extension}", format_), turtle)
        assert "<h1" in page(client, place)


def test_the_graph_of_an_item_has_its_anchor_its_relations_and_the_titles_of_what_it_names(
    served_for_reading: Served,
) -> None:
    thesis, anchor = URIRef(BASE + THESIS), URIRef(f"{BASE}{THESIS}-anchor")
    with served_for_reading.client() as client:
        found = graph_at(client, f"{THESIS}.nt", "nt")
    assert (anchor, OA.hasBody, thesis) in found
    assert len(list(found.objects(None, OA.start))) == 1
    steps = set(found.subjects(CA.conclusion, thesis))
    premises = {premise for step in steps for premise in found.objects(step, CA.premise)}
    assert len(steps) == 5
    assert premises == set(found.subjects(CA.supports, thesis))
    label = URIRef(f"{PREFIXES['rdfs']}label")
    assert all((premise, label, None) in found for premise in premises)


def test_the_history_of_an_item_comes_where_it_is_asked_for(served: Served) -> None:
    edit(
        served.store, BASE + THESIS, {"text": "An assault on interdependence undercuts power."}, by="Ada", message="Why"
    )
    with served.client() as client:
        plain, told = (graph_at(client, f"{THESIS}.nt{asked}", "nt") for asked in ("", "?history"))
    assert not list(plain.subjects(CA.message, None))
    assert [str(one) for one in told.objects(None, CA.message)] == ["Why"]
    assert not list(plain - told)


def test_the_same_graph_is_given_in_the_same_bytes(served_for_reading: Served, shipped: Store) -> None:
    with serving(shipped) as other, other.client() as second, served_for_reading.client() as first:
        for extension in FORMS:
            assert first.get(f"{THESIS}.{extension}").content == second.get(f"{THESIS}.{extension}").content


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("text/html", "text/html"),
        ("*/*", "text/html"),
        ("", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/n-triples;q=0.9, text/turtle;q=0.8", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/html;q=0.5, text/turtle", "text/turtle"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ],
)
def test_a_request_gets_the_form_that_it_likes_best(served_for_reading: Served, accept: str, given: str) -> None:
    with served_for_reading.client() as client:
        answer = client.get(THESIS, headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == given
    assert "Accept" in answer.headers["vary"]


def test_a_form_that_there_is_not_is_not_acceptable(served_for_reading: Served) -> None:
    with served_for_reading.client() as client:
        answer = client.get(THESIS, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["offers"]


def test_links_in_the_header_lead_to_the_other_forms_and_to_the_annotations(served_for_reading: Served) -> None:
    with served_for_reading.client() as client:
        links = client.get(THESIS, headers={"Accept": "text/turtle"}).links
        assert client.get(links["describedby"]["url"]).headers["content-type"].startswith("text/turtle")
    assert links["canonical"]["url"] == BASE + THESIS
    assert links["http://www.w3.org/ns/oa#annotationService"]["url"] == "/annotations/"


def test_what_a_client_has_already_is_not_sent_again_until_it_changes(served: Served) -> None:
    with served.client() as client:
        tag = client.get(f"{THESIS}.ttl").headers["etag"]
        assert client.get(f"{THESIS}.ttl", headers={"If-None-Match": tag}).status_code == 304
        edit(served.store, BASE + THESIS, {"label": "Another title"}, by="Ada")
        again = client.get(f"{THESIS}.ttl", headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert "last-modified" in again.headers


def test_head_gives_the_headers_without_the_page(served_for_reading: Served) -> None:
    with served_for_reading.client() as client:
        answer = client.head(THESIS)
    assert (answer.status_code, answer.content) == (200, b"")
    assert "link" in answer.headers


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("trust", "/power/trust"),
        ("power:trust", "/power/trust"),
        (f"{BASE}/power/trust", "/power/trust"),
        ("power:trust.ttl", "/power/trust.ttl"),
        ("assault-undercuts-american-power", THESIS),
        (f"{BASE}{THESIS}?of=about&page=1", f"{THESIS}?of=about&page=1"),
        (f"{BASE}/ontology%23Claim", "/ontology%23Claim"),
    ],
)
def test_any_name_of_an_item_leads_to_its_page(served_for_reading: Served, name: str, place: str) -> None:
    with served_for_reading.client() as client:
        answer = client.get(f"/items/{name}")
    assert (answer.status_code, answer.headers["location"]) == (303, place)


@pytest.mark.parametrize("address", ["/items/power:trusst", "/power/trusst", "/corpus/x/y", "/items/%3Cx%3E%20y"])
def test_a_name_that_nothing_has_is_not_found(served_for_reading: Served, address: str) -> None:
    with served_for_reading.client() as client:
        assert client.get(address, headers={"Accept": "text/turtle"}).status_code == 404
        text = page(client, address, 404)
    assert "trusst" not in address or ">trust</a>" in text


def test_an_item_with_an_iri_from_elsewhere_is_shown_in_place(served: Served) -> None:
    iri = "https://example.org/a/b#c?d=é"
    served.store.update(f'INSERT DATA {{ <{iri}> a ca:Person ; rdfs:label "Someone <b>else</b>"@en }}')
    with served.client() as client:
        address = f"/items/{httpx.QueryParams({'x': iri})['x']}".replace("#", "%23").replace("?", "%3F")
        assert "Someone &lt;b&gt;else&lt;/b&gt;" in page(client, address)
        assert len(graph_at(client, address, "turtle", Accept="text/turtle")) > 1


def test_what_was_retracted_is_told_with_when_by_whom_why_and_its_last_text(served: Served) -> None:
    text = "Buyers who can be replaced frighten no seller."
    draft = {"kind": "claim", "label": "Buyers can be replaced", "text": text}
    iri = add(served.store, draft, by="Ada").items[0].iri
    retract(served.store, [iri], "It was said twice", by="Bert")
    with served.client() as client:
        told = page(client, iri.removeprefix(BASE), 410)
        data = client.get(f"{iri.removeprefix(BASE)}.ttl")
        assert client.get("/items/buyers-can-be-replaced").status_code == 410
    assert all(words in told for words in (text, "Bert", "It was said twice", "/contributions/3/undo", "Claim"))
    assert data.status_code == 410
    assert data.headers["content-type"] == "application/problem+json"


# --- the page ---


def test_a_statement_tells_who_holds_it_where_it_stands_and_what_is_open(served: Served) -> None:
    with served.client() as client:
        text = page(client, THESIS)
    assert all(
        words in text
        for words in (
            "The authors",
            "asserted",
            "paragraph 3",
            "Reasons for it",
            "critical question",
            "Spoken against by",
        )
    )
    assert "/add?answers=" in text
    assert f"/items/{BASE.replace(':', '%3A').replace('/', '%2F')}" in text


def test_who_only_reads_is_offered_no_change(store: Store, token_file: Path) -> None:
    with serving(store, Settings(token_file=token_file)) as served, served.client("read") as client:
        text = page(client, THESIS)
    assert "/add?" not in text
    assert "/edit" not in text


def test_a_passage_is_quoted_where_the_text_is_attached(opened_folder: Store, served_for_reading: Served) -> None:
    speech = "A town with a bridge has two banks, and each of them needs the other to be reached."
    register_source(opened_folder, SourceText(speech), "A speech", ["Ada"], name="speech")
    draft = {
        "kind": "claim",
        "label": "Banks need each other",
        "text": "Both banks need the bridge.",
        "quote": "two banks",
    }
    iri = add(opened_folder, draft, corpus="speech").items[0].iri
    with serving(opened_folder) as served, served.client() as client:
        assert '<blockquote dir="auto">two banks</blockquote>' in page(client, iri.removeprefix(BASE))
    with served_for_reading.client() as client:
        assert "<blockquote" not in page(client, THESIS)


@pytest.mark.parametrize(
    ("place", "kind", "names"),
    [
        (THESIS, "Claim", ("text", "author", "appearance")),
        ("/corpus/long-american-century/greenland-threat", "Action", ("description", "agent")),
        ("/corpus/long-american-century/trump-term-count", "Observation", ("value", "unitText", "measuredProperty")),
        ("/corpus/long-american-century/essay", "CreativeWork", ("author", "hasPart")),
        ("/corpus/long-american-century/united-states", "GovernmentOrganization", ()),
        ("/corpus/long-american-century/joseph-nye", "Person", ()),
        ("/power/trust", "DefinedTerm", ("description", "inDefinedTermSet")),
        ("/power/", "DefinedTermSet", ("hasDefinedTerm",)),
    ],
)
def test_a_page_says_in_the_words_of_schema_org_what_it_is_about(
    served_for_reading: Served, place: str, kind: str, names: tuple[str, ...]
) -> None:
    with served_for_reading.client() as client:
        said = schema_in(page(client, place))
    assert (said["@type"], said["@id"]) == (kind, BASE + place)
    assert set(names) <= said.keys()


def test_the_data_in_a_page_hold_hostile_texts_as_texts(served: Served) -> None:
    served.store.update(f"INSERT DATA {{ corpus:odd a ca:Claim ; rdfs:label {json.dumps(HOSTILE)}@en }}")
    with served.client() as client:
        text = page(client, "/corpus/long-american-century/odd")
    assert schema_in(text)["name"] == HOSTILE
    assert "<img" not in text
    assert "{{ 7*7 }}" in text


def test_many_links_come_page_by_page(served: Served) -> None:
    drafts = [
        {"kind": "claim", "label": f"Claim number {n}", "text": f"This is claim number {n}.", "subject": "power:trust"}
        for n in range(130)
    ]
    before = set(_subjects(served, 1))
    add(served.store, drafts)
    pages = [_subjects(served, number) for number in (1, 2, 3)]
    assert [len(one) for one in pages] == [60, 60, 130 + len(before) - 120]
    assert len(set().union(*pages)) == 130 + len(before)
    with served.client() as client:
        whole = page(client, "/power/trust")
    assert whole.count("claim-number-") == 60 - len(before & set(pages[0])) or whole.count("/corpus/") >= 60


def _subjects(served: Served, number: int) -> list[str]:
    with served.client() as client:
        text = page(client, f"/power/trust?of=subject-of&page={number}")
    return re.findall(r'<a href="(/corpus/[^"]*)"><bdi>', text)


def test_the_vocabulary_tells_every_term_at_its_fragment(served_for_reading: Served) -> None:
    with served_for_reading.client() as client:
        text, graph = page(client, "/ontology"), graph_at(client, "/ontology.ttl", "turtle")
    terms = {str(one).partition("#")[2] for one in graph.subjects() if str(one).startswith(str(CA))}
    assert len(terms) > 60
    assert all(f'<dt id="{term}"' in text for term in terms)


def test_somebody_who_only_contributed_is_known_by_what_they_did(served: Served) -> None:
    edit(served.store, BASE + THESIS, {"label": "Another title"}, by="Grace Hopper")
    with served.client() as client:
        answer = client.get("/agent/grace-hopper")
        assert (answer.status_code, answer.headers["location"]) == (303, "/changes?by=Grace%20Hopper")
        assert len(graph_at(client, "/agent/grace-hopper.ttl", "turtle")) == 2
        assert client.get("/agent/nobody").status_code == 404
