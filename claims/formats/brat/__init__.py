"""brat standoff: annotations in an .ann file, of the text in the .txt file beside it (brat.nlplab.org/standoff.html).

Read `verbs.py` first.
"""

from claims.formats.brat.verbs import parse, read, recognises

__all__ = ["parse", "read", "recognises"]
