"""How the argument of a store comes out, as RDF in graphs of its own, so that SPARQL can ask for it.

Under each proof standard there is one graph, which is the `ca:Assessment` that its triples are part of:

    GRAPH <https://w3id.org/claimatlas/standing> {
      ?statement ca:standing ca:falls ; ca:standingReason ca:refuted ; ca:strength 0.31 .
      ?thesis ca:hangsOn ?another .   # and ca:fallsWith, where it would fall, and not only be left open
      <https://w3id.org/claimatlas/standing> a ca:Assessment ; ca:proofStandard ca:defaultReading ;
        prov:generatedAtTime "…" ; prov:wasDerivedFrom <the last contribution> .
    }

What theses hang on takes longer to work out: in a store that is not small it is there after a query that names one of
these two properties, and the assessment says so (schema:variableMeasured ca:hangsOn).

The strict and the balanced reading have theirs at `…/standing/strict` and `…/standing/balanced`. None of it is said by
anybody: it follows from what is. So it is in no history, in no export, and in no copy. It is brought up to date when a
query asks for it (`asked_for.py`), in one transaction, by what has changed; it names the contribution that it has seen
last. Where a store in a folder, or on a server, was opened for reading only, it can be asked as long as it is up to
date.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from threading import Lock
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import pyoxigraph as ox

from graph.arrays.argument_arrays import NODE_KINDS
from graph.disputes.weakest import weakest_points
from graph.engines import Oxigraph
from graph.errors import StandingBehindError
from graph.standing.asked_for import OTHER_READINGS, Wish, graph_of
from graph.standing.assessment import Assessment
from graph.standing.kept import standing_of
from graph.standing.told import HANGING, Difference, Told, hanging
from graph.store import Store
from graph.upkeep import mark_of
from ontology import PREFIXES, concept_files

SMALL, TINY = 20_000, 2_000
"""Up to how many statements a store has all readings written where a query looks in any graph, and what theses hang on
in any case."""

MOST_THESES = 100
"""Of how many theses it is written what they hang on: it takes some milliseconds each in a large store."""

_PART = 1_000
"""How many triples are removed in one operation: some servers take no more."""
_LINES = 10_000
_CA, _PROV, _RDF, _RDFS, _XSD = (PREFIXES[name] for name in ("ca", "prov", "rdf", "rdfs", "xsd"))
_LISTS = ("Standing", "StandingReason", "ProofStandard")
_FROM, _MEASURED = f"{_PROV}wasDerivedFrom", f"{PREFIXES['schema']}variableMeasured"


class _State(NamedTuple):
    """Of which state of the store a graph is, "" for none; and whether it says what theses hang on."""

    mark: str = ""
    hanging: bool = False


@dataclass
class _Written:
    """What was written for a store, by reading: of which state it is, and what it says."""

    states: dict[str, _State] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)


_WRITTEN: WeakKeyDictionary[Store, _Written] = WeakKeyDictionary()
_WRITING = Lock()


def write_readings(store: Store, wish: Wish = Wish()) -> None:  # noqa: B008 - it cannot be changed
    """Bring up to date what a store says of how its argument comes out.

    Args:
        store: The store. In memory it is written even when it was opened for reading only: nothing is changed by it.
        wish: Under which proof standards, and what of it. One that looks anywhere is for all of them where the store is
            small, else also for those that are there already.

    Raises:
        StandingBehindError: When something is not up to date, and the store was opened for reading only.
        StoreError: When the store cannot be read or written.
    """
    wanted = [*wish.readings, *(_others(store, wish.readings) if wish.anywhere else ())]
    if all(_is_current(store, reading, wish.hanging) for reading in wanted):
        return
    if store.read_only and not _is_in_memory(store):
        raise StandingBehindError(store.location)
    with store.writing:
        for reading in wanted:
            if not _is_current(store, reading, wish.hanging):
                _write(store, reading, wish.hanging)


def _others(store: Store, readings: Collection[str]) -> Iterator[str]:
    is_small = len(standing_of(store).arrays.statements) <= SMALL
    for reading in OTHER_READINGS:
        if reading not in readings and (is_small or _state(store, reading).mark):
            yield reading


def _is_in_memory(store: Store) -> bool:
    return isinstance(store.engine, Oxigraph) and store.engine.folder is None


def _is_current(store: Store, reading: str, hanging: bool) -> bool:
    """Whether a graph is of the store as it stands now, and says what theses hang on if that is wanted."""
    now = mark_of(store.last)
    written = _written(store)
    state = written.states.get(reading, _State())
    if store.is_shared or state.mark != now:  # of a shared one, others may have written it in the meantime
        state = written.states[reading] = _state(store, reading)
    return state.mark == now and (state.hanging or not hanging)


def _state(store: Store, reading: str) -> _State:
    graph = graph_of(reading)
    rows = store.ask(
        f"""SELECT ?mark ?hanging {{ GRAPH <{graph}> {{ <{graph}> <{_FROM}> ?mark
          OPTIONAL {{ <{graph}> <{_MEASURED}> ?hanging }} }} }}"""
    )
    return next((_State(row["mark"], "hanging" in row) for row in rows), _State())


def _written(store: Store) -> _Written:
    with _WRITING:
        return _WRITTEN.setdefault(store, _Written())


def _write(store: Store, reading: str, hanging: bool) -> None:
    """Write the graph of a reading; hold `store.writing`."""
    assessment, graph, written = standing_of(store, reading), graph_of(reading), _written(store)
    hanging = hanging or len(assessment.arrays.statements) <= TINY
    new = Told.of(assessment, _hangs(store, assessment) if hanging else frozenset())
    about = _about(assessment, graph, reading, hanging)
    known, before = written.states.get(reading), _state(store, reading)
    if not before.mark and not store.ask(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"):
        store.engine.add_many(_as_quads([*new.lines(), *about], graph))
    else:
        old = written.told.get(reading) if before.mark and before == known else None
        _change(store, graph, (old or Told.read(store.engine, graph)).change_to(new), about)
    written.states[reading] = _State(assessment.arrays.mark, hanging)
    written.told[reading] = new


def _hangs(store: Store, assessment: Assessment) -> frozenset[str]:
    """Return in N-Triples what theses hang on."""
    iri = assessment.arrays.iri
    return frozenset(
        hanging(thesis, name, iri(point.node))
        for thesis in _theses(store, assessment)
        for point in weakest_points(assessment, thesis)
        for name in (HANGING if point.leaves == "falls" else HANGING[:1])
    )


def _theses(store: Store, assessment: Assessment) -> Sequence[str]:
    """Return some theses of a store, the main ones first."""
    arrays = assessment.arrays
    main = (row["t"] for row in store.ask(f"SELECT DISTINCT ?t {{ ?s ca:mainThesis ?t }} LIMIT {MOST_THESES}"))
    numbers = np.flatnonzero(arrays.kind == NODE_KINDS.index("thesis"))[:MOST_THESES]
    known = (iri for iri in (*main, *map(arrays.iri, numbers)) if arrays.node(iri) is not None)
    return [*dict.fromkeys(known)][:MOST_THESES]


def _about(assessment: Assessment, graph: str, reading: str, hanging: bool) -> list[str]:
    """Return what is said of an assessment, and what its terms are called: stores may have an older vocabulary."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return [
        f"<{graph}> <{_RDF}type> <{_CA}Assessment>",
        f"<{graph}> <{_CA}proofStandard> <{_CA}{reading}Reading>",
        f'<{graph}> <{_PROV}generatedAtTime> "{now}"^^<{_XSD}dateTime>',
        f"<{graph}> <{_FROM}> <{assessment.arrays.mark}>",
        *([f"<{graph}> <{_MEASURED}> <{_CA}hangsOn>"] if hanging else []),
        *_labels(),
    ]


