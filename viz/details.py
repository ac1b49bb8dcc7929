"""What the panel beside a map tells of an item: facts, figures, passage, and links both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from viz.kinds import BEARINGS, KINDS, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from networkx import MultiDiGraph

# Relations between two items that the panel lists as they are; those through an inference need more care (_steps).
_PLAIN = ("supports", "attacks", "rephrases", "broader", *BEARINGS)
_SPOKEN_OF = {("about", "policy"), ("subject", "power")}
_AUTHOR_STANDS = {
    "asserted": "asserted by the author",
    "granted": "granted by the author",
    "reported": "reported, not endorsed",
    "rejected": "reported and rejected",
    "predicted": "predicted by the author",
}

Reference = tuple[str, list[str]]  # node key, and for each link with it a few words
Stated = dict[str, list[tuple[str, str]]]


def facts(node: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Pairs of name and value to list for an item; nothing that is empty."""
    section, title = node.get("section"), node.get("section_title", "")
    where = f"Section {section}{f': {title}' if title else ''}, ¶{node.get('paragraph')}" if section else ""
    pairs = (
        ("Held by", ", ".join(node.get("held_by", ()))),
        ("Stance", _AUTHOR_STANDS.get(node.get("commitment", ""), node.get("commitment", ""))),
        ("Implied", "not said in so many words, but needed" if node.get("implicit") else ""),
        ("Instruments", ", ".join(node.get("instruments", ()))),
        ("Carried out by", ", ".join(node.get("carried_out_by", ()))),
        ("Against", ", ".join(node.get("targets", ()))),
        ("Recommended", "yes" if node.get("recommended") else ""),
        ("Since", node.get("start_date", "")),
        ("On", ", ".join(node.get("subjects", ()))),
        ("Where", where),
    )
    return [(name, str(value)) for name, value in pairs if value]


def said_of_power(graph: MultiDiGraph[str]) -> Stated:
    """For each statement that says what a policy does to power: (policy, what it does), in the order of the graph."""
    stated: Stated = {}
    for policy, power, data in graph.edges(data=True):
        if data["relation"] in BEARINGS:
            for statement in data.get("stated_by", ()):
                stated.setdefault(statement, []).append((policy, f"{data['relation']} {_label(graph, power)}"))
    return stated


def references(graph: MultiDiGraph[str], key: str, stated: Stated) -> list[tuple[str, list[Reference]]]:
    """Groups of linked items, each with a heading, such as ("Supported by", […]).

    Args:
        graph: the projection.
        key: node key of the item.
        stated: what `said_of_power` gives for this graph.
    """
    groups: dict[str, dict[str, list[str]]] = {}
    said = (("Says what policies do", policy, note) for policy, note in stated.get(key, ()))
    for heading, item, note in (*_beside(graph, key), *_steps(graph, key), *_sayers(graph, key), *said):
        notes = groups.setdefault(heading, {}).setdefault(item, [])
        if note and note not in notes:
            notes.append(note)
    order = list(dict.fromkeys(_headings()))
    return [(heading, list(groups[heading].items())) for heading in sorted(groups, key=order.index)]


def _headings() -> Iterator[str]:
    for relation in RELATIONS.values():
        yield _capital(relation.passive)
        yield _capital(relation.active)
    yield from ("Undercuts the step to", "Says what policies do", "Speaks of", "Spoken of in", "Touches")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _beside(graph: MultiDiGraph[str], key: str) -> Iterator[tuple[str, str, str]]:
    """Links that the projection has as edges between two items."""
    for source, _, name, data in graph.in_edges(key, keys=True, data=True):
        if data["relation"] in _PLAIN and graph.nodes[source]["kind"] in KINDS:
            yield _capital(RELATIONS[data["relation"]].passive), source, _note(graph, source, key, name, data)
        elif (data["relation"], graph.nodes[key]["kind"]) in _SPOKEN_OF:
            yield "Spoken of in", source, ""
    for _, target, name, data in graph.out_edges(key, keys=True, data=True):
        if data["relation"] in _PLAIN and graph.nodes[target]["kind"] in KINDS:
            yield _capital(RELATIONS[data["relation"]].active), target, _note(graph, key, target, name, data)
        elif data["relation"] == "about" and graph.nodes[target]["kind"] == "policy":
            yield "Speaks of", target, ""


def _note(graph: MultiDiGraph[str], source: str, target: str, name: str, data: Mapping[str, Any]) -> str:
    parts = [data.get("scheme", "")]
    if data.get("linked"):
        premises = (s for s, _, n, d in graph.in_edges(target, keys=True, data=True) if n == name and "linked" in d)
        others = [premise for premise in premises if premise != source]
        labels = " and ".join(f"“{_label(graph, other)}”" for other in others)
        parts.append(f"only together with {labels}" if labels else "")
    if whose := data.get("whose"):
        parts.append(f"power of: {', '.join(whose)}")
    if data.get("basis") == "inferred":
        parts.append("inferred")
    return "; ".join(part for part in parts if part)


def _steps(graph: MultiDiGraph[str], key: str) -> Iterator[tuple[str, str, str]]:
    """Undercuts: they strike an inference, which people know as the step from its premises to its conclusion."""
    for _, step, data in graph.out_edges(key, data=True):
        if graph.nodes[step]["kind"] != "inference":
            continue
        if data["relation"] in ("undercuts", "attacks"):
            for conclusion in _ends(graph, step):
                yield "Undercuts the step to", conclusion, f"from {_premises(graph, step)}"
    for step, _, data in graph.in_edges(key, data=True):
        if data["relation"] == "conclusion":
            for attacker in _attackers(graph, step):
                yield "Has a step undercut by", attacker, f"the step from {_premises(graph, step)}"


def _ends(graph: MultiDiGraph[str], step: str) -> Iterable[str]:
    return (target for _, target, data in graph.out_edges(step, data=True) if data["relation"] == "conclusion")


def _attackers(graph: MultiDiGraph[str], step: str) -> Iterable[str]:
    return (s for s, _, data in graph.in_edges(step, data=True) if data["relation"] in ("undercuts", "attacks"))


def _premises(graph: MultiDiGraph[str], step: str) -> str:
    sources = (s for s, _, data in graph.in_edges(step, data=True) if data["relation"] == "premise")
    return " and ".join(f"“{_label(graph, source)}”" for source in sources)


def _sayers(graph: MultiDiGraph[str], key: str) -> Iterator[tuple[str, str, str]]:
    """For a policy or a type of power, the statements that say what the one does to the other."""
    for _, power, data in graph.out_edges(key, data=True):
        for statement in data.get("stated_by", ()):
            if statement in graph:
                yield "Said by", statement, f"{data['relation']} {_label(graph, power)}"


def _label(graph: MultiDiGraph[str], key: str) -> str:
    return str(graph.nodes[key].get("label", ""))
