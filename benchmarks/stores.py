"""Measure the store beside other engines, on the same made-up corpora and the same questions, in one run.

`python benchmarks/stores.py [SIZE…]`, sizes such as `1k 100k 1M`. The peers are pyoxigraph alone on disk and in memory,
rdflib, oxrdflib, the Oxigraph server, and Virtuoso where it is installed. Each engine has a process of its own; they
are asked in turns, and a reference task between the rounds tells how noisy the machine was.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pyoxigraph as ox
import stores_work as work
from corpus_files import KEPT, MOST_WRITTEN, CorpusFiles, corpus_files
from engines_compared import PEERS, Engine, Ours, Places, RawDisk, Server
from processes import JobError, TooLongError, Worker, alone
from questions import EIGHT, Question, questions
from sizes import number
from stores_figures import BEST, QUERY, RAW, Effort, Figures
from stores_table import about, sections

SIZES = (1_000, 10_000, 100_000)
_QUICK = 10_000.0
"""Up to how many milliseconds a question may take a server to be asked again through our store."""


def measured(files: CorpusFiles, effort: Effort, peers: Sequence[type[Engine]] = PEERS) -> Figures:
    """Measure our store and peers with a corpus.

    Args:
        files: The corpus.
        effort: How much to measure.
        peers: The peers; pyoxigraph on disk is always among them.
    """
    with TemporaryDirectory(dir=files.folder.parent) as name, ExitStack() as stack:
        folder = Path(name)
        places = Places(files, folder / "ours", folder / "raw", folder / "copy", folder)
        figures = Figures(files.size, files.triples)
        run = _Run(figures, effort, places, stack)
        run.load()
        run.start(peers)
        run.ask_all()
        run.search_and_sum_up()
        run.add()
        run.ask_servers()
        run.stop()
        run.take_memory()
    return figures


class _Run:
    """A measurement under way."""

    def __init__(self, figures: Figures, effort: Effort, places: Places, stack: ExitStack) -> None:
        self.figures, self.effort, self.places, self.stack = figures, effort, places, stack
        self.corpus = places.files.corpus
        self.reference = Reference()
        self.peers: dict[str, Worker[Engine]] = {}
        self.questions: list[Question] = []
        self._told = time.perf_counter()

    def say(self, what: str) -> None:
        """Tell on standard error what is done next, and how long what was before took."""
        now = time.perf_counter()
        print(f"  {now - self._told:6.1f} s; now: {what}", file=sys.stderr)
        self._told = now

    def load(self) -> None:
        """Load the corpus into our store and pyoxigraph's, each in a process of its own."""
        files, places, bulk = self.places.files, self.places, self.figures.bulk
        self.say(f"loading {files.size:,} claims")
        ours, raw = partial(work.our_bulk_load, files), partial(work.raw_bulk_load, files.quads)
        bulk[Ours.label] = [alone(partial(ours, places.store))]
        self.figures.quads = bulk[Ours.label][0].quads
        if files.size > MOST_WRITTEN:
            alone(partial(work.copied, work.data_of(places.store), (places.raw, places.copy)))
            return
        self.say("loading the same quads into pyoxigraph")
        bulk[RAW] = [alone(partial(raw, places.raw))]
        alone(partial(work.copied, places.raw, (places.copy,)))
        for turn in range(1, self.effort.loads):
            self.say(f"loading both again, round {turn}")
            again = [(RAW, raw), (Ours.label, ours)]
            for label, job in again[:: 1 if turn % 2 else -1]:  # who was last is now first
                with TemporaryDirectory(dir=places.scratch) as name:
                    bulk[label].append(alone(partial(job, Path(name) / "again")))
        self._load_and_derive()

    def _load_and_derive(self) -> None:
        self.say("loading with everything derived")
        with self._noted("everything derived"), TemporaryDirectory(dir=self.places.scratch) as name:
            job = partial(work.our_load, self.places.files.said, Path(name) / "derived")
            self.figures.derived = alone(job, 4 * self.effort.limit)

    def start(self, peers: Sequence[type[Engine]]) -> None:
        """Start the processes of all engines, which load at the same time."""
        self.say("starting the engines")
        self.ours = self.stack.enter_context(Worker(partial(Ours, self.places), Ours.label))
        engines: list[type[Engine]] = [RawDisk, *(peer for peer in peers if peer is not RawDisk)]
        for engine in engines:
            why = self._why_not(engine)
            if why:
                self.figures.skipped[engine.label] = why
            else:
                worker: Worker[Engine] = Worker(partial(engine, self.places), engine.label)
                self.peers[engine.label] = self.stack.enter_context(worker)
        for label, worker in [*self.peers.items()]:
            with self._noted(label):
                worker.ready()
                continue
            del self.peers[label]

    def _why_not(self, engine: type[Engine]) -> str:
        if engine.most and self.places.files.size > engine.most:
            return f"takes part up to {engine.most:,} claims"
        return "" if engine.is_here() else "not installed here"

    def ask_all(self) -> None:
        """Ask all engines all questions, round by round, each round beginning with another engine."""
        self.say("making our indexes")
        with self._noted("indexes"):
            self.figures.indexes = self.ours.do(work.made_indexes)
        claim = self.ours.do(partial(work.contested_claim, self.corpus))
        self.questions = questions(self.corpus, claim)
        self.figures.better_by = {one.name: one.better_by for one in self.questions}
        turns: list[tuple[str, Callable[[Question], work.Asked]]] = [
            (QUERY, partial(self._asked, self.ours)),
            (BEST, self._asked_better),
            *((label, partial(self._asked, worker)) for label, worker in self.peers.items()),
        ]
        digests: dict[str, dict[str, str]] = {}
        for turn in range(self.effort.rounds + 1):
            self.say(f"questions, round {turn}")
            first = turn % len(turns)
            for question in self.questions:
                self.figures.noise.append(self.reference.milliseconds())
                for column, asked in (*turns[first:], *turns[:first]):
                    self._ask(column, question, asked, digests.setdefault(question.name, {}))
        for by_question in self.figures.times.values():
            for name, times in by_question.items():
                by_question[name] = times[1:] or times  # the first is to warm up, where there are others
        self._compare(digests)

    def _ask(
        self, column: str, question: Question, asked: Callable[[Question], work.Asked], digests: dict[str, str]
    ) -> None:
        times = self.figures.times.setdefault(column, {}).setdefault(question.name, [])
        notes = self.figures.notes.setdefault(column, {})
        if question.name in notes or sum(times) > self.effort.budget * 1000:
            return
        try:
            answer = asked(question)
        except TooLongError:
            notes[question.name] = f"not within {self.effort.limit:.0f} s"
        except JobError as error:
            notes[question.name] = str(error)
        else:
            times.append(answer.milliseconds)
            self.figures.rows.setdefault(column, {})[question.name] = answer.rows
            digests[column] = answer.digest

    def _asked(self, worker: Worker[Any], question: Question) -> work.Asked:
        job: Callable[[Any], work.Asked] = partial(work.ask, question.sparql, question.counted)
        return worker.do(job, self.effort.limit)

    def _asked_better(self, question: Question) -> work.Asked:
        return self.ours.do(partial(work.ask_better, question), self.effort.limit)

    def _compare(self, digests: dict[str, dict[str, str]]) -> None:
        """Note which engines gave other rows than pyoxigraph."""
        for name, found in digests.items():
            for column, digest in found.items():
                if RAW in found and digest != found[RAW]:
                    here, there = (self.figures.rows[one][name] for one in (column, RAW))
                    self.figures.differing.append(f"{name}: {column} gave {here:,} rows, {RAW} {there:,}, not the same")

    def search_and_sum_up(self) -> None:
        """Measure searches beside filters, the summary, and surroundings."""
        words = work.search_words(self.effort.samples)
        raw = cast("Worker[RawDisk]", self.peers[RAW])
        for turn in range(min(3, self.effort.rounds)):
            self.say(f"search, summary and surroundings, round {turn}")
            self.figures.noise.append(self.reference.milliseconds())
            with self._noted("search"):
                place = slice(self.effort.filters * turn, self.effort.filters * (turn + 1))
                some = words[place]
                filters = raw.do(partial(work.filters, some), 2 * self.effort.limit)
                searches = self.ours.do(partial(work.searches, words, 20), 2 * self.effort.limit)
                self.figures.filters += filters
                self.figures.searches += searches
                self.figures.search_ratios += [one / other for one, other in zip(filters, searches[place], strict=True)]
            with self._noted("summary"):
                matrix, whole = self.ours.do(work.summaries, self.effort.limit)
                self.figures.matrices.append(matrix)
                self.figures.summaries.append(whole)
            for depth in (1, 2):
                with self._noted(f"surroundings, depth {depth}"):
                    job = partial(work.surroundings, self.corpus, self.effort.samples, depth, 60)
                    self.figures.surroundings.setdefault(depth, []).extend(self.ours.do(job, self.effort.limit))

    def add(self) -> None:
        """Measure additions, in turns with bare transactions."""
        raw = cast("Worker[RawDisk]", self.peers[RAW])
        each = self.effort.samples
        self.say("additions")
        with self._noted("additions"):
            self.ours.do(partial(work.additions, self.corpus, 0, min(30, each)), 10 * self.effort.limit)
            for turn in range(1, min(4, self.effort.rounds + 1)):
                start = turn * 1_000
                self.figures.noise.append(self.reference.milliseconds())
                self.figures.additions += self.ours.do(partial(work.additions, self.corpus, start, each))
                self.figures.bare_additions += raw.do(partial(work.bare_additions, start, each))

    def ask_servers(self) -> None:
        """Ask the servers through our store and without it."""
        self.say("servers through our store")
        servers = [engine.label for engine in PEERS if issubclass(engine, Server)]
        for label in (one for one in servers if one in self.peers):
            server = cast("Worker[Server]", self.peers[label])
            times = self.figures.times[label]
            quick = [one.sparql for one in self.questions[:EIGHT] if 0 < max(times[one.name], default=0) <= _QUICK]
            with self._noted(f"{label} through our store"):
                found = server.do(partial(work.through_us, quick), 10 * self.effort.limit)
                self.figures.through_us[label] = found

    def stop(self) -> None:
        """End the processes of all engines."""
        self.stack.close()

    def take_memory(self) -> None:
        """Measure the memory of a process with our store open."""
        self.say("memory")
        with self._noted("memory"):
            job = partial(work.memory, self.places.store, self.questions[0].sparql, self.corpus.main_thesis)
            self.figures.memory = alone(job, 2 * self.effort.limit)
        self.say("done")

    @contextmanager
    def _noted(self, what: str) -> Iterator[None]:
        """Note why something was not measured."""
        try:
            yield
        except TooLongError:
            self.figures.skipped[what] = "took longer than it may"
        except JobError as error:
            self.figures.skipped[what] = str(error)


