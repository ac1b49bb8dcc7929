"""The corpora that a store holds: each a source with its sections, and a namespace for what is said of it."""

from dataclasses import dataclass
from typing import cast

from claims import Passages
from graph.errors import UnknownCorpusInStoreError
from graph.store import Store
from graph.terms import whole
from ontology import CORPORA

_SOURCES = """SELECT ?source ?title ?creator ?quotable ?digest {
  ?source a ca:Source ; dcterms:title ?title .
  OPTIONAL { ?source dcterms:creator ?creator } OPTIONAL { ?source ca:quotable ?quotable }
  OPTIONAL { ?source ca:sha256 ?digest }
} ORDER BY ?source ?creator"""


@dataclass(frozen=True)
class StoreCorpus:
    """A corpus of a store.

    Attributes:
        name: Its name: what comes between the common start and the slash in its items' IRIs.
        source: The IRI of its source; "" for one that has none.
        title: The source's title.
        creators: The IRIs of the source's authors.
        quotable: Whether anchors may hold words of the source.
        sha256: The digest of the edition that its sections and paragraphs were counted in.
    """

    name: str
    source: str = ""
    title: str = ""
    creators: tuple[str, ...] = ()
    quotable: bool = False
    sha256: str = ""

    @property
    def namespace(self) -> str:
        """What the IRIs of its items start with."""
        return f"{CORPORA}{self.name}/"


def corpora_of(store: Store) -> dict[str, StoreCorpus]:
    """Return the corpora of a store that have a source, by name."""
    remembered = store.remembered
    if "corpora" not in remembered:
        remembered["corpora"] = _corpora(store)
    return dict(cast("dict[str, StoreCorpus]", remembered["corpora"]))


def _corpora(store: Store) -> dict[str, StoreCorpus]:
    found: dict[str, StoreCorpus] = {}
    for row in store.ask(_SOURCES):
        name = row["source"].removeprefix(CORPORA).partition("/")[0]
        creators = (*(found[name].creators if name in found else ()), *filter(None, (row.get("creator"),)))
        found[name] = StoreCorpus(
            name, row["source"], row["title"], creators, row.get("quotable") == "true", row.get("digest", "")
        )
    return found


def corpus_of(store: Store, name: str = "") -> StoreCorpus:
    """Return the corpus that additions go to.

    Args:
        store: The store.
        name: Its name; by default the store's only corpus, or one called "notes" in a store without any.

    Raises:
        UnknownCorpusInStoreError: When the name is none, or when it has to be told which of several is meant.
    """
    known = corpora_of(store)
    if name in known:
        return known[name]
    if not name and len(known) == 1:
        return next(iter(known.values()))
    if name or known:
        raise UnknownCorpusInStoreError(name, sorted(known))
    return StoreCorpus("notes")


def passages_of(store: Store, corpus: StoreCorpus) -> Passages | None:
    """Return a corpus's source with its text; None where the text is not attached."""
    text = store.source(corpus.name) if corpus.source else None
    if text is None:
        return None
    if text.sha256 != corpus.sha256:  # the sections are numbered as in another edition
        return Passages(corpus.source, text, {}, corpus.quotable)
    known, remembered = f"sections of {corpus.source}", store.remembered
    if known not in remembered:
        remembered[known] = _sections(store, corpus)
    return Passages(corpus.source, text, cast("dict[int, str]", remembered[known]), corpus.quotable)


def _sections(store: Store, corpus: StoreCorpus) -> dict[int, str]:
    """Return number → IRI of the sections of a corpus's source."""
    rows = store.ask(f"SELECT ?section ?n {{ ?section dcterms:isPartOf <{corpus.source}> ; schema:position ?n }}")
    return {number: row["section"] for row in rows if (number := whole(row["n"])) is not None}
