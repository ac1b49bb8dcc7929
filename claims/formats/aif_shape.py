"""The foreign shape of AIF JSON, and how `data` keeps what the hub has no field for.

AIFdb's export has nodes, edges and, since some day, locutions; its import reads participants and schemefulfillments,
too. xAIF, which the OVA editor and tools for argument mining write, wraps that into `AIF`, beside the text that was
annotated (HTML) and the picture's layout. See https://www.arg.tech (AIFdb, OVA3) and the package xaif.

`data` of a node, edge or argument holds every key of the file that the hub has no field for, under its own name. It
also holds a key that the hub has a field for, where the file's value is not what would be written for the field: an id
that is a number, a text that is null. Where the file has not got such a key at all, `ABSENT` names it.
"""

from typing import Final, NotRequired, TypedDict

from claims.formats.argument import Json

ABSENT: Final = "aif-absent"
"""The key of `data` that lists the usual keys that the file does not have."""

DEFAULT_TEXTS: Final = {
    "RA": "Default Inference",
    "CA": "Default Conflict",
    "MA": "Default Rephrase",
    "PA": "Default Preference",
    "TA": "Default Transition",
    "YA": "Default Illocuting",
}
"""What AIFdb writes as the text of relations that follow no scheme, by type of node."""


class AifNode(TypedDict):
    """A node; AIFdb tells its time without a zone, and its scheme only where it follows one."""

    nodeID: str | int
    text: NotRequired[str | None]
    type: NotRequired[str]
    timestamp: NotRequired[str]
    scheme: NotRequired[str]
    schemeID: NotRequired[str]


class AifEdge(TypedDict):
    """An edge; its id is unique neither in the file nor beyond it."""

    edgeID: NotRequired[str | int]
    fromID: str | int
    toID: str | int
    formEdgeID: NotRequired[str | None]


class AifLocution(TypedDict):
    """Who said an L node, and when."""

    nodeID: str | int
    personID: NotRequired[str | int]
    timestamp: NotRequired[str]
    start: NotRequired[str | None]
    end: NotRequired[str | None]
    source: NotRequired[str | None]


class AifParticipant(TypedDict):
    """Whom the personID of a locution means."""

    participantID: str | int
    firstname: NotRequired[str | None]
    surname: NotRequired[str | None]


class AifGraph(TypedDict):
    """AIFdb's export, and what xAIF has under `AIF`."""

    nodes: list[AifNode]
    edges: list[AifEdge]
    locutions: NotRequired[list[AifLocution]]
    participants: NotRequired[list[AifParticipant]]
    schemefulfillments: NotRequired[Json]
    descriptorfulfillments: NotRequired[Json]
    cqdescriptorfulfillments: NotRequired[Json]


class XAif(TypedDict):
    """xAIF: the graph, the annotated text as HTML, and the layout of the OVA editor."""

    AIF: AifGraph
    text: NotRequired[str | dict[str, Json]]
    OVA: NotRequired[Json]
    dialog: NotRequired[bool]


def absent_keys(data: dict[str, Json]) -> list[Json]:
    """Return the usual keys that a file did not have, from the data of its argument, node or edge."""
    told = data.get(ABSENT)
    return told if isinstance(told, list) else []


def id_text(value: object) -> str:
    """Return an id as the hub has it: a string as it is, a number in digits; "" for what is no id."""
    if isinstance(value, str):
        return value
    return repr(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def plain_text(value: object) -> str:
    """Return a text, type or scheme as the hub has it: a string as it is, a number in digits, "" for the rest."""
    return value if isinstance(value, str) else id_text(value)
