"""Files of drafts: what each format gives, which faults are told and where, and how."""

from decimal import Decimal
from pathlib import Path

import pytest

from claims.draft_files import DRAFT_FORMATS, draft_format, parse_drafts, read_drafts
from claims.drafts import Draft, DraftFault, Origin
from claims.errors import DraftError

MANY = {"topics", "links"}
FORMATS = sorted(set(DRAFT_FORMATS.values()))


def read(text: str, format_: str, kind: str | None = None) -> list[Draft | DraftFault]:
    return list(parse_drafts(text, format_, "kitchen", many=MANY, kind=kind))


def fields(text: str, format_: str, kind: str | None = None) -> list[object]:
    found = read(text, format_, kind)
    assert [fault for fault in found if isinstance(fault, DraftFault)] == []
    return [draft.fields for draft in found if isinstance(draft, Draft)]


def told(text: str, format_: str) -> list[str]:
    """What is told of a text: its faults one by one, then the error that ended the reading."""
    faults: list[str] = []
    try:
        faults.extend(
            str(found) for found in parse_drafts(text, format_, "kitchen", many=MANY) if isinstance(found, DraftFault)
        )
    except DraftError as error:
        faults += str(error).splitlines()
    return faults


# The same two drafts in every format ---------------------------------------------------------------------------------

SAME = {
    "csv": "Kind,Label, held-by ,topics\nclaim,Bread rises,Baker,yeast; gas\n,Soup boils,,heat\n",
    "tsv": "kind\tlabel\theld by\ttopics\nclaim\tBread rises\tBaker\tyeast | gas\n\tSoup boils\t\theat\n",
    "json": '[{"kind": "claim", "label": "Bread rises", "held-by": "Baker", "topics": ["yeast", "gas"]},'
    '{"label": "Soup boils", "held_by": null, "topics": "heat"}]',
    "jsonl": '{"kind": "claim", "label": "Bread rises", "Held By": "Baker", "topics": ["yeast", "gas"]}\n\n'
    '{"label": "Soup boils", "topics": "heat", "reason": ["Too short."]}\n',
    "yaml": "- kind: claim\n  label: Bread rises\n  held_by: Baker\n  topics: [yeast, gas]\n"
    "- label: Soup boils\n  held_by:\n  topics: heat\n  reason: Too short.\n",
}
BOTH = [
    {"kind": "claim", "label": "Bread rises", "held_by": "Baker", "topics": ["yeast", "gas"]},
    {"kind": "evidence", "label": "Soup boils", "topics": ["heat"]},
]


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_gives_the_same_drafts(format_: str) -> None:
    assert fields(SAME[format_], format_, kind="evidence") == BOTH


@pytest.mark.parametrize("extension", DRAFT_FORMATS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_are_read_by_extension_in_utf_8_and_in_utf_16_with_its_mark(
    tmp_path: Path, extension: str, encoding: str
) -> None:
    path = tmp_path / f"kitchen{extension.upper()}"
    path.write_bytes(SAME[DRAFT_FORMATS[extension]].encode(encoding))
    found = list(read_drafts(path, many=MANY, kind="evidence"))
    assert [draft.fields for draft in found if isinstance(draft, Draft)] == BOTH
    assert all(draft.place.file == str(path) for draft in found)


@pytest.mark.parametrize(
    ("format_", "places"),
    [
        ("csv", ["row 2", "row 3"]),
        ("tsv", ["row 2", "row 3"]),
        ("json", ["item 1", "item 2"]),
        ("jsonl", ["line 1", "line 3"]),
        ("yaml", ["line 1", "line 5"]),
    ],
)
def test_every_draft_tells_where_it_stands(format_: str, places: list[str]) -> None:
    assert [str(draft.place) for draft in read(SAME[format_], format_)] == [f"kitchen, {place}" for place in places]


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("yaml", "label: Bread rises\n"),
        ("yaml", "items:\n- label: Bread rises\n"),
        ("yaml", "---\n- label: Bread rises\n---\n- \n"),
        ("json", '{"label": "Bread rises"}'),
        ("json", '{"items": [{"label": "Bread rises"}, {}, null, {"reason": "None."}]}'),
        ("csv", "\n\nlabel\n\nBread rises\n\n"),
        ("csv", "label;text\n;;;\nBread rises;;;\n"),
        ("csv", "\ufefflabel,text,\r\n , \t\r\nBread rises\r\n"),
    ],
)
def test_one_item_a_list_under_items_and_empty_items_are_understood(format_: str, text: str) -> None:
    assert fields(text, format_) == [{"label": "Bread rises"}]


