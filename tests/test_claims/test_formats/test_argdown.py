"""Argdown: what documents become, broken ones too, and what is written for arguments from elsewhere."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.errors import FormatError
from claims.formats.argdown import generate, parse, read, recognises
from claims.formats.argument import Argument, Edge, Json, Node
from tests.quick import examples

DATA = Path(__file__).parents[2] / "data"
OWN = DATA / "formats" / "argdown"
HARBOUR = DATA / "variants" / "harbour.argdown"


def relations(argument: Argument) -> list[tuple[str, list[str], list[str]]]:
    """Return the relations of an argument: type, and the ids of both ends."""
    sources, targets = argument.sources_of(), argument.targets_of()
    nodes = (node for node in argument.nodes.values() if node.type != "I")
    return [(node.type, sources[node.id], targets[node.id]) for node in nodes]


def texts(argument: Argument) -> list[str]:
    return [node.text for node in argument.nodes.values() if node.type == "I"]


def told(argument: Argument) -> str:
    return "\n".join(f"{note.level} {note}" for note in argument.notes)


def test_the_harbour_has_four_texts_and_three_relations() -> None:
    argument = read(HARBOUR)
    assert [text[:9] for text in texts(argument)] == ["The harbo", "Fewer shi", "The toll ", "The light"]
    assert relations(argument) == [
        ("RA", ["fewer-ships-call"], ["lower-the-toll"]),
        ("CA", ["the-toll-pays-for-light"], ["lower-the-toll"]),
        ("CA", ["light-costs-less"], ["the-toll-pays-for-light"]),
    ]
    assert (argument.title, argument.notes) == ("The harbour toll", [])


def test_the_harbour_is_written_as_it_is_read() -> None:
    assert generate(read(HARBOUR)) == HARBOUR.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["everything.argdown", "windows.argdown", "mark.argdown", "blocks.md"])
def test_a_file_is_read_again_as_it_was(name: str) -> None:
    first = read(OWN / name)
    again = parse(generate(first), first.name)
    assert (again.nodes, again.edges, again.data) == (first.nodes, first.edges, first.data)


SIGNS = {
    "+ b": ("RA", "b", "a"),
    "<+ b": ("RA", "b", "a"),
    "+> b": ("RA", "a", "b"),
    "- b": ("CA", "b", "a"),
    "<- b": ("CA", "b", "a"),
    "-> b": ("CA", "a", "b"),
    "_ b": ("CA", "b", "a"),
    "<_ b": ("CA", "b", "a"),
    "_> b": ("CA", "a", "b"),
}


@pytest.mark.parametrize("line", SIGNS)
def test_each_sign_has_its_relation_and_direction(line: str) -> None:
    type_, source, target = SIGNS[line]
    argument = parse(f"[a]: A.\n  {line[:-1]}[b]: B.\n", "signs")
    assert relations(argument) == [(type_, [source], [target])]


def test_contradictory_statements_attack_each_other_as_one_relation() -> None:
    argument = parse("[a]: A.\n  >< [b]: B.\n", "any")
    assert relations(argument) == [("CA", ["a"], ["b"]), ("CA", ["b"], ["a"])]
    one, other = (node.data["argdown"] for node in argument.nodes.values() if node.type == "CA")
    assert one == {"relation": "contradictory", "places": [1], "pair": "contradictory-b-a"}
    assert isinstance(other, dict)
    assert other["back"] == "contradictory-a-b"


def test_strict_mode_makes_relations_between_statements_logical() -> None:
    argument = parse("===\nmodel: {mode: strict}\n===\n\n[a]: A.\n  + [b]: B.\n  - [c]: C.\n  - <d>: D.\n", "any")
    kinds = [node.data["argdown"]["relation"] for node in argument.nodes.values() if node.type in ("RA", "CA")]  # type: ignore[index,call-overload]
    assert kinds == ["entails", "contrary", "contrary", "attack"]


def test_relations_may_be_nested_to_any_depth() -> None:
    depth = 1200
    argument = parse("a\n" + "".join(f"{' ' * level}+ b\n" for level in range(1, depth)), "deep")
    assert len(relations(argument)) == depth - 1
    assert parse(generate(argument), "deep").edges == argument.edges


def test_a_structure_becomes_one_inference_for_each_line() -> None:
    argument = parse("<Why>: So.\n\n(1) a\n(2) b\n-- rule 1, rule 2 --\n(3) c\n(4) d\n----\n(5) e\n", "any")
    assert relations(argument) == [
        ("RA", ["untitled-1", "untitled-2"], ["untitled-3"]),
        ("RA", ["untitled-3", "untitled-4"], ["untitled-5"]),
    ]
    assert (argument.nodes["why-1"].scheme, argument.nodes["why"].title) == ("rule 1, rule 2", "Why")
    assert argument.nodes["why"].text == "So."


def test_an_argument_with_a_structure_speaks_by_its_conclusion_and_is_attacked_at_its_inference() -> None:
    argument = parse("<A>\n  - [x]: X.\n  + [y]: Y.\n  +> [z]: Z.\n\n(1) p\n----\n(2) [c]: C.\n", "any")
    assert relations(argument)[1:] == [("CA", ["x"], ["a"]), ("RA", ["y"], ["c"]), ("RA", ["c"], ["z"])]
    assert told(argument).count("kept") == 2


def test_an_undercut_below_a_conclusion_is_one_of_its_inference() -> None:
    argument = parse("(1) p\n----\n  _ [u]: U.\n(2) [c]: C.\n  _ [v]: V.\n", "any")
    assert relations(argument)[1:] == [("CA", ["u"], ["untitled-1"]), ("CA", ["v"], ["untitled-1"])]


def test_an_undercut_of_a_sketched_argument_attacks_its_only_support() -> None:
    argument = parse("[s]: S.\n  + <a>: A.\n    _ [u]: U.\n", "any")
    assert ("CA", ["u"], ["support-a-s"]) in relations(argument)


def test_occurrences_of_a_title_are_one_statement_that_the_last_speaks_for() -> None:
    argument = parse("[a]: First. #one\n\n[a]: Last. #two\n\n[a] #three {rank: 2}\n", "any")
    node = argument.nodes["a"]
    assert (len(argument.nodes), node.text) == (1, "Last.")
    assert [part[1].get("text") for part in node.data["argdown"]["parts"]] == ["First.", "Last.", None]  # type: ignore[index,call-overload,union-attr]


def test_everything_stands_where_it_belongs() -> None:
    argument = read(OWN / "everything.argdown")
    ferry = argument.nodes["keep-the-ferry"]
    assert (ferry.text, ferry.kind, ferry.held_by) == ("Nobody should give up the night ferry.", "claim", ("Ada",))
    assert (ferry.citation, ferry.section) == (("Council, minutes 12", "Harbour board"), "The ferry")
    assert argument.nodes["wages"].text == "Dockers who work late have no other way home."
    assert argument.nodes["untitled-9"].text == "> “Boats are dear,” said nobody."
    assert argument.nodes["untitled-9"].section == "Money"


def parts(argument: Argument, node: str) -> Mapping[str, object]:
    return argument.nodes[node].data["argdown"]["parts"][0][1]  # type: ignore[index,call-overload,return-value]


def test_marks_links_mentions_and_tags_are_ranges_of_a_plain_text() -> None:
    text = "**Bold** and _thin_, [link](http://a.b/c), #mid word, @[T] and @<A>.#(two words) #end"
    argument = parse(text, "any")
    [node] = argument.nodes.values()
    assert node.text == "Bold and thin, link, #(mid) word, @[T] and @<A>.".replace("#(mid)", "#mid")
    kinds = [one[0] for one in parts(argument, node.id)["ranges"]]  # type: ignore[attr-defined]
    assert kinds == ["bold", "italic", "link", "tag", "statement", "argument"]
    assert parts(argument, node.id)["tags"] == ["mid", "two words", "end"]


@pytest.mark.parametrize(
    ("image", "data"),
    [
        ('{rank: "r2", credence: 0.82}', {"rank": "r2", "credence": 0.82}),
        ("{reason: a, b: {c: [1, x]}}", {"reason": "a", "b": {"c": [1, "x"]}}),
        ("{\nlist:\n  - one\n  - two\n}", {"list": ["one", "two"]}),
        ("{a, b}", {"a": None, "b": None}),
    ],
)
def test_data_in_braces_are_yaml(image: str, data: dict[str, object]) -> None:
    argument = parse(f"[a]: A. {image}\n  + [b]: B.\n", "any")
    assert parts(argument, "a")["data"] == data
    assert relations(argument) == [("RA", ["b"], ["a"])]


def test_shortcuts_of_characters_stay_as_they_are_written() -> None:
    assert texts(parse("(p.^.q) .->. :up: .~.r e.g. this", "any")) == ["(p.^.q) .->. :up: .~.r e.g. this"]


def test_comments_are_left_out_wherever_they_stand() -> None:
    above = "// one\n\n[a]: A /* two */ b. // three\n  // four\n  + [b]: B.\n"
    text = f"{above}<!-- five\n\n-->\n  - [c]: C.\n\n/* six */\n\nD.\n// last"
    argument = parse(text, "any")
    assert texts(argument) == ["A b.", "B.", "C.", "D."]
    assert [type_ for type_, _, _ in relations(argument)] == ["RA", "CA"]


def test_groups_of_the_frontmatter_replace_those_of_headings() -> None:
    front = "===\ngroup:\n  regroup:\n    - title: New\n      statements: [a]\n===\n\n"
    argument = parse(f"{front}# Old\n\n[a]: A.\n\n[b]: B.\n", "any")
    assert [node.section for node in argument.nodes.values()] == ["New", ""]


def test_files_are_included_from_the_folder_only_and_once() -> None:
    argument = read(OWN / "including" / "main.argdown")
    assert [*argument.nodes][:3] == ["main", "one", "two"]
    refused = [note for note in argument.notes if "is not included" in note.message]
    assert [(Path(note.file).name, note.where) for note in refused] == [
        ("two.argdown", "line 3"),
        ("main.argdown", "line 5"),
        ("main.argdown", "line 7"),
        ("main.argdown", "line 9"),
    ]


def test_faults_are_told_with_the_file_and_line_that_they_are_in() -> None:
    notes = read(OWN / "including" / "main.argdown").notes
    places = [(Path(note.file).name, note.where) for note in notes if "column" in note.where]
    assert places == [("two.argdown", "line 5, column 10"), ("main.argdown", "line 11, column 24")]


def test_a_text_without_a_file_includes_nothing() -> None:
    argument = parse("A.\n\n@include(parts/one.argdown)", "any")
    assert texts(argument) == ["A."]
    assert "refused any, line 3: parts/one.argdown is not included" in told(
        parse("A.\n\n@include(parts/one.argdown)", "any")
    )


FAULTS = {
    "===\ntitle: x\n===\n[a]: A.\n": ("warning", "line 4, column 1", "empty line should follow", 1),
    "[a]: A.\n+ [b]: B.\n\nC.": ("refused", "line 2, column 1", "“+ [b]: B.” is left out", 2),
    "[a]: A.\n\n  + [b]: B.\n\nC.": ("refused", "line 3, column 1", "A relation follows an empty line", 2),
    "[a] more\n\nC.": ("refused", "line 1, column 5", "“more” is left out", 2),
    "[a]: A.\n  + <b> more\n  - c\n": ("refused", "line 2, column 9", "“more” is left out", 3),
    "[a]: see [b] there\n\nC.": ("refused", "line 1, column 10", "“[b] there” is left out", 2),
    "[a]: see **b\n  + c\n": ("warning", "line 1, column 10", "Nothing closes", 2),
    "A.\n# H\n\nC.": ("refused", "line 2, column 1", "“# H” is left out", 2),
    "(1) a\n(2) b\n\nC.": ("refused", "line 1, column 1", "needs an inference", 1),
    "(1) a\n----\n\nC.": ("refused", "line 1, column 1", "in the line after the inference", 1),
    "(1) a\n--\nrule\n(2) b\n\nC.": ("refused", "line 1, column 1", "has to end with --", 1),
    "(1) <a>\n----\n(2) b\n\nC.": ("refused", "line 1, column 1", "has to be a statement", 1),
    "(1) a\n(2) b\n(2) c\n----\n(3) d\n": ("warning", "line 3, column 1", "is numbered (2)", 4),
    "A. {x: [}\n\nC.": ("refused", "line 1, column", "These data are left out", 2),
    "===\nx: [\n===\n\nC.": ("refused", "line", "These data are left out", 1),
    "[a]:\n\nC.": ("warning", "line 1, column 1", "taken as a reference", 2),
    "[a]: A.\n  >< <b>\n": ("warning", "line 2, column 3", "Only statements can be contradictory", 2),
    "(1) a\n-- rule (uses: 1) --\n(2) b\n": ("warning", "line 2, column 1", "before version 1", 2),
    "* a\n  * b\n\nC.": ("refused", "line 2, column", "is left out", 2),
    "A.\n\n===\nx: 1\n===\n\nC.": ("refused", "line 3, column 1", "A frontmatter stands", 2),
}


@pytest.mark.parametrize("text", FAULTS)
def test_what_is_wrong_is_told_with_line_and_column_and_the_rest_is_read(text: str) -> None:
    level, where, message, statements = FAULTS[text]
    argument = parse(text, "any")
    assert any(n.level == level and n.where.startswith(where) and message in n.message for n in argument.notes)
    assert len(texts(argument)) == statements


def test_all_faults_are_told() -> None:
    argument = parse("[a] one\n\n[b] two\n\n  + c\n\n[d]: **D\n", "any")
    assert [note.where for note in argument.notes][:4] == [
        "line 1, column 5",
        "line 3, column 5",
        "line 5, column 1",
        "line 7, column 6",
    ]


@pytest.mark.parametrize("text", ["", " \n", "// nothing\n", "===\ntitle: x\n===\n", "  + a\n\n  - b\n"])
def test_a_text_with_nothing_to_read_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        parse(text, "any")


def test_the_other_language_of_that_name_is_refused_with_the_line() -> None:
    with pytest.raises(FormatError, match=r"line 1: .* another language"):
        read(OWN / "other-language.argdown")


def test_blocks_in_markdown_are_one_document_with_the_lines_of_the_file() -> None:
    text = (OWN / "blocks.md").read_text(encoding="utf-8")
    assert texts(parse(text, "blocks")) == ["Boats are dear.", "Wood is cheap."]
    assert "line 16, column" in told(parse(text.replace("cheap.", "cheap.\n[Boats] x"), "blocks"))


@pytest.mark.parametrize(
    ("name", "head", "whether"),
    [("a.argdown", "", True), ("a.ad", "", True), ("a.md", "```argdown\na\n```", True), ("a.md", "# A", False)],
)
def test_argdown_is_known_by_its_name_and_markdown_by_its_blocks(name: str, head: str, whether: bool) -> None:
    assert recognises(Path(name), head) is whether


def from_elsewhere() -> Argument:
    """Return an argument that no Argdown document was: linked premises, an undercut, a rephrase, awkward titles."""
    argument = Argument("boats", title="On boats")
    for id_, title, kind, section in (
        ("a", "Buy [a]: boat", "thesis", "One"),
        ("b", "", "evidence", "One"),
        ("c", "Wood\nis dear", "", "Two"),
        ("d", "Buy [a]: boat", "rebuttal", "Two"),
    ):
        text = f"- Text *{id_}*, {{so}} [that]."
        argument.add(Node(id_, "I", text, title, kind=kind, section=section, held_by=("Ada",)))
    argument.add(Node("again", "I", "Said again."))
    argument.relate("ra", "RA", ["b", "c"], ["a"]).scheme = "Example, or so"
    argument.relate("rb", "RA", ["b"], ["c"]).scheme = "Sign"
    argument.relate("ca", "CA", ["c"], ["a"])
    argument.relate("cb", "CA", ["d"], ["ra"])
    argument.relate("cc", "CA", ["b"], ["ca"])
    argument.relate("ma", "MA", ["again"], ["a"])
    return argument


def test_an_argument_from_elsewhere_is_written_to_be_read() -> None:
    assert generate(from_elsewhere()) == (OWN / "from-elsewhere.txt").read_text(encoding="utf-8")


def test_what_is_written_for_an_argument_from_elsewhere_says_the_same() -> None:
    again = parse(generate(from_elsewhere()), "boats")
    assert sorted(texts(again))[:4] == sorted(node.text for node in from_elsewhere().nodes.values() if node.text)[:4]
    assert {node.scheme for node in again.nodes.values()} == {"", "Example, or so", "Sign"}
    assert [note for note in again.notes if note.level == "refused"] == []


def test_what_was_changed_after_reading_is_written_as_it_is_now() -> None:
    argument = parse("[a]: A.\n  + [b]: B.\n  - [c]: C.\n", "any")
    argument.nodes["b"].text = "Changed."
    del argument.nodes["attack-c-a"]
    argument.add(Node("new", "I", "New."))
    argument.relate("r", "CA", ["new"], ["b"])
    assert generate(argument) == "[a]: A.\n    + [b]: Changed.\n\n[c]: C.\n\n[New.]: New.\n\n[b]\n    - [New.]\n"


_SIGNS = st.text(alphabet="ab1 \t\n[]<>(){}+-_*#@.:=/\\,!>'\"é", max_size=80)
_LINE = """[a]: A.|  + [b]|    - <c>: C||(1) p|----|--|r {x: 1}|(2) q|===|# H|* x|1. y|  _ u|{|}|<!--|-->|**b|/*
```argdown|```|\t>< d|@include(x)|&a *a|- x|    <_ e {y: 1}""".replace("\n", "|").split("|")
_LINES = st.lists(st.sampled_from(_LINE), max_size=12)
_WHOLE = (OWN / "everything.argdown").read_text(encoding="utf-8")


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    start = draw(st.integers(0, len(_WHOLE)))
    return _WHOLE[:start] + draw(_SIGNS) + _WHOLE[start + draw(st.integers(0, 200)) :]


@settings(max_examples=examples(60), deadline=None, derandomize=True)
@given(st.text() | _SIGNS | _LINES.map("\n".join) | _mutated())
def test_any_text_is_an_argument_that_can_be_written_or_a_fault(text: str) -> None:
    with suppress(FormatError):
        first = parse(text, "any")
        again = parse(generate(first), "any")
        assert len(again.nodes) == len(first.nodes)


_LEAVES = st.none() | st.integers() | st.text(max_size=5) | st.sampled_from(["step", "relation", "+>", "statement"])
_KEYS = st.sampled_from(["parts", "places", "kind", "place", "parent", "text", "ranges", "mark"])
_ODD = st.recursive(_LEAVES, lambda one: st.lists(one, max_size=4) | st.dictionaries(_KEYS, one, max_size=4))


@settings(max_examples=examples(40), deadline=None)
@given(st.dictionaries(st.sampled_from(["argdown", "x"]), _ODD, max_size=2))
def test_any_data_of_nodes_can_be_written(data: dict[str, Json]) -> None:
    argument = Argument("any", nodes={"1": Node("1", "I", "One.", data=data), "2": Node("2", "RA", data=data)})
    argument.edges.append(Edge("1", "2"))
    assert "One." in generate(argument) or "argdown" in data


def test_relations_after_an_element_that_lacks_its_empty_line_are_its_own() -> None:
    argument = parse("[A]: a a\n  + [B]: b b\n[C]: c c\n  - [D]: d d\n", "missing")
    assert relations(argument) == [("RA", ["b"], ["a"]), ("CA", ["d"], ["c"])]
    assert (
        told(argument) == "warning missing, line 3, column 1: Here an empty line should stand; it is read as if it did."
    )


def test_an_element_right_below_a_heading_is_read() -> None:
    assert texts(parse("# Ports\n[A]: a a\n", "heading")) == ["a a"]


def test_comments_are_told_and_come_back_at_the_end() -> None:
    argument = parse("// one\n[A]: a a /* two */ b\n", "comments")
    assert told(argument) == (
        "kept comments: Comments are no part of the argument; they stand in the data, "
        "and come back at the end of the text (2)."
    )
    written = generate(argument)
    assert written == "[A]: a a b\n\n// one\n\n/* two */\n"
    assert generate(parse(written, "comments")) == written
