"""What the parts of an Argdown document add up to: statements, arguments, relations and sections.

Occurrences with one title are one statement (an equivalence class) or one argument. What has no title gets one that
nothing else has, "Untitled 1" and so on, in the order of the text.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from claims.formats.argdown.model import SIGNS, Document, Part
from claims.formats.argument import Json

EndKind = Literal["statement", "argument", "inference"]
End = tuple[EndKind, str]
"""One end of a relation: what it is, and its title; of an inference the index of its part, as text."""


@dataclass(slots=True)
class Whole:
    """A statement or an argument: all its occurrences.

    Attributes:
        title: Its title.
        named: Whether the document gives the title.
        members: The indexes of its occurrences.
        steps: Of an argument the indexes of the parts of its pcs, inferences among them.
        section: The index of the heading that it stands under; -1 for none.
    """

    title: str
    named: bool
    members: list[int] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    section: int = -1


@dataclass(slots=True)
class Relation:
    """A relation; `places` are the indexes of the parts that say it."""

    kind: str
    source: End
    target: End
    places: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A section: the index of its heading, how deep it is, and the heading of the section that it is in, or -1."""

    heading: int
    level: int
    parent: int


class Meaning:
    """What a document says.

    Attributes:
        statements: Title → statement.
        arguments: Title → argument.
        relations: The relations as they are written, each once.
        sections: Index of the heading → section.
        titles: The title of what each part is of.
    """

    def __init__(self, document: Document) -> None:
        self.document, self.parts = document, document.parts
        self.statements: dict[str, Whole] = {}
        self.arguments: dict[str, Whole] = {}
        self.relations: list[Relation] = []
        self.sections: dict[int, Section] = {}
        self.titles: list[str] = []
        self._found: dict[tuple[str, End, End], Relation] = {}
        self._free = _free_titles(self.parts)
        self._section = self._block = -1
        self._pcs: Whole | None = None
        self._inference = ""
        self._inferences: dict[int, str] = {}
        for index, part in enumerate(self.parts):
            self._take(index, part)
        self._headings = [*self.sections]
        self._groups = _groups(document)
        for whole in (*self.statements.values(), *self.arguments.values()):
            self._place(whole)

    def canonical(self, whole: Whole) -> Part | None:
        """Return the occurrence that speaks for all: the last that is no reference, or one with `isCanonical`."""
        said = [self.parts[one] for one in whole.members if not self.parts[one].reference]
        chosen = (one for one in reversed(said) if (one.data or {}).get("isCanonical"))
        return next(chosen, said[-1] if said else None)

    def tags(self, whole: Whole) -> list[str]:
        """Return the tags of all occurrences, each once."""
        return [*dict.fromkeys(tag for one in whole.members for tag in self.parts[one].content.tags)]

    def data(self, whole: Whole) -> dict[str, Json]:
        """Return the data of all occurrences, later ones over earlier ones."""
        found: dict[str, Json] = {}
        for one in whole.members:
            found = merged(found, self.parts[one].data or {})
        return found

    def inferences(self, argument: Whole) -> Iterator[tuple[int, list[int], int]]:
        """Yield the inferences of a pcs: its part, the steps that it starts from, and its conclusion."""
        premises: list[int] = []
        under = -1
        for index in argument.steps:
            if self.parts[index].kind == "inference":
                under = index
            elif under < 0:
                premises.append(index)
            else:
                yield under, premises, index
                premises, under = [index], -1

    def conclusion(self, argument: Whole) -> str:
        """Return the title of the main conclusion of an argument; "" where it has no pcs."""
        return self.titles[argument.steps[-1]] if argument.steps else ""

    def section_title(self, whole: Whole, kind: EndKind) -> str:
        """Return the title of the section that a statement or argument is in, or of the group; "" for none."""
        if self._groups is not None:
            return self._groups.get((kind, whole.title), "")
        return self.parts[whole.section].content.text if whole.section >= 0 else ""

    def _take(self, index: int, part: Part) -> None:
        if part.place != "relation":
            self._leave_pcs(part)
        if part.kind == "heading":
            self.titles.append(part.content.text)
            self._open_section(index, part)
        elif part.kind == "inference":
            self._inference = str(index)
            self.titles.append("")
        else:
            self._take_occurrence(index, part)
        if part.place == "step" and self._pcs:
            self._pcs.steps.append(index)
        if part.place == "block":
            self._block = index

    def _leave_pcs(self, part: Part) -> None:
        if part.place != "step":
            self._pcs, self._inference = None, ""
        elif part.first:
            self._pcs, self._inference = self._argument_of_pcs(), ""
            if self._section >= 0:
                self._pcs.section = self._section
        if part.place != "block":
            self._block = self._block if part.place == "relation" else -1

    def _argument_of_pcs(self) -> Whole:
        before = self.parts[self._block] if self._block >= 0 else None
        known = self.arguments.get(before.title) if before and before.kind == "argument" else None
        if known and not known.steps:
            return known
        title = next(self._free)
        return self.arguments.setdefault(title, Whole(title, named=False))

    def _open_section(self, index: int, part: Part) -> None:
        level, parent = len(part.mark), self._section
        while parent >= 0 and self.sections[parent].level >= level:
            parent = self.sections[parent].parent
        self.sections[index] = Section(index, level, parent)
        self._section = index

    def _take_occurrence(self, index: int, part: Part) -> None:
        title = part.title or next(self._free)
        self.titles.append(title)
        among = self.arguments if part.kind == "argument" else self.statements
        whole = among.setdefault(title, Whole(title, bool(part.title)))
        whole.members.append(index)
        self._choose_section(whole, part)
        if part.place == "step" and self._inference:
            self._inferences[index] = self._inference
            self._inference = ""
        if part.place == "relation":
            self._relate(index, part)

    def _choose_section(self, whole: Whole, part: Part) -> None:
        wanted = (part.data or {}).get("isInGroup")
        if wanted is True or (wanted is None and not part.reference and whole.section < 0):
            whole.section = self._section

    def _relate(self, index: int, part: Part) -> None:
        kind, outgoing = SIGNS[part.mark]
        child, parent = self.end(index), self.end(part.parent)
        if part.mark == "<_" and part.parent in self._inferences:
            parent = ("inference", self._inferences[part.parent])
        source, target = (parent, child) if outgoing else (child, parent)
        known = self._found.get((kind, source, target))
        if known is None and kind == "contradictory":
            known = self._found.get((kind, target, source))
        if known is None:
            known = self._found[kind, source, target] = Relation(kind, source, target)
            self.relations.append(known)
        known.places.append(index)

    def end(self, index: int) -> End:
        """Return a part as the end of a relation."""
        kind = self.parts[index].kind
        if kind == "inference":
            return "inference", str(index)
        return ("argument" if kind == "argument" else "statement"), self.titles[index]

    def _place(self, whole: Whole) -> None:
        if whole.section < 0 and whole.members:
            at = bisect_left(self._headings, whole.members[0])
            whole.section = self._headings[at - 1] if at else -1


