"""Argdown: arguments as structured text (https://argdown.org/syntax), versions 1 and 2.

Read `verbs.py` first.
"""

from claims.formats.argdown.verbs import generate, parse, read, recognises

__all__ = ["generate", "parse", "read", "recognises"]
