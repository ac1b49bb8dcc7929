"""Contributions: who, when, why; numbers that go up; and names of people."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Store, edit, log, open_store
from graph.contributions import addition, agent_iri, change_quads, contributor, new_contribution

CLAIM = "imbalance-gives-leverage"


def test_a_contributor_is_by_default_who_is_logged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "grace")
    assert contributor("") == contributor("  ") == "grace"


def test_a_name_is_taken_without_needless_blanks() -> None:
    assert contributor("  Ada \n Byron ") == "Ada Byron"


@pytest.mark.parametrize("name", ["Ada Byron", "阿达", "x" * 200, "<>\"'{}", "…"])
def test_any_name_makes_an_iri_and_a_contribution(store: Store, name: str) -> None:
    edit(store, CLAIM, {"label": "Deficits give leverage"}, by=name)
    assert [entry.contribution.by for entry in log(store, by=name)] == [name]
    assert agent_iri(name) == log(store)[0].contribution.agent


def test_a_contribution_is_kept_as_exactly_as_it_is_told(store: Store) -> None:
    made = edit(store, CLAIM, {"label": "Deficits give leverage"}, by="Ada", message='Why "not"?\n…').contribution
    assert log(store)[0].contribution == made


def test_two_contributions_never_have_one_iri() -> None:
    assert len({new_contribution(1, "Ada", "").iri for _ in range(1000)}) == 1000


@given(added=st.text(), items=st.integers(0, 3), before=st.integers(0, 3))
def test_an_addition_written_directly_is_the_change_as_quads(added: str, items: int, before: int) -> None:
    made = new_contribution(7, "Ada", "")
    those, earlier = [f"urn:item:{n}" for n in range(items)], [f"urn:change:{n}" for n in range(before)]
    quads = change_quads("urn:change", made, those, added, "", earlier)
    text = addition("urn:change", made, those, added, earlier)
    assert [*ox.parse(text, format=ox.RdfFormat.N_QUADS)] == [*quads]


def test_numbers_go_on_when_a_store_is_opened_again(folder: Path) -> None:
    numbers = []
    for label in ("Deficits give leverage", "Deficits help"):
        with open_store(folder) as store:
            made = edit(store, CLAIM, {"label": label}).contribution
            numbers.append(made.number if made else 0)
    assert numbers == [2, 3]
