"""The little Markdown that Kialo's claims are written in: escapes, links, and lists of references."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""\\([!-/:-@\[-`{-~])                                  # an escaped sign
    | !?\[((?:[^\[\]\\]|\\.)*+)\]                            # the words of a link …
      \(((?:[^()\s\\]|\\.|\([^()\s]*+\))*+)                  # … its address …
      (?:[ ]"[^"\n]*+")?\)                                   # … and its title""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_REFERENCE = re.compile(r"[ \t]*\[([0-9]{1,6})\]:?[ \t]+(\S.*)")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|doi:\S+|10\.[0-9]{4,9}/\S+", re.IGNORECASE)
_MARK = re.compile(r"\[([0-9]{1,6})\](?!\()")
_HEADING = re.compile(r"[ \t#*]*(?:sources|references)[ \t*]*+:?[ \t*]*+", re.IGNORECASE)


@dataclass
class Written:
    """What one claim says: its words, the addresses that it links to, and the references that it lists and marks."""

    words: str
    links: list[str] = field(default_factory=list)
    listed: dict[str, str] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)


def read_markdown(lines: Iterable[str]) -> Written:
    r"""Return what the lines of a claim say, without the signs of Markdown.

    Example:
        >>> read_markdown([r"Ships pay \(twice\) at [the quay](https://example.org/quay)."])
        Written(words='Ships pay (twice) at the quay.', links=['https://example.org/quay'], listed={}, marks=[])
    """
    listed: dict[str, str] = {}
    left: list[str] = []
    for line in lines:
        found = _REFERENCE.fullmatch(line)
        if found and _ADDRESS.search(found[2]):
            listed.setdefault(found[1], found[2].strip())
        else:
            left.append(line)
    if listed:
        left = [line for line in left if not _HEADING.fullmatch(line)]
    written = Written("", listed=listed)
    plain = "\n".join(left).strip()
    written.marks = _MARK.findall(plain)
    written.words = _TOKEN.sub(lambda token: _unmarked(token, written.links), plain)
    return written


def _unmarked(token: re.Match[str], links: list[str]) -> str:
    if token[1] is not None:
        return token[1]
    links.append(_ESCAPED.sub(r"\1", token[3]))
    return _ESCAPED.sub(r"\1", token[2])
