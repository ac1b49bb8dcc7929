"""Ids and titles for Argdown, and the words it shares with arguments: kinds as tags, holders and sources as data."""

import re
from collections.abc import Mapping, Sequence

from claims.formats.argument import Json
from claims.formats.free_names import FreeNames
from claims.identifiers import slug

KINDS = ("claim", "thesis", "evidence", "counterargument", "rebuttal")
"""The kinds of statements, which are written and read as tags."""
COMMITMENTS = ("asserted", "granted", "reported", "rejected", "predicted")
"""What a holder can make of a statement, written and read as `commitment` in its data."""
_LONGEST = 60
_SAFE = str.maketrans({"[": "(", "]": ")", "<": "‹", ">": "›", ":": ",", "\\": "/"})
_SPACES = re.compile(r"\s+")


class Ids:
    """Gives ids: short, of small letters, digits and hyphens, each once."""

    def __init__(self, taken: Sequence[str] = ()) -> None:
        self._free = FreeNames(taken)

    def new(self, title: str) -> str:
        """Return an id for what has a title."""
        return self._free.take(slug(title[: _LONGEST * 2])[:_LONGEST].strip("-") or "node")


class Titles:
    """Gives titles that Argdown can hold: in one line, without brackets and colons, each once."""

    def __init__(self, taken: Sequence[str] = ()) -> None:
        self._taken = set(taken)

    def new(self, wanted: str, longest: int = 80) -> str:
        """Return a title as near to the one that is wanted as can be."""
        line = _SPACES.sub(" ", wanted).strip().translate(_SAFE).lstrip("-# @").strip()
        if len(line) > longest:
            line = line[: longest - 1].rpartition(" ")[0].rstrip(" ,;.") + "…"
        base = found = line if len(line) > 1 else f"Statement {line}".strip()
        number = 1
        while found in self._taken or found.startswith("Untitled "):
            number += 1
            found = f"{base.removeprefix('Untitled ')} ({number})"
        self._taken.add(found)
        return found


def kind_of(tags: Sequence[str]) -> str:
    """Return the kind that tags tell; "" where they tell none or several."""
    found = [tag for tag in tags if tag in KINDS]
    return found[0] if len(found) == 1 else ""


def holders_of(data: Mapping[str, Json]) -> tuple[str, ...]:
    """Return who holds a statement, by its data."""
    return _texts(data.get("heldBy"))


def citations_of(data: Mapping[str, Json]) -> tuple[str, ...]:
    """Return what a statement's data give as its sources."""
    return _texts(data.get("sources"))


def commitment_of(data: Mapping[str, Json]) -> str:
    """Return the commitment that data tell; "" for none."""
    found = data.get("commitment")
    return found if isinstance(found, str) and found in COMMITMENTS else ""


def _texts(value: Json) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(one for one in values if isinstance(one, str) and one.strip()))
