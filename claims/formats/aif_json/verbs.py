"""AIF as JSON, read and written: AIFdb's export, old and new, and xAIF as the OVA editor and its kin write it.

Nodes and edges are the hub's own. Texts, ids and times come through as they are; what breaks AIF's rules is taken, and
told in the notes. What is read is written again key by key: see `aif_shape.py` for the shape, `reading.py` and
`writing.py` for the two ways, and `aif_rules.py` for the rules.

AIF: Chesñevar et al. 2006, Towards an argument interchange format, The Knowledge Engineering Review 21(4). The JSON is
that of AIFdb (https://github.com/arg-tech/AIFdb) and of OVA (https://github.com/arg-tech/OVA3).
"""

import json
import re
from pathlib import Path

from claims.formats.aif_json.reading import graph_of, read_graph
from claims.formats.aif_json.writing import write_graph
from claims.formats.aif_rules import warn
from claims.formats.aif_speakers import fill, people_of
from claims.formats.argument import Argument
from claims.formats.untrusted import parse_json

_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)(?:"(\s*+:)?|\\?\Z)|[{}\[\]]', re.DOTALL)
_EMPTY = re.compile(r'"nodes"\s*:\s*\[\s*\]')
_OTHERS = {"@context", "@graph", "@type", "atoms", "arguments", "statements", "claimReviewed"}


def recognises(path: Path, head: str) -> bool:
    """Return whether a file is AIF JSON: by the keys of its top level, as far as its beginning shows them."""
    if path.suffix.lower() != ".json" or not head.lstrip("\ufeff \t\r\n").startswith("{"):
        return False
    keys = _top_keys(head)
    if keys & _OTHERS or ("metadata" in keys and '"sadface"' in head):
        return False
    if keys & {"AIF", "OVA"}:
        return True
    has_ids = any(f'"{key}"' in head for key in ("nodeID", "fromID", "edgeID"))
    is_empty = (keys == {"nodes"} or keys >= {"nodes", "edges"}) and _EMPTY.search(head)
    return bool(is_empty) or (has_ids and bool(keys & {"nodes", "edges", "locutions"}))


def _top_keys(head: str) -> set[str]:
    """Return the keys of the top level of JSON, of which only the beginning may be there."""
    keys: set[str] = set()
    depth = 0
    for token in _TOKEN.finditer(head):
        if token[0] in "{[":
            depth += 1
        elif token[0] in "}]":
            depth -= 1
        elif depth == 1 and token[2]:
            keys.add(token[1])
    return keys


def parse(text: str, name: str) -> Argument:
    """Return the argument that a text in AIF JSON holds.

    Args:
        text: The text.
        name: What the argument is called, in notes as well.

    Raises:
        FormatError: When it is no JSON, or no object with nodes and edges; tells where.

    Example:
        >>> argument = parse('''{"nodes": [{"nodeID": "1", "text": "Tolls deter ships.", "type": "I"},
        ...   {"nodeID": "2", "text": "RA", "type": "RA", "scheme": "CauseToEffect"}],
        ...   "edges": [{"edgeID": "9", "fromID": "1", "toID": "2"}]}''', "tolls")
        >>> argument.nodes["2"].scheme, [str(note) for note in argument.notes]
        ('CauseToEffect', ['tolls, node 2: This inference (RA) has no conclusion: no edge leads from it.'])
    """
    root = parse_json(text, name)
    graph = graph_of(root, name)
    argument = Argument(name, "aif")
    read_graph(root if isinstance(root, dict) else graph, graph, argument)
    fill(argument, people_of(graph.get("participants")))
    warn(argument)
    return argument


def generate(argument: Argument) -> str:
    """Return an argument in AIF JSON.

    One that was read from AIF JSON is said as it was read: the same nodes, edges, locutions and other keys, wrapped
    where it was. Another is written as AIFdb exports: ids as they are, relations without a text of their own as
    “Default Inference” and its like, edges counted from 1.
    """
    return json.dumps(write_graph(argument), ensure_ascii=False, indent=2) + "\n"
