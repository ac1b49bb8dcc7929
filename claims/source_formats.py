"""Files that hold a source's text: plain text, Markdown, HTML and PDF, each read as plain text.

Plain text is kept as it is. Of the others a reader sees the words: one paragraph, list item, quotation or row of a
table a line, blank lines between, headings as `# Heading`. Nothing is fetched, and nothing in a file is executed.
"""

import re
import warnings
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from claims.errors import SourceError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from pypdf import PdfReader

_Taken = TypeVar("_Taken")
_MARKDOWN, _HTML, _PDF = (".md", ".markdown"), (".html", ".htm", ".xhtml"), (".pdf",)

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|"
    "form|h[1-6]|header|hgroup|hr|html|legend|li|main|menu|ol|p|pre|section|summary|table|tbody|tfoot|thead|tr|ul"
)
_HIDDEN = ("iframe", "nav", "noscript", "object", "script", "style", "svg", "template", "title")  # title: of a head
_INVISIBLE = re.compile(r"(display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BREAK, _CELL = "\x1e", "\x1f"  # between lines and between cells, until a block's text is complete

_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_PAGE_NUMBER = re.compile(r"[-–—|()\[\]\s]*([Pp]age\s+)?#(\s*(/|of)\s*#)?[-–—|()\[\]\s]*|[ivxl]+")

SENTENCE_END = re.compile(r"[.!?…:。！？][\"'”’»)\]]*$")


def plain_text(path: Path) -> str:
    """Return the text of a file; the ending of its name says what it is.

    Args:
        path: `.md`, `.markdown`, `.html`, `.htm`, `.xhtml` or `.pdf`; anything else is plain text.

    Raises:
        SourceError: When the file is missing, is empty, or cannot be read as what its name says it is.
    """
    data, suffix = _data(path), path.suffix.lower()
    if suffix in _PDF:
        return _pdf_text(path, data)
    text = _html_text(_soup(path, data)) if suffix in _MARKDOWN + _HTML else _decoded(path, data)
    if not text.strip():
        raise SourceError(path, "the file holds no text")
    return text


def suggested_title(path: Path) -> str:
    """Return a title for the source in a file: what it is called inside, or else the file's name in words.

    Raises:
        SourceError: When the file cannot be read as what its name says it is.
    """
    suffix, title = path.suffix.lower(), ""
    if suffix in _MARKDOWN + _HTML:
        soup = _soup(path, _data(path))
        headings = (line.lstrip("# ") for line in _html_text(soup).splitlines() if line.startswith("#"))
        title = (soup.title.get_text() if soup.title else "") or next(headings, "")
    elif suffix in _PDF:
        title = _from_pdf(path, _data(path), lambda reader: reader.metadata.title if reader.metadata else "") or ""
    words = " ".join(title.split()) or " ".join(re.split(r"[\s._-]+", path.stem)).strip()
    return words if title.strip() else words[:1].upper() + words[1:]


def _data(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(path, error.strerror or str(error)) from error
    if not data.strip():
        raise SourceError(path, "the file is empty")
    return data


def _decoded(path: Path, data: bytes, encoding: str = "UTF-8") -> str:
    """Return the characters of a text, without its byte-order mark."""
    content, encoding = _marked(data, encoding)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        number = len(data) - len(content) + error.start
        raise SourceError(path, f"byte {number} (0x{data[number]:02X}) is not {encoding}; {_SAVE_AS}") from error
    if "\0" in text:
        raise SourceError(path, f"character {text.index(chr(0))} is a NUL, which no text has; {_SAVE_AS}")
    return text


_SAVE_AS = "save the file as UTF-8 text: open it in its program, choose “Save as …”, and there the encoding UTF-8"


def _marked(data: bytes, encoding: str) -> tuple[bytes, str]:
    """Return the data without a byte-order mark, and the encoding that the mark stands for."""
    if data.startswith(BOM_UTF8):
        return data.removeprefix(BOM_UTF8), "UTF-8"
    # Two zeros would make it the mark of UTF-32; and a mark alone is no text.
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and data[2:4] not in (b"", b"\0\0"):
        return data[2:], "UTF-16-LE" if data.startswith(BOM_UTF16_LE) else "UTF-16-BE"
    return data, encoding


def _soup(path: Path, data: bytes) -> "BeautifulSoup":
    """Return the elements of an HTML or a Markdown file."""
    from bs4 import BeautifulSoup, ParserRejectedMarkup

    if path.suffix.lower() in _MARKDOWN:
        markup = _markdown_as_html(path, _decoded(path, data))
    else:
        markup = _decoded(path, data, _declared_encoding(data))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that XHTML is read as HTML, and that little text may be an address
            return BeautifulSoup(markup, "html.parser")
    except ParserRejectedMarkup as error:
        raise SourceError(path, "its HTML is broken; open it in a browser and save it anew, or as text") from error


def _markdown_as_html(path: Path, text: str) -> str:
    from markdown_it import MarkdownIt

    without_front_matter = re.sub(r"\A---\r?\n(?=[\w-]+:).*?\n---[ \t]*(\r?\n|\Z)", "", text, flags=re.DOTALL)
    # What is nested deeper than maxNesting would be left out without a word: rather let it fail.
    markdown = MarkdownIt("commonmark", {"maxNesting": 10_000}).enable("table").enable("strikethrough")
    try:
        return str(markdown.render(without_front_matter))
    except RecursionError as error:
        raise SourceError(path, "its quotations or lists are nested too deeply to be read") from error


def _declared_encoding(data: bytes) -> str:
    """Return the encoding that an HTML file declares, read as browsers do."""
    from codecs import lookup

    from bs4.dammit import EncodingDetector

    try:
        declared = lookup(EncodingDetector.find_declared_encoding(data, is_html=True) or "UTF-8").name
        "".encode(declared)
    except (LookupError, UnicodeError):
        return "UTF-8"
    # A declaration that could be read as ASCII is not in UTF-16; and Python knows codecs that no web page is in.
    if declared.startswith(("utf", "idna", "punycode", "raw", "unicode")):
        return "UTF-8"
    return "windows-1252" if declared in ("iso8859-1", "ascii", "cp1252") else declared


def _html_text(soup: "BeautifulSoup") -> str:
    blocks = groupby(_strings(soup), key=lambda piece: piece[0])
    lines = (line for (_, name), pieces in blocks for line in _block_lines(name, "".join(text for _, text in pieces)))
    return "".join(f"{line}\n\n" for line in lines).removesuffix("\n")


def _strings(soup: "BeautifulSoup") -> Iterator[tuple[tuple[int, str], str]]:
    """Yield each visible string with the block (a number and a name) that it stands in.

    An element's parent always comes before it, so one pass without recursion suffices, however deep they are nested.
    """
    from bs4.element import NavigableString, PreformattedString, Tag

    inside: dict[int, tuple[int, str]] = {id(soup): (0, "")}
    hidden: set[int] = set()
    for number, node in enumerate(soup.descendants, 1):
        parent = id(node.parent)
        block = inside[parent]
        if isinstance(node, Tag):
            is_block = bool(_BLOCKS.fullmatch(node.name))
            inside[id(node)] = (number, node.name) if is_block else block
            if parent in hidden or _is_hidden(node):
                hidden.add(id(node))
            elif is_block or node.name in _BETWEEN:  # an empty block parts what stands around it, too
                yield inside[id(node)], _BETWEEN.get(node.name, "")
        elif isinstance(node, NavigableString) and parent not in hidden and not isinstance(node, PreformattedString):
            yield block, _NO_TEXT.sub("", str(node))


_BETWEEN = {"br": _BREAK, "td": _CELL, "th": _CELL}


def _is_hidden(element: "Tag") -> bool:
    style = str(element.get("style") or "")
    return element.name in _HIDDEN or element.has_attr("hidden") or bool(_INVISIBLE.search(style))


def _block_lines(name: str, text: str) -> Iterator[str]:
    """Yield the lines of a block: one, unless two line breaks in a row part it."""
    mark = "#" * int(name[1]) + " " if name in _HEADINGS else ""
    for part in re.split(rf"{_BREAK}\s*{_BREAK}", text):
        cells = (" ".join(cell.split()) for cell in part.split(_CELL))
        if line := " | ".join(cell for cell in cells if cell):
            yield mark + line


def _pdf_text(path: Path, data: bytes) -> str:
    texts = _from_pdf(path, data, lambda reader: [page.extract_text() for page in reader.pages])
    pages = [[_NO_TEXT.sub("", line).strip() for line in page.splitlines()] for page in texts]
    running = _running_lines(pages)
    lines = [line for page in pages for line in _without_edges(page, running)]
    text = _unwrapped(lines)
    if not re.search(r"\w", text):
        raise SourceError(path, "the PDF holds no text, only pictures of it; run text recognition (OCR) on it first")
    return text


def _reader(path: Path, data: bytes) -> "PdfReader":
    """Return the reader of a PDF; one with an empty password opens for all."""
    import logging
    from io import BytesIO

    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs each oddity of a file that it mends
    reader = PdfReader(BytesIO(data))
    try:
        opened = not reader.is_encrypted or bool(reader.decrypt(""))
    except DependencyError:
        opened = False
    if not opened:
        raise SourceError(path, "the PDF is encrypted; save a copy of it without a password")
    return reader


def _from_pdf(path: Path, data: bytes, take: Callable[["PdfReader"], _Taken]) -> _Taken:
    try:
        return take(_reader(path, data))
    except SourceError:
        raise
    except Exception as error:  # a damaged PDF makes pypdf raise errors of many kinds
        why = f"the PDF is damaged ({error}); open it in a viewer and print it to a new PDF"
        raise SourceError(path, why) from error


def _masked(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Return the first and last lines, numbers masked, that most pages have in common: running heads and feet."""
    edges = [{_masked(line) for line in (*page[:2], *page[-2:]) if line} for page in pages]
    counts = Counter(line for lines in edges for line in lines)
    return {line for line, count in counts.items() if count > max(len(pages) / 2, 2)}


def _without_edges(page: list[str], running: set[str]) -> list[str]:
    """Return the lines of a page without page numbers and running heads at its top and bottom."""

    def runs(line: str) -> bool:
        return not line or _masked(line) in running or bool(_PAGE_NUMBER.fullmatch(_masked(line)))

    inner = [number for number, line in enumerate(page) if not runs(line)]
    return page[inner[0] : inner[-1] + 1] if inner else []


def _unwrapped(lines: list[str]) -> str:
    """Return the lines as paragraphs: one ends at an empty line, or with a sentence on a line with room left."""
    lengths = sorted(len(line) for line in lines if line) or [0]
    full = 0.85 * lengths[int(0.9 * (len(lengths) - 1))]
    paragraphs: list[list[str]] = [[]]
    for line, following in pairwise([*lines, ""]):
        paragraphs[-1].append(line)
        if _ends_paragraph(line, following, len(paragraphs[-1]) == 1, full):
            paragraphs.append([])
    return _dehyphenated("\n\n".join(filter(None, ("\n".join(part).strip() for part in paragraphs))))


def _ends_paragraph(line: str, following: str, is_first: bool, full: float) -> bool:
    """Whether a line ends a paragraph; a `is_first` one may be a heading, in capitals or too short to be wrapped."""
    short = len(line) < full
    if not line or SENTENCE_END.search(line):
        return not line or short or following.isupper()
    return is_first and (line.isupper() or (short and following[:1].isupper()))


def _dehyphenated(text: str) -> str:
    """Join words that are hyphenated at a line's end, and the lines of each paragraph."""
    known = set(re.findall(r"[^\W_]+(?:-[^\W_]+)*", text.casefold()))

    def joined(match: re.Match[str]) -> str:
        first, second = match.groups()
        with_hyphen, without = f"{first}-{second}", first + second
        # A compound (state-of-the-/art), a name (Anglo-/American) and numbers keep theirs in any case.
        compound = "-" in first or not second[0].islower() or not first[-1].isalpha()
        only_so = with_hyphen.casefold() in known and without.casefold() not in known
        return f"{first}-" if compound or only_so else first

    text = re.sub(r"\u00ad[^\S\n]*\n?", "", text)
    text = re.sub(r"([^\W_]+(?:-[^\W_]+)*)[-\u2010]\n(?=([^\W_]+(?:-[^\W_]+)*))", joined, text)
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text) + "\n"
