"""The lines of a Kialo export, taken apart into title, claims and sources.

Two layouts are in use. The older has a claim in a line:

    Discussion Title: Should the bakery open on Sundays?

    1. The bakery should open on Sundays.
    1.1. Pro: Many people have time for breakfast only then.

The newer indents, labels each claim, has its words in the next lines, and ends with the sources that “[1]” refers to:

    Discussion Name:
    Should the bakery open on Sundays?

    1. Thesis:
    The bakery should open on Sundays.

      1.1. Pro:
      Many people have time for breakfast [1] only then.

    Sources:
    [1] https://example.org/breakfast
    "Breakfast is for Sundays."
"""

import re
from dataclasses import dataclass, field

_BREAK = re.compile(r"\r\n|\r|\n")
_TITLE = re.compile(r"\s*Discussion (?:Title|Name):[ \t]*(.*)", re.IGNORECASE)
_LABELS = "Pro|Con|Thesis|Question|Not set"
_CLAIM = re.compile(rf"([ \t]*+)((?:[0-9]{{1,9}}\.)++)(?:[ \t]+(?:({_LABELS}):(?:[ \t]+|$))?(.*))?", re.IGNORECASE)
_SOURCES = re.compile(r"[#* \t]*+(?:sources|references)[* \t]*+:?[* \t]*+", re.IGNORECASE)
_ENTRY = re.compile(r"[ \t]*+\[([0-9]{1,6})\]:?(?:[ \t]+(.*))?")


@dataclass
class Claim:
    """One claim as the export has it.

    Attributes:
        number: Such as "1.2."
        label: Pro, Con, Thesis, Question, Not set; "" where there is none.
        line: The line that it begins in, from 1.
        lines: What it says.
        id: The id of its node; "" where it is another claim in another place.
        sees: The number of the claim that it is in another place.
    """

    number: str
    label: str
    line: int
    lines: list[str] = field(default_factory=list)
    id: str = ""
    sees: str = ""

    @property
    def parent(self) -> str:
        """The number of the claim that it stands under; "" at the top."""
        return self.number[: self.number[:-1].rfind(".") + 1]


@dataclass
class Export:
    """What an export holds; `doubts` are the lines that look like a claim, and are read as part of the one before."""

    title: str = ""
    above: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    doubts: list[tuple[int, str]] = field(default_factory=list)


def has_title(text: str) -> bool:
    """Return whether a text begins with the title of a discussion."""
    return bool(_TITLE.match(text))


def read_export(text: str) -> Export:
    """Return what an export holds."""
    lines = _BREAK.split(text.removeprefix("\ufeff"))
    begun = [_CLAIM.fullmatch(line) for line in lines]
    certain = [at for at, one in enumerate(begun) if one and _is_certain(one)]
    end = _sources_from(lines, certain[-1] + 1 if certain else 0)
    export = Export(sources=_read_sources(lines[end + 1 :]))
    _Claims(export, [one for at in certain if at < end and (one := begun[at])]).read(lines[:end], begun[:end])
    _take_title(export)
    return export


def _is_certain(claim: re.Match[str]) -> bool:
    """Return whether a line begins a claim for sure: it has a label, and Pro or Con something to stand under."""
    label = (claim[3] or "").lower()
    return label in ("thesis", "question") or bool(label and claim[2].count(".") > 1)


def _sources_from(lines: list[str], start: int) -> int:
    """Return the place of the line after which only sources follow, or how many lines there are."""
    for at in range(start, len(lines) - 1):
        if _SOURCES.fullmatch(lines[at]) and _ENTRY.fullmatch(lines[at + 1]):
            return at
    return len(lines)


def _read_sources(lines: list[str]) -> dict[str, str]:
    """Return number → what is cited, and below it the words that are quoted from there."""
    found: dict[str, list[str]] = {}
    last: list[str] = []
    for line in lines:
        entry = _ENTRY.fullmatch(line)
        if entry and int(entry[1]) == len(found) + 1:
            last = found[str(int(entry[1]))] = [entry[2] or ""]
        else:
            last.append(line)
    return {number: "\n".join(said).strip() for number, said in found.items()}


class _Claims:
    """Takes the lines of an export apart into claims, once it is known which lines begin claims for sure."""

    def __init__(self, export: Export, certain: list[re.Match[str]]) -> None:
        self.export = export
        self.labelled = any((one[3] or "").lower() in ("thesis", "question") for one in certain)
        self.tops = {int(one[2].split(".", 1)[0]) for one in certain}
        self.most = max(self.tops, default=0)
        self.seen: set[str] = set()
        self.top = 0

    def read(self, lines: list[str], begun: list[re.Match[str] | None]) -> None:
        """Put the claims, and the lines above them, into the export."""
        indent = ""
        for number, (line, claim) in enumerate(zip(lines, begun, strict=True), start=1):
            if claim and self._begins(claim):
                indent = claim[1]
                self.seen.add(claim[2])
                self.export.claims.append(Claim(claim[2], claim[3] or "", number, [claim[4] or ""]))
            elif self.export.claims:
                self.export.claims[-1].lines.append(line.removeprefix(indent))
                if claim and not self.labelled:
                    self.export.doubts.append((number, claim[2]))
            else:
                self.export.above.append(line)

    def _begins(self, claim: re.Match[str]) -> bool:
        """Return whether a numbered line begins a claim, or is in a list that the claim before it holds."""
        if _is_certain(claim):
            return True
        if self.labelled or claim[2] in self.seen:
            return False
        if claim[2].count(".") > 1:
            return claim[2][: claim[2][:-1].rfind(".") + 1] in self.seen
        number = int(claim[2][:-1])
        begins = (
            number in self.tops or not self.seen or (number == self.top + 1 and (not self.most or number < self.most))
        )
        self.top = number if begins else self.top
        return begins


def _take_title(export: Export) -> None:
    said = [line for line in export.above if line.strip()]
    title = _TITLE.match(said[0]) if said else None
    if title:
        export.title = title[1].strip()
        said = said[1:]
        if not export.title and said:
            export.title, *said = said
            export.title = export.title.strip()
    export.above = said
