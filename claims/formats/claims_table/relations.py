"""What the rows of a table say of each other, as inferences and conflicts."""

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from claims.formats.argument import Argument, Node
from claims.formats.claims_table.cells import lines_told
from claims.formats.claims_table.names import Part, parts_of
from claims.formats.claims_table.rows import RowNode, other_cells

_Ends = tuple[frozenset[str], frozenset[str]]
_NOTHING = Part("", (), ())
_UNKNOWN = "Names “{}”, which is the id or title of no row, or the title of several; it stands in the data."
_UNCLEAR = (
    "Names “{}”, which can be no end of such a relation, or of several; it stands in the data. Write premise > "
    "conclusion to name an inference."
)


def relate_rows(rows: Sequence[RowNode], argument: Argument) -> None:
    """Add the relations that rows tell to an argument; what names no row is kept in the data of its node.

    Args:
        rows: The rows' nodes, which the argument has already.
        argument: The argument.
    """
    relating = _Relating(rows, argument)
    for row in rows:
        relating.support(row)
    for row in rows:
        relating.attack(row)
    relating.look_up_inferences()
    for row in rows:
        relating.undercut(row)
    relating.tell()


class _Relating:
    """Rows that are being related."""

    def __init__(self, rows: Sequence[RowNode], argument: Argument) -> None:
        self.argument = argument
        self.named: dict[str, list[str]] = {}
        for row in rows:
            for name in {row.node.title.strip(), row.node.title.strip().casefold()} - {""}:
                self.named.setdefault(name, []).append(row.node.id)
        self.lines = {row.node.id: row.line for row in rows}
        self.told: set[tuple[frozenset[str], str, str]] = set()
        self.numbers: Counter[str] = Counter()
        self.ends: dict[str, _Ends] = {}
        self.leading_from: dict[str, list[str]] = {}
        self.leading_to: dict[str, list[str]] = {}
        self.meant: dict[_Ends, str] = {}
        self.unknown: list[tuple[int, str]] = []
        self.unclear: list[tuple[int, str]] = []
        self.again: list[int] = []

    def support(self, row: RowNode) -> None:
        """Relate a row to what it supports."""
        left: dict[str, list[str]] = {}
        told = [
            parts_of(row.relations[name]) if name in row.relations else [] for name in ("supports", "with", "scheme")
        ]
        for part, others, scheme in zip_longest(*told, fillvalue=_NOTHING):
            if not self._supports(row.node, part, others, scheme):
                for name, one in (("supports", part), ("with", others), ("scheme", scheme)):
                    left.setdefault(name, []).append(one.written)
        self._leave(row, left)

    def _supports(self, node: Node, part: Part, others: Part, scheme: Part) -> bool:
        """Add the inference that a part of a cell tells; return whether it tells one, or nothing at all."""
        if not part.written:
            return not (others.written or scheme.written)
        target = self._find(node, part)
        together = [self._find(node, Part(name, (name,), ())) for name in others.names if name]
        if not target or not all(together) or node.type == "CA":
            return False
        if node.type == "RA" or self.argument.nodes[target].type == "RA":
            self.argument.link(node.id, target)
            return not (together or scheme.written)
        if self.argument.nodes[target].type != "I":
            self.unclear.append((self.lines[node.id], part.written))
            return False
        self._infer([node.id, *dict.fromkeys(one for one in together if one != node.id)], target, scheme)
        return True

    def _infer(self, premises: list[str], target: str, scheme: Part) -> None:
        name = scheme.names[0] if len(scheme.names) == 1 else scheme.written
        key = (frozenset(premises), target, name)
        if key in self.told:
            self.again.append(self.lines[premises[0]])
            return
        self.told.add(key)
        self.argument.relate(self._free(f"{premises[0]}-supports-{target}"), "RA", premises, [target]).scheme = name

    def attack(self, row: RowNode) -> None:
        """Relate a row to what it attacks."""
        left = []
        for part in parts_of(row.relations["attacks"]) if "attacks" in row.relations else []:
            target = self._find(row.node, part) if part.written else ""
            if not target:
                left += [part.written] if part.written else []
            elif row.node.type == "CA" or self.argument.nodes[target].type == "CA":
                self.argument.link(row.node.id, target)
            else:
                self._conflict(row.node.id, "attacks", target)
        self._leave(row, {"attacks": left})

    def _conflict(self, attacker: str, how: str, target: str) -> None:
        self.argument.relate(self._free(f"{attacker}-{how}-{target}"), "CA", [attacker], [target])

    def look_up_inferences(self) -> None:
        """Look up which inferences there are, from which premises and to which conclusions."""
        sources, targets = self.argument.sources_of(), self.argument.targets_of()
        for node in self.argument.nodes.values():
            if node.type == "RA":
                self.ends[node.id] = frozenset(sources[node.id]), frozenset(targets[node.id])
        for one, (starts, ends) in self.ends.items():
            for start in starts:
                self.leading_from.setdefault(start, []).append(one)
            for end in ends:
                self.leading_to.setdefault(end, []).append(one)

    def undercut(self, row: RowNode) -> None:
        """Relate a row to the inferences that it undercuts."""
        left = []
        for part in parts_of(row.relations["undercuts"]) if "undercuts" in row.relations else []:
            target = self._inference(row.node, part) if part.written else ""
            if target:
                self._conflict(row.node.id, "undercuts", target)
            elif part.written:
                left.append(part.written)
        self._leave(row, {"undercuts": left})

    def _inference(self, node: Node, part: Part) -> str:
        """Return the inference that a part of a cell means; "" for none, or where it could be several."""
        if ">" in part.marks and self._known(part.written) == "":
            ends = [self._find(node, Part(name, (name,), ())) for name in part.names]
            starts, ends = ends[:-1], ends[-1:]
        else:
            starts, ends = [self._find(node, part)], []
        if not all((*starts, *ends)):
            return ""
        if self.argument.nodes[starts[0]].type == "RA":
            return starts[0]
        key = (frozenset(starts), frozenset(ends))
        if key not in self.meant:
            self.meant[key] = self._only_inference(*key)
        if not self.meant[key]:
            self.unclear.append((self.lines[node.id], part.written))
        return self.meant[key]

    def _only_inference(self, starts: frozenset[str], ends: frozenset[str]) -> str:
        """Return the only inference from some premises to some conclusions; "" for none or several."""
        ways = [self.leading_from.get(one, []) for one in starts] + [self.leading_to.get(one, []) for one in ends]
        found = [one for one in min(ways, key=len) if starts <= self.ends[one][0] and ends <= self.ends[one][1]]
        return found[0] if len(found) == 1 else ""

    def _find(self, node: Node, part: Part) -> str:
        """Return the id of the node that a part of a cell names; "" where there is none, or several have the title."""
        found = self._known(part.written) or (self._known(part.names[0]) if len(part.names) == 1 else "")
        if not found:
            self.unknown.append((self.lines[node.id], part.written))
        elif found == node.id:
            self.argument.note("warning", f"line {self.lines[node.id]}, id {node.id}", "The row names itself.")
        return found

    def _known(self, name: str) -> str:
        if name in self.lines:
            return name
        titled = self.named.get(name) or self.named.get(name.casefold(), [])
        return titled[0] if len({*titled}) == 1 else ""

    def _free(self, name: str) -> str:
        while True:
            self.numbers[name] += 1
            own = f"{name}-{self.numbers[name]}" if self.numbers[name] > 1 else name
            if own not in self.argument.nodes:
                return own

    def _leave(self, row: RowNode, left: dict[str, list[str]]) -> None:
        """Leave what could not be related in the data, as it was written."""
        told = {name: "; ".join(parts) for name, parts in left.items() if any(parts)}
        if told:
            row.node.data["table"] = {**other_cells(row.node), **told}

    def tell(self) -> None:
        """Note what could not be related."""
        for found, what in ((self.unknown, _UNKNOWN), (self.unclear, _UNCLEAR)):
            if found:
                self.argument.note("kept", lines_told([line for line, _ in found]), what.format(found[0][1][:80]))
        if self.again:
            message = "The relation is told by another row, too."
            self.argument.note("merged", lines_told(self.again), message)
