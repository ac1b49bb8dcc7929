"""What can go wrong with claims and their sources.

ClaimsError
├── UnknownCorpusError   no corpus of that name is shipped
├── SourceError          a source text cannot be read
└── PassageError         passages do not stand in a source as they were given
"""

from collections.abc import Sequence
from pathlib import Path


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
