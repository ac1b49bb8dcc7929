"""What several verbs share: the store option, and printing."""

import os
import signal
import sys
import tempfile
import threading
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from graph import Store

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
    """Return the text without the control characters that could steer the terminal or turn its direction."""
    return "".join("�" if _steers(c) else c for c in text)


def _steers(character: str) -> bool:
    if character in "\n\t":
        return False
    return unicodedata.category(character) in ("Cc", "Cs") or character in _DIRECTIONS


_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def open_for_reading(store: str | None) -> "Store":
    """Open the store for reading; from here on Ctrl-C ends the process at once, also amid a long query."""
    from graph import open_store

    if threading.current_thread() is threading.main_thread():
        # The engine does not return to Python while it works, and there is nothing that could be left half done.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    return open_store(store, read_only=True)


def open_to_ask(store: str | None, sparql: str) -> "Store":
    """Open the store for reading, after what the query asks of standing was brought up to date in it, if need be.

    Args:
        store: The store.
        sparql: The query that it is going to be asked.
    """
    from graph import StandingBehindError, open_store, see_to_standing

    opened = open_for_reading(store)
    try:
        see_to_standing(opened, sparql)
    except StandingBehindError:
        opened.close()
        with open_store(store) as writable:
            see_to_standing(writable, sparql)
        opened = open_for_reading(store)
    except BaseException:
        opened.close()
        raise
    return opened


def write_output(content: bytes, output: Path | None) -> None:
    """Write to the file, or to stdout where there is none; a regular file appears whole or not at all.

    Raises:
        click.ClickException: When the file cannot be written.
    """
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        target = output.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(content)  # a pipe or a device: not to be replaced by a file
        else:
            _replace(target, content)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error


def _replace(target: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".claimatlas-", delete=False) as new:
        aside = Path(new.name)
        try:
            new.write(content)
            new.flush()
            # A temporary file is for its owner only; the result has the old file's permissions, or the usual ones.
            aside.chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def say(message: str) -> None:
    """Tell the user something that is no result: to stderr."""
    click.echo(message, err=True)


def count(number: int, noun: str) -> str:
    """Return the number with its noun: “1 row”, “2 rows”."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
