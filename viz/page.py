"""Writes the page: pyvis carries the boxes into our own template, everything inline, nothing fetched, nothing executed.

pyvis's own template loads from other hosts, executes what stands in texts, and lets a simulation place the boxes
(research and measurements are in the project's notes); so only its `Network`, its renderer vis-network and its way to
hand over nodes are used. Texts reach the page as escaped HTML (outline) or as JSON that the script writes with
`textContent` (map, panel). A Content-Security-Policy lets only the page's own two scripts and its style sheet work.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup
from pyvis.network import Network

from viz.details import facts
from viz.kinds import KINDS
from viz.outline import outline
from viz.payload import anchors, first_places, payload
from viz.text import clean

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from viz.scene import Scene

SCRIPTS = (
    "data", "tree", "layout", "paint", "links", "view", "outline", "panel", "search", "legend", "main", "input",
)  # fmt: skip
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"dragNodes": False, "selectable": False, "hover": False, "keyboard": False},
    "nodes": {"shape": "custom", "fixed": True},
}


def page(graph: MultiDiGraph[str], scene: Scene, title: str) -> str:
    """One HTML page with everything in it.

    Args:
        graph: the projection; texts come from here.
        scene: the map.
        title: heading of the page.
    """
    names = anchors(graph, scene)
    network = Network(directed=True, cdn_resources="in_line")
    network.options = _OPTIONS
    # add_node searches a list for each box; filling the lists is the same and not quadratic.
    network.nodes = [{"id": box, "x": x, "y": y} for box, (x, y) in first_places(scene).items()]
    network.node_ids = [node["id"] for node in network.nodes]
    network.node_map = {node["id"]: node for node in network.nodes}
    network.templateEnv = _environment()
    network.templateEnv.globals.update(
        title=clean(title),
        data=payload(graph, scene, names),
        rows=outline(scene, names),
        items=graph.nodes,
        names=names,
        facts=facts,
        kinds=KINDS,
        left_out=scene.left_out,
        usual_holder=_usual_holder(graph),
        **_assets(),
    )
    network.path = "map.html"
    return str(network.generate_html())


def _usual_holder(graph: MultiDiGraph[str]) -> str:
    """Who holds most statements: the outline names only the others."""
    holders = Counter(", ".join(node["held_by"]) for _, node in graph.nodes(data=True) if "held_by" in node)
    return holders.most_common(1)[0][0] if holders else ""


def _environment() -> jinja2.Environment:
    folder = files("viz") / "templates"
    source = (folder / "map.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({"map.html": source}),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


@cache
def _assets() -> dict[str, Any]:
    """Style sheet and scripts, with the hashes by which the page's policy knows them."""
    folder = files("viz") / "templates"
    style = (folder / "map.css").read_text(encoding="utf-8")
    parts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    script = '"use strict";\n' + "\n".join(parts)
    carrier = files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    vis = carrier.read_text(encoding="utf-8").replace("\r\n", "\n")
    policy = (
        f"default-src 'none'; script-src {_hash(vis)} {_hash(script)}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return {"style": Markup(style), "script": Markup(script), "vis": Markup(vis), "policy": Markup(policy)}  # noqa: S704 – our own files


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
