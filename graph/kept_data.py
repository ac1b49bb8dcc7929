"""What is kept of an imported item beside it, as a literal: JSON, or where it is large the same compressed.

Engines bound how long a literal may be when it is read (Oxigraph at 16 MB), and the history holds each once more.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from claims import FormatError, Note, escaped
from ontology import PREFIXES

_JSON, _PACKED = PREFIXES["rdf"] + "JSON", PREFIXES["xsd"] + "base64Binary"
_LARGE = 100_000
"""How many characters of JSON are written as they are."""
_LONGEST = 12_000_000
"""How many characters a literal may have."""
_LARGEST = 1_000_000_000
"""How many bytes a compressed one may stand for."""


def data_literal(name: str, record: str) -> str:
    """Return a record as a literal in N-Triples.

    Args:
        name: What it is kept of, for the error.
        record: The record, as JSON.

    Raises:
        FormatError: When it is too large, even compressed.
    """
    if len(record) <= _LARGE:
        return f'"{escaped(record)}"^^<{_JSON}>'
    packed = b64encode(zlib.compress(record.encode("utf-8"))).decode("ascii")
    if len(packed) > _LONGEST:
        why = f"It holds {len(record) // 1_000_000} MB that no item expresses, more than can be kept; split the file."
        raise FormatError([Note("refused", name, "", why)])
    return f'"{packed}"^^<{_PACKED}>'


def data_of(value: str) -> Mapping[str, Any]:
    """Return the record that the text of a literal says.

    Raises:
        ValueError: When it is none.
    """
    if not value.startswith("{"):
        unpacking = zlib.decompressobj()
        try:
            value = unpacking.decompress(b64decode(value, validate=True), _LARGEST).decode("utf-8")
        except zlib.error as error:
            raise ValueError("this is no compressed text") from error
    found = json.loads(value)
    if not isinstance(found, dict):
        raise ValueError("this is no record")  # noqa: TRY004 - a text that is none, whatever its type
    return found
