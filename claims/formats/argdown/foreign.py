"""Nodes and relations that no Argdown document had, as its parts: sections, statements with relations, arguments.

A statement stands in its section with what supports and attacks it indented below, `scheme` among its data. An
inference with several premises, a title or an undercut is an argument with a premise-conclusion structure, the scheme
as the rule of its inference. A conflict that is attacked itself becomes an argument, since only that can be attacked.
A statement that says another again is a further member of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from claims.formats.argdown.model import Content, Document, Part
from claims.formats.argdown.names import Titles, holders_of
from claims.formats.argument import Argument, Json, Node

_DEEPEST = 6
_PURPOSE = {"RA": "For", "CA": "Against"}
_SAID = ("I", "RA", "CA", "MA")


def add_others(document: Document, argument: Argument, known: Mapping[str, list[Part]]) -> None:
    """Add to a document what its argument has beyond it.

    Args:
        document: The document so far.
        argument: The argument.
        known: Id → parts, of the nodes that the document has already.
    """
    others = [node for node in argument.nodes.values() if node.id not in known and "argdown" not in node.data]
    if others:
        _Others(document, argument, known, others).add()


class _Others:
    def __init__(
        self, document: Document, argument: Argument, known: Mapping[str, list[Part]], others: Sequence[Node]
    ) -> None:
        self.document, self.parts, self.argument, self.known = document, document.parts, argument, known
        self.titles = Titles([part.title for part in self.parts])
        self.sources, self.targets = argument.sources_of(), argument.targets_of()
        self.statements = {node.id: node for node in others if node.type == "I"}
        self.title_of: dict[str, str] = {}
        self.done: set[str] = set()
        self.relations = {node.id: node for node in others if node.type in ("RA", "CA")}
        self.named: dict[str, str] = {}
        self.simple: dict[str, list[tuple[str, str, str]]] = {}
        self.holders = self._usual_holders()
        self.first: set[str] = set()
        left = [node for node in others if node.type not in _SAID]
        if left:
            types = ", ".join(sorted({node.type or "no type" for node in left}))
            argument.note("warning", "", f"{len(left)} nodes ({types}) cannot be said in Argdown and are left out.")

    def add(self) -> None:
        """Add the parts, section by section."""
        self._name_statements([one for one in self.argument.nodes.values() if one.type == "MA"])
        self._sort_relations()
        for section in self._sections():
            if section:
                self.parts.append(Part("heading", content=Content(_line(section)), mark="#"))
            self._statements([one for one in self.statements.values() if one.section == section])
            for node in self.relations.values():
                if node.id in self.named and self._section_of(node) == section:
                    self._structure(node)
        for target in self.simple:
            if target not in self.done:
                self._tree(self.argument.nodes[target])

    def _usual_holders(self) -> tuple[str, ...]:
        """Return who holds a statement that does not say, and put it into the frontmatter if most say the same."""
        front = self.document.frontmatter
        if "heldBy" in front or not self.statements:
            return holders_of(front)
        [(usual, times)] = Counter(one.held_by for one in self.statements.values()).most_common(1)
        if not usual or times == 1 or self.known:
            return ()
        front["heldBy"] = [*usual]
        return usual

    def _sections(self) -> list[str]:
        sections = {one.section: None for one in self.statements.values()}
        sections |= {self._section_of(self.relations[one]): None for one in self.named}
        return sorted(sections, key=bool)  # those in no section come before the first heading

    def _section_of(self, node: Node) -> str:
        ends = (self.argument.nodes[one] for one in (*self.targets[node.id], *self.sources[node.id]))
        found = next((end for end in ends if end.type == "I"), node)
        return node.section or (found.section if found.id in self.statements else "")

    # Titles

    def _name_statements(self, again: Iterable[Node]) -> None:
        for node in again:
            for one in self.sources[node.id]:
                for first in self.targets[node.id]:
                    if one in self.statements and first in self.statements and one not in self.title_of:
                        self.title_of[one] = first
        said_again = {one: self._first(one) for one in self.title_of}
        for node in self.statements.values():
            if node.id not in said_again:
                self.title_of[node.id] = self.titles.new(node.title or _line(node.text) or node.id, 60)
        for one, first in said_again.items():
            self.title_of[one] = self.title_of[first]
            self.first.add(first)

    def _first(self, one: str) -> str:
        """Follow what a statement says again; a ring ends where it began."""
        seen = [one]
        while (following := self.title_of.get(seen[-1])) is not None and following not in seen:
            seen.append(following)
        if self.title_of.get(seen[-1]) is not None:
            del self.title_of[seen[-1]]
            self.title_of.setdefault(one, seen[-1])
        return seen[-1]

    def _title(self, one: str) -> str:
        """Return the title of a statement or argument, and give one to what has none."""
        if one in self.title_of:
            return self.title_of[one]
        kinds = ("argument", "statement") if self.argument.nodes[one].type != "I" else ("statement", "argument")
        parts = [part for kind in kinds for part in self.known.get(one, []) if part.kind == kind]
        if parts and not parts[0].title:
            parts[0].title = self.titles.new(parts[0].content.text, 60)
        return parts[0].title if parts else ""

    # Relations

    def _sort_relations(self) -> None:
        for node in self.relations.values():
            sources, targets = self._ends(node)
            if not sources or not targets:
                self.argument.note("warning", f"node {node.id}", "It has no two ends, so it cannot be said in Argdown.")
            elif self._needs_a_name(node, sources, targets):
                wanted = node.title or f"{_PURPOSE[node.type]} {self._title(targets[0])}"
                self.named[node.id] = self.titles.new(wanted, 60)
            else:
                sign = "<+" if node.type == "RA" else "<-"
                for target in targets:
                    self.simple.setdefault(target, []).extend((sign, one, node.scheme) for one in sources)

    def _ends(self, node: Node) -> tuple[list[str], list[str]]:
        sources = [one for one in self.sources[node.id] if self._title(one) and self.argument.nodes[one].type == "I"]
        targets = [one for one in self.targets[node.id] if self._title(one) or one in self.relations]
        return [*dict.fromkeys(sources)], [*dict.fromkeys(targets)]

    def _needs_a_name(self, node: Node, sources: Sequence[str], targets: Sequence[str]) -> bool:
        attacked = any(self.argument.nodes[one].type == "CA" for one in self.sources[node.id])
        onto = any(one in self.relations for one in targets)
        return attacked or (node.type == "RA" and (bool(node.title) or len(sources) > 1 or onto))

    # Parts

    def _statements(self, nodes: Sequence[Node]) -> None:
        inner = {source for node in nodes for _, source, _ in self.simple.get(node.id, [])}
        for node in [*(one for one in nodes if one.id not in inner), *nodes]:
            if node.id not in self.done:
                self._tree(node)

    def _tree(self, root: Node) -> None:
        """Add a statement, with what supports and attacks it in its section below it."""
        waiting = [(root.id, -1, "", "", 0)]
        while waiting:
            one, parent, sign, scheme, depth = waiting.pop()
            index = len(self.parts)
            node = self.statements.get(one)
            here = one not in self.done and (node or root).section == root.section and depth <= _DEEPEST
            here = here and (node is not None or one == root.id)
            part = self._definition(node) if here and node else self._reference(one)
            if parent >= 0:
                part.place, part.mark, part.parent = "relation", sign, parent
            if scheme:
                part.data = {**(part.data or {}), "scheme": _line(scheme)}
            self.parts.append(part)
            if here:
                self.done.add(one)
                below = self.simple.get(one, [])
                waiting += reversed([(source, index, *how, depth + 1) for source, how in _by_source(below)])

    def _definition(self, node: Node) -> Part:
        text = _line(node.text)
        tags = [node.kind] if node.kind else []
        data = self._data(node)
        return Part("statement", title=self.title_of[node.id], content=Content(text, tags=tags), data=data or None,
                    reference=not text and not tags)  # fmt: skip

    def _data(self, node: Node) -> dict[str, Json]:
        data: dict[str, Json] = {}
        if node.held_by != self.holders:
            data["heldBy"] = [*node.held_by]
        if node.commitment and node.commitment != "asserted":
            data["commitment"] = node.commitment
        if node.citation:
            data["sources"] = [*node.citation]
        if node.id in self.first:
            data["isCanonical"] = True
        return data

    def _reference(self, one: str) -> Part:
        node = self.argument.nodes[one]
        argument = node.type != "I" or any(part.kind == "argument" for part in self.known.get(one, []))
        return Part("argument" if argument else "statement", title=self._title(one), reference=True)

    def _structure(self, node: Node) -> None:
        """Add an inference, or a conflict that is attacked, as an argument."""
        sources, targets = self._ends(node)
        title = self.named[node.id]
        text = _line(node.text)
        self.parts.append(Part("argument", title=title, content=Content(text), reference=not text))
        block = len(self.parts) - 1
        if node.type == "CA":
            self._below(block, [("<+", one) for one in sources] + [self._onto(one) for one in targets])
            self._below(block, self._undercuts(node, "<-"))
            return
        for number, one in enumerate(sources, 1):
            self._step(self._reference(one), number)
        self.parts[block + 1].first = True
        self.parts.append(Part("inference", "step", rules=[_line(node.scheme)] if node.scheme else []))
        self._below(len(self.parts) - 1, self._undercuts(node, "<_"))
        self._step(self._onto_part(targets[0]), len(sources) + 1)
        self._below(len(self.parts) - 1, [("+>", one) for one in targets[1:]])

    def _step(self, part: Part, number: int) -> None:
        part.kind, part.place, part.mark = "statement", "step", str(number)
        self.parts.append(part)

    def _onto(self, one: str) -> tuple[str, str]:
        return ("_>" if self.argument.nodes[one].type == "RA" else "->"), one

    def _onto_part(self, one: str) -> Part:
        if one in self.relations:
            return Part("statement", content=Content(self.named.get(one, one)))
        return self._reference(one)

    def _undercuts(self, node: Node, sign: str) -> list[tuple[str, str]]:
        """Return what attacks a relation: statements, or conflicts that have a name themselves."""
        found: list[tuple[str, str]] = []
        for conflict in self.sources[node.id]:
            if self.argument.nodes[conflict].type == "CA" and conflict not in self.named:
                found += [(sign, one) for one in self.sources[conflict] if self._title(one)]
        return found

    def _below(self, parent: int, relations: Iterable[tuple[str, str]]) -> None:
        for sign, one in relations:
            named = self.named.get(one)
            part = Part("argument", title=named, reference=True) if named else self._reference(one)
            part.place, part.mark, part.parent = "relation", sign, parent
            if part.title:
                self.parts.append(part)


def _by_source(below: Iterable[tuple[str, str, str]]) -> list[tuple[str, tuple[str, str]]]:
    return [(source, (sign, scheme)) for sign, source, scheme in dict.fromkeys(below)]


def _line(text: str) -> str:
    return " ".join(text.split())
