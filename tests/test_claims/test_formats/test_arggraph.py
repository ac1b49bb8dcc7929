"""arggraph XML: units and joints, undercuts and linked premises, units that the text does not say, and faults."""

import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.errors import FormatError
from claims.formats.arggraph import parse, read, recognises
from claims.formats.argument import Argument
from tests.quick import examples

DATA = Path(__file__).parents[2] / "data"
FOLDER = DATA / "formats" / "arggraph"
MILL = (FOLDER / "mill.xml").read_text(encoding="utf-8")


def arrows(argument: Argument) -> list[tuple[str, str]]:
    return [(edge.source, edge.target) for edge in argument.edges]


def words(argument: Argument, name: str) -> list[str]:
    return [argument.text[span.start : span.end] for span in argument.nodes[name].spans]


def told(argument: Argument) -> str:
    return "\n".join(f"{note.level} {note.where}: {note.message}" for note in argument.notes)


def test_the_harbour_has_four_texts_and_three_relations() -> None:
    argument = read(DATA / "variants" / "harbour.arggraph.xml")
    assert [(node.id, node.type) for node in argument.nodes.values()][:4] == [(*"aI",), (*"bI",), (*"cI",), (*"dI",)]
    assert [node.text[:9] for node in argument.nodes.values()][:4] == [
        "The harbo",
        "Fewer shi",
        "The toll ",
        "The light",
    ]
    assert [argument.nodes[name].type for name in ("c1", "c2", "c3")] == ["RA", "CA", "CA"]
    assert arrows(argument) == [("b", "c1"), ("c1", "a"), ("c", "c2"), ("c2", "a"), ("d", "c3"), ("c3", "c")]
    assert (argument.nodes["a"].kind, argument.notes) == ("thesis", [])


def test_the_text_is_the_units_that_are_not_implicit() -> None:
    argument = parse(MILL, "mill")
    assert argument.text.startswith("Some say the mill is ruined & lost, since its wheel no longer turns. Yet")
    assert argument.text.endswith("By the way, it was sunny.")


def test_units_that_are_joined_make_one_statement_in_the_order_of_the_text() -> None:
    argument = parse(MILL, "mill")
    assert argument.nodes["a3"].text == "Yet a wheel is mended in a week."
    assert words(argument, "a3") == ["Yet a wheel is mended", "in a week."]


def test_a_statement_that_the_text_does_not_say_has_no_span_and_is_marked() -> None:
    node = parse(MILL, "mill").nodes["a6"]
    assert (node.text, node.spans, node.data["implicit"]) == ("The mill should be kept.", (), True)


def test_the_statement_that_no_edge_leaves_is_the_thesis() -> None:
    assert [node.id for node in parse(MILL, "mill").nodes.values() if node.kind == "thesis"] == ["a6"]


def test_an_undercut_attacks_the_relation_and_an_added_premise_joins_it() -> None:
    argument = parse(MILL, "mill")
    assert arrows(argument)[4:6] == [("a3", "c3"), ("c3", "c2")]
    assert [edge.data for edge in argument.edges if edge.target == "c3"] == [{}, {"id": "c4", "type": "add"}]
    assert arrows(argument)[-1] == ("a4", "c3")


def test_support_by_example_follows_the_scheme_of_that_name() -> None:
    node = parse(MILL, "mill").nodes["c5"]
    assert (node.type, node.scheme, node.data) == ("RA", "Example", {"type": "exa"})


def test_what_no_field_holds_stands_in_the_data() -> None:
    argument = parse(MILL, "mill")
    assert [argument.data[key] for key in ("id", "topic_id", "stance", "joints")] == ["mill", "old_mill", "pro", ["j1"]]
    assert argument.data["segments"][0] == {"id": "s1", "src": "e1", "trg": "a1"}  # type: ignore[index]
    assert argument.data["edus"][-1] == {"id": "e8", "implicit": "true"}  # type: ignore[index]
    assert argument.nodes["a1"].data == {"type": "opp", "edus": ["e1"]}


def test_a_file_may_be_in_the_encoding_that_its_xml_names() -> None:
    assert read(FOLDER / "latin1.xml").text == "Die Mühle bleibt."


def test_the_language_is_taken_where_it_is_told() -> None:
    assert (read(FOLDER / "faults.xml").lang, parse(MILL, "mill").lang) == ("de", "en")


@pytest.mark.parametrize(
    "note",
    [
        "warning line 3: An edu has no id of its own",
        "warning line 4: The edu e3 has no text.",
        "warning line 7: The id a1 is taken already",
        "refused line 8: The format has no element “remark”.",
        "warning edge s2: Its src, e9, is neither an edu nor a joint.",
        "warning edge c1: Its trg, a9, is neither",
        "warning edge c2: Its trg, a2, is an adu",
        "refused line 13: An edge does not say from where",
        "kept edge c4: The format has no edge of type “wow”",
        "warning edge c6: It leads to the edge c5, which adds a premise",
        "warning edge c6: Its trg, c6, is an edge",
        "warning adu a2: No edu stands for it",
    ],
)
def test_what_breaks_the_rules_is_told_and_read_as_far_as_can_be(note: str) -> None:
    assert note in told(read(FOLDER / "faults.xml"))


