"""The report: what is told where and how, and that nothing in a text becomes Markdown or HTML."""

import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from claims.formats.argument import Argument, Node, Span
from claims.formats.as_words import closed, one_line
from claims.formats.markdown import generate
from claims.formats.markdown.text import paragraph, plain
from tests.quick import examples
from tests.test_claims.test_formats.arguments import arguments
from tests.test_claims.test_formats.as_examples import HOSTILE, chain, harbour, hostile, port, ring

VARIANT = Path(__file__).parents[2] / "data" / "variants" / "harbour.report.md"
READERS = (MarkdownIt("commonmark").enable("table"), MarkdownIt("js-default", {"html": True, "linkify": False}))
TEXTS = st.text(st.characters(codec="utf-8")) | st.text("#-+*_=~`<>[]()|\\!&;:.0123456789 \n\tax$/", max_size=40)
SEEN = {"text", "code_inline", "softbreak", "link_open", "link_close", "strong_open", "strong_close"}


def inlines(text: str, reader: MarkdownIt = READERS[0]) -> list[Token]:
    """Return the pieces of running text in a report, in order."""
    return [token for token in reader.parse(text) if token.type == "inline"]


def said(token: Token) -> str:
    """Return what a reader sees of a piece."""
    return "".join(part.content for part in token.children or ())


def slug(heading: str) -> str:
    """Return the name of a heading as GitHub makes it: small, without punctuation, hyphens for blanks."""
    kept = [
        c for c in heading.strip().lower() if c in "-_ " or unicodedata.category(c)[0] in "LMN" or c in "\u203f\u2040"
    ]
    return "".join(kept).replace(" ", "-")


def links(text: str) -> tuple[set[str], set[str]]:
    """Return where links lead, and the names of the headings."""
    tokens = READERS[0].parse(text)
    parts = [part for token in tokens for part in token.children or () if part.type == "link_open"]
    heads = {slug(said(one)) for place, one in enumerate(tokens) if place and tokens[place - 1].type == "heading_open"}
    return {str(part.attrs["href"]) for part in parts}, heads


def outline(text: str) -> list[str]:
    """Return the lines of the outline, without what stands in brackets."""
    told = text.partition("## The argument\n")[2].partition("\n## ")[0]
    return [re.sub(r" \([a-z; ]+\)$|(?<=\])\(#[^)]*\)$", "", line) for line in told.split("\n") if line]


def test_the_harbour_is_written_as_its_file_has_it() -> None:
    assert generate(harbour()) == VARIANT.read_text("utf-8")


def test_reasons_and_objections_are_nested_below_the_thesis_with_their_words() -> None:
    assert outline(generate(port())) == [
        "### S1 Lower the toll",
        "The harbour toll should be lowered.",
        "- **because** S2 **Fewer ships call**: Fewer ships call at the harbour since the toll was raised.",
        "  - **in other words** S3 **Light costs less**: The lighthouse costs far less than the toll brings in.",
        "- **because**, taken together (example):",
        "  - [S2 Fewer ships call]",
        "  - [S3 Light costs less]",
        "  - **but that does not follow, for** S4 **The toll pays for light**: The toll pays for the lighthouse.",
        "    - **however** [S3 Light costs less]",
        "- **but** [S4 The toll pays for light]",
    ]


def test_what_is_known_of_a_statement_stands_behind_it() -> None:
    argument = harbour()
    a = argument.nodes["a"]
    a.held_by, a.commitment, a.section, a.paragraph = ("Ada", "Bob"), "asserted", "The quay", 3
    a.citation = ("https://example.org/toll", "Ada 2020")
    text = generate(argument)
    assert "(thesis; held by Ada, Bob; asserted; The quay, ¶ 3; [source 1](#sources), [source 2](#sources))" in text
    assert text.endswith("\n## Sources\n\n1. <https://example.org/toll>\n2. Ada 2020\n")


def test_the_passage_is_quoted_where_the_argument_has_it_and_it_differs() -> None:
    argument = harbour()
    argument.text = "Let it be lowered, the toll. Fewer ships call at the harbour since the toll was raised."
    argument.nodes["a"].spans = (Span(0, 17), Span(19, 27))
    argument.nodes["b"].spans = (Span(29, 87),)
    assert re.findall("> (.*)", generate(argument)) == ["“Let it be lowered … the toll”"]


def test_the_main_thesis_comes_first_and_several_are_listed_before() -> None:
    argument = harbour()
    argument.nodes["b"].kind = "thesis"
    text = generate(argument)
    assert (
        "## Theses\n\n- [S1 Lower the toll](#s1-lower-the-toll)\n- [S2 Fewer ships call](#s2-fewer-ships-call)\n"
        in text
    )
    assert re.findall("^### (.*)", text, re.MULTILINE) == ["S1 Lower the toll", "S2 Fewer ships call"]


def test_what_nothing_ties_to_a_thesis_stands_at_the_end() -> None:
    argument = harbour()
    for one in "efg":
        argument.add(Node(one, "I", f"Statement {one} is so."))
    argument.relate("other", "RA", ["f"], ["e"])
    end = generate(argument).partition("## Not tied to a thesis\n")[2]
    assert [line for line in end.split("\n") if line] == [
        "### S5 Statement e is so.",
        "Statement e is so. (statement)",
        "- **because** S6 Statement f is so. (statement)",
        "- S7 Statement g is so. (statement)",
    ]


