"""Why each statement and relation comes out as it does, in one word each."""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from graph.standing.framework import ATTACKS, IN, NEEDS, OUT, UNDECIDED
from graph.standing.grounded import Labelling
from graph.standing.map_framework import CONTRARY, OBJECTION, SELF, SUPPORT, MapFramework
from graph.standing.spreading import ranges

REASONS = {
    "unchallenged": "nothing speaks against it",
    "defended": "all that speaks against it falls",
    "accepted": "it is assumed to stand",
    "refuted": "something that stands speaks against it",
    "unsupported": "it has lost its support: everything that supports it falls",
    "circular": "nothing supports it but itself, in a circle",
    "rejected": "it is assumed to fall",
    "premise": "something that it needs falls",
    "undercut": "something that stands speaks against this step",
    "contested": "what supports it stands, and so does what speaks against it",
    "deadlocked": "it is part of a circle of attacks",
    "unsettled": "it hangs on something that is open",
    "uncounted": "it does not count: it is a restatement, or one of its ends is missing",
}
"""The reasons and what they say: first those to stand, then those to fall, then those to be open."""

_CODES = {name: code for code, name in enumerate(REASONS)}

Reasons = NDArray[np.uint8]


def reasons_of(made: MapFramework, labelling: Labelling, fixed: Mapping[int, int]) -> Reasons:
    """Return for each node of a map the place of its reason in `REASONS`.

    Args:
        made: The map's framework.
        labelling: How it comes out.
        fixed: What is assumed: nodes and their labels.
    """
    nodes = len(made.counts)
    labels, is_relation = labelling.labels[:nodes], np.arange(nodes) >= made.statements
    falls, is_open = labels == OUT, labels == UNDECIDED
    reasons = np.where(made.attacked, _CODES["defended"], _CODES["unchallenged"]).astype(np.uint8)
    reasons[falls] = _CODES["unsupported"]
    reasons[falls & is_relation & ~_helped(made, labelling, SUPPORT, OUT)] = _CODES["premise"]
    struck = falls & _struck(made, labelling)
    reasons[struck] = np.where(is_relation[struck], _CODES["undercut"], _CODES["refuted"])
    reasons[falls & _circular(made, labelling)] = _CODES["circular"]
    reasons[is_open] = _CODES["unsettled"]
    reasons[is_open & _deadlocked(made, labelling)] = _CODES["deadlocked"]
    is_backed = ~made.supported | _helped(made, labelling, SUPPORT, IN)
    reasons[is_open & is_backed & _helped(made, labelling, OBJECTION, IN)] = _CODES["contested"]
    reasons[is_relation & ~made.counts] = _CODES["uncounted"]
    for node, label in fixed.items():
        reasons[node] = _CODES["accepted" if label == IN else "rejected"]
    return reasons


def _helped(made: MapFramework, labelling: Labelling, role: int, label: int) -> NDArray[np.bool_]:
    """Return which nodes have a helper of some role that comes out so."""
    found = np.zeros(len(made.counts), np.bool_)
    found[made.of[(made.role == role) & (labelling.labels == label)]] = True
    return found


def _struck(made: MapFramework, labelling: Labelling) -> NDArray[np.bool_]:
    """Return which nodes a conflict that stands attacks outright."""
    framework, found = made.framework, np.zeros(len(made.counts), np.bool_)
    strikes = (framework.sign == ATTACKS) & (made.role[framework.source] == SELF)
    strikes &= labelling.labels[framework.source] == IN
    targets = framework.target[strikes]
    found[targets[made.role[targets] == SELF]] = True
    return found


def _deadlocked(made: MapFramework, labelling: Labelling) -> NDArray[np.bool_]:
    """Return which nodes are open in a circle that an attack is part of."""
    return _in_circles(made, labelling.labels == UNDECIDED, ATTACKS, {NEEDS, ATTACKS})


def _circular(made: MapFramework, labelling: Labelling) -> NDArray[np.bool_]:
    """Return which nodes have fallen in a circle of support; what the circle only leads to has lost its support."""
    return _in_circles(made, labelling.circular, NEEDS, {NEEDS})


def _in_circles(made: MapFramework, among: NDArray[np.bool_], sign: int, signs: Collection[int]) -> NDArray[np.bool_]:
    """Return which nodes are in a circle of conditions.

    Args:
        made: The map's framework.
        among: The members that circles may go through.
        sign: Which relation there must be in the circle.
        signs: Which relations there may be. That a statement attacks its own contrary is no circle of the map's: it is
            how an objection contests.
    """
    from scipy.sparse import csr_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

    framework, found = made.framework, np.zeros(len(made.role), np.bool_)
    members = np.flatnonzero(among)
    counts = np.diff(framework.start)[members]
    places = ranges(framework.start[members], counts)
    source, target, kinds = framework.source[places], np.repeat(members, counts), framework.sign[places]
    joins = among[source] & ~((made.role[target] == CONTRARY) & (made.role[source] == SELF))
    joins &= np.isin(kinds, [*signs])
    ends = np.searchsorted(members, source[joins]), np.searchsorted(members, target[joins])
    web = csr_array((np.ones(len(ends[0]), np.bool_), ends), shape=(len(members), len(members)))
    _, part = connected_components(web, connection="strong")
    closing = (kinds[joins] == sign) & (part[ends[0]] == part[ends[1]])
    found[members] = np.isin(part, part[ends[0][closing]])
    return found[: len(made.counts)]
