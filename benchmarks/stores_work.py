"""The jobs of `stores.py`: each is done in the process of an engine, or in a new one, and returns plain figures."""

import random
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import cast

import pyoxigraph as ox
from corpus import MadeUpCorpus
from corpus_files import CorpusFiles
from engines_compared import Engine, Ours, RawDisk, Server, timed
from material import vocabulary
from processes import Nothing
from questions import Question, Row, containing, with_prefixes

from graph import add, create_store, neighbourhood, open_store, search, summary
from graph.summaries import matrix


@dataclass(frozen=True)
class Asked:
    """What came of a question: the median milliseconds of some repetitions, how many rows, and a digest of them."""

    milliseconds: float
    rows: int
    digest: str


@dataclass(frozen=True)
class Loaded:
    """What a bulk load took: seconds, the most megabytes that its process had; and how many quads there are then."""

    seconds: float
    megabytes: float
    quads: int


@dataclass(frozen=True)
class Derived:
    """What it took to have everything: seconds of `Store.load`, then of the first search, summary and likeness."""

    seconds: float
    search: float
    summary: float
    likeness: float
    megabytes: float


@dataclass(frozen=True)
class Memory:
    """Megabytes of a process: before it opened a store, after one query, and after search, summary, surroundings."""

    before: float
    after_query: float
    after_all: float


def ask(sparql: str, counted: bool, engine: Engine) -> Asked:
    """Ask a question in SPARQL."""
    took, rows = timed(partial(engine.rows, sparql))
    texts = [engine.texts(row) for row in cast("Sequence[object]", rows)]
    return Asked(took, len(texts), digest(texts, counted))


def ask_better(question: Question, engine: Ours) -> Asked:
    """Ask a question in the way that our store answers soonest."""
    if question.better is None:
        return ask(question.sparql, question.counted, engine)
    took, rows = timed(partial(question.better, engine.store))
    found = [*cast("Sequence[Row]", rows)]
    return Asked(took, len(found), digest(found, question.counted))


def digest(rows: Sequence[Row], counted: bool) -> str:
    """Return what tells different rows apart, whatever their order; or only different numbers of rows."""
    if counted:
        return str(len(rows))
    return sha256("\n".join(sorted("\t".join(row) for row in rows)).encode()).hexdigest()


def contested_claim(corpus: MadeUpCorpus, engine: Ours) -> str:
    """Return the IRI of a statement with at least two counterarguments, or the first statement where there is none."""
    for number in range(min(400, corpus.size)):
        iri = corpus.statement(number)
        if len(engine.store.query(f"SELECT ?other {{ ?other ca:attacks <{iri}> }}")) > 1:
            return iri
    return corpus.main_thesis


def raw_bulk_load(content: Path, folder: Path, _: Nothing) -> Loaded:
    """Load N-Quads by Oxigraph's bulk loader."""
    store = ox.Store(str(folder))
    started = time.perf_counter()
    store.bulk_load(path=str(content), format=ox.RdfFormat.N_QUADS)
    store.flush()
    took = time.perf_counter() - started
    return Loaded(took, _peak(), len(store))


def copied(data: Path, copies: Sequence[Path], _: Nothing) -> None:
    """Copy Oxigraph's data, which takes no time: its files are linked."""
    store = ox.Store(str(data))
    for copy in copies:
        store.backup(str(copy))


def data_of(store: Path) -> Path:
    """Return where Oxigraph's data of our store lie."""
    return store / ".claimatlas" / "data"


def our_bulk_load(files: CorpusFiles, folder: Path, _: Nothing) -> Loaded:
    """Load the portions of a corpus, with what follows from them and their history, into a new store of ours."""
    create_store(folder, empty=True)
    with open_store(folder) as store:
        made = store.next_contribution("Benchmark", "A made-up corpus")
        started = time.perf_counter()
        store.contribute_many(files.portions, made)
        took = time.perf_counter() - started
    peak = _peak()
    return Loaded(took, peak, len(ox.Store.read_only(str(data_of(folder)))))


def our_load(said: Path, folder: Path, _: Nothing) -> Derived:
    """Load what is said as a person does, and have all derived from it: triples, history, the index, counts."""
    create_store(folder, empty=True)
    with open_store(folder) as store:
        started = time.perf_counter()
        store.load([said], by="Benchmark")
        loaded = time.perf_counter()
        search(store, "trade")
        searched = time.perf_counter()
        summary(store)
        summed = time.perf_counter()
        store.likeness()
        likeness = time.perf_counter() - summed
        return Derived(loaded - started, searched - loaded, summed - searched, likeness, _peak())


