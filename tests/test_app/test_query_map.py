"""`claimatlas query --format map`: the answer to a query as a map."""

from collections import Counter
from pathlib import Path

import pytest

from app import main
from app.drawing import draw_answer
from graph import Store, named_queries, named_query
from tests.quick import fast_first
from viz import MapError

THESES = "SELECT ?t { ?t a ca:Thesis }"
WITHOUT_ITEMS = {"policies-by-instrument", "schemes-used", "standing-by-section", "statements-by-kind"}
"""Named queries that count."""


pytestmark = pytest.mark.usefixtures("at_hand", "empty_folder")


def kinds(store: Store, sparql: str) -> Counter[str]:
    """How many boxes of each kind the map of an answer has."""
    scene = draw_answer(store, store.query(sparql), "Answer").scene
    assert scene
    return Counter(box.kind for box in scene.boxes.values())


# ---- What an answer names ----


def test_every_column_of_items_counts(shipped: Store) -> None:
    found = kinds(shipped, "SELECT ?policy ?n ?power { ?policy ca:erodes ?power BIND(1 AS ?n) } LIMIT 5")
    assert found.keys() == {"policy", "power"}


def test_terms_of_the_vocabulary_are_no_items(shipped: Store) -> None:
    assert kinds(shipped, "SELECT ?t ?kind { ?t ca:kind ?kind . ?t a ca:Thesis }").keys() == {"thesis"}


def test_where_no_column_has_items_titles_count(shipped: Store) -> None:
    by_title = "SELECT ?title ?kind { ?t a ca:Thesis ; rdfs:label ?title ; ca:kind/rdfs:label ?kind }"
    assert kinds(shipped, by_title) == kinds(shipped, THESES)


def test_holders_in_a_table_of_titles_are_not_drawn(shipped: Store) -> None:
    named = named_query("views-by-holder").run(shipped)
    scene = draw_answer(shipped, named, "Views").scene
    assert scene
    assert "actor" not in {box.kind for box in scene.boxes.values()}


def test_a_table_of_nothing_but_names_of_actors_draws_the_actors(shipped: Store) -> None:
    assert kinds(shipped, "SELECT ?name { ?a a ca:State ; rdfs:label ?name }").keys() == {"actor"}


@pytest.mark.parametrize("name", fast_first(sorted(named_queries().keys() - WITHOUT_ITEMS), "theses", "support-chain"))
def test_a_named_query_draws_a_map(shipped: Store, name: str) -> None:
    scene = draw_answer(shipped, named_query(name).run(shipped), name).scene
    assert scene
    assert scene.boxes


@pytest.mark.parametrize("name", sorted(WITHOUT_ITEMS))
def test_a_named_query_that_only_counts_has_no_map_and_says_its_columns(shipped: Store, name: str) -> None:
    answer = named_query(name).run(shipped)
    with pytest.raises(MapError, match=rf"Its columns are \?{answer.variables[0]}"):
        draw_answer(shipped, answer, name)


def test_the_chain_of_support_is_drawn_as_a_chain(shipped: Store) -> None:
    scene = draw_answer(shipped, named_query("support-chain").run(shipped), "Chain").scene
    assert scene
    assert "supports" in {link.relation for link in scene.links}
    assert len(scene.roots) < len(scene.boxes) / 4


def test_a_construct_draws_its_own_links_and_no_others(shipped: Store) -> None:
    answer = shipped.query("CONSTRUCT { ?a ca:attacks ?b } { ?a ca:attacks ?b }")
    scene = draw_answer(shipped, answer, "Attacks").scene
    assert scene
    assert {link.relation for link in scene.links} == {"attacks"}


def test_a_construct_of_items_alone_draws_the_links_among_them(shipped: Store) -> None:
    assert kinds(shipped, "CONSTRUCT { ?t a ca:Thesis } { ?t a ca:Thesis }") == kinds(shipped, THESES)


def test_a_described_statement_is_drawn_with_what_it_bears_on(shipped: Store) -> None:
    scene = draw_answer(shipped, shipped.query("DESCRIBE corpus:tragic-bet-on-weakness"), "Answer").scene
    assert scene
    assert {"rephrases", "attacks", "about", "relates"} == {link.relation for link in scene.links}
    assert not any(box.item.startswith("https://w3id.org/claimatlas/ontology#") for box in scene.boxes.values())


