"""Importing files: which of them are RDF of our own and which another tool's, and the report of what came in."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from app.options import count, printable, say
from claims import Argument, FormatError, Note, files_in, read_argument, recognised
from graph import RDF_EXTENSIONS, Imported, Store, import_arguments, open_store

_FEW = 5
"""How many notes of a kind are told."""
_LONG = 20
"""From how many files on progress is shown."""
_LARGE = 10_000_000
"""From how many bytes of RDF on progress is shown."""
_RDF = "rdf"
_APART = "It is RDF as it is, and no file of another tool; import it apart from the others."
_HEADINGS = {
    "refused": "Not taken",
    "warning": "Taken with a doubt",
    "kept": "Kept as data, for no statement or relation expresses it",
    "merged": "Merged",
}


@dataclass(frozen=True)
class Wanted:
    """What was asked for: the command's options, by their names."""

    format_: str | None
    corpus: str | None
    title: str | None
    columns: tuple[str, ...]
    lang: str | None
    strict: bool
    dry_run: bool
    by: str | None
    message: str | None
    all_notes: bool
    as_json: bool

    def options(self) -> dict[str, object]:
        """Return what the reader of a table is to be told.

        Raises:
            click.UsageError: When a column is not named as FIELD=COLUMN.
        """
        pairs = [one.partition("=") for one in self.columns]
        wrong = [one for one in self.columns if not all(one.partition("="))]
        if wrong:
            raise click.UsageError(f"--column takes FIELD=COLUMN, such as text=statement; not “{wrong[0][:40]}”.")
        return {"columns": {field: column for field, _, column in pairs}} if pairs else {}


def import_files(paths: Sequence[Path], location: str | None, wanted: Wanted) -> int:
    """Import files and folders, and tell what came in; return the exit code, 1 where some of it was not taken.

    Raises:
        claims.FormatError: When nothing can be read, or it is strict and something is wrong.
        graph.RdfSyntaxError: When a file of RDF has a fault.
    """
    with open_store(location, read_only=wanted.dry_run) as store:
        if not wanted.dry_run:
            store.must_write()
        files = list(files_in(list(paths)))
        if all(_format_name(file, wanted) == _RDF for file in files):
            return _load(store, files, wanted)
        title = wanted.title or (paths[0].resolve().name if paths[0].is_dir() else "")
        with _progress(len(files)) as progress:
            done = import_arguments(
                store,
                _arguments(files, wanted),
                corpus=wanted.corpus or "",
                title=title,
                by=wanted.by or "",
                message=wanted.message or _message(paths),
                strict=wanted.strict,
                dry_run=wanted.dry_run,
                progress=progress,
            )
    _tell(done, wanted)
    return 1 if any(note.level == "refused" for note in done.notes) else 0


def _format_name(file: Path, wanted: Wanted) -> str:
    """Return the name of a file's format: `_RDF` for RDF that is loaded as it is; "" where its beginning shows none.

    Raises:
        claims.FormatError: When the file cannot be read.
    """
    if wanted.format_:
        return _RDF if wanted.format_ in (_RDF, *(extension[1:] for extension in RDF_EXTENSIONS)) else wanted.format_
    found, suffix = recognised(file), file.suffix.lower()
    if found is None and suffix in RDF_EXTENSIONS and (suffix != ".json" or _is_json_ld(file)):
        return _RDF
    return found.name if found else ""


def _is_json_ld(file: Path) -> bool:
    """Whether a file of JSON names things as JSON-LD does."""
    with file.open("rb") as content:
        head = content.read(100_000)
    return any(key in head for key in (b'"@id"', b'"@context"', b'"@graph"'))


def _message(paths: Sequence[Path]) -> str:
    some = ", ".join(path.name or str(path) for path in paths[:3])
    return f"Import of {some}" + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")


def _arguments(files: Sequence[Path], wanted: Wanted) -> Iterator[Argument | FormatError]:
    """Yield what each file holds, or the error in its place."""
    options = wanted.options()
    for file in files:
        try:
            yield _read(file, wanted, options)
        except FormatError as error:
            yield error


