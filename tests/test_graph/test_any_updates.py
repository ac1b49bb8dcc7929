"""Any run of updates gives the dataset that an engine gives by itself, and can be taken back."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import GraphError, Store, open_store, undo
from graph.engines import Oxigraph
from tests.quick import examples
from tests.test_graph.datasets import GIVEN, OWN, UPDATES, Content, content

GRAPHS = ("<urn:g>", "<urn:h>", "<urn:i>")
TRIPLE = st.builds("<urn:{}> <urn:p> {} .".format, st.sampled_from("ab"), st.integers(0, 2))
BLOCK = st.one_of(TRIPLE, st.builds("GRAPH {} {{ {} {} }}".format, st.sampled_from(GRAPHS), TRIPLE, TRIPLE))
DATA = st.lists(BLOCK, min_size=1, max_size=3).map(" ".join)
PATTERN = st.sampled_from([
    "?s <urn:p> ?o", "?s ?p 1 BIND(<urn:h> AS ?g) BIND(2 AS ?o)", f"GRAPH ?g {{ ?s <urn:p> ?o }} {OWN}",
    "GRAPH <urn:g> { ?s <urn:p> ?o } ?s ?p ?other", f"GRAPH ?g {{ ?s ?p ?o }} FILTER(?o > 0) {OWN}", "",
])  # fmt: skip
TEMPLATE = st.sampled_from([
    "?s <urn:p> ?o", "?s <urn:q> ?o", "GRAPH ?g { ?s <urn:p> ?o }", "GRAPH <urn:i> { ?s ?p ?o . ?o ?p ?s }",
    "<urn:c> <urn:p> 1 GRAPH <urn:h> { ?s <urn:p> 0, ?g }",
])  # fmt: skip
BLANK = st.sampled_from(["?s <urn:r> [ <urn:p> ?o ]", "GRAPH <urn:h> { _:x <urn:p> ?g . _:y <urn:q> _:x }"])
WITH = st.sampled_from(["", "WITH <urn:g>", "WITH <urn:i>"])
USING = st.sampled_from(["", "", "USING <urn:g>", "USING <urn:g> USING NAMED <urn:h>", "USING NAMED <urn:i>"])
GRAPH = st.sampled_from(GRAPHS)
PLACE = st.sampled_from([*GRAPHS, "DEFAULT"])
OPERATION = st.one_of(
    st.builds("INSERT DATA {{ {} }}".format, DATA),
    st.builds("DELETE DATA {{ {} }}".format, DATA),
    st.builds("{} INSERT {{ {} }} {} WHERE {{ {} }}".format, WITH, st.one_of(TEMPLATE, BLANK), USING, PATTERN),
    st.builds("{} DELETE {{ {} }} {} WHERE {{ {} }}".format, WITH, TEMPLATE, USING, PATTERN),
    st.builds(
        "{} DELETE {{ {} }} INSERT {{ {} }} {} WHERE {{ {} }}".format, WITH, TEMPLATE, TEMPLATE, USING, PATTERN
    ),
    st.sampled_from(["DELETE WHERE { ?s ?p ?o }", "DELETE WHERE { GRAPH ?g { ?s ?p 1 } ?s ?p ?o }"]),
    st.builds("{} GRAPH {}".format, st.sampled_from(["DROP", "DROP SILENT", "CREATE", "CREATE SILENT"]), GRAPH),
    st.builds("{} {}".format, st.sampled_from(["DROP", "CLEAR"]), st.sampled_from(["DEFAULT", "NAMED", "ALL"])),
    st.builds("CLEAR SILENT GRAPH {}".format, GRAPH),
    st.builds("MOVE {} TO {}".format, PLACE, PLACE),
    # That the source is missing is a fault here, and none to the engine.
    st.builds(lambda verb, one, to: f"CREATE SILENT GRAPH {one} ; {verb} {one} TO {to}",
              st.sampled_from(["ADD", "COPY", "MOVE SILENT"]), GRAPH, PLACE),
)  # fmt: skip
UPDATE = st.lists(OPERATION, min_size=1, max_size=3).map(" ; ".join)


def run_both(store: Store, raw: ox.Store, updates: list[str]) -> list[tuple[int, Content]]:
    """Run updates on both; return the number and content after each that changed anything."""
    seen = [(0, content(store))]
    for update in updates:
        try:
            raw.update(update)
        except RuntimeError:
            with pytest.raises(GraphError, match="Nothing was changed"):
                store.update(update)
        else:
            store.update(update)
        assert content(store) == content(raw)
        if store.last[0] > seen[-1][0]:
            seen.append((store.last[0], content(store)))
    return seen


def take_all_back(store: Store, seen: list[tuple[int, Content]]) -> None:
    for (number, _), (_, before) in zip(seen[:0:-1], seen[-2::-1], strict=True):
        undo(store, str(number))
        assert content(store) == before


@settings(max_examples=examples(80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(UPDATE, max_size=6))
def test_any_run_of_updates_gives_the_dataset_that_an_engine_gives_and_can_be_taken_back(updates: list[str]) -> None:
    with Store(Oxigraph(), "an empty store") as store:
        take_all_back(store, run_both(store, ox.Store(), updates))


@pytest.mark.slow
@settings(max_examples=examples(1000), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(UPDATE, max_size=8))
def test_any_longer_run_of_updates_does_too(updates: list[str]) -> None:
    with Store(Oxigraph(), "an empty store") as store:
        take_all_back(store, run_both(store, ox.Store(), updates))


def test_updates_on_disk_do_so_too(tmp_path: Path) -> None:
    updates = [update.replace("OWN", OWN) for update in UPDATES]
    with Store(Oxigraph(tmp_path / "data"), "an empty store") as store:
        raw, again = ox.Store(), f"DROP ALL ; {GIVEN}"
        seen = run_both(store, raw, [text for update in updates for text in (again, update)])
        take_all_back(store, seen[-20:])


@settings(max_examples=examples(15), deadline=None, suppress_health_check=[*HealthCheck])
@given(updates=st.lists(UPDATE, max_size=4))
def test_any_run_of_updates_does_so_on_a_server(url: str, updates: list[str]) -> None:
    with open_store(url) as store:
        store.engine.update("DROP ALL")
        take_all_back(store, run_both(store, ox.Store(), updates))