def _free_titles(parts: Sequence[Part]) -> Iterator[str]:
    taken = {part.title for part in parts if part.title.startswith("Untitled ")}
    number = 0
    while True:
        number += 1
        if (title := f"Untitled {number}") not in taken:
            yield title


def merged(one: Mapping[str, Json], other: Mapping[str, Json]) -> dict[str, Json]:
    """Return data with other data over it, mappings within mappings merged alike."""
    found = dict(one)
    for key, value in other.items():
        before = found.get(key)
        both = isinstance(before, dict) and isinstance(value, dict)
        found[key] = merged(before, value) if both else value  # type: ignore[arg-type]
    return found


def _groups(document: Document) -> dict[End, str] | None:
    """Return who is in which group, where the frontmatter groups anew (`group: {regroup: […]}`); else None."""
    group = document.frontmatter.get("group")
    waiting = group.get("regroup") if isinstance(group, dict) else None
    if not isinstance(waiting, list) or not waiting:
        return None
    found: dict[End, str] = {}
    waiting = [*waiting]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, dict):
            for kind in ("statement", "argument"):
                found |= {(kind, str(title)): str(one.get("title", "")) for title in _list(one.get(f"{kind}s"))}
            waiting = [*_list(one.get("children")), *waiting]
    return found


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
