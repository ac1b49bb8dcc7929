"""ClaimReview: fact-checks as schema.org has them in JSON-LD (https://schema.org/ClaimReview).

Read from JSON-LD, from JSON Lines, and from the scripts of web pages. Each review is two statements: the claim that it
reviews, and its verdict. A verdict in the lowest third of its scale attacks the claim, one in the highest third
supports it; any other stands by itself. Reviews of the same claim, with the same text by the same people, share it.
Texts are taken as they are, entities and all. A schema:Claim outside a review is a statement, too.

The review stands in the verdict's data and the rest of the document in the argument's, so that it is written again as
it was; a claim that is in no review is written as a schema:Claim. No context is fetched: the keys are schema.org's.
`shape.py` has the shape.
"""

import json
from pathlib import Path

from claims.formats.argument import Argument, Json
from claims.formats.claimreview.blocks import documents_of
from claims.formats.claimreview.reading import take_reviews
from claims.formats.claimreview.writing import document_of
from claims.formats.jsonld_document import with_places

_EXTENSIONS = (".jsonld", ".json", ".jsonl", ".ndjson", ".html", ".htm")


def recognises(path: Path, head: str) -> bool:
    """Return whether a file that begins so has reviews of claims, or claims, of schema.org."""
    if path.suffix.lower() not in _EXTENSIONS:
        return False
    return "ClaimReview" in head or "claimReviewed" in head or ("schema.org" in head and '"Claim"' in head)


def parse(text: str, name: str) -> Argument:
    """Return the claims and verdicts of a text.

    Raises:
        FormatError: When nothing in it is JSON, or there is no review and no claim in it.

    Example:
        >>> review = '{"@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": "Bread is dear.", '
        >>> review += '"reviewRating": {"ratingValue": 1, "alternateName": "False"}, "author": {"name": "Bread Watch"}}'
        >>> argument = parse(review, "bread")
        >>> [(node.type, node.text, node.held_by) for node in argument.nodes.values()]
        [('I', 'Bread is dear.', ()), ('I', 'False', ('Bread Watch',)), ('CA', '', ())]
    """
    argument = Argument(name, "claimreview")
    documents = documents_of(text, argument)
    document: Json = documents[0] if len(documents) == 1 else [*documents]
    ids = take_reviews(document, argument)
    argument.data["claimreview"] = [with_places(document, ids)]
    return argument


def generate(argument: Argument) -> str:
    """Return an argument as JSON-LD: the reviews that it was read from, and a schema:Claim for each other statement.

    Example:
        >>> from claims.formats.argument import Node
        >>> bread = Argument("bread")
        >>> _ = bread.add(Node("dear", "I", "Bread is dear.", held_by=("Ada",)))
        >>> print(generate(bread))
        {
          "@context": "https://schema.org",
          "@type": "Claim",
          "@id": "#dear",
          "text": "Bread is dear.",
          "author": {
            "name": "Ada"
          }
        }
        <BLANKLINE>
    """
    return json.dumps(document_of(argument), ensure_ascii=False, indent=2) + "\n"
