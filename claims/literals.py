"""Texts as they stand in literals of N-Triples; needs nothing else, so that a query does not load the model for it."""

# What has to be escaped: https://www.w3.org/TR/n-triples/#grammar-production-STRING_LITERAL_QUOTE
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}


def escaped(text: str) -> str:
    """Return a text as it stands between the quotation marks of a literal."""
    for character, written in _ESCAPED.items():  # the backslash first; few texts hold any, and to look is quick
        if character in text:
            text = text.replace(character, written)
    return text
