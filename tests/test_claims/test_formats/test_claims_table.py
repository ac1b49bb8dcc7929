"""Claims in tables: what is found out of other people's files, and that our own say everything."""

import csv
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.draft_csv import LARGEST_CELL
from claims.errors import FormatError
from claims.formats.argument import Argument, Edge, Json, Node
from claims.formats.claims_table import generate, generate_tsv, parse, recognises
from claims.formats.untrusted import read_text
from tests.quick import examples
from tests.test_claims.test_formats.arguments import arguments

DATA = Path(__file__).parents[2] / "data"
TABLES = DATA / "formats" / "table"


def read(name: str) -> Argument:
    return parse(read_text(TABLES / name), Path(name).stem)


def told(argument: Argument) -> str:
    return "\n".join(f"{note.level} {note.where}: {note.message}" for note in argument.notes)


def texts(argument: Argument) -> list[str]:
    return [node.text for node in argument.nodes.values() if node.type == "I"]


def relations(argument: Argument) -> Counter[str]:
    """Return the relations of an argument without their ids: each as its type, what it starts from and ends in."""
    sources, targets = argument.sources_of(), argument.targets_of()

    def shown(one: str, depth: int = 2) -> str:
        node = argument.nodes[one]
        if node.type == "I" or not depth:
            return one if node.type == "I" else node.type
        starts = [end for end in sources[one] if argument.nodes[end].type != "CA"]  # these are told of the attackers
        ends = [sorted({shown(end, depth - 1) for end in some}) for some in (starts, targets[one])]
        return f"{node.type} {node.scheme} {ends[0]} {ends[1]}"

    return Counter(shown(node.id) for node in argument.nodes.values() if node.type in ("RA", "CA"))


@pytest.mark.parametrize("extension", ["csv", "tsv"])
def test_the_harbour_has_four_texts_and_three_relations(extension: str) -> None:
    argument = parse(read_text(DATA / "variants" / f"harbour.claims.{extension}"), "harbour")
    assert texts(argument) == [
        "The harbour toll should be lowered.",
        "Fewer ships call at the harbour since the toll was raised.",
        "The toll pays for the lighthouse.",
        "The lighthouse costs far less than the toll brings in.",
    ]
    assert relations(argument) == Counter(["RA  ['b'] ['a']", "CA  ['c'] ['a']", "CA  ['d'] ['c']"])
    assert (argument.nodes["a"].title, argument.format) == ("Lower the toll", f"claims-{extension}")
    assert argument.notes == []


def test_rows_with_stray_quotes_are_all_read_and_the_lines_are_told() -> None:
    argument = read("stray_quotes.tsv")
    lines = read_text(TABLES / "stray_quotes.tsv").splitlines()
    assert len(list(csv.reader(lines, delimiter="\t"))) == 3
    assert len(texts(argument)) == len(lines) == 5
    assert texts(argument)[1].startswith('"The quay')
    assert "warning line 2: Quotation marks were taken as characters" in told(argument)
    assert "they would make 3 rows of 5 lines" in told(argument)


def test_a_table_without_a_header_has_columns_by_number_and_says_so() -> None:
    argument = read("stray_quotes.tsv")
    assert argument.nodes["stray-quotes-row-1"].data == {
        "table": {"column 1": "11.json", "column 2": "half-true", "column 4": "ferries", "column 5": "Ada Quill",
                  "column 6": "_"}
    }  # fmt: skip
    assert "The first row is a row like the others" in told(argument)
    assert "The texts were taken from “column 3”" in told(argument)


def test_columns_are_known_by_their_names_and_others_are_kept_under_theirs() -> None:
    argument = read("data_frame.csv")
    first = argument.nodes["k1"]
    assert (first.text, first.held_by, first.citation) == (
        "Rye is dearer than wheat, now.", ("Ada Quill",), ("https://example.org/rye",)
    )  # fmt: skip
    assert first.data == {
        "table": {"column 1": "0", "label": "SUPPORTED", "article": "It was a dry year.\n\nNobody sowed rye."}
    }
    assert argument.data == {"table": ["column 1", "label", "article"]}


def test_letters_of_all_scripts_and_cells_like_formulas_are_read_as_they_are() -> None:
    argument = read("data_frame.csv")
    assert texts(argument)[1:] == [
        "ज्वार मैदान में उगता है।",
        "الخبز غالٍ هذا العام.",
        "=SUM is a formula; +5 is not a claim.",
    ]
    assert argument.nodes["k4"].held_by == ("@baker",)
    assert argument.nodes["k4"].citation == ("https://example.org/a", "https://example.org/b")


