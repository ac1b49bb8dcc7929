"""What several verbs share: the store option, and printing."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

store_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--store",
    envvar="CLAIMATLAS_STORE",
    metavar="PATH|URL",
    help="The store: a folder or the address of a SPARQL server. Default: the nearest .claimatlas folder upward, "
    "else the shipped essay.",
)


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under headers, wrapped to the terminal's width (or to 120 columns where there is no terminal)."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        # As Text: brackets in a label are no markup.
        table.add_row(*(Text(printable(cell)) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    with console.capture() as printed:
        console.print(table)
    # Without the blanks that fill the last column, which would wrap in a narrower window.
    click.echo("\n".join(line.rstrip() for line in printed.get().splitlines()))


def printable(text: str) -> str:
    """Return the text without control characters, which could steer the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in text)


def write_output(content: bytes, output: Path | None) -> None:
    """Write to the file, or to stdout where there is none; a file appears whole or not at all."""
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    new = output.with_name(f".{output.name}.new")
    try:
        new.write_bytes(content)
        new.replace(output)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
    finally:
        new.unlink(missing_ok=True)


def say(message: str) -> None:
    """Tell the user something that is no result: to stderr."""
    click.echo(message, err=True)
