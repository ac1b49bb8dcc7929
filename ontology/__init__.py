"""The vocabulary: what claims, relations, policies and powers are, as RDF.

The Turtle files beside this one are the source; read `vocabulary.ttl` first, then `power.ttl` and `shapes.ttl`.
`namespaces.py` and `rule_table.py` hold the same terms and rules for Python and are generated from them. Imports
nothing of the project.
"""

from typing import TYPE_CHECKING

from ontology.files import CORPORA, HISTORY, PREFIXES, concept_files, shapes_file
from ontology.rules import PropertyRule, property_rules, superclasses

if TYPE_CHECKING:
    from ontology.namespaces import AIF, CA, INSTRUMENT, OA, POWER, SCHEME, TOPIC

__all__ = [
    "AIF",
    "CA",
    "CORPORA",
    "HISTORY",
    "INSTRUMENT",
    "OA",
    "POWER",
    "PREFIXES",
    "SCHEME",
    "TOPIC",
    "PropertyRule",
    "concept_files",
    "property_rules",
    "shapes_file",
    "superclasses",
]


def __getattr__(name: str) -> object:
    """Load the namespaces on first use: they need rdflib, which most commands can do without."""
    if name in __all__:
        from ontology import namespaces

        return getattr(namespaces, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
