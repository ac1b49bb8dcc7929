"""Adding, taking back and changing by SPARQL do the same on every engine, large changes too."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from claims import DraftError
from graph import (
    InvalidChangeError,
    Store,
    add,
    check_store,
    copy_store,
    find_item,
    list_graphs,
    log,
    main_thesis,
    open_store,
    put_graph,
    read_graph,
    retract,
    search,
    show_item,
    undo,
)
from graph.delta import Delta, GraphChange
from graph.reading import Document
from tests.test_graph.changing import state
from tests.test_graph.test_engines.conftest import ENGINES, emptied

CLAIM = {
    "kind": "claim",
    "label": "Ports are full of ships",
    "text": "Ports are full of ships that wait for weeks – “até” tomorrow.",
    "supports": "asymmetry-empowers-less-dependent",
}


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_a_claim_is_added_found_and_undone(store: Store) -> None:
    before = state(store)
    added = add(store, CLAIM, by="Ada")
    claim = next(item.iri for item in added.items if item.iri.endswith("/ports-are-full-of-ships"))
    assert show_item(store, claim).text == CLAIM["text"]
    assert [hit.iri for hit in search(store, "ports ships wait")] == [claim]
    assert store.query(f"ASK {{ <{claim}> ca:supports corpus:asymmetry-empowers-less-dependent }}")
    assert next(entry.contribution.by for entry in log(store)) == "Ada"
    undo(store, "last", by="Ada")
    assert state(store) == before


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_a_title_that_is_there_already_is_refused(store: Store) -> None:
    label = show_item(store, main_thesis(store)).label
    with pytest.raises(DraftError, match="is, or was, there"):
        add(store, [CLAIM | {"label": label}, CLAIM | {"text": "Something else that is said of ports."}], by="Ada")


def test_what_would_not_be_sound_is_refused_and_nothing_is_changed(store: Store) -> None:
    before = state(store)
    with pytest.raises(InvalidChangeError):
        retract(store, ["asymmetry-empowers-less-dependent"], reason="to see")
    assert state(store) == before


def test_after_a_retraction_the_store_is_sound_and_it_can_be_taken_back(store: Store) -> None:
    before = state(store)
    add(store, CLAIM, by="Ada")
    retract(store, ["ports-are-full-of-ships"], reason="to see", cascade=True)
    assert check_store(store) == []
    assert not search(store, "ports ships wait")
    undo(store, "last")
    undo(store, "#2")
    assert state(store) == before


def test_an_update_derives_what_follows_and_takes_it_back(store: Store) -> None:
    store.update("INSERT DATA { <urn:i> ca:premise <urn:a> ; ca:conclusion <urn:b> }")
    assert store.query("ASK { <urn:a> ca:supports <urn:b> }")
    store.update("DELETE WHERE { <urn:i> ?p ?o }")
    assert not store.query("ASK { <urn:a> ?p ?o }")


def test_a_graph_of_ones_own_is_put_read_and_asked(store: Store) -> None:
    put_graph(store, "urn:mine", [Document('<urn:s> <urn:p> "ö\\n“x”" .'.encode())])
    assert "urn:mine" in list_graphs(store)
    assert read_graph(store, "urn:mine", "ntriples").decode() == '<urn:s> <urn:p> "ö\\n“x”" .\n'
    assert [row["o"] for row in store.query("SELECT ?o { GRAPH <urn:mine> { ?s ?p ?o } }")] == ["ö\n“x”"]
    assert not store.query("ASK { <urn:s> ?p ?o }")


def _many(number: int, graph: str = "urn:many") -> Delta:
    triples = [
        ox.Triple(ox.NamedNode(f"urn:s{n}"), ox.NamedNode("urn:p"), ox.Literal(f"text {n}", language="en"))
        for n in range(number)
    ]
    return Delta(graphs={graph: GraphChange(triples, comes=True)})


def test_all_rows_come_where_an_engine_gives_ten_thousand_at_once(store: Store) -> None:
    store.contribute(_many(10_050), "Ada", "many")
    rows = store.query("SELECT ?o { GRAPH <urn:many> { ?s ?p ?o } }")
    assert len({row["o"] for row in rows}) == 10_050
    assert len(store.query("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <urn:many> { ?s ?p ?o } }")) == 10_050
    in_order = store.query("SELECT ?o { GRAPH <urn:many> { ?s ?p ?o } } ORDER BY ?o")
    assert [row["o"] for row in in_order] == sorted(row["o"] for row in rows)


def test_a_large_change_is_made_and_taken_back_as_one(store: Store) -> None:
    before = state(store)
    items = {
        f"urn:s{n}": [ox.Triple(ox.NamedNode(f"urn:s{n}"), ox.NamedNode("urn:p"), ox.Literal(n))] for n in range(3_000)
    }
    store.contribute(Delta(added=items), "Ada", "many")
    assert len(state(store) - before) >= 3_000
    undo(store, "last")
    assert state(store) == before


def test_a_very_long_text_is_kept(store: Store) -> None:
    text = "long – " * 15_000
    long = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(text))
    store.contribute(Delta(added={"urn:s": [long]}), "Ada", "long")
    assert [row["o"] for row in store.query("SELECT ?o { <urn:s> <urn:p> ?o }")] == [text]


def test_a_store_is_copied_to_a_folder_with_its_history_and_read_there(store: Store, tmp_path: object) -> None:
    add(store, CLAIM, by="Ada")
    store.contribute(_many(10), "Ada", "a graph")
    copied = copy_store(store, f"{tmp_path}/copy")
    with open_store(copied.location) as there:
        assert [(e.contribution.by, e.contribution.message) for e in log(there)] == [
            (e.contribution.by, e.contribution.message) for e in log(store)
        ]
        assert show_item(there, find_item(there, "ports-are-full-of-ships")).text == CLAIM["text"]
        assert "urn:many" in list_graphs(there)
        assert check_store(there) == []


@pytest.mark.parametrize("target", ["oxigraph", pytest.param("virtuoso", marks=pytest.mark.slow)])
def test_a_store_is_copied_to_a_server(
    target: str, addresses: Callable[[str], str], shipped: Store, credentials: None
) -> None:
    emptied(addresses(target)).close()
    copied = copy_store(shipped, addresses(target))
    with open_store(addresses(target)) as there:
        assert sum(copied.counts.values()) > 26_000
        assert [entry.contribution.iri for entry in log(there)] == [entry.contribution.iri for entry in log(shipped)]
