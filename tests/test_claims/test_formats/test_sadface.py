"""SADFace: old and new documents, their resources, and those that break the format's rules."""

import copy
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.errors import FormatError
from claims.formats.argument import Argument
from claims.formats.sadface import parse, recognises
from tests.quick import examples

DATA = Path(__file__).parents[2] / "data"
OVEN, OLD, FAULTS = (DATA / "formats" / "sadface" / f"{name}.json" for name in ("oven", "old", "faults"))
HARBOUR = DATA / "variants" / "harbour.sadface.json"


def read(path: Path) -> Argument:
    return parse(path.read_text(encoding="utf-8"), path.stem)


def arrows(argument: Argument) -> list[tuple[str, str]]:
    return [(edge.source, edge.target) for edge in argument.edges]


def told(argument: Argument) -> str:
    return "\n".join(f"{note.level} {note.where}: {note.message}" for note in argument.notes)


def test_the_harbour_has_four_texts_and_three_relations() -> None:
    argument = read(HARBOUR)
    said = [(node.id, node.type, node.text[:12]) for node in argument.nodes.values()]
    assert said[:4] == [
        (*"aI", "The harbour "),
        (*"bI", "Fewer ships "),
        (*"cI", "The toll pay"),
        (*"dI", "The lighthou"),
    ]
    assert said[4:] == [("b-a", "RA", ""), ("c-a", "CA", ""), ("d-c", "CA", "")]
    assert arrows(argument) == [("b", "b-a"), ("b-a", "a"), ("c", "c-a"), ("c-a", "a"), ("d", "d-c"), ("d-c", "c")]
    assert (argument.title, argument.nodes["a"].kind, argument.notes) == ("The harbour toll", "thesis", [])


def test_a_document_from_before_metadata_core_and_conflicts_is_read_without_a_complaint() -> None:
    argument = read(OLD)
    assert [node.type for node in argument.nodes.values()] == ["I", "I", "RA", "CA"]
    assert (argument.data["analyst_name"], argument.notes) == ("Mira Quay", [])


def test_the_content_of_one_resource_is_the_text_of_the_argument() -> None:
    argument = read(OLD)
    assert (argument.text, argument.texts) == ("Geese are loud.", {})
    assert argument.data["resources"] == [{"id": "r", "type": "text", "metadata": {}}]


@pytest.mark.parametrize(
    ("atom", "words"),
    [
        pytest.param("o1", ["Keep the oven."], id="offset, length and words"),
        pytest.param("o2", ["It warms the house"], id="words alone"),
        pytest.param("o3", ["it bakes"], id="offset and length alone"),
        pytest.param("o4", ["Ovens eat wood."], id="words that stand elsewhere"),
        pytest.param("o5", [], id="words that stand twice"),
    ],
)
def test_sources_say_where_an_atom_stands(atom: str, words: list[str]) -> None:
    argument = read(OVEN)
    spans = argument.nodes[atom].spans
    assert [argument.texts[span.source][span.start : span.end] for span in spans] == words


def test_the_address_of_a_resource_is_cited_by_its_atoms() -> None:
    nodes = read(OVEN).nodes
    assert (nodes["o1"].citation, nodes["o4"].citation) == (("https://example.org/oven",), ())


def test_a_named_scheme_keeps_its_name_and_a_generic_one_has_none() -> None:
    nodes = read(OVEN).nodes
    assert [(nodes[name].type, nodes[name].scheme) for name in ("s1", "s2")] == [
        ("RA", "Positive Consequences"),
        ("CA", ""),
    ]


def test_a_disagreement_is_two_attacks() -> None:
    argument = read(OVEN)
    assert arrows(argument)[5:] == [("o5", "s3"), ("s3", "o1"), ("o1", "s3 (back)"), ("s3 (back)", "o5")]
    assert "read as two attacks" in told(argument)


def test_attacks_as_the_formats_own_library_draws_them_are_warned_of() -> None:
    assert "warning node s2: Attacks are read as drawn" in told(read(OVEN))


