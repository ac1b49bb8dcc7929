"""The vocabulary: what claims, relations, policies and powers are, as RDF.

The Turtle files beside this one are the source; read `vocabulary.ttl` first, then `power.ttl` and `shapes.ttl`.
`namespaces.py`, `concept_namespaces.py` and `rule_table.py` hold the same terms and rules for Python and are generated
from them. Imports nothing of the project.
"""

from typing import TYPE_CHECKING

from ontology.files import CORPORA, HISTORY, PREFIXES, STANDING, concept_files, shapes_file
from ontology.rules import PropertyRule, property_rules, superclasses

if TYPE_CHECKING:
    from ontology.concept_namespaces import INSTRUMENT, POWER, SCHEME, TOPIC
    from ontology.namespaces import AIF, CA, OA

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
    "STANDING",
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
        from ontology import concept_namespaces, namespaces

        return getattr(namespaces if hasattr(namespaces, name) else concept_namespaces, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
