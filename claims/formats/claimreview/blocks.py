"""The JSON-LD of a text: the whole of it, one document in each line, or the blocks in the scripts of a web page."""

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

from claims.errors import FormatError
from claims.formats.argument import Argument, Json
from claims.formats.untrusted import failure, parse_json


def documents_of(text: str, argument: Argument) -> list[Json]:
    """Return the documents of a text; blocks and lines that cannot be read are noted as refused.

    Raises:
        FormatError: When none can be read.
    """
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith("<"):
        return _read(_blocks(text), "block", argument)
    try:
        return [parse_json(text, argument.name)]
    except FormatError:
        if "<script" in text:
            return _read(_blocks(text), "block", argument)
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2 or not _is_object(lines[0][1]):
            raise
    return _read(iter(lines), "line", argument)


def _is_object(line: str) -> bool:
    try:
        return isinstance(parse_json(line, ""), dict)
    except FormatError:
        return False


def _blocks(page: str) -> Iterator[tuple[int, str]]:
    """Yield the number, from 1, and the text of each script of a page that is JSON-LD."""
    soup = BeautifulSoup(page.replace("\0", ""), "lxml", parse_only=SoupStrainer("script"))
    number = 0
    for script in soup.find_all("script"):
        kind = script.get("type")
        if isinstance(kind, str) and kind.partition(";")[0].strip().lower() == "application/ld+json":
            number += 1
            yield number, "".join(map(str, script.contents))


def _read(texts: Iterator[tuple[int, str]], what: str, argument: Argument) -> list[Json]:
    found: list[Json] = []
    number = 0
    for number, text in texts:
        try:
            found.append(parse_json(_bare(text), argument.name))
        except FormatError as error:
            why = error.notes[0]
            place = f" ({why.where} of the {what})" if why.where and what == "block" else ""
            argument.note("refused", f"{what} {number}", f"{why.message}{place}")
    if not found:
        told = f"None of its {number} {what}s can be read as JSON" if number else "It has no script with JSON-LD"
        raise failure(argument.name, "", f"{told}; there is nothing to take.")
    return found


def _bare(text: str) -> str:
    """Return a script without the marks that pages put around it for browsers of old."""
    text = text.strip()
    for begin, end in (("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>")):
        if text.startswith(begin) and text.endswith(end):
            return text[len(begin) : -len(end)].strip()
    return text.removesuffix(";")
