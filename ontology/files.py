"""Where the Turtle files of the ontology are, and the prefixes they are written with."""

from importlib.resources import files
from importlib.resources.abc import Traversable

_BASE = "https://w3id.org/claimatlas/"

PREFIXES: dict[str, str] = {
    "ca": f"{_BASE}ontology#",
    "power": f"{_BASE}power/",
    "instrument": f"{_BASE}instrument/",
    "topic": f"{_BASE}topic/",
    "scheme": f"{_BASE}scheme/",
    "agent": f"{_BASE}agent/",
    "aif": "http://www.arg.dundee.ac.uk/aif#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefix → namespace: the own ones first, then the standard ones, as every Turtle file and query here writes them."""

HISTORY = f"{_BASE}history"
"""The graph in which contributions, and what they changed, stand; the current state stands in the default graph."""

STANDING = f"{_BASE}standing"
"""The graph in which it stands how the argument comes out, under the default reading; for another, its name follows."""

CORPORA = f"{_BASE}corpus/"
"""What the namespace of every corpus starts with; its name and a slash follow."""

_CONCEPT_FILES = ("vocabulary.ttl", "power.ttl", "instruments.ttl", "topics.ttl", "schemes.ttl")


def concept_files() -> tuple[Traversable, ...]:
    """Return the Turtle files that belong into every store: the vocabulary and the four concept schemes."""
    return tuple(files("ontology") / name for name in _CONCEPT_FILES)


def shapes_file() -> Traversable:
    """Return the Turtle file of SHACL shapes, which stays outside the stores it is held against."""
    return files("ontology") / "shapes.ttl"
