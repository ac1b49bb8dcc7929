"""The corpora that are shipped: for each a folder of Turtle files under `corpora/`.

A corpus folder holds `corpus.ttl` (the source, its authors and sections), `actors.ttl`, one `section-N.ttl` for each
section of the source, which people read and correct, and `anchors/section-N.ttl`, which is for machines: where each
item stands in the source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from claims.errors import UnknownCorpusError

DEFAULT_CORPUS = "long-american-century"
_BASE = "https://w3id.org/claimatlas/corpus/"


@dataclass(frozen=True)
class Corpus:
    """One corpus: its name, the namespace of its items, and its files in reading order."""

    name: str
    files: tuple[Traversable, ...]

    @property
    def namespace(self) -> str:
        """The IRI that every item of the corpus starts with."""
        return f"{_BASE}{self.name}/"


@cache
def corpora() -> Mapping[str, Corpus]:
    """Return the shipped corpora by name."""
    folders = (folder for folder in (files("claims") / "corpora").iterdir() if folder.is_dir())
    found = (Corpus(folder.name, _files(folder)) for folder in folders)
    return {corpus.name: corpus for corpus in sorted(found, key=lambda corpus: corpus.name) if corpus.files}


def corpus(name: str = DEFAULT_CORPUS) -> Corpus:
    """Return the shipped corpus of that name.

    Raises:
        UnknownCorpusError: When no such corpus is shipped.
    """
    known = corpora()
    if name not in known:
        raise UnknownCorpusError(name, tuple(known))
    return known[name]


def _files(folder: Traversable) -> tuple[Traversable, ...]:
    """Return the corpus's own description first, then actors, sections and anchors."""
    named = [folder / "corpus.ttl", folder / "actors.ttl"]
    sections = sorted((f for f in folder.iterdir() if f.name.startswith("section-")), key=lambda f: f.name)
    anchors = folder / "anchors"
    machine = sorted(anchors.iterdir(), key=lambda f: f.name) if anchors.is_dir() else []
    return tuple(f for f in (*named, *sections, *machine) if f.is_file() and f.name.endswith(".ttl"))
