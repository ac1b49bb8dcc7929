"""SADFace: the Simple Argument Description Format, JSON (github.com/ARG-ENU/SADFace; `shape.py` has the shape).

Read `verbs.py` first.
"""

from claims.formats.sadface.verbs import parse, recognises

__all__ = ["parse", "recognises"]
