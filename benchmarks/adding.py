"""Measure adding: one annotated claim in stores of growing size, and many from a table, beside peers in the same run.

`python benchmarks/adding.py [SIZES]`, sizes such as `1000,100000,1000000`. A claim here has a title, a text, a holder,
a subject, an anchor with a quotation found in the source, an inference, and the history; it is resolved, held against
the shapes, compared with all others for near-duplicates, and written to disk.
"""

import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from texts import claims, sentence, text_of_sentences, write_csv

from claims import SourceText, many_fields, read_drafts
from graph import add, create_store, open_store
from ontology import shapes_file

SIZES = (1_000, 100_000, 1_000_000)
ROUNDS = 300
MANY = 100_000
BATCH = 50_000


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def annotated(n: int) -> dict[str, object]:
    """Return the draft of one annotated claim."""
    draft: dict[str, object] = dict(next(claims(1, n)))
    return draft | {"supports": "asymmetry-empowers-less-dependent", "quote": sentence(n)}


def reason(n: int, supported: str) -> dict[str, object]:
    """Return the draft of a claim that supports another, without a passage."""
    draft: dict[str, object] = dict(next(claims(1, n)))
    del draft["held_by"]  # who it names is of the essay
    return draft | {"supports": supported}


def single(folder: Path, size: int, bare: ox.Store) -> tuple[list[float], list[float]]:
    """Return the times of adding one claim to a store of some size, and of a bare transaction of as many triples."""
    create_store(folder)
    ours, peers = [], []
    with open_store(folder) as store:
        store.attach(SourceText(text_of_sentences()))
        for start in range(0, size, BATCH):
            add(store, claims(min(BATCH, size - start), start), by="Benchmark")
        for n in range(10_000_000, 10_000_000 + ROUNDS + 30):
            draft = annotated(n)
            ours.append(milliseconds(partial(add, store, draft, by="Benchmark")))
            triples = list(ox.parse(claim_as_triples(n), format=ox.RdfFormat.N_TRIPLES))
            peers.append(milliseconds(partial(bare.extend, triples)))
    return ours[30:], peers[30:]


def claim_as_triples(n: int) -> bytes:
    """Return as many triples as one annotated claim has, for a store that does nothing with them."""
    return "".join(
        f'<urn:claim:{n}> <urn:property:{p}> "{n * p} and some words to be stored here"@en .\n' for p in range(50)
    ).encode()


def pyshacl_alone(rounds: int = 30) -> list[float]:
    """Return the times that pySHACL takes for one claim, its inference and what they name."""
    from pyshacl import validate
    from rdflib import Graph

    shapes = Graph().parse(data=shapes_file().read_text("utf-8"), format="turtle")
    with open_store(":memory:") as store:
        add(store, dict(next(claims(1, 5))) | {"supports": "asymmetry-empowers-less-dependent"}, by="Benchmark")
        new = "?item prov:wasGeneratedBy ?c"
        answer = store.query(f"CONSTRUCT {{ ?item ?p ?o . ?o a ?t }} WHERE {{ {new} ; ?p ?o OPTIONAL {{ ?o a ?t }} }}")
        data = answer.graph()
    return [milliseconds(lambda: validate(data, shacl_graph=shapes)) for _ in range(rounds)]


def from_table(folder: Path, number: int) -> tuple[float, float, float]:
    """Return the seconds of adding a table of claims, of bare Oxigraph loading the result's triples, and the memory."""
    table = folder / "claims.csv"
    write_csv(table, number)
    create_store(folder / "many")
    with open_store(folder / "many") as store:
        add(store, annotated(1) | {"quote": None}, by="Benchmark")  # so that nothing is loaded for the first time
        ours = milliseconds(lambda: add(store, read_drafts(table, many=many_fields()), by="Benchmark"))
        content = store.export("nquads")
    bare = ox.Store(str(folder / "bare"))
    peer = milliseconds(lambda: bare.load(content, format=ox.RdfFormat.N_QUADS))
    return ours / 1000, peer / 1000, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def results(sizes: tuple[int, ...] = SIZES) -> list[str]:
    """Measure all; return the lines of the report."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        ours, peer, memory = from_table(folder, MANY)
        lines = [
            "## Adding many",
            "",
            f"{MANY:,} claims from a CSV file into a store on disk, near-duplicate search and history included; the",
            "peer is Oxigraph alone, loading the same triples in one transaction, without any validation.",
            "",
            "| what | seconds | claims a second | ratio |",
            "|---|---|---|---|",
            f"| `add --from` | {ours:.1f} | {MANY / ours:,.0f} | {ours / peer:.1f} |",
            f"| Oxigraph alone | {peer:.1f} | {MANY / peer:,.0f} | 1.0 |",
            "",
            f"Peak memory of the process: {memory:,.0f} MB.",
            "",
            "## Adding one",
            "",
            "One annotated claim with its anchor, inference and history, in a running process, durable on disk:",
            f"median and 99th percentile of {ROUNDS}. The peers, in the same run: Oxigraph alone writing as many",
            "triples, and pySHACL alone validating that claim.",
            "",
            "| claims in the store | median ms | p99 ms | Oxigraph alone ms | ratio |",
            "|---|---|---|---|---|",
        ]
        bare = ox.Store(str(folder / "peer"))
        for size in sizes:
            times, peers = (sorted(found) for found in single(folder / str(size), size, bare))
            median, base = statistics.median(times), statistics.median(peers)
            lines.append(
                f"| {size:,} | {median:.1f} | {times[int(len(times) * 0.99)]:.1f} | {base:.2f} | {median / base:.1f} |"
            )
        lines += ["", f"pySHACL alone: {statistics.median(pyshacl_alone()):.0f} ms."]
    return lines


if __name__ == "__main__":
    chosen = tuple(int(size) for size in sys.argv[1].split(",")) if len(sys.argv) > 1 else SIZES
    print("\n".join(results(chosen)))
