"""Any Argdown document is written so that it is read as it was, on its own, by way of an argument, and of a store."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.formats.argdown import generate, parse
from claims.formats.argdown.back import document_of
from claims.formats.argdown.data import _simple, data_text, parse_data
from claims.formats.argdown.hub import argument_of
from claims.formats.argdown.model import Content, Document, Range, part_as_json, part_from_json
from claims.formats.argdown.parser import DocumentReader
from claims.formats.argdown.writer import content_text, written
from claims.formats.raising import raised
from claims.formats.untrusted import parse_yaml
from tests.quick import examples
from tests.test_claims.test_formats.argdown_examples import documents, mappings
from tests.test_claims.test_formats.test_round_trip import brought_in


def read_again(document: Document) -> Document:
    return DocumentReader(written(document), "again").read()


@pytest.mark.slow
@settings(max_examples=examples(60), deadline=None)
@given(documents())
def test_what_is_written_is_read_as_it_was(document: Document) -> None:
    again = read_again(document)
    assert again.frontmatter == document.frontmatter
    for part, before in zip(again.parts, document.parts, strict=True):
        assert part == before


@pytest.mark.slow
@settings(max_examples=examples(50), deadline=None)
@given(documents())
def test_a_document_comes_back_from_its_argument(document: Document) -> None:
    first = read_again(document)
    assert document_of(argument_of(first, "any")) == first


@settings(max_examples=examples(60), deadline=None)
@given(documents())
def test_a_document_comes_back_from_a_store(document: Document) -> None:
    argument = argument_of(read_again(document), "any")
    [made], holding = brought_in(argument)
    assert generate(raised(holding, [made.file])) == generate(argument)


@pytest.mark.slow
@settings(max_examples=examples(40), deadline=None)
@given(documents())
def test_an_argument_is_read_again_as_it_was(document: Document) -> None:
    first = parse(written(document), "any")
    again = parse(generate(first), "any")
    assert (again.nodes, again.edges, again.data) == (first.nodes, first.edges, first.data)


@settings(max_examples=examples(50), deadline=None)
@given(mappings)
def test_data_are_written_so_that_yaml_reads_them(data: dict[str, object]) -> None:
    written_so = data_text(data)  # type: ignore[arg-type]
    assert parse_data(written_so, "any", 1) == json.loads(json.dumps(data))


_PIECES = st.sampled_from(
    ["a", "b: c", ": ", ", ", "1", "-0", "1.50", "true", "True", "yes", "null", '"x y"', '""', "a-b", " ", "2020-01-01"]
)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(_PIECES, max_size=6))
def test_simple_data_are_read_as_yaml_reads_them(pieces: list[str]) -> None:
    image = "{" + "".join(pieces) + "}"
    quick = _simple(image)
    assert quick is None or quick == parse_yaml(image, "any")


@settings(max_examples=examples(50), deadline=None)
@given(st.text(alphabet="ab *_[]<>{}#@.:/\\,-+=(!1)\t\n", max_size=40))
def test_any_text_of_a_statement_is_kept_whole(text: str) -> None:
    line = " ".join(text.replace("\t", " ").replace("\n", " ").split(" ")).strip()
    said = " ".join(line.split())
    document = DocumentReader(f"[T]: {content_text(Content(said))} .\n", "any").read()
    assert document.parts[0].content.text == f"{said} .".strip()


def test_marked_ranges_side_by_side_and_within_each_other_are_kept() -> None:
    text = "one two three"
    ranges = [Range("bold", 0, 7), Range("italic", 4, 7), Range("link", 8, 13, "https://example.org/a.b")]
    written_so = content_text(Content(text, ranges))
    assert written_so == "**one _two_** [three](https://example.org/a.b)"
    assert DocumentReader(written_so, "any").read().parts[0].content == Content(text, ranges)


@settings(max_examples=examples(60), deadline=None)
@given(documents())
def test_parts_survive_as_json(document: Document) -> None:
    values = json.loads(json.dumps([part_as_json(part) for part in document.parts]))
    assert [part_from_json(value) for value in values] == document.parts
