"""Web annotations: which are statements, what the model demands of them, and that they are given back."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.errors import FormatError
from claims.formats.annotation import generate, parse, recognises
from claims.formats.argument import Argument, Node, Span
from claims.formats.untrusted import read_text
from claims.model import Claim
from tests.quick import examples
from tests.test_claims.test_formats.arguments import arguments

DATA = Path(__file__).parents[2] / "data"
NOTES = DATA / "formats" / "annotation"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
SOUND: dict[str, Any] = {
    "@context": CONTEXT,
    "id": "urn:x:1",
    "type": "Annotation",
    "body": {"type": "TextualBody", "value": "The buoys are dark.", "format": "text/plain"},
    "target": "https://example.org/log",
}


def read(name: str) -> Argument:
    return parse(read_text(NOTES / name), Path(name).stem)


def changed(**change: Any) -> Argument:
    """Return the argument of a sound annotation with changes; what becomes None is left out."""
    said = {key: value for key, value in (SOUND | change).items() if value is not None}
    return parse(json.dumps(said), "buoys")


def told(argument: Argument) -> str:
    return "\n".join(f"{note.level} {note.where}: {note.message}" for note in argument.notes)


def texts(argument: Argument) -> list[str]:
    return [node.text for node in argument.nodes.values()]


def test_the_harbour_has_four_texts() -> None:
    argument = parse(read_text(DATA / "variants" / "harbour.annotation.jsonld"), "harbour")
    assert texts(argument) == [
        "The harbour toll should be lowered.",
        "Fewer ships call at the harbour since the toll was raised.",
        "The toll pays for the lighthouse.",
        "The lighthouse costs far less than the toll brings in.",
    ]
    assert argument.notes == []


def test_texts_of_bodies_are_statements_and_tags_are_none() -> None:
    argument = read("quoted.jsonld")
    first, second = argument.nodes.values()
    assert (first.text, first.lang, first.held_by) == (
        "<p>Nobody counts the <em>night</em> boats.</p>", "en", ("Ada Quill",)
    )  # fmt: skip
    assert (second.text, second.lang, second.held_by) == ("Niemand zählt sie.", "de", ("Ben Marsh",))
    assert first.citation == second.citation == ("https://example.org/minutes",)
    assert argument.notes == []


def test_selectors_and_all_else_stand_in_the_data() -> None:
    said = json.loads(read_text(NOTES / "quoted.jsonld"))
    nodes = read("quoted.jsonld").nodes
    assert nodes["https://example.org/notes/1"].data == {"annotation": {"annotation": said}}
    assert nodes["https://example.org/notes/1-text-2"].data == {
        "annotation": {"of": "https://example.org/notes/1", "text": 2}
    }


def test_annotations_without_a_text_are_kept_and_told() -> None:
    argument = read("collection.jsonld")
    assert [*argument.nodes] == ["urn:x:1", "urn:x:4"]
    assert "kept urn:x:2, urn:x:3: Of the annotations 2 have no text of their own" in told(argument)


def test_of_a_choice_the_first_text_is_taken_and_that_is_told() -> None:
    argument = read("collection.jsonld")
    assert argument.nodes["urn:x:4"].text == "Two of three are dark."
    assert "kept urn:x:4: Of the annotations 1 have texts to choose from" in told(argument)


def test_all_members_of_a_target_are_cited() -> None:
    assert read("collection.jsonld").nodes["urn:x:4"].citation == ("https://example.org/p1", "https://example.org/p2")


def test_a_collection_whose_pages_are_elsewhere_is_read_and_nothing_is_fetched() -> None:
    said = {"@context": CONTEXT, "id": "urn:x:c", "type": "AnnotationCollection", "total": 9, "first": "urn:x:p"}
    argument = parse(json.dumps(said), "elsewhere")
    assert not argument.nodes
    assert "the first are at urn:x:p, which is not fetched" in told(argument)
    assert json.loads(generate(argument)) == said


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"@context": None}, "The context is not"),
        ({"@context": ["https://example.org/a", "https://example.org/b"]}, "The context is not"),
        ({"@context": [CONTEXT, "https://example.org/b"]}, "a context besides that of annotations"),
        ({"id": None}, "id must be one IRI (3.1)"),
        ({"id": "no iri"}, "id must be one IRI (3.1)"),
        ({"id": ["urn:x:1", "urn:x:2"]}, "id must be one IRI (3.1)"),
        ({"type": None}, "type must be Annotation (3.1)"),
        ({"type": "Heron"}, "type must be Annotation (3.1)"),
        ({"target": None}, "It must have a target (3.1)"),
        ({"target": 9}, "A target must be an IRI or an object"),
        ({"body": "no iri"}, "A body must be an IRI or an object"),
        ({"body": {"id": "no iri"}}, "id of a body must be one IRI"),
        ({"body": {"id": "urn:x:b", "format": 6}}, "format of a body must be a text"),
        ({"body": {"id": "urn:x:b", "language": 3}}, "language of a body must be a text"),
        ({"body": {"id": "urn:x:b", "textDirection": "up"}}, "textDirection of a body must be ltr"),
        ({"body": {"id": "urn:x:b", "textDirection": ["ltr", "rtl"]}}, "textDirection of a body must be ltr"),
        ({"body": {"id": "urn:x:b", "processingLanguage": ["en", "de"]}}, "processingLanguage of a body"),
        ({"body": {"type": "TextualBody"}}, "must have one text as its value (3.2.4)"),
        ({"body": {"type": "TextualBody", "value": ["a", "b"]}}, "must have one text as its value (3.2.4)"),
        ({"bodyValue": "Twice."}, "must not have both (3.2.5)"),
        ({"body": None, "bodyValue": 23}, "bodyValue must be one text"),
        ({"body": {"type": ["Choice", "List"], "items": ["urn:x:a"]}}, "A body with items must have one type"),
        ({"body": {"items": ["urn:x:a"]}}, "A body with items must have one type"),
        ({"body": {"type": "Choice"}}, "must have a list of items"),
        ({"creator": 6}, "creator must be an IRI or an object"),
        ({"generator": 42}, "generator must be an IRI or an object"),
        ({"created": "yesterday"}, "created must be one date and time"),
        ({"modified": ["2024-05-06T07:08:09Z", "2024-05-07T07:08:09Z"]}, "modified must be one date and time"),
        ({"rights": "all mine"}, "rights must be an IRI"),
        ({"via": "the post"}, "via must be an IRI"),
        ({"canonical": "so it is"}, "canonical must be an IRI"),
        ({"target": {"type": "SpecificResource"}}, "must have one source (4)"),
        ({"target": {"source": "urn:x:s", "selector": {"type": "FragmentSelector"}}}, "A FragmentSelector must have"),
        ({"target": {"source": "urn:x:s", "selector": {"type": "TextQuoteSelector"}}}, "must have one text as exact"),
        ({"target": {"source": "urn:x:s", "selector": {"type": "TextPositionSelector", "start": -1, "end": 2}}},
         "whole numbers from 0"),
        ({"target": {"source": "urn:x:s", "selector": {"type": "RangeSelector"}}}, "must have a startSelector"),
    ],
)  # fmt: skip
def test_each_rule_of_the_model_that_is_broken_is_told(change: dict[str, Any], words: str) -> None:
    argument = changed(**change)
    assert words in told(argument)
    assert {note.level for note in argument.notes} <= {"warning", "kept"}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"@context": ["http://www.w3.org/ns/anno.jsonld"]},
        {"creator": {"type": "Person", "name": "Ada"}, "created": "2024-05-06T07:08:09.5+01:00"},
        {"target": {"id": "urn:x:t", "language": ["en", "ar"], "textDirection": "ltr"}},
        {"target": {"source": "urn:x:t", "selector": "urn:x:s", "state": {"type": "TimeState"}}},
        {"target": {"source": "urn:x:t", "selector": {"type": "FragmentSelector", "value": "p5",
                    "refinedBy": {"type": "TextQuoteSelector", "exact": "dark"}}}},
        {"rights": ["https://example.org/free"], "canonical": "urn:x:c"},
    ],
)  # fmt: skip
def test_what_the_model_allows_is_read_without_a_complaint(change: dict[str, Any]) -> None:
    argument = changed(**change)
    assert (texts(argument), argument.notes) == (["The buoys are dark."], [])


@pytest.mark.parametrize(
    ("creator", "names"),
    [
        ({"name": "Ada", "nickname": "a"}, ("Ada",)),
        ([{"nickname": "a"}, {"name": ["Ben", "Benny"]}], ("a", "Ben")),
        ("https://example.org/ada", ()),
        (["Ada Quill"], ("Ada Quill",)),
    ],
)
def test_who_made_an_annotation_holds_its_text_where_a_name_is_told(creator: Any, names: tuple[str, ...]) -> None:
    assert changed(creator=creator).nodes["urn:x:1"].held_by == names


def test_a_second_annotation_with_the_same_id_gets_one_of_its_own() -> None:
    argument = parse(json.dumps([SOUND, SOUND]), "buoys")
    assert [*argument.nodes] == ["urn:x:1", "urn:x:1-2"]
    assert "warning urn:x:1: Another has this id, too; this one is urn:x:1-2 here." in told(argument)


@pytest.mark.parametrize("name", ["quoted.jsonld", "collection.jsonld"])
def test_a_document_is_given_back_with_all_its_keys(name: str) -> None:
    assert json.loads(generate(read(name))) == json.loads(read_text(NOTES / name))


def test_what_was_edited_since_is_written_as_it_was_edited() -> None:
    argument = read("quoted.jsonld")
    argument.nodes["https://example.org/notes/1-text-2"].text = "Keiner zählt sie."
    bodies = json.loads(generate(argument))["body"]
    assert [body["value"] for body in bodies][1:] == ["boats", "Keiner zählt sie."]


def test_what_was_taken_out_since_is_left_out() -> None:
    argument = read("collection.jsonld")
    del argument.nodes["urn:x:1"]
    items = json.loads(generate(argument))["first"]["items"]
    assert [item["id"] for item in items] == ["urn:x:2", "urn:x:3", "urn:x:4"]


def test_a_statement_of_a_store_is_an_annotation_of_its_passage() -> None:
    iri, text = "https://example.org/corpus/dark", "By night the buoys are dark."
    item = Claim(iri=iri, label="Dark", text="No buoy is lit.", held_by=(f"{iri}-ada",), commitment="asserted")
    node = Node("dark", "I", "No buoy is lit.", held_by=("Ada",), spans=(Span(9, 27),), item=item)
    said = json.loads(generate(Argument("log", title="The log", nodes={"dark": node}, text=text)))
    [note] = said["first"]["items"]
    assert (said["@context"], said["type"], said["label"], said["total"]) == (
        CONTEXT, "AnnotationCollection", "The log", 1
    )  # fmt: skip
    assert (note["motivation"], note["body"]) == (
        "identifying",
        {"id": iri, "type": "TextualBody", "value": "No buoy is lit.", "format": "text/plain", "language": "en",
         "creator": {"type": "Person", "name": "Ada"}},
    )  # fmt: skip
    assert note["target"]["selector"] == [
        {"type": "TextPositionSelector", "start": 9, "end": 27},
        {"type": "TextQuoteSelector", "exact": "the buoys are dark", "prefix": "By night ", "suffix": "."},
    ]


@settings(max_examples=examples(40), deadline=None)
@given(arguments())
def test_any_argument_is_written_as_annotations_that_break_no_rule(argument: Argument) -> None:
    again = parse(generate(argument), "any")
    assert [note for note in again.notes if note.level == "warning"] == []
    wanted = [node.text for node in argument.nodes.values() if node.type == "I" and node.text.strip()]
    assert texts(again) == wanted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("this is no json", "This is no JSON"),
        ("{}", "There is no annotation in it"),
        ('{"a": 1,}', "This is no JSON"),
        ("[" * 5000, "nested more than"),
    ],
)
def test_what_has_no_annotation_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        parse(text, "none")


_known = st.sampled_from(
    ["Annotation", "TextualBody", "Choice", "List", "AnnotationPage", CONTEXT, "urn:x:1", "tagging"]
)
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["type", "@type", "id", "@context", "body", "bodyValue", "target", "items", "first", "value", "purpose",
             "selector", "source", "refinedBy", "creator", "name", "language", "motivation", "created", "start",
             "claimatlas:node"]
        ),
        inner | _known,
        max_size=7,
    ),
    max_leaves=25,
)  # fmt: skip
_notes = _values.map(lambda value: {"type": "Annotation", "body": value, "target": value})
_real = st.sampled_from([read_text(path) for path in sorted(NOTES.iterdir())])


@settings(max_examples=examples(60), deadline=None)
@given(
    st.text(max_size=60)
    | (_values | _notes | st.lists(_notes, max_size=3)).map(json.dumps)
    | st.tuples(_real, st.integers(0, 900), st.text(max_size=4), st.integers(0, 9)).map(
        lambda made: made[0][: made[1]] + made[2] + made[0][made[1] + made[3] :]
    )
)
def test_any_text_has_annotations_or_is_refused(text: str) -> None:
    with suppress(FormatError):
        argument = parse(text, "any")
        assert texts(parse(generate(argument), "any")) == texts(argument)


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.jsonld", f'{{"@context": "{CONTEXT}"', True),
        ("a.json", '{"type": "Annotation", "target": "x"', True),
        ("a.json", '{"nodes": []', False),
        ("a.txt", CONTEXT, False),
    ],
)
def test_annotations_are_recognised_by_their_context_or_keys(name: str, head: str, expected: bool) -> None:
    assert recognises(Path(name), head) is expected
