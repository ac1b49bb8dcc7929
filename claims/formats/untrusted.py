"""Files that strangers wrote, read within bounds: text, JSON, YAML and XML.

Whatever a file holds, reading it ends soon, in memory of the order of its size, and with values or with one
`FormatError` that says where it is wrong. Nothing that a file names is opened or fetched from here.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from math import isinf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claims.errors import FormatError
from claims.formats.argument import Json, Note

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 512_000_000
"""How many bytes a file may have."""
DEEPEST = 100
"""How deep JSON, YAML and XML may be nested."""
_COMPRESSED = re.compile(rb"\x1f\x8b|PK\x03\x04|BZh[1-9]1AY|\xfd7zXZ|7z\xbc\xaf|\x28\xb5\x2f\xfd")
"""How files begin that gzip, zip, bzip2, xz, 7-Zip and zstd write."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def failure(name: str, where: str, message: str) -> FormatError:
    """Return the error that says why a file cannot be read; `where` is "" for the file as a whole."""
    return FormatError([Note("refused", name, where, message)])


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """Return the content of a file.

    Raises:
        FormatError: When it cannot be read, or has more bytes than `largest`.
    """
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except IsADirectoryError as error:
        raise failure(str(path), "", "This is a folder; name a file in it.") from error
    except OSError as error:
        raise failure(str(path), "", f"It cannot be read: {error.strerror or error}.") from error
    if len(content) > largest:
        raise failure(str(path), "", f"It is larger than {largest // 1_000_000} MB; split it.")
    return content


def read_text(path: Path, largest: int = LARGEST) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 with its mark; line ends as they are, without the mark.

    Raises:
        FormatError: When it cannot be read, is too large, or is not text; tells the line.
    """
    return decoded(read_bytes(path, largest), str(path))


def decoded(content: bytes, name: str) -> str:
    """Return bytes as text; see `read_text`.

    Raises:
        FormatError: When they are no text.
    """
    refuse_compressed(content, name)
    try:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 0 if error.encoding.startswith("utf-16") else content.count(b"\n", 0, error.start) + 1
        where = f"line {line}" if line else ""
        raise failure(name, where, "This is not UTF-8 text; save the file as UTF-8.") from error


def refuse_compressed(content: bytes, name: str) -> None:
    """Raise a FormatError where bytes, or their beginning, are those of a compressed file."""
    if _COMPRESSED.match(content):
        raise failure(name, "", "This is compressed; unpack it, and name what was in it.")


def parse_json(text: str, name: str) -> Json:
    """Return what a JSON text holds. Half characters, which no text can hold, become U+FFFD.

    Raises:
        FormatError: When it is no JSON, holds NaN or an endless number, or nests too deeply; tells line and column.
    """
    try:
        value: Json = _DECODER.decode(text)
        _must_be_shallow(value)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise failure(name, where, f"This is no JSON: {error.msg[:1].lower()}{error.msg[1:]}.") from error
    except RecursionError as error:
        raise failure(name, "", f"It is nested more than {DEEPEST} deep.") from error
    except ValueError as error:
        raise failure(name, "", f"This is no JSON that can be read: {error}.") from error
    return _whole(value) if _HALF.search(text) else value


_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def _no_number(said: str) -> Json:
    raise ValueError(f"{said} is no number")


def _number(said: str) -> float:
    number = float(said)
    if isinf(number):
        raise ValueError(f"{said[:40]} is larger than any number here")
    return number


_DECODER = json.JSONDecoder(parse_constant=_no_number, parse_float=_number)


def _must_be_shallow(value: object) -> None:
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [part for one in level if isinstance(one, dict | list) for part in _parts(one)]
        if not level:
            return
    raise RecursionError


def _parts(value: dict[str, Any] | list[Any]) -> Iterator[Any]:
    parts = value.values() if isinstance(value, dict) else value
    return (part for part in parts if isinstance(part, dict | list))


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_whole(key): _whole(part) for key, part in value.items()}
    return [_whole(part) for part in value] if isinstance(value, list) else value


def parse_yaml(text: str, name: str, line: int = 1) -> Json:
    """Return what a YAML 1.2 text holds. Dates are text, as they are written.

    Aliases are refused, since a few lines of them can stand for more text than any machine holds, and so are tags.

    Args:
        text: The text.
        name: What faults call the file.
        line: The number of its first line in the file.

    Raises:
        FormatError: When it is no YAML, nests too deeply, or holds an alias or a tag; tells the line.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    yaml = YAML(typ="safe", pure=True)
    yaml.allow_duplicate_keys = True
    try:
        _refuse_aliases(yaml.parse(text), name, line)
        return _plain(yaml.load(text))
    except (YAMLError, ValueError, OverflowError, AssertionError, TypeError, LookupError, AttributeError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        where = f"line {mark.line + line}" if mark else f"line {line}"
        said = getattr(error, "problem", None) or str(error).split("\n")[0]
        raise failure(name, where, f"This is no YAML: {said}.") from error
    except RecursionError as error:
        raise failure(name, f"line {line}", f"It is nested more than {DEEPEST} deep.") from error


def _refuse_aliases(events: Any, name: str, line: int) -> None:
    from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent

    depth = 0
    for event in events:
        where = f"line {event.start_mark.line + line}"
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            raise failure(name, where, f"It is nested more than {DEEPEST} deep.")
        if isinstance(event, AliasEvent):
            raise failure(name, where, f"Aliases such as *{event.anchor} are not read; write the value out here.")
        tag = str(getattr(event, "tag", None) or "")
        if tag not in ("", "!") and tag.removeprefix("tag:yaml.org,2002:") not in _TAGS:
            raise failure(name, where, f"The tag {tag} is not read; write the value without it.")


_TAGS = ("str", "int", "float", "bool", "null", "seq", "map")


def _plain(value: Any) -> Json:
    """Return a value of YAML as JSON has it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value - value != 0:  # NaN and infinity, which JSON has not
        return str(value)
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def parse_xml(text: str | bytes, name: str) -> "_Element":
    """Return the root element of an XML text. A document type may be named; nothing of it is read.

    Raises:
        FormatError: When it is no XML, declares entities, or nests too deeply; tells the line.
    """
    from lxml import etree

    content = text.encode("utf-8", "replace") if isinstance(text, str) else text
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    if isinstance(text, str):
        with suppress(ValueError):  # an encoding that the text names is no longer so
            content = re.sub(rb"^(\s*<\?xml[^>]*?) encoding=[\"'][^\"']*[\"']", rb"\1", content, count=1)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        where = f"line {error.lineno}" if error.lineno else ""
        raise failure(name, where, f"This is no XML that can be read: {error.msg}.") from error
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        raise failure(name, "", "It declares XML entities, which are not read; write them out.")
    return root
