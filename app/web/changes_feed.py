"""The last contributions as an Atom feed (RFC 4287)."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree as ET

from graph import LogEntry

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(entries: Sequence[LogEntry], root: str, path: str) -> bytes:
    """Return contributions as an Atom feed.

    Args:
        entries: The contributions, newest first.
        root: The address of the server, without a slash at the end.
        path: The path of the feed.
    """
    top = ET.Element("feed", xmlns=_ATOM)
    _add(top, "title", "claimatlas: changes")
    _add(top, "id", f"{root}{path}")
    ET.SubElement(top, "link", rel="self", type=MEDIA_TYPE, href=f"{root}{path}")
    ET.SubElement(top, "link", rel="alternate", type="text/html", href=f"{root}/changes")
    _add(top, "updated", _time(entries[0].contribution.at if entries else datetime.fromtimestamp(0, UTC)))
    for entry in entries:
        _entry(top, entry, root)
    content: bytes = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return content


def _entry(top: ET.Element, entry: LogEntry, root: str) -> None:
    made, one = entry.contribution, ET.SubElement(top, "entry")
    message = " ".join(made.message.split())
    _add(one, "title", f"#{made.number} {message[:100]}")
    _add(one, "id", made.iri)
    _add(one, "updated", _time(made.at))
    ET.SubElement(one, "link", rel="alternate", type="text/html", href=f"{root}/contributions/{made.number}")
    author = ET.SubElement(one, "author")
    _add(author, "name", made.by)
    _add(author, "uri", quote(made.agent, safe=":/#%"))
    more = ", …" if entry.items > len(entry.first) else ""
    items = f"{entry.items} {'item' if entry.items == 1 else 'items'}"
    _add(one, "summary", f"{message}\n{items}: {', '.join(entry.first)}{more}" if entry.items else message)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _NOT_IN_XML.sub("�", text)


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
