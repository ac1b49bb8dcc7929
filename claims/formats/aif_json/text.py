"""The annotated text of an xAIF file: HTML in which a span marks the words of each locution.

OVA calls the spans `node` and the id of the node; some tools give the bare id. A pattern rather than a parser of HTML
finds the tags, since the text is a flat run of spans and breaks, and since the time that it takes grows with the text
only.
"""

import re
from collections.abc import Container
from html import unescape

from claims.formats.argument import Span

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)([^<>]*+)>")
_ID = re.compile(r"""\bid\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_BREAKS = {"br", "/p", "/div", "/li", "/tr"}


def read_html(html: str, nodes: Container[str]) -> tuple[str, dict[str, list[Span]]]:
    r"""Return the plain text of HTML, and for each node the places in it that are marked as the node's.

    Args:
        html: The text with its tags.
        nodes: The ids of the nodes that there are.

    Example:
        >>> read_html('Ada: <span id="node7">Ships &amp; tolls.</span><br>', {"7"})
        ('Ada: Ships & tolls.\n', {'7': [Span(start=5, end=19, source='')]})
    """
    parts: list[str] = []
    spans: dict[str, list[Span]] = {}
    opened: list[tuple[str, int]] = []
    length = done = 0
    for tag in _TAG.finditer(html):
        parts.append(_unescaped(html[done : tag.start()]))
        name = f"{tag[1]}{tag[2].lower()}"
        if name in _BREAKS:
            parts[-1] += "\n"
        length, done = length + len(parts[-1]), tag.end()
        if name == "span":
            opened.append((_node_of(tag[3], nodes), length))
        elif name == "/span" and opened:
            _close(*opened.pop(), length, spans)
    return "".join([*parts, _unescaped(html[done:])]), spans


def _node_of(attributes: str, nodes: Container[str]) -> str:
    """Return the id of the node that a span marks; "" for none."""
    found = _ID.search(attributes)
    if not found:
        return ""
    id_ = _unescaped(found[1] or found[2] or found[3] or "")
    return next((one for one in (id_.removeprefix("node"), id_) if one in nodes), "")


def _unescaped(text: str) -> str:
    try:
        return unescape(text)
    except ValueError:  # a character's number of thousands of digits
        return text


def _close(node: str, start: int, end: int, spans: dict[str, list[Span]]) -> None:
    if node and start < end:
        spans.setdefault(node, []).append(Span(start, end))
