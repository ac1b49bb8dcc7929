"""From a store to a map: finds what is asked for, takes the part of the graph around it, and opens the atlas there."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from app.answered import LABEL, Triple, columns_of, named_in
from app.options import say, write_output
from app.text_map import titles
from graph import (
    Answer,
    RetractedItemError,
    Store,
    UnknownItemError,
    find_item,
    main_thesis,
    projection,
    readings,
    summary,
)
from viz import STATEMENTS, Map, MapError, Opening, answer_scene, atlas

if TYPE_CHECKING:
    from networkx import MultiDiGraph

MOST = 2000
"""How many statements of a corpus go into one map; of a larger one, those around what is asked for."""

MOST_SERVED = 600
"""The same for a page of a server, which is made while somebody waits."""

_VIEWS = ("thesis", "start", "power", "reading")
_SECTION = re.compile(r"section[\s_-]*([0-9]{1,9})", re.IGNORECASE)
_QUERY = re.compile(r"(\s*(#.*\n|(prefix|base)\b[^>]*>))*\s*(select|construct|describe|ask)\b.*[{<:]", re.I | re.S)
_SECTIONS = """SELECT ?section ?number ?title {
  ?section a ca:Section ; schema:position ?number ; dcterms:title ?title
} ORDER BY ?number ?section"""
_IN_SECTION = """SELECT DISTINCT ?item {{
  ?note oa:hasBody ?item ; oa:hasTarget/ca:section/schema:position {0} . ?item a ca:Statement
}} ORDER BY ?item"""
_MARK = b'name="generator" content="claimatlas'


class UnknownSectionError(UnknownItemError):
    """No section of that number; tells which there are."""

    def __init__(self, number: int, known: Sequence[str]) -> None:
        super().__init__(f"section-{number}", known)
        there = f"There are {', '.join(known)}." if known else "This store has no sections."
        self.args = (f"There is no section {number}. {there}",)


class _Place(NamedTuple):
    """What a map is to show: its view ("item" until its kind is known), the item or section, a title, its items."""

    view: str
    at: str = ""
    title: str = ""
    items: tuple[str, ...] = ()


def is_query(what: str) -> bool:
    """Whether WHAT is a query in SPARQL, and no name."""
    return _QUERY.match(what) is not None


def first_view(store: Store) -> str:
    """Return what is shown where nothing is asked for: the main thesis, or the overview where there is no argument."""
    try:
        main_thesis(store)
    except UnknownItemError:
        return "start"
    return "thesis"


def draw(store: Store, what: str = "thesis", *, focus: bool = False, depth: int | None = None, by: str = "") -> Map:
    """Return the map of a store, opened at what is asked for.

    Args:
        store: The store.
        what: thesis, start, power, reading, section-N, or the name of an item (see `find_item`).
        focus: Whether to show the item amid its neighbours on both sides.
        depth: How many steps are unfolded at first; by default a screenful.
        by: How the map of power is grouped: power, actor or instrument.

    Raises:
        UnknownItemError: When there is no such item or section; tells what there is.
        MapError: When it has no map, or an option does not go with it.
    """
    place = _place(store, what)
    if by and place.view != "power":
        raise MapError("--by groups the map of power: `claimatlas map power --by actor`.", what)
    if focus and place.view != "item":
        raise MapError(f"--focus shows an item amid its neighbours, and “{what}” is none; give an ID.", what)
    if place.view == "item":
        graph = projection(store, around=place.at, most=MOST)
        place = _item(graph.nodes[place.at] if place.at in graph else {}, place.at, focus)
    else:
        graph = projection(store, items=place.items or None, most=MOST)
    texts = readings(store)
    if place.view == "reading" and not any(text.is_attached for text in texts):
        raise MapError("There is no text to read: `claimatlas source attach FILE` attaches it to your store.", what)
    _tell_left_out(graph.graph)
    opening = Opening(place.view, at=place.at, depth=depth, by=by or "power")
    return atlas(graph, title=place.title, opening=opening, summary=summary(store), readings=texts)


def draw_answer(store: Store, answer: Answer, title: str, *, is_served: bool = False) -> Map:
    """Return the map of the answer to a query: the items that it names, and the links among them.

    Args:
        store: What was asked.
        answer: Its answer.
        title: Of the map.
        is_served: Whether it is for a page of a server, where the overview and the texts are pages of their own.

    Raises:
        MapError: When the answer is yes or no, or names no item.
    """
    named = named_in(store, answer)
    graph = projection(store, items=named.items or None, most=MOST_SERVED if is_served else MOST)
    try:
        scene = answer_scene(graph, named.items, [*_labels(store, graph, named.links), *named.links])
    except MapError as error:
        raise MapError(f"{error} {columns_of(answer)}", error.item) from None
    if is_served:
        return atlas(graph, title=title, opening=Opening("answer"), scene=scene)
    _tell_left_out(graph.graph)
    return atlas(
        graph,
        title=title,
        opening=Opening("answer"),
        summary=summary(store),
        readings=readings(store),
        scene=scene,
    )


def title_of(query: str) -> str:
    """Return what a query calls itself: its first comment line, else “Answer”."""
    found = re.search(r"^\s*#+[ \t]*(?:title:)?[ \t]*(\S.*)", query, re.MULTILINE)
    return found[1].strip() if found else "Answer"


def file_name(what: str) -> str:
    """Return the name of the file that a map of WHAT is written to by default."""
    local = "answer" if is_query(what) else re.split(r"[:/#]", what.rstrip(":/#>"))[-1]
    plain = re.sub(r"[^\w.-]+", "-", local).strip("-.")[:100]
    return f"{plain or 'map'}.html"


def check_output(output: Path | None) -> None:
    """See that a map can be written in the format that the name of a file tells.

    Raises:
        click.UsageError: When it cannot.
    """
    if output and output.suffix.lower() not in ("", ".html", ".htm", ".svg"):
        raise click.UsageError(f"A map is written as .html or .svg, not as {output.suffix}.")


def write_map(drawn: Map, output: Path | None, default: str) -> Path:
    """Write a map, as a drawing where the file's name ends in .svg; print and return where it is.

    Args:
        drawn: The map.
        output: The file; by default one of the default name, unless what is there is no map.
        default: The default name.

    Raises:
        click.ClickException: When it cannot be written.
        MapError: When it is to be a drawing, and its view has none.
    """
    target = output or Path(default)
    if output is None and target.exists() and _MARK not in target.read_bytes()[:4096]:
        raise click.ClickException(f"{target} exists and is no map; choose another name with -o.")
    content = drawn.svg() if target.suffix.lower() == ".svg" else drawn.html()
    write_output(content.encode("utf-8"), target)
    click.echo(target)
    return target


def _labels(store: Store, graph: "MultiDiGraph[str]", links: Sequence[Triple]) -> list[Triple]:
    """Return the names, as triples, that the store has for what is no item of the graph, such as a topic."""
    ends = {end for start, predicate, value in links if predicate != LABEL for end in (start, value)}
    given = {start for start, predicate, _ in links if predicate == LABEL}
    return [(iri, LABEL, title) for iri, title in titles(store, ends - given - set(graph)).items()]


def _place(store: Store, what: str) -> _Place:
    section = _SECTION.fullmatch(what.strip())
    if section:
        return _section(store, int(section[1]))
    if what in ("start", "reading"):
        return _Place(what, title=_name(store))
    if what == "power":
        return _Place(what, title="Power and policy")
    iri = main_thesis(store) if what == "thesis" else _find(store, what)
    found = next((row for row in store.query(_SECTIONS) if row["section"] == iri), None)
    return _section(store, int(found["number"])) if found else _Place("item", iri)


def _find(store: Store, what: str) -> str:
    """Return the item of a name; where there is none, the error suggests views too."""
    try:
        return find_item(store, what)
    except RetractedItemError:
        raise
    except UnknownItemError as error:
        from rapidfuzz import fuzz, process

        near = [view for view, _, _ in process.extract(what, _VIEWS, scorer=fuzz.ratio, limit=1, score_cutoff=75)]
        raise UnknownItemError(what, [*near, *error.nearest][:5]) from None


def _section(store: Store, number: int) -> _Place:
    titles = {row["number"]: row["title"] for row in store.query(_SECTIONS)}
    if str(number) not in titles:
        raise UnknownSectionError(number, [f"section-{known} ({title})" for known, title in titles.items()])
    items = tuple(row["item"] for row in store.query(_IN_SECTION.format(number)))
    return _Place("section", str(number), titles[str(number)], items)


def _name(store: Store) -> str:
    titles = [row["title"] for row in store.query("SELECT ?title { ?s a ca:Source ; dcterms:title ?title } LIMIT 2")]
    return titles[0] if len(titles) == 1 else "Claims"


def _item(node: dict[str, str], iri: str, focus: bool) -> _Place:
    """Return the view of an item: of a statement its argument, of a policy or a type of power what is around it."""
    kind = node.get("kind", "")
    around = ("policy", "power", *STATEMENTS, "actor") if focus else ("policy", "power")
    if kind in around:
        return _Place("focus", iri, node["label"])
    if kind in STATEMENTS:
        return _Place("argument", iri, node["label"])
    what = f"“{node.get('id') or iri}”{f' ({kind})' if kind else ''} is none of these"
    hint = " --focus shows what is around it." if kind == "actor" else ""
    raise MapError(f"A map starts from a statement, a policy or a type of power; {what}.{hint}", iri)


def _tell_left_out(told: dict[str, int]) -> None:
    count = told.get("left_out", 0)
    if count:
        verb = "statements are" if count > 1 else "statement is"
        say(f"{count:,} {verb} not in this map, which would grow too large; `claimatlas map ID` shows any of them.")
