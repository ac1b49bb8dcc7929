"""The columns of a table of claims: which has what, by their names, by the caller's word, or by what is in them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claims.formats.argument import Argument
from claims.formats.untrusted import failure

if TYPE_CHECKING:
    from claims.formats.claims_table.cells import Row

COLUMNS = (
    "id", "kind", "title", "text", "held_by", "commitment", "lang", "citation", "supports", "attacks", "undercuts",
)  # fmt: skip
"""The columns that every table of ours has, in order."""
MORE_COLUMNS = ("with", "scheme", "data")
"""The columns that a table of ours has where there is something for them."""
FIELDS = (*COLUMNS, *MORE_COLUMNS)
"""What a column can be taken for."""
OTHER = "table:"
"""What a column's name begins with where it would be taken for one of `FIELDS` otherwise."""

_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "claim_id", "claimid", "statement_id", "sentence_id", "uid", "uuid", "guid", "identifier", "key"),
    "kind": ("kind", "node_kind", "claim_type", "statement_type", "type"),
    "title": ("title", "short_title", "heading"),
    "text": (
        "text", "claim_text", "claim", "claim_reviewed", "claimreviewed", "statement", "statement_text", "proposition",
        "assertion", "sentence", "sentence_text", "claims", "utterance", "argument", "content",
    ),
    "held_by": (
        "held_by", "claimant", "speaker", "author", "claim_author", "claim_author_name", "claimed_by", "said_by",
        "attributed_to", "originator", "author_name",
    ),
    "commitment": ("commitment",),
    "lang": ("lang", "language", "lang_code", "language_code", "locale"),
    "citation": (
        "citation", "citations", "url", "link", "claim_url", "source_url", "href", "source", "reference", "references",
    ),
    "supports": ("supports", "support_of", "supported_claim", "premise_of"),
    "attacks": ("attacks", "attack_of", "attacked_claim", "contradicts"),
    "undercuts": ("undercuts",),
    "with": ("with",),
    "scheme": ("scheme",),
    "data": ("data",),
}  # fmt: skip
"""Field → the names of columns that have it, as they are compared; the likeliest first."""
_FIELD_OF = {name: known for known, names in _SPELLINGS.items() for name in names}
_CLAIM_FIRST = ("claim_text", "claim", "claim_reviewed", "claimreviewed", "statement", "statement_text")
"""Names that say more surely than `text` that a column has claims, in tables that are not ours."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ODD = re.compile(r"[\W_]+")
_SENTENCE = re.compile(r"(\S+\s+){3,}\S*[.!?।؟。]$")
_LONGEST_NAME = 80


@dataclass
class Table:
    """A table with its columns.

    Attributes:
        names: The names of all columns, each once.
        at: Field → the index of its column.
        rows: The rows below the header.
        own: Whether it is of our own making, where nothing but "" is empty.
        by_number: Whether it has no header.
        guessed: The fields whose columns may hold something else, as their names are common.
    """

    names: list[str]
    at: dict[str, int]
    rows: "list[Row]"
    own: bool = False
    by_number: bool = False
    guessed: set[str] = field(default_factory=set)


def field_of(name: str) -> str:
    """Return the field that a column of a name has; "" for none.

    Example:
        >>> field_of("Claim Text"), field_of("claimReviewed"), field_of("label")
        ('text', 'text', '')
    """
    return _FIELD_OF.get(_compared(name), "") if len(name) <= _LONGEST_NAME else ""


def _compared(name: str) -> str:
    return _ODD.sub("_", _CAMEL.sub("_", name.strip()).lower()).strip("_")


def columns_of(rows: "Sequence[Row]", argument: Argument, columns: Mapping[str, str]) -> Table:
    """Return the columns of a table; what had to be decided is noted with the argument.

    Args:
        rows: The rows, at least one.
        argument: The argument that they are read into.
        columns: Field → the name or number of its column, as the caller has it.

    Raises:
        FormatError: When the caller names a column that there is not, or no column holds texts.
    """
    first = [cell.strip() for cell in rows[0].cells]
    named = any(name in first or not name.isdecimal() for name in columns.values())
    if named or _is_header(first, rows, argument):
        table = Table(_unique(first, rows[0].line, argument), {}, list(rows[1:]))
        table.own = tuple(first[: len(COLUMNS)]) == COLUMNS
    else:
        count = max(len(row.cells) for row in rows)
        table = Table([f"column {n}" for n in range(1, count + 1)], {}, list(rows), by_number=True)
    table.at = {known: _index(table, name, argument.name) for known, name in columns.items()}
    if not table.by_number:
        _recognise(table)
    if "text" not in table.at:
        table.at["text"] = _longest_column(table, argument)
    if "id" not in table.at:
        _take_unnamed(table, first)
    return table


def _index(table: Table, name: str, file: str) -> int:
    if name in table.names:
        return table.names.index(name)
    if name.isdecimal() and len(name) < 6 and 0 < int(name) <= len(table.names):
        return int(name) - 1
    known = ", ".join(table.names[:30])
    raise failure(file, "", f"There is no column “{name}”; columns are {known}, or numbers from 1.")


def _is_header(first: Sequence[str], rows: "Sequence[Row]", argument: Argument) -> bool:
    """Return whether the first row names the columns: it does so for sure where a name is known."""
    plain = all(len(cell) <= _LONGEST_NAME and not _SENTENCE.match(cell) for cell in first)
    known = {field_of(cell) for cell in first} - {""}
    if len(known) > 1 or (known and plain and not _looks_like_data(first)):
        return True
    is_header = plain and not _looks_like_data(first) and len(rows) > 1 and _is_shorter(first, rows)
    told = "names the columns, since it is unlike the others" if is_header else "is a row like the others"
    message = f"No column has a known name. The first row {told}; call a column text to have no doubt."
    argument.note("warning", f"line {rows[0].line}", message)
    return is_header


def _looks_like_data(cells: Sequence[str]) -> bool:
    given = [cell for cell in cells if cell]
    return len(set(given)) < len(given) or any(
        cell.replace(".", "").isdecimal() or "://" in cell or cell.endswith((".json", ".txt")) for cell in given
    )


def _is_shorter(first: Sequence[str], rows: "Sequence[Row]") -> bool:
    lengths = sorted(sum(map(len, row.cells)) for row in rows[1:200])
    return sum(map(len, first)) * 2 < lengths[len(lengths) // 2]


def _unique(names: Sequence[str], line: int, argument: Argument) -> list[str]:
    """Return the names, each once: a number after those that come again, and for those without a name."""
    made: list[str] = []
    taken, again = set(names), Counter[str]()
    for number, name in enumerate(names, 1):
        own = name or f"column {number}"
        while own in made or (own != name and own in taken):
            again[name] += 1
            own = f"{name or 'column'} ({again[name] + 1})"
        taken.add(own)
        made.append(own)
    if again:
        told = ", ".join(f"“{name}”" for name in again)
        argument.note("warning", f"line {line}", f"The header has {told} several times; the others are numbered.")
    return made


def _recognise(table: Table) -> None:
    """Find the columns of fields by their names."""
    by_name: dict[str, int] = {}
    for index, name in enumerate(table.names):
        if index not in table.at.values() and not name.startswith(OTHER) and len(name) <= _LONGEST_NAME:
            by_name.setdefault(_compared(name), index)
    for known, spellings in _SPELLINGS.items():
        preferred = spellings if table.own or known != "text" else (*_CLAIM_FIRST, *spellings)
        found = next((by_name[name] for name in preferred if name in by_name), None)
        if found is None or known in table.at or _is_by_chance(known, table):
            continue
        table.at[known] = found
        if known == "kind" and _compared(table.names[found]) != known:
            table.guessed.add(known)


def _is_by_chance(known: str, table: Table) -> bool:
    """Return whether a column has a field's name, but not its meaning, in this table."""
    return not table.own and (known == "data" or (known in ("with", "scheme") and "supports" not in table.at))


def _take_unnamed(table: Table, first: Sequence[str]) -> None:
    """Take a first column without a name for the ids where it can be: data frames are written so."""
    if table.by_number or first[0] or 0 in table.at.values():
        return
    cells = [row.cells[0].strip() for row in table.rows if row.cells]
    if all(cells) and len(set(cells)) == len(cells):
        table.at["id"] = 0


def _longest_column(table: Table, argument: Argument) -> int:
    """Return the column with the longest texts on average."""
    free = [index for index in range(len(table.names)) if index not in table.at.values()]
    sample = table.rows[:500]
    sizes = {index: sum(len(row.cells[index]) for row in sample if index < len(row.cells)) for index in free}
    best = max(free, key=lambda index: sizes[index], default=-1)
    if best < 0 or not sizes[best] or not any(part.isalpha() for row in sample for part in "".join(row.cells)):
        raise failure(argument.name, "", "No column holds texts; name the column that does.")
    what = table.names[best]
    argument.note("warning", "", f"The texts were taken from “{what}”, whose cells are the longest.")
    return best
