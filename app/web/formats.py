"""The formats that answers to SPARQL and graphs are written in: their media types, and what else clients call them.

A client names one in its Accept header, or in a parameter of the address (`format=csv`, also `output=`, `results=`),
by a word or by a media type. What fits no format of the answer at hand is not acceptable (406).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from app.web.negotiation import choose
from app.web.problems import Problem


@dataclass(frozen=True)
class Format:
    """A format of tables or graphs.

    Attributes:
        name: What `graph` calls it.
        media_type: Its own media type.
        others: Media types that are true of it too; an answer goes under the one that was asked for.
        words: What clients call it in parameters.
    """

    name: str
    media_type: str
    others: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


_JSON, _XML = "application/json", ("application/xml", "text/xml")

TABLES = (
    Format("json", "application/sparql-results+json", (_JSON,), ("json", "srj")),
    Format("xml", "application/sparql-results+xml", _XML, ("xml", "srx")),
    Format("csv", "text/csv", (), ("csv",)),
    Format("tsv", "text/tab-separated-values", (), ("tsv",)),
)
"""What the answer to SELECT and ASK may be written in; the first is what anybody gets who does not choose."""

_TURTLE = Format(
    "turtle", "text/turtle", ("application/turtle", "application/x-turtle", "text/n3"), ("turtle", "ttl", "n3")
)
_NTRIPLES = Format("ntriples", "application/n-triples", ("text/plain",), ("ntriples", "n-triples", "nt"))
_JSON_LD = Format("json", "application/ld+json", (_JSON, "application/x-json+ld"), ("json-ld", "jsonld", "json"))
_RDF_XML = Format("xml", "application/rdf+xml", _XML, ("rdf+xml", "rdfxml", "rdf", "xml"))
GRAPHS = (_TURTLE, _NTRIPLES, _JSON_LD, _RDF_XML)
"""What graphs may be written in, the answer to CONSTRUCT and DESCRIBE too."""

_NQUADS = Format("nquads", "application/n-quads", ("text/x-nquads",), ("nquads", "n-quads", "nq"))
DATASETS = (_NQUADS,)
"""What a default graph together with all named ones may be written in."""

DOCUMENTS = (
    _TURTLE,
    _NTRIPLES,
    replace(_JSON_LD, name="jsonld"),
    replace(_RDF_XML, name="rdfxml"),
    _NQUADS,
    Format("trig", "application/trig", ("application/x-trig",), ("trig",)),
)
"""What a whole graph may be written in, and read from."""


@dataclass(frozen=True)
class Chosen:
    """What an answer is written in.

    Attributes:
        name: What `graph` calls the format.
        media_type: What the answer goes under.
    """

    name: str
    media_type: str

    @property
    def content_type(self) -> str:
        """The Content-Type of the answer."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


@lru_cache(1024)
def chosen(accept: str, wanted: tuple[str, ...], formats: tuple[Format, ...]) -> Chosen:
    """Return the format that a client likes best; the first among equals.

    Args:
        accept: Its Accept header; "" for anything.
        wanted: What it names in parameters; the first that is among the formats counts, and more than the header.
        formats: What there is, the best first.

    Raises:
        Problem: When it likes none of them (406); tells which there are.
    """
    found = next(filter(None, (_named(word, formats) for word in wanted)), None)
    if found is None and not any(wanted):
        found = _accepted(accept, formats)
    if found is None:
        offers = [one.media_type for one in formats]
        asked = ", ".join(wanted) or accept
        told = f"This cannot be written as {asked[:200]}; there are {', '.join(offers)}."
        raise Problem(406, told, headers={"Vary": "Accept"}, offers=offers)
    return found


def _named(word: str, formats: Iterable[Format]) -> Chosen | None:
    """Return the format that a parameter names, by a word or by media types."""
    for one in formats:
        if word.strip().lower() in one.words:
            return Chosen(one.name, one.media_type)
    # A plus sign that was not escaped arrives as a space.
    return _accepted(word.strip().replace(" ", "+"), formats) if "/" in word else None


def _accepted(accept: str, formats: Iterable[Format]) -> Chosen | None:
    by_type = {name: one for one in formats for name in (one.media_type, *one.others)}
    own = [one.media_type for one in formats]
    # A browser takes application/xml, but its reader would rather see what anybody gets.
    offers = own if "text/html" in accept else [*own, *(name for name in by_type if name not in own)]
    liked = choose(accept, offers)
    return Chosen(by_type[liked].name, liked) if liked else None


def prefers_page(accept: str) -> bool:
    """Whether an Accept header likes a page better than any data: whether a person is looking, with a browser."""
    return "text/html" in accept and choose(accept, ["application/json", "text/turtle", "text/html"]) == "text/html"
