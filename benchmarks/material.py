"""What made-up corpora are made of: words of no language, anchors, the real concepts, and what follows by rule."""

import random
from functools import cache
from itertools import accumulate

import pyoxigraph as ox

from claims import RULES
from ontology import PREFIXES, concept_files

_FOLLOWING = ox.NamedNode("https://w3id.org/claimatlas/following")
SPAN = 120
"""How many characters of a source each statement takes."""


def anchor(iri: str, base: str, section: int, paragraph: int, start: int) -> str:
    """Return the triples of an item's anchor in the source of a corpus, as N-Triples.

    Args:
        iri: The item.
        base: The namespace of the corpus.
        section: The number of the section.
        paragraph: The number of the paragraph.
        start: Where the passage starts.
    """
    ca, oa, number = PREFIXES["ca"], PREFIXES["oa"], f"^^<{PREFIXES['xsd']}integer>"
    a = f"<{PREFIXES['rdf']}type>"
    note, passage, position = (f"<{iri}-{part}>" for part in ("anchor", "passage", "position"))
    return (
        f"{note} {a} <{oa}Annotation> .\n{note} <{oa}motivatedBy> <{oa}identifying> .\n"
        f"{note} <{oa}hasBody> <{iri}> .\n{note} <{oa}hasTarget> {passage} .\n"
        f"{passage} {a} <{oa}SpecificResource> .\n{passage} <{oa}hasSource> <{base}text> .\n"
        f"{passage} <{ca}section> <{base}section-{section}> .\n"
        f'{passage} <{ca}paragraph> "{paragraph}"{number} .\n{passage} <{oa}hasSelector> {position} .\n'
        f"{position} {a} <{oa}TextPositionSelector> .\n"
        f'{position} <{oa}start> "{start}"{number} .\n{position} <{oa}end> "{start + SPAN - 10}"{number} .\n'
    )


def titled(chance: random.Random, name: str) -> dict[str, str]:
    """Return a title that ends in a name of its own, and a text of 6 to 22 words."""
    title = f"{some_words(chance, chance.randint(3, 5)).capitalize()[:48].rstrip()} {name}"
    return {"label": title, "text": f"{some_words(chance, chance.randint(6, 22)).capitalize()}."}


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Return the words, the commonest first, and how many of all words are one of these or commoner."""
    chance = random.Random(1)  # noqa: S311
    sounds = [c + v for c in "bdfgklmnprstv" for v in "aeiou"]
    words = list(dict.fromkeys("".join(chance.choices(sounds, k=chance.randint(1, 4))) for _ in range(5000)))
    return words, list(accumulate(1 / (rank + 5) for rank in range(len(words))))


def some_words(chance: random.Random, number: int) -> str:
    """Return words, some of them common and most of them rare."""
    words, weights = vocabulary()
    return " ".join(chance.choices(words, cum_weights=weights, k=number))


def weighted(chance: random.Random, weights: dict[str, int]) -> str:
    """Return one of several names, each as often as its number says."""
    return chance.choices(list(weights), weights=list(weights.values()))[0]


@cache
def _concepts() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in concept_files():
        for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE):
            if quad.predicate.value == f"{PREFIXES['rdf']}type" and isinstance(quad.object, ox.NamedNode):
                found.setdefault(quad.object.value, []).append(str(getattr(quad.subject, "value", "")))
    return found


def concepts(kind: str) -> list[str]:
    """Return the IRIs of the concepts of a class of the vocabulary, such as PowerType."""
    return _concepts()[PREFIXES["ca"] + kind]


def following(said: bytes) -> bytes:
    """Return what follows by rule from triples, as N-Triples."""
    aside = ox.Store()
    aside.load(concept_files()[0].read_bytes(), format=ox.RdfFormat.TURTLE)
    aside.load(said, format=ox.RdfFormat.N_TRIPLES)
    aside.update(" ;\n".join(rule.insert_into(_FOLLOWING.value) for rule in RULES))
    return aside.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=_FOLLOWING) or b""
