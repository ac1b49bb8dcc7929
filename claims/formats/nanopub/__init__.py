"""Nanopublications in TriG: https://nanopub.net/guidelines/working_draft/.

Read `verbs.py` first.
"""

from claims.formats.nanopub.verbs import generate, parse, recognises

__all__ = ["generate", "parse", "recognises"]