def test_what_no_field_holds_stands_in_the_data() -> None:
    argument = read(OVEN)
    document = json.loads(OVEN.read_text(encoding="utf-8"))
    assert argument.data["metadata"] == document["metadata"]
    assert argument.nodes["o2"].data == {key: document["nodes"][1][key] for key in ("sources", "metadata")}
    assert argument.nodes["s1"].data == {key: document["nodes"][5][key] for key in ("type", "name", "metadata")}
    assert [edge.data for edge in argument.edges[:2]] == [{"id": "e1"}, {"id": "e2"}]


@pytest.mark.parametrize(
    "note",
    [
        "warning : The list “resources” is missing",
        "warning : It has no metadata",
        "merged node a: It is listed twice.",
        "warning node a: Another node has this id",
        "warning node 7: It has no type; it is read as atom.",
        "warning node 5: It has no id",
        "warning node b: It has no text.",
        "warning node t: “poem” is no type of the format",
        "refused node 8: It is not an object.",
        "warning edge e1: It joins two atoms",
        "warning edge e2: There is no node nowhere.",
        "refused edge 3: It does not say from which node",
    ],
)
def test_what_breaks_the_rules_is_told_and_read_as_far_as_can_be(note: str) -> None:
    assert note in told(read(FAULTS))


def test_no_node_is_lost_for_its_faults_and_dangling_edges_stay() -> None:
    argument = read(FAULTS)
    assert [*argument.nodes] == ["a", "a (node 3)", "7", "node 5", "b", "t"]
    assert arrows(argument) == [("a", "7"), ("a", "nowhere"), ("7", "a")]


@pytest.mark.parametrize(
    ("text", "why"),
    [("{", "This is no JSON"), ("[]", "no list “nodes”"), ('{"nodes": {}}', "no list “nodes”"), ("[" * 9000, "deep")],
)
def test_what_is_no_document_is_refused_in_a_sentence(text: str, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        parse(text, "bad")


@pytest.mark.parametrize(
    ("name", "head", "is_sadface"),
    [
        ("x.json", HARBOUR.read_text(encoding="utf-8"), True),
        ("x.json", OLD.read_text(encoding="utf-8"), True),
        ("x.txt", HARBOUR.read_text(encoding="utf-8"), False),
        ("x.json", '{"nodes": [{"nodeID": "1"}], "edges": [{"fromID": "1"}]}', False),
    ],
)
def test_documents_are_recognised(name: str, head: str, is_sadface: bool) -> None:
    assert recognises(Path(name), head) is is_sadface


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "core", "a"]), inner),
    max_leaves=8,
)


def holds(argument: Argument) -> None:
    """Check what everything that is read promises."""
    json.dumps([argument.data, [node.data for node in argument.nodes.values()], [edge.data for edge in argument.edges]])
    for node in argument.nodes.values():
        texts = [argument.texts[span.source] if span.source else argument.text for span in node.spans]
        assert all(0 <= span.start <= span.end <= len(text) for span, text in zip(node.spans, texts, strict=True))


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_any_value_anywhere_gives_an_argument_or_a_reason(data: st.DataObject) -> None:
    document = json.loads(OVEN.read_text(encoding="utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        place = document
        for _ in range(data.draw(st.integers(0, 4))):
            keys = [
                key
                for key in (place if isinstance(place, dict) else range(len(place)))
                if isinstance(place[key], dict | list)
            ]
            if not keys:
                break
            place = place[data.draw(st.sampled_from(keys))]
        keys = [*(place if isinstance(place, dict) else range(len(place)))]
        if keys:
            place[data.draw(st.sampled_from(keys))] = copy.deepcopy(data.draw(ANY))
    with suppress(FormatError):
        holds(parse(json.dumps(document), "fuzz"))


@settings(max_examples=examples(40), deadline=None)
@given(st.text() | ANY.map(json.dumps))
def test_any_text_gives_an_argument_or_a_reason(text: str) -> None:
    with suppress(FormatError):
        holds(parse(text, "fuzz"))
