"""The shape of ClaimReview JSON-LD, as schema.org has it (https://schema.org/ClaimReview) and fact-checkers write it.

All keys may be missing, may hold a list, and may have a prefix or the vocabulary's address before them.
"""

from typing import TypedDict

from claims.formats.argument import Json


class RatingShape(TypedDict, total=False):
    """What a review says of a claim: in words (`alternateName`), and in a number on a scale."""

    alternateName: str
    name: str
    ratingExplanation: str
    ratingValue: int | float | str
    bestRating: int | float | str
    worstRating: int | float | str


class AgentShape(TypedDict, total=False):
    """A person or organisation."""

    name: str
    url: str


class ClaimShape(TypedDict, total=False):
    """A claim, or in older reviews a work (CreativeWork) that has it."""

    text: str
    name: str
    author: AgentShape | list[AgentShape] | str
    datePublished: str
    appearance: Json
    firstAppearance: Json
    url: str


class ReviewShape(TypedDict, total=False):
    """A review of one claim."""

    claimReviewed: str
    itemReviewed: ClaimShape
    reviewRating: RatingShape
    author: AgentShape | list[AgentShape] | str
    publisher: AgentShape
    url: str
    datePublished: str
    inLanguage: str