@pytest.mark.parametrize("written", ["no", "1.80", "2025-04", "2025-04-02", "0x1F", "1_000", "12:30", "=1+1", "<<"])
def test_plain_yaml_values_stay_the_text_that_was_written(written: str) -> None:
    assert fields(f"- label: {written}\n", "yaml") == [{"label": written}]


def test_json_numbers_are_not_rounded() -> None:
    text = '[{"a": 1.80, "b": 12345678901234567890, "c": true, "d": [0.1, 2]}]'
    assert fields(text, "json") == [
        {"a": Decimal("1.80"), "b": 12345678901234567890, "c": True, "d": [Decimal("0.1"), 2]}
    ]


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("yaml", "- links:\n  - {to: Bread, Power-Type: trust, reason: yeast, note: }\n  - to: Soup\n"),
        ("json", '[{"links": [{"to": "Bread", "power type": "trust", "reason": "yeast"}, {"to": "Soup"}]}]'),
    ],
)
def test_lists_of_mappings_are_taken_with_their_names_made_alike(format_: str, text: str) -> None:
    assert fields(text, format_) == [
        {"links": [{"to": "Bread", "power_type": "trust", "reason": "yeast"}, {"to": "Soup"}]}
    ]


def test_one_mapping_for_a_field_of_several_is_a_list_of_one() -> None:
    assert fields("links: {to: Bread}\n", "yaml") == [{"links": [{"to": "Bread"}]}]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@a", " padded ", 'say "rise"', '5" tall', "a\u0000b\u0007", "x\ry"]
)
def test_cells_of_a_table_are_taken_as_they_are(cell: str) -> None:
    doubled = cell.replace('"', '""')
    assert fields(f'label,text\n"{doubled}",x\n', "csv") == [{"label": cell, "text": "x"}]


def test_half_a_megabyte_in_one_cell_passes_through() -> None:
    text = "long " * 100_000
    assert fields(f"text\n{text}\n", "csv") == [{"text": text}]


# What is told of single items, and that reading goes on --------------------------------------------------------------

