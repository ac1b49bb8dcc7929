"""The table of IRIs: numbers lead to IRIs and back, and a changed table is the one that is made anew."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.arrays.iri_table import IriTable
from tests.quick import examples

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)


@settings(max_examples=examples(100), deadline=None)
@given(st.sets(texts, max_size=40), st.data())
def test_a_changed_table_is_that_of_the_nodes_that_are_there(names: set[str], data: st.DataObject) -> None:
    place = {name: data.draw(st.integers(0, 3)) for name in sorted(names)}
    dropped = data.draw(st.sets(st.sampled_from(sorted(names)))) if names else set()
    added = {name: data.draw(st.integers(0, 3)) for name in data.draw(st.sets(texts, max_size=9)) - names | dropped}

    def classes(of: dict[str, int]) -> list[list[bytes]]:
        return [sorted(name.encode() for name, at in of.items() if at == place) for place in range(4)]

    before = IriTable.of(classes(place))
    numbers = sorted(number for name in dropped if (number := before.number(name)) is not None)
    table, origin = before.changed(np.asarray(numbers, np.int64), classes(added))
    stayed = {name: at for name, at in place.items() if name not in dropped}
    right = IriTable.of(classes(stayed | added))
    assert (bytes(table.text), table.start.tolist(), table.bounds) == (
        bytes(right.text),
        right.start.tolist(),
        right.bounds,
    )
    assert [table.number(table.iri(n)) for n in range(len(table))] == [*range(len(table))]
    assert {origin.now[before.number(name)] for name in stayed} == {table.number(name) for name in stayed}


def test_look_ups_find_every_node_of_a_large_table() -> None:
    iris = sorted(f"urn:{n}".encode() for n in range(20_000))
    table = IriTable.of([iris, [], [b"urn:a"], []])
    assert [table.number(iri.decode()) for iri in (*iris, b"urn:a")] == [*range(20_001)]
    assert [table.number(f"urn:{n}x") for n in range(0, 20_000, 7)] == [None] * 2858