@pytest.mark.parametrize(
    ("edges", "note"),
    [
        (
            '<edge id="c1" src="a" trg="b" type="sup"/><edge id="c2" src="b" trg="a" type="sup"/>',
            "It has no central claim",
        ),
        ("", "Several could be the central claim: a, b;"),
    ],
)
def test_no_central_claim_or_several_are_warned_of(edges: str, note: str) -> None:
    assert note in told(parse(f'<arggraph id="x"><adu id="a"/><adu id="b"/>{edges}</arggraph>', "x"))


def test_edges_that_add_premises_to_each_other_come_to_an_end() -> None:
    edges = '<edge id="c1" src="a" trg="c2" type="add"/><edge id="c2" src="a" trg="c1" type="add"/>'
    argument = parse(f'<arggraph id="x"><adu id="a"/>{edges}</arggraph>', "x")
    assert [edge.source for edge in argument.edges] == ["a", "a"]
    assert "is neither an adu nor an edge" in told(argument)


def test_joints_that_hold_each_other_come_to_an_end() -> None:
    text = MILL.replace('<joint id="j1"/>', '<joint id="j1"/><joint id="j2"/>').replace(
        "</arggraph>",
        '<edge id="x1" src="j1" trg="j2" type="seg"/><edge id="x2" src="j2" trg="j1" type="seg"/></arggraph>',
    )
    assert parse(text, "mill").nodes["a3"].text == "Yet a wheel is mended in a week."


def test_ids_that_are_taken_in_one_line_over_and_over_are_told_apart() -> None:
    assert len(parse("<arggraph>" + '<adu id="a"/>' * 5 + "</arggraph>", "x").nodes) == 5


def test_a_file_that_says_its_text_over_and_over_is_refused() -> None:
    adus = "".join(f'<adu id="a{n}"/><edge id="c{n}" src="e" trg="a{n}" type="seg"/>' for n in range(1000))
    with pytest.raises(FormatError, match="more than 10 times over"):
        parse(f'<arggraph id="x"><edu id="e">{"salt " * 1000}</edu>{adus}</arggraph>', "x")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no XML"),
        ("<arggraph>", "no XML"),
        ("<AIF/>", "not “arggraph”"),
        ("<arggraph>\ud800</arggraph>", "half characters"),
        ('<!DOCTYPE arggraph [<!ENTITY a "b">]><arggraph>&a;</arggraph>', "entities"),
        ("<arggraph>" + "<adu>" * 5000, "no XML"),
    ],
)
def test_what_is_no_argument_graph_is_refused_in_a_sentence(text: str, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        parse(text, "bad")


@pytest.mark.parametrize(
    ("name", "head", "is_arggraph"),
    [("x.xml", MILL, True), ("x.txt", MILL, False), ("x.xml", "<rdf:RDF/>", False)],
)
def test_argument_graphs_are_recognised(name: str, head: str, is_arggraph: bool) -> None:
    assert recognises(Path(name), head) is is_arggraph


NAMES = st.sampled_from(["e1", "e2", "j1", "a1", "a2", "a6", "c1", "c2", "c3", "c4", "", "zz"])
ELEMENT = st.builds(
    lambda tag, a, b, c, kind: f'<{tag} id="{a}" src="{b}" trg="{c}" type="{kind}">x</{tag}>',
    st.sampled_from(["edu", "joint", "adu", "edge", "edge", "edge", "other"]),
    NAMES, NAMES, NAMES,
    st.sampled_from(["seg", "sup", "exa", "add", "reb", "und", "pro", ""]),
)  # fmt: skip


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(ELEMENT, max_size=14), st.booleans())
def test_any_elements_give_an_argument_or_a_reason(elements: list[str], whole: bool) -> None:
    head = MILL if whole else "<arggraph></arggraph>"
    with suppress(FormatError):
        argument = parse(head.replace("</arggraph>", "".join(elements) + "</arggraph>"), "fuzz")
        json.dumps(
            [argument.data, [node.data for node in argument.nodes.values()], [edge.data for edge in argument.edges]]
        )


@settings(max_examples=examples(50), deadline=None)
@given(
    st.integers(0, len(MILL)),
    st.integers(0, 40),
    st.text(st.characters(), max_size=5) | st.sampled_from(re.findall(r"<[^>]+>", MILL)),
)
def test_a_file_with_a_piece_changed_gives_an_argument_or_a_reason(start: int, length: int, piece: str) -> None:
    with suppress(FormatError):
        argument = parse(MILL[:start] + piece + MILL[start + length :], "fuzz")
        spans = [span for node in argument.nodes.values() for span in node.spans]
        assert all(0 <= span.start < span.end <= len(argument.text) for span in spans)
