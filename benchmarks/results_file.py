"""RESULTS.md by sections, so that one part of it can be measured anew and the others stay."""

from collections.abc import Iterable
from pathlib import Path

_HEADINGS = ("# ", "## ")


def with_sections(text: str, new: Iterable[str]) -> str:
    """Return a document in which the sections of some lines stand in place of those with the same headings.

    Args:
        text: The document.
        new: The lines, which begin with a heading; sections that the document has not come to its end.
    """
    sections = _sections(text.splitlines()) | _sections([*new])
    return "\n\n".join("\n".join(lines).strip("\n") for lines in sections.values()) + "\n"


def replace_sections(path: Path, new: Iterable[str]) -> None:
    """Put sections into a file; see `with_sections`."""
    path.write_text(with_sections(path.read_text("utf-8") if path.exists() else "", new), "utf-8")


def _sections(lines: list[str]) -> dict[str, list[str]]:
    """Return heading → the lines from it on."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in lines:
        if line.startswith(_HEADINGS):
            heading = line
        if heading:
            found.setdefault(heading, []).append(line)
    return found
