"""What is asked of tantivy for the words that somebody typed, and how what is found is ranked.

Scores are as BM25 has them where a word stands once: rare words weigh more than frequent ones, and in a short item
more than in a long one; in titles they weigh more than in texts. They are reckoned from what can be found now, not
from tantivy's own numbers, in which what was deleted still counts: so that the order of what is found does not depend
on how the index came about.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import tantivy
from tantivy import Occur, Query

from graph.text.part import FIELDS, analyzer, is_too_long, schema
from graph.text.words import Wanted, folded

# What each way of having a word adds to an item's score. These are whole numbers of eighths, as are the weights of
# words: such sums are exact, in whatever order they are made.
_BEGUN = {"title": 0.375, "text": 0.125}
_WHOLE = {"title": 4.0, "text": 1.5}
_EXACT, _IS_ID = 0.25, 4.0
_MANY = 10_000
"""In how many ways a phrase may end; tantivy refuses more than 16,384."""


@dataclass(frozen=True)
class Among:
    """Which items are looked through: those of some kinds and of a corpus; by default all."""

    kinds: Collection[str] | None = None
    corpus: str = ""


@dataclass(frozen=True)
class Seen:
    """What is searched: the parts of the index as they were at one moment, and what of the folder's is out of date.

    Attributes:
        parts: The parts, each with the IRIs of the items that are not to be found in it.
        languages: The languages in which there are stems.
        weights: What words weigh, as far as that is known.
    """

    parts: tuple[tuple[tantivy.Searcher, Collection[str]], ...]
    languages: tuple[str, ...]
    weights: dict[tuple[str, ...], float] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many items can be found."""
        # One document of each part is its mark.
        there = sum(max(0, searcher.num_docs - 1) for searcher, _ in self.parts)
        return there - sum(_best(searcher, _any_of("iri", gone), 1)[0] for searcher, gone in self.parts if gone)

    def words_from(self, field: str, beginning: str) -> int:
        """Return how many words have a beginning, in one part at most."""
        return max((len(searcher.terms_with_prefix(field, beginning)) for searcher, _ in self.parts), default=0)

    def find(self, query: Query, limit: int) -> tuple[int, list[tuple[float, tantivy.Document]]]:
        """Return how many items fit, and the best of them, with all that are as good as the last of these."""
        total, best = 0, list[tuple[float, tantivy.Searcher, tantivy.DocAddress]]()
        for searcher, hidden in self.parts:
            own = query.and_must_not_match(_any_of("iri", hidden)) if hidden else query
            number, hits = _best(searcher, own, limit)
            total += number
            best += [(score, searcher, address) for score, address in hits]
        best.sort(key=lambda one: -one[0])
        least = best[limit - 1][0] if len(best) > limit else 0
        return total, [(score, searcher.doc(address)) for score, searcher, address in best if score >= least]


def _best(searcher: tantivy.Searcher, query: Query, limit: int) -> tuple[int, list[tuple[float, tantivy.DocAddress]]]:
    """Return how many items of a part fit, and the best of them, with all that are as good as the last of these."""
    wanted = min(limit, searcher.num_docs) + 1  # there is room kept for as many as are asked for
    while True:
        found = searcher.search(query, wanted, weight_by_field="weight")
        if len(found.hits) < wanted or found.hits[limit - 1][0] > found.hits[-1][0]:
            return found.count, found.hits  # type: ignore[attr-defined]
        wanted *= 4


def query_of(wanted: Sequence[Wanted], seen: Seen, among: Among) -> Query | None:
    """Return the query for what is wanted; None where nothing is."""
    words = [(one, tokens) for one in wanted if (tokens := analyzer().analyze(one.text))]
    positive = [(one, tokens) for one, tokens in words if not one.is_excluded]
    if not positive or any(is_too_long(one.text) for one in wanted if not one.is_excluded):
        return None
    parts = []
    for one, tokens in positive:
        weight = _rarity(tokens, seen) if len(positive) > 1 else 1.0
        parts.append((Occur.Must, _any([_worth(way, score * weight) for way, score in _ways(one, tokens, seen)])))
    parts += [(Occur.MustNot, _any(_whole(tokens, seen.languages))) for one, tokens in words if one.is_excluded]
    if among.kinds is not None:
        parts.append((Occur.Must, _any_of("kind", among.kinds)))
    if among.corpus:
        parts.append((Occur.Must, _any_of("corpus", [among.corpus])))
    return Query.boolean_query(parts)


