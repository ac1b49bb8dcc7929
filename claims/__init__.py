"""What a claim is: the encoded corpora, the triples derived from them, and anchors into source texts.

Read `shipped.py` first (what ships, and where), then `derived.py` and `anchors.py`. Knows `ontology` only: it turns
things into triples and back, and never needs a store.
"""

from claims.anchors import Anchor, Fingerprint, PassageFinding, find_anchor, fingerprint
from claims.derived import PLAIN_PROPERTIES, RULES, Rule
from claims.errors import ClaimsError, PassageError, SourceError, UnknownCorpusError
from claims.shipped import DEFAULT_CORPUS, Corpus, corpora, corpus
from claims.source import Paragraph, Section, SourceText

__all__ = [
    "DEFAULT_CORPUS",
    "PLAIN_PROPERTIES",
    "RULES",
    "Anchor",
    "ClaimsError",
    "Corpus",
    "Fingerprint",
    "Paragraph",
    "PassageError",
    "PassageFinding",
    "Rule",
    "Section",
    "SourceError",
    "SourceText",
    "UnknownCorpusError",
    "corpora",
    "corpus",
    "find_anchor",
    "fingerprint",
]