def test_kinds_of_empty_are_empty_in_fields_and_told_and_are_data_elsewhere() -> None:
    argument = read("data_frame.csv")
    assert (argument.nodes["k2"].held_by, argument.nodes["k2"].citation) == ((), ())
    assert argument.nodes["k2"].data["table"] == {"column 1": "1", "label": "_"}
    assert "taken as empty where a field was expected: “-NONE-” (1×), “null” (1×), “NA” (1×)" in told(argument)


def test_an_unnamed_first_column_is_the_id_where_no_other_is() -> None:
    assert [*parse(",claim\n7,Rye is dear.\n9,Oats are not.\n", "rye").nodes] == ["7", "9"]
    assert [*parse(",claim\n7,Rye is dear.\n7,Oats are not.\n", "rye").nodes] == ["rye-row-2", "rye-row-3"]


def test_the_line_that_tells_the_delimiter_is_none_of_the_rows() -> None:
    argument = read("semicolons.csv")
    assert texts(argument)[0] == "Snow fell in May, twice."
    assert argument.data["table"] == ["Aussage", "type", "type (2)", "column 6"]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("merged line 5: The row says the same as one before it", ["1", "2", "2-2", "3", "4"]),
        ("warning line 6, id 2: The id is that of line 4, which says something else; this row is 2-2 here", ["2-2"]),
        ("warning line 7: The row has fewer than 5 cells", ["3"]),
        ("warning line 8: The row has more than 5 cells", ["4"]),
        ("warning line 2: The header has “type” several times", ["1"]),
    ],
)
def test_what_is_odd_in_a_table_is_told_with_its_line(words: str, ids: list[str]) -> None:
    argument = read("semicolons.csv")
    assert words in told(argument)
    assert {*ids} <= {*argument.nodes}


def test_surplus_cells_are_kept_by_their_number() -> None:
    assert read("semicolons.csv").nodes["4"].data["table"] == {
        "type": "weather",
        "type (2)": "z",
        "column 6": "surplus",
    }


def test_premises_are_linked_by_with_and_inferences_are_undercut_by_their_ends() -> None:
    argument = read("related.csv")
    inference = "RA example ['flour', 'rye'] ['bread']"
    assert relations(argument) == Counter(
        [inference, "CA  ['wages'] ['bread']", "CA  ['wheat'] ['wages']", f"CA  ['wheat'] [\"{inference}\"]"]
    )


def test_a_name_that_is_no_row_is_told_and_stays_in_the_data() -> None:
    argument = read("related.csv")
    assert argument.nodes["wheat"].data == {"table": {"attacks": "nobody"}}
    assert "kept line 6: Names “nobody”, which is the id or title of no row" in told(argument)


@pytest.mark.parametrize(
    ("cell", "is_related"),
    [("a", True), ("Rye is dear", True), ("rye IS dear", True), ("b", False), ("rye", False)],
)
def test_rows_are_named_by_id_or_title(cell: str, is_related: bool) -> None:
    argument = parse(f"id,title,text,supports\na,Rye is dear,Rye costs much.,\nc,,So does bread.,{cell}\n", "rye")
    assert ("RA" in {node.type for node in argument.nodes.values()}) is is_related


def test_an_undercut_of_a_premise_of_two_inferences_is_kept_since_it_could_mean_either() -> None:
    table = "id,text,supports,undercuts\na,A is so.,b;c,\nb,B is so.,,\nc,C is so.,,\nd,D is so.,,a\n"
    argument = parse(table, "letters")
    assert argument.nodes["d"].data == {"table": {"undercuts": "a"}}
    assert "Write premise > conclusion" in told(argument)


