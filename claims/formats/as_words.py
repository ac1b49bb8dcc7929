"""Words for what an argument holds, and texts made fit for files: kinds, titles, roles, safe ids, clean characters.

The writers share this, so that a thing is called the same in every format.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from claims.formats.argument import NODE_TYPES, Argument, Node

TITLE = 60
"""How many characters a title that is made from a text has at most."""
_LONGEST_ID = 200
_ROLES: Mapping[str, tuple[str, str]] = {
    "RA": ("premise", "conclusion"),
    "CA": ("attacker", "attacked"),
    "MA": ("rephrases", "rephrased"),
    "PA": ("preferred", "dispreferred"),
    "TA": ("start", "end"),
    "YA": ("anchor", "content"),
}
"""Type of relation → what a node is that an edge leads from to the relation, and one that it leads to."""
_WORDS = {"RA": "supports", "CA": "attacks", "MA": "says again", "PA": "is preferred to"}
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_CONTROLS = re.compile("[\x7f-\x9f]")
_NO_NAME_CHARACTER = re.compile(r"[^-.:_0-9A-Za-z]")
_ENDS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
"""What changes the direction of writing → what ends the change."""


def is_relation_type(type: str) -> bool:  # noqa: A002
    """Whether nodes of a type relate others."""
    return type in _ROLES


def kind_of(node: Node) -> str:
    """Return the kind of a node in a word, such as thesis, evidence or inference."""
    return node.kind or NODE_TYPES.get(node.type, "node")


def role_of(source: Node | None, target: Node | None) -> str:
    """Return what an edge says: premise, conclusion, attacker, …; "" where neither end is a relation.

    Example:
        >>> role_of(Node("a", "I"), Node("r", "RA")), role_of(Node("k", "CA"), Node("r", "RA"))
        ('premise', 'attacked')
    """
    ends = (source.type if source else "", target.type if target else "")
    if ends[0] in _ROLES and ends[1] != "YA":
        return _ROLES[ends[0]][1]
    return _ROLES[ends[1]][0] if ends[1] in _ROLES else ""


def word_of(node: Node, targets: Iterable[Node]) -> str:
    """Return what a relation does to its targets, in a word, such as supports, attacks or undercuts."""
    if node.type == "CA" and any(target.type == "RA" for target in targets):
        return "undercuts"
    return _WORDS.get(node.type) or node.scheme or kind_of(node)


def title_of(node: Node, most: int = TITLE) -> str:
    """Return the title of a node in one line: its own, or one made from its text; never empty."""
    for said in (node.title, node.scheme if is_relation_type(node.type) else "", node.text, node.id):
        if line := shortened(said, most):
            return line
    return kind_of(node)


def titles_of(argument: Argument) -> dict[str, str]:
    """Return id → title; of relations what they do, and their scheme: “supports (example)”."""
    targets = argument.targets_of()
    return {node.id: _name(node, [argument.nodes[one] for one in targets[node.id]]) for node in argument.nodes.values()}


def _name(node: Node, targets: list[Node]) -> str:
    if not is_relation_type(node.type):
        return title_of(node)
    word, scheme = word_of(node, targets), one_line(node.scheme)
    return shortened(f"{word} ({scheme})" if scheme and scheme != word else word)


def one_line(text: str) -> str:
    """Return a text with each run of blanks and line ends as one blank, and U+FFFD for what controls terminals."""
    return _CONTROLS.sub("\ufffd", clean(_BLANKS.sub(" ", text))).strip()


def clean(text: str) -> str:
    """Return a text with U+FFFD for each character that XML cannot hold, and with line ends as XML reads them."""
    return _NO_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def shortened(text: str, most: int = TITLE) -> str:
    """Return a text in one line, cut at a blank where it has more than `most` characters.

    Example:
        >>> shortened("The toll pays for the lighthouse.", 20)
        'The toll pays for…'
    """
    line = one_line(text[: most * 8])
    if len(line) <= most and len(text) <= most * 8:
        return line
    head, _, _ = line[:most].rpartition(" ")
    return (head if len(head) > most // 2 else line[: most - 1]).rstrip(" ,;:–-") + "…"


def closed(text: str) -> str:
    """Return a text with every change of writing direction in it ended, so that what follows reads as it should."""
    waiting: list[str] = []
    for character in text if not text.isascii() else "":
        if character in _ENDS:
            waiting.append(_ENDS[character])
        elif waiting and character == waiting[-1]:
            waiting.pop()
    return text + "".join(reversed(waiting))


def safe_ids(ids: Iterable[str]) -> dict[str, str]:
    """Return id → an id that every format takes (a name token of ASCII), each another; the id itself where it is one.

    Example:
        >>> safe_ids(["a", "a b", "a_b", ""])
        {'a': 'a', 'a b': 'a_b-2', 'a_b': 'a_b', '': '_'}
    """
    wanted = {one: _NO_NAME_CHARACTER.sub("_", one[:_LONGEST_ID]) or "_" for one in ids}
    taken = {one for one, safe in wanted.items() if one == safe}
    counts: dict[str, int] = {}
    return {one: safe if one == safe else free_id(safe, taken, counts) for one, safe in wanted.items()}


def free_id(wanted: str, taken: set[str], counts: dict[str, int], joint: str = "-") -> str:
    """Return the first of `wanted`, `wanted-2`, `wanted-3`, … that is not taken, and take it."""
    found = wanted
    while found in taken:
        counts[wanted] = counts.get(wanted, 1) + 1
        found = f"{wanted}{joint}{counts[wanted]}"
    taken.add(found)
    return found


def is_word_character(character: str) -> bool:
    """Whether a character is a letter, a mark on one, a digit or a joining sign, in any script."""
    return unicodedata.category(character)[0] in "LMN" or unicodedata.category(character) == "Pc"
