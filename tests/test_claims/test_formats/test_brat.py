"""brat standoff: stretches in one piece and in several, relations of several corpora, stances, and faults."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.formats.argument import Argument
from claims.formats.brat import parse, read, recognises
from tests.quick import examples

DATA = Path(__file__).parents[2] / "data"
FOLDER = DATA / "formats" / "brat"


def arrows(argument: Argument) -> dict[str, tuple[str, str]]:
    """Return relation → from what to what."""
    pairs = zip(argument.edges[::2], argument.edges[1::2], strict=True)
    return {one.target: (one.source, other.target) for one, other in pairs}


def words(argument: Argument, name: str) -> list[str]:
    return [argument.text[span.start : span.end] for span in argument.nodes[name].spans]


def told(argument: Argument) -> str:
    return "\n".join(f"{note.level} {note.where}: {note.message}" for note in argument.notes)


def test_the_harbour_has_four_texts_and_three_relations() -> None:
    argument = read(DATA / "variants" / "harbour.brat.ann")
    statements = [node for node in argument.nodes.values() if node.type == "I"]
    assert [node.text[:9] for node in statements] == ["The harbo", "Fewer shi", "The toll ", "The light"]
    assert all(words(argument, node.id) == [node.text] for node in statements)
    assert arrows(argument) == {"R1": ("T2", "T1"), "R2": ("T3", "T1"), "R3": ("T4", "T3")}
    assert [argument.nodes[name].type for name in ("R1", "R2", "R3")] == ["RA", "CA", "CA"]
    assert (argument.name, argument.notes) == ("harbour.brat", [])


def test_a_stretch_in_two_pieces_has_two_spans() -> None:
    argument = read(FOLDER / "bakery.ann")
    assert argument.nodes["T3"].text == "Neighbours meet there every morning"
    assert words(argument, "T3") == ["Neighbours", "meet there every morning"]


def test_types_become_kinds_as_guidelines_say_and_a_premise_has_none() -> None:
    nodes = [*read(FOLDER / "bakery.ann").nodes.values(), *read(FOLDER / "papers.ann").nodes.values()]
    assert {str(node.data["type"]): node.kind for node in nodes if node.type == "I"} == {
        "MajorClaim": "thesis", "Claim": "claim", "Premise": "",
        "own_claim": "claim", "background_claim": "claim", "data": "evidence",
    }  # fmt: skip


def test_a_stance_is_a_relation_to_each_major_claim_and_stays_an_attribute() -> None:
    argument = read(FOLDER / "bakery.ann")
    stances = {name: ends for name, ends in arrows(argument).items() if name.startswith("A")}
    assert stances == {"A1 T1": ("T3", "T1"), "A1 T2": ("T3", "T2"), "A2 T1": ("T4", "T1"), "A2 T2": ("T4", "T2")}
    assert [argument.nodes[name].type for name in stances] == ["RA", "RA", "CA", "CA"]
    assert argument.nodes["T3"].data["attributes"] == [{"id": "A1", "name": "Stance", "value": "For"}]
    assert "warning line 3: Stances of claims are read as support or attack" in told(argument)


def test_relations_are_understood_by_their_names() -> None:
    nodes = read(FOLDER / "papers.ann").nodes
    assert {str(node.data["type"]): node.type for node in nodes.values() if node.type != "I"} == {
        "contradicts": "CA", "Partial-Attack": "CA", "Support": "RA", "semantically_same": "MA", "reasons": "RA",
    }  # fmt: skip


def test_a_relation_of_an_unknown_name_stands_in_the_data_and_is_told() -> None:
    argument = read(FOLDER / "papers.ann")
    assert argument.data["relations"] == [
        {"id": "R6", "type": "parts_of_same", "ends": [["Arg1", "T1"], ["Arg2", "T3"]]}
    ]
    assert "kept line 9: “parts_of_same” is no relation that is known" in told(argument)


def test_lines_of_all_kinds_are_kept() -> None:
    argument = read(FOLDER / "bakery.ann")
    assert argument.nodes["T5"].data["notes"] == [{"id": "#1", "name": "AnnotatorNotes", "text": "Is this so?"}]
    said = [{"id": "N1", "name": "Reference", "value": "Wikipedia:42", "text": "Neighbour"}]
    assert argument.nodes["T3"].data["normalizations"] == said
    assert argument.nodes["R1"].data["attributes"] == [{"id": "A3", "name": "Certain"}]
    assert argument.data["events"] == ["E1\tBake:T5 Who:T3"]
    assert argument.data["equivalences"] == [{"type": "Alias", "ids": ["T3", "T4"]}]
    assert arrows(argument)["* 11.2"] == ("T2", "T1")


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("bakery", ""),
        ("crlf", ""),
        ("utf16", "characters beyond U+FFFF as two"),
        ("line_ends", "each line end as one"),
        ("mark", "byte-order"),
    ],
)
def test_offsets_are_met_however_they_count(name: str, way: str) -> None:
    argument = read(FOLDER / f"{name}.ann")
    assert [" ".join(words(argument, f"T{number}")) for number in range(1, 6)] == [
        argument.nodes[f"T{number}"].text for number in range(1, 6)
    ]
    assert ("The offsets count" in told(argument)) is bool(way)
    assert way in told(argument)


def test_without_the_text_beside_it_offsets_stand_in_the_data() -> None:
    argument = read(FOLDER / "no_text.ann")
    assert (argument.nodes["T3"].spans, argument.nodes["T3"].data["offsets"]) == ((), [[58, 68], [81, 105]])
    assert "warning no_text.txt: The annotations are read without their text. It is not there" in told(argument)


def test_a_text_that_is_no_text_is_left_out_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("T1\tClaim 0 4\tSalt\n", encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(b"\xff\x00\xfe")
    argument = read(tmp_path / "a.ann")
    assert argument.nodes["T1"].text == "Salt"
    assert "This is not UTF-8 text" in told(argument)


def test_annotations_alone_are_read_without_a_complaint() -> None:
    argument = parse("T1\tClaim 0 4\tSalt\r\nT2\tPremise 5 8\tSea\r\nR1\tsupports Arg1:T2 Arg2:T1\r\n", "salt")
    assert (argument.nodes["T1"].text, arrows(argument), argument.notes) == ("Salt", {"R1": ("T2", "T1")}, [])


def test_an_empty_file_is_an_empty_argument() -> None:
    argument = read(FOLDER / "empty.ann")
    assert (argument.nodes, argument.edges, argument.notes) == ({}, [], [])


@pytest.mark.parametrize(
    "note",
    [
        "warning line 1: T1: the text has other words at its offsets",
        "warning line 3: The id T2 is taken already",
        "warning line 4: T3: the text has other words",
        "kept line 6: It is no line of the format",
        "warning line 7: R1: there is no T9.",
        "kept line 8: It is no line of the format",
        "kept line 10: A2 is about T9, which is no node",
        "kept : Stances that regard no major claim stay attributes (1).",
    ],
)
def test_faults_are_told_with_their_lines(note: str) -> None:
    assert note in told(read(FOLDER / "faults.ann"))


def test_words_of_the_annotation_win_over_those_of_the_text() -> None:
    node = read(FOLDER / "faults.ann").nodes["T1"]
    assert (node.text, node.spans, node.data["offsets"]) == ("Salt keeps meat.", (), [[0, 16]])


def test_words_that_an_annotation_leaves_out_come_from_the_text() -> None:
    argument = read(FOLDER / "faults.ann")
    assert (argument.nodes["T2"].text, words(argument, "T2")) == ("Fish keeps villages.", ["Fish keeps villages."])


def test_blanks_in_place_of_tabs_are_read() -> None:
    argument = read(FOLDER / "faults.ann")
    assert (argument.nodes["T4"].text, words(argument, "T4")) == ("Salt", ["Salt"])


def test_annotations_that_are_no_arguments_are_told() -> None:
    assert "No type is known as one of arguments (Person, …)" in told(parse("T1\tPerson 0 3\tAda\n", "names"))


def test_many_lines_that_each_name_the_whole_text_do_not_fill_memory(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("salt " * 2000, encoding="utf-8")
    (tmp_path / "a.ann").write_text("".join(f"T{n}\tClaim 0 10000\n" for n in range(2000)), encoding="utf-8")
    argument = read(tmp_path / "a.ann")
    assert len(argument.nodes) == 2000
    assert sum(len(node.text) for node in argument.nodes.values()) < 1_000_000


@pytest.mark.parametrize(
    ("name", "head", "is_brat"),
    [
        ("x.ann", "T1\tClaim 0 4\tSalt", True),
        ("x.ann", "", True),
        ("x.ann", "{}", False),
        ("x.txt", "T1\tClaim 0 4\tS", False),
    ],
)
def test_annotations_are_recognised(name: str, head: str, is_brat: bool) -> None:
    assert recognises(Path(name), head) is is_brat


MARKS = st.sampled_from(["T1", "T2", "R1", "R2", "A1", "E1", "N1", "#1", "*", "#", "M1", "T", "X"])
SAID = st.sampled_from(
    ["Claim 0 4", "MajorClaim 2 9", "Claim 0 4;5 9", "Claim 9 2", "Claim 0 9999999999999", "supports Arg1:T1 Arg2:T2",
     "attacks Arg1:R1 Arg2:R2", "supports T1", "Stance T1 For", "Stance T1 Against",
     "Equiv T1 T2 T1", "x", "", "same : :"]
)  # fmt: skip
LINE = st.builds("\t".join, st.tuples(MARKS, SAID, st.sampled_from(["", "Salt", "\U0001f956", "a\tb"]))) | st.text(
    max_size=20
)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(LINE).map("\n".join))
def test_any_annotations_give_an_argument(text: str) -> None:
    argument = parse(text, "fuzz")
    json.dumps([argument.data, *(node.data for node in argument.nodes.values())])
    assert not any(node.spans for node in argument.nodes.values())


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(LINE).map("\n".join), st.text(st.sampled_from("Salt \r\n\U0001f956")))
def test_any_annotations_of_any_text_give_an_argument(
    tmp_path_factory: pytest.TempPathFactory, ann: str, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.ann"
    path.write_text(ann, encoding="utf-8", errors="replace")
    path.with_suffix(".txt").write_text(text, encoding="utf-8", newline="")
    argument = read(path)
    spans = [span for node in argument.nodes.values() for span in node.spans]
    assert all(0 <= span.start < span.end <= len(argument.text) for span in spans)
