"""Random webs of statements: shared reasons, circles, linked premises, undercuts, two sections, policies."""

import random

import networkx as nx

from tests.test_viz.made_up import add_policy, add_power, add_statement, connect, iri

RELATIONS = ("supports", "supports", "supports", "attacks", "rephrases")
KINDS = ("claim", "claim", "evidence", "counterargument", "rebuttal")
SIZE = 60


def random_web(seed: int) -> "nx.MultiDiGraph[str]":
    """Sixty statements s0 … s59 in two sections, of which s0 is a thesis that most bear on; two policies."""
    dice = random.Random(seed)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for n in range(SIZE):
        kind = "thesis" if n == 0 else dice.choice(KINDS)
        words = {"label": f"S {n}", "text": "word " * dice.randint(1, 40), "held_by": [dice.choice(("Ann", "Ben"))]}
        add_statement(graph, f"s{n}", kind, start=dice.randint(0, 999), section=dice.randint(1, 2), **words)
    for n in range(1, SIZE):
        connect(graph, f"s{n}", f"s{dice.randrange(n)}", dice.choice(RELATIONS), f"r{n}")
    for n in range(25):
        connect(graph, f"s{dice.randrange(SIZE)}", f"s{dice.randrange(SIZE)}", dice.choice(RELATIONS), f"x{n}")
    _steps(graph, dice)
    _policies(graph, dice)
    return graph


def _steps(graph: "nx.MultiDiGraph[str]", dice: random.Random) -> None:
    """Steps of three premises, some of them undercut."""
    for n in range(8):
        target = dice.randrange(SIZE)
        for source in dice.sample(range(SIZE), 3):
            connect(graph, f"s{source}", f"s{target}", "supports", f"j{n}")
        if n % 2:
            connect(graph, f"s{dice.randrange(SIZE)}", f"j{n}", "undercuts", f"u{n}")


def _policies(graph: "nx.MultiDiGraph[str]", dice: random.Random) -> None:
    add_power(graph, "hard", "Hard power", [])
    add_power(graph, "force", "Force", ["hard"])
    for name in ("toll", "gift"):
        add_policy(graph, name, name.title())
        for relation in ("wields", "erodes"):
            power, said = dice.choice(("hard", "force")), [iri(f"s{n}") for n in dice.sample(range(SIZE), 3)]
            graph.add_edge(iri(name), iri(power), key=f"{name}-{relation}", relation=relation, stated_by=said, whose=[])
        graph.add_edge(iri(f"s{dice.randrange(SIZE)}"), iri(name), key="about", relation="about")
