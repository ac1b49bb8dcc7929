"""Kialo's text export: claims in several lines, references, discussions with several theses, and wrong numbers."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.errors import FormatError
from claims.formats.argument import Argument
from claims.formats.kialo import parse, recognises
from tests.quick import examples

DATA = Path(__file__).parents[2] / "data"
HARBOUR = DATA / "variants" / "harbour.kialo.txt"


def read(name: str) -> Argument:
    return parse((DATA / "formats" / "kialo" / f"{name}.txt").read_text(encoding="utf-8"), name)


def arrows(argument: Argument) -> list[tuple[str, str]]:
    return [(edge.source, edge.target) for edge in argument.edges]


def told(argument: Argument) -> str:
    return "\n".join(f"{note.level} {note.where}: {note.message}" for note in argument.notes)


def test_the_harbour_has_four_texts_and_three_relations() -> None:
    argument = parse(HARBOUR.read_text(encoding="utf-8"), "harbour")
    said = [(node.id, node.type, node.text[:9]) for node in argument.nodes.values()]
    assert said[:2] == [("1.", "I", "The harbo"), ("1.1.", "I", "Fewer shi")]
    assert said[2:4] == [("1.2.", "I", "The toll "), ("1.2.1.", "I", "The light")]
    assert said[4:] == [("1.1. Pro", "RA", ""), ("1.2. Con", "CA", ""), ("1.2.1. Con", "CA", "")]
    assert arrows(argument)[4:] == [("1.2.1.", "1.2.1. Con"), ("1.2.1. Con", "1.2.")]
    assert (argument.title, argument.nodes["1."].kind, argument.notes) == ("The harbour toll", "thesis", [])


def test_a_claim_may_have_several_lines_and_a_list_in_them() -> None:
    argument = read("sundays")
    assert argument.nodes["1.1.1."].text.split("\n")[1:] == [
        "- bread keeps for a day,",
        "- and so do rolls.",
        "",
        "1. Toast them.",
    ]
    assert "warning line 9: “1.” is read as part of the claim before it." in told(argument)


def test_links_and_escapes_are_read_and_kept() -> None:
    node = read("sundays").nodes["1.1."]
    assert node.text == "Many people (most of them) have time for a long breakfast only then."
    assert node.citation == ("https://example.org/breakfast_(meal)",)
    assert str(node.data["markdown"]).startswith(r"Many people \(most of them\) have time for a [long breakfast](")


def test_references_at_the_end_are_cited_where_they_are_marked() -> None:
    argument = read("sundays")
    cited = {node.id: node.citation for node in argument.nodes.values() if "example.org/" in "".join(node.citation)}
    assert cited["1.1.2."] == ("Queue count, https://example.org/queue",)
    assert cited["1.2."] == ("www.example.org/rest",)
    assert [*cited] == ["1.1.", "1.1.2.", "1.2."]
    assert argument.data["sources"] == {"1": "Queue count, https://example.org/queue", "2": "www.example.org/rest"}


def test_a_list_of_references_in_a_claim_is_its_own() -> None:
    text = "Discussion Title: Oats\n\n1. Oats are good.\n[1] https://example.org/oats\n1.1. Pro: They are cheap [1]."
    nodes = parse(text, "oats").nodes
    assert (nodes["1."].citation, nodes["1.1."].citation) == (("https://example.org/oats",), ())
    assert nodes["1."].text == "Oats are good."


def test_a_claim_that_refers_to_another_is_no_copy_but_a_relation_from_it() -> None:
    argument = read("sundays")
    assert "1.2.1." not in argument.nodes
    assert ("1.1.2.", "1.2.1. Con") in arrows(argument)
    assert ("1.2.", "1.3. Pro") in arrows(argument)


def test_what_stands_under_a_reference_is_about_the_claim_referred_to() -> None:
    assert ("1.2.1.1. Pro", "1.1.2.") in arrows(read("sundays"))


def test_a_claim_that_is_not_set_is_told() -> None:
    argument = read("sundays")
    assert argument.nodes["1.10."].text == "Not set"
    assert "warning line 15: Claim 1.10. is not set" in told(argument)


def test_in_a_discussion_of_a_question_the_answers_are_the_theses() -> None:
    argument = read("question")
    assert {node.id: node.kind for node in argument.nodes.values() if node.type == "I"} == {
        "1.": "", "1.1.": "thesis", "1.1.1.": "", "1.1.2.": "", "1.2.": "thesis",
    }  # fmt: skip
    assert argument.nodes["1.1."].data == {"under": "1."}
    assert (
        "kept line 4: Claims with neither Pro nor Con are in no relation to what they stand under (1.1., 1.2.)."
        in told(argument)
    )


def test_the_indented_layout_is_read_like_the_other() -> None:
    argument = read("indented")
    assert argument.title == "What should become of the old mill?"
    assert [(node.id, node.kind) for node in argument.nodes.values() if node.type == "I"] == [
        ("1.", ""), ("1.1.", "thesis"), ("1.1.1.", ""), ("1.1.2.", ""), ("1.2.", "thesis"),
    ]  # fmt: skip
    assert arrows(argument)[2:] == [
        ("1.1.2.", "1.1.1.1. Con"), ("1.1.1.1. Con", "1.1.1."), ("1.1.2.", "1.1.2. Con"), ("1.1.2. Con", "1.1."),
        ("1.1.2.", "1.2.1. Con"), ("1.2.1. Con", "1.2."),
    ]  # fmt: skip
    assert argument.nodes["1.1.1."].text == "The village has no school [2]. It needs\n\n1. rooms,\n2. a yard."


def test_sources_of_the_indented_layout_are_cited_and_kept_with_what_is_quoted() -> None:
    argument = read("indented")
    cited = {node.id: node.citation for node in argument.nodes.values() if node.citation}
    assert cited == {"1.": ("https://example.org/empty",), "1.1.1.": ("The village book, page 12",)}
    quoted = 'https://example.org/empty\n"The miller left in spring.\n\n[7] He took the cat along."'
    assert argument.data["sources"] == {"1": quoted, "2": "The village book, page 12"}


def test_there_may_be_several_theses_at_the_top() -> None:
    argument = read("theses")
    assert [node.id for node in argument.nodes.values() if node.kind == "thesis"] == ["1.", "2.", "3."]
    assert (arrows(argument)[-1], argument.notes) == (("3.1. Con", "3."), [])


@pytest.mark.parametrize(
    "note",
    [
        "warning line 1: It does not begin with",
        "kept : What stands between",
        "warning line 4: There are two claims 1.1.",
        "warning line 5: Claim 1.2.1. stands under 1.2., which is not there",
        "warning line 6: There is no claim 7.7. to see.",
        "warning line 7: Claim 1.4. refers to itself",
        "warning line 9: Claim 1.6. is not set",
    ],
)
def test_wrong_numbers_are_told_with_their_lines(note: str) -> None:
    assert note in told(read("faults"))


def test_no_claim_is_lost_for_a_wrong_number() -> None:
    argument = read("faults")
    assert [node.text for node in argument.nodes.values() if node.type == "I"] == [
        "Rain is welcome.", "Fields need it.", "Feet do not.", "Its parent is missing.", "",
    ]  # fmt: skip
    assert ("7.7.", "1.3. Pro") in arrows(argument)


def test_line_ends_of_other_systems_and_a_mark_change_nothing() -> None:
    text = HARBOUR.read_text(encoding="utf-8")
    plain = parse(text, "harbour")
    assert parse("\ufeff" + text.replace("\n", "\r\n"), "harbour") == plain
    assert parse(text.replace("\n", "\r"), "harbour") == plain


@pytest.mark.parametrize("text", ["", "\n\n", "Some other text.\nIt has lines."])
def test_what_is_no_export_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(FormatError, match="no export of Kialo"):
        parse(text, "bad")


def test_a_discussion_without_claims_is_read_with_a_warning() -> None:
    argument = parse("Discussion Title: Nothing yet\n", "empty")
    assert (argument.title, argument.nodes, told(argument)) == (
        "Nothing yet",
        {},
        "warning : The discussion has no claims.",
    )


@pytest.mark.parametrize(
    ("name", "head", "is_export"),
    [
        ("x.txt", "Discussion Title: Toll\n\n1. Lower it.", True),
        ("x.txt", "\ufeffDiscussion Name:\r\nToll", True),
        ("x.txt", "1. Lower it.\n1.1. Pro: It is high.", True),
        ("x.txt", "1. Lower it.\n2. Raise it.", False),
        ("x.md", "Discussion Title: Toll", False),
    ],
)
def test_exports_are_recognised(name: str, head: str, is_export: bool) -> None:
    assert recognises(Path(name), head) is is_export


LINES = st.sampled_from(
    ["Discussion Title: x", "", "1. a", "2. b", "1.1. Pro: c", "1.1. Con: -> See 1.2.", "1.2. Pro: -> See 1.1.",
     "1.1.1. d", "3.1. Con: e", "1. Pro: f", "1.2. Con: -> See 1.2.", "1.2. -> See 2.", "[1] https://example.org",
     "Sources:", "g [1]", "[1] h", "1. Thesis:", "  1.1. Con:", "1. Question:", "  1.2. Not set:"]
)  # fmt: skip


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(LINES | st.text(max_size=12)).map("\n".join) | st.text(r"[](\) ./:1-> SeProCn" + "\n"))
def test_any_text_gives_an_argument_or_a_reason(text: str) -> None:
    with suppress(FormatError):
        argument = parse(text, "fuzz")
        relations = [node.id for node in argument.nodes.values() if node.type != "I"]
        assert len(argument.edges) == 2 * len(relations)
