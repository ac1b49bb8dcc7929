"""The eight questions that all engines are asked, in SPARQL, and what our store has that answers some of them sooner.

Each is about the same items in every engine. A better answer gives the same rows as the query.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus import MadeUpCorpus
from material import vocabulary

from graph import Store, prefixes, search, summary
from graph.summaries import matrix
from ontology import PREFIXES

Row = tuple[str, ...]
_CA = PREFIXES["ca"]
_LEAST_WORD, _RARE = 8, 1_000
_MOST = 1_000_000
_TEXTS = 10_000


@dataclass(frozen=True)
class Question:
    """A question.

    Attributes:
        name: What it is called.
        sparql: The query, with the prefixes that it uses.
        better: What answers it sooner than the query, where our store has that.
        better_by: What that is called.
        counted: Whether engines are free to choose which rows they give, so that only their number is the same.
    """

    name: str
    sparql: str
    better: Callable[[Store], Iterable[Row]] | None = None
    better_by: str = ""
    counted: bool = False


@dataclass(frozen=True)
class Word:
    """Looks for all that has a word, by the index."""

    word: str

    def __call__(self, store: Store) -> list[Row]:
        """Return the IRIs of what has it in its title or text; actors have no text."""
        return [(hit.iri,) for hit in search(store, self.word, limit=_MOST) if hit.text]


def bearings(store: Store) -> list[Row]:
    """Return policy, power, bearing and how many links say so, from the counts that are kept."""
    links = matrix(store).links.items()
    return [
        (*pair, f"{_CA}{bearing}", str(number))
        for pair, tally in links
        for bearing, number in tally._asdict().items()
        if number
    ]


def tiles(store: Store) -> list[Row]:
    """Return source, kind of statement and how many stand there, from the summary."""
    return [
        (part.iri, f"{_CA}{kind.capitalize()}", str(number))
        for part in summary(store).parts
        for kind, number in part.kinds.items()
    ]


def unanswered(store: Store) -> list[Row]:
    """Return how many counterarguments nothing answers, from the summary."""
    return [(str(summary(store).unanswered),)]


def rare_word(above: int = _RARE) -> str:
    """Return a word of some length that few statements have, and no other word has in it."""
    return next(word for word in vocabulary()[0][above:] if len(word) >= _LEAST_WORD)


def questions(corpus: MadeUpCorpus, claim: str) -> list[Question]:
    """Return the eight questions, and one more, about items of a corpus.

    Args:
        corpus: The corpus.
        claim: The IRI of a statement that has counterarguments.
    """
    last, word = corpus.sources - 1, rare_word()
    return [
        Question(
            "counterarguments to a claim",
            with_prefixes(f"SELECT ?other ?label ?text {{ ?other ca:attacks <{claim}> ; {_TEXT} }}"),
        ),
        Question(
            "counterarguments to all that an author holds",
            with_prefixes(
                "SELECT ?other ?label ?one { "
                f"?one ca:heldBy <{corpus.author_of(last)}> . ?other ca:attacks ?one ; rdfs:label ?label }}"
            ),
        ),
        Question("policies by power", with_prefixes(_MATRIX), bearings, "`matrix`"),
        Question(
            "three hops of support",
            with_prefixes(
                "SELECT (COUNT(DISTINCT ?one) AS ?n) "
                f"{{ ?one ca:supports ?two . ?two ca:supports ?three . ?three ca:supports <{corpus.main_thesis}> }}"
            ),
        ),
        Question(
            "all that supports a thesis, by any path",
            with_prefixes(
                f"SELECT (COUNT(DISTINCT ?one) AS ?n) {{ ?one ca:supports+ <{corpus.thesis_of(last)}> }}",
            ),
        ),
        Question("text contains a word", with_prefixes(containing([word])), Word(word), "`search`"),
        Question("statements by source and kind", with_prefixes(_TILES), tiles, "`summary`"),
        Question("counterarguments that nothing answers", with_prefixes(_UNANSWERED), unanswered, "`summary`"),
        Question(
            f"{_TEXTS:,} titles and texts",
            with_prefixes(f"SELECT ?item ?label ?text {{ ?item a ca:Statement ; {_TEXT} }} LIMIT {_TEXTS}"),
            counted=True,
        ),
    ]


EIGHT = 8
"""How many of them go into the mean."""


def containing(words: Iterable[str]) -> str:
    """Return a query for what has all words in its title or text, without prefixes."""
    tests = " && ".join(f'(CONTAINS(LCASE(?text), "{word}") || CONTAINS(LCASE(?label), "{word}"))' for word in words)
    return f"SELECT ?item {{ ?item {_TEXT} FILTER({tests}) }}"


def with_prefixes(sparql: str) -> str:
    """Return a query with the prefixes that it uses declared."""
    known = prefixes()
    used = sorted(set(re.findall(r"\b([a-z]+):\w", re.sub(r"<[^>]*>", "", sparql))) & known.keys())
    return "".join(f"PREFIX {name}: <{known[name]}> " for name in used) + sparql


_TEXT = "rdfs:label ?label ; schema:text ?text"
_MATRIX = """SELECT ?policy ?power ?bearing (COUNT(?link) AS ?n) {
  ?link a ca:PowerLink ; ca:policy ?policy ; ca:power ?power ; ca:bearing ?bearing
} GROUP BY ?policy ?power ?bearing"""
_TILES = """SELECT ?source ?kind (COUNT(DISTINCT ?item) AS ?n) {
  ?item a ca:Statement ; ca:kind ?kind . ?note oa:hasBody ?item ; oa:hasTarget ?place . ?place oa:hasSource ?source
} GROUP BY ?source ?kind"""
_UNANSWERED = """SELECT (COUNT(DISTINCT ?item) AS ?n) {
  ?item a ca:Counterargument
  FILTER NOT EXISTS { ?other ca:attacks ?item }
  FILTER NOT EXISTS { ?step ca:premise ?item . ?another ca:undercuts ?step }
}"""
