"""The same argument as other programs draw it: plain pyvis as people use it, and Argdown where it is installed."""

import os
import re
import shutil
from collections.abc import Container, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from graph import Store, projection
from viz import argument_map

if TYPE_CHECKING:
    import networkx as nx

STATEMENTS = ("thesis", "claim", "evidence", "counterargument", "rebuttal")
_MARKS = {"supports": "+", "attacks": "-", "undercuts": "_"}
_MOST = 4000
_DEEP = 1000
# pyvis ends its script with this call: what is drawn first can be heard from there on.
_DRAW = "drawGraph();"
_HEAR = f"{_DRAW} network.on('afterDrawing', () => {{ window.hasDrawn = true; }});"


class Argument(NamedTuple):
    """Statements by IRI, with title and text, and the links among them: source, target, relation."""

    statements: dict[str, dict[str, Any]]
    links: list[tuple[str, str, str]]


def argument_of(store: Store, root: str) -> Argument:
    """Return the statements that bear on one, directly or through others, and the links among them."""
    import networkx as nx

    whole = projection(store, most=_MOST)
    statements = {key: node for key, node in whole.nodes(data=True) if node["kind"] in STATEMENTS}
    links = list(_links(whole, statements))
    ways: nx.DiGraph[str] = nx.DiGraph([(source, target) for source, target, _ in links])
    ways.add_edges_from([(target, source) for source, target, relation in links if relation == "rephrases"])
    ways.add_node(root)
    found = {root, *nx.ancestors(ways, root)}
    return Argument(
        {key: node for key, node in statements.items() if key in found},
        [link for link in links if link[1] in found],
    )


def _links(whole: "nx.MultiDiGraph[str]", statements: Container[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the links; an attack on a step goes to the step's conclusion."""
    for source, target, data in whole.edges(data=True):
        if target in statements and data["relation"] in (*_MARKS, "rephrases"):
            yield source, target, data["relation"]
        elif data["relation"] in ("undercuts", "attacks"):
            steps = whole.out_edges(target, data=True)
            ends = dict.fromkeys(conclusion for _, conclusion, step in steps if step["relation"] == "conclusion")
            yield from ((source, conclusion, "undercuts") for conclusion in ends)


def plain_pyvis(store: Store, root: str) -> str:
    """Return the page that pyvis makes of an argument with its defaults, all in one file as far as it can."""
    from pyvis.network import Network

    argument = argument_of(store, root)
    network = Network(directed=True, cdn_resources="in_line")
    for key, node in argument.statements.items():
        network.add_node(key, label=node["label"], title=node["text"], shape="box")
    for source, target, relation in argument.links:
        network.add_edge(source, target, title=relation)
    return str(network.generate_html())


def placed_pyvis(store: Store, root: str) -> str:
    """Return the page that pyvis makes of an argument with each box at its place: `Map.network`, all unfolded."""
    drawn = argument_map(projection(store, most=_MOST), root, title="Argument", depth=_DEEP)
    return str(drawn.network().generate_html())


def heard(page: str) -> str:
    """Return a page of pyvis that notes when it has drawn."""
    if page.count(_DRAW) != 1:
        raise ValueError("pyvis's page is not as expected: it calls drawGraph() other than once.")
    return page.replace(_DRAW, _HEAR)


def argdown() -> str | None:
    """Return the program of Argdown: what the variable ARGDOWN names, or `argdown` on the PATH; None for none."""
    return shutil.which(os.environ.get("ARGDOWN") or "argdown")


def write_argdown(store: Store, root: str, file: Path) -> None:
    """Write an argument as an Argdown document; restatements, which Argdown does not have, are left out."""
    argument = argument_of(store, root)
    names = {key: f"s{number}" for number, key in enumerate(argument.statements, 1)}
    under: dict[str, list[str]] = {key: [] for key in names}
    for source, target, relation in dict.fromkeys(argument.links):
        if relation in _MARKS:
            under[target].append(f"  {_MARKS[relation]} [{names[source]}]")
    lines = ["===", "title: Argument", "==="]
    for key, node in argument.statements.items():
        lines += ["", f"[{names[key]}]: {_plain(node['text'])}", *under[key]]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _plain(text: str) -> str:
    """Return a text without the signs that mean something in Argdown."""
    return " ".join(re.sub(r"[^\w\s.,;?!'’“”()%$€£–-]|_", " ", text).split())
