"""What the processes that answer queries and the one that asks them say to each other: frames with their length.

A request is one frame of JSON. An answer is a frame that names its form, frames of data, and one that ends it; or, in
place of any of these, one of JSON that says what went wrong. Nothing is ever unpickled. Imports nothing of this
package: the processes that answer queries start with it.
"""

import json
import struct
from io import BufferedReader

SET_UP, REQUEST, STOP = b"U", b"Q", b"S"
"""The kinds of frames that are sent to a process."""

FORM, DATA, ERROR, END, WORN = b"A", b"D", b"X", b"E", b"W"
"""The kinds that come back; WORN ends an answer too, and tells that the process should be replaced by a fresh one."""

_HEAD = struct.Struct("!cI")


def frame(kind: bytes, content: bytes = b"") -> bytes:
    """Return a frame of some kind with its content."""
    return _HEAD.pack(kind, len(content)) + content


def frame_of(kind: bytes, content: object) -> bytes:
    """Return a frame whose content is JSON."""
    return frame(kind, json.dumps(content).encode("utf-8"))


def read_frame(file: BufferedReader) -> tuple[bytes, bytes]:
    """Return the kind and content of the next frame.

    Raises:
        EOFError: When there is none, or only a part of one.
        OSError: When the connection failed, or its time was up.
    """
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    kind, size = _HEAD.unpack(head)
    content = file.read(size)
    if len(content) < size:
        raise EOFError
    return kind, content
