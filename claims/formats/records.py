"""What no item can express of a node is kept beside it: a record, of just those attributes that would not come back.

An attribute comes back from its record only as long as the item says what it said when it was imported: who edits a
statement's text has the edited text in every export.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, cast

from claims.formats.argument import Json, Node, Span
from claims.formats.fitting import (
    fitting_citations,
    fitting_language,
    fitting_text,
    fitting_title,
    is_made_from,
    numbered,
    title_of,
)
from claims.formats.schemes_by_name import name_of_scheme, scheme_named
from claims.model import Conflict, Inference, Item, KeptNode, Rephrase, Statement

Record = dict[str, Json]
"""Attribute of a node → its value as the file had it; ids, texts and tuples as JSON has them."""

TYPES: Mapping[type[Item], str] = {Inference: "RA", Conflict: "CA", Rephrase: "MA"}
"""Kind of relation → its type of node."""
NO_TYPE = "none"
"""What the type of a kept node is called where the file gives it none."""


def node_of(item: Item, id: str, names: Mapping[str, str], lang: str = "en") -> Node:  # noqa: A002
    """Return an imported item as the node that it can tell of by itself.

    What an item has to say and a file need not is left out where it says no more than usual: that it is a claim, that
    it is asserted, its language where it is that of the whole, a title that was made from its text.

    Args:
        item: A statement, relation or kept node.
        id: The node's id.
        names: IRI → name of those who hold statements; who is not among them is not told.
        lang: The language of the argument.
    """
    if isinstance(item, Statement):
        return Node(
            id,
            "I",
            item.text,
            title_of(item),
            kind="" if item.kind == "claim" else item.kind,
            held_by=tuple(names[holder] for holder in item.held_by if holder in names),
            commitment="" if item.commitment == "asserted" else item.commitment,
            citation=item.citation,
            lang="" if item.lang == lang else item.lang,
        )
    if isinstance(item, KeptNode):
        type_ = "" if item.node_type == NO_TYPE else item.node_type
        return Node(id, type_, item.text or "")
    scheme = name_of_scheme(item.scheme) if isinstance(item, Inference) and item.scheme else ""
    return Node(id, TYPES[type(item)], scheme=scheme)


def difference(node: Node, told: Node) -> Record:
    """Return what of a node another does not tell.

    Args:
        node: The node as it was read.
        told: What comes back of it without a record.
    """
    return {name: as_json(value) for name in _attributes() if (value := getattr(node, name)) != getattr(told, name)}


def completed(told: Node, record: Record, item: Item | None) -> Node:
    """Return a node as it was read: what the item tells, and what its record keeps and the item still bears out.

    Args:
        told: What the item tells by itself.
        record: What was kept of the node.
        item: The item; None for a record that holds whatever the item says.
    """
    for name in _attributes():
        if name in record and (item is None or _still_holds(name, record[name], item, told)):
            setattr(told, name, _as_attribute(name, record[name]))
    return told


@cache
def _attributes() -> tuple[str, ...]:
    return tuple(one.name for one in fields(Node) if one.compare)


def as_json(value: Any) -> Json:
    """Return the value of a node's attribute as JSON has it."""
    if isinstance(value, tuple):
        return [[one.start, one.end, one.source] if isinstance(one, Span) else one for one in value]
    return cast(Json, value)


def _as_attribute(name: str, value: Any) -> Any:
    if name == "spans":
        return tuple(Span(*one) for one in value)
    return tuple(value) if isinstance(value, list) else value


def _still_holds(name: str, value: Any, item: Item, told: Node) -> bool:
    """Whether an attribute as it was read is still what the item says: nobody has edited it since."""
    check = _CHECKS.get(name)
    if check is None or not isinstance(item, Statement | Inference | KeptNode):
        return True
    return check(value, item, told)


def _same_text(value: str, item: Item, told: Node) -> bool:
    if isinstance(item, Statement):
        return item.text == (fitting_text(value) or item.text)
    return not isinstance(item, KeptNode) or (item.text or "") == fitting_text(value)


def _same_title(value: str, item: Item, told: Node) -> bool:
    if not isinstance(item, Statement):
        return True
    made = fitting_title(value) or fitting_title(item.text)
    return item.label == made or is_made_from(item.label, value or item.text) or _is_numbered(item.label, made)


def _is_numbered(label: str, title: str) -> bool:
    number = label.rpartition(" (")[2].removesuffix(")")
    return number.isdecimal() and label == numbered(title, int(number))


def _same_kind(value: str, item: Item, told: Node) -> bool:
    return not isinstance(item, Statement) or item.kind in (value or "claim", "claim")


def _same_holders(value: list[str], item: Item, told: Node) -> bool:
    known = {fitting_title(one) for one in value}
    return not isinstance(item, Statement) or {one for one in known if one} == set(told.held_by)


def _same_citations(value: list[str], item: Item, told: Node) -> bool:
    return not isinstance(item, Statement) or fitting_citations(value) == item.citation


def _same_scheme(value: str, item: Item, told: Node) -> bool:
    return not isinstance(item, Inference) or scheme_named(value) == (item.scheme or "")


def _same_language(value: str, item: Item, told: Node) -> bool:
    return not isinstance(item, Statement) or fitting_language(value) in ("", item.lang)


def _same_commitment(value: str, item: Item, told: Node) -> bool:
    return not isinstance(item, Statement) or item.commitment in (value, "asserted")


_CHECKS: Mapping[str, Callable[[Any, Item, Node], bool]] = {
    "text": _same_text,
    "title": _same_title,
    "kind": _same_kind,
    "held_by": _same_holders,
    "citation": _same_citations,
    "scheme": _same_scheme,
    "lang": _same_language,
    "commitment": _same_commitment,
}
