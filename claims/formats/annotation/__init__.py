"""Web annotations in JSON-LD (W3C Web Annotation Data Model, https://www.w3.org/TR/annotation-model/).

Read `verbs.py` first.
"""

from claims.formats.annotation.verbs import generate, parse, recognises

__all__ = ["generate", "parse", "recognises"]
