"""An Argdown document as a value: its parts in the order of the text, and what they add up to.

A `Part` is what stands in one place: a heading, an occurrence of a statement or of an argument, or the inference line
of a premise-conclusion structure (pcs). A `Document` is its parts; `meaning.py` adds them up into statements
(equivalence classes), arguments, relations and sections. Two documents are equal when their parts are.

Argdown 1.x and 2.x: https://argdown.org/syntax; reference implementation: github.com/christianvoigt/argdown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from claims.formats.argument import Json

PartKind = Literal["heading", "statement", "argument", "inference"]
Place = Literal["block", "bullet", "numbered", "step", "relation"]
RangeKind = Literal["bold", "italic", "link", "statement", "argument", "tag"]

SIGNS: Mapping[str, tuple[str, bool]] = {
    "<+": ("support", False),
    "+>": ("support", True),
    "<-": ("attack", False),
    "->": ("attack", True),
    "<_": ("undercut", False),
    "_>": ("undercut", True),
    "><": ("contradictory", True),
}
"""Sign of a relation → what it is, and whether it leads from the parent to the child."""


@dataclass(slots=True)
class Range:
    """Characters of a text that are marked: `start` to `end`, exclusive; `value` is an address, a title or a tag."""

    kind: RangeKind
    start: int
    end: int
    value: str = ""


@dataclass(slots=True)
class Content:
    """What is said in one place: in one line, without marks and escapes, and without the tags at its end."""

    text: str = ""
    ranges: list[Range] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """What stands in one place of a document.

    Attributes:
        kind: What it is.
        place: Where it stands: as a block of its own (headings, too), in a list, as a step of a pcs (inferences, too),
            or as a relation of another part.
        title: Its title; "" for a statement without one.
        content: What is said; of a heading that is its title.
        data: Its YAML.
        reference: Whether it only refers to what has the title.
        mark: The # of a heading, the number of a step or list item, the sign of a relation (one of `SIGNS`).
        parent: The index of the part that a relation hangs under; -1 for none.
        first: Whether a step is the first of its pcs.
        rules: The rules of an inference.
        offset: Where it stands in the text.
    """

    kind: PartKind
    place: Place = "block"
    title: str = ""
    content: Content = field(default_factory=Content)
    data: dict[str, Json] | None = None
    reference: bool = False
    mark: str = ""
    parent: int = -1
    first: bool = False
    rules: list[str] = field(default_factory=list)
    offset: int = field(default=0, compare=False)


@dataclass(slots=True)
class Document:
    """A document: its frontmatter and its parts, in the order of the text; its comments, wherever they stood."""

    frontmatter: dict[str, Json] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    comments: list[str] = field(default_factory=list, compare=False)

    def is_strict(self) -> bool:
        """Whether relations between statements are logical: `model: {mode: strict}` in the frontmatter."""
        model = self.frontmatter.get("model")
        return isinstance(model, dict) and model.get("mode") == "strict"


def part_as_json(part: Part) -> dict[str, Json]:
    """Return a part as JSON can hold it, without what goes without saying."""
    found: dict[str, Json] = {"kind": part.kind}
    content = part.content
    values: dict[str, Json] = {
        "place": "" if part.place == "block" else part.place,
        "title": part.title,
        "text": content.text,
        "ranges": [[one.kind, one.start, one.end, one.value] for one in content.ranges],
        "tags": [*content.tags],
        "data": part.data,
        "reference": part.reference,
        "mark": part.mark,
        "first": part.first,
        "rules": [*part.rules],
    }
    found |= {key: value for key, value in values.items() if value not in ("", [], None, False)}
    return found if part.parent < 0 else found | {"parent": part.parent}


def part_from_json(value: Any) -> Part:
    """Return the part that `part_as_json` made this value of.

    Raises:
        ValueError: When it is no such value.
    """
    try:
        ranges = [Range(kind, int(start), int(end), str(said)) for kind, start, end, said in value.get("ranges", [])]
        content = Content(str(value.get("text", "")), ranges, [str(tag) for tag in value.get("tags", [])])
        made = Part(
            value["kind"],
            value.get("place", "block"),
            str(value.get("title", "")),
            content,
            value.get("data"),
            bool(value.get("reference")),
            str(value.get("mark", "")),
            int(value.get("parent", -1)),
            bool(value.get("first")),
            [str(rule) for rule in value.get("rules", [])],
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError("this is no part of an Argdown document") from error
    if not _is_sound(made):
        raise ValueError("this is no part of an Argdown document")
    return made


_MARKS: Mapping[str, str] = {"numbered": r"\d+\.", "step": r"\d*", "block": r"#*", "bullet": ""}


def _is_sound(part: Part) -> bool:
    if part.place == "relation":
        fits = part.mark in SIGNS
    else:
        fits = part.place in _MARKS and bool(re.fullmatch(_MARKS[part.place], part.mark))
    kinds = ("heading", "statement", "argument", "inference")
    return fits and part.kind in kinds and (part.data is None or isinstance(part.data, dict))
