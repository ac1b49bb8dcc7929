"""The benchmarks run: the stores' at a small size, and results are written part by part."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from stores_figures import Figures

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
SIZE = 200


@pytest.fixture(scope="module", autouse=True)
def _at_hand() -> Iterator[None]:
    """Let the benchmarks be imported: they are scripts, and no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        yield


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> "Figures":
    """What is measured of our store and Oxigraph alone, in one round."""
    from corpus_files import corpus_files
    from engines_compared import RawDisk
    from stores import measured
    from stores_figures import Effort

    files = corpus_files(SIZE, tmp_path_factory.mktemp("kept"))
    return measured(files, Effort(rounds=1, samples=3, loads=1), [RawDisk])


@pytest.mark.slow
def test_all_questions_are_asked_of_all_engines(figures: "Figures") -> None:
    assert figures.times.keys() == {"claimatlas, `query`", "claimatlas, best", "raw pyoxigraph, disk"}
    assert {len(times) for times in figures.times.values()} == {9}
    assert all(times for by_question in figures.times.values() for times in by_question.values())


@pytest.mark.slow
def test_engines_and_better_answers_give_the_same_rows(figures: "Figures") -> None:
    assert figures.differing == []
    assert all(any(rows.values()) for rows in figures.rows.values())


@pytest.mark.slow
def test_nothing_fails_to_be_measured(figures: "Figures") -> None:
    assert figures.skipped == {}
    assert figures.notes == {column: {} for column in figures.times}
    assert figures.searches
    assert figures.additions
    assert figures.memory
    assert figures.derived


@pytest.mark.slow
def test_figures_become_a_section_with_both_tables(figures: "Figures") -> None:
    from stores_table import sections

    lines = sections(figures)
    assert lines[0] == f"## Stores: {SIZE} claims"
    assert sum(line.startswith("| ---") for line in lines) == 2
    assert not any("nan" in line for line in lines)


def test_a_corpus_is_kept_for_the_next_run(tmp_path: Path) -> None:
    from corpus_files import corpus_files

    made = corpus_files(40, tmp_path)
    before = made.quads.stat()
    assert corpus_files(40, tmp_path).quads.stat() == before


def endless(_: object) -> None:
    while True:
        pass


def failing(_: object) -> None:
    raise ValueError("so it is")


def knowing(_: object) -> str:
    return "here"


def test_a_job_that_takes_too_long_is_ended_and_the_next_one_is_done() -> None:
    from processes import Nothing, TooLongError, Worker

    with Worker(Nothing, "a process") as worker:
        with pytest.raises(TooLongError):
            worker.do(endless, 0.05)
        assert worker.do(knowing) == "here"


def test_a_job_that_fails_tells_why() -> None:
    from processes import JobError, alone

    with pytest.raises(JobError, match="a new process: ValueError: so it is"):
        alone(failing)


def test_a_part_replaces_its_own_sections_and_leaves_the_others() -> None:
    from results_file import with_sections

    before = "# Speed\n\nold\n\n## Maps\n\nmaps\n\n### More\n\nof maps\n"
    after = with_sections(before, ["# Speed", "", "new", "", "## Stores", "", "stores"])
    assert after == "# Speed\n\nnew\n\n## Maps\n\nmaps\n\n### More\n\nof maps\n\n## Stores\n\nstores\n"


def test_results_of_unknown_parts_and_sizes_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import run

    for arguments, why in ((["--only", "all"], "there is no part all"), (["--size", "1G"], "no number of claims")):
        with pytest.raises(SystemExit) as stopped:
            run.main(arguments, tmp_path / "RESULTS.md")
        assert stopped.value.code == 2
        assert why in capsys.readouterr().err
    assert not (tmp_path / "RESULTS.md").exists()


@pytest.mark.parametrize(("text", "number"), [("1000", 1000), ("10,000", 10_000), ("100k", 100_000), ("1M", 1_000_000)])
def test_sizes_are_written_as_people_do(text: str, number: int) -> None:
    import sizes

    assert sizes.number(text) == number


def test_a_ratio_says_when_some_answers_never_came() -> None:
    from stores_table import ratio_of

    assert str(ratio_of([[20.0, 40.0], [8.0]], [[10.0, 10.0], [2.0, 4.0]])) == "×2.83 (2.83 to 2.83)"
    assert str(ratio_of([[20.0], []], [[10.0], [1.0]])) == "at least ×2.00 (2.00 to 2.00)"
