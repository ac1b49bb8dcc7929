"""Arguments as abstract frameworks: toy maps and what stands in them, helpers, and what is left out and told."""

import pytest
from hypothesis import given, settings

from claims.formats.argument import Argument, Node
from claims.formats.as_framework import Framework, framework
from tests.quick import examples
from tests.test_claims.test_formats.arguments import arguments
from tests.test_claims.test_formats.as_examples import chain, port

TOYS = {
    "a b": "a b",
    "b against a": "b",
    "b against a; c against b": "a c",
    "b for a": "a b",
    "b for a; c against b": "c",
    "b for a; c for a; d against b": "a c d",
    "b for a; c against a": "b c",
    "b+c for a; d against c": "b d",
    "b+c for a": "a b c",
    "b against a; a against b": "",
    "a against a": "",
    "a against b; b against c; c against a": "",
    "b for a; a for b": "",
    "b+c against a; d against c": "a b d",
    "b+c against a": "b c",
}
"""Map → the statements that stand (grounded, strict reading: an attack that stands defeats)."""


def drawn(toy: str) -> Argument:
    """Return the argument that a toy spells: “b+c for a” is an inference, “b against a” a conflict."""
    made = Argument("toy")
    for one in sorted({letter for letter in toy if letter.islower()} & set("abcd")):
        if f" {one} " in f" {toy.replace('+', ' ').replace(';', ' ')} ":
            made.add(Node(one, "I", f"Statement {one}."))
    for number, part in enumerate(toy.split("; ")):
        words = part.split(" ")
        if len(words) == 3:
            made.relate(f"{words[1]}{number}", "RA" if words[1] == "for" else "CA", words[0].split("+"), [words[2]])
    return made


def grounded(made: Framework) -> set[str]:
    """Return the arguments that stand: those all of whose attackers are attacked by what stands."""
    attackers: dict[str, set[str]] = {one: set() for one in made.members}
    for one, other in made.attacks:
        attackers[other].add(one)
    stands: set[str] = set()
    while True:
        falls = {one for one in made.members if attackers[one] & stands}
        following = {one for one in made.members if attackers[one] <= falls}
        if following == stands:
            return stands
        stands = following


def stand(argument: Argument) -> str:
    found = grounded(framework(argument))
    return " ".join(one for one, node in argument.nodes.items() if node.type == "I" and one in found)


@pytest.mark.parametrize("toy", TOYS)
def test_statements_stand_where_the_strict_reading_says_so(toy: str) -> None:
    assert stand(drawn(toy)) == TOYS[toy]


def test_a_statement_loses_support_that_is_undercut_and_gets_it_back_when_the_undercut_falls() -> None:
    argument = drawn("b for a; c against d")
    argument.relate("undercut", "CA", ["c"], ["for0"])
    assert stand(argument) == "b c"
    argument.add(Node("e", "I", "Statement e."))
    argument.relate("against-c", "CA", ["e"], ["c"])
    assert stand(argument) == "a b d e"


def test_an_attack_that_is_attacked_is_an_argument_and_others_are_not() -> None:
    argument = drawn("b against a; c against d")
    argument.relate("on-attack", "CA", ["d"], ["against0"])
    made = framework(argument)
    assert [one for one in made.members if one.startswith("against")] == ["against0"]
    assert stand(argument) == "b c"


def test_an_attack_on_an_attack_saves_what_was_attacked() -> None:
    argument = drawn("b against a; c d")
    for one in "cd":
        if one not in argument.nodes:
            argument.add(Node(one, "I", f"Statement {one}."))
    argument.relate("on-attack", "CA", ["c"], ["against0"])
    assert stand(argument) == "a b c d"


def test_what_a_framework_cannot_say_is_told() -> None:
    argument = port()
    argument.add(Node("said", "L", "Ada: Lower it."))
    argument.link("a", "d")
    assert framework(argument).left_out == [
        "Left out, since no framework can say them: 1 of type L, 1 of type MA.",
        "Left out are arrows that are no premise, conclusion or attack between the rest: 3.",
    ]


def test_helpers_get_ids_that_no_node_has() -> None:
    argument = drawn("b for a")
    argument.add(Node("not-b", "I", "Not b."))
    assert [*framework(argument).members] == ["a", "b", "not-b", "for0", "not-b-2", "unsupported-a"]


@given(arguments())
@settings(max_examples=examples(50), deadline=None)
def test_every_attack_is_between_arguments_and_every_inference_and_statement_is_one(argument: Argument) -> None:
    made = framework(argument)
    assert all({one, other} <= made.members.keys() for one, other in made.attacks)
    assert {node.id for node in argument.nodes.values() if node.type in ("I", "RA")} <= made.members.keys()


@pytest.mark.parametrize("kind", ["RA", "CA"])
def test_a_chain_of_ten_thousand_is_compiled(kind: str) -> None:
    assert len(framework(chain(10_000, kind)).attacks) == {"RA": 4 * 9_999, "CA": 9_999}[kind]