def _read(file: Path, wanted: Wanted, options: Mapping[str, object]) -> Argument:
    """Return what a file of another tool holds.

    Raises:
        claims.FormatError: When it cannot be read, or is RDF to be loaded as it is.
    """
    name = _format_name(file, wanted)
    if name == _RDF:
        raise FormatError([Note("refused", str(file), "", _APART)])
    argument = read_argument(file, name, **options)
    argument.lang = wanted.lang or argument.lang
    return argument


def _load(store: Store, files: Sequence[Path], wanted: Wanted) -> int:
    """Add RDF as it is.

    Raises:
        click.UsageError: When something is asked for that goes with other tools' formats only.
    """
    asked = {"--dry-run": wanted.dry_run, "--corpus": wanted.corpus, "--title": wanted.title, "--lang": wanted.lang,
             "--column": wanted.columns, "--strict": wanted.strict}  # fmt: skip
    given = ", ".join(name for name, value in asked.items() if value)
    if given:
        raise click.UsageError(f"{given} goes with other tools' formats; RDF is taken as it is.")
    with _progress_of_bytes(sum(file.stat().st_size for file in files if file.is_file())) as progress:
        loaded = store.load(files, by=wanted.by or "", message=wanted.message or "", progress=progress)
    click.echo(f"{count(loaded.triples, 'triple')} from {count(len(files), 'file')}")
    for triple in loaded.left_out:
        say(printable(f"Left out: {triple}"))
    for graph, triples in loaded.protected.items():
        say(f"Left out: {count(triples, 'triple')} of {graph}, which is kept by the store itself.")
    if loaded.left_out:
        say("A plain triple stands only where a relation stands behind it: write a ca:Inference, ca:Conflict,")
        say("ca:Rephrase or ca:PowerLink; the plain triple follows by itself.")
    return 1 if loaded.left_out else 0


def _tell(done: Imported, wanted: Wanted) -> None:
    """Tell what came in."""
    if wanted.as_json:
        click.echo(json.dumps(_as_json(done), ensure_ascii=False, indent=2))
        return
    would = "would come" if wanted.dry_run else "came"
    read = f"{count(done.files, 'file')}, {count(done.nodes, 'node')}, {count(done.edges, 'edge')}"
    click.echo(f"{read} read; into the corpus {done.corpus} {would}:")
    for kind, number in sorted(done.kinds.items(), key=lambda one: -one[1]):
        click.echo(f"  {number:>9,}  {kind}")
    if not done.kinds:
        click.echo("  nothing new")
    if done.merged:
        click.echo(f"{count(done.merged, 'node')} the same as in another file, and merged.")
    _tell_notes(done.notes, wanted.all_notes)
    made = done.contribution
    if made:
        click.echo(
            f"Contribution {made.number} by {printable(made.by)}. To take it back: claimatlas undo {made.number}"
        )


def _tell_notes(notes: Sequence[Note], all_of_them: bool) -> None:
    """Tell the notes, of each level the first few."""
    for level, heading in _HEADINGS.items():
        some = [note for note in notes if note.level == level]
        if some:
            say(f"{heading} ({len(some):,}):")
        for note in some if all_of_them else some[:_FEW]:
            say(printable(f"  {note}"))
        if len(some) > _FEW and not all_of_them:
            say(f"  … and {len(some) - _FEW:,} more; --all-notes tells them.")


def _as_json(done: Imported) -> dict[str, object]:
    made = done.contribution
    return {
        "corpus": done.corpus,
        "contribution": made.number if made else None,
        "files": done.files,
        "already": done.again,
        "nodes": done.nodes,
        "edges": done.edges,
        "merged": done.merged,
        "kinds": dict(done.kinds),
        "notes": [asdict(note) for note in done.notes],
    }


@contextmanager
def _progress(number: int) -> Iterator[Callable[[int], None] | None]:
    """Show on a terminal how far a long import is."""
    if number < _LONG or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=number)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def _progress_of_bytes(size: int) -> Iterator[Callable[[int], None] | None]:
    """Show on a terminal how much of large files of RDF is read, and then that they are being written."""
    if size < _LARGE or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=size)

        def told(done: int) -> None:
            if done < size:
                bar.update(task, completed=done)
            else:  # how long writing takes nobody can tell: a bar that moves without an end
                bar.update(task, description="Writing", total=None)

        yield told
