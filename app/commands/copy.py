"""`claimatlas copy`: move a store to another place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from app.options import say


@click.command("copy", short_help="Copy a store to a folder or a SPARQL server, and prove it.")
@click.option("--from", "source", metavar="PATH|URL", envvar="CLAIMATLAS_STORE", help="The store (default: as ever).")
@click.option("--to", "target", metavar="PATH|URL", required=True, help="A folder, or the address of a server.")
def command(source: str | None, target: str) -> None:
    """Copy a store whole, with its history and graphs of your own, to a place where there is none.

    In the end all is read back and compared. A copy that was cut short goes on where it was when it is run again.

    \b
    Example:
        claimatlas copy --from my-project --to http://localhost:7878
        claimatlas copy --from http://localhost:7878 --to elsewhere
    """
    from graph import copy_store, open_store

    with open_store(source, read_only=True) as store, _progress() as progress:
        copied = copy_store(store, target, progress)
    click.echo(copied.location)
    triples = sum(copied.counts.values())
    graphs = len(copied.counts) - 2
    own = f", and {graphs} of your own" if graphs else ""
    say(f"{triples:,} triples in the current state, the history{own}: the same in number and digest.")
    if copied.went_on:
        say(f"{copied.went_on:,} of them were there already from a copy that was cut short.")
    if copied.sources:
        say(f"Attached texts too: {', '.join(copied.sources)}.")
    if copied.left_out:
        say(f"Not the attached texts ({', '.join(copied.left_out)}): a server has no place for them.")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show on a terminal what is being done, and how far it is."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda *_: None
        return
    with Progress(console=console, transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, whole: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what)
            bar.update(tasks[what], completed=done, total=whole or None)

        yield tell