FAULTS: list[tuple[str, str, list[str]]] = [
    ("csv", "label,text\na,b,c\nd,e\n", ["row 2: Has 3 cells, the header has 2; put a cell that holds a “,”"]),
    ("csv", 'label,text\n"a\nb",c\nd,e,f\nd,e\n', ["row 3: Has 3 cells"]),
    ("csv", 'label,text\na,"5" tall"\nd,e\n', ["row 2: Has a stray quote"]),
    (
        "csv",
        'label,text\na,"open\nb,c\nd,"e"\nthe rest\nd,g\n',
        ["row 2: Has a stray quote", "row 3: Not read, since it may be the rest of row 2"],
    ),
    ("tsv", "label\ttext\na\tb\tc\nd\te\n", ["row 2: Has 3 cells, the header has 2; put a cell that holds a tab"]),
    ("jsonl", '{"a": 1\n{"label": "d"}\n', ["line 1: This is no JSON: column"]),
    ("jsonl", '{\'a\': 1}\n{"label": "d"}\n', ["line 1: This is no JSON: column 2"]),
    ("jsonl", '{"a": 1, "A": 2}\n{"label": "d"}\n', ["line 1, a: Stands twice"]),
    ("jsonl", "[" * 100_000 + '\n{"label": "d"}\n', ["line 1: Nested too deeply"]),
    ("jsonl", '{"a": ' + "9" * 5000 + '}\n{"label": "d"}\n', ["line 1: Holds a number of more digits"]),
    ("jsonl", '["a"]\n{"label": "d"}\n', ["line 1: Expected an item with fields"]),
    ("json", '[{"a": NaN, "b": [-Infinity]}, {"label": "d"}]', ["item 1, a: nan is", "item 1, b: -inf is"]),
    ("json", '[{"a": "\\ud83d"}, {"label": "d"}]', ["item 1, a: Holds half a character (\\ud83d)"]),
    ("json", '["text", 3, {"label": "d"}]', ["item 1: Expected an item", "item 2: Expected an item"]),
    ("json", '[{"": 1, "a": {"b": 2}}, {"label": "d"}]', ["item 1: A field has no name", "item 1, a: Expected"]),
    (
        "json",
        '[{"links": [{"a": [[1]], "A": 2}]}, {"label": "d"}]',
        ["item 1, links 1, a: Lists within lists", "item 1, links 1, a: Stands twice"],
    ),
    ("yaml", "- a: 1\n  a: 2\n- label: d\n", ["line 2, a: Stands twice in one item"]),
    ("yaml", "- a: !python/object:os.system x\n- label: d\n", ["line 1, a: The tag !python/object:os.system"]),
    (
        "yaml",
        "- b: &x [1]\n  c: *x\n  <<: *x\n- label: d\n",
        ["line 2, c: Aliases such as *x", "line 3, <<: Aliases such as *x"],
    ),
    ("yaml", "- just text\n- [a]\n- label: d\n", ["line 1: Expected an item", "line 2: Expected an item"]),
    ("yaml", "- a: {b: c}\n- label: d\n", ["line 1, a: Expected a text or a number"]),
    ("yaml", "- a: [[1], [2]]\n- label: d\n", ["line 1, a: Lists within lists"] * 2),
]


def short(value: object) -> str | None:
    return value[:24] if isinstance(value, str) else None


@pytest.mark.parametrize(("format_", "text", "expected"), FAULTS, ids=short)
def test_a_bad_item_is_told_with_its_place_and_the_next_is_read(format_: str, text: str, expected: list[str]) -> None:
    faults = [fault.removeprefix("kitchen, ") for fault in told(text, format_)]
    assert [fault[: len(start)] for fault, start in zip(faults, expected, strict=True)] == expected
    last = read(text, format_)[-1]
    assert isinstance(last, Draft)
    assert last.fields["label"] == "d"


def test_a_table_tells_the_line_where_rows_and_lines_have_drifted_apart() -> None:
    (fault,) = told('label,text\n"a\nb",c\nd,e,f\n', "csv")
    assert fault.endswith("(Line 4 of the file.)")


def test_a_quote_that_took_several_lines_for_one_row_tells_which_are_lost() -> None:
    (fault,) = told('label,text\na,"open\nb,c\nd,"e"\nf,g\n', "csv")
    assert "Lines 2 to 4 were taken for this row" in fault


# What ends the reading -----------------------------------------------------------------------------------------------

