"""The same argument in all formats: each file in `tests/data/variants` says what `harbour.aif.json` says."""

import subprocess
import sys
from pathlib import Path

import pytest

from claims import FORMATS, Argument, FormatError, format_of, generate_argument, left_out, parse_argument, read_argument

VARIANTS = Path(__file__).parents[2] / "data" / "variants"
READ = {
    "aif": "harbour.aif.json",
    "aif-rdf": "harbour.aif.ttl",
    "argdown": "harbour.argdown",
    "sadface": "harbour.sadface.json",
    "kialo": "harbour.kialo.txt",
    "brat": "harbour.brat.ann",
    "arggraph": "harbour.arggraph.xml",
    "claims-csv": "harbour.claims.csv",
    "claims-tsv": "harbour.claims.tsv",
    "claimreview": "harbour.claimreview.jsonld",
    "annotation": "harbour.annotation.jsonld",
    "nanopub": "harbour.nanopub.trig",
    "iccma": "harbour.af",
    "apx": "harbour.apx",
    "tgf": "harbour.tgf",
}
TEXTS_ONLY = ("claimreview", "annotation")
ATTACKS_ONLY = ("iccma", "apx", "tgf")  # whatever else an argument says is compiled into attacks: test_attack_graphs.py
ARGUMENTS = [name for name in READ if name not in ATTACKS_ONLY]
BOTH_WAYS = [name for name in ARGUMENTS if FORMATS[name].writes]


def texts(argument: Argument) -> set[str]:
    return {node.text for node in argument.nodes.values() if node.type == "I"}


def relations(argument: Argument) -> set[tuple[str, str, str]]:
    """Return every relation of one statement to another: its type, and the texts of both."""
    sources, targets, nodes = argument.sources_of(), argument.targets_of(), argument.nodes
    return {
        (node.type, nodes[one].text, nodes[other].text)
        for node in nodes.values()
        if node.type in ("RA", "CA")
        for one in sources[node.id]
        for other in targets[node.id]
        if nodes[one].type == nodes[other].type == "I"
    }


@pytest.fixture(scope="module")
def harbour() -> Argument:
    return read_argument(VARIANTS / READ["aif"])


@pytest.mark.slow
def test_every_format_can_be_loaded_before_all_others() -> None:
    code = """import sys
from importlib import import_module
from claims import FORMATS
for one in FORMATS.values():
    for name in [name for name in sys.modules if name.startswith("claims.formats.")]:
        del sys.modules[name]
    import_module(f"claims.formats.{one.module}")"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_format_that_is_read_has_a_variant() -> None:
    assert set(READ) == {name for name, one in FORMATS.items() if one.reads}


@pytest.mark.parametrize("name", READ)
def test_the_format_of_a_variant_is_found_out(name: str) -> None:
    assert format_of(VARIANTS / READ[name]).name == name


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_variant_says_the_same_sentences(name: str, harbour: Argument) -> None:
    assert texts(read_argument(VARIANTS / READ[name])) == texts(harbour)


@pytest.mark.parametrize("name", [name for name in ARGUMENTS if name not in TEXTS_ONLY])
def test_a_variant_has_the_same_relations(name: str, harbour: Argument) -> None:
    assert relations(read_argument(VARIANTS / READ[name])) == relations(harbour)


@pytest.mark.parametrize("name", BOTH_WAYS)
@pytest.mark.parametrize("source", [name for name in ARGUMENTS if name not in TEXTS_ONLY])
def test_what_is_read_in_one_format_and_written_in_another_says_the_same(source: str, name: str) -> None:
    argument = read_argument(VARIANTS / READ[source])
    again = parse_argument(generate_argument(argument, name), name)
    assert texts(again) == texts(argument)
    if name not in TEXTS_ONLY:
        assert relations(again) == relations(argument)


@pytest.mark.parametrize("name", [name for name, one in FORMATS.items() if not one.writes])
def test_a_format_that_is_read_only_is_not_written(name: str, harbour: Argument) -> None:
    with pytest.raises(FormatError, match="is read and not written; written are aif"):
        generate_argument(harbour, name)


def test_what_a_format_has_no_place_for_is_told(harbour: Argument) -> None:
    [told] = left_out(harbour, "claimreview")
    assert told.message == "ClaimReview JSON-LD has no place for 1 inference, 2 conflicts: left out."


def test_an_unknown_format_is_refused_with_those_that_are_known(harbour: Argument) -> None:
    with pytest.raises(FormatError, match="known are aif, aif-rdf"):
        generate_argument(harbour, "powerpoint")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [("cut.json", '{"nodes": [', "line 1, column 12: This is no JSON"), ("bare.json", " ", "There is nothing in it")],
)
def test_a_broken_file_whose_format_cannot_be_told_is_refused_for_what_is_wrong_with_it(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(FormatError, match=message):
        read_argument(tmp_path / name)


def test_a_file_of_no_known_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Buy milk.", "utf-8")
    with pytest.raises(FormatError, match="cannot be told; name it with --format"):
        read_argument(tmp_path / "notes.txt")
