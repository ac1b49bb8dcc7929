"""The texts that a SADFace document's atoms are taken from, and where in them each atom stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from claims.formats.argument import Argument, Json, Span

_SEARCHED = 100_000_000
"""How many characters are looked through, in all, for the words of sources that give no offset."""
_ADDRESSES = ("url", "doi", "isbn", "magnet-link")
_WHOLE = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class Resource:
    """One text: what it holds, what spans call it, and where it comes from."""

    content: str
    source: str
    citation: tuple[str, ...]


@dataclass
class Resources:
    """The texts of a document, by their ids."""

    argument: Argument
    texts: dict[str, Resource] = field(default_factory=dict)
    searched: int = 0

    def take(self, listed: list[Json]) -> list[Json]:
        """Put texts into the argument, and return what is said of the resources beyond them."""
        held = [one for one in listed if isinstance(one, dict) and isinstance(one.get("content"), str)]
        return [self._taken(one, len(held) == 1) for one in listed]

    def _taken(self, one: Json, alone: bool) -> Json:
        content = one.get("content") if isinstance(one, dict) else None
        if not isinstance(one, dict) or not isinstance(content, str):
            self.argument.note("kept", "resources", "A resource without text content; it stands in the data.")
            return one
        name = str(one.get("id") or "")
        if not name or name in self.texts:
            fault = f"Another resource has the id {name}" if name else "A resource has no id"
            self.argument.note("warning", "resources", f"{fault}; no source can name it, so it stands in the data.")
            return one
        self.texts[name] = Resource(content, "" if alone else name, tuple(_addresses(one)))
        if alone:
            self.argument.text = content
        else:
            self.argument.texts[name] = content
        return {key: value for key, value in one.items() if key != "content"}

    def spans_of(self, where: str, sources: Json) -> tuple[list[Span], list[str]]:
        """Return where an atom stands, by its sources, and the addresses of the texts that it is taken from."""
        spans: list[Span] = []
        citation: dict[str, None] = {}
        for one in sources if isinstance(sources, list) else []:
            found = self.texts.get(str(one.get("resource_id"))) if isinstance(one, dict) else None
            if found is None or not isinstance(one, dict):
                message = "It names a source that is not among the resources; it stands in the data."
                self.argument.note("warning", where, message)
                continue
            citation |= dict.fromkeys(found.citation)
            if span := self._span(where, one, found):
                spans.append(span)
        return spans, list(citation)

    def _span(self, where: str, source: Mapping[str, Json], resource: Resource) -> Span | None:
        start, length, words = _number(source.get("offset")), _number(source.get("length")), source.get("text")
        words = words if isinstance(words, str) else ""
        if start is not None and (words or length is not None):
            end = start + (len(words) if length is None else length)
            if end <= len(resource.content) and words in ("", resource.content[start:end]):
                return Span(start, end, resource.source)
        found = self._found(words, resource)
        if found is None or start is not None:
            fate = "its words were found at another place" if found else "it has no place in the text"
            self.argument.note("warning", where, f"Offset and length of a source do not fit its resource; {fate}.")
        return found

    def _found(self, words: str, resource: Resource) -> Span | None:
        """Return where words stand, if at one place only."""
        self.searched += len(resource.content)
        if not words or self.searched > _SEARCHED:
            return None
        start = resource.content.find(words)
        if start < 0 or resource.content.find(words, start + 1) >= 0:
            return None
        return Span(start, start + len(words), resource.source)


def _number(value: Json) -> int | None:
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _addresses(resource: Mapping[str, Json]) -> list[str]:
    metadata = resource.get("metadata")
    blocks = [resource, metadata, *(metadata.values() if isinstance(metadata, dict) else ())]
    values = (block.get(key) for block in blocks if isinstance(block, dict) for key in _ADDRESSES)
    return [value for value in values if isinstance(value, str) and value]
