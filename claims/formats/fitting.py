"""Other people's words as the fields of an item can hold them: texts, titles, names, ids, languages.

Nothing is lost by it: what does not fit is kept beside the item as it was (see `records.py`).
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from claims.demands import rules_of
from claims.fields import LANGUAGE, clean
from claims.identifiers import is_identifier, slug
from claims.model import Claim, Statement

_NUMBERED = re.compile(r" \([0-9]{1,9}\)$")
_SPACES = re.compile(r"\s+")


@cache
def _longest(field: str) -> int:
    return rules_of(Claim)[field].max_length or 0


def fitting_text(text: str) -> str:
    """Return what is said as a statement can hold it; "" where it holds nothing that can be seen."""
    if len(text) > _longest("text"):
        text = text[: _longest("text") - 1] + "…"
    return clean(text)


def fitting_title(text: str) -> str:
    """Return a title, or a text as one: in one line, and cut between words where it is too long; "" for none.

    Example:
        >>> fitting_title("Ships that nobody unloads cost their owners money every single day.")
        'Ships that nobody unloads cost their owners money every…'
    """
    longest = _longest("label")
    line = _SPACES.sub(" ", clean(text[: longest * 4])).strip()
    if len(line) <= longest:
        return line
    head = line[: longest - 1]
    words = head.rpartition(" ")[0]
    return (words if len(words) > longest // 2 else head).rstrip(" ,;:.–-") + "…"


def numbered(title: str, number: int) -> str:
    """Return a title with a number, for one that another item has already."""
    mark = f" ({number})"
    return title[: _longest("label") - len(mark)] + mark


def is_made_from(title: str, text: str) -> bool:
    """Whether a statement's title was made from its text, since it had none of its own."""
    made = fitting_title(text)
    bare = _NUMBERED.sub("", title)
    return bool(made) and (title == made or (bare != title and made.startswith(bare)))


def title_of(statement: Statement) -> str:
    """Return the title that a statement has of its own; "" where it was made from its text."""
    return "" if is_made_from(statement.label, statement.text) else statement.label


def fitting_citations(citations: Iterable[str]) -> tuple[str, ...]:
    """Return those references that a statement can hold."""
    rule = rules_of(Claim)["citation"]
    fitting = (one for one in citations if rule.min_length <= len(one) <= (rule.max_length or 0))
    return tuple(sorted({one for one in fitting if clean(one) == one}))


@lru_cache(maxsize=1024)
def fitting_language(tag: str) -> str:
    """Return a language tag as items have it; "" for what is none."""
    lowered = tag.lower().replace("_", "-")
    return lowered if LANGUAGE.fullmatch(lowered) else ""


def local_name_for(id: str) -> str:  # noqa: A002 - what it is called everywhere
    """Return what an item's IRI can end with, for an id of a format."""
    return id if is_identifier(id) else slug(id)
