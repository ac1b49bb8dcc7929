"""The pages of the atlas: which part of the corpus each holds, and what it is told of the server.

A small corpus is one page. Of a larger one the start page sums all of it up and holds the statements nearest to the
main thesis; a world holds those nearest to one item, and its edges lead to the next; a section and the map of power
are pages of their own. Pages are the same for all visitors and are kept until the store changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from app.drawing import MOST
from app.web.site import Site
from app.web.summing import summed
from graph import Reading, UnknownItemError, corpora_of, prefixes, projection, reading_of, readings
from ontology import CORPORA
from viz import STATEMENTS, Map, Opening, Served, answer_scene, atlas, served_assets

if TYPE_CHECKING:
    from networkx import MultiDiGraph

MOST_NEAR = 300
"""How many statements a world has. The time to make it grows with this, and so does what a browser must read."""

MOST_POLICIES = 60
"""How many policies the map of power of a large corpus has."""

MOST_WHOLE = 600
"""Up to so many statements, the world around any item is the whole corpus: one page, made once."""

BASE = CORPORA.removesuffix("corpus/")
"""What the IRIs of all that has a page on this server begin with."""

_COUNT = "SELECT (COUNT(?item) AS ?n) { ?item a ca:Statement }"
_IN_SECTION = """SELECT ?item (MIN(?at) AS ?start) {{
  ?place ca:section <{0}> ; oa:hasSelector/oa:start ?at . ?note oa:hasTarget ?place ; oa:hasBody ?item .
  ?item a ca:Statement
}} GROUP BY ?item ORDER BY ?start ?item"""
_IN_SOURCE = """SELECT ?item (MIN(?at) AS ?start) {{
  ?place oa:hasSource <{0}> ; oa:hasSelector/oa:start ?at . ?note oa:hasTarget ?place ; oa:hasBody ?item .
  ?item a ca:Statement
}} GROUP BY ?item ORDER BY ?start ?item"""
_PART = """SELECT ?kind ?number ?title ?source {{
  <{0}> ca:kind ?kind ; dcterms:title ?title .
  OPTIONAL {{ <{0}> schema:position ?number ; dcterms:isPartOf ?source }}
}}"""
_POLICIES = """SELECT ?item (COUNT(?link) AS ?n) { ?link a ca:PowerLink ; ca:policy ?item } GROUP BY ?item
ORDER BY DESC(?n) ?item"""
_MAIN_OF = "SELECT ?thesis {{ <{0}> ca:mainThesis ?thesis }} LIMIT 1"


@dataclass(frozen=True)
class Section:
    """A section of a source, or a source.

    Attributes:
        iri: Its IRI.
        title: Its title.
        number: The section's number; 0 for a source.
        corpus: The name of its corpus.
    """

    iri: str
    title: str
    number: int
    corpus: str


def count_of(site: Site) -> int:
    """Return how many statements there are."""
    return int(site.cache.get("statements", lambda: next(row["n"] for row in site.store.ask(_COUNT))))


def start_page(site: Site) -> str:
    """Return the page that sums up the whole corpus, with all of it where it is not too large."""
    number = count_of(site)
    if number <= MOST:
        return site.cache.get("atlas", lambda: _whole(site))
    version, summary = summed(site)
    return site.cache.get(
        ("atlas", version, summary.standing is not None),
        lambda: _page(site, _near(site, None, 1), Opening("start"), summary=summary),
    )


def holds_all(site: Site) -> bool:
    """Whether the world around any item is the whole corpus."""
    return count_of(site) <= MOST_WHOLE


def world_page(site: Site, item: str, page: int = 1) -> str:
    """Return the page around an item; of a small corpus the whole.

    Args:
        site: The site.
        item: The IRI of the item.
        page: Which share of what bears on it, where that is very much.

    Raises:
        UnknownItemError: When the store says nothing of it.
    """
    if holds_all(site):
        return start_page(site)
    return site.cache.get(("world", item, page), lambda: _page(site, _near(site, item, page), around=item))


def section_page(site: Site, section: Section, page: int = 1) -> str:
    """Return the page of a section or a source: its statements and, where it is attached, its text."""
    return site.cache.get(("section", section.iri, page), lambda: _section(site, section, page))


def power_page(site: Site) -> str:
    """Return the page of all policies and types of power."""
    if count_of(site) <= MOST:
        return start_page(site)
    return site.cache.get("power", lambda: _power(site))


def answer_page(site: Site, drawn: Map) -> str:
    """Return the page of an answer that was drawn (`app.drawing.draw_answer`)."""
    left_out = drawn.left_out
    about = f"This map holds what the answer names; {left_out:,} more statements are elsewhere." if left_out else ""
    return drawn.html(_served(site, about=about))


def section_of(site: Site, name: str) -> Section | None:
    """Return the section or source of an IRI; None where it is neither."""
    row = next(iter(site.store.ask(_PART.format(name))), None)
    if row is None or not row["kind"].endswith(("#Section", "#Source")):
        return None
    source = row.get("source", name)
    corpus = source.removeprefix(CORPORA).partition("/")[0]
    return Section(name, row["title"], int(row.get("number", 0)), corpus)


def main_of_source(site: Site, source: str) -> str:
    """Return the main thesis that a source names; "" for none."""
    return next((row["thesis"] for row in site.store.ask(_MAIN_OF.format(source))), "")


def drawable(graph: "MultiDiGraph[str]", item: str) -> str:
    """Return what a map can show of an item: itself, or of a relation the first statement that it joins; else ""."""
    if item in graph and graph.nodes[item]["kind"] in (*STATEMENTS, "policy", "power", "actor"):
        return item
    ends = (end for start, end, key in graph.edges(keys=True) if key == item)
    return next((end for end in ends if graph.nodes[end]["kind"] in STATEMENTS), "")


def asset_addresses() -> dict[str, str]:
    """Return the addresses of what pages load; they change when it does, so that browsers may keep it for good."""
    kinds = {"style": "atlas.css", "first": "atlas-first.js", "script": "atlas.js"}
    texts = served_assets()
    return {name: f"/static/{file}?{sha256(texts[name][1].encode()).hexdigest()[:12]}" for name, file in kinds.items()}


def _whole(site: Site) -> str:
    graph = projection(site.store)
    return _page(site, graph, Opening("start"), summary=summed(site)[1], texts=readings(site.store))


def _near(site: Site, item: str | None, page: int) -> "MultiDiGraph[str]":
    return projection(site.store, around=item, most=MOST_NEAR, page=page)


def _page(
    site: Site,
    graph: "MultiDiGraph[str]",
    opening: Opening | None = None,
    *,
    title: str = "",
    around: str = "",
    summary: Any = None,
    texts: Iterable[Reading] = (),
    about: str = "",
) -> str:
    """Return a page of a part of the corpus."""
    scene = None
    if around:
        shown = drawable(graph, around)
        if not shown:
            raise UnknownItemError(around, ())
        title, around = graph.nodes[shown]["label"], shown
        opening, scene = _opened_around(graph, shown)
    about = about or _about(graph, title)
    drawn = atlas(
        graph,
        title=title or _name(site),
        opening=opening or Opening("start"),
        summary=summary,
        readings=list(texts),
        scene=scene,
    )
    served = _served(site, around=around, about=about)
    addresses = dict(served.addresses)
    if summary:
        addresses["argument"] = ""
    if around and not texts:
        addresses["text"] = _text_beside(graph, around, served)
    if opening and opening.view == "power":
        addresses["power"] = ""
    return drawn.html(replace(served, addresses=addresses))


def _opened_around(graph: "MultiDiGraph[str]", item: str) -> tuple[Opening, Any]:
    """Return what a page around an item opens at: itself in focus; of an actor all that names them."""
    if graph.nodes[item]["kind"] != "actor":
        return Opening("focus", item), None
    naming = [one for one, _, edge in graph.in_edges(item, data=True) if edge["relation"] in ("about", "held_by")]
    return Opening("answer"), answer_scene(graph, [item, *dict.fromkeys(naming)])


def _about(graph: "MultiDiGraph[str]", title: str) -> str:
    left_out = graph.graph["left_out"]
    if not left_out:
        return ""
    here = sum(node["kind"] in STATEMENTS for _, node in graph.nodes(data=True))
    if title:
        return f"This page holds the {here:,} statements nearest to “{title}”, of {here + left_out:,}."
    rest = f"the map begins with the {here:,} nearest to the main thesis"
    return f"The overview counts all {here + left_out:,} statements; {rest}."


def _section(site: Site, section: Section, page: int) -> str:
    query = _IN_SECTION if section.number else _IN_SOURCE
    items = [row["item"] for row in site.store.ask(query.format(section.iri))]
    chosen = items[(page - 1) * MOST_WHOLE : page * MOST_WHOLE]
    graph = projection(site.store, items=chosen)
    is_attached = section.corpus in site.store.attached()
    texts = [reading_of(site.store, section.corpus, list(graph), section.number or None)] if is_attached else []
    opening = (
        Opening("section", str(section.number))
        if section.number and chosen
        else Opening("reading" if texts else "argument")
    )
    about = f"This page holds {_counted(len(chosen), len(items))} of “{section.title}”."
    return _page(site, graph, _possible(graph, opening), title=section.title, texts=texts, about=about)


def _counted(some: int, of: int) -> str:
    return f"the {of:,} statements" if some == of else f"{some:,} of the {of:,} statements"


def _possible(graph: "MultiDiGraph[str]", opening: Opening) -> Opening:
    """Return an opening that a page can show: the argument needs a statement."""
    if opening.view != "argument":
        return opening
    first = next((key for key, node in graph.nodes(data=True) if node["kind"] in STATEMENTS), "")
    return Opening("argument", first) if first else Opening("power")


def _power(site: Site) -> str:
    policies = [row["item"] for row in site.store.ask(_POLICIES)]
    shown = policies[:MOST_POLICIES]
    graph = projection(site.store, items=shown)
    some = f"{len(shown)} of the " if len(shown) < len(policies) else "the "
    about = f"This page holds {some}{len(policies):,} policies that bear on power, those with most links first."
    return _page(site, graph, Opening("power"), title="Power and policy", about=about)


def _text_beside(graph: "MultiDiGraph[str]", item: str, served: Served) -> str:
    """Return the address of the text in which an item stands; "" where it is not attached."""
    node = graph.nodes[item]
    if node.get("source") not in served.texts:
        return ""
    return served.addresses["part"].replace("{}", quote(served.name(node["part"]), safe="")) + "#/reading"


def _name(site: Site) -> str:
    titles = [corpus.title for corpus in corpora_of(site.store).values()]
    return titles[0] if len(titles) == 1 else "Claims"


def _served(site: Site, *, around: str = "", about: str = "") -> Served:
    corpora = corpora_of(site.store)
    attached = site.store.attached()
    known = {prefix: space for prefix, space in prefixes().items() if space.startswith(BASE) and space.endswith("/")}
    own = {name: corpus.namespace for name, corpus in corpora.items() if corpus.namespace not in known.values()}
    notes = {"notes": f"{CORPORA}notes/"}
    spaces = {**known, **notes, **own}
    name = Served({}, {}, spaces).name(around) if around else ""
    return Served(
        addresses={
            "overview": "/",
            "argument": "/" if about else "",
            "text": "",
            "power": "/map?view=power" if about else "",
            "around": "/map?around={}",
            "part": "/map?part={}",
            "search": "/api/search?q={}",
            "add": "/add",
            "edit": "/items/{}/edit",
            "retract": "/items/{}/retract",
            "history": "{page}#history",
        },
        assets=asset_addresses(),
        namespaces=spaces,
        site=BASE.removesuffix("/"),
        around=around,
        page=f"/map?around={quote(name, safe='')}&page={{}}" if name else "",
        texts=frozenset(corpus.source for name, corpus in corpora.items() if name in attached),
        about=about,
    )
