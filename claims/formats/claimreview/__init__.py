"""ClaimReview: fact-checks as schema.org has them in JSON-LD (https://schema.org/ClaimReview).

Read `verbs.py` first.
"""

from claims.formats.claimreview.verbs import generate, parse, recognises

__all__ = ["generate", "parse", "recognises"]
