"""What `stores.py` measures: how much of it, and the figures that come of it."""

from dataclasses import dataclass, field

import stores_work as work
from engines_compared import RawDisk

QUERY, BEST, RAW = "claimatlas, `query`", "claimatlas, best", RawDisk.label
"""The names of columns: our store asked in SPARQL, our store asked as it answers soonest, and pyoxigraph on disk."""
_LARGE = 100_000
"""From this many claims on there are fewer rounds."""


@dataclass(frozen=True)
class Effort:
    """How much is measured.

    Attributes:
        rounds: How often each question is asked, after once to warm up.
        limit: Seconds that an answer may take.
        budget: After how many seconds a question is not asked of an engine again.
        samples: How many searches, surroundings and additions a round has.
        filters: How many of the searches are held against filters in each round.
        loads: How often the corpus is loaded in bulk.
    """

    rounds: int = 5
    limit: float = 60.0
    budget: float = 12.0
    samples: int = 60
    filters: int = 3
    loads: int = 3

    @classmethod
    def of(cls, size: int) -> "Effort":
        """Return the effort for a number of claims."""
        if size < _LARGE:
            return cls()
        if size == _LARGE:
            return cls(rounds=3, budget=8.0, loads=2)
        return cls(rounds=3, limit=180.0, budget=20.0, filters=1)


@dataclass
class Figures:
    """All that was measured of a corpus; milliseconds unless said otherwise.

    Attributes:
        size: How many claims it has.
        triples: About how many triples its current state has.
        quads: How many quads our store holds, with the history.
        better_by: Question → what answers it in our store sooner than its query; "" where nothing does.
        times: Column → question → the times of the rounds.
        rows: Column → question → how many rows.
        notes: Column → question → why there are no times.
        skipped: Engine → why it takes no part.
        differing: What engines disagreed on.
        noise: The times of the reference task.
        searches: The times of searches.
        filters: Those of filters for the same words in pyoxigraph on disk.
        search_ratios: For each round, how many times as long as the median search the median filter took.
        matrices: The times of the matrix of policies and powers.
        summaries: The times of the summary, with its tiles.
        surroundings: Depth → the times of surroundings of up to 60 items.
        additions: The times of additions.
        bare_additions: Those of transactions of pyoxigraph alone.
        bulk: Engine → what loading in bulk took, each time.
        indexes: Index → the seconds of making it, from the store that was loaded in bulk.
        derived: What loading with everything derived took; None where it was not measured.
        memory: Megabytes of a process with our store; None where it was not measured.
        through_us: Server → for each question, milliseconds through our store and without it.
    """

    size: int
    triples: int
    quads: int = 0
    better_by: dict[str, str] = field(default_factory=dict)
    times: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    notes: dict[str, dict[str, str]] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)
    noise: list[float] = field(default_factory=list)
    searches: list[float] = field(default_factory=list)
    filters: list[float] = field(default_factory=list)
    search_ratios: list[float] = field(default_factory=list)
    matrices: list[float] = field(default_factory=list)
    summaries: list[float] = field(default_factory=list)
    surroundings: dict[int, list[float]] = field(default_factory=dict)
    additions: list[float] = field(default_factory=list)
    bare_additions: list[float] = field(default_factory=list)
    bulk: dict[str, list[work.Loaded]] = field(default_factory=dict)
    indexes: dict[str, float] = field(default_factory=dict)
    derived: work.Derived | None = None
    memory: work.Memory | None = None
    through_us: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
