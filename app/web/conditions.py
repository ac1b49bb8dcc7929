"""Entity tags and conditional requests (RFC 9110, 13): what a client has already, or knows as it is.

A tag holds for one run of the server: it is made of the number of the store's last contribution, and what was asked.
"""

import secrets
from collections.abc import Collection, Hashable
from hashlib import blake2b

from starlette.requests import Request

from app.web.problems import Problem

_RUN = secrets.token_hex(8)  # a store in memory counts from the start again


def tag_of(*what: Hashable, weak: bool = False) -> str:
    """Return the tag of an answer.

    Args:
        what: All that it depends on, the version of the store among it.
        weak: Whether the answer may differ in its bytes from one time to the next, though not in what it says.
    """
    digest = blake2b(repr((_RUN, *what)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return f'{"W/" if weak else ""}"{digest}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the client has the answer of that tag already (If-None-Match)."""
    header = ", ".join(request.headers.getlist("if-none-match"))
    return header.strip() == "*" or tag.removeprefix("W/") in [one.removeprefix("W/") for one in _tags(header)]


def named_tags(request: Request) -> list[str]:
    """Return the tags that a request for a change names."""
    return [tag for name in ("if-match", "if-none-match") for tag in _tags(", ".join(request.headers.getlist(name)))]


def check_match(request: Request, tags: Collection[str] | None) -> None:
    """Refuse a change of something that is not as the client knows it, by If-Match and If-None-Match.

    Args:
        request: The request for the change.
        tags: The tags of what is there, at least those of them that the request names; None where there is nothing.

    Raises:
        Problem: 412.
    """
    wanted, unwanted = (_tags(", ".join(request.headers.getlist(name))) for name in ("if-match", "if-none-match"))
    if wanted and (tags is None or not ("*" in wanted or set(wanted) & set(tags))):
        raise Problem(412, "This is not as you know it (If-Match): it changed since, or is gone. Get it anew first.")
    if unwanted and tags is not None and ("*" in unwanted or set(unwanted) & set(tags)):
        raise Problem(412, "This is there already (If-None-Match); nothing was changed.")


def _tags(header: str) -> list[str]:
    return [one.strip() for one in header.split(",") if one.strip()]
