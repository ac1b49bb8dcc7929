"""AIF as JSON, read and written: AIFdb"s export, old and new, and xAIF as the OVA editor and its kin write it.

Read `verbs.py` first.
"""

from claims.formats.aif_json.verbs import generate, parse, recognises

__all__ = ["generate", "parse", "recognises"]
