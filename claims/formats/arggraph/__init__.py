"""arggraph XML: the argument graphs of the microtext corpora (github.com/peldszus/arg-microtexts, corpus/arggraph.dtd).

Read `verbs.py` first.
"""

from claims.formats.arggraph.verbs import parse, read, recognises

__all__ = ["parse", "read", "recognises"]
