"""The declarations of prefixes that stand before a query, so that nobody has to write them."""

import re
from collections.abc import Callable, Mapping

from graph.terms import prefixes
from ontology import STANDING


def declaring(known: Mapping[str, str]) -> str:
    """Return the declarations of prefixes, all on one line, so that the lines of what follows keep their numbers."""
    return "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in known.items())


def known_prologue(sparql: str) -> str:
    """Return the declarations of the known prefixes that a query may use: quicker to parse than those of all."""
    return "".join(line for prefix, line in _LINES if prefix in sparql)


def prologue(sparql: str, corpora: Callable[[], Mapping[str, str]]) -> str:
    """Return the declarations of the prefixes that a query may use, of the known ones and of people's own corpora.

    Args:
        sparql: The query.
        corpora: Returns name → namespace of these; called only where a name may be one of them.
    """
    known = known_prologue(sparql)
    if {*_PREFIX.findall(sparql)} <= _NO_CORPORA:
        return known
    return known + declaring({name: namespace for name, namespace in corpora().items() if f"{name}:" in sparql})


_PREFIX = re.compile(r"([A-Za-z][\w.-]*):")
_NO_CORPORA = {*prefixes(), "http", "https", "urn"}
"""What stands before a colon in a query without being the name of a corpus of one's own."""
_GRAPHS = {"standing": STANDING}
"""Prefixes that are whole IRIs of graphs: one can write GRAPH standing: { … }. A corpus of that name goes first."""
_LINES = [(f"{prefix}:", declaring({prefix: name})) for prefix, name in (prefixes() | _GRAPHS).items()]