def made_indexes(engine: Ours) -> dict[str, float]:
    """Make the indexes that our store makes when they are first asked for; return the seconds of each."""
    makers: dict[str, Callable[[], object]] = {
        "search": partial(search, engine.store, "trade"),
        "counts": partial(summary, engine.store),
        "near-duplicates": engine.store.likeness,
    }
    return {name: timed(make, 1)[0] / 1000 for name, make in makers.items()}


def memory(folder: Path, sparql: str, iri: str, _: Nothing) -> Memory:
    """Open a store and use it."""
    before = _resident()
    with open_store(folder, read_only=True) as store:
        len(store.query(sparql))
        after_query = _resident()
        search(store, "trade")
        summary(store)
        neighbourhood(store, iri, 2, 60)
        return Memory(before, after_query, _resident())


def search_words(number: int) -> list[str]:
    """Return what is searched for: a common word, a rare one, two words, in turns."""
    words = vocabulary()[0]
    chance = random.Random(3)  # noqa: S311 - nothing secret
    some = [chance.choice([word for word in words[start:end] if len(word) > 3]) for start, end in _RANKS * number]
    return [" ".join(some[n : n + 2]) if n % 3 == 2 else some[n] for n in range(number)]


_PAIRS = 5
_RANKS = [(50, 500), (1_000, 4_000), (20, 200)]


def searches(words: Sequence[str], limit: int, engine: Ours) -> list[float]:
    """Return the milliseconds of searches, after one that makes the index if need be."""
    search(engine.store, words[0], limit=limit)
    return [timed(partial(search, engine.store, some, limit=limit), 1)[0] for some in words]


def filters(words: Sequence[str], engine: RawDisk) -> list[float]:
    """Return the milliseconds of filters that look for the same words."""
    return [timed(partial(engine.rows, with_prefixes(containing(some.split()))), 1)[0] for some in words]


def summaries(engine: Ours) -> tuple[float, float]:
    """Return the milliseconds of the matrix, and of the whole summary with its tiles."""
    return timed(partial(matrix, engine.store))[0], timed(partial(summary, engine.store))[0]


def surroundings(corpus: MadeUpCorpus, number: int, depth: int, most: int, engine: Ours) -> list[float]:
    """Return the milliseconds of neighbourhoods of statements, the same ones each time."""
    chance = random.Random(5)  # noqa: S311
    iris = [corpus.statement(chance.randrange(corpus.size)) for _ in range(number)]
    return [timed(partial(neighbourhood, engine.store, iri, depth, most), 1)[0] for iri in iris]


def additions(corpus: MadeUpCorpus, start: int, number: int, engine: Ours) -> list[float]:
    """Return the milliseconds of adding claims, one by one, each a reason for a statement of the corpus."""
    from adding import reason

    chance = random.Random(start)  # noqa: S311
    times = []
    for n in range(start, start + number):
        supported = corpus.statement(chance.randrange(corpus.size))
        draft, name = reason(n, supported), supported.rsplit("/", 2)[1]
        times.append(timed(partial(add, engine.store, draft, by="Benchmark", corpus=name), 1)[0])
    return times


def bare_additions(start: int, number: int, engine: RawDisk) -> list[float]:
    """Return the milliseconds of as many transactions of Oxigraph alone, of about as many triples each."""
    from adding import claim_as_triples

    times = []
    for n in range(start, start + number):
        quads = list(ox.parse(claim_as_triples(n), format=ox.RdfFormat.N_TRIPLES))
        times.append(timed(partial(engine.store.extend, quads), 1)[0])
    return times


def through_us(queries: Sequence[str], engine: Server) -> list[tuple[float, float]]:
    """Return for each query the milliseconds of a server asked through our store, and by itself, in turns."""
    ours, found = engine.as_ours(), []
    for sparql in queries:
        through: Callable[[], object] = partial(ours.query, sparql)
        bare: Callable[[], object] = partial(engine.content, sparql)
        bare()
        through()
        pairs = [(timed(through, 1)[0], timed(bare, 1)[0]) for _ in range(_PAIRS)]
        found.append((statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)))
    return found


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6
