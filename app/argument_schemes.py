"""The argument schemes of a store: what they say, which are likely for a step, and the questions that test them."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal, cast

from claims import KINDS
from graph import Store

_ALL = """SELECT ?scheme ?name ?definition {
  ?scheme a ca:ArgumentScheme ; skos:prefLabel ?name ; skos:definition ?definition
  FILTER (LANG(?name) = "en" && LANG(?definition) = "en")
} ORDER BY ?name"""
_USED = """SELECT ?scheme (COUNT(DISTINCT ?step) AS ?times) {{
  <{0}> ca:kind ?kind .
  ?step ca:scheme ?scheme ; ca:premise/ca:kind ca:{1} ; ca:conclusion/ca:kind ?kind .
}} GROUP BY ?scheme"""
_QUESTIONS = """SELECT ?question ?text ?part {{
  <{0}> ca:criticalQuestion ?question .
  ?question schema:text ?text ; schema:position ?position ; ca:challenges ?part .
  FILTER (LANG(?text) = "en")
}} ORDER BY ?position"""
_WORD_WEIGHT = 0.05
"""What a word counts that no other scheme has, where 1 is what a scheme counts that all steps of the kind follow."""

Part = Literal["thePremises", "theInference", "theConclusion"]
"""What a bad answer to a critical question hits."""


@dataclass(frozen=True)
class Scheme:
    """An argument scheme."""

    iri: str
    name: str
    definition: str


@dataclass(frozen=True)
class CriticalQuestion:
    """A question that tests an argument, put so that “yes” leaves it standing; and its id."""

    text: str
    part: Part
    id: str = ""


def all_schemes(store: Store) -> list[Scheme]:
    """Return the schemes of a store by name."""
    return [Scheme(row["scheme"], row["name"], row["definition"]) for row in store.query(_ALL)]


def likely_schemes(store: Store, kind: str, conclusion: str, texts: str, limit: int = 5) -> list[Scheme]:
    """Return the schemes that a step of argument is likely to follow, the likeliest first.

    How large a part of the store's steps from such a premise to such a conclusion follows a scheme counts, and which
    words the scheme's name and definition share with the texts; a word that many schemes have counts little.

    Args:
        store: The store.
        kind: The premise's kind.
        conclusion: The conclusion's IRI.
        texts: The titles and texts of both.
        limit: How many to return at most.
    """
    schemes = all_schemes(store)
    rows = store.query(_USED.format(conclusion, KINDS[kind].__name__))
    used = {row["scheme"]: int(row["times"]) for row in rows}
    steps = sum(used.values()) or 1
    words = {scheme: _words(f"{scheme.name} {scheme.definition}") for scheme in schemes}
    spread = Counter(word for own in words.values() for word in own)
    said = _words(texts)
    scores = {
        scheme: used.get(scheme.iri, 0) / steps + _WORD_WEIGHT * sum(1 / spread[word] for word in own & said)
        for scheme, own in words.items()
    }
    return sorted((scheme for scheme in schemes if scores[scheme]), key=lambda scheme: -scores[scheme])[:limit]


def critical_questions(store: Store, scheme: Scheme) -> list[CriticalQuestion]:
    """Return the questions that test arguments of a scheme, in their order."""
    rows = store.query(_QUESTIONS.format(scheme.iri))
    return [
        CriticalQuestion(row["text"], cast(Part, row["part"].rpartition("#")[2]), row["question"].rpartition("/")[2])
        for row in rows
    ]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{4,}", text.casefold()))
