"""The Trivial Graph Format, as tools for abstract argumentation read it: nodes with labels, `#`, then attacks.

It has no comments, so the labels say what each argument is. https://en.wikipedia.org/wiki/Trivial_Graph_Format
"""

from pathlib import Path

from claims.formats.argument import Argument
from claims.formats.as_framework import framework
from claims.formats.as_words import one_line
from claims.formats.attack_graph import MOST, AttackGraph, Faults, Meaning, Meanings, attack_graph, shown
from claims.formats.untrusted import read_text

_ATTACKS = ("att", "attack", "attacks", "-")
"""What an edge may be labelled and still be an attack."""


def recognises(path: Path, head: str) -> bool:
    """Return whether a file that begins so is of this format; its extension has to say so too."""
    return path.suffix.lower() == ".tgf" and head.strip() != ""


def read(path: Path) -> Argument:
    """Return the argument of a file; see `parse`."""
    return parse(read_text(path), str(path))


def parse(text: str, name: str) -> Argument:
    r"""Return a framework as an argument: a statement for each node, a conflict for each edge.

    Raises:
        FormatError: When it has faults; tells all, with their lines.

    Example:
        >>> argument = parse("a The toll is high.\nb It is not.\n#\nb a\n", "toll")
        >>> [(node.id, node.text) for node in argument.nodes.values()]
        [('a', 'The toll is high.'), ('b', 'It is not.'), ('b attacks a', '')]
    """
    return parse_graph(text, name).argument(name, "tgf")


def parse_graph(text: str, name: str) -> AttackGraph:
    """Return the framework that a text holds; see `parse`."""
    faults = Faults(name)
    places: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    told = Meanings("")
    is_below = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() == "#" and not is_below:
            is_below = True
        elif is_below:
            _edge(line, number, places, pairs, faults)
        elif line.strip():
            _node(line, number, places, told, faults)
    if not is_below:
        faults.add(0, "There is no line “#” between the nodes and the edges.")
    if len(places) > MOST:
        faults.add(0, f"It has {len(places):,} nodes; there may be {MOST:,}.")
    faults.refuse()
    return attack_graph([*places], len(places), pairs, told)


def _node(line: str, number: int, places: dict[str, int], told: Meanings, faults: Faults) -> None:
    name, label = [*line.split(maxsplit=1), ""][:2]
    if name in places:
        faults.add(number, f"There are two nodes “{shown(name)}”; each needs a name of its own.")
        return
    place = places[name] = len(places)
    if label.strip():
        one, colon, title = label.strip().partition(": ")
        told.meanings[place] = Meaning(one if colon and " " not in one else "", title, label.strip())


def _edge(line: str, number: int, places: dict[str, int], pairs: list[tuple[int, int]], faults: Faults) -> None:
    said = line.split(maxsplit=2)
    if not said:
        return
    label = said[2].strip() if len(said) == 3 else "-"
    if len(said) < 2 or label.lower() not in _ATTACKS:
        faults.add(number, f"“{shown(line)}” is no attack; say which node attacks which, by their names.")
        return
    unknown = [one for one in said[:2] if one not in places]
    for one in unknown:
        faults.add(number, f"There is no node “{shown(one)}”.")
    if not unknown:
        pairs.append((places[said[0]], places[said[1]]))


def generate(argument: Argument) -> str:
    """Return an argument as an abstract argumentation framework in TGF; see `as_framework`."""
    made = framework(argument)
    numbers = made.numbers()
    lines = [f"{numbers[one]} {one_line(one)}: {member.title}" for one, member in made.members.items()]
    lines += ["#", *(f"{numbers[one]} {numbers[other]}" for one, other in made.attacks)]
    return "\n".join([*lines, ""])
