"""AIF as RDF, read and written: Turtle, N-Triples, RDF/XML and JSON-LD in; Turtle out.

Read `verbs.py` first.
"""

from claims.formats.aif_rdf.verbs import generate, parse, recognises

__all__ = ["generate", "parse", "recognises"]
