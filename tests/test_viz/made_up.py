"""A small made-up argument about a harbour town, with one of everything that a map can draw."""

from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]

BASE = "https://example.org/town/"

STATEMENTS = {
    "free-ferry": (
        "thesis",
        "Alden should keep its ferry free",
        "Alden gains more from a free ferry than tolls bring.",
    ),
    "trade-grows": ("claim", "A free ferry makes trade grow", "Traders who cross for nothing cross more often."),
    "trust-grows": ("claim", "Neighbours trust a town that gives", "A gift without conditions is remembered."),
    "market-count": ("evidence", "Market stalls doubled", "Stalls went from 40 to 80 in the first free year."),
    "toll-books": ("evidence", "Toll books show empty boats", "In toll years two boats of three sailed half empty."),
    "guild-letter": ("evidence", "The guild's letter", "The guild of the far shore wrote that it came for the ferry."),
    "too-dear": ("counterargument", "The town cannot afford it", "The ferry costs more than the town earns in winter."),
    "winter-fund": (
        "rebuttal",
        "The summer pays for the winter",
        "What stalls pay in summer covers the winter's loss.",
    ),
    "weather": ("counterargument", "The weather was good that year", "Stalls may have doubled because of a mild year."),
    "mild-elsewhere": ("rebuttal", "Other towns had the same weather", "Towns with the same weather saw no growth."),
    "motto": ("claim", "Boats before coins", "The old motto says what the thesis says."),
    "boats-needed": ("claim", "Growth needs boats", "More trade needs boats that sail."),
    "boats-sail": ("claim", "Free boats do sail", "A free boat sails on every tide."),
    "elsewhere": ("claim", "Something quite apart", "A statement that bears on nothing here."),
}
EDGES = [
    ("trade-grows", "free-ferry", "supports", "step-trade"),
    ("trust-grows", "free-ferry", "supports", "step-trust"),
    ("too-dear", "free-ferry", "attacks", "conflict-dear"),
    ("winter-fund", "too-dear", "attacks", "conflict-winter"),
    ("market-count", "trade-grows", "supports", "step-count"),
    ("boats-needed", "trade-grows", "supports", "step-boats"),
    ("boats-sail", "trade-grows", "supports", "step-boats"),
    ("toll-books", "boats-sail", "supports", "step-books"),
    ("guild-letter", "trust-grows", "supports", "step-letter"),
    ("guild-letter", "trade-grows", "supports", "step-letter-trade"),
    ("market-count", "winter-fund", "supports", "step-fund"),
    ("mild-elsewhere", "weather", "attacks", "conflict-mild"),
    ("motto", "free-ferry", "rephrases", "rephrase-motto"),
]
POWERS = {
    "hard": ("Hard power", []),
    "coercion": ("Coercion", ["hard"]),
    "soft": ("Soft power", []),
    "attraction": ("Attraction", ["soft"]),
    "interdependence": ("Interdependence", []),
}
POLICIES = {"free-crossing": "Free crossing", "toll-threat": "Threat to close the pier", "festival": "Harbour festival"}
BEARINGS = [
    ("free-crossing", "attraction", "strengthens", ["trust-grows"], "explicit"),
    ("toll-threat", "coercion", "wields", ["too-dear"], "explicit"),
    ("toll-threat", "attraction", "erodes", ["trust-grows", "guild-letter"], "inferred"),
    ("festival", "attraction", "wields", ["motto"], "inferred"),
    ("festival", "attraction", "strengthens", ["motto"], "explicit"),
]


def iri(name: str) -> str:
    """The node key of an item of the town."""
    return BASE + name


def town() -> "Graph":
    """The whole town: an argument with linked premises, an undercut, a shared reason, and a few policies."""
    graph: Graph = nx.MultiDiGraph()
    for place, (name, (kind, label, text)) in enumerate(STATEMENTS.items()):
        add_statement(graph, name, kind, label=label, text=text, start=100 * place, paragraph=place + 1)
    graph.nodes[iri("market-count")]["figures"] = ["Stalls in Alden: 80 (year 3)"]
    graph.nodes[iri("market-count")]["passage"] = "Where forty stalls had stood there now stood eighty."
    graph.nodes[iri("weather")]["commitment"] = "reported"
    for source, target, relation, name in EDGES:
        connect(graph, source, target, relation, name)
    connect(graph, "weather", "step-count", "undercuts", "conflict-weather")
    for name, (label, broader) in POWERS.items():
        add_power(graph, name, label, broader)
    for name, label in POLICIES.items():
        add_policy(graph, name, label)
    for place, (policy, power, relation, stated_by, basis) in enumerate(BEARINGS):
        link = {"relation": relation, "whose": ["Alden"], "stated_by": [iri(s) for s in stated_by], "basis": basis}
        graph.add_edge(iri(policy), iri(power), key=iri(f"link-{place}"), **link)
    graph.add_edge(iri("trust-grows"), iri("free-crossing"), key="about", relation="about")
    return graph


def add_statement(graph: "Graph", name: str, kind: str, **attributes: Any) -> None:
    """Adds a statement with every attribute that the projection has."""
    common = {
        "kind": kind, "id": name, "label": name, "text": name, "held_by": ["The harbour master"],
        "commitment": "asserted", "subjects": ["trade"], "section": 1, "section_title": "The harbour",
        "paragraph": 1, "start": 0, "implicit": False, "figures": [], "passage": "",
    }  # fmt: skip
    graph.add_node(iri(name), **{**common, **attributes})


def connect(graph: "Graph", source: str, target: str, relation: str, name: str) -> None:
    """Adds a relation; a support also gets its inference, as in the projection."""
    if relation != "supports":
        graph.add_edge(iri(source), iri(target), key=iri(name), relation=relation)
        return
    graph.add_node(iri(name), kind="inference", id=name, label=name, text="", scheme="argument from sign")
    linked = name == "step-boats"
    graph.add_edge(
        iri(source), iri(target), key=iri(name), relation="supports", linked=linked, scheme="argument from sign"
    )
    graph.add_edge(iri(source), iri(name), key="premise", relation="premise")
    graph.add_edge(iri(name), iri(target), key="conclusion", relation="conclusion")


def add_power(graph: "Graph", name: str, label: str, broader: list[str]) -> None:
    """Adds a type of power under its broader types."""
    keys = [iri(above) for above in broader]
    graph.add_node(iri(name), kind="power", id=name, label=label, text=f"What {label.lower()} is.", broader=keys)
    for key in keys:
        graph.add_edge(iri(name), key, key="broader", relation="broader")


def add_policy(graph: "Graph", name: str, label: str) -> None:
    """Adds a policy with every attribute that the projection has."""
    graph.add_node(
        iri(name), kind="policy", id=name, label=label, text=f"{label}, decided by the council.",
        instruments=["decree"], carried_out_by=["Alden"], targets=["The far shore"], recommended=True,
        start_date="1712", section=1, section_title="The harbour", paragraph=2, start=50, passage="",
    )  # fmt: skip