def test_locutions_and_what_no_outline_can_tell_stand_in_parts_of_their_own() -> None:
    argument = harbour()
    argument.add(Node("l1", "L", "Ada: Lower it!"))
    argument.relate("y", "YA", ["l1"], ["a"]).scheme = "Asserting"
    argument.link("b", "gone")
    text = generate(argument)
    assert "## What was said\n\n- Ada: Lower it! (locution)\n" in text
    assert "| Asserting | Ada: Lower it! | [S1 Lower the toll](#s1-lower-the-toll) |" in text
    assert "| arrow | [S2 Fewer ships call](#s1-lower-the-toll) | gone (missing) |" in text


def test_policies_and_what_power_they_bear_on_stand_in_a_table() -> None:
    text = generate(port())
    link = "[S2](#s1-lower-the-toll)"
    assert f"| The raised toll | wields | Hard power | town | explicit | {link} |\n" in text
    assert f"| The raised toll | erodes | Trade \\| power | town | inferred | {link} |\n" in text
    assert "- **The raised toll**: The town raised the harbour toll. (by town; by means of tax)\n" in text
    assert "- **Trade \\| power**: A way to get what one wants. (a kind of Hard power)\n" in text


def test_a_power_link_that_names_no_policy_is_told_all_the_same() -> None:
    argument = port()
    argument.others = [item for item in argument.others if item.kind == "link"]
    argument.others += [item.model_copy(update={"policy": item.iri}) for item in argument.others]
    assert generate(argument).count("| wields | hard | town |") == 2


@pytest.mark.parametrize(
    "argument", [port(), chain(10_000), chain(10_000, "CA"), ring(3_000)], ids=["port", "for", "against", "ring"]
)
def test_every_statement_is_told_in_full_once_however_deep_it_stands(argument: Argument) -> None:
    text = generate(argument)
    for node in argument.nodes.values():
        if node.type == "I" and node.id[-1:] in "a0":
            assert len(re.findall(rf"{re.escape(node.text)} \((?:statement|thesis)", text)) == 1
    assert max(len(line) - len(line.lstrip(" ")) for line in text.split("\n")) <= 16


def test_an_undercut_of_an_undercut_ten_thousand_times_is_told() -> None:
    argument = chain(2)
    for number in range(10_000):
        argument.add(Node(f"u{number}", "I", f"Undercut {number}."))
        argument.relate(f"c{number}", "CA", [f"u{number}"], [f"c{number - 1}" if number else "r1"])
    assert "Undercut 9999. (statement)" in generate(argument)


def test_relations_that_attack_each_other_are_told_once() -> None:
    argument = chain(2)
    argument.relate("x", "CA", ["s0"], ["r1"])
    argument.relate("y", "CA", ["s1"], ["x"])
    argument.link("x", "y", "x", "x")
    assert generate(argument).count("but that is no objection") == 3


@given(arguments())
@settings(max_examples=examples(40), deadline=None)
def test_every_argument_becomes_a_report_in_which_every_link_leads_somewhere(argument: Argument) -> None:
    found, heads = links(generate(argument))
    inside = {unquote(one.removeprefix("#")) for one in found if one.startswith("#")}
    assert inside <= heads
    assert all(one.startswith("https://example.org/") for one in found if not one.startswith("#"))


@given(arguments())
@settings(max_examples=examples(40), deadline=None)
def test_every_statement_and_locution_of_an_argument_is_told(argument: Argument) -> None:
    seen = " ".join(said(one) for one in inlines(generate(argument)))
    told = (node for node in argument.nodes.values() if node.type in ("I", "L"))
    assert [node.text for node in told if closed(one_line(node.text)) not in seen] == []


@pytest.mark.parametrize("reader", READERS, ids=["commonmark", "with HTML"])
@given(text=TEXTS)
@settings(max_examples=examples(60), deadline=None)
def test_a_text_shows_as_it_is_wherever_it_stands(reader: MarkdownIt, text: str) -> None:
    line = closed(one_line(text))
    places = (
        paragraph(text),
        f"- {paragraph(text)}",
        f"# S1 {plain(text)}",
        f"S1 {plain(text)} (x)",
        f"> “{plain(text)}”",
    )
    for place, before, after in zip(places, ("", "", "S1 ", "S1 ", "“"), ("", "", "", " (x)", "”"), strict=True):
        seen = [said(one) for one in inlines(place, reader)]
        assert seen == ([f"{before}{line}{after}".strip()] if f"{before}{line}{after}".strip() else [])


@pytest.mark.parametrize("reader", READERS, ids=["commonmark", "with HTML"])
def test_hostile_texts_make_no_markup_of_their_own(reader: MarkdownIt) -> None:
    tokens = reader.parse(generate(hostile()))
    assert {part.type for token in tokens for part in token.children or ()} <= SEEN - {"code_inline"}
    assert not {token.type for token in tokens} & {"html_block", "fence", "code_block", "hr"}
    assert sum(token.type == "heading_open" and token.tag == "h1" for token in tokens) == 1


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
def test_hostile_texts_show_as_they_are_in_cells_of_tables(text: str) -> None:
    seen = [said(one) for one in inlines(f"| a | b |\n| --- | --- |\n| {plain(text)} | c |\n")]
    assert seen == ["a", "b", closed(one_line(text)), "c"]


def test_a_change_of_the_direction_of_writing_ends_with_its_text() -> None:
    assert plain("a \u202eb \u2067c\u2069 d \u2066e") == "a \u202eb \u2067c\u2069 d \u2066e\u2069\u202c"
