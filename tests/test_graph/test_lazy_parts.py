"""Parts of the networkx projection cost what they hold, not what the store holds; arrays, what has changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from graph import Store, add, arrays_of, main_thesis, projection
from graph.answer import Answer
from tests.test_graph.changing import draft


@contextmanager
def counted(store: Store) -> Iterator[list[int]]:
    """Count the rows of all answers that the store gives."""
    rows: list[int] = []
    ask = store.engine.ask

    def counting(sparql: str) -> Answer:
        answer = ask(sparql)
        rows.append(len(answer.terms))
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store.engine, "ask", counting)
        yield rows


def around_the_main_thesis(store: Store) -> object:
    return projection(store, most=40, standing=False)  # standing is of the whole store: it is kept for all parts


def by_name(store: Store) -> object:
    return projection(store, items=[main_thesis(store)], standing=False)


def grow(store: Store) -> None:
    """Add more claims than the shipped essay has, none of them tied to it."""
    said = (
        'a ca:Claim ; rdfs:label "Weather {0}"@en ; schema:text "It rained on day {0}."@en ; ca:commitment ca:reported'
    )
    store.update(f"INSERT DATA {{ {' . '.join(f'<urn:day:{n}> {said.format(n)}' for n in range(500))} }}")


@pytest.mark.parametrize("part", [around_the_main_thesis, by_name])
def test_a_part_of_a_larger_store_asks_for_no_more_rows(store: Store, part: Callable[[Store], object]) -> None:
    with counted(store) as before:
        part(store)
    grow(store)
    with counted(store) as after:
        part(store)
    assert after == before


def test_catching_up_with_a_change_asks_for_no_more_rows_in_a_larger_store(store: Store) -> None:
    add(store, draft("Pots boil"), by="Ada")  # brings Ada too
    found = []
    for number in range(2):
        arrays_of(store)
        add(store, draft(f"Kettle {number} whistles"), by="Ada")
        with counted(store) as rows:
            arrays_of(store)
        found.append(rows)
        grow(store)
    assert found[0] == found[1]
