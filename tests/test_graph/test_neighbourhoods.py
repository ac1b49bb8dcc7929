"""What stands around an item: all of it, nothing else, in order, page by page."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from graph import Neighbours, Store, Tie, find_item, neighbourhood
from graph.engines import Oxigraph
from graph.neighbourhoods import Place
from ontology import CORPORA

STATEMENTS = ["claim", "thesis", "evidence", "counterargument", "rebuttal"]
# Said another way than the code asks: by the plain triples.
NEAR = """SELECT DISTINCT ?near {{
  VALUES ?item {{ {0} }}
  {{ ?item ca:supports|ca:attacks|ca:restates|^ca:supports|^ca:attacks|^ca:restates|ca:about ?near }}
  UNION {{ ?item ca:undercuts/(ca:premise|ca:conclusion) ?near }}
  UNION {{ ?near ca:undercuts/(ca:premise|ca:conclusion) ?item }}
  UNION {{ ?link ca:statedBy ?item ; ca:policy ?near }}
}}"""


def statements(store: Store) -> list[str]:
    return sorted(row["s"] for row in store.query("SELECT ?s { ?s a ca:Statement }"))


def expected(store: Store, item: str, depth: int) -> list[set[str]]:
    """The neighbours of a statement at each distance, worked out step by step."""
    known, level, levels = {item}, {item}, []
    for _ in range(depth):
        through = [f"<{one}>" for one in level if store.query(f"ASK {{ <{one}> a ca:Statement }}")]
        level = {row["near"] for row in store.query(NEAR.format(" ".join(through)))} - known
        known |= level
        levels.append(level)
    return levels


def levels_of(found: Neighbours, depth: int) -> list[set[str]]:
    return [{node.iri for node in found.nodes if node.place.distance == n} for n in range(1, depth + 1)]


def all_pages(store: Store, item: str, depth: int, most: int) -> list[Neighbours]:
    pages = [neighbourhood(store, item, depth, most)]
    while pages[-1].left_out:
        pages.append(neighbourhood(store, item, depth, most, pages[-1].nodes[-1].place))
    return pages


def test_each_statement_has_all_its_neighbours_and_no_others(shipped: Store) -> None:
    for item in statements(shipped):
        found = neighbourhood(shipped, item, 1, 10**6)
        assert levels_of(found, 1) == expected(shipped, item, 1), item


@pytest.mark.parametrize("depth", [2, 3])
def test_what_is_further_is_reached_through_statements(shipped: Store, depth: int) -> None:
    for item in statements(shipped)[::60]:
        found = neighbourhood(shipped, item, depth, 10**6)
        assert (levels_of(found, depth), found.is_complete) == (expected(shipped, item, depth), True), item
        assert [*found.reached] == [len(level) for level in expected(shipped, item, depth)]


@pytest.mark.parametrize(
    "name", ["power:trust", "united-states", "tariff-threats-immigration", "ignoring-attraction-loses"]
)
@pytest.mark.parametrize("depth", [1, 2])
@pytest.mark.parametrize("most", [1, 7, 60])
def test_the_pages_hold_each_neighbour_once_in_order(shipped: Store, name: str, depth: int, most: int) -> None:
    item = find_item(shipped, name)
    whole = neighbourhood(shipped, item, depth, 10**6)
    pages = all_pages(shipped, item, depth, max(most, len(whole.nodes) // 12))
    nodes = [node for page in pages for node in page.nodes]
    assert nodes == list(whole.nodes)
    assert [node.place for node in nodes] == sorted(node.place for node in nodes)
    assert pages[0].left_out + len(pages[0].nodes) <= sum(whole.reached)


def test_the_relations_of_the_pages_are_those_of_the_whole_each_once(shipped: Store) -> None:
    for item in statements(shipped)[::50]:
        pages = all_pages(shipped, item, 2, 5)
        ties = [tie for page in pages for tie in page.edges]
        assert len(ties) == len(set(ties))
        assert set(ties) == set(neighbourhood(shipped, item, 2, 10**6).edges)


def test_the_relations_are_all_that_join_what_is_shown(shipped: Store) -> None:
    item = find_item(shipped, "ignoring-attraction-loses")
    found = neighbourhood(shipped, item, 2, 10**6)
    shown = {item, *(node.iri for node in found.nodes)}
    for relation in ("supports", "attacks", "restates"):
        rows = {(row["s"], row["o"]) for row in shipped.query(f"SELECT ?s ?o {{ ?s ca:{relation} ?o }}")}
        told = {(tie.source, tie.target) for tie in found.edges if tie.relation == relation}
        assert told == {pair for pair in rows if set(pair) <= shown}


def test_an_undercut_leads_to_the_ends_of_what_it_undercuts(shipped: Store) -> None:
    rows = shipped.query("SELECT ?by ?step ?to ?via { ?by ca:undercuts ?step . ?step ca:conclusion ?to . "
                         "?via ca:attacker ?by ; ca:attacked ?step }")  # fmt: skip
    for row in rows:
        found = neighbourhood(shipped, row["by"], 1, 10**6)
        assert Tie(row["by"], row["to"], "undercuts", row["via"], row["step"]) in found.edges
        assert row["step"] not in {node.iri for node in found.nodes}
    assert len(rows) > 0


def test_a_power_link_is_told_by_its_bearing(shipped: Store) -> None:
    links = "?via a ca:PowerLink ; ca:policy ?policy ; ca:power ?power ; ca:bearing ca:erodes"
    for row in list(shipped.query(f"SELECT ?via ?policy ?power {{ {links} }}"))[::40]:
        found = neighbourhood(shipped, row["policy"], 1, 10**6)
        assert Tie(row["policy"], row["power"], "erodes", row["via"]) in found.edges


def test_what_has_no_relations_has_no_neighbours(shipped: Store) -> None:
    found = neighbourhood(shipped, find_item(shipped, "essay"), 3, 10)
    assert (found.nodes, found.edges, found.reached, found.is_complete) == ((), (), (0, 0, 0), True)
    assert (found.centre.kind, found.centre.place) == ("Source", Place(0, 0, found.centre.iri))


def test_a_page_that_is_full_ends_the_looking(shipped: Store) -> None:
    found = neighbourhood(shipped, find_item(shipped, "united-states"), 3, 10)
    assert (len(found.nodes), len(found.reached), found.is_complete) == (10, 1, False)


@pytest.mark.parametrize(
    "kind", ["inference", "conflict", "rephrase", "power-link", "observation", "instrument", "state"]
)
def test_items_of_other_kinds_have_neighbours_too(shipped: Store, kind: str) -> None:
    name = "".join(word.capitalize() for word in kind.split("-"))
    items = sorted(row["s"] for row in shipped.query(f"SELECT ?s {{ ?s a ca:{name} . FILTER EXISTS {{ ?s ?p ?o }} }}"))
    assert any(neighbourhood(shipped, item).nodes for item in items[:5])


# ---- Items that very many name ----

MANY = 2300
HUB, SMALL = f"{CORPORA}hub/", 350


@pytest.fixture(scope="module")
def crowded() -> Iterator[Store]:
    """An actor that 2,300 claims are held by; of these, 350 support one claim, and every tenth is about the actor.

    Each claim but the first supports the one before it. One policy wields a power in 400 links, others erode it.
    """
    said = [f"<{HUB}actor> a ca:State ; rdfs:label 'An actor'@en ."]
    for n in range(MANY):
        said.append(f"<{HUB}c-{n}> a ca:Claim ; rdfs:label 'Claim {n}'@en ; ca:heldBy <{HUB}actor> .")
        said.append(f"<{HUB}c-{n}> ca:about <{HUB}actor> ." if n % 10 == 0 else "")
        ends = [n - 1, MANY] if n < SMALL else [n - 1]
        said += [f"<{HUB}i-{n}-{end}> a ca:Inference ; ca:premise <{HUB}c-{n}> ; ca:conclusion <{HUB}c-{end}> ."
                 for end in ends if end >= 0]  # fmt: skip
    said.append(f"<{HUB}c-{MANY}> a ca:Claim ; rdfs:label 'The claim'@en .")
    said.append(f"<{HUB}power> a ca:PowerType ; skos:prefLabel 'A power'@en .")
    for n in range(400):
        policy, bearing = (f"p-{n}", "erodes") if n < SMALL else ("p", "wields")
        said.append(f"<{HUB}{policy}> a ca:Policy ; rdfs:label '{policy}'@en .")
        said.append(f"<{HUB}l-{n}> a ca:PowerLink ; ca:policy <{HUB}{policy}> ; ca:power <{HUB}power> ; "
                    f"ca:bearing ca:{bearing} .")  # fmt: skip
    with Store(Oxigraph(), "a crowded store") as store:
        store.engine.update(f"{store.prologue_for(' '.join(said))} INSERT DATA {{ {' '.join(said)} }}")
        store.derive()
        classes = "INSERT { ?s ca:kind ?k } WHERE { ?s a ?k FILTER NOT EXISTS { ?s ca:kind ?any } }"
        store.engine.update(f"{store.prologue_for(classes)} {classes}")
        yield store


@pytest.mark.parametrize(("name", "number"), [("actor", 2000), (f"c-{MANY}", SMALL), ("power", SMALL + 1)])
def test_what_very_many_name_is_given_page_by_page_each_once(crowded: Store, name: str, number: int) -> None:
    pages = all_pages(crowded, f"{HUB}{name}", 1, 60 if number < 1000 else 700)
    nodes = [node.iri for page in pages for node in page.nodes]
    assert len(nodes) == len(set(nodes)) == number + (name == "actor") * _about_only(nodes)
    assert all(page.reached == (len(nodes),) for page in pages)
    assert [page.left_out for page in pages] == sorted((page.left_out for page in pages), reverse=True)
    assert all(page.left_out == after.left_out + len(after.nodes) for page, after in pairwise(pages))


def _about_only(nodes: list[str]) -> int:
    """How many are reached by what they are about, and not by who holds them, which is cut at 2,000."""
    return len(nodes) - 2000


def test_more_than_is_ever_reached_is_told_as_incomplete(crowded: Store) -> None:
    assert not neighbourhood(crowded, f"{HUB}actor", 1, 10).is_complete
    assert neighbourhood(crowded, f"{HUB}c-{MANY}", 1, 10**6).is_complete


@pytest.mark.parametrize("name", ["actor", f"c-{MANY}"])
def test_all_that_ties_a_page_to_what_very_many_name_is_told(crowded: Store, name: str) -> None:
    for page in all_pages(crowded, f"{HUB}{name}", 1, 500)[:3]:
        for node in page.nodes:
            ties = {(tie.source, tie.relation) for tie in page.edges if tie.target == f"{HUB}{name}"}
            said = {row["p"] for row in crowded.query(f"SELECT ?p {{ <{node.iri}> ?p <{HUB}{name}> }}")}
            assert {relation for source, relation in ties if source == node.iri} == {p.split("#")[1] for p in said}


def test_the_relations_among_those_on_a_page_are_told(crowded: Store) -> None:
    page = neighbourhood(crowded, f"{HUB}c-{MANY}", 1, 60)
    shown = {node.iri for node in page.nodes}
    rows = crowded.query("SELECT ?s ?o ?via { ?via ca:premise ?s ; ca:conclusion ?o }")
    among = {Tie(row["s"], row["o"], "supports", row["via"]) for row in rows if {row["s"], row["o"]} <= shown}
    assert among <= set(page.edges)
    assert {node.kind for node in page.nodes} == {"Claim"}
    assert all(node.label for node in page.nodes)


def test_of_very_many_power_links_each_policy_tells_its_bearing_once(crowded: Store) -> None:
    pages = all_pages(crowded, f"{HUB}power", 1, 60)
    ties = [tie for page in pages for tie in page.edges]
    assert sorted({tie.relation for tie in ties}) == ["erodes", "wields"]
    assert [tie for tie in ties if tie.source == f"{HUB}p"] == [Tie(f"{HUB}p", f"{HUB}power", "wields")]


def test_a_place_that_is_gone_does_not_hide_what_comes_after_it(crowded: Store) -> None:
    whole = neighbourhood(crowded, f"{HUB}c-{MANY}", 1, 10**6)
    gone = Place(1, whole.nodes[0].place.relation, "urn:gone")
    later = neighbourhood(crowded, f"{HUB}c-{MANY}", 1, 10**6, gone)
    assert {node.iri for node in later.nodes} == {node.iri for node in whole.nodes}
