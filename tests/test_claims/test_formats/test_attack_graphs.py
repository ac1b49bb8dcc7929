"""ICCMA's format, APX and TGF read: what is written comes back, every fault is told, and hostile files do no harm."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims import Argument, AttackGraph, FormatError, format_of, generate_argument, parse_argument, read_attack_graph
from claims.formats import apx, attack_graph, iccma, tgf
from claims.formats.argument import Node
from claims.formats.as_framework import framework
from tests.test_claims.test_formats.arguments import arguments

VARIANTS = Path(__file__).parents[2] / "data" / "variants"
NAMES = {"iccma": "af", "apx": "apx", "tgf": "tgf"}
PARSERS: dict[str, Callable[[str, str], AttackGraph]] = {
    "iccma": iccma.parse_graph,
    "apx": apx.parse_graph,
    "tgf": tgf.parse_graph,
}
each_format = pytest.mark.parametrize("name", NAMES)


def pairs(found: AttackGraph) -> list[tuple[int, int]]:
    return list(zip(found.attacker.tolist(), found.attacked.tolist(), strict=True))


def faults(name: str, text: str) -> list[str]:
    with pytest.raises(FormatError) as caught:
        PARSERS[name](text, "toll")
    return [f"{note.where}: {note.message}" for note in caught.value.notes]


@each_format
@given(argument=arguments())
@settings(max_examples=40, deadline=None)
def test_what_is_written_of_any_argument_is_read_as_its_framework(name: str, argument: Argument) -> None:
    made = framework(argument)
    places = {one: place for place, one in enumerate(made.members)}
    found = PARSERS[name](generate_argument(argument, name), "x")
    assert found.size == len(made.members)
    assert pairs(found) == [(places[one], places[other]) for one, other in made.attacks]


@each_format
@given(data=st.data(), size=st.integers(1, 8))
@settings(max_examples=40, deadline=None)
def test_an_argument_of_attacks_alone_is_the_same_after_writing_and_reading(
    name: str, data: st.DataObject, size: int
) -> None:
    member = st.integers(0, size - 1)
    argument = Argument("toll", title="" if name == "tgf" else "The toll")
    for place in range(size):
        argument.add(Node(f"s{place}", "I", f"Statement {place}"))
    for one, other in data.draw(st.lists(st.tuples(member, member), unique=True, max_size=12)):
        argument.relate(f"s{one} attacks s{other}", "CA", [f"s{one}"], [f"s{other}"])
    text = generate_argument(argument, name)
    assert parse_argument(text, name, "toll") == argument
    assert generate_argument(parse_argument(text, name, "toll"), name) == text


@each_format
def test_the_harbours_framework_is_the_same_after_reading_and_writing(name: str) -> None:
    text = (VARIANTS / f"harbour.{NAMES[name]}").read_text("utf-8")
    argument = parse_argument(text, name, "The harbour toll")
    assert [node.text for node in argument.nodes.values()][:2] == ["Lower the toll", "Fewer ships call"]
    assert [*argument.nodes][:7] == ["a", "b", "c", "d", "r", "not-b", "unsupported-a"]
    assert generate_argument(argument, name) == text


@pytest.mark.parametrize(
    ("file", "text", "name"),
    [
        ("x.af", "p af 2\n1 2\n", "iccma"),
        ("x.txt", "# hello\n\np af 2\n1 2\n", "iccma"),
        ("x.apx", "arg(a).\n", "apx"),
        ("x.lp", "% hello\natt(a,b). arg(a). arg(b).\n", "apx"),
        ("x.tgf", "1\n2\n#\n1 2\n", "tgf"),
        ("x.af", "nonsense", "iccma"),
    ],
)
def test_formats_are_told_by_content_and_by_extension(tmp_path: Path, file: str, text: str, name: str) -> None:
    (tmp_path / file).write_text(text, "utf-8")
    assert format_of(tmp_path / file).name == name
    if text != "nonsense":
        assert read_attack_graph(tmp_path / file)[1] == name


def test_numbers_are_names_where_a_file_has_no_others() -> None:
    found = iccma.parse_graph("p af 3\r\n# no more\r\n1 2\r\n\r\n  3\t3 \r\n", "x")
    assert (found.size, pairs(found)) == (3, [(0, 1), (2, 2)])
    assert [found.name(0), found.place("3"), found.place("4"), found.place("x"), found.place("²")] == [
        "1", 2, None, None, None,
    ]  # fmt: skip


def test_facts_may_stand_in_any_order_on_any_lines_with_other_names() -> None:
    found = apx.parse_graph('att(B1,"a (b)") .arg( B1 ).% arg(c).\narg(\n"a (b)").', "x")
    assert (found.names, pairs(found)) == (["B1", '"a (b)"'], [(0, 1)])


def test_a_fact_that_is_said_again_says_nothing_new_and_names_may_be_of_any_script() -> None:
    found = apx.parse_graph("arg(é).arg(b).arg(é).att(é,b).", "x")
    assert (found.names, pairs(found)) == (["é", "b"], [(0, 1)])


def test_a_label_that_says_attack_is_read_and_another_is_not() -> None:
    assert pairs(tgf.parse_graph("a\nb\n#\na b attacks\n", "x")) == [(0, 1)]
    assert faults("tgf", "a\nb\n#\na b supports\n") == [
        "line 4: “a b supports” is no attack; say which node attacks which, by their names."
    ]


def test_all_faults_of_an_iccma_file_are_told_with_their_lines() -> None:
    assert faults("iccma", "# hi\np af 2\n1 3\nx y\n1\n1 2 3\n# no\n0 1\n2 1\n1 ²\n") == [
        "line 3: There is no argument 3; they are numbered from 1 to 2.",
        "line 4: “x y” is no attack; say who attacks and who is attacked, as two numbers.",
        "line 5: “1” is no attack; say who attacks and who is attacked, as two numbers.",
        "line 6: “1 2 3” is no attack; say who attacks and who is attacked, as two numbers.",
        "line 8: There is no argument 0; they are numbered from 1 to 2.",
        "line 10: “1 ²” is no attack; say who attacks and who is attacked, as two numbers.",
    ]


def test_faults_beyond_the_first_portion_have_their_lines_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(iccma, "_PORTION", 10)
    assert faults("iccma", "p af 2\n" + "1 2\n" * 20 + "2 2\n5 1\n" + "1 1\n" * 5)[0].startswith("line 23: ")
    assert len(pairs(iccma.parse_graph("p af 2\n" + "1 2\n" * 20, "x"))) == 20


@pytest.mark.parametrize(
    "text", ["", "\n\n", "p af", "p af x\n", "p cnf 3 4\n", "1 2\n", "p af 99999999999\n", "p af 2 3"]
)
def test_a_header_that_is_none_is_told(text: str) -> None:
    assert any("must begin with “p af”" in one or "are too many" in one for one in faults("iccma", text))


def test_all_faults_of_an_apx_file_are_told_with_their_lines() -> None:
    assert faults("apx", "arg(a).arg(a).\natt(a , a).foo.\nsupport(a,b).\n\natt(b,a). arg(f(a)).\narg(c)") == [
        "line 2: “foo.” is neither “arg(a).” nor “att(a,b).”; nothing else is read.",
        "line 3: “support(a,b).” is neither “arg(a).” nor “att(a,b).”; nothing else is read.",
        "line 5: “arg(f(a)).” is neither “arg(a).” nor “att(a,b).”; nothing else is read.",
        "line 6: “arg(c)” is neither “arg(a).” nor “att(a,b).”; nothing else is read.",
        "line 5: There is no argument “b”; say “arg(b).” somewhere.",
    ]


def test_all_faults_of_a_tgf_file_are_told_with_their_lines() -> None:
    assert faults("tgf", "a\nb\nb x\n#\nx a\na\n") == [
        "line 3: There are two nodes “b”; each needs a name of its own.",
        "line 5: There is no node “x”.",
        "line 6: “a” is no attack; say which node attacks which, by their names.",
    ]
    assert faults("tgf", "1 2\n") == [": There is no line “#” between the nodes and the edges."]


def test_of_very_many_faults_the_first_are_told_and_the_others_counted() -> None:
    told = faults("iccma", "p af 1\n" + "x\n" * 1_000)
    assert (len(told), told[-1]) == (101, ": There are 900 faults more.")


@pytest.mark.parametrize(
    "content",
    [
        b"p af 3\n" + b"1" * 1_000_000,
        b"p af 3\n" + b"1 " * 500_000,
        b"p af " + b"9" * 100_000,
        b"p af 3\n1 2\n\xff\xfe\n",
        b"arg(" + b"(" * 100_000,
        b"arg(" * 50_000,
        b"arg(a" + b" " * 200_000,
        b'arg("' + b"\\" * 100_001,
        b"att(a," * 50_000,
        b"%" * 100_000 + b"\narg",
        b"#\n" * 50_000,
        b" " * 500_000,
        b"#" * 500_000,
        b"\n" * 500_000,
    ],
    ids=range(14),
)
@pytest.mark.parametrize("extension", ["af", "apx", "tgf"])
def test_hostile_files_end_soon_in_a_framework_or_a_reason(tmp_path: Path, content: bytes, extension: str) -> None:
    file = tmp_path / f"x.{extension}"
    file.write_bytes(content)
    with suppress(FormatError):
        found, _ = read_attack_graph(file)
        assert found.size < 10


@given(st.text(st.sampled_from("paf 123\n#\t\r") | st.characters(), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_as_its_lines_say_or_refused(text: str) -> None:
    with suppress(FormatError):
        found = iccma.parse_graph(text, "x")
        lines = [line for line in text.split("\n") if not line.strip(" \t").startswith("#") and line.strip()]
        assert pairs(found) == [(int(one) - 1, int(other) - 1) for one, other in map(str.split, lines[1:])]
        assert re.fullmatch(r"p[ \t]+af[ \t]+[0-9]+\s*", lines[0].strip(" \t\n\r\x0b\x0c"))


@pytest.mark.parametrize(
    ("text", "name"), [("p af 2\n1 2\n", "iccma"), ("% hi\narg(a).", "apx"), ("1\r\n#\r\n1 1\r\n", "tgf")]
)
@pytest.mark.parametrize("file", ["x", "x.txt", "x.i23"])
def test_a_framework_is_told_by_its_content_whatever_its_file_is_called(
    tmp_path: Path, file: str, text: str, name: str
) -> None:
    (tmp_path / file).write_bytes(text.encode())
    assert read_attack_graph(tmp_path / file)[1] == name


def test_an_empty_file_is_told_to_be_empty() -> None:
    assert faults("iccma", "") == [
        "line 1: The file must begin with “p af” and the number of arguments; there is nothing in it."
    ]


def test_a_framework_too_large_to_bring_in_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attack_graph, "MOST_NODES", 2)
    with pytest.raises(FormatError, match=r"2 arguments and 1 attacks, too many .* claimatlas standing --af FILE"):
        iccma.parse("p af 2\n1 2\n", "x")


def test_a_file_of_another_format_is_no_framework(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}", "utf-8")
    with pytest.raises(FormatError, match="neither in ICCMA's format"):
        read_attack_graph(tmp_path / "x.json")
