"""Writes the page: everything inline, nothing fetched, nothing executed that is not ours.

pyvis's `Network` carries the boxes and links of the opening map (`network`) and puts the page together from our own
template: pyvis's own template loads from other hosts and executes what stands in texts. Texts reach the page as
escaped HTML (start page, reading view, outline) or as JSON that the script writes with `textContent`. A
Content-Security-Policy lets only the page's own script and style sheet work.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jinja2
import rcssmin
import rjsmin
from markupsafe import Markup
from pyvis.network import Network

from viz.colours import PALETTE, stylesheet
from viz.kinds import KINDS, RELATIONS
from viz.layout import Size, tidy
from viz.text import clean
from viz.tree import unfold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jinja2.bccache import Bucket
    from networkx import MultiDiGraph

    from viz.scene import Scene
    from viz.served import Visit

STYLES = ("page", "map", "outline", "start", "reading", "filters", "standing", "print")
SCRIPTS = (
    "data", "standing", "verdicts", "what_if", "scenes", "tree", "layout", "paint", "crossings", "links", "camera",
    "boxes", "view", "outline", "panel", "search", "legend", "filters", "start", "reading_list", "reading", "state",
    "crumbs", "main", "svg_context", "export", "input",
)  # fmt: skip
TEMPLATES = ("page", "outline", "start", "reading", "help", "visit", "notice", "world")
SERVED_STYLES = ("served",)
SERVED_SCRIPTS = ("worlds", "passages")
"""What a page that a server gives has beside."""

VISIT, NOTICE = "<!--visit-->", "<!--notice-->"
"""Where a served page has what is told to one visitor alone. No text can bring such a mark: its `<` is escaped."""


def network(graph: MultiDiGraph[str], scene: Scene) -> Network:
    """The boxes and links that a map shows at first, each at its place, as a pyvis network.

    Args:
        graph: the projection; texts come from here.
        scene: the map.
    """
    carrier = Network(directed=True, cdn_resources="in_line", notebook=False)
    carrier.options = {"physics": {"enabled": False}, "layout": {"improvedLayout": False}}
    tree = unfold(scene, scene.opened)
    face = {key: box.text if scene.face == "text" else box.title for key, box in scene.boxes.items()}
    places = tidy(tree, lambda key: Size(scene.boxes[key].width, face[key].height))
    # add_node and add_edge search lists for each box; filling the lists is the same and not quadratic.
    for key, place in places.items():
        carrier.nodes.append(_node(graph, scene, key, place.x, place.y))
    carrier.node_ids = [node["id"] for node in carrier.nodes]
    carrier.node_map = {node["id"]: node for node in carrier.nodes}
    carrier.edges = [
        {"from": link.source, "to": link.target, "arrows": "to", "title": RELATIONS[link.relation].active}
        | {"color": PALETTE[link.relation].light, "dashes": link.inferred or link.relation in ("attacks", "undercuts")}
        for link in scene.links
        if link.source in places and link.target in places
    ]
    return carrier


def _node(graph: MultiDiGraph[str], scene: Scene, key: str, x: float, y: float) -> dict[str, Any]:
    box = scene.boxes[key]
    lines = box.text.lines if scene.face == "text" else box.title.lines
    node = graph.nodes.get(box.item, {})
    # pyvis's own page executes all titles of a network in which one has "href": here none has.
    return {
        "id": key,
        "label": "\n".join((f"{KINDS[box.kind].glyph} {KINDS[box.kind].word}", *lines)),
        "title": clean(node.get("text", "") or box.title.lines[0]).replace("href", "hr\u200bef"),
        "shape": "box",
        "x": round(x, 1),
        "y": round(y, 1),
        "color": {"background": PALETTE[f"{box.kind}-fill"].light, "border": PALETTE[box.kind].light},
    }


def page(carrier: Network, title: str, data: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    """One HTML page with everything in it.

    Args:
        carrier: of the opening map (see `network`).
        title: heading of the page.
        data: for the script; must be fit for JSON.
        parts: variables of the templates: `start`, `reading`, `served`, `outline` and what these need.
    """
    carrier.templateEnv = _environment()
    places = [[node["x"], node["y"]] for node in carrier.nodes]
    assets = {} if parts["served"] else _assets()
    carrier.templateEnv.globals.update(title=clean(title), data=data, places=places, **parts, **assets)
    carrier.path = "page.html"
    return str(carrier.generate_html()).encode("utf-8", "replace").decode("utf-8")  # a text may hold half a character


def dressed(served_page: str, visit: Visit) -> str:
    """A served page with what is told to one visitor alone.

    Args:
        served_page: the page, as `Map.html` gives it for a server.
        visit: who visits.
    """
    templates = _visit_templates()
    for mark, template in zip((VISIT, NOTICE), templates, strict=True):
        served_page = served_page.replace(mark, template.render(visit=visit), 1)
    return served_page


@cache
def _visit_templates() -> tuple[jinja2.Template, jinja2.Template]:
    environment = _environment()
    return environment.get_template("visit.html"), environment.get_template("notice.html")


@cache
def served_assets() -> Mapping[str, tuple[str, str]]:
    """What served pages load: name → media type and text of the style sheet, the first script, and the script."""
    first, *scripts, last = SCRIPTS  # the data before all else, and what starts the page after all else
    return {
        "style": ("text/css", _style((*STYLES, *SERVED_STYLES))),
        "first": ("text/javascript", _script(("theme", "first"))),
        "script": ("text/javascript", _script((first, "served", *scripts, *SERVED_SCRIPTS, last))),
    }


def usual_holder(graph: MultiDiGraph[str]) -> str:
    """Who holds most statements: the outline names only the others."""
    holders = Counter(clean(", ".join(node["held_by"])) for _, node in graph.nodes(data=True) if "held_by" in node)
    return holders.most_common(1)[0][0] if holders else ""


class _Compiled(jinja2.BytecodeCache):
    """Keeps compiled templates for the next page of this process."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Gives a template what an earlier page has compiled."""
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps what this page has compiled."""
        self.code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def _environment() -> jinja2.Environment:
    folder = files("viz") / "templates"
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({f"{n}.html": (folder / f"{n}.html").read_text(encoding="utf-8") for n in TEMPLATES}),
        autoescape=True,
        bytecode_cache=_COMPILED,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clean"] = clean
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


@cache
def _assets() -> dict[str, Any]:
    """Style sheet and script, with the hashes by which the page's policy knows them."""
    style, first, script = _style(STYLES), _script(("first",)), _script(SCRIPTS)
    policy = (
        f"default-src 'none'; script-src {_hash(first)} {_hash(script)}; style-src {_hash(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    assets = {"style": style, "first_script": first, "script": script, "policy": policy}
    return {name: Markup(text) for name, text in assets.items()}  # noqa: S704 – our own files


def _style(names: Iterable[str]) -> str:
    folder = files("viz") / "templates"
    styles = [(folder / f"{name}.css").read_text(encoding="utf-8") for name in names]
    return str(rcssmin.cssmin("\n".join([stylesheet(), _glyphs(), *styles])))


def _script(names: Iterable[str]) -> str:
    folder = files("viz") / "templates"
    parts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in names]
    return str(rjsmin.jsmin('"use strict";\n' + "\n".join(parts)))


def _glyphs() -> str:
    """Rules that put the glyph of a kind or relation before its word, unspoken."""
    named = [(":is(.kind, .book div > b)", kind.name, kind.glyph) for kind in KINDS.values()]
    marked = [(":is(.mark, .book li > b)", relation.name, relation.glyph) for relation in RELATIONS.values()]
    signs = [  # for the marks in the text of a source
        f'.reading [data-kind="{kind.name}"] {{ --glyph: "{kind.glyph}\u2060"; --word: "{kind.word}"; }}'
        for kind in KINDS.values()
    ]
    rules = [f'{place}.{name}::before {{ content: "{glyph} " / ""; }}' for place, name, glyph in named + marked]
    return "\n".join(rules + signs)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
