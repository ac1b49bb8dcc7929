"""Files of any format read, and arguments written in any: the four verbs, and how a file's format is found out."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from claims.errors import FormatError
from claims.formats.argument import NODE_TYPES, Argument, Note
from claims.formats.table import FORMATS, Format
from claims.formats.untrusted import failure, parse_json, read_text, refuse_compressed

_HEAD = 20_000
"""How many characters of a file's beginning are looked at to find out its format."""
_ANYBODYS = (".txt", ".md", ".xml", ".html")
"""Extensions that tell no format by themselves."""
_KINDS_SAID = {
    **{type_: (name, f"{name}s") for type_, name in NODE_TYPES.items()},
    "policy": ("policy", "policies"),
    "link": ("power link", "power links"),
}
"""Type of node, or kind of item → what one and several are called."""


def format_named(name: str, where: str = "") -> Format:
    """Return the format of a name or extension.

    Raises:
        FormatError: When there is none; tells those that there are.
    """
    found = FORMATS.get(name.lower()) or _by_extension(f".{name.lower().removeprefix('.')}")
    if found is None:
        raise failure(where, "", f"“{name}” is no format that is known; known are {', '.join(FORMATS)}.")
    return found


def _by_extension(extension: str) -> Format | None:
    """Return the format whose usual extension this is."""
    return next((one for one in FORMATS.values() if one.extensions[0] == extension and one.name != "aif"), None)


def format_of(path: Path) -> Format:
    """Return the format of a file, found out from its name and its beginning.

    Raises:
        FormatError: When it cannot be read, or is of no format that is read.
    """
    found = recognised(path)
    if found:
        return found
    if not _head(path).strip():
        raise failure(str(path), "", "There is nothing in it.")
    readable = [one for one in FORMATS.values() if one.reads]
    likely = [one for one in readable if path.suffix.lower() in one.extensions]
    if len(likely) == 1 and path.suffix.lower() not in _ANYBODYS:  # broken, then: its reader can say where
        return likely[0]
    if path.suffix.lower() == ".json":  # broken, perhaps: then that is to be said, and where
        parse_json(read_text(path), str(path))
    known = ", ".join(one.name for one in readable)
    raise failure(str(path), "", f"Its format cannot be told; name it with --format, one of {known}.")


def recognised(path: Path) -> Format | None:
    """Return the format that a file's beginning shows it to be of; None where it shows none.

    Raises:
        FormatError: When it cannot be read.
    """
    head = _head(path)
    readable = [one for one in FORMATS.values() if one.reads]
    likely = [one for one in readable if path.suffix.lower() in one.extensions]
    order = (*likely, *(other for other in readable if other not in likely))
    return next((one for one in order if _module(one).recognises(path, head)), None)


def _head(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(_HEAD)
    except IsADirectoryError as error:
        raise failure(str(path), "", "This is a folder; name a file in it.") from error
    except OSError as error:
        raise failure(str(path), "", f"It cannot be read: {error.strerror or error}.") from error
    refuse_compressed(raw, str(path))
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return raw.decode(encoding, errors="replace")


def read_argument(path: Path, format: str = "", **options: Any) -> Argument:  # noqa: A002 - what it is called everywhere
    """Return what a file holds.

    Args:
        path: The file.
        format: The name of its format; by default it is found out.
        options: What the format's reader takes beyond that, such as the columns of a table.

    Raises:
        FormatError: When it cannot be read; tells every reason that is known, with its place.
    """
    found = format_named(format, str(path)) if format else format_of(path)
    module = _module(found)
    if hasattr(module, "read"):
        argument: Argument = module.read(path, **options)
    else:
        argument = module.parse(read_text(path), str(path), **options)
    return _named(argument, found, str(path))


def parse_argument(text: str, format: str, name: str = "argument", **options: Any) -> Argument:  # noqa: A002
    """Return what a text holds; see `read_argument`.

    Raises:
        FormatError: When it cannot be read.
    """
    found = format_named(format)
    return _named(_module(found).parse(text, name, **options), found, name)


def generate_argument(argument: Argument, format: str) -> str:  # noqa: A002
    """Return the text that says an argument in a format. `left_out` tells what the format has no place for.

    Raises:
        FormatError: When the format is not known, or is read only.
    """
    found = format_named(format)
    if not found.writes:
        writable = ", ".join(one.name for one in FORMATS.values() if one.writes)
        raise failure("", "", f"{found.title} is read and not written; written are {writable}.")
    module = _module(found)
    generate = getattr(module, f"generate_{found.extensions[0][1:]}", None) or module.generate
    text: str = generate(argument)
    return text


def write_argument(argument: Argument, path: Path, format: str = "") -> None:  # noqa: A002
    """Write an argument into a file, whose extension tells the format where none is named.

    Raises:
        FormatError: When the format is not known, or the file cannot be written.
    """
    text = generate_argument(argument, format or path.suffix)
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise failure(str(path), "", f"It cannot be written: {error.strerror or error}.") from error


def left_out(argument: Argument, format: str) -> list[Note]:  # noqa: A002
    """Return a note of what an argument holds and a format has no place for; none where it has place for all."""
    found = format_named(format)
    held = [node.type for node in argument.nodes.values()] + [item.kind for item in argument.others]
    parts = [
        f"{number:,} {name if number == 1 else plural}"
        for kind, (name, plural) in _KINDS_SAID.items()
        if kind not in found.holds and (number := held.count(kind))
    ]
    if found.lacks and argument.format != found.name and "I" in held:
        parts.append(f"the {', '.join(found.lacks)} of statements")
    message = f"{found.title} has no place for {', '.join(parts)}: left out."
    return [Note("warning", argument.name, "", message)] if parts else []


def files_in(paths: list[Path]) -> Iterator[Path]:
    """Yield files, and of folders all files in them and below that are of a format that is read, in order.

    Raises:
        FormatError: When a folder holds none.
    """
    extensions = {extension for one in FORMATS.values() if one.reads for extension in one.extensions}
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(one for one in path.rglob("*") if one.suffix.lower() in extensions and one.is_file())
        beside = {one.with_suffix(".txt") for one in found if one.suffix == ".ann"}
        if not found:
            raise failure(str(path), "", "This folder holds no file of a format that is read.")
        yield from (one for one in found if one not in beside)


def _named(argument: Argument, found: Format, name: str) -> Argument:
    argument.format = found.name
    argument.file, argument.name = name, Path(name).stem or argument.name
    return argument


def _module(found: Format) -> Any:
    try:
        return import_module(f"claims.formats.{found.module}")
    except ModuleNotFoundError as error:
        raise FormatError([Note("refused", "", "", f"{found.title} cannot be read or written: {error}.")]) from error