def test_the_caller_tells_columns_by_name_or_number_and_the_rest_is_kept() -> None:
    table = "who,what,why\nAda,Rye is dear.,drought\n"
    for columns in ({"text": "what", "held_by": "who"}, {"text": "2", "held_by": "1"}):
        [node] = parse(table, "rye", columns=columns).nodes.values()
        assert (node.text, node.held_by, node.data) == ("Rye is dear.", ("Ada",), {"table": {"why": "drought"}})


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("", {}, "There is no row in it."),
        ("\n \n", {}, "There is no row in it."),
        ("1,2\n3,4\n", {}, "No column holds texts"),
        ("a,b\nRye,Oats\n", {"columns": {"text": "c"}}, "There is no column “c”; columns are a, b"),
        ("a,b\nRye,Oats\n", {"columns": {"words": "a"}}, "There is no field “words”"),
        ("a,b\nRye,Oats\n", {"delimiter": "::"}, "A delimiter is one character"),
        ("a,b\nRye,Oats\n", {"quoting": "loose"}, "“loose” is no way of quoting"),
        ("c\0l\0a\0i\0m\0\n\0", {}, "UTF-16"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(text: str, options: dict[str, object], words: str) -> None:
    with pytest.raises(FormatError, match=words.replace("(", r"\(")):
        parse(text, "table", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('id,text\n1,"Rye, oats"\n2,"a ""b"" c"\n', ["Rye, oats", 'a "b" c']),
        ('id,text\n1,"Rye\nand oats"\n2,b\n', ["Rye\nand oats", "b"]),
        ('id,text\n1,"Rye, oats"\n2,"never closed\n3,c\n', ["Rye, oats", '"never closed', "c"]),
        ('id,text\n1,"Rye" is "dear"\n2,b\n', ['"Rye" is "dear"', "b"]),
        ('text\n"Rye\nand oats"\nBarley\n', ["Rye\nand oats", "Barley"]),
        ("claim\nRye, oats.\nBarley.\n", ["Rye, oats.", "Barley."]),
        ("id\ttext\r1\tRye\r2\tOats", ["Rye", "Oats"]),
        ("id,text\n1,Rye\rOats\n", ["Rye\rOats"]),
        ('id|text\n1|"Rye\r\nOats"\n', ["Rye\r\nOats"]),
        ("id,text\n1,R\0ye\n", ["Rye"]),
    ],
)
def test_marks_and_line_ends_mean_what_makes_rows_of_one_width(text: str, found: list[str]) -> None:
    assert texts(parse(text, "rye")) == found


def test_the_caller_can_tell_what_quotation_marks_mean() -> None:
    table = 'id,text\n1,"Rye is dear"\n'
    assert texts(parse(table, "rye", quoting="none")) == ['"Rye is dear"']
    assert texts(parse(table, "rye", quoting="minimal")) == ["Rye is dear"]


def test_a_quote_that_is_never_closed_is_told_with_its_line_and_costs_one_row_at_most() -> None:
    argument = parse('id,text,x\n1,"a, b",c\n2,"open,c\n3,d,"e, f"\n4,"g" h,i\n', "rye")
    assert [*argument.nodes] == ["1", "2", "3", "4"]
    assert "warning lines 3, 5: A quotation mark stands astray" in told(argument)


def test_cells_hold_whole_articles() -> None:
    article = "Rye is dear. " * 100_000
    before = csv.field_size_limit()
    assert texts(parse(f'id,text\n1,"{article}"\n', "rye")) == [article]
    assert csv.field_size_limit() == max(before, LARGEST_CELL)


def test_a_column_called_type_is_the_kind_only_where_it_holds_kinds() -> None:
    kinds = parse("id,text,type\n1,Rye.,Thesis\n2,Oats.,\n", "rye")
    assert [node.kind for node in kinds.nodes.values()] == ["thesis", ""]
    others = parse("id,text,type\n1,Rye.,thesis\n2,Oats.,grain\n", "rye")
    assert [node.data for node in others.nodes.values()] == [
        {"table": {"type": "thesis"}},
        {"table": {"type": "grain"}},
    ]


def test_a_value_that_a_field_cannot_have_is_data_and_told() -> None:
    argument = parse("id,text,kind,language\n1,Rye is dear.,opinion,English\n", "rye")
    assert argument.nodes["1"].data == {"table": {"kind": "opinion", "lang": "English"}}
    assert "kept line 2: The kind is none of those known here" in told(argument)


@pytest.mark.parametrize("name", ["data_frame.csv", "semicolons.csv", "related.csv", "stray_quotes.tsv"])
@pytest.mark.parametrize("write", [generate, generate_tsv])
def test_a_table_that_is_written_says_what_was_read(name: str, write: object) -> None:
    argument = read(name)
    again = parse(write(argument), argument.name)  # type: ignore[operator]
    assert again.data == argument.data
    assert relations(again) == relations(argument)
    assert [node for node in again.nodes.values() if node.type == "I"] == [
        node for node in argument.nodes.values() if node.type == "I"
    ]


