"""Arguments as tables: one row for each statement, and for each relation that the cells of statements cannot tell."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from claims.formats.argument import Argument, Json, Node
from claims.formats.claims_table.header import COLUMNS, FIELDS, MORE_COLUMNS, OTHER
from claims.formats.claims_table.names import written, written_cell
from claims.formats.claims_table.rows import RELATION_KINDS, cell_citations, cell_values, other_cells

_KIND_OF = {type_: kind for kind, type_ in RELATION_KINDS.items()}


@dataclass(frozen=True)
class _Row:
    """One row: its cells by the fields that they have, and its other cells by the names of their columns."""

    cells: Mapping[str, str]
    others: Mapping[str, str]


def write_rows(argument: Argument, delimiter: str) -> str:
    """Return an argument as a table."""
    table = _Writing(argument)
    rows = [table.row(node) for node in argument.nodes.values() if table.has_row(node)]
    names = [*COLUMNS, *(name for name in MORE_COLUMNS if any(row.cells.get(name) for row in rows))]
    others = _others(argument, rows)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow([*names, *map(_header, others)])
    for row in rows:
        writer.writerow([*(row.cells.get(name, "") for name in names), *(row.others.get(name, "") for name in others)])
    return out.getvalue()


class _Writing:
    """An argument with what leads to what, and which relations the cells of statements tell."""

    def __init__(self, argument: Argument) -> None:
        self.nodes = argument.nodes
        self.sources, self.targets = argument.sources_of(), argument.targets_of()
        self.told: set[tuple[frozenset[str], str, str]] = set()
        self.in_cells = {node.id for node in self.nodes.values() if self._is_in_cells(node)}

    def has_row(self, node: Node) -> bool:
        """Return whether a node is a row of its own: a statement, or a relation that no cell tells."""
        return node.type == "I" or (node.type in _KIND_OF and node.id not in self.in_cells)

    def _is_in_cells(self, node: Node) -> bool:
        """Return whether a relation needs no row: it joins statements to one end, and says nothing else."""
        starts, ends = self.sources[node.id], self.targets[node.id]
        types = {self.nodes[one].type for one in starts}
        if node.type not in _KIND_OF or node.text or node.data or types != {"I"} or len(ends) != 1:
            return False
        end = self.nodes[ends[0]].type
        if node.type == "CA":
            return len(starts) == 1 and end in ("I", "RA") and not node.scheme
        key = (frozenset(starts), ends[0], node.scheme)
        if end != "I" or key in self.told or len({*starts}) < len(starts):
            return False
        self.told.add(key)
        return True

    def row(self, node: Node) -> _Row:
        """Return the row of a node."""
        rest: dict[str, Json] = {name: value for name, value in node.data.items() if name != "table"}
        cells = {
            "id": node.id,
            "kind": _KIND_OF.get(node.type, node.kind),
            "title": node.title,
            "text": node.text,
            "held_by": _listed(node.held_by, cell_values),
            "commitment": node.commitment,
            "lang": node.lang,
            "citation": _listed(node.citation, cell_citations),
            "data": json.dumps(rest, ensure_ascii=False) if rest else "",
        }
        place = {"section": node.section, "paragraph": str(node.paragraph or "")}
        others = {name: cell for name, cell in place.items() if cell} | _texts(other_cells(node))
        return _Row(cells | self._relations(node), others)

    def _relations(self, node: Node) -> dict[str, str]:
        """Return the cells of a row that tell relations."""
        own: dict[str, list[str]] = {"supports": [], "attacks": [], "undercuts": []}
        together: list[Sequence[str]] = []
        schemes: list[str] = []
        for one in dict.fromkeys(self.targets[node.id]):
            other = self.nodes[one]
            if one not in self.in_cells:
                if self.has_row(other) and (node.type != "I" or other.type != "I"):
                    own["supports" if "RA" in (node.type, other.type) and node.type != "CA" else "attacks"].append(one)
                continue
            end = self.targets[one][0]
            if other.type == "CA":
                own["attacks" if self.nodes[end].type == "I" else "undercuts"].append(end)
            elif self.sources[one][0] == node.id:
                own["supports"].append(end)
                together += [()] * (len(own["supports"]) - 1 - len(together)) + [self.sources[one][1:]]
                schemes += [""] * (len(own["supports"]) - 1 - len(schemes)) + [other.scheme]
        cells = {name: written_cell([(one,) for one in ids]) for name, ids in own.items()}
        if node.type != "I":
            return {**cells, "scheme": node.scheme}
        told = "; ".join(written(scheme) if scheme else "" for scheme in schemes) if any(schemes) else ""
        return {**cells, "with": written_cell(together), "scheme": told}


def _texts(cells: Mapping[str, Json]) -> dict[str, str]:
    return {name: one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for name, one in cells.items()}


def _listed(values: Sequence[str], read: Callable[[str], list[str]]) -> str:
    """Return values in one cell, so that they are read again as they are."""
    joined = "; ".join(values)
    return joined if not values or read(joined) == [*values] else json.dumps([*values], ensure_ascii=False)


def _others(argument: Argument, rows: Sequence[_Row]) -> list[str]:
    """Return the names of the other columns, in the order that they had."""
    columns = argument.data.get("table")
    known = [str(name) for name in columns] if isinstance(columns, list) else []
    return [*dict.fromkeys([*known, *(name for row in rows for name in row.others)])]


def _header(name: str) -> str:
    """Return what another column is called: never as one of a field is."""
    return OTHER + name if name in FIELDS or name.startswith(OTHER) else name
