"""DOT: boxes, arrows and dots on the way; clusters; and quoting that holds whatever the texts are."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from claims.formats.argument import Argument, Node
from claims.formats.as_network import network
from claims.formats.dot import generate
from tests.quick import examples
from tests.test_claims.test_formats.arguments import arguments
from tests.test_claims.test_formats.as_examples import HOSTILE, chain, harbour, hostile, port

VARIANT = Path(__file__).parents[2] / "data" / "variants" / "harbour.dot"
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_ATTRIBUTE = re.compile(rf"([a-z]+)=({_QUOTED})")
_BRACKETS = rf"\[{_ATTRIBUTE.pattern}(?:, {_ATTRIBUTE.pattern})*\]"
_ITEM = rf"(graph|node|edge|{_QUOTED})(?: -> ({_QUOTED}))? ({_BRACKETS})"
_LINE = re.compile(rf" *(?:{_ITEM}|(subgraph {_QUOTED} {{)|(}}))")
_BLANK = re.compile(r"[\x00-\x20\ufffd\uffff]+")
_FIRST = re.compile(rf"digraph {_QUOTED} {{")
Said = dict[str, str]


class Drawing:
    """What a text in DOT says, each line of it one statement; quoted strings are as they stand there."""

    def __init__(self, text: str) -> None:
        first, *lines = text.split("\n")[:-1]
        assert _FIRST.fullmatch(first)
        self.boxes: dict[str, Said] = {}
        self.arrows: list[tuple[str, str, Said]] = []
        self.clusters: list[list[str]] = []
        inside = False
        for found in map(_LINE.fullmatch, lines):
            assert found
            one, other, said = (part or "" for part in found.group(1, 2, 3))
            inside = bool(found[8]) or (inside and not found[9])
            self.clusters += [[]] if found[8] else []
            if other:
                self.arrows.append((shown(one), shown(other), dict(_ATTRIBUTE.findall(said))))
            elif one.startswith('"'):
                self.boxes[shown(one)] = dict(_ATTRIBUTE.findall(said))
                self.clusters[-1:] = [[*self.clusters[-1], shown(one)]] if inside else self.clusters[-1:]

    def labels(self) -> set[tuple[str, str, str]]:
        """Return from, to, and what the arrow's label says."""
        return {(one, other, shown(said.get("label", '""'))) for one, other, said in self.arrows}


def shown(quoted: str) -> str:
    """Return what Graphviz shows of a quoted label."""
    said = quoted[1:-1].replace('\\"', '"')
    return _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], said).replace("&amp;", "&")


def test_the_harbour_is_written_as_its_file_has_it() -> None:
    assert generate(harbour()) == VARIANT.read_text("utf-8")


def test_kinds_are_told_by_word_and_shape() -> None:
    found = Drawing(generate(port())).boxes
    assert shown(found["a"]["label"]) == "THESIS\nLower the toll"
    assert shown(found["toll"]["label"]) == "POLICY\nThe raised toll"
    shapes = [found[one]["shape"].strip('"') for one in ("a", "b", "c", "d", "toll", "hard")]
    assert shapes == ["doubleoctagon", "note", "octagon", "hexagon", "tab", "ellipse"]


def test_relations_are_arrows_and_where_several_meet_a_dot() -> None:
    drawing = Drawing(generate(port()))
    assert drawing.boxes["linked"]["shape"] == '"point"'
    assert drawing.labels() >= {
        ("b", "a", "supports"),
        ("c", "a", "attacks"),
        ("c", "linked", "undercuts"),
        ("b", "linked", ""),
        ("linked", "a", ""),
        ("d", "b", "says again"),
        ("toll", "hard", "wields\npower of town"),
    }


def test_lines_differ_by_relation_not_in_colour_alone() -> None:
    words = ("supports", "attacks", "undercuts", "says again")
    drawn = Drawing(generate(port())).arrows
    looks = {said["class"].strip('"'): (said["style"], said["arrowhead"]) for _, _, said in drawn if "class" in said}
    assert len({looks[word] for word in words}) == 4
    assert looks["attacks"] == ('"dashed"', '"tee"')


def test_statements_of_one_section_stand_in_one_cluster() -> None:
    argument = harbour()
    for one in "bcd":
        argument.nodes[one].section = "The quay"
    assert Drawing(generate(argument)).clusters == [["b", "c", "d"]]


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip() and "\ud800" not in text])
def test_texts_are_shown_as_they_are(text: str) -> None:
    argument = Argument("one")
    argument.add(Node("a", "I", text[:500], kind="claim"))
    said = Drawing(generate(argument)).boxes["a"]
    tooltip = shown(said["tooltip"]).replace("\\\u200b", "\\")
    assert _BLANK.split(tooltip.strip("\u2069\u202c")) == _BLANK.split(text[:500])
    assert shown(said["label"]).startswith("CLAIM\n")


@given(arguments())
@settings(max_examples=examples(40), deadline=None)
def test_every_argument_becomes_dot_that_is_read_back(argument: Argument) -> None:
    drawing = Drawing(generate(argument))
    drawn = {*drawing.boxes} | {end for one, other, _ in drawing.arrows for end in (one, other)}
    assert drawn <= set(network(argument))
    assert {one for one, said in network(argument).nodes.items() if said.get("type") in ("I", "L")} <= drawn


def test_no_string_is_longer_than_graphviz_reads() -> None:
    argument = hostile()
    argument.nodes["4 + nor that"].text = "né \\ & " * 200_000
    argument.nodes["4 + nor that"].section = "s" * 100_000
    assert max(len(found.encode()) for found in re.findall(r'"(?:[^"\\]|\\.)*"', generate(argument))) < 16_384


def test_a_chain_of_ten_thousand_is_drawn() -> None:
    assert generate(chain(10_000)).count(" -> ") == 9_999
