"""Puts the page of a corpus together: its data, its outline, and the parts that are text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from viz.argument import whole_scene
from viz.kinds import KINDS, STATEMENTS
from viz.outline import outline
from viz.page import network, page, usual_holder
from viz.payload import anchors, payload
from viz.power import GROUPINGS, power_scene
from viz.reading import reading_view
from viz.scene import Scene
from viz.standing import STANDINGS
from viz.start import start_page
from viz.svg import svg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from networkx import MultiDiGraph

    from graph import Reading, Summary
    from viz.maps import Opening
    from viz.served import Served
    from viz.web import Web


def assemble(
    graph: MultiDiGraph[str],
    web: Web,
    title: str,
    opening: Opening,
    scene: Scene | None,
    summary: Summary | None,
    readings: Sequence[Reading],
    served: Served | None = None,
) -> str:
    """One HTML page with all views of a corpus.

    Args:
        graph: the projection.
        web: of the graph.
        title: heading of the page.
        opening: what it shows at first.
        scene: the map of that; None where it is text.
        summary: for the start page.
        readings: for the reading view.
        served: what a page that a server gives knows of it.
    """
    names = anchors(graph, list(web.boxes))
    scenes = {f"power-{by}": power_scene(graph, by) for by in GROUPINGS}
    if opening.view == "answer" and scene:
        scenes["answer"] = scene
    main = _main(graph, opening)
    seen: dict[str, None] = {}
    argument_rows = outline(whole_scene(graph, main, web), names, seen)
    power_rows = outline(scenes["power-power"], names, seen, inline="says")
    others = [key for key in names if key not in seen]
    rows = [*(key for key in seen if key in names), *others]
    data = payload(graph, web, names, rows, scenes, in_text=_in_text(readings), served=served)
    data["main"] = names.get(main or "", "")
    data["opening"] = {
        "view": opening.view,
        "at": names.get(opening.at, opening.at),
        "by": opening.by,
        "depth": opening.depth or 0,
    }
    parts: dict[str, Any] = {
        "argument_rows": argument_rows,
        "power_rows": power_rows,
        "others": others,
        "items": graph.nodes,
        "names": names,
        "kinds": KINDS,
        "standings": STANDINGS,
        "usual_holder": usual_holder(graph),
        "start": start_page(summary, names, served=served) if summary else None,
        "served": served,
        "share": graph.graph.get("share"),
        "reading": reading_view(readings, graph, names) if readings else None,
        "left_out": graph.graph.get("left_out", 0),
        "picture": Markup(svg(scene, title=title, fragment=True)) if scene else "",  # noqa: S704 – built as XML, escaped
    }
    return page(network(graph, scene or Scene((), {}, (), {})), title, data, parts)


def _in_text(readings: Sequence[Reading]) -> set[str]:
    """The items with a passage in the texts of a page."""
    return {item for reading in readings for item in reading.places}


def _main(graph: MultiDiGraph[str], opening: Opening) -> str | None:
    """The statement that the argument starts from: the main thesis, else what the map opens at, else the first."""
    nodes = graph.nodes
    statements = [key for key, node in graph.nodes(data=True) if node["kind"] in STATEMENTS]
    wanted = (
        graph.graph.get("main"),
        opening.at,
        *(k for k in statements if nodes[k]["kind"] == "thesis"),
        *statements,
    )
    return next((str(key) for key in wanted if key in nodes and nodes[str(key)]["kind"] in STATEMENTS), None)
