"""Who says a node of an AIF graph: the participants of its locutions, or the names that locutions begin with.

A statement is held by those who utter it: the speakers of the locutions that lead to it over an illocution.
"""

from collections.abc import Iterable, Mapping
from itertools import islice

from claims.formats.aif_shape import id_text
from claims.formats.argument import Argument, Json, Node

_MOST = 100
"""How many speakers a statement has at most: all locutions can lead to all statements over one illocution."""
_LONGEST = 80
"""How many characters before “ : ” are still taken for a name."""


def fill(argument: Argument, people: Mapping[str, str]) -> None:
    """Set who holds the locutions and the statements of an argument.

    Args:
        argument: The argument, with its nodes and edges.
        people: The personID of locutions → the person's name; may be empty.
    """
    for node in argument.nodes.values():
        if node.type == "L" and not node.held_by:
            node.held_by = _speakers(node, people)
    for id_, names in heard(argument).items():
        argument.nodes[id_].held_by = argument.nodes[id_].held_by or names


def heard(argument: Argument) -> dict[str, tuple[str, ...]]:
    """Return the id of each statement that somebody utters → the speakers of the locutions that lead to it."""
    types = {node.id: node.type for node in argument.nodes.values()}
    speakers: dict[str, dict[str, None]] = {}
    for edge in argument.edges:
        if types.get(edge.source) == "L" and types.get(edge.target) == "YA":
            _add(speakers, edge.target, argument.nodes[edge.source].held_by)
    found: dict[str, dict[str, None]] = {}
    for edge in argument.edges:
        if types.get(edge.target) == "I" and edge.source in speakers:
            _add(found, edge.target, speakers[edge.source])
    return {id_: tuple(names) for id_, names in found.items()}


def _add(found: dict[str, dict[str, None]], id_: str, names: Iterable[str]) -> None:
    known = found.setdefault(id_, {})
    known.update(dict.fromkeys(islice(names, _MOST - len(known))))


def people_of(participants: Json) -> dict[str, str]:
    """Return personID → name, from what a file has as its participants."""
    rows = participants if isinstance(participants, list) else []
    return {
        id_text(row.get("participantID")): name for row in rows if isinstance(row, dict) and (name := _full_name(row))
    }


def _full_name(row: Mapping[str, Json]) -> str:
    # Some tools write Python's None as a surname in letters.
    parts = [row.get("firstname"), row.get("surname")]
    return " ".join(part.strip() for part in parts if isinstance(part, str) and part.strip() not in ("", "None"))


def _speakers(node: Node, people: Mapping[str, str]) -> tuple[str, ...]:
    told = node.data.get("locution")
    rows = told if isinstance(told, list) else [told]
    names = [people.get(id_text(row.get("personID")), "") for row in rows if isinstance(row, dict)]
    return tuple(dict.fromkeys(name for name in names if name)) or named_in(node.text)


def named_in(text: str) -> tuple[str, ...]:
    """Return the name that a locution's text begins with, before “ : ”; empty where it has none."""
    name, colon, _ = text[: _LONGEST + 3].partition(" : ")
    return (name.strip(),) if colon and name.strip() and "\n" not in name else ()
