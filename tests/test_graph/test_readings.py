"""Sources to be read: text by section and paragraph, and where items stand in the attached edition."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims import SourceText
from graph import Reading, Store, add, corpus_of, create_store, open_store, readings, register_source
from tests.quick import examples

SPEECH = "# On bridges\n\nBridges cost much.\n\nThey pay back slowly.\n\n## The cost\n\nFerries sink. They pay tolls.\n"
CLAIM = {"kind": "claim", "label": "Late", "text": "What a bridge costs comes back over a century."}
QUOTED = CLAIM | {"id": "late", "quote": "They pay back slowly"}


@pytest.fixture(scope="module")
def bridges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with a speech on bridges and one claim of it, to which other editions are attached."""
    folder = tmp_path_factory.mktemp("bridges")
    create_store(folder, empty=True)
    with open_store(folder) as store:
        register_source(store, SourceText(SPEECH), "On bridges", ["Ada Lovelace"], name="bridges")
        add(store, QUOTED)
        yield store


def edition(store: Store, text: str) -> Reading:
    """Attach an edition and return it as it is read."""
    store.attach(SourceText(text), "bridges")
    return readings(store)[0]


def words(reading: Reading, text: str) -> dict[str, list[str]]:
    """The words at the places of each item, by its id."""
    return {item.split("/")[-1]: [text[a:b] for a, b in places] for item, places in reading.places.items()}


def test_a_text_is_read_by_its_sections_and_paragraphs(bridges: Store) -> None:
    first, second = edition(bridges, SPEECH).sections
    assert (first.heading, second.heading) == ("# On bridges", "## The cost")
    assert [(one.number, one.text) for one in (*first.paragraphs, *second.paragraphs)] == [
        (1, "Bridges cost much."), (2, "They pay back slowly."), (3, "Ferries sink. They pay tolls."),
    ]  # fmt: skip


def test_an_item_stands_where_its_passage_is(bridges: Store) -> None:
    assert words(edition(bridges, SPEECH), SPEECH) == {"late": ["They pay back slowly"]}


def test_in_another_edition_an_item_stands_where_its_passage_moved_to(bridges: Store) -> None:
    other = "A preface.\n\n" + SPEECH
    assert words(edition(bridges, other), other) == {"late": ["They pay back slowly"]}


def test_an_item_whose_passage_is_lost_stands_nowhere_and_is_counted(bridges: Store) -> None:
    reading = edition(bridges, SPEECH.replace("slowly", "never"))
    assert (reading.places, reading.missing) == ({}, 1)


def test_an_item_whose_passage_could_be_in_two_places_stands_at_neither(bridges: Store) -> None:
    reading = edition(bridges, "A preface.\n\n" + SPEECH + "\n" + SPEECH)
    assert (reading.places, reading.missing) == ({}, 1)


def test_a_source_without_its_text_is_there_by_its_title(shipped: Store) -> None:
    reading = readings(shipped)[0]
    assert (reading.corpus, reading.is_attached, reading.sections) == (corpus_of(shipped).name, False, ())
    assert reading.title


def test_a_store_without_a_source_has_nothing_to_read(tmp_path: Path) -> None:
    create_store(tmp_path, empty=True)
    with open_store(tmp_path, read_only=True) as store:
        assert readings(store) == []


@settings(max_examples=examples(60), deadline=None)
@given(text=st.text("aB#. \n\r", min_size=1).filter(str.strip))
def test_headings_and_paragraphs_are_all_of_a_text_but_white_space(bridges: Store, text: str) -> None:
    parts = [
        part
        for section in edition(bridges, text).sections
        for part in ((section.start, section.heading), *((one.start, one.text) for one in section.paragraphs))
    ]
    assert [text[start : start + len(part)] for start, part in parts] == [part for _, part in parts]
    assert "".join("".join(part.split()) for _, part in parts) == "".join(text.split())


def test_every_item_of_the_essay_has_its_place_in_it(folder: Path, essay: SourceText) -> None:
    with open_store(folder) as store:
        store.attach(essay)
        reading = readings(store)[0]
        statements = {row["item"] for row in store.query("SELECT ?item { ?item a ca:Statement }")}
    assert reading.missing == 0
    assert statements <= set(reading.places)