class Reference:
    """A task that is always the same, in Oxigraph and in Python: how long it takes tells how busy the machine is."""

    def __init__(self) -> None:
        self._store = ox.Store()
        one, other = ox.NamedNode("urn:one"), ox.NamedNode("urn:other")
        self._store.extend(ox.Quad(ox.NamedNode(f"urn:{n}"), (one, other)[n % 2], ox.Literal(n)) for n in range(20_000))

    def milliseconds(self) -> float:
        """Do it, and return how long it took."""
        started = time.perf_counter()
        list(self._store.query("SELECT (COUNT(*) AS ?n) { ?s <urn:one> ?o FILTER(?o > 100) }"))  # type: ignore[arg-type]
        sum(n * n for n in range(100_000))
        return (time.perf_counter() - started) * 1000


def results(sizes: Sequence[int] = SIZES, kept: Path = KEPT) -> list[str]:
    """Measure at some sizes; return the sections of RESULTS.md, and keep the raw figures."""
    lines = about()
    for size in sizes:
        figures = measured(corpus_files(size, kept), Effort.of(size))
        with suppress(OSError):
            (kept / f"stores-{size}.json").write_text(json.dumps(asdict(figures), indent=1), "utf-8")
        lines += ["", *sections(figures)]
    return lines


if __name__ == "__main__":
    print("\n".join(results([number(size) for size in sys.argv[1:]] or SIZES)))
