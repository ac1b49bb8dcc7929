"""What can go wrong with claims and their sources.

ClaimsError
├── UnknownCorpusError   no corpus of that name is shipped
├── SourceError          a source text cannot be read
├── PassageError         passages do not stand in a source as they were given
└── DraftError           drafts have faults, or their file cannot be read
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claims.drafts import DraftFault

_SHOWN = 50
"""How many faults a message tells; the error holds them all."""


class ClaimsError(Exception):
    """The base of this package's errors."""


class UnknownCorpusError(ClaimsError):
    """No corpus of that name is shipped."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(f"There is no corpus “{name}”. Shipped: {', '.join(known)}.")


class SourceError(ClaimsError):
    """A source text cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        self.path = path
        super().__init__(f"{path}: {why}")


class PassageError(ClaimsError):
    """Passages do not stand in a source as they were given; holds every fault, not only the first."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


class DraftError(ClaimsError):
    """Drafts have faults, or their file cannot be read; holds every fault, and tells the first fifty."""

    def __init__(self, faults: "Sequence[DraftFault]") -> None:
        self.faults = tuple(faults)
        more = len(self.faults) - _SHOWN
        told = [str(fault) for fault in self.faults[:_SHOWN]]
        super().__init__("\n".join([*told, f"… and {more} more"] if more > 0 else told))
