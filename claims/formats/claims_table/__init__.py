"""Claims in tables: CSV and TSV files of claims, as corpora and people keep them, and our own.

Read `verbs.py` first.
"""

from claims.formats.claims_table.verbs import generate, generate_tsv, parse, recognises

__all__ = ["generate", "generate_tsv", "parse", "recognises"]