def test_an_inference_that_is_undercut_has_a_row_of_its_own() -> None:
    assert generate(read("related.csv")).splitlines()[-1] == "rye-supports-bread,inference,,,,,,,bread,,,example,"


def test_a_statement_of_a_store_is_written_with_its_place() -> None:
    argument = Argument("rye", nodes={"a": Node("a", "I", "Rye is dear.", section="Grain", paragraph=3)})
    header, row = generate(argument).splitlines()
    assert (header.split(",")[-2:], row.split(",")[-2:]) == (["section", "paragraph"], ["Grain", "3"])


def test_columns_that_are_called_as_fields_are_stay_data() -> None:
    data: dict[str, Json] = {"table": {"text": "x", "with": "y", "table:id": "z"}}
    argument = Argument("rye", nodes={"a": Node("a", "I", "Rye is dear.", data=data)})
    assert parse(generate(argument), "rye").nodes == argument.nodes


def test_names_with_marks_in_them_are_written_in_quotes_and_read_again() -> None:
    ids = ["a;b", "c | d", "e + f", "g > h", 'i "j" k', "+", " l ", "m"]
    argument = Argument("odd", nodes={one: Node(one, "I", f"Text of {one}.") for one in ids})
    for number, one in enumerate(ids[:-1]):
        argument.relate(f"r{number}", "RA", [one, "m"] if number % 2 else ["m", one], [ids[number - 1]])
        argument.relate(f"x{number}", "CA", [one], [f"r{number}"])
    assert relations(parse(generate(argument), "odd")) == relations(argument)


def _in_a_table(argument: Argument) -> Argument:
    """Return what a table can hold of an argument: statements with texts, and relations that join something."""
    types = {node.id: node.type for node in argument.nodes.values()}
    for node in argument.nodes.values():
        node.text = node.text.replace("\0", "") if node.text.replace("\0", "").strip() else "Rain."
    kept = [
        edge
        for edge in argument.edges
        if {types.get(edge.source), types.get(edge.target)} <= {"I", "RA", "CA"}
        and (types[edge.source], types[edge.target]) != ("I", "I")
        and edge.source != edge.target
    ]
    argument.edges = [*{(edge.source, edge.target): Edge(edge.source, edge.target) for edge in kept}.values()]
    return argument


@settings(max_examples=examples(60), deadline=None)
@given(arguments().map(_in_a_table), st.sampled_from([generate, generate_tsv]))
def test_relations_of_any_argument_are_the_same_in_the_table(argument: Argument, write: object) -> None:
    again = parse(write(argument), "any") if any(node.type == "I" for node in argument.nodes.values()) else argument  # type: ignore[operator]
    assert relations(again) == relations(argument)
    assert {node.id: node.text for node in again.nodes.values() if node.type == "I"} == {
        node.id: node.text for node in argument.nodes.values() if node.type == "I"
    }


_cells = st.text(st.sampled_from('ab ,;|\t"\n\r\0=+.Ä\U0001f33e\u2028'), max_size=12)
_rows = st.lists(st.lists(_cells, max_size=4).map(",".join), max_size=6).map("\n".join)
_heads = st.sampled_from(
    ["", "id,text\n", "id\ttext\tsupports\n", "claim;with;supports;undercuts\n", "sep=|\n", "\ufeff,claim\n"]
)
_real = st.sampled_from([read_text(path) for path in sorted(TABLES.iterdir())])


@settings(max_examples=examples(60), deadline=None)
@given(
    st.text() | st.tuples(_heads, _rows).map("".join) | st.tuples(_real, st.integers(0, 400), _cells).map(
        lambda made: made[0][: made[1]] + made[2] + made[0][made[1] :]
    ),
    st.sampled_from(["auto", "minimal", "none"]),
)  # fmt: skip
def test_any_text_is_a_table_or_is_refused(text: str, quoting: str) -> None:
    with suppress(FormatError):
        argument = parse(text, "any", quoting=quoting)
        again = parse(generate(argument), "any")
        assert texts(again) == texts(argument)
        assert relations(again) == relations(argument)


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [("a.csv", "id,text", True), ("a.TSV", "x", True), ("a.csv", " \n", False), ("a.txt", "id,text", False)],
)
def test_tables_are_recognised_by_their_extension(name: str, head: str, expected: bool) -> None:
    assert recognises(Path(name), head) is expected
