"""What can go wrong with claims and their sources.

ClaimsError
├── UnknownCorpusError   no corpus of that name is shipped
├── SourceError          a source text cannot be read
├── PassageError         passages do not stand in a source as they were given
├── DraftError           drafts have faults, or their file cannot be read
└── FormatError          a file of another tool's format cannot be read, or an argument cannot be written in one
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claims.drafts import DraftFault
    from claims.formats.argument import Note

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


class FormatError(ClaimsError):
    """A file of another tool's format cannot be read, or not be written; holds every reason, and tells fifty."""

    def __init__(self, notes: "Sequence[Note]") -> None:
        self.notes = tuple(notes)
        more = len(self.notes) - _SHOWN
        told = [str(note) for note in self.notes[:_SHOWN]]
        super().__init__("\n".join([*told, f"… and {more} more"] if more > 0 else told))
