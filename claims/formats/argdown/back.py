"""From an argument to an Argdown document: of one that was read from Argdown, the document as it was."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from claims.formats.argdown.foreign import add_others
from claims.formats.argdown.model import Content, Document, Part, part_from_json
from claims.formats.argdown.names import Titles
from claims.formats.argument import Argument, Json, Node


def document_of(argument: Argument) -> Document:
    """Return the document that says an argument; nodes and relations that no document had are added at the end."""
    whole = _said(argument.data)
    front = whole.get("frontmatter")
    document = Document(dict(front) if isinstance(front, dict) else {})
    found = dict(_indexed(whole.get("headings")))
    known: dict[str, list[Part]] = {}
    for node in argument.nodes.values():
        own = dict(_indexed(_said(node.data).get("parts")))
        if own:
            _take_changes(node, own)
            found |= own
            known[node.id] = [*own.values()]
    _demote_untold(found, argument)
    document.parts = _in_order(found)
    _head(document, argument)
    comments = whole.get("comments")
    document.comments = [one for one in comments if isinstance(one, str)] if isinstance(comments, list) else []
    add_others(document, argument, known)
    return document


def _said(data: Mapping[str, Json]) -> Mapping[str, Any]:
    found = data.get("argdown")
    return found if isinstance(found, dict) else {}


def _indexed(value: Any) -> list[tuple[int, Part]]:
    found = []
    for pair in value if isinstance(value, list) else ():
        try:
            index, said = pair
            found.append((int(index), part_from_json(said)))
        except (TypeError, ValueError):
            continue
    return found


def _take_changes(node: Node, own: Mapping[int, Part]) -> None:
    """Take over a text or a title that the node has other than the document had."""
    kind = "statement" if node.type == "I" and not _said(node.data).get("argument") else "argument"
    members = [part for part in own.values() if part.kind == kind]
    if not members:
        return
    said = [part for part in members if not part.reference]
    chosen = [part for part in reversed(said) if (part.data or {}).get("isCanonical")]
    canonical = chosen[0] if chosen else said[-1] if said else members[-1]
    before = (canonical.content.text if said else "") or _title_of(node, members[0])
    if node.text != before and (node.text or node.type == "I"):
        canonical.content = Content(" ".join(node.text.split()), [], canonical.content.tags)
        canonical.reference = False
    if node.title and members[0].title and node.title != members[0].title:
        title = Titles().new(node.title, longest=200)
        for part in members:
            part.title = title


def _title_of(node: Node, member: Part) -> str:
    if node.type != "I":
        return node.text
    return member.title or str(_said(node.data).get("untitled", ""))


def _demote_untold(found: Mapping[int, Part], argument: Argument) -> None:
    """Make blocks of the parts whose relations are no longer there."""
    datas = (argument.data, *(node.data for node in argument.nodes.values()))
    places = (_said(data).get("places") for data in datas)
    told = {one for some in places if isinstance(some, list) for one in some if isinstance(one, int)}
    for index, part in found.items():
        if part.place == "relation" and index not in told:
            part.place, part.mark, part.parent = "block", "", -1


def _in_order(found: Mapping[int, Part]) -> list[Part]:
    """Return the parts in order, with their parents by their new indexes; what hangs under nothing comes last."""
    below: dict[int, list[int]] = {}
    roots: list[int] = []
    for index in sorted(found):
        part = found[index]
        if part.place == "relation":
            under = found.get(part.parent)
            fits = under is not None and part.parent < index and under.kind != "heading"
            below.setdefault(part.parent if fits else -1, []).append(index)
        else:
            roots.append(index)
    roots, loose = _whole_structures(roots, found)
    loose += below.pop(-1, [])
    for index in loose:
        found[index].place, found[index].mark, found[index].parent, found[index].first = "block", "", -1, False
    ordered: list[Part] = []
    new: dict[int, int] = {}
    waiting = [*reversed([*roots, *loose])]
    while waiting:
        index = waiting.pop()
        part = found[index]
        part.parent = new.get(part.parent, -1)
        new[index] = len(ordered)
        ordered.append(part)
        waiting += reversed(below.get(index, []))
    return ordered


def _whole_structures(roots: Iterable[int], found: Mapping[int, Part]) -> tuple[list[int], list[int]]:
    """Return what stands in order, and the steps of premise-conclusion structures that are no longer whole."""
    kept: list[int] = []
    loose: list[int] = []
    run: list[int] = []
    for index in [*roots, -1]:
        part = found.get(index)
        if run and (part is None or part.place != "step" or part.first):
            (kept if _is_whole([found[one].kind for one in run]) else loose).extend(run)
            found[run[0]].first = True
            run = []
        if part is not None:
            (run if part.place == "step" else kept).append(index)
    return kept, [index for index in loose if found[index].kind != "inference"]


def _is_whole(kinds: list[str]) -> bool:
    pairs = [*pairwise(kinds)]
    return kinds[0] != "inference" and kinds[-2:] == ["inference", "statement"] and ("inference",) * 2 not in pairs


def _head(document: Document, argument: Argument) -> None:
    front = document.frontmatter
    if argument.title and front.get("title") != argument.title:
        front = document.frontmatter = {"title": "", **front}
        front["title"] = argument.title
    if argument.lang != str(front.get("lang", "en")):
        front["lang"] = argument.lang
