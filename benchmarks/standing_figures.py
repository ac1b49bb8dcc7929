"""What `standing.py` measures, before it is written as tables."""

from dataclasses import dataclass, field

from standing_peers import Solved
from standing_work import Edits, EssayTimes, GroundedTimes, Preferred, StrengthTimes


@dataclass
class Compared:
    """One framework with attacks alone, and what each solver took for it.

    Attributes:
        what: What it is called.
        arguments: How many arguments it has.
        attacks: How many attacks.
        ours: What we took for it.
        peers: For each peer what it took, or why it took nothing.
        differing: The peers whose answers differ from ours.
    """

    what: str
    arguments: int
    attacks: int
    ours: Solved
    peers: dict[str, Solved | str] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)


@dataclass
class Figures:
    """All of it.

    Attributes:
        size: How many statements the largest maps have.
        grounded: For each map the times with numba, where it is installed, and without.
        edits: What-if, by map.
        strengths: Strengths, by map and reading.
        preferred: Preferred extensions, by map.
        essay: The essay, by reading.
        compared: The frameworks that the peers solve too.
    """

    size: int
    grounded: dict[str, dict[str, GroundedTimes]] = field(default_factory=dict)
    edits: dict[str, Edits] = field(default_factory=dict)
    strengths: dict[tuple[str, str], StrengthTimes] = field(default_factory=dict)
    preferred: dict[str, Preferred] = field(default_factory=dict)
    essay: dict[str, EssayTimes] = field(default_factory=dict)
    compared: list[Compared] = field(default_factory=list)
