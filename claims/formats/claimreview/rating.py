"""What a rating says: in words, and whether it speaks for the claim or against it."""

import re
from fractions import Fraction
from typing import Literal

from claims.formats.argument import Json
from claims.formats.claimreview.values import first_words, said

_NUMBER = re.compile(r"[-+]?[0-9]{1,12}(\.[0-9]{1,12})?")
_WORST, _BEST = Fraction(1), Fraction(5)
"""The ends of the scale where a rating does not tell them, by schema.org's rule."""
_THIRD = Fraction(1, 3)

Side = Literal["RA", "CA", ""]


def verdict(review: Json) -> str:
    """Return the verdict of a review in words; "" where it has none."""
    for rating in said(review, "reviewRating"):
        told = (
            first_words(rating, "alternateName", "name")
            or _in_words(rating)
            or first_words(rating, "ratingExplanation")
            or (rating if isinstance(rating, str) else "")
        )
        if told:
            return told
    return ""


def _in_words(rating: Json) -> str:
    value, worst, best = (first_words(rating, key).strip() for key in ("ratingValue", "worstRating", "bestRating"))
    if not value:
        return ""
    scale = f" on a scale from {worst or 1} to {best or 5}" if worst or best else ""
    return f"Rated {value}{scale}."


def side(review: Json) -> Side:
    """Return whether a rating clearly speaks for a claim (RA), against it (CA), or does neither ("").

    It does so in the highest and in the lowest third of its scale, their borders left out.

    Example:
        >>> side({"reviewRating": {"ratingValue": "2", "bestRating": 5, "worstRating": 1}})
        'CA'
        >>> side({"reviewRating": {"ratingValue": 3}})
        ''
    """
    rating = next(iter(said(review, "reviewRating")), None)
    value, worst, best = (_number(first_words(rating, key)) for key in ("ratingValue", "worstRating", "bestRating"))
    worst, best = _WORST if worst is None else worst, _BEST if best is None else best
    if value is None or not worst <= value <= best or worst == best:
        return ""
    place = (value - worst) / (best - worst)
    return "CA" if place < _THIRD else "RA" if place > 1 - _THIRD else ""


def _number(written: str) -> Fraction | None:
    return Fraction(written.strip()) if _NUMBER.fullmatch(written.strip()) else None
