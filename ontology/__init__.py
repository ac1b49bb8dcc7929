"""The vocabulary: what claims, relations, policies and powers are, as RDF.

The Turtle files beside this one are the source; read `vocabulary.ttl` first, then `power.ttl` and `shapes.ttl`.
`namespaces.py` holds the same terms for Python and is generated from them. Imports nothing of the project.
"""

from typing import TYPE_CHECKING

from ontology.files import PREFIXES, concept_files, shapes_file

if TYPE_CHECKING:
    from ontology.namespaces import AIF, CA, INSTRUMENT, OA, POWER, SCHEME, TOPIC

__all__ = [
    "AIF",
    "CA",
    "INSTRUMENT",
    "OA",
    "POWER",
    "PREFIXES",
    "SCHEME",
    "TOPIC",
    "concept_files",
    "shapes_file",
]


def __getattr__(name: str) -> object:
    """Load the namespaces on first use: they need rdflib, which most commands can do without."""
    if name in __all__:
        from ontology import namespaces

        return getattr(namespaces, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
