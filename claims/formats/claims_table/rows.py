"""Rows of a table as nodes: what each cell says, which are empty, and which rows are the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from claims.draft_fields import parts
from claims.errors import FormatError
from claims.fields import LANGUAGE
from claims.formats.argument import Argument, Json, Node
from claims.formats.claims_table.cells import Row, lines_told
from claims.formats.claims_table.header import OTHER, Table
from claims.formats.untrusted import parse_json
from claims.identifiers import slug

EMPTY = frozenset(
    {"_", "-", "--", "-NONE-", "NONE", "None", "none", "NA", "N/A", "n/a", "na", "null", "NULL", "Null", "nan", "NaN",
     "<NA>", "#N/A"}
)  # fmt: skip
"""What tables write where there is nothing, besides writing nothing."""
STATEMENT_KINDS = ("claim", "thesis", "evidence", "counterargument", "rebuttal")
RELATION_KINDS = {"inference": "RA", "conflict": "CA"}
"""Kind of a row that is a relation → type of the node."""
_COMMITMENTS = ("asserted", "granted", "reported", "rejected", "predicted")
_RELATING = ("supports", "attacks", "undercuts", "with", "scheme")


@dataclass
class RowNode:
    """A node with what its row says of its relations.

    Attributes:
        node: The node.
        line: The first line of its row.
        relations: Field → what its cell says: of supports, attacks, undercuts, with and scheme.
    """

    node: Node
    line: int
    relations: dict[str, str] = field(default_factory=dict)


def take_rows(table: Table, argument: Argument) -> list[RowNode]:
    """Add a node for each row to an argument, and return them; what had to be decided is noted.

    Args:
        table: The table.
        argument: The argument.
    """
    if "kind" in table.guessed:
        _check_kinds(table)
    taking = _Taking(table, argument)
    for row in table.rows:
        taking.take(row)
    taking.tell()
    return taking.made


def cell_values(cell: str) -> list[str]:
    """Return the values of a cell that holds several names: separated by `;` or `|`, or a list in JSON."""
    if cell.startswith('["'):
        try:
            listed = parse_json(cell, "")
        except FormatError:
            listed = None
        if isinstance(listed, list) and all(isinstance(one, str) for one in listed):
            return [str(one) for one in listed]
    return parts(cell)


def cell_citations(cell: str) -> list[str]:
    """Return the references of a cell: one, for references have semicolons in them; several where all are addresses."""
    several = cell_values(cell)
    if cell.startswith('["') or all(one.startswith(("http://", "https://")) and " " not in one for one in several):
        return several
    return [cell.strip()]


def _check_kinds(table: Table) -> None:
    """Take a column called `type` for the kinds only where it holds no others."""
    index = table.at["kind"]
    cells = {row.cells[index].strip().lower() for row in table.rows if index < len(row.cells)} - {""}
    if not cells or not all(cell in STATEMENT_KINDS or cell in RELATION_KINDS for cell in cells):
        del table.at["kind"]


class _Taking:
    """A table whose rows are being taken."""

    def __init__(self, table: Table, argument: Argument) -> None:
        self.table, self.argument, self.stem = table, argument, slug(argument.name)
        self.field_at = {index: known for known, index in table.at.items()}
        self.made: list[RowNode] = []
        self.by_id: dict[str, RowNode] = {}
        self.again: Counter[str] = Counter()
        self.empty: Counter[str] = Counter()
        self.short: list[int] = []
        self.long: list[int] = []
        self.textless: list[int] = []
        self.same: list[int] = []
        self.odd: dict[str, list[int]] = {}

    def take(self, row: Row) -> None:
        """Take a row."""
        if len(row.cells) != len(self.table.names):
            (self.short if len(row.cells) < len(self.table.names) else self.long).append(row.line)
        found, other = self._sorted(row.cells)
        made = self._node(found, other, row.line)
        if not made.node.text and made.node.type == "I":
            self.textless.append(row.line)
        elif not self._is_again(made, bool(found.get("id"))):
            self.argument.add(made.node)
            self.made.append(made)

    def _sorted(self, cells: Sequence[str]) -> tuple[dict[str, str], dict[str, Json]]:
        """Return the cells of fields, and the others by the names of their columns."""
        found: dict[str, str] = {}
        other: dict[str, Json] = {}
        for index, cell in enumerate(cells):
            known = self.field_at.get(index, "")
            if known and self._says_something(cell):
                found[known] = cell
            elif not known and cell:
                name = self.table.names[index] if index < len(self.table.names) else f"column {index + 1}"
                other[name.removeprefix(OTHER)] = cell
        return found, other

    def _says_something(self, cell: str) -> bool:
        if not self.table.own and cell.strip() in EMPTY:
            self.empty[cell.strip()] += 1
            return False
        return bool(cell) and not cell.isspace()

    def _node(self, found: dict[str, str], other: dict[str, Json], line: int) -> RowNode:
        kind = found.get("kind", "").strip().lower()
        node = Node(self._id(found, line), RELATION_KINDS.get(kind, "I"), found.get("text", ""))
        node.title = found.get("title", "")
        node.held_by = tuple(cell_values(found.get("held_by", "")))
        node.citation = tuple(cell_citations(found["citation"])) if "citation" in found else ()
        if node.type == "I":
            node.kind = self._checked(found, "kind", kind in STATEMENT_KINDS, other, line).lower()
        else:
            node.scheme = found.pop("scheme", "")
        commitment = found.get("commitment", "").strip().lower() in _COMMITMENTS
        node.commitment = self._checked(found, "commitment", commitment, other, line).lower()
        tag = LANGUAGE.fullmatch(found.get("lang", "").strip().lower().replace("_", "-"))
        node.lang = self._checked(found, "lang", bool(tag) and len(tag[0].partition("-")[0]) < 4 if tag else False,
                                  other, line)  # fmt: skip
        node.data = self._data(found, other, line)
        return RowNode(node, line, {name: found[name] for name in _RELATING if name in found})

    def _id(self, found: dict[str, str], line: int) -> str:
        given = found.get("id", "")
        return (given if self.table.own else given.strip()) or f"{self.stem}-row-{line}"

    def _checked(self, found: dict[str, str], name: str, fits: bool, other: dict[str, Json], line: int) -> str:
        """Return what a cell says where it fits its field; else leave it in the data."""
        cell = found.get(name, "")
        if not cell or fits:
            return cell.strip()
        other[name] = cell
        self.odd.setdefault(name, []).append(line)
        return ""

    def _data(self, found: dict[str, str], other: dict[str, Json], line: int) -> dict[str, Json]:
        table: dict[str, Json] = {"table": other} if other else {}
        if "data" not in found:
            return table
        try:
            said = parse_json(found["data"], self.argument.name)
        except FormatError:
            said = None
        if isinstance(said, dict):
            return {**said, **table}
        self._checked(found, "data", False, other, line)
        return {"table": other}

    def _is_again(self, made: RowNode, given: bool) -> bool:
        """Return whether a row was there before; where only its id was, it gets one of its own."""
        before = self.by_id.setdefault(made.node.id, made)
        if before is made:
            return False
        if given and _content(before) == _content(made):
            self.same.append(made.line)
            return True
        own = self._own_id(made.node.id)
        message = f"The id is that of line {before.line}, which says something else; this row is {own} here."
        self.argument.note("warning", f"line {made.line}, id {made.node.id}", message)
        made.node.id = own
        self.by_id[own] = made
        return False

    def _own_id(self, given: str) -> str:
        while True:
            self.again[given] += 1
            own = f"{given}-{self.again[given] + 1}"
            if own not in self.by_id:
                return own

    def tell(self) -> None:
        """Note what was decided, and keep the names of the other columns in their order."""
        table, note = self.table, self.argument.note
        if self.empty:
            told = ", ".join(f"“{cell}” ({count}×)" for cell, count in self.empty.most_common())
            note("warning", "", f"These were taken as empty where a field was expected: {told}.")
        count = len(table.names)
        for level, lines, message in (
            ("warning", self.short, f"The row has fewer than {count} cells; the missing ones are taken as empty."),
            ("warning", self.long, f"The row has more than {count} cells; the others stand in the data by number."),
            ("refused", self.textless, "The row has no text."),
            ("merged", self.same, "The row says the same as one before it, under the same id."),
        ):  # fmt: skip
            if lines:
                note(level, lines_told(lines), message)  # type: ignore[arg-type]
        for name, lines in self.odd.items():
            note("kept", lines_told(lines), f"The {name} is none of those known here; it stands in the data.")


def keep_columns(table: Table, argument: Argument) -> None:
    """Keep the names of a table's other columns with an argument, in their order; those last that nodes have beyond.

    Args:
        table: The table.
        argument: The argument, with its nodes.
    """
    taken = set(table.at.values())
    names = [name.removeprefix(OTHER) for index, name in enumerate(table.names) if index not in taken]
    used = [name for node in argument.nodes.values() for name in other_cells(node)]
    columns: list[Json] = [*dict.fromkeys([*names, *used])]
    if columns:
        argument.data["table"] = columns


def other_cells(node: Node) -> dict[str, Json]:
    """Return the cells of a node's row that no field has, by the names of their columns."""
    table = node.data.get("table")
    return table if isinstance(table, dict) else {}


def _content(made: RowNode) -> tuple[object, ...]:
    node = made.node
    return (node.type, node.text, node.title, node.kind, node.held_by, node.commitment, node.lang, node.citation,
            node.scheme, node.data, made.relations)  # fmt: skip