def _ways(wanted: Wanted, tokens: Sequence[str], seen: Seen) -> Iterator[tuple[Query, float]]:
    """Yield the ways in which an item can have what is wanted, and what each adds to its score."""
    for name in FIELDS:
        if wanted.is_begun:
            yield _begun(name, tokens, seen), _BEGUN[name]
        yield _together(name, tokens), _EXACT + (_WHOLE[name] if len(tokens) > 1 else 0)
    for language in seen.languages if len(tokens) == 1 else ():
        for stem in analyzer(language).analyze(tokens[0]):
            for name in FIELDS:
                yield Query.term_query(schema(), f"{name}_{language}", stem), _WHOLE[name]
    yield Query.term_query(schema(), "whole_id", wanted.text), _IS_ID


def _rarity(tokens: Sequence[str], seen: Seen) -> float:
    """Return what a word weighs, the more the fewer items have it whole, in eighths."""
    if tuple(tokens) not in seen.weights:
        number = seen.size
        having = seen.find(_any(_whole(tokens, seen.languages)), 1)[0]
        weight = max(1, round(8 * math.log(1 + (number - having + 0.5) / (having + 0.5)))) / 8
        seen.weights[tuple(tokens)] = weight
    return seen.weights[tuple(tokens)]


def _whole(tokens: Sequence[str], languages: Sequence[str]) -> list[Query]:
    """Return the queries for a word, in any of its forms where the language is known; for several words as they are."""
    ways = [_together(name, tokens) for name in FIELDS]
    for language in languages if len(tokens) == 1 else ():
        for stem in analyzer(language).analyze(tokens[0]):
            ways += [Query.term_query(schema(), f"{name}_{language}", stem) for name in FIELDS]
    return ways


def _together(field: str, tokens: Sequence[str]) -> Query:
    if len(tokens) == 1:
        return Query.term_query(schema(), field, tokens[0])
    return Query.phrase_query(schema(), field, list(tokens))


def _begun(field: str, tokens: Sequence[str], seen: Seen) -> Query:
    """Return the query for words of which the last may go on."""
    last = Query.fuzzy_term_query(schema(), field, tokens[-1], 0, prefix=True)
    if len(tokens) == 1:
        return last
    if seen.words_from(field, tokens[-1]) > _MANY:
        # A phrase that may end in so many ways is refused: then the words need not stand together.
        return Query.boolean_query([(Occur.Must, query) for query in (_together(field, tokens[:-1]), last)])
    # The words are letters and digits only: none of them means anything else in a regular expression.
    return Query.regex_phrase_query(schema(), field, [*tokens[:-1], f"{tokens[-1]}.*"])


def like_query(name: str) -> Query | None:
    """Return the query for items with words like those of a name in their ids or titles; None where it has no words."""
    tokens = list(dict.fromkeys(analyzer().analyze(folded(name))))
    return _any([way for token in tokens for way in _like(token)]) if tokens else None


def _like(token: str) -> Iterator[Query]:
    """Yield queries for a word that may be misspelt."""
    changes = 0 if len(token) < 3 else 1 if len(token) < 6 else 2
    for name in ("id", "title"):
        yield _worth(Query.fuzzy_term_query(schema(), name, token, changes), 0.5)
        yield _worth(Query.term_query(schema(), name, token), 0.5)


def _worth(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)


def _any(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _any_of(field: str, values: Collection[str], score: float = 0) -> Query:
    return _worth(Query.term_set_query(schema(), field, list(values)), score)
