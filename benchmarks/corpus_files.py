"""The made-up corpus as files that any engine can load, so that all of them hold the same triples.

They are kept for the next run, in a folder that git ignores, for as long as nothing that they are made from changes.
"""

import pickle
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import MadeUpCorpus

from graph import create_store, open_store
from graph.portions import Portion, written
from ontology import HISTORY

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "artefacts" / "benchmarks"
"""Where corpora and raw figures are kept."""
MOST_WRITTEN = 100_000
"""Up to how many claims there are files for other engines, which take ten gigabytes for a million."""
_PROCESSES, _FEW = 2, 1_000
_MADE_FROM = (
    "benchmarks/corpus.py",
    "benchmarks/corpus_files.py",
    "benchmarks/material.py",
    "claims",
    "ontology",
    "graph/portions.py",
)


@dataclass(frozen=True)
class CorpusFiles:
    """A made-up corpus in a folder.

    Attributes:
        size: How many statements it has.
        folder: The folder.
    """

    size: int
    folder: Path

    @property
    def corpus(self) -> MadeUpCorpus:
        """The corpus itself."""
        return MadeUpCorpus(self.size)

    @property
    def said(self) -> Path:
        """What is said, as N-Triples: what a person would load, without anything that follows by rule.

        This file and the next two are there up to `MOST_WRITTEN` claims.
        """
        return self.folder / "said.nt"

    @property
    def state(self) -> Path:
        """The current state, as N-Triples: with concepts and what follows by rule, without history."""
        return self.folder / "state.nt"

    @property
    def quads(self) -> Path:
        """All that our store holds, as N-Quads: the current state and the history."""
        return self.folder / "all.nq"

    @property
    def portions(self) -> Iterator[Portion]:
        """The portions that the corpus is added by, read one by one."""
        for source in range(self.corpus.sources):
            yield pickle.loads((self.folder / _name(source)).read_bytes())  # noqa: S301 - we wrote it

    @cached_property
    def triples(self) -> int:
        """How many triples the current state has, nearly: what is said and follows as well is counted twice."""
        return sum(map(_triples, self.portions))


def corpus_files(size: int, kept: Path = KEPT) -> CorpusFiles:
    """Return a corpus of some size as files; they are made where they are not there.

    Args:
        size: How many statements.
        kept: The folder that they are kept in.
    """
    folder = kept / f"corpus-{size}-{_made_from()}"
    if not folder.exists():
        for old in kept.glob(f"corpus-{size}-*"):
            shutil.rmtree(old)
        print(f"making {size:,} claims …", file=sys.stderr)
        aside = kept / f"new-{folder.name}"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        _make(CorpusFiles(size, aside))
        aside.replace(folder)
    return CorpusFiles(size, folder)


def _make(files: CorpusFiles) -> None:
    sources = range(files.corpus.sources)
    if files.size < _FEW:
        for source in sources:
            _keep(files, source)
    else:
        with ProcessPoolExecutor(_PROCESSES, get_context("spawn")) as processes:
            list(processes.map(_keep, [files] * len(sources), sources))
    if files.size <= MOST_WRITTEN:
        _write(files)


def _write(files: CorpusFiles) -> None:
    with TemporaryDirectory() as name:
        folder = create_store(Path(name), empty=True)
        with open_store(folder) as store:
            made = store.next_contribution("Benchmark", "A made-up corpus")
            concepts, all_of_it = store.export("ntriples"), store.export("nquads")
    in_history = f"<{HISTORY}> .\n".encode()
    with files.said.open("wb") as said, files.state.open("wb") as state, files.quads.open("wb") as quads:
        state.write(concepts)
        quads.write(all_of_it)
        for portion in files.portions:
            said.writelines(group.said for group in portion.groups)
        for part in written(files.portions, made):
            quads.write(part)
            if not part.endswith(in_history):  # each part is in the history or not, as a whole
                state.write(part)


def _keep(files: CorpusFiles, source: int) -> None:
    (files.folder / _name(source)).write_bytes(pickle.dumps(files.corpus.portion(source)))


def _name(source: int) -> str:
    return f"portion-{source:02}.pickle"


def _triples(portion: Portion) -> int:
    """Return how many triples come by a portion: what is said, what follows, and by what each item came."""
    said = sum(group.said.count(b"\n") + len(group.created) for group in portion.groups)
    return said + portion.derived.count(b"\n")


def _made_from() -> str:
    """Return what tells apart the versions of all that a corpus is made from."""
    seen = sha256()
    for name in _MADE_FROM:
        place = ROOT / name
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        for path in found:
            if path.suffix in (".py", ".ttl") and "corpora" not in path.parts:
                seen.update(path.read_bytes())
    return seen.hexdigest()[:12]
