"""ICCMA's format, APX and TGF: the lines that solvers demand, and what each number or name stands for."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings

from claims.formats import apx, iccma, tgf
from claims.formats.argument import Argument, Node
from claims.formats.as_framework import framework
from tests.quick import examples
from tests.test_claims.test_formats.arguments import arguments
from tests.test_claims.test_formats.as_examples import harbour, hostile, port

VARIANTS = Path(__file__).parents[2] / "data" / "variants"
Pairs = list[tuple[int, int]]


def from_iccma(text: str) -> tuple[int, Pairs]:
    first, *lines = text.split("\n")[:-1]
    said = [line for line in lines if not line.startswith("# ")]
    assert all(re.fullmatch("[0-9]+ [0-9]+", line) for line in said)
    return int(first.removeprefix("p af ")), [(int(one), int(other)) for one, other in map(str.split, said)]


def from_tgf(text: str) -> tuple[int, Pairs]:
    lines = text.split("\n")[:-1]
    labels, said = lines[: (end := lines.index("#"))], lines[end + 1 :]
    assert [label.split(" ")[0] for label in labels] == [str(number) for number in range(1, len(labels) + 1)]
    return len(labels), [(int(one), int(other)) for one, other in map(str.split, said)]


def from_apx(text: str) -> tuple[int, Pairs]:
    lines = [line for line in text.split("\n")[:-1] if not line.startswith("% ")]
    facts = [re.fullmatch(r"(arg|att)\(([a-z][a-z0-9_]*)(?:,([a-z][a-z0-9_]*))?\)\.", line) for line in lines]
    names = [fact[2] for fact in facts if fact and fact[1] == "arg"]
    assert None not in facts
    assert len(names) == len(set(names))
    number = {name: place for place, name in enumerate(names, 1)}
    return len(names), [(number[fact[2]], number[fact[3]]) for fact in facts if fact and fact[1] == "att"]


FORMATS = {"af": (iccma.generate, from_iccma), "tgf": (tgf.generate, from_tgf), "apx": (apx.generate, from_apx)}
each_format = pytest.mark.parametrize(("generate", "read"), FORMATS.values(), ids=FORMATS)
Writer = Callable[[Argument], str]
Reader = Callable[[str], tuple[int, Pairs]]


@pytest.mark.parametrize("extension", FORMATS)
def test_the_harbour_is_written_as_its_file_has_it(extension: str) -> None:
    assert FORMATS[extension][0](harbour()) == (VARIANTS / f"harbour.{extension}").read_text("utf-8")


@each_format
@given(argument=arguments())
@settings(max_examples=examples(40), deadline=None)
def test_every_argument_becomes_a_file_that_says_its_framework(
    generate: Writer, read: Reader, argument: Argument
) -> None:
    made = framework(argument)
    numbers = made.numbers()
    assert read(generate(argument)) == (len(numbers), [(numbers[one], numbers[other]) for one, other in made.attacks])


@each_format
def test_hostile_texts_and_ids_stay_in_their_lines(generate: Writer, read: Reader) -> None:
    text = generate(hostile())
    made = framework(hostile())
    assert read(text)[0] == len(made.members)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", text)


def test_comments_say_which_number_is_which_statement() -> None:
    lines = iccma.generate(port()).split("\n")
    assert "# 2 b Fewer ships call" in lines
    assert "# 6 linked supports (example): Fewer ships call, Light costs less → Lower the toll" in lines
    assert "# 7 not-b Fewer ships call – this does not hold" in lines


def test_names_in_apx_are_readable_and_never_a_word_of_the_language() -> None:
    argument = Argument("names")
    for one in ("not", "Ü b", "ü B", "7", "Ship"):
        argument.add(Node(one, "I", "It rains."))
    found = [line for line in apx.generate(argument).split("\n") if line.startswith("arg(")]
    assert found == ["arg(not_2).", "arg(u_b).", "arg(u_b_2).", "arg(a7).", "arg(ship)."]
