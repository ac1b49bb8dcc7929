"""Does a query ask how the argument comes out? Then what the store says of that is brought up to date before it.

Whether it does is told from its words, in some microseconds: most queries do not, and pay no more than that.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ontology import STANDING

if TYPE_CHECKING:
    from graph.store import Store

DEFAULT_READING, OTHER_READINGS = "default", ("strict", "balanced")
"""The names of the proof standards (`standards.STANDARDS`), which is not imported here: it would take too long."""

_WORDS = ("standing", "strength", "hangsOn", "fallsWith", "proofStandard", "Assessment", "\\u", "\\U")
_ASKS = re.compile(
    r"[:#](?:standing|standingReason|strength|hangsOn|fallsWith|proofStandard|Assessment)(?![\w-])"
    r"|claimatlas/standing|\bstanding:|\\[uU]"  # behind an escape there may be anything
)
_OTHER = re.compile(rf"standing(?:/|:\\/)({'|'.join(OTHER_READINGS)})\b")
_ANY_GRAPH = re.compile(r"\bGRAPH\s*[?$]", re.IGNORECASE)
_HANGS = re.compile(r"hangsOn|fallsWith|\\[uU]")
_DEFAULT = re.compile(r"claimatlas/standing(?!/)|\bstanding:(?!\\/)")


def graph_of(reading: str) -> str:
    """Return the IRI of the graph in which it stands how the argument comes out under a proof standard."""
    return STANDING if reading == DEFAULT_READING else f"{STANDING}/{reading}"


GRAPHS = tuple(map(graph_of, (DEFAULT_READING, *OTHER_READINGS)))
"""The IRIs of these graphs."""


def is_asked(sparql: str, graphs: Iterable[str] = ()) -> bool:
    """Whether a query, or the graphs that it is asked of, speak of standing.

    Args:
        sparql: The query.
        graphs: The IRIs of graphs that are asked beside those that the query names itself.
    """
    said = any(word in sparql for word in _WORDS) and _ASKS.search(sparql)
    return bool(said) or any(graph.startswith(STANDING) for graph in graphs)


class Wish(NamedTuple):
    """What a query asks of standing.

    Attributes:
        readings: The names of the proof standards whose graphs it is about.
        anywhere: Whether it looks in any graph there is.
        hanging: Whether it asks what theses hang on, which takes longer to work out.
    """

    readings: tuple[str, ...] = (DEFAULT_READING,)
    anywhere: bool = False
    hanging: bool = False


def wish_of(sparql: str, graphs: Sequence[str] = ()) -> Wish:
    """Return what a query asks of standing, and of the graphs that are asked beside those that it names."""
    text = " ".join([sparql, *(f"<{graph}>" for graph in graphs)])
    named = {match[1] for match in _OTHER.finditer(text)}
    anywhere = bool(_ANY_GRAPH.search(sparql))
    is_default = anywhere or not named or bool(_DEFAULT.search(text))
    others = tuple(reading for reading in OTHER_READINGS if reading in named)
    return Wish((DEFAULT_READING, *others) if is_default else others, anywhere, bool(_HANGS.search(sparql)))


def see_to_standing(
    store: "Store", sparql: str, default_graphs: Sequence[str] | None = None, named_graphs: Sequence[str] | None = None
) -> None:
    """Bring what a store says of standing up to date, where a query asks for it; else do nothing.

    Args:
        store: The store that is going to be asked.
        sparql: The query.
        default_graphs: The graphs that are asked together instead of the current state.
        named_graphs: The graphs that GRAPH looks in.

    Raises:
        StandingBehindError: When it is not up to date and the store cannot be written.
        StoreError: When the store cannot be read or written.
    """
    graphs = [*(default_graphs or ()), *(named_graphs or ())]
    if not is_asked(sparql, graphs):
        return
    # Imported here: it needs numpy, which most queries can do without.
    from graph.standing.in_rdf import write_readings

    write_readings(store, wish_of(sparql, graphs))
