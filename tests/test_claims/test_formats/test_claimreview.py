"""ClaimReview: reviews in feeds, pages, lines and graphs, what they say of claims, and that they are given back."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.errors import FormatError
from claims.formats.argument import Argument, Node
from claims.formats.claimreview import generate, parse, recognises
from claims.formats.untrusted import read_text
from tests.quick import examples
from tests.test_claims.test_formats.arguments import arguments

DATA = Path(__file__).parents[2] / "data"
REVIEWS = DATA / "formats" / "claimreview"


def read(name: str) -> Argument:
    return parse(read_text(REVIEWS / name), Path(name).stem)


def review(**rating: Any) -> str:
    said = {"@type": "ClaimReview", "claimReviewed": "Gulls can read.", "reviewRating": rating}
    return json.dumps({"@context": "https://schema.org", **said})


def told(argument: Argument) -> str:
    return "\n".join(f"{note.level} {note.where}: {note.message}" for note in argument.notes)


def relations(argument: Argument) -> list[tuple[str, str, str]]:
    """Return each relation as what it starts from, its type, and what it ends in."""
    starts = {edge.target: edge.source for edge in argument.edges}
    ends = {edge.source: edge.target for edge in argument.edges}
    found = [(starts[node.id], node.type, ends[node.id]) for node in argument.nodes.values() if node.type != "I"]
    return [(argument.nodes[one].text, kind, argument.nodes[other].text) for one, kind, other in found]


def test_the_harbour_has_four_texts() -> None:
    argument = parse(read_text(DATA / "variants" / "harbour.claimreview.jsonld"), "harbour")
    assert [(node.type, node.text, node.title) for node in argument.nodes.values()] == [
        ("I", "The harbour toll should be lowered.", "Lower the toll"),
        ("I", "Fewer ships call at the harbour since the toll was raised.", "Fewer ships call"),
        ("I", "The toll pays for the lighthouse.", "The toll pays for light"),
        ("I", "The lighthouse costs far less than the toll brings in.", "Light costs less"),
    ]
    assert argument.notes == []


def test_a_review_is_a_claim_and_a_verdict_each_with_who_holds_it_and_where() -> None:
    argument = read("single.jsonld")
    claim, verdict = (node for node in argument.nodes.values() if node.type == "I")
    assert (claim.held_by, claim.citation) == (("Ada Quill",), ("https://example.org/speech",))
    assert claim.data == {"claimreview": {"datePublished": "2024-03-01"}}
    assert (verdict.text, verdict.held_by, verdict.citation) == (
        "False", ("Quay Facts",), ("https://example.org/facts/1",)
    )  # fmt: skip


def test_entities_in_texts_stay_as_they_are() -> None:
    assert relations(read("single.jsonld")) == [("False", "CA", "The ferry sank &amp; nobody noticed.")]


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        ({"ratingValue": 1}, ["CA"]),
        ({"ratingValue": "2", "bestRating": "5", "worstRating": "1"}, ["CA"]),
        ({"ratingValue": 3}, []),
        ({"ratingValue": 4.5}, ["RA"]),
        ({"ratingValue": 5, "bestRating": 10}, []),
        ({"ratingValue": 9, "bestRating": 10, "worstRating": 0}, ["RA"]),
        ({"ratingValue": 3, "bestRating": 7, "worstRating": 1}, []),
        ({"ratingValue": 7}, []),
        ({"ratingValue": -1, "bestRating": -1, "worstRating": -1}, []),
        ({"ratingValue": True}, []),
        ({"ratingValue": "1e999999999"}, []),
        ({"alternateName": "False"}, []),
    ],
)
def test_a_rating_relates_verdict_and_claim_only_in_the_outer_thirds_of_its_scale(
    rating: dict[str, Any], expected: list[str]
) -> None:
    argument = parse(review(**{"alternateName": "So so", **rating}), "gulls")
    assert [node.type for node in argument.nodes.values() if node.type != "I"] == expected
    assert ("without a clear rating" in told(argument)) is not bool(expected)


@pytest.mark.parametrize(
    ("rating", "text"),
    [
        ({"alternateName": "Mostly so", "ratingValue": 4}, "Mostly so"),
        ({"ratingValue": 4}, "Rated 4."),
        ({"ratingValue": 4, "bestRating": 7}, "Rated 4 on a scale from 1 to 7."),
        ({"ratingExplanation": "Gulls cannot spell."}, "Gulls cannot spell."),
    ],
)
def test_a_verdict_is_the_rating_in_words(rating: dict[str, Any], text: str) -> None:
    assert text in [node.text for node in parse(review(**rating), "gulls").nodes.values()]


def test_reviews_of_what_the_same_people_said_share_their_claim() -> None:
    argument = read("feed.json")
    assert relations(argument) == [("False", "CA", "The ferry sank."), ("Nearly so", "RA", "Gulls can read.")]
    claims = [node.held_by for node in argument.nodes.values() if node.text == "The ferry sank."]
    assert claims == [("Ada Quill",), ("Cora Vane",)]
    assert "merged review 3: 1 review of a claim that another reviews, too" in told(argument)
    assert "kept review 3 and others: 2 reviews without a clear rating" in told(argument)


def test_reviews_are_found_in_the_scripts_of_a_page() -> None:
    argument = read("page.html")
    texts = [node.text for node in argument.nodes.values() if node.type == "I"]
    assert texts == ["The quay is haunted.", "No", "चुंगी घटी है।", "Rated 6 on a scale from 1 to 7.", "No rating at all."]
    assert argument.nodes["page-claim-2"].lang == "hi"


@pytest.mark.parametrize(
    "words",
    [
        "refused block 2: This is no JSON",
        "kept review 4: The review does not say what it reviews",
        "kept review 3: 1 review without a verdict",
        "kept : What is no review or claim stands in the data only: WebSite (1).",
    ],
)
def test_what_a_page_has_besides_is_told_with_its_number(words: str) -> None:
    assert words in told(read("page.html"))


def test_scripts_are_found_in_what_is_no_page_by_itself() -> None:
    text = f'An example:\n<script type="application/ld+json">{review(ratingValue=5)}</script>\n'
    assert relations(parse(text, "example")) == [("Rated 5.", "RA", "Gulls can read.")]


def test_broken_lines_are_told_and_the_others_are_read() -> None:
    argument = read("lines.jsonl")
    assert len(relations(argument)) == 2
    assert "refused line 3: This is no JSON" in told(argument)


@pytest.mark.parametrize("name", ["single.jsonld", "feed.json"])
def test_a_document_is_given_back_with_all_its_keys(name: str) -> None:
    assert json.loads(generate(read(name))) == json.loads(read_text(REVIEWS / name))


@pytest.mark.parametrize("name", ["single.jsonld", "feed.json", "page.html", "lines.jsonl"])
def test_what_is_written_says_what_was_read(name: str) -> None:
    argument = read(name)
    again = parse(generate(argument), argument.name)
    assert (again.nodes, again.edges, again.data) == (argument.nodes, argument.edges, argument.data)


def test_what_was_edited_since_is_written_as_it_was_edited() -> None:
    argument = read("single.jsonld")
    argument.nodes["single-claim-1"].text, argument.nodes["single-verdict-1"].text = "The ferry swam.", "True"
    said = json.loads(generate(argument))
    assert (said["claimReviewed"], said["reviewRating"]["alternateName"]) == ("The ferry swam.", "True")
    assert said["reviewRating"]["ratingValue"] == "1"


def test_other_statements_are_written_as_claims_with_what_they_are_based_on() -> None:
    argument = Argument("toll", lang="de")
    argument.add(Node("lower toll", "I", "Lower it.", title="Lower", held_by=("Ada", "Ben"), citation=("A 2020",)))
    argument.add(Node("https://example.org/b", "I", "Ships left.", citation=("https://example.org/log",), lang="en"))
    argument.relate("r", "RA", ["https://example.org/b"], ["lower toll"])
    said = json.loads(generate(argument))
    assert said == {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Claim", "@id": "#lower%20toll", "name": "Lower", "text": "Lower it.", "inLanguage": "de",
             "author": [{"name": "Ada"}, {"name": "Ben"}], "appearance": {"@type": "CreativeWork", "name": "A 2020"},
             "isBasedOn": {"@id": "https://example.org/b"}},
            {"@type": "Claim", "@id": "https://example.org/b", "text": "Ships left.", "inLanguage": "en",
             "appearance": {"@type": "CreativeWork", "url": "https://example.org/log"}},
        ],
    }  # fmt: skip


def test_a_statement_that_is_added_to_a_document_stands_beside_it() -> None:
    argument = read("single.jsonld")
    argument.add(Node("new", "I", "The ferry is new."))
    first, second = json.loads(generate(argument))
    assert first == json.loads(read_text(REVIEWS / "single.jsonld"))
    assert second["@graph"][0]["text"] == "The ferry is new."


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"@context": "https://example.org/other"}, "It does not name the context https://schema.org"),
        ({"claimReviewed": None, "itemReviewed": {"name": "Gulls read."}}, "claimReviewed is missing"),
    ],
)
def test_what_breaks_a_rule_is_taken_with_a_warning(change: dict[str, Any], words: str) -> None:
    argument = parse(json.dumps(json.loads(review(ratingValue=1)) | change), "gulls")
    assert words in told(argument)
    assert len(relations(argument)) == 1


@pytest.mark.parametrize(
    "context",
    ["http://schema.org", "https://schema.org/", {"@vocab": "http://schema.org/"}, {"schema": "https://schema.org/"},
     ["https://schema.org", {"x": "urn:x:"}]],
)  # fmt: skip
def test_schema_org_is_known_by_all_its_addresses(context: Any) -> None:
    said = json.loads(review(ratingValue=1)) | {"@context": context}
    assert parse(json.dumps(said), "gulls").notes == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "This is no JSON"),
        ("[]", "There is no ClaimReview and no Claim"),
        ('{"@type": "Article"}', "There is no ClaimReview"),
        ("<p>Text</p>", "It has no script with JSON-LD"),
        ('<script type="application/ld+json">{</script>', "None of its 1 blocks can be read"),
        ("[" * 5000, "nested more than"),
    ],
)
def test_what_has_no_review_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        parse(text, "none")


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["@type", "@id", "@graph", "@context", "@value", "claimReviewed", "itemReviewed", "reviewRating", "author",
             "name", "alternateName", "ratingValue", "bestRating", "url", "appearance", "text", "schema:claimReviewed",
             "inLanguage", "datePublished", "claimatlas:node"]
        ),
        inner | st.sampled_from(["ClaimReview", "Claim", "https://schema.org", "x", "1", "gulls-claim-1"]),
        max_size=7,
    ),
    max_leaves=25,
)  # fmt: skip
_real = st.sampled_from([read_text(path) for path in sorted(REVIEWS.iterdir())])


@settings(max_examples=examples(60), deadline=None)
@given(
    st.text(max_size=60)
    | _values.map(json.dumps)
    | _values.map(lambda value: f'<script type="application/ld+json">{json.dumps(value)}</script>')
    | st.tuples(_real, st.integers(0, 900), st.text(max_size=4), st.integers(0, 9)).map(
        lambda made: made[0][: made[1]] + made[2] + made[0][made[1] + made[3] :]
    )
)
def test_any_text_has_reviews_or_is_refused(text: str) -> None:
    with suppress(FormatError):
        argument = parse(text, "gulls")
        again = parse(generate(argument), "gulls")
        assert [node.text for node in again.nodes.values()] == [node.text for node in argument.nodes.values()]


@settings(max_examples=examples(40), deadline=None)
@given(arguments())
def test_the_statements_of_any_argument_are_claims(argument: Argument) -> None:
    said = json.loads(generate(argument))
    texts = [one["text"] for one in said.get("@graph", [said])]
    assert texts == [node.text for node in argument.nodes.values() if node.type == "I"]


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.html", '<script>{"@type": "ClaimReview"', True),
        ("a.json", '{"@context": "https://schema.org", "@type": "Claim"', True),
        ("a.json", '{"nodes": []', False),
        ("a.txt", "ClaimReview", False),
    ],
)
def test_reviews_are_recognised_by_their_words(name: str, head: str, expected: bool) -> None:
    assert recognises(Path(name), head) is expected


def test_a_rating_that_is_a_word_alone_is_the_verdict() -> None:
    said = {"@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": "Gulls read."}
    argument = parse(json.dumps({**said, "reviewRating": "False"}), "word")
    assert [node.text for node in argument.nodes.values()] == ["Gulls read.", "False"]
