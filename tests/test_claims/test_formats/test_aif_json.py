"""AIF JSON: AIFdb's exports, old and new, xAIF, and files that break AIF's rules; what is read is written again."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.errors import FormatError
from claims.formats.aif_json import generate, parse, recognises
from claims.formats.aif_json.text import read_html
from claims.formats.argument import Argument, Node, Span
from tests.quick import examples
from tests.test_claims.test_formats.arguments import arguments

DATA = Path(__file__).parents[2] / "data"
FILES = DATA / "formats" / "aif"
HARBOUR = DATA / "variants" / "harbour.aif.json"
SOUND = [HARBOUR, *(FILES / f"{name}.json" for name in ("dialogue", "old", "shared-task", "xaif", "empty", "fragment"))]
ODD = FILES / "odd.json"


def read(path: Path) -> Argument:
    return parse(path.read_text(encoding="utf-8"), path.stem)


def named(name: str) -> Argument:
    return read(FILES / f"{name}.json")


def arrows(argument: Argument) -> list[tuple[str, str]]:
    return [(edge.source, edge.target) for edge in argument.edges]


def told(argument: Argument) -> str:
    return "\n".join(f"{note.level} {note.where}: {note.message}" for note in argument.notes)


def content(argument: Argument) -> tuple[Any, ...]:
    return argument.nodes, argument.edges, argument.text, argument.data


def comparable(text: str) -> Any:
    """Return what a file holds, its locutions sorted: they come back in the order of their nodes."""
    root = json.loads(text)
    graph = root.get("AIF", root)
    if isinstance(graph.get("locutions"), list):
        graph["locutions"].sort(key=lambda one: json.dumps(one, sort_keys=True))
    return root


def with_graph(**graph: Any) -> Argument:
    return parse(json.dumps(graph), "made")


def joining(source: str, target: str) -> str:
    """Return what is told of an edge between nodes of two types."""
    nodes = [{"nodeID": "s", "text": "S", "type": source}, {"nodeID": "t", "text": "T", "type": target}]
    argument = with_graph(nodes=nodes, edges=[{"edgeID": "9", "fromID": "s", "toID": "t"}])
    return "\n".join(note.message for note in argument.notes if note.where == "edge 9")


def test_the_harbour_has_four_texts_and_three_relations() -> None:
    argument = read(HARBOUR)
    nodes = list(argument.nodes.values())
    assert [node.text for node in nodes if node.type == "I"] == [
        "The harbour toll should be lowered.",
        "Fewer ships call at the harbour since the toll was raised.",
        "The toll pays for the lighthouse.",
        "The lighthouse costs far less than the toll brings in.",
    ]
    assert [(node.type, node.scheme) for node in nodes[4:]] == [
        ("RA", "Default Inference"),
        ("CA", "Default Conflict"),
        ("CA", "Default Conflict"),
    ]
    paths = [("102", "105"), ("105", "101"), ("103", "106"), ("106", "101"), ("104", "107"), ("107", "103")]
    assert (arrows(argument), argument.notes) == (paths, [])


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_what_is_read_is_written_again_key_by_key(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert comparable(generate(parse(text, "one"))) == comparable(text)


@pytest.mark.parametrize("path", [*SOUND, ODD], ids=lambda path: path.stem)
def test_what_is_written_is_read_as_the_same(path: Path) -> None:
    argument = read(path)
    assert content(parse(generate(argument), path.stem)) == content(argument)


def test_times_schemes_and_keys_beyond_the_model_stand_in_the_data() -> None:
    argument = named("old")
    assert argument.nodes["33"].scheme == "Sign"
    assert argument.nodes["33"].data == {"timestamp": "2012-04-12 18:20:29"}
    assert [edge.data for edge in argument.edges] == [
        {"edgeID": "7", "formEdgeID": None},
        {"edgeID": "7", "formEdgeID": "12"},
    ]


def test_an_id_that_is_a_number_is_one_again() -> None:
    argument = named("xaif")
    assert list(argument.nodes)[:4] == ["1_8093", "2_8093", "3", "4"]
    assert (argument.nodes["3"].data, argument.nodes["1_8093"].data) == ({"nodeID": 3}, {})
    assert argument.edges[2].data == {"edgeID": 3, "toID": "5"}


def test_a_node_without_text_and_type_has_none_when_written() -> None:
    nodes = json.loads(generate(named("xaif")))["AIF"]["nodes"]
    assert nodes[-1] == {"nodeID": 8}


def test_a_locution_stands_in_the_data_of_its_node_and_several_in_a_list() -> None:
    argument = named("dialogue")
    one = {"personID": "3", "timestamp": "2020-02-01 19:00:10", "start": None, "end": None, "source": None}
    assert argument.nodes["11"].data["locution"] == [one, one]
    assert isinstance(argument.nodes["14"].data["locution"], dict)


def test_a_locution_of_no_node_stays_in_the_data_of_the_argument() -> None:
    argument = named("dialogue")
    assert [one["nodeID"] for one in argument.data["locutions"]] == ["99"]  # type: ignore[union-attr, index, call-overload]
    assert "kept locution of node 99" in told(argument)


def test_locutions_are_held_by_whom_they_name_and_statements_by_those_who_utter_them() -> None:
    argument = named("dialogue")
    held = {id_: node.held_by for id_, node in argument.nodes.items() if node.held_by}
    assert held == {
        "11": ("Ines Moor",),
        "13": ("Ines Moor",),
        "14": ("Tam Reed",),
        "16": ("Tam Reed",),
        "24": ("Analyst: Tam Reed",),
    }


def test_participants_tell_who_speaks() -> None:
    argument = named("xaif")
    assert [argument.nodes[one].held_by for one in ("2_8093", "1_8093", "6", "4")] == [
        ("Lena Brook",),
        ("Lena Brook",),
        ("Olaf",),
        ("Olaf",),
    ]


def test_the_text_of_xaif_is_plain_and_spans_say_where_nodes_stand_in_it() -> None:
    argument = named("xaif")
    assert argument.text == "Lena: The weir has to go.\nOlaf: Salmon can't pass & eels neither."
    marked = {id_: argument.text[span.start : span.end] for id_, node in argument.nodes.items() for span in node.spans}
    assert marked == {"2_8093": "The weir has to go", "6": "Salmon can't pass"}
    assert str(argument.data["text"]).startswith("Lena: <span")


def test_the_text_of_xaif_may_be_an_object() -> None:
    argument = with_graph(AIF={"nodes": [], "edges": []}, text={"txt": "<span id=0>Fog</span>.<br>", "url": ""})
    assert argument.text == "Fog.\n"
    assert json.loads(generate(argument))["text"] == {"txt": "<span id=0>Fog</span>.<br>", "url": ""}


@pytest.mark.parametrize(
    ("html", "plain", "spans"),
    [
        ("a < b & c", "a < b & c", {}),
        ('<span id="node1">x<span id="node2">y</span></span>', "xy", {"2": [Span(1, 2)], "1": [Span(0, 2)]}),
        ('<span id="node1">x', "x", {}),
        ("</span><span id='1'></span>", "", {}),
        ("<p>one</p><div>two</div>", "one\ntwo\n", {}),
        (f"&#{'9' * 5000};", f"&#{'9' * 5000};", {}),
    ],
)
def test_html_of_any_kind_becomes_plain_text(html: str, plain: str, spans: dict[str, list[Span]]) -> None:
    assert read_html(html, {"1", "2"}) == (plain, spans)


def test_texts_come_through_as_they_are() -> None:
    assert named("odd").nodes["3"].text == "Roads\r\nare <b>shut</b>\u0092 &lt;today&gt;"


def test_a_node_that_is_there_twice_is_taken_once() -> None:
    argument = named("odd")
    assert [node.text for node in argument.nodes.values()].count("Snow fell.") == 1
    assert "merged node 1: It is there twice" in told(argument)


def test_another_node_of_the_same_id_gets_an_id_of_its_own() -> None:
    argument = named("odd")
    assert (argument.nodes["1-2"].text, argument.nodes["1-2"].data) == ("Rain fell.", {"nodeID": "1"})
    assert "warning node 1: Another node has this id, too; it is called 1-2 here" in told(argument)


def test_a_node_without_an_id_is_called_something_here_only() -> None:
    argument = named("odd")
    assert argument.nodes["unnamed-1"].text == "Nobody named this."
    assert {"text": "Nobody named this.", "type": "I"} in json.loads(generate(argument))["nodes"]


@pytest.mark.parametrize(
    "note",
    [
        "warning edge e3: AIF has no edge from I to I; this one leads from node 1 to node 3.",
        "warning edge e4: It leads from node 4 (L) to itself.",
        "warning edge e5: AIF has no edge from RA to L; this one leads from node 2 to node 4.",
        "warning edge e6: It leads from 3 to 404, but there is no node “404”.",
        "warning edge e9: It leads from ? to 6, but there is no node “”.",
        "warning node 2: This inference (RA) has 3 conclusions; AIF allows one.",
        "warning node 5: This conflict (CA) has no premise: no edge leads to it from another statement or relation.",
        "warning node 7: This rephrase (MA) has no conclusion: no edge leads from it.",
        "warning node 8: AIF does not know its type, “QA”.",
        "refused nodes[11]: This is no object, but 12; not taken.",
    ],
)
def test_what_breaks_the_rules_is_told_with_its_id(note: str) -> None:
    assert note in told(named("odd")).splitlines()


def test_what_breaks_the_rules_is_kept() -> None:
    argument = named("odd")
    assert arrows(argument)[3:8] == [("1", "3"), ("4", "4"), ("2", "4"), ("3", "404"), ("5", "6")]
    assert argument.data["made by"] == {"tool": "loom", "version": [1, 2]}


ALLOWED = "I RA, RA I, CA I, CA RA, CA CA, MA I, I PA, PA RA, L TA, TA L, L YA, YA I, YA RA, YA CA, YA MA, YA L, TA YA"
FORBIDDEN = "I I, L L, RA L, CA L, MA L, L I, L RA, I L, I YA, I TA, TA RA, TA I, YA YA, YA TA"


@pytest.mark.parametrize("ends", [*ALLOWED.split(", "), "QA I"])
def test_edges_that_aif_and_iat_allow_are_read_without_a_word(ends: str) -> None:
    assert joining(*ends.split()) == ""


@pytest.mark.parametrize("ends", FORBIDDEN.split(", "))
def test_edges_that_they_do_not_allow_are_told(ends: str) -> None:
    source, target = ends.split()
    assert f"AIF has no edge from {source} to {target}" in joining(source, target)


def test_cycles_are_read() -> None:
    nodes = [{"nodeID": one, "text": one, "type": "I" if one in "ab" else "RA"} for one in "axby"]
    edges = [{"edgeID": "1", "fromID": one, "toID": other} for one, other in ("ax", "xb", "by", "ya")]
    assert with_graph(nodes=nodes, edges=edges).notes == []


def test_an_empty_graph_is_an_empty_argument() -> None:
    argument = named("empty")
    assert (argument.nodes, argument.edges, argument.data) == ({}, [], {})
    assert told(argument) == "warning : The graph is empty: it has no nodes."


def test_a_fragment_without_nodes_is_read() -> None:
    argument = named("fragment")
    assert (arrows(argument), argument.nodes) == ([("1", "2")], {})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ((FILES / "columnar.json").read_text("utf-8"), "Its nodes are an object of columns, which is not read"),
        ('{"nodes": []', "line 1, column 13"),
        ("[]", "Its top level is no object"),
        ('{"atoms": []}', "It has neither nodes nor edges"),
        ('{"AIF": 3}', "AIF: This is no object"),
        ('{"nodes": "a"}', "Its nodes are no list"),
        ('{"nodes": [], "edges": {"fromID": []}}', "Its edges are an object of columns"),
        ('{"nodes": ' * 200_000, "nested"),
        ('{"nodes": [], "edges": [NaN]}', "no number"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message.replace("(", r"\(")):
        parse(text, "broken")


def test_what_comes_from_elsewhere_is_written_as_aifdb_exports() -> None:
    argument = Argument("toll")
    argument.add(Node("ships", "I", "Ships stay away."))
    argument.add(Node("toll", "I", "The toll is too high."))
    argument.relate("so", "RA", ["ships"], ["toll"]).scheme = "Sign"
    assert json.loads(generate(argument)) == {
        "nodes": [
            {"nodeID": "ships", "text": "Ships stay away.", "type": "I"},
            {"nodeID": "toll", "text": "The toll is too high.", "type": "I"},
            {"nodeID": "so", "text": "Default Inference", "type": "RA", "scheme": "Sign"},
        ],
        "edges": [
            {"edgeID": "1", "fromID": "ships", "toID": "so"},
            {"edgeID": "2", "fromID": "so", "toID": "toll"},
        ],
        "locutions": [],
    }


@pytest.mark.parametrize(("type_", "text"), [("CA", "Default Conflict"), ("MA", "Default Rephrase"), ("I", "")])
def test_relations_without_a_text_get_the_usual_one(type_: str, text: str) -> None:
    argument = Argument("toll")
    argument.add(Node("x", type_))
    assert json.loads(generate(argument))["nodes"][0]["text"] == text


def test_edges_that_were_added_are_counted_past_the_ids_that_there_are() -> None:
    argument = named("shared-task")
    argument.link("1", "3")
    argument.link("2", "3")
    assert [edge["edgeID"] for edge in json.loads(generate(argument))["edges"]] == [1, 2, "3", "4"]


def test_what_was_changed_since_it_was_read_is_written_as_it_is_now() -> None:
    argument = with_graph(nodes=[{"nodeID": "1", "text": 7, "type": "I"}], edges=[])
    argument.nodes["1"].text = "Seven."
    assert json.loads(generate(argument))["nodes"][0]["text"] == "Seven."


@pytest.mark.parametrize("path", [*SOUND, ODD, FILES / "columnar.json"], ids=lambda path: path.stem)
def test_aif_json_is_recognised(path: Path) -> None:
    assert recognises(path, path.read_text("utf-8")[:20_000])


@pytest.mark.parametrize("text", ['{"edges": [], "nodes": []}', '{"nodes": []}'])
def test_an_empty_graph_is_recognised_whatever_the_order_of_its_keys(text: str) -> None:
    assert recognises(Path("x.json"), text)


def test_the_beginning_of_a_long_file_is_enough() -> None:
    assert recognises(HARBOUR, HARBOUR.read_text("utf-8")[:200])


@pytest.mark.parametrize(
    "text",
    [
        '{"edges": [], "metadata": {"core": {}, "sadface": {"nodeID": 1}}, "nodes": [], "resources": []}',
        '{"nodes": [{"id": "a", "type": "atom"}], "edges": [{"id": "x", "source_id": "a", "target_id": "b"}]}',
        '{"statements": {}, "arguments": {}, "map": {"nodes": [], "edges": []}}',
        '{"@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": "nodeID"}',
        '{"text": "nodes and a nodeID"}',
        "nodes",
        '"' + '\\"' * 9_999,
        "",
    ],
)
def test_other_json_is_not_taken_for_aif(text: str) -> None:
    assert not recognises(Path("x.json"), text)


_ids = st.sampled_from(["1", "2", 1, 2, 2.5, "3_77", "node1", "", None])
_json = st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab<&\r\n\u0092", max_size=5)
_texts = st.sampled_from(["Rain.", "Ada : rain", "", None, 5])
_types = st.sampled_from(["I", "L", "RA", "CA", "MA", "PA", "TA", "YA", "", "Q", None])
_more = st.dictionaries(st.sampled_from(["timestamp", "schemeID", "x"]), _json, max_size=2)


def _objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    known = st.fixed_dictionaries({}, optional=fields)
    return st.builds(lambda one, other: {**other, **one}, known, _more)


_graphs = st.fixed_dictionaries(
    {
        "nodes": st.lists(
            _objects(nodeID=_ids, text=_texts, type=_types, scheme=st.sampled_from(["Sign", ""])), max_size=6
        )
    },
    optional={
        "edges": st.lists(_objects(edgeID=_ids, fromID=_ids, toID=_ids), max_size=7),
        "locutions": st.none() | st.lists(_objects(nodeID=_ids, personID=_ids), max_size=3),
        "participants": st.none()
        | st.lists(_objects(participantID=_ids, firstname=_texts, surname=_texts), max_size=2),
    },
)
_wrapped = st.fixed_dictionaries({"AIF": _graphs}, optional={"text": _texts, "OVA": _json, "nodes": _json})


def _rows(root: Any, key: str) -> list[str]:
    return sorted({json.dumps(one, sort_keys=True) for one in root.get("AIF", root).get(key) or []})


@settings(max_examples=examples(60), deadline=None)
@given(_graphs | _wrapped)
def test_any_graph_comes_back_with_every_node_edge_locution_and_key(root: Any) -> None:
    argument = parse(json.dumps(root), "any")
    made = json.loads(generate(argument))
    assert content(parse(json.dumps(made), "any")) == content(argument)
    assert [_rows(made, key) for key in ("nodes", "edges", "locutions")] == [
        _rows(root, key) for key in ("nodes", "edges", "locutions")
    ]
    assert made.keys() == root.keys()
    assert made.get("AIF", {}).keys() == root.get("AIF", {}).keys()


@settings(max_examples=examples(30), deadline=None)
@given(arguments())
def test_any_argument_is_written_so_that_its_nodes_and_edges_are_read_again(argument: Argument) -> None:
    argument.format = "aif"  # of what comes in another format, schemes are called as AIF calls them
    again = parse(generate(argument), "again")
    assert [(node.id, node.type, node.scheme) for node in again.nodes.values()] == [
        (node.id, node.type, node.scheme) for node in argument.nodes.values()
    ]
    assert arrows(again) == arrows(argument)


_keys = st.sampled_from(["nodes", "edges", "AIF", "locutions", "nodeID", "fromID", "text", "txt", "type", "aif-absent"])
_any_json = st.recursive(
    _json | st.floats(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3)
)


@settings(max_examples=examples(60), deadline=None)
@given(st.text() | _any_json.map(json.dumps) | st.builds(lambda rows: json.dumps({"nodes": rows}), _any_json))
def test_whatever_is_read_an_argument_or_one_error_comes_out(text: str) -> None:
    with suppress(FormatError):
        assert isinstance(parse(text, "any"), Argument)


@settings(max_examples=examples(40), deadline=None)
@given(st.sampled_from([*SOUND, ODD]), st.integers(0, 3000), st.integers(0, 40), st.text('{}[]",:1a\\', max_size=4))
def test_a_file_that_was_cut_or_changed_is_read_or_refused(path: Path, start: int, length: int, put: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = text[: start % len(text)] + put + text[start % len(text) + length :]
    recognises(path, changed)
    with suppress(FormatError):
        assert isinstance(parse(changed, "changed"), Argument)