def test_a_label_that_a_construct_gives_names_a_plain_box(shipped: Store) -> None:
    sparql = """CONSTRUCT { ?policy ca:instrument ?how . ?how skos:prefLabel ?name }
    { ?policy ca:instrument ?how . ?how skos:prefLabel ?name . FILTER(?how = instrument:tariff) }"""
    scene = draw_answer(shipped, shipped.query(sparql), "Answer").scene
    assert scene
    assert [" ".join(box.title.lines) for box in scene.boxes.values() if box.kind == "other"] == ["□ Tariff"]


def test_what_is_no_item_has_the_name_that_the_store_knows(shipped: Store) -> None:
    scene = draw_answer(shipped, shipped.query("DESCRIBE corpus:tragic-bet-on-weakness"), "Answer").scene
    assert scene
    names = {" ".join(box.title.lines) for box in scene.boxes.values() if box.kind == "other"}
    assert names == {"□ American decline", "□ Interdependence"}


@pytest.mark.parametrize(
    ("sparql", "why"),
    [
        ("ASK {}", "ASK gives yes or no"),
        ("SELECT ?n { VALUES ?n { 1 2 } }", r"Its columns are \?n"),
        ("SELECT ?s { ?s a ca:Nothing }", "It is empty"),
        ("CONSTRUCT { <urn:a> <urn:b> 1 } {}", "It has 1 triple"),
        ("CONSTRUCT { <urn:a> <urn:b> <urn:c> } {}", "It has 1 triple"),
    ],
)
def test_an_answer_without_items_is_refused_with_what_it_has(shipped: Store, sparql: str, why: str) -> None:
    with pytest.raises(MapError, match=why):
        draw_answer(shipped, shipped.query(sparql), "Answer")


def test_the_same_answer_gives_the_same_map(shipped: Store) -> None:
    construct = shipped.query("CONSTRUCT { ?a ?p ?b } { VALUES ?p { ca:attacks ca:supports } ?a ?p ?b }")
    assert draw_answer(shipped, construct, "A").scene == draw_answer(shipped, construct, "B").scene


# ---- The command ----


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        (["--format", "map", THESES], "answer.html"),
        (["--format", "map", "-n", "theses"], "answer.html"),
        (["-n", "policies-eroding-power", "-p", "power=trust", "-o", "trust.html"], "trust.html"),
        (["-f", "q.rq", "-o", "found.html"], "found.html"),
        (["--format", "map", THESES, "-o", "plain"], "plain"),
    ],
)
def test_the_map_is_written_to_a_file(arguments: list[str], file: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("q.rq").write_text(THESES, "utf-8")
    assert main(["query", *arguments]) == 0
    assert capsys.readouterr().out == f"{file}\n"
    assert "</html>" in Path(file).read_text("utf-8")


def test_a_name_that_ends_in_svg_gives_a_drawing() -> None:
    assert main(["query", THESES, "-o", "theses.svg"]) == 0
    assert "<svg" in Path("theses.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (["-n", "policies-eroding-power", "-p", "power=trust"], "Policies that erode a type of power (power=trust)"),
        ([f"# Every thesis there is\n{THESES}"], "Every thesis there is"),
        ([THESES], "Answer"),
    ],
)
def test_the_map_is_called_what_the_query_is_called(arguments: list[str], title: str) -> None:
    assert main(["query", "--format", "map", *arguments]) == 0
    assert title in Path("answer.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "map", "ASK {}"], "ASK gives yes or no"),
        (["-n", "schemes-used", "--format", "map"], "Its columns are ?scheme"),
        (["--format", "map", THESES, "-o", "theses.csv"], "not as .csv"),
    ],
)
def test_what_cannot_be_drawn_is_told_and_nothing_is_written(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["query", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert list(Path().iterdir()) == []


def test_a_file_of_the_default_name_that_is_no_map_is_kept() -> None:
    Path("answer.html").write_text("my own", "utf-8")
    assert main(["query", "--format", "map", THESES]) == 2
    assert Path("answer.html").read_text("utf-8") == "my own"