@cache
def _labels() -> tuple[str, ...]:
    """Return the labels of standings, reasons and proof standards, in N-Triples."""
    said = [*ox.parse(concept_files()[0].read_bytes(), format=ox.RdfFormat.TURTLE)]
    terms = {quad.subject for quad in said if quad.object in {ox.NamedNode(_CA + name) for name in _LISTS}}
    return tuple(str(q.triple) for q in said if q.subject in terms and q.predicate.value == f"{_RDFS}label")


def _as_quads(lines: Sequence[str], graph: str) -> Iterator[bytes]:
    """Yield lines of N-Triples as parts of N-Quads."""
    for start in range(0, len(lines), _LINES):
        yield "".join(f"{line} <{graph}> .\n" for line in lines[start : start + _LINES]).encode("utf-8")


def _change(store: Store, graph: str, change: Difference, about: Sequence[str]) -> None:
    """Change a graph in one transaction; what is said of the assessment itself is replaced."""
    there = store.ask(f"CONSTRUCT {{ <{graph}> ?p ?o }} WHERE {{ GRAPH <{graph}> {{ <{graph}> ?p ?o }} }}").terms
    old = {f"<{graph}> {p} {o}" for _, p, o in there}
    removed = [*change.removed, *sorted(old - {*about})]
    added = [*change.added, *(line for line in about if line not in old)]
    quads = [*ox.parse(b"".join(_as_quads(added, graph)), format=ox.RdfFormat.N_QUADS)]
    parts = (" . ".join(removed[start : start + _PART]) for start in range(0, len(removed), _PART))
    store.engine.change(quads, (), " ;\n".join(f"DELETE DATA {{ GRAPH <{graph}> {{ {part} }} }}" for part in parts))
