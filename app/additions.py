"""Additions: drafts, or a file of them, go to the store as somebody wishes."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from app.options import count, printable, say
from app.telling import as_json, tell_cautions, tell_end, tell_items
from app.text_map import paragraphs_of, text_map
from claims import Draft, DraftError, DraftFault, draft_format, many_fields, parse_drafts, read_drafts, write_bad
from graph import Addition, ReadOnlyError, Store, add, open_store

_LONG = 1000
"""From how many drafts on a bar shows how far it is."""
Bad = Sequence[tuple[Draft, Sequence[DraftFault]]]


@dataclass(frozen=True)
class Wishes:
    """How to add: by whom, why, to which corpus; whether really; and how to tell."""

    by: str = ""
    message: str = ""
    corpus: str = ""
    dry_run: bool = False
    as_json: bool = False

    def add(
        self,
        store: Store,
        drafts: Sequence[Draft | DraftFault],
        *,
        dry_run: bool = False,
        skip_bad: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Addition:
        """Add the drafts to the store as wished, or (in a dry run) say what would be added."""
        return add(
            store,
            drafts,
            by=self.by,
            message=self.message,
            corpus=self.corpus,
            dry_run=dry_run or self.dry_run,
            skip_bad=skip_bad,
            progress=progress,
        )

    def tell(self, store: Store, drafts: Sequence[object], addition: Addition, *, cautions: bool = True) -> None:
        """Tell what became of drafts, as wished: the items, and (to stderr) all that is to be known of them."""
        if self.as_json:
            click.echo(as_json(addition, dry_run=self.dry_run))
        elif self.dry_run:
            click.echo(text_map(store, addition, paragraphs_of(store, self.corpus, drafts, addition)), nl=False)
        else:
            tell_items(addition)
        if cautions:
            tell_cautions(addition.cautions)
        tell_end(addition, dry_run=self.dry_run)


@contextmanager
def opened(location: str | None, *, dry_run: bool) -> Iterator[Store]:
    """Open the store for adding, or for reading where nothing is to be added.

    Raises:
        ReadOnlyError: When it cannot be added to; before anybody has answered a question or read a long file.
    """
    with open_store(location, read_only=dry_run) as store:
        if store.read_only and not dry_run:
            raise ReadOnlyError(
                f"{store.location} is open for reading only. Make a store of your own with `claimatlas init`, "
                "or see with --dry-run what would be added."
            )
        yield store


def add_file(store: Store, wishes: Wishes, file: Path, format_: str | None, kind: str, bad_file: Path | None) -> int:
    """Add the drafts of a file and return the exit code; 1 where bad ones were skipped.

    Args:
        store: Where to add them.
        wishes: How.
        file: The file; "-" for stdin.
        format_: Its format, where the name does not tell it.
        kind: The kind of drafts that name none; "" for no such kind.
        bad_file: Where bad drafts go; None to add none where one is bad.
    """
    drafts = list(_read(file, format_, kind))
    try:
        with _progress(len(drafts)) as progress:
            addition = wishes.add(store, drafts, skip_bad=bad_file is not None, progress=progress)
    except DraftError as error:
        say(f"{count(len(error.faults), 'fault')}; nothing was added. With --skip-bad the good drafts are.")
        raise
    wishes.tell(store, drafts, addition)
    if bad_file and addition.bad:
        _put_aside(addition.bad, bad_file, draft_format(file, format_), written=not wishes.dry_run)
    return 1 if addition.bad else 0


def add_drafts(store: Store, wishes: Wishes, drafts: Sequence[Draft], *, cautions: bool = True) -> int:
    """Add drafts and tell what became of them; return the exit code.

    Args:
        store: Where to add them.
        wishes: How.
        drafts: The drafts.
        cautions: Whether to tell what is odd about them.
    """
    wishes.tell(store, drafts, wishes.add(store, drafts), cautions=cautions)
    return 0


def _read(file: Path, format_: str | None, kind: str) -> Iterator[Draft | DraftFault]:
    if str(file) == "-":
        return parse_drafts(_stdin(), format_ or "", "stdin", many=many_fields(), kind=kind or None)
    return read_drafts(file, many=many_fields(), format=format_, kind=kind or None)


def _stdin() -> str:
    raw = sys.stdin.buffer.read() if sys.stdin else b""
    try:
        return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException("stdin: This is not UTF-8 text.") from error


def _put_aside(bad: Bad, path: Path, format_: str, *, written: bool) -> None:
    """Write bad drafts to a file; in a dry run tell their faults instead."""
    number = count(len({draft.place for draft, _ in bad}), "draft")
    if not written:
        say(printable(str(DraftError([fault for _, faults in bad for fault in faults]))))
        say(f"{number} would not be added, and go to {printable(str(path))}.")
        return
    # A row that could not be read has no fields: then the reason is to tell where it stands.
    write_bad(path, [(draft if draft.fields else None, faults) for draft, faults in bad], format_)
    say(f"{number} not added; to be mended in {printable(str(path))}, each with its reason.")


@contextmanager
def _progress(number: int) -> Iterator[Callable[[int, int], None] | None]:
    """Show on a terminal how far a long addition is."""
    if number < _LONG or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Adding", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