BOMB = "- &a [x, x]\n" + "".join(f"- &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True))
BROKEN: list[tuple[str, str, str]] = [
    ("csv", "", "kitchen: There is no header"),
    ("csv", "\n \n", "kitchen: There is no header"),
    ("csv", ",,\na,b,c\n", "kitchen: There is no header"),
    ("csv", "Label,text,label\na,b,c\n", "kitchen, row 1: The header names “label” twice"),
    ("csv", "label,,text\na,,b\nc,d,e\n", "kitchen, row 3: Column 2 has no name in the header"),
    ("csv", 'label,"te"xt\na,b\n', "kitchen, row 1: The header cannot be read"),
    ("csv", 'label,text\na,b\nc,"open\n' + "d,e\n" * 10_000, "kitchen, row 3: A quote opened in this row (line 3"),
    ("csv", 'label,text\na,b\nc,"open\n' + "d,e\n" * 300_000, "kitchen, row 3: A quote opened in this row (line 3"),
    ("json", "", "kitchen, line 1: The file is empty"),
    ("json", "3", "kitchen: Expected a list of items"),
    ("json", '[{"a": 1},\n {"b": }]', "kitchen, line 2: This is no JSON: column 8"),
    ("json", "[" * 100_000, "kitchen: Nested too deeply"),
    ("json", "[" + "9" * 5000 + "]", "kitchen: Holds a number of more digits"),
    ("jsonl", "\n\n", "kitchen: The file holds no items"),
    ("yaml", "# nothing\n", "kitchen: The file is empty"),
    ("yaml", "- a: 1\n- b: 'open\n- c: d\n", "kitchen, line 2: This is no YAML: column 6"),
    ("yaml", "- a: 1\n\tb: 2\n", "kitchen, line 2: This is no YAML: column 1"),
    ("yaml", "- a: b: c\n", "kitchen, line 1: This is no YAML: column 7"),
    ("yaml", "- a: 1\n  - b\n c: 2\n", "kitchen, line 2: This is no YAML"),
    ("yaml", "- a: \u0007\n", "kitchen, line 1: This is no YAML"),
    ("yaml", '- a: "\\UFFFFFFFF"\n', "kitchen: This is no YAML: it holds an escape"),
    ("yaml", '- a: "\\U00110000"\n', "kitchen: This is no YAML: it holds an escape"),
    ("yaml", "%YAML 1.20\n---\n- a: b\n", "kitchen: This is no YAML: it holds an escape (\\U…) or a first line"),
    ("yaml", "- ? {a: b}\n  : c\n", "kitchen, line 1: A field's name must be plain text"),
    ("yaml", "- a: " + "[" * 5000 + "]" * 5000 + "\n", "kitchen, line 1: Nested more than 12 deep"),
]


@pytest.mark.parametrize(("format_", "text", "expected"), BROKEN, ids=short)
def test_what_makes_the_rest_unreadable_is_told_with_its_place(format_: str, text: str, expected: str) -> None:
    assert told(text, format_)[-1].startswith(expected)


def test_drafts_before_a_quote_that_is_never_closed_are_given() -> None:
    drafts = parse_drafts('label,text\na,b\nc,"open\nd,e\n', "csv", "kitchen", many=())
    assert next(drafts) == Draft({"label": "a", "text": "b"}, Origin("kitchen", "row", 2))
    with pytest.raises(DraftError, match="never closed"):
        next(drafts)


def test_a_few_lines_of_aliases_are_refused_one_by_one_and_never_expanded() -> None:
    assert sum("Aliases" in fault or "Expected an item" in fault for fault in told(BOMB, "yaml")) == 8


def test_a_file_in_another_encoding_tells_its_line(tmp_path: Path) -> None:
    path = tmp_path / "kitchen.csv"
    path.write_bytes(b"label\n" + b"plain\n" * 5000 + "crème\n".encode("latin-1"))
    with pytest.raises(DraftError, match=r"kitchen\.csv, line 5002: This is not UTF-8 text; save the file as UTF-8"):
        list(read_drafts(path, many=()))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "The file is empty"),
        ("label\na\n".encode("utf-16-le"), "UTF-16 without its mark"),
        ("label\na\n".encode("utf-16-be"), "UTF-16 without its mark"),
        ("label\na\n".encode("utf-16") + b"\n", "not UTF-8 text"),
    ],
)
def test_a_file_that_is_no_text_tells_what_to_do(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "kitchen.csv"
    path.write_bytes(content)
    with pytest.raises(DraftError, match=expected):
        list(read_drafts(path, many=()))


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(DraftError, match="This is a folder"):
        list(read_drafts(tmp_path / "folder.csv", many=()))
    with pytest.raises(DraftError, match=r"none\.csv: It cannot be read: No such file"):
        list(read_drafts(tmp_path / "none.csv", many=()))


@pytest.mark.parametrize("name", ["kitchen.xlsx", "kitchen"])
def test_an_unknown_extension_is_refused_at_once_with_those_that_are_known(name: str) -> None:
    with pytest.raises(DraftError, match=r"known are \.yaml, \.yml, \.json"):
        read_drafts(Path(name), many=())


def test_a_format_that_is_given_goes_before_the_extension() -> None:
    assert [draft_format(Path("kitchen.txt"), name) for name in ("CSV", ".yml", "ndjson")] == ["csv", "yaml", "jsonl"]
