"""Which formats there are: their names, the extensions of their files, and which module reads and writes each.

A format's module in this folder has, as far as the format is read or written:

- `recognises(path, head) -> bool`: whether a file whose text begins with `head` is of the format;
- `read(path) -> Argument`: what a file holds; where there is none, the file's text is parsed;
- `parse(text, name) -> Argument`: what a text holds, `name` being what notes call it;
- `generate(argument) -> str`: the text that says the argument in the format.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """One format.

    Attributes:
        name: What commands call it.
        title: What people call it.
        module: The module that reads and writes it.
        extensions: What its files' names end with, the usual one first.
        reads: Whether it is read.
        writes: Whether it is written.
        holds: What a file of it can say: types of nodes (`argument.NODE_TYPES`), and kinds of other items.
        lacks: What it has no place for of the statements that it holds, in words.
    """

    name: str
    title: str
    module: str
    extensions: tuple[str, ...]
    reads: bool = True
    writes: bool = True
    holds: frozenset[str] = frozenset({"I", "RA", "CA"})
    lacks: tuple[str, ...] = ()


_AIF = frozenset({"I", "L", "RA", "CA", "MA", "PA", "TA", "YA"})
_RDF = (".ttl", ".rdf", ".owl", ".nt", ".jsonld", ".xml")
_REVIEWS = (".jsonld", ".json", ".jsonl", ".html")
_ROLES = ("kinds", "commitments")
_WORDS = ("texts", "holders", *_ROLES)
_REPHRASES = frozenset({"I", "RA", "CA", "MA"})
_ALL = _AIF | {"policy", "link", "power-type"}

FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("aif", "AIF JSON (AIFdb, xAIF, OVA)", "aif_json", (".json",), holds=_AIF, lacks=("titles", *_ROLES)),
        Format("aif-rdf", "AIF as RDF", "aif_rdf", _RDF, holds=_AIF, lacks=_ROLES),
        Format("argdown", "Argdown", "argdown", (".argdown", ".ad", ".md"), holds=_REPHRASES),
        Format("sadface", "SADFace", "sadface", (".json",), writes=False),
        Format("kialo", "Kialo text export", "kialo", (".txt",), writes=False),
        Format("brat", "brat standoff", "brat", (".ann",), writes=False),
        Format("arggraph", "microtexts arggraph XML", "arggraph", (".xml",), writes=False),
        Format("claims-csv", "claims as CSV", "claims_table", (".csv",)),
        Format("claims-tsv", "claims as TSV", "claims_table", (".tsv",)),
        Format("claimreview", "ClaimReview JSON-LD", "claimreview", _REVIEWS, holds=frozenset({"I"})),
        Format("annotation", "Web Annotation JSON-LD", "annotation", _REVIEWS[:2], holds=frozenset({"I"})),
        Format("nanopub", "nanopublications (TriG)", "nanopub", (".trig",), holds=_REPHRASES),
        Format("graphml", "GraphML", "graphml", (".graphml",), reads=False, holds=_ALL),
        Format("gexf", "GEXF", "gexf", (".gexf",), reads=False, holds=_ALL),
        Format("dot", "DOT (Graphviz)", "dot", (".dot", ".gv"), reads=False, holds=_ALL),
        Format("iccma", "ICCMA (p af)", "iccma", (".af",), lacks=_WORDS),
        Format("apx", "ASPARTIX (APX)", "apx", (".apx",), lacks=_WORDS),
        Format("tgf", "Trivial Graph Format", "tgf", (".tgf",), lacks=_WORDS),
        Format("markdown", "Markdown report", "markdown", (".md",), reads=False, holds=_ALL),
    )
}
"""Name → format."""
