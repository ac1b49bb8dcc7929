"""The projection of what is not in a store yet: drafted items with what they join."""

from graph import Store, add
from graph.draft_network import draft_projection
from graph.near_duplicates import alike

BASE = "https://w3id.org/claimatlas/corpus/long-american-century/"
THESIS = f"{BASE}asymmetry-empowers-less-dependent"
DRAFT = {
    "kind": "counterargument",
    "label": "Buyers can be replaced",
    "text": "A seller that finds other buyers has nothing to fear from one who stops buying.",
}


def test_a_draft_is_projected_with_what_it_attacks_and_nothing_else(shipped: Store) -> None:
    items = add(shipped, {**DRAFT, "attacks": THESIS}, by="Ada", dry_run=True).items
    graph = draft_projection(shipped, items)
    statements = {key for key, node in graph.nodes(data=True) if node["kind"] != "actor"}
    assert statements == {THESIS, f"{BASE}buyers-can-be-replaced"}
    assert [data["relation"] for *_, data in graph.edges(data=True) if data["relation"] != "held_by"] == ["attacks"]
    assert graph.nodes[THESIS]["text"].startswith("In an interdependent economic relationship")


def test_a_draft_that_undercuts_a_step_brings_what_the_step_joins(shipped: Store) -> None:
    step = next(iter(shipped.query(f"SELECT ?s ?p {{ ?s ca:conclusion <{THESIS}> ; ca:premise ?p }} ORDER BY ?s")))
    items = add(shipped, {**DRAFT, "attacks": step["s"]}, by="Ada", dry_run=True).items
    graph = draft_projection(shipped, items)
    assert {THESIS, step["p"], step["s"]} <= set(graph)
    relations = {data["relation"] for *_, data in graph.edges(data=True)}
    assert {"supports", "undercuts"} <= relations


def test_the_store_is_as_it_was_after_a_draft_was_projected(shipped: Store) -> None:
    before = shipped.last, next(iter(shipped.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")))["n"]
    draft_projection(shipped, add(shipped, {**DRAFT, "attacks": THESIS}, by="Ada", dry_run=True).items)
    assert (shipped.last, next(iter(shipped.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")))["n"]) == before


def test_a_near_duplicate_is_found_whatever_its_title_is(store: Store) -> None:
    text = next(iter(store.query(f"SELECT ?text {{ <{THESIS}> schema:text ?text }}")))["text"]
    found = alike(store, "Something else altogether, said at some length", text.replace("power", "strength"))
    assert [one.iri for one in found][:1] == [THESIS]
    assert alike(store, "Asymmetry empowers", "Ferries are slower than bridges, and cheaper.") == []


def test_nothing_is_like_a_text_without_words(store: Store) -> None:
    assert alike(store, "", "…") == []
