"""Files of abstract argumentation frameworks for solvers: numbers only, in whichever of the formats they are."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from claims.formats import apx, iccma, tgf
from claims.formats.attack_graph import AttackGraph
from claims.formats.untrusted import failure, read_text

_READERS: Mapping[str, Callable[[str, str], AttackGraph]] = {
    "iccma": iccma.parse_graph,
    "apx": apx.parse_graph,
    "tgf": tgf.parse_graph,
}


def read_attack_graph(path: Path) -> tuple[AttackGraph, str]:
    """Return the framework of a file, and the name of its format: iccma, apx or tgf.

    Args:
        path: The file. Its format is told by its content and extension, or else by its content alone.

    Raises:
        FormatError: When it cannot be read, is of another format, or has faults; tells all, with their lines.
    """
    text = read_text(path)
    found = next((name for name, module in _MODULES if module.recognises(path, text[:20_000])), None)
    found = found or next((name for name, end in _ENDS if path.suffix.lower() == end), None)
    found = found or next((name for name, sign in _SIGNS if sign.search(text)), None)
    if found is None:
        message = "It is neither in ICCMA's format (“p af 3”) nor in APX (“arg(a).”) nor in TGF (a line “#”)."
        raise failure(str(path), "", message)
    return _READERS[found](text, str(path)), found


_MODULES = (("iccma", iccma), ("apx", apx), ("tgf", tgf))
_ENDS = (("iccma", ".af"), ("apx", ".apx"), ("tgf", ".tgf"))
_SIGNS = (("apx", re.compile(r"^[ \t]*+(?:arg|att)[ \t]*+\(", re.M)), ("tgf", re.compile(r"^[ \t]*+#[ \t\r]*+$", re.M)))
"""What tells of a format in a file of whatever name, where it is said to be a framework."""
