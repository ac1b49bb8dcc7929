"""A page with nothing but the panel of legend and filters, on made-up items, and what stands in for the rest."""

import json
from importlib.resources import files
from typing import Any

from viz.kinds import KINDS, RELATIONS

# Items as (id, kind, further fields); other items are named by their ids.
ITEMS: list[tuple[str, str, dict[str, Any]]] = [
    ("ferry-pays", "thesis", {"holders": ["The town clerk"], "stance": "asserted", "section": 1, "powers": ["soft"]}),
    ("trust-grows", "claim", {"holders": ["The town clerk"], "stance": "asserted", "section": 1, "powers": ["draw"]}),
    ("stalls", "evidence", {"holders": ["The guild"], "stance": "reported", "section": 2, "actors": ["Alden"]}),
    ("too-dear", "counterargument", {"holders": ["The guild"], "stance": "rejected", "section": 2, "powers": ["hard"]}),
    ("toll", "policy", {"actors": ["Alden", "The far shore"], "powers": ["hard", "draw"], "section": 2}),
    ("hard", "power", {"label": "Hard power", "policies": ["toll"]}),
    ("soft", "power", {"label": "Soft power", "below": ["draw"]}),
    ("draw", "power", {"label": "Attraction", "policies": ["toll"], "above": ["soft"]}),
    ("alden", "actor", {"label": "Alden"}),
]
LINKS = [
    ("trust-grows", "ferry-pays", "supports", 1, True, False),
    ("stalls", "ferry-pays", "supports", 1, True, False),
    ("stalls", "trust-grows", "supports", 2, False, False),
    ("too-dear", "ferry-pays", "attacks", 0, False, False),
    ("draw", "soft", "broader", 0, False, False),
    ("toll", "hard", "wields", 0, False, False),
    ("toll", "draw", "erodes", 0, False, True),
]
# What the page's own data, state and buttons would be; `went` notes each change of state.
STUB = """const atlas = {};
atlas.byId = (name) => document.getElementById("_" + name);
atlas.make = (tag, text, className) => { const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text; if (className) made.className = className; return made; };
atlas.data = (() => {
  const raw = JSON.parse(atlas.byId("data").textContent);
  const items = raw.items.map(([anchor, kind, more], number) => ({ anchor, kind, number, label: anchor, stance: "",
    section: 0, holders: [], actors: [], powers: [], policies: [], above: [], below: [], ...more }));
  const anchors = new Map(items.map((item) => [item.anchor, item]));
  for (const item of items) for (const name of ["powers", "policies", "above", "below"])
    item[name] = item[name].map((other) => anchors.get(other));
  const named = (name) => raw.relations.find((relation) => relation.name === name);
  const links = raw.links.map(([source, target, name, joint, linked, inferred]) => ({
    source: anchors.get(source), target: anchors.get(target), relation: named(name), joint, linked, inferred }));
  return { measures: { font: 16, small: 13 }, kinds: new Map(raw.kinds.map((kind) => [kind.name, kind])),
    relations: raw.relations, items, links, anchors,
    sections: [{ number: 1, title: "The pier" }, { number: 2, title: "" }] };
})();
atlas.state = { view: "argument", filters: {} };
atlas.went = [];
atlas.go = (changed) => {
  Object.assign(atlas.state, changed); atlas.went.push(changed); atlas.filters.show(atlas.state); };
const note = (name) => [name, () => atlas.went.push(name)];
atlas.main = Object.fromEntries(["unfoldMore", "unfoldAll", "foldBack"].map(note));
"""
HTML = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Filters</title>
<style>{style}</style><body><button id="_filters-button" type="button" aria-expanded="false">Filters</button>
<aside id="_filters" class="filters" aria-label="Legend and filters"></aside>
<script type="application/json" id="_data">{data}</script><script>"use strict";{script}
atlas.filters.draw();</script></body></html>"""


def _data() -> str:
    kinds, relations = ([one._asdict() for one in table.values()] for table in (KINDS, RELATIONS))
    return json.dumps({"items": ITEMS, "links": LINKS, "kinds": kinds, "relations": relations})


def filters_page() -> str:
    """The page."""
    folder = files("viz") / "templates"
    script = "\n".join(folder.joinpath(f"{name}.js").read_text("utf-8") for name in ("paint", "legend", "filters"))
    return HTML.format(style=folder.joinpath("filters.css").read_text("utf-8"), data=_data(), script=STUB + script)
