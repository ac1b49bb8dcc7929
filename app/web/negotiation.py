"""Content negotiation: which of the media types on offer a request would like best (RFC 9110, 12.5.1)."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request

from app.web.problems import Problem


@dataclass(frozen=True)
class _Range:
    """One range of an Accept header, such as `text/*;q=0.5`."""

    type: str
    quality: float

    def fits(self, media_type: str) -> int:
        """Return how exactly the range names a media type: 3 by its name, 2 by `type/*`, 1 by `*/*`, 0 not at all."""
        bare = media_type.partition(";")[0].strip()
        if self.type == bare:
            return 3
        if self.type.endswith("/*") and bare.startswith(self.type[:-1]):
            return 2
        return 1 if self.type == "*/*" else 0


def choose(accept: str | None, offers: Iterable[str]) -> str | None:
    """Return the media type that an Accept header likes best; the first on offer among equals.

    Args:
        accept: The header; None or "" stands for anything.
        offers: Media types, the best first.

    Returns:
        One of the offers; None where none is acceptable.

    Example:
        >>> choose("text/turtle;q=0.5, application/ld+json", ["text/turtle", "application/ld+json"])
        'application/ld+json'
    """
    ranges = [_range(part) for part in (accept or "*/*").lower().split(",") if part.strip()]
    best, liked = None, 0.0
    for offer in offers:
        quality = max(((r.fits(offer), r.quality) for r in ranges if r.fits(offer)), default=(0, 0.0))[1]
        if quality > liked:
            best, liked = offer, quality
    return best


def negotiated(request: Request, offers: Iterable[str]) -> str:
    """Return the media type that a request likes best.

    Raises:
        Problem: When it likes none of them (406); tells which there are.
    """
    offers = list(offers)
    chosen = choose(", ".join(request.headers.getlist("accept")), offers)
    if chosen is None:
        raise Problem(406, f"This address gives {', '.join(offers)}; ask for one of them.", offers=offers)
    return chosen


def _range(part: str) -> _Range:
    name, *parameters = (piece.strip() for piece in part.split(";"))
    quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return _Range(name, min(max(float(quality), 0.0), 1.0))
    except ValueError:
        return _Range(name, 0.0)
