"""Writing a corpus' anchor files: every fault is told, and what is written can be read again."""

from pathlib import Path

import pytest
from rdflib import Graph

from claims import PassageError, SourceText
from claims.anchoring import Passage, anchors_turtle, main, place, read_anchors, read_passages

BASE = "https://w3id.org/claimatlas/corpus/kitchen/"
SOURCE = SourceText("Bread rises because yeast makes gas.\nSoup boils. Soup boils.\n")
SECTION = f"""@prefix ca: <https://w3id.org/claimatlas/ontology#> . @prefix corpus: <{BASE}> .
corpus:rise a ca:Claim . corpus:gas a ca:Evidence . corpus:link a ca:PowerLink ; ca:statedBy corpus:gas .
"""


def test_anchors_that_are_written_are_read_again() -> None:
    anchors = place([Passage("rise", 1, "Bread rises"), Passage("gas", 1, "yeast … gas")], SOURCE)
    graph = Graph().parse(data=anchors_turtle(anchors, [("link", "gas")], 1, BASE), format="turtle")
    assert sorted(read_anchors(graph, BASE), key=lambda anchor: anchor.start) == anchors


def test_all_passages_that_cannot_be_placed_are_told_at_once() -> None:
    wrong = [Passage("a", 1, "Cake rises"), Passage("b", 2, "Soup boils."), Passage("c", 9, "Bread")]
    with pytest.raises(PassageError) as told:
        place(wrong, SOURCE)
    assert [fault.split(":")[0] for fault in told.value.faults] == ["a", "b", "c"]


def test_lines_without_three_columns_are_told_by_number() -> None:
    with pytest.raises(PassageError, match=r"line 2: .*\n?.*"):
        read_passages("a\t1\tBread\nb Bread\n")


@pytest.fixture
def corpus_folder(tmp_path: Path) -> Path:
    """A corpus of one section, with its source and its passages beside it."""
    folder = tmp_path / "kitchen"
    folder.mkdir()
    (folder / "section-1.ttl").write_text(SECTION, "utf-8")
    (tmp_path / "source.txt").write_text(SOURCE.text, "utf-8")
    (tmp_path / "passages.tsv").write_text("rise\t1\tBread rises\ngas\t1\tyeast makes gas\n", "utf-8")
    return folder


def command(folder: Path) -> int:
    return main([str(folder), str(folder.parent / "source.txt"), str(folder.parent / "passages.tsv")])


def test_a_power_link_stands_at_the_passage_of_its_statement(corpus_folder: Path) -> None:
    assert command(corpus_folder) == 0
    assert "corpus:link ; oa:hasTarget corpus:gas-passage" in (corpus_folder / "anchors/section-1.ttl").read_text(
        "utf-8"
    )


def test_anchors_written_before_are_kept(corpus_folder: Path) -> None:
    command(corpus_folder)
    before = (corpus_folder / "anchors/section-1.ttl").read_text("utf-8")
    (corpus_folder.parent / "passages.tsv").write_text("", "utf-8")
    assert command(corpus_folder) == 0
    assert (corpus_folder / "anchors/section-1.ttl").read_text("utf-8") == before


def test_an_item_without_a_passage_is_named(corpus_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus_folder.parent / "passages.tsv").write_text("rise\t1\tBread rises\n", "utf-8")
    assert command(corpus_folder) == 1
    assert capsys.readouterr().err.startswith("gas: no anchor")


def test_a_passage_that_is_not_there_writes_nothing(corpus_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus_folder.parent / "passages.tsv").write_text("rise\t1\tCake rises\n", "utf-8")
    assert command(corpus_folder) == 2
    assert "Cake rises" in capsys.readouterr().err
    assert not (corpus_folder / "anchors").exists()
