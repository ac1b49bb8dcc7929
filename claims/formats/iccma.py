"""The format of the argumentation competition ICCMA since 2023: `p af N`, then a line `i j` for each attack.

Arguments are the numbers from 1 to N, and a line that begins with # is a comment
(https://iccma2023.github.io/rules.html, solver requirements); comments say here which number is which argument.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from claims.formats.argument import Argument
from claims.formats.as_framework import framework
from claims.formats.as_words import one_line
from claims.formats.attack_graph import MOST, AttackGraph, Faults, Meanings, shown
from claims.formats.untrusted import read_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_HEADER = re.compile(r"p[ \t]+af[ \t]+([0-9]+)[ \t\r]*")
_COMMENT = re.compile(r"^[ \t]*+#[^\n]*", re.M)
_MEANING = re.compile(r"^# ([0-9]{1,9}) (\S[^\n]*)", re.M)
_PORTION = 16_000_000
"""How many characters are looked at at once."""
_DIGITS = 9
"""How many digits a number may have."""


def recognises(path: Path, head: str) -> bool:
    """Return whether a file that begins so is of this format."""
    return re.match(r"\s*+(?:#[^\n]*\n\s*+)*+p[ \t]+af\b", head.removeprefix("\ufeff")) is not None


def read(path: Path) -> Argument:
    """Return the argument of a file; see `parse`."""
    return parse(read_text(path), str(path))


def parse(text: str, name: str) -> Argument:
    r"""Return a framework as an argument: a statement for each argument, a conflict for each attack.

    Raises:
        FormatError: When it has faults; tells all, with their lines.

    Example:
        >>> argument = parse("p af 2\n2 1\n", "toll")
        >>> [(node.id, node.type) for node in argument.nodes.values()]
        [('1', 'I'), ('2', 'I'), ('2 attacks 1', 'CA')]
    """
    return parse_graph(text, name).argument(name, "iccma")


def parse_graph(text: str, name: str) -> AttackGraph:
    """Return the framework that a text holds; see `parse`."""
    import numpy as np  # not needed by those who read other formats

    faults = Faults(name)
    bare = _COMMENT.sub("", text) if "#" in text else text
    size, begin = _header(bare, faults)
    found = [_attacks(portion, size, line, faults) for portion, line in _portions(bare, begin)]
    faults.refuse()
    attacks = np.concatenate([np.zeros((0, 2), np.int32), *found])
    told = _meanings(text)
    return AttackGraph(None, size, attacks[:, 0].copy(), attacks[:, 1].copy(), told.title, told.meanings)


def _header(text: str, faults: Faults) -> tuple[int, int]:
    """Return how many arguments there are, and where the attacks begin."""
    begin = len(text) - len(text.lstrip())
    line = text.count("\n", 0, begin) + 1
    end = text.find("\n", begin)
    end = len(text) if end < 0 else end
    said = _HEADER.fullmatch(text, begin, end)
    if said is None:
        there = f", not with “{shown(text[begin:end])}”." if begin < end else "; there is nothing in it."
        faults.add(line, f"The file must begin with “p af” and the number of arguments{there}")
        return MOST, end if text.startswith("p", begin) else begin
    if len(said[1]) > _DIGITS or int(said[1]) > MOST:
        faults.add(line, f"{shown(said[1])} arguments are too many; there may be {MOST:,}.")
        return MOST, end
    return int(said[1]), end


def _portions(text: str, begin: int) -> Iterator[tuple[str, int]]:
    """Yield the text from a place on in portions of whole lines, each with the number of its first line."""
    line = text.count("\n", 0, begin) + 1
    while begin < len(text):
        cut = text.find("\n", begin + _PORTION)
        end = len(text) if cut < 0 else cut + 1
        yield text[begin:end], line
        line += text.count("\n", begin, end)
        begin = end


def _attacks(text: str, size: int, line: int, faults: Faults) -> "NDArray[np.int32]":
    """Return the attacks that lines say, as pairs of places from 0."""
    import numpy as np

    found = _numbers(text)
    if found is None or (found.size and not 1 <= found.min() <= found.max() <= size):
        for number, one in enumerate(text.split("\n"), line):
            _check(one, size, number, faults)
        return np.zeros((0, 2), np.int32)
    return (found - 1).astype(np.int32)


def _numbers(text: str) -> "NDArray[np.int64] | None":
    """Return the numbers of lines, two of each that is not empty; None where not every line is so."""
    import numpy as np

    if not text.isascii():
        return None
    raw = np.frombuffer(text.encode(), np.uint8)
    is_digit = (raw >= 48) & (raw <= 57)
    if not (is_digit | np.isin(raw, (9, 10, 13, 32))).all():
        return None
    edges = np.flatnonzero(np.diff(is_digit, prepend=False, append=False))
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    before = np.searchsorted(starts, np.flatnonzero(raw == 10))
    of_lines = np.diff(before, prepend=0, append=len(starts))
    if not np.isin(of_lines, (0, 2)).all() or lengths.max(initial=0) > _DIGITS:
        return None
    numbers = np.fromstring(text, np.int64, sep=" ") if len(starts) else np.zeros(0, np.int64)
    return numbers.reshape(-1, 2)


def _check(text: str, size: int, line: int, faults: Faults) -> None:
    """Tell what is wrong with a line."""
    said = text.split(maxsplit=2)
    if not said:
        return
    if len(said) != 2 or not all(one.isascii() and one.isdecimal() for one in said):
        faults.add(line, f"“{shown(text)}” is no attack; say who attacks and who is attacked, as two numbers.")
        return
    for one in said:
        if len(one) > _DIGITS or not 1 <= int(one) <= size:
            faults.add(line, f"There is no argument {shown(one)}; they are numbered from 1 to {size}.")


def _meanings(text: str) -> Meanings:
    """Return what comments say of arguments."""
    first = _COMMENT.search(text)
    told = Meanings(first[0].lstrip(" \t#") if first else "")
    for said in _MEANING.finditer(text) if told.is_ours else ():
        told.take(int(said[1]) - 1, said[2])
    return told


def generate(argument: Argument) -> str:
    """Return an argument as an abstract argumentation framework in ICCMA's format; see `as_framework`.

    Example:
        >>> from claims.formats.argument import Node
        >>> toll = Argument("toll")
        >>> for name in ("a", "b"):
        ...     _ = toll.add(Node(name, "I", f"Statement {name}."))
        >>> _ = toll.relate("k", "CA", ["b"], ["a"])
        >>> [line for line in generate(toll).splitlines() if not line.startswith("#")]
        ['p af 2', '2 1']
    """
    made = framework(argument)
    numbers = made.numbers()
    lines = [f"p af {len(numbers)}", *(f"# {line}" for line in made.header())]
    lines += (f"# {numbers[one]} {one_line(one)} {member.title}" for one, member in made.members.items())
    lines += (f"{numbers[one]} {numbers[other]}" for one, other in made.attacks)
    return "\n".join([*lines, ""])
