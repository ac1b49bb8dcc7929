"""Drafts that were not taken are written with their reasons, and read again with the same fields."""

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.draft_files import DRAFT_FORMATS, read_drafts, write_bad
from claims.drafts import Draft, DraftFault, Origin
from claims.errors import DraftError
from tests.quick import examples

MANY = {"topics", "links"}
FORMATS = sorted(set(DRAFT_FORMATS.values()))
BLAME = [DraftFault(Origin("old", "row", 3), "label", "Needs a label."), DraftFault(Origin(), "", "Says nothing.")]


def again(drafts: Sequence[Draft | None], format_: str) -> list[object]:
    """The fields of drafts that were written as bad and read again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"bad.{format_}"
        write_bad(path, [(draft, BLAME) for draft in drafts])
        found = list(read_drafts(path, many=MANY))
    assert [fault for fault in found if isinstance(fault, DraftFault)] == []
    return [draft.fields for draft in found if isinstance(draft, Draft)]


def said(text: str) -> bool:
    return bool(text) and not text.isspace()


NAMES = st.sampled_from(["label", "text", "kind", "ключ", "שם", "a;b", "a,b"]) | st.from_regex(
    r"[a-z][a-z_]{0,8}", fullmatch=True
)
WORDS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\n\r\t\"',;|=+-@:#&*!%{}[]…🥖ש"), max_size=40
)
PLAIN = WORDS.filter(said)
PARTS = st.lists(PLAIN.map(lambda text: text.replace(";", "").replace("|", "").strip()).filter(bool), min_size=1)
ITEMS = st.dictionaries(
    NAMES.filter(lambda name: name not in {"reason", "items", *MANY}), PLAIN, min_size=1, max_size=4
)


def listed(topics: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[dict[str, object]]]:
    """Some items, each with or without several topics."""
    return st.lists(st.builds(_with_topics, ITEMS, st.none() | topics), max_size=4)


def _with_topics(item: dict[str, str], topics: list[str] | None) -> dict[str, object]:
    return {**item, "topics": topics} if topics else {**item}


@pytest.mark.parametrize("format_", ["csv", "tsv"])
@settings(deadline=None, max_examples=examples(50))
@given(items=listed(PARTS))
def test_bad_rows_that_are_written_are_read_with_the_same_fields(format_: str, items: list[dict[str, object]]) -> None:
    assert again([Draft(item) for item in items], format_) == items


LINKS = st.lists(st.dictionaries(NAMES, PLAIN, min_size=1, max_size=3), min_size=1, max_size=3)


@pytest.mark.parametrize("format_", ["yaml", "json", "jsonl"])
@settings(deadline=None, max_examples=examples(50))
@given(items=listed(st.lists(PLAIN, min_size=1)), links=LINKS)
def test_bad_items_that_are_written_are_read_with_the_same_fields(
    format_: str, items: list[dict[str, object]], links: list[dict[str, str]]
) -> None:
    with_links: list[dict[str, object]] = [*items, {"links": links}]
    assert again([Draft(item) for item in with_links], format_) == with_links


NUMBERS = st.decimals(allow_nan=False, allow_infinity=False) | st.integers() | st.booleans()


@settings(deadline=None, max_examples=examples(50))
@given(st.dictionaries(st.just("label"), NUMBERS, min_size=1))
def test_numbers_in_bad_json_are_read_again_as_they_were(item: dict[str, object]) -> None:
    (found,) = again([Draft(item)], "json")
    assert repr(found) == repr({name: _read_number(value) for name, value in item.items()})


def _read_number(value: object) -> object:
    return value if isinstance(value, bool) else json.loads(str(value), parse_float=Decimal)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_of_bad_drafts_replaces_the_one_that_was_read(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"kitchen.{format_}"
    for label in ("Soup boils", "Bread rises"):
        write_bad(path, [(Draft({"label": label}), BLAME)])
    assert [found.fields for found in read_drafts(path, many=()) if isinstance(found, Draft)] == [
        {"label": "Bread rises"}
    ]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_fault_without_a_draft_is_written_and_passed_over_on_reading(format_: str) -> None:
    assert again([None, Draft({"label": "Soup boils"}), None], format_) == [{"label": "Soup boils"}]


def test_reasons_stand_in_the_last_column_with_places_only_where_there_is_no_draft(tmp_path: Path) -> None:
    write_bad(tmp_path / "bad.csv", [(Draft({"label": "=Soup"}), BLAME), (None, BLAME[:1])])
    assert (tmp_path / "bad.csv").read_text("utf-8-sig").splitlines() == [
        "label,reason",
        "=Soup,label: Needs a label. | Says nothing.",
        ',"old, row 3, label: Needs a label."',
    ]


@pytest.mark.parametrize("format_", ["yaml", "json", "jsonl"])
def test_a_number_in_a_bad_draft_that_was_made_in_code_is_written(tmp_path: Path, format_: str) -> None:
    draft = Draft({"ratio": Decimal("1.80"), "exact": True, "topics": [2], "half": "\ud83d", "odd": Decimal("NaN")})
    write_bad(tmp_path / f"bad.{format_}", [(draft, [])])
    text = (tmp_path / f"bad.{format_}").read_text("utf-8")
    assert all(part in text for part in ("1.80", "true", "2", "NaN"))


def test_a_table_holds_a_list_of_mappings_as_json(tmp_path: Path) -> None:
    write_bad(
        tmp_path / "bad.tsv", [(Draft({"links": [{"to": "Soup", "weight": Decimal("1.5")}], "exact": False}), [])]
    )
    assert '[{""to"": ""Soup"", ""weight"": ""1.5""}]' in (tmp_path / "bad.tsv").read_text("utf-8-sig")


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").mkdir()
    with pytest.raises(DraftError, match="It cannot be written"):
        write_bad(tmp_path / "bad.csv", [(None, BLAME)])
    assert [path.name for path in tmp_path.iterdir()] == ["bad.csv"]
