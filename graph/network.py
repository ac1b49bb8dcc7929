"""The argument as a networkx graph: statements, inferences, policies, powers and actors, with typed edges.

Nodes are IRIs; every node has `kind`, `id` (the last part of the IRI), `label` and `text`. Besides:

- statements: `commitment`, `implicit`, `held_by` (names), `holders` (IRIs), `subjects` (names), `figures`;
- policies: `recommended`, `start_date`, `instruments`, `carried_out_by`, `targets` (names);
- both, where they stand in a text: `source`, `source_title`, `section` (its number; 0 where it is in none),
  `section_title`, `part` (the IRI of the section or, without one, the source), `paragraph`, `start`, `end`, and
  `passage`, the words, where the text is attached, else ""; `places`, all their (start, end) in the attached text, is
  always there;
- statements and inferences: `standing` ("stands", "open" or "falls") and `reason` (see `standing/reasons.py`), in the
  default reading and of the whole store, however small the part; statements also `strength`, from 0 to 1;
- inferences: `scheme` (its name), `scheme_id`, and `questions`: the ids of its critical questions that nothing in the
  store answers (see `open_questions.py`), whose texts stand in `graph.graph["questions"]`;
- powers: `broader` (IRIs); actors: `kind_word` (State, Person, Organization, Group);
- statements, policies and actors: `history`, what was done to it, oldest first (see `item_histories.py`).

`graph.graph["left_out"]` says how many statements of the store are not in the graph; `graph.graph["main"]` is the main
thesis, "" where there is none. Of a part, `graph.graph["beyond"]` tells by IRI how much more there is outside (see
`beyond.py`), and `graph.graph["share"]` which share of what bears on its item a world has (see `nearest.Share`), None
where it has all.

Every edge has `relation` and, where a node of its own stands behind it in RDF, that node's IRI as its key. Relations:

- `supports` premise → conclusion (key: the inference; `linked` where several premises work only together; `scheme`),
  and in detail `premise` → inference → `conclusion`;
- `attacks` statement → statement and `undercuts` statement → inference (key: the conflict; it has `standing` and
  `reason`, too); `rephrases`;
- `wields`, `strengthens`, `erodes` policy → power (key: the power link; `whose`, `stated_by`, `basis`);
- `about`, `subject`, `held_by` from statements; `carried_out_by`, `targets` from policies; `broader` among powers.
"""

from collections.abc import Iterable

import networkx as nx

from graph.beyond import beyond
from graph.item_histories import histories
from graph.nearest import Part, main_of, part_around, part_of
from graph.network_edges import add_edges
from graph.network_nodes import Nodes, nodes_of
from graph.network_places import add_places
from graph.network_relations import Relations, relations_of
from graph.open_questions import open_questions, questions_of
from graph.store import Store
from graph.worlds import world_around

KINDS = ("thesis", "claim", "evidence", "counterargument", "rebuttal")
"""The kinds of statements, as the nodes' `kind` says them."""

_LAST = "\U0010ffff"
"""Sorts after every source: for what stands in none."""


def projection(
    store: Store,
    *,
    around: str | None = None,
    most: int | None = None,
    items: Iterable[str] | None = None,
    page: int | None = None,
    standing: bool = True,
) -> "nx.MultiDiGraph[str]":
    """Return the store's argument as a directed graph with typed nodes and edges (see the head of this file).

    What a relation names but the store does not hold is left out (`claimatlas check` reports it).
    Nodes and edges come in a stated order: by the source, then by their place in the text, then by IRI; so the same
    store gives the same graph. Texts that are passages of the source (`passage`) are there where the source is
    attached, else "".

    A part of a large corpus has some of the statements, all relations among them, and the policies, powers and actors
    that they name: of policies and actors a bounded number, those that are named most. The time and memory that it
    takes depend on the part, not on the store.

    The whole takes about 10 kB of memory for a statement with its relations and all that is said of them (measured at
    10,000 and 100,000 statements: 11.2 and 8.9 kB), so that a million would take some 9 GB. For whole corpora there
    are arrays, in 0.2 kB for each (`arrays.py`).

    Args:
        store: The store.
        around: The IRI that a part is to lie around; by default the main thesis.
        most: How many statements to have at most; where the store has more, the nearest to `around`, by steps over
            supports, attacks, undercuts and rephrases either way (`nearest.part_around` has the order in full).
        items: IRIs of statements, policies and so on, to have just these, with what they name; relations stand for
            what they join. Goes before `around`; with `most`, the whole of a store that has no more statements.
        page: To have a world to walk through (see `worlds.py`) and not just what is nearest: which share of what bears
            on `around`, from 1. Then `most` is needed.
        standing: Whether to tell what stands, is open and falls.

    Raises:
        UnknownItemError: When a part is wanted, and the store says nothing of `around`.
    """
    part = _part(store, around, most, items, page)
    relations = relations_of(store.ask, part)
    made = nodes_of(store.ask, part, relations)
    placed = {iri: node for iri, node in made.nodes.items() if "places" in node}
    add_places(placed, store, placed if part else None)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph["left_out"] = part.left_out if part else 0
    graph.graph["main"] = main_of(store)
    graph.graph["share"] = part.share if part else None
    graph.graph["beyond"] = beyond(store.ask, part, relations, _bearers(made)) if part else {}
    graph.graph["questions"] = _ask_questions(store, made, relations)
    _tell_histories(store, made, part)
    for node in sorted(made.nodes, key=lambda iri: _order(made, iri)):
        graph.add_node(node, **made.nodes[node])
    add_edges(graph, relations, made)
    if standing:
        from graph.standing.projected import add_standing  # numpy takes longer to load than a small map takes to make

        add_standing(graph, store)
    return graph


def _part(
    store: Store, around: str | None, most: int | None, items: Iterable[str] | None, page: int | None
) -> Part | None:
    if items is not None:
        return part_of(store, items, most)
    if page is not None and most is not None:
        return world_around(store, around, most, page)
    return part_around(store, around, most)


def _bearers(made: Nodes) -> list[str]:
    return [iri for iri, node in made.nodes.items() if node["kind"] in ("policy", "power")]


def _order(made: Nodes, iri: str) -> tuple[str, int, str]:
    node = made.nodes[iri]
    return node.get("source", _LAST), node.get("start", 0), iri


def _ask_questions(store: Store, made: Nodes, relations: Relations) -> dict[str, str]:
    """Add to inferences the ids of their open questions; return id → text."""
    questions = questions_of(store.ask, {step.scheme for step in relations.steps if step.scheme})
    attacked, texts = relations.attacked, dict[str, str]()
    for step in relations.steps:
        still = open_questions(step, questions.get(step.scheme, ()), attacked)
        made.nodes[step.iri]["questions"] = [question.id for question in still]
        texts |= {question.id: question.text for question in still}
    return dict(sorted(texts.items()))


def _tell_histories(store: Store, made: Nodes, part: Part | None) -> None:
    wanted = [iri for iri, node in made.nodes.items() if node["kind"] not in ("power", "inference")]
    told = histories(store.ask, wanted if part else None)
    for iri in wanted:
        made.nodes[iri]["history"] = told.of(iri)
