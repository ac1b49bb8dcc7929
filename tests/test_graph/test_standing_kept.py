"""The standing of a store: kept while nothing changes, and right after every change, wherever the store is."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph import STANDARDS, Store, Verdict, add, main_thesis, open_store, retract, standing_of, undo
from graph.arrays.array_files import FOLDER
from graph.engines import Oxigraph
from tests.test_graph.aspic import TooMany, aspic_standing
from tests.test_graph.changing import draft
from tests.test_graph.standing_maps import Description
from tests.test_graph.well_founded import well_founded_standing

in_every_reading = pytest.mark.parametrize("reading", STANDARDS)


@pytest.fixture
def on_disk(folder: Path) -> Iterator[Store]:
    with open_store(folder) as store:
        yield store


def described(store: Store) -> Description:
    """The argument of a store in plain words, as SPARQL says it."""
    premises: dict[str, list[str]] = {}
    for row in store.query("SELECT ?r ?p { ?r ca:premise ?p }"):
        premises.setdefault(row["r"], []).append(row["p"])
    conclusions = store.query("SELECT ?r ?c { ?r ca:conclusion ?c }")
    conflicts = store.query("SELECT ?r ?a ?b { ?r ca:attacker ?a ; ca:attacked ?b }")
    return {
        "statements": [row["s"] for row in store.query("SELECT DISTINCT ?s { ?s a ca:Statement }")],
        "inferences": {row["r"]: {"premises": premises[row["r"]], "conclusion": row["c"]} for row in conclusions},
        "conflicts": {row["r"]: {"attacker": row["a"], "attacked": row["b"]} for row in conflicts},
    }


def told(store: Store, reading: str = "default") -> dict[str, str]:
    """The standing of every statement, inference and conflict of a store."""
    assessment = standing_of(store, reading)
    arrays = assessment.arrays
    return {arrays.iri(n): assessment.verdict(n).standing for n in range(arrays.rephrases.start)}


def expected(store: Store, reading: str = "default") -> dict[str, str]:
    return well_founded_standing(described(store), reading)


def verdict(store: Store, name: str) -> Verdict:
    """How the statement with a title comes out, and why."""
    (row,) = store.query(f'SELECT ?s {{ ?s a ca:Statement ; rdfs:label "{name}"@en }}')
    return standing_of(store).verdict(row["s"])


@in_every_reading
def test_the_essay_comes_out_as_the_logic_program_says(shipped: Store, reading: str) -> None:
    assert told(shipped, reading) == expected(shipped, reading)


def test_building_arguments_for_the_essay_would_be_thousands(shipped: Store) -> None:
    with pytest.raises(TooMany):
        aspic_standing(described(shipped), "default")


def test_nothing_is_worked_out_twice_while_nothing_changes(store: Store) -> None:
    first = {reading: standing_of(store, reading) for reading in STANDARDS}
    assert all(standing_of(store, reading) is first[reading] for reading in STANDARDS)
    assert len({*map(id, first.values())}) == len(STANDARDS)


def test_an_objection_that_is_added_defeats_and_one_that_is_answered_does_not(store: Store) -> None:
    add(store, draft("Kettles whistle"), by="Ada")
    assert verdict(store, "Kettles whistle") == ("stands", "unchallenged")
    add(store, draft("Kettles are mute", attacks="Kettles whistle"), by="Ben")
    assert verdict(store, "Kettles whistle") == ("falls", "refuted")
    add(store, draft("Some have a pipe", attacks="Kettles are mute"), by="Ada")
    assert verdict(store, "Kettles whistle") == ("stands", "defended")
    assert told(store) == expected(store)


def test_a_support_that_is_added_makes_what_was_refuted_contested(store: Store) -> None:
    add(store, draft("Kettles whistle"), by="Ada")
    add(store, draft("Kettles are mute", attacks="Kettles whistle"), by="Ben")
    add(store, draft("The neighbours complain", supports="Kettles whistle"), by="Ada")
    assert verdict(store, "Kettles whistle") == ("open", "contested")
    assert told(store) == expected(store)


def test_retracting_an_objection_and_undoing_that_take_it_away_and_bring_it_back(store: Store) -> None:
    add(store, draft("Kettles whistle"), by="Ada")
    add(store, draft("Kettles are mute", attacks="Kettles whistle"), by="Ben")
    before = told(store)
    retract(store, ["Kettles are mute"], "Heard one.", by="Ben")
    assert verdict(store, "Kettles whistle") == ("stands", "unchallenged")
    undo(store, "last", by="Ben")
    assert told(store) == before == expected(store)


def test_what_somebody_holds_stays_as_it_was_when_the_store_changes(store: Store) -> None:
    held, thesis = standing_of(store), main_thesis(store)
    labels, iris = held.labels.tolist(), [held.arrays.iri(n) for n in range(len(held.arrays))]
    add(store, draft("Kettles whistle", attacks=thesis), by="Ada")
    assert standing_of(store) is not held
    assert (held.labels.tolist(), [held.arrays.iri(n) for n in range(len(held.arrays))]) == (labels, iris)


def test_what_is_assumed_of_a_store_is_not_kept(store: Store) -> None:
    before, thesis = told(store), main_thesis(store)
    assert standing_of(store).assume(reject=[thesis]).verdict(thesis) == ("falls", "rejected")
    assert told(store) == before


def test_a_store_on_disk_that_is_opened_again_comes_out_the_same(folder: Path) -> None:
    with open_store(folder) as store:
        add(store, draft("Kettles whistle", attacks=main_thesis(store)), by="Ada")
        before = {reading: told(store, reading) for reading in STANDARDS}
    with open_store(folder) as store:
        assert {reading: told(store, reading) for reading in STANDARDS} == before
        assert told(store) == expected(store)


def test_standing_follows_changes_on_disk(on_disk: Store) -> None:
    told(on_disk)
    add(on_disk, draft("Kettles whistle", attacks=main_thesis(on_disk)), by="Ada")
    assert told(on_disk) == expected(on_disk)
    retract(on_disk, ["Kettles whistle"], "A slip.", by="Ada")
    assert told(on_disk) == expected(on_disk)


def test_a_reader_is_told_the_standing_and_nothing_is_written(folder: Path) -> None:
    with open_store(folder) as store:
        before = told(store)
    arrays = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if FOLDER in path.parts}
    with open_store(folder, read_only=True) as store:
        assert told(store) == before
        assert standing_of(store) is standing_of(store)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if FOLDER in path.parts} == arrays


def test_an_empty_store_has_no_standing_to_tell(tmp_path: Path) -> None:
    with Store(Oxigraph(), "nothing", indexes=tmp_path) as store:
        assert told(store) == {}


def test_a_reading_that_is_not_there_is_refused(shipped: Store) -> None:
    with pytest.raises(KeyError, match="lenient"):
        standing_of(shipped, "lenient")


def test_two_threads_get_the_same_standing(store: Store) -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: standing_of(store), range(2))
    assert first is second


def test_while_one_thread_adds_another_is_told_whole_states(store: Store) -> None:
    add(store, draft("Kettles whistle"), by="Ada")
    titles = [f"Answer {n}" for n in range(6)]

    def adds(_: object) -> None:
        for before, title in zip(["Kettles whistle", *titles], titles, strict=False):
            add(store, draft(title, attacks=before), by="Ben")

    def asks(_: object) -> set[Verdict]:
        return {verdict(store, "Kettles whistle") for _ in range(20)}

    with ThreadPoolExecutor(2) as pool:
        done, seen = pool.submit(adds, 0), pool.submit(asks, 0)
        done.result()
    assert seen.result() <= {("stands", "unchallenged"), ("falls", "refuted"), ("stands", "defended")}
    assert verdict(store, "Kettles whistle") == ("stands", "defended")
    assert told(store) == expected(store)
