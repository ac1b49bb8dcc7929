"""Nodes that an earlier import brought into a corpus: what is imported again is known by them."""

from collections.abc import Mapping
from typing import Any

from claims.formats.corpus_names import CorpusNames, KnownNode
from claims.formats.lowering import contents_of, key_of, more_of, says_something
from claims.formats.raising import Holding, raised
from claims.formats.relating import shape_of
from claims.model import ImportedFile


def remember(holding: Holding, file: ImportedFile, names: CorpusNames) -> None:
    """Take note of the nodes of a file that was imported before, as they are now.

    Args:
        holding: What the store holds of the corpus.
        file: The file.
        names: The names in use in the corpus.
    """
    argument = raised(holding, [file], rest=False)
    shape = shape_of(argument, says_something)
    items: dict[str, list[str]] = {}
    for local in _said(holding, file.iri).get("nodes", ()):
        id_ = str(_said(holding, holding.namespace + local).get("id", local))
        items.setdefault(id_ if id_ in argument.nodes else local, []).append(local)
    contents = contents_of(shape)
    for node in argument.nodes.values():
        key, content = key_of(argument, node), contents[node.id]
        if names.known(key, content) is None:
            names.remember(key, KnownNode(content, more_of(node), tuple(dict.fromkeys(items[node.id]))))


def _said(holding: Holding, iri: str) -> Mapping[str, Any]:
    return holding.records.get(iri, {})
