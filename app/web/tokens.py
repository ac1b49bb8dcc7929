"""The token file: who may do what.

Each line is a name, a role (`read`, `add` or `admin`) and a token, with spaces between; `#` begins a comment. In place
of a token there may stand `sha256:` with its digest, so that the file need hold no secrets. The file is read again
when it has changed: a token is revoked by taking its line out.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from app.web.problems import Problem

SHORTEST = 16
"""How many characters a token has at least."""

_LINE = re.compile(r"(?P<name>\S(?:.*\S)?)\s+(?P<role>read|add|admin)\s+(?P<token>\S+)")


class Role(IntEnum):
    """What a visitor may do; each may do what those before it may."""

    NONE = 0
    READ = 1
    ADD = 2
    ADMIN = 3

    @property
    def word(self) -> str:
        """The role as it is written in a token file."""
        return self.name.lower()


class TokenFileError(Exception):
    """A token file that cannot be used; tells every fault by its line."""


@dataclass(frozen=True)
class Grant:
    """One line of a token file: who has the token, what they may do, and the digest of the token."""

    name: str
    role: Role
    digest: str

    def is_of(self, digest: str) -> bool:
        """Whether it is the grant of a token of this digest."""
        return hmac.compare_digest(self.digest, digest)


class Tokens:
    """The grants of a token file, as it stands now.

    Args:
        path: The file.

    Raises:
        TokenFileError: When it cannot be read, or any line has a fault; tells all of them.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._grants: tuple[Grant, ...] = ()
        self._read()

    def of(self, token: str) -> Grant | None:
        """Return the grant of a token; None where there is none."""
        return self.of_digest(digest_of(token))

    def of_digest(self, digest: str) -> Grant | None:
        """Return the grant of a token by its digest; None where there is none, or none any more."""
        try:
            self._read()
        except TokenFileError as error:
            # Whoever broke the file meant to change who may come in: better nobody does than the wrong one.
            raise Problem(503, f"The token file cannot be used: {error}") from error
        return next((grant for grant in self._grants if grant.is_of(digest)), None)

    def _read(self) -> None:
        try:
            status = self._path.stat()
            if (seen := (status.st_mtime_ns, status.st_size)) == self._seen:
                return
            text = self._path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise TokenFileError(f"{self._path}: {_reason(error)}") from error
        self._grants = _grants(self._path, text)
        self._seen = seen


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or "this is not UTF-8 text"


def digest_of(token: str) -> str:
    """Return the SHA-256 digest of a token, in hexadecimal digits."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def _grants(path: Path, text: str) -> tuple[Grant, ...]:
    found: list[Grant] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        for grant, fault in _parsed(line):
            found += [grant] if grant else []
            faults += [f"{path}, line {number}: {fault}"] if fault else []
    if not found and not faults:
        faults = [f"{path} holds no token; a line is NAME ROLE TOKEN, such as: ada add 3vQx…"]
    if faults:
        raise TokenFileError("\n".join(faults))
    return tuple(found)


def _parsed(line: str) -> Iterator[tuple[Grant | None, str]]:
    """Yield the grant of a line or its fault; nothing for a line without content."""
    content = line.strip()
    if not content or content.startswith("#"):
        return
    match = _LINE.fullmatch(content)
    if match is None:
        yield None, "a line is NAME ROLE TOKEN, and a role is read, add or admin"
    elif match["token"].startswith("sha256:"):
        digest = match["token"].removeprefix("sha256:").lower()
        is_digest = re.fullmatch("[0-9a-f]{64}", digest)
        yield (Grant(match["name"], Role[match["role"].upper()], digest), "") if is_digest else (
            None, "after sha256: stand 64 hexadecimal digits",
        )  # fmt: skip
    elif len(match["token"]) < SHORTEST:
        yield None, f"a token has at least {SHORTEST} characters"
    else:
        yield Grant(match["name"], Role[match["role"].upper()], digest_of(match["token"])), ""
