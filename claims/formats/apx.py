"""APX, the format of ASPARTIX and of ICCMA until 2019: `arg(a).` and `att(a,b).` as facts of a logic program.

Names that are written here are constants of answer set programming: a small letter, then small letters, digits and
underscores (https://www.dbai.tuwien.ac.at/research/argumentation/aspartix/); read are also those that begin with
another letter or a digit, as the competition had them, and texts in quotation marks. Comments, after %, say what each
stands for. Facts may stand in any order, and be said again, as in any logic program.
"""

import re
from pathlib import Path

from claims.formats.argument import Argument
from claims.formats.as_framework import framework
from claims.formats.as_words import free_id, one_line
from claims.formats.attack_graph import MOST, AttackGraph, Faults, Meanings, attack_graph, shown
from claims.formats.untrusted import read_text
from claims.identifiers import slug

_NO_NAMES = ("not",)
"""Words of the language, which can be no constants."""
_NAME = r"""(\w[\w'-]*+|"(?:[^"\\\n]|\\[^\n])*+")"""
_FACT = re.compile(
    rf"arg\s*+\(\s*+{_NAME}\s*+\)\s*+\."
    rf"|att\s*+\(\s*+{_NAME}\s*+,\s*+{_NAME}\s*+\)\s*+\."
    r"|%[^\n]*+|\s++|([^\s%.][^\n%.]*+\.?|\.)"
)
_COMMENT = re.compile(r"%([^\n]*)")
_MEANING = re.compile(r"^% ([a-z][a-z0-9_]*): (\S[^\n]*)", re.M)


def recognises(path: Path, head: str) -> bool:
    """Return whether a file that begins so is of this format."""
    facts = re.search(r"^[ \t]*+(?:arg|att)[ \t]*+\(", head.removeprefix("\ufeff"), re.M)
    return facts is not None and path.suffix.lower() in (".apx", ".lp", ".dl", ".txt", ".af")


def read(path: Path) -> Argument:
    """Return the argument of a file; see `parse`."""
    return parse(read_text(path), str(path))


def parse(text: str, name: str) -> Argument:
    r"""Return a framework as an argument: a statement for each argument, a conflict for each attack.

    Raises:
        FormatError: When it has faults; tells all, with their lines.

    Example:
        >>> argument = parse("arg(a). arg(b).\natt(b,a).\n", "toll")
        >>> [(node.id, node.type) for node in argument.nodes.values()]
        [('a', 'I'), ('b', 'I'), ('b attacks a', 'CA')]
    """
    return parse_graph(text, name).argument(name, "apx")


def parse_graph(text: str, name: str) -> AttackGraph:
    """Return the framework that a text holds; see `parse`."""
    faults = Faults(name)
    places, attacks = _facts(text, faults)
    lines = _Lines(text)
    pairs = []
    for attacker, attacked, at in attacks:
        ends = places.get(attacker), places.get(attacked)
        if ends[0] is not None and ends[1] is not None:
            pairs.append((ends[0], ends[1]))
        for one in (one for one in (attacker, attacked) if one not in places):
            faults.add(lines.at(at), f"There is no argument “{shown(one)}”; say “arg({shown(one)}).” somewhere.")
    if len(places) > MOST:
        faults.add(0, f"It has {len(places):,} arguments; there may be {MOST:,}.")
    faults.refuse()
    return attack_graph([*places], len(places), pairs, _meanings(text, places))


def _facts(text: str, faults: Faults) -> tuple[dict[str, int], list[tuple[str, str, int]]]:
    """Return the arguments with their places, and the attacks by names, each with where it stands."""
    lines = _Lines(text)
    places: dict[str, int] = {}
    attacks: list[tuple[str, str, int]] = []
    for fact in _FACT.finditer(text):
        one, attacker, attacked, other = fact.groups()
        if attacker is not None:
            attacks.append((attacker, attacked, fact.start()))
        elif one is not None:
            places.setdefault(one, len(places))
        elif other is not None:
            message = f"“{shown(other)}” is neither “arg(a).” nor “att(a,b).”; nothing else is read."
            faults.add(lines.at(fact.start()), message)
    return places, attacks


class _Lines:
    """Tells the lines of places in a text, which are asked for in order, or from the beginning again."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1

    def at(self, place: int) -> int:
        """Return the number of the line, from 1."""
        if place < self._at:
            self._at, self._line = 0, 1
        self._line += self._text.count("\n", self._at, place)
        self._at = place
        return self._line


def _meanings(text: str, places: dict[str, int]) -> Meanings:
    first = _COMMENT.search(text)
    told = Meanings(first[1] if first else "")
    for said in _MEANING.finditer(text) if told.is_ours else ():
        told.take(places.get(said[1]), said[2])
    return told


def generate(argument: Argument) -> str:
    """Return an argument as an abstract argumentation framework in APX; see `as_framework`."""
    made = framework(argument)
    taken, counts = set(_NO_NAMES), dict[str, int]()
    names = {one: free_id(_name(one), taken, counts, "_") for one in made.members}
    lines = [f"% {line}" for line in made.header()]
    lines += (f"% {names[one]}: {one_line(one)} {member.title}" for one, member in made.members.items())
    lines += (f"arg({names[one]})." for one in made.members)
    lines += (f"att({names[one]},{names[other]})." for one, other in made.attacks)
    return "\n".join([*lines, ""])


def _name(one: str) -> str:
    """Return a constant for an id: its words in small Latin letters, behind “a” where it does not begin with one."""
    words = slug(one).replace("-", "_")
    return words if words[0].isalpha() else f"a{words}"
