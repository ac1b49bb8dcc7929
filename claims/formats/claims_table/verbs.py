"""Claims in tables: CSV and TSV files of claims, as corpora and people keep them, and our own.

CSV is RFC 4180, read with tolerance: the delimiter, the header and what quotation marks mean are found out, and what
was decided is told. Each row with a text is a statement. Columns that mean one of `FIELDS` are found by their names
(`header.py`) or named by the caller; all others stand in the node's `data["table"]` under their names.

Relations are told by columns that name other rows, by id or title, separated by `;` or `|`: `supports` and `attacks`
name statements, `undercuts` names an inference, or a statement that is a premise of one inference only, or
`premise > conclusion`. The columns `with` and `scheme` go with `supports`, part by part: `with` names the other
premises of a linked argument, joined by ` + `. A row of kind inference or conflict is a relation with an id of its own:
premises name it in `supports`, attackers in `attacks`, and its own cells name what it supports or attacks. A name that
holds one of these marks is written as a JSON string, in double quotes.

Cells that begin with `=`, `+`, `-` or `@` are data here: they are read and written as they are, since a mark before
them would change what they say. Spreadsheets may take them for formulas.
"""

from collections.abc import Mapping
from pathlib import Path

from claims.formats.argument import Argument
from claims.formats.claims_table.cells import read_cells
from claims.formats.claims_table.header import FIELDS, columns_of
from claims.formats.claims_table.relations import relate_rows
from claims.formats.claims_table.rows import keep_columns, take_rows
from claims.formats.claims_table.writing import write_rows
from claims.formats.untrusted import failure

_QUOTING = ("auto", "minimal", "none")


def recognises(path: Path, head: str) -> bool:
    """Return whether a file is a table of claims: by its name, and because it has more in it than white space."""
    return path.suffix.lower() in (".csv", ".tsv") and bool(head.strip("\ufeff \t\r\n"))


def parse(
    text: str, name: str, *, columns: Mapping[str, str] | None = None, delimiter: str = "", quoting: str = "auto"
) -> Argument:
    r"""Return the argument of a table of claims.

    Args:
        text: The text of the table.
        name: What notes call it.
        columns: One of `FIELDS` → the name of the column that has it, or its number from 1; the others are found by
            their names.
        delimiter: What stands between cells; "" to find out.
        quoting: "minimal" where quotation marks may enclose cells, "none" where they are characters like others,
            "auto" to find out.

    Raises:
        FormatError: When there is no row, no column with texts, or no column that `columns` names.

    Example:
        >>> table = "claim,speaker,topic\nBread is dear.,Ada,food\n"
        >>> node = parse(table, "bread").nodes["bread-row-2"]
        >>> node.text, node.held_by, node.data
        ('Bread is dear.', ('Ada',), {'table': {'topic': 'food'}})
        >>> [node.text for node in parse(table, "bread", columns={"text": "topic"}).nodes.values()]
        ['food']
    """
    _check(name, columns or {}, delimiter, quoting)
    argument = Argument(name, "claims-csv")
    rows = read_cells(text, argument, delimiter, quoting)
    table = columns_of(rows, argument, columns or {})
    relate_rows(take_rows(table, argument), argument)
    keep_columns(table, argument)
    return argument


def generate(argument: Argument) -> str:
    r"""Return the statements of an argument, and what supports and attacks what, as CSV.

    Example:
        >>> print(generate(parse("id,text\na,Bread is dear.\n", "bread")).replace("\r", ""))
        id,kind,title,text,held_by,commitment,lang,citation,supports,attacks,undercuts
        a,,,Bread is dear.,,,,,,,
        <BLANKLINE>
    """
    return write_rows(argument, ",")


def generate_tsv(argument: Argument) -> str:
    """Return the same as `generate` as TSV: with tabs; cells that hold a tab or a line end are in quotes."""
    return write_rows(argument, "\t")


def _check(name: str, columns: Mapping[str, str], delimiter: str, quoting: str) -> None:
    unknown = [field for field in columns if field not in FIELDS]
    if unknown:
        raise failure(name, "", f"There is no field “{unknown[0]}”; fields are {', '.join(FIELDS)}.")
    if quoting not in _QUOTING:
        raise failure(name, "", f"“{quoting}” is no way of quoting; they are {', '.join(_QUOTING)}.")
    if len(delimiter) > 1 or delimiter in ("\r", "\n", '"', "\0"):
        raise failure(name, "", "A delimiter is one character, and no quotation mark or line end.")
